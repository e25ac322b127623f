"""Lines of text as the fields that stand two and more blanks apart, each with the columns it takes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from domain.vocabulary import begins_label, is_label, is_unit
from extract.values import looks_like_value

_FIELD = re.compile(r"[^ \u3000\xa0\t\f]+(?:[ \u3000\xa0][^ \u3000\xa0\t\f]+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")
_LONGEST_FIGURE = 16
_LONGEST_ROW = 120
_MOST_CELLS = 24


class Field(NamedTuple):
    """A stretch of text in a line, from column ``start`` to ``end`` (excluded)."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=1 << 10)
def fields_of(text: str, wide: bool) -> tuple[Field, ...]:
    """The fields of a line. ``wide``: a Chinese character takes two columns.

    Single characters blown up with blanks (``规   章``) are one field where they are one label.
    """
    offsets = [0]
    for char in text:
        offsets.append(offsets[-1] + (2 if wide and unicodedata.east_asian_width(char) in "WF" else 1))
    whole = [(match.group(), match.start()) for match in _FIELD.finditer(text)]
    found = [
        Field(text[start:end], offsets[start], offsets[end])
        for words, begin in whole
        for start, end in _apart(words, begin, lone=len(whole) == 1)
    ]
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and _is_lone(found[end].text):
            end += 1
        if end - at > 1 and is_label("".join(field.text for field in found[at:end])):
            together = " ".join(field.text for field in found[at:end])
            found[at:end] = [Field(together, found[at].start, found[end - 1].end)]
        at = max(end, at + 1)
    return tuple(found)


def _apart(text: str, at: int, lone: bool) -> list[tuple[int, int]]:
    """Where the cells of a field begin and end that only single blanks keep apart: ``商业企业 科研机构``.

    They are labels, each a whole one, and a figure after them, or figures; figures only where the field is not
    ``lone`` in its line.
    """
    words = text.split() if len(text) <= _LONGEST_ROW else []
    if not 1 < len(words) <= _MOST_CELLS or is_label(text):
        return [(at, at + len(text))]
    labels = words if lone or not is_figure(words[-1]) else words[:-1]
    figures = not lone and all(map(is_figure, words))
    if not figures and not all(len(word) > 1 and is_label(word) for word in labels):
        return [(at, at + len(text))]
    found = []
    end = 0
    for word in words:
        start = text.index(word, end)
        end = start + len(word)
        found.append((at + start, at + end))
    return found


def loose_cells(text: str) -> list[str]:
    """The cells of a line that a single blank keeps apart, where each is known: figures, after their labels or alone.

    Or labels, each a whole one but the last, which may go on. Any other line is one cell.
    """
    words = text.split()
    if not 1 < len(words) <= _MOST_CELLS or len(text) > _LONGEST_ROW or is_label(text):
        return [text]
    end = len(words)
    while end and is_figure(words[end - 1]):
        end -= 1
    if end < len(words) and end and is_unit(words[end - 1]):
        end -= 1
    label = " ".join(words[:end])
    if end == len(words):
        known = all(is_label(word) for word in words[:-1]) and (is_label(words[-1]) or begins_label(words[-1]))
        return words if known else [text]
    if end:
        if not is_label(label) and all(len(word) > 1 and is_label(word) for word in words[:end]):
            return words
        return [label, *words[end:]] if is_label(label) else [text]
    return [text] if _THOUSANDS.fullmatch(text) else words


def is_figure(text: str) -> bool:
    """Whether a field can only be a figure, or a dash in place of one."""
    return len(text) <= _LONGEST_FIGURE and looks_like_value(text)


def _is_lone(text: str) -> bool:
    return len(text) == 1 and "\u4e00" <= text <= "\u9fff"
