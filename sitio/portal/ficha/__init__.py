"""The page of a process: what its compiled release says, put in the words and tables a person reads."""
