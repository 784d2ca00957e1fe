"""The stand-alone verifier, as the portal hands it out. Neither imports anything of the other."""

from functools import cache
from pathlib import Path

NOMBRE = "claraboya_verificar.py"


@cache
def programa() -> bytes:
    """Return the source of the verifier."""
    return (Path(__file__).parent / NOMBRE).read_bytes()
