"""Lines of text as the fields that stand two and more blanks apart, each with the columns it takes."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from domain.vocabulary import is_label

_FIELD = re.compile(r"[^ \u3000\xa0\t\f]+(?:[ \u3000\xa0][^ \u3000\xa0\t\f]+)*")
_WIDE_BLANK = re.compile(r"\u3000\u3000+")


class Field(NamedTuple):
    """A stretch of text in a line, from column ``start`` to ``end`` (excluded)."""

    text: str
    start: int
    end: int


def fields_of(text: str, wide: bool) -> list[Field]:
    """The fields of a line. ``wide``: a Chinese character takes two columns.

    Single characters blown up with blanks (``规   章``) are one field where they are one label.
    """
    offsets = [0]
    for char in text:
        offsets.append(offsets[-1] + (2 if wide and unicodedata.east_asian_width(char) in "WF" else 1))
    found = [Field(match.group(), offsets[match.start()], offsets[match.end()]) for match in _FIELD.finditer(text)]
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and _is_lone(found[end].text):
            end += 1
        if end - at > 1 and is_label("".join(field.text for field in found[at:end])):
            together = " ".join(field.text for field in found[at:end])
            found[at:end] = [Field(together, found[at].start, found[end - 1].end)]
        at = max(end, at + 1)
    return found


def _is_lone(text: str) -> bool:
    return len(text) == 1 and "\u4e00" <= text <= "\u9fff"
