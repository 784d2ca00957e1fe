"""The rows that the stages nest. Flat, never one inside another: a row names the one it belongs to by its key.

So every list is a table that a person can read, paste or upload, and a revision carries it whole.
"""

# The first migration names it here.
from sitio.procesos.models.renglones.campos import nuevo_id

__all__ = ["nuevo_id"]
