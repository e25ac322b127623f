"""Answers kept by text. A report's labels come again in a million others; its long texts do not."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

_LONGEST = 400  # characters of a text whose answer is kept: what a file holds must not fill the memory


def remembered(most: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Keep the answers of a function for the last ``most`` short texts that it was asked of."""

    def keeping(function: Callable[[str], T]) -> Callable[[str], T]:
        known = lru_cache(maxsize=most)(function)

        @wraps(function)
        def ask(text: str) -> T:
            return known(text) if len(text) <= _LONGEST else function(text)

        return ask

    return keeping
