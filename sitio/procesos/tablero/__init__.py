"""The process board: where each stage stands, what it lacks, whose turn it is, and what can be done next."""
