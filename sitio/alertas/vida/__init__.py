"""The life of an alert after it is raised: what people decide, what silences it, and what brings it back."""
