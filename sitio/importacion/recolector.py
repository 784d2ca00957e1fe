"""Python's garbage collector, told to look less often while millions of objects that cannot be garbage are alive."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_HOLGURA = (100_000, 20, 50)
"""JSON read has no cycles: looking through it all every 700 objects was a quarter of an import's time."""


@contextmanager
def holgado() -> Iterator[None]:
    """Collect seldom inside the block, in the whole process; as before after it."""
    antes = gc.get_threshold()
    gc.set_threshold(*_HOLGURA)
    try:
        yield
    finally:
        gc.set_threshold(*antes)
