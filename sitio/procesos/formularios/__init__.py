"""The forms of capture's pages. What belongs to one of its subjects (templates, uploads) stays beside it."""
