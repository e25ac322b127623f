"""Lines of running text to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.document import Paragraph, Place
from extract.layout.lines import Line, box_of

FULL = 2.2  # a line ending within this many type sizes of the column's edge was broken by the page, not the author
LEADING = 1.6  # a gap between lines wider than this many type sizes parts paragraphs

ITEM = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[）)]|\d{1,2}\s*[、.．](?!\d))"
)
PAGE_NUMBER = re.compile(
    r"^[\s\-–—―－·•~〜]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[\s\-–—―－·•~〜]*$"
)


def is_page_number(line: Line, height: float) -> bool:
    """Whether a line is no more than the page's number in the page's margin."""
    box = line.box
    return (box.top > 0.9 * height or box.bottom < 0.08 * height) and bool(PAGE_NUMBER.match(line.text))


def paragraphs(page: int, lines: Sequence[Line], left: float, right: float) -> list[tuple[Paragraph, Line, Line]]:
    """The lines as paragraphs, each with its first and last line (which the page's neighbours may continue).

    ``left`` and ``right`` are the edges of the page's text.
    """
    groups: list[list[Line]] = []
    for line in lines:
        if groups and continues(groups[-1][-1], line, left, right, alone=len(groups[-1]) == 1):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [(_paragraph(page, group), group[0], group[-1]) for group in groups]


def continues(before: Line, line: Line, left: float, right: float, *, alone: bool = False) -> bool:
    """Whether a line goes on where the one before was full. ``alone``: the one before began its paragraph."""
    a, b = before.box, line.box
    size = max(min(before.size, line.size), 1.0)
    if a.x1 < right - FULL * size:
        return False
    if b.x0 > left + 1.2 * size and not (alone and (b.x0 <= a.x0 or _centred(before, line, size))):
        return False
    if abs(before.size - line.size) > 0.25 * size or ITEM.match(line.text):
        return False
    return 0 <= b.top - a.bottom + size <= (LEADING + 1) * size or b.top < a.top


def _centred(before: Line, line: Line, size: float) -> bool:
    """Whether a line is the rest of a centred one, as of a long title."""
    a, b = before.box, line.box
    return abs(a.x0 + a.x1 - b.x0 - b.x1) < size and not re.search(r"[。！？：；.!?:;]\s*$", before.text)


def joined(first: str, second: str) -> str:
    """Two lines as one text: a space only where both sides are Latin."""
    latin = first[-1:].isascii() and second[:1].isascii() and first[-1:].isalpha() and second[:1].isalpha()
    return f"{first} {second}" if latin else first + second


def _paragraph(page: int, group: Sequence[Line]) -> Paragraph:
    text = ""
    for line in group:
        text = joined(text, line.text.strip())
    box = box_of([line.box for line in group])
    return Paragraph(text, Place(page=page, bbox=(box.x0, box.top, box.x1, box.bottom)))
