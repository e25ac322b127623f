"""A page as a reader of positioned text sees it: words and ruled lines, in points from the top left corner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Word(NamedTuple):
    """A run of text on one line, as short as the reader likes (a character or a phrase).

    ``confidence``, ``alternatives`` and ``unreadable`` are a recogniser's; text that was given has the defaults.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()
    unreadable: bool = False


class Rule(NamedTuple):
    """A ruled line as the box it covers: a thin rectangle, or one without any thickness."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page turned the way it is read. ``number`` counts from 1; width and height in points."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
