"""The admin pages of capture, one module a subject. They translate requests; the rules live in the room."""
