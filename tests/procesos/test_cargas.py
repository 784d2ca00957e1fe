"""Rows pasted or uploaded: what arrives in the draft, what is refused and why, and who may."""
