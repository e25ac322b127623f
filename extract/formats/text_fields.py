"""Lines of text as the fields that stand two and more blanks apart, each with the columns it takes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from extract.formats.text_tables import Line

_WORD = re.compile(r"\S+")
_FIELD = re.compile(r"\S+(?:[ \u3000\xa0]\S+)*")


@dataclass(frozen=True, slots=True)
class Field:
    """A stretch of text in a line, from column ``start`` to ``end`` (excluded), and the words in it."""

    text: str
    start: int
    end: int
    words: tuple[Field, ...] = ()


Laid = tuple[Line, list[Field]]


def fields_of(text: str, wide: bool) -> list[Field]:
    """The fields of a line; single characters blown up with blanks (``规   章``) are one field."""
    offsets = [0]
    for char in text:
        offsets.append(offsets[-1] + (2 if wide and unicodedata.east_asian_width(char) in "WF" else 1))
    fields: list[Field] = []
    for match in _FIELD.finditer(text):
        words = tuple(
            Field(word.group(), offsets[word.start()], offsets[word.end()])
            for word in _WORD.finditer(text, match.start(), match.end())
        )
        field = Field(match.group(), offsets[match.start()], offsets[match.end()], words)
        before = fields[-1] if fields else None
        if before and _lone_character(before.text.split()[-1]) and _lone_character(field.text):
            fields[-1] = Field(f"{before.text} {field.text}", before.start, field.end)
        else:
            fields.append(field)
    return fields


def _lone_character(text: str) -> bool:
    return len(text) == 1 and "\u4e00" <= text <= "\u9fff"
