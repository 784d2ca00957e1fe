"""The list of processes: what it can be asked, and its rows."""
