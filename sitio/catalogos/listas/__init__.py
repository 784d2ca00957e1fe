"""External lists: reading their files, keeping their versions, and finding who is on them."""
