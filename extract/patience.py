"""How long pictures are read: asked before each of them, and told by whoever began the reading and has a clock.

A document of many scanned pages is then read as far as the time goes and says which pages were not read, instead of
being lost as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_time_left: ContextVar[Callable[[], bool]] = ContextVar("time_left", default=lambda: True)


def time_left() -> bool:
    """Whether another picture may be read."""
    return _time_left.get()()


@contextmanager
def reading_while(told: Callable[[], bool]) -> Iterator[None]:
    """Within it, pictures are read for as long as ``told()`` is true."""
    token = _time_left.set(told)
    try:
        yield
    finally:
        _time_left.reset(token)
