"""Words to lines of text, and lines to the text of a cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from extract.layout.page import Word

LATIN_GAP = 0.18  # of the type size: a wider gap between Latin letters or digits is a space
MIXED_GAP = 0.5  # typesetters part Chinese from Latin by a quarter without meaning a space
HAN_GAP = 0.8  # justified lines spread Chinese characters this far without meaning a space


class Box(NamedTuple):
    """A rectangle in points from the top left corner of the page."""

    x0: float
    top: float
    x1: float
    bottom: float


def box_of(boxes: Iterable[Word | Box]) -> Box:
    """The smallest box around all of them; there must be one at least."""
    found = iter(boxes)
    first = next(found)
    x0, top, x1, bottom = first.x0, first.top, first.x1, first.bottom
    for box in found:
        if box.x0 < x0:
            x0 = box.x0
        if box.top < top:
            top = box.top
        if box.x1 > x1:
            x1 = box.x1
        if box.bottom > bottom:
            bottom = box.bottom
    return Box(x0, top, x1, bottom)


@dataclass(slots=True)
class Line:
    """Words that stand on one baseline, from left to right."""

    words: list[Word]

    @property
    def box(self) -> Box:
        """The box around the words."""
        return box_of(self.words)

    @property
    def size(self) -> float:
        """The height of the tallest word: the size of the type, near enough."""
        return max(word.bottom - word.top for word in self.words)

    @property
    def text(self) -> str:
        """The words, with spaces where the gaps are those of spaces."""
        return join_words(self.words)

    def runs(self, gap: float) -> list[Line]:
        """The line cut where the words stand further apart than ``gap`` type sizes."""
        found = [Line([self.words[0]])]
        for word in self.words[1:]:
            before = found[-1].words[-1]
            if word.x0 - before.x1 > gap * min(_size(before), _size(word)):
                found.append(Line([word]))
            else:
                found[-1].words.append(word)
        return found


def _size(word: Word) -> float:
    return max(word.bottom - word.top, 1.0)


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def join_words(words: Sequence[Word]) -> str:
    """One line's words as text, a space wherever the gap is one."""
    parts: list[str] = []
    before: Word | None = None
    for word in words:
        if before is not None and before.text and word.text:
            limit = (LATIN_GAP, MIXED_GAP, HAN_GAP)[_wide(before.text[-1]) + _wide(word.text[0])]
            if word.x0 - before.x1 > limit * min(_size(before), _size(word)):
                parts.append(" ")
        parts.append(word.text)
        before = word
    return "".join(parts)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The words as lines from top to bottom: those whose middles lie within half a type size of each other."""
    lines: list[Line] = []
    middle = size = 0.0
    for word in sorted(words, key=lambda w: (w.top + w.bottom, w.x0)):
        here = (word.top + word.bottom) / 2
        if lines and here - middle <= 0.45 * min(size, _size(word)):
            words_here = lines[-1].words
            words_here.append(word)
            middle += (here - middle) / len(words_here)
            size = max(size, _size(word))
        else:
            lines.append(Line([word]))
            middle, size = here, _size(word)
    for line in lines:
        line.words.sort(key=lambda w: w.x0)
    return lines


def text_of(words: Iterable[Word]) -> str:
    r"""The text of a cell, its lines parted by ``\n``; of one written from the top down, the columns joined.

    The words must come in the order of the file.
    """
    found = list(words)
    if _runs_down(found):
        return "".join(word.text for word in found)
    return "\n".join(line.text for line in lines_of(found)).strip()


def _runs_down(words: Sequence[Word]) -> bool:
    """Whether single characters follow each other downwards, in columns from right to left.

    Some vertical fonts have their characters reported all at one place: then the order of the file tells as well.
    """
    if len(words) < 3 or any(len(word.text) > 2 for word in words):
        return False
    down = back = stacked = 0
    for before, word in pairwise(words):
        size = _size(before)
        shift, drop = (word.x0 + word.x1 - before.x0 - before.x1) / 2, word.top - before.top
        here = abs(shift) < 0.4 * size
        down += here and 0.5 * size <= drop < 2.5 * size
        stacked += here and -size < drop < 0.5 * size
        back += drop < 0 and shift < -0.5 * size
    return back + stacked > 0 and down + back + stacked == len(words) - 1
