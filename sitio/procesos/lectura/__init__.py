"""A stage to be read: in plain words, what changed between two versions of it, and what happened to it."""
