"""What stands on a page and is no part of the report: running heads and feet, heads printed again, watermarks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.layout.columns import APART
from extract.layout.grids import Grid
from extract.layout.lines import Line, lines_of
from extract.layout.page import PageLayout, Word

SAME_PLACE = 4.0  # points: how far a table's head may be moved where it is printed again
LARGE = 2.2  # times the usual size: text of a table is not printed that large, a watermark across it is


def running_heads(pages: Sequence[PageLayout]) -> set[tuple[str, int]]:
    """The keys of lines that stand in the margin of most pages at the same height."""
    if len(pages) < 2:
        return set()
    seen: dict[tuple[str, int], int] = {}
    for page in pages:
        margin = [w for w in page.words if w.bottom < 0.1 * page.height or w.top > 0.9 * page.height]
        for key in {running_key(line) for line in lines_of(margin)}:
            seen[key] = seen.get(key, 0) + 1
    return {key for key, count in seen.items() if count >= max(2, 0.6 * len(pages)) and re.search(r"[^\W\d]", key[0])}


def running_key(line: Line) -> tuple[str, int]:
    """The line's text, a page number in it left open (years are none), and the top in steps of 3 points."""
    numbers = re.findall(r"\d+", line.text)
    text = re.sub(r"(?<!\d)\d{1,3}(?!\d)", "#", line.text) if len(numbers) <= 2 else line.text
    return text, round(line.box.top / 3)


def repeated_head(lines: Sequence[Line], before: Sequence[Line]) -> int:
    """How many of a page's first lines are those of a table's head that was printed before, word for word."""
    most = 0
    for at, line in enumerate(before):
        count = 0
        while count < len(lines) - 1 and at + count < len(before) and _is_same(lines[count], before[at + count]):
            count += 1
        if sum(len(line.runs(APART)) > 1 for line in lines[:count]) > 0:
            most = max(most, count)
    return most if most > 1 else 0


def _is_same(line: Line, other: Line) -> bool:
    """Whether two lines say the same at the same place, and hold no figure."""
    return abs(line.box.x0 - other.box.x0) < SAME_PLACE and line.text == other.text and not re.search(r"\d", line.text)


def without_watermark(words: Sequence[Word], grids: Sequence[Grid]) -> Sequence[Word]:
    """The words without the large ones across a ruled table; one with a figure in it stays, as unreadable."""
    if not grids or not words:
        return words
    sizes = sorted(word.bottom - word.top for word in words)
    limit = LARGE * max(sizes[len(sizes) // 2], 4.0)
    if sizes[-1] <= limit:
        return words
    boxes = [grid.box for grid in grids]

    def across(word: Word) -> bool:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        return any(box.x0 < x < box.x1 and box.top < y < box.bottom for box in boxes)

    kept: list[Word] = []
    for word in words:
        if word.bottom - word.top <= limit or not across(word):
            kept.append(word)
        elif re.search(r"\d", word.text):
            kept.append(word._replace(unreadable=True))
    return kept
