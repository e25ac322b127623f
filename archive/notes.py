r"""What the index is told, as notes in the WARC files: from them alone the index can be made again.

A note is a ``metadata`` record of ``application/warc-fields``: ``event`` says what was told, the other fields are its
values, the record's date is its moment, and what it says of an answer is concurrent to that answer's record. Fields
that are None are left out; a backslash, a line's end and a carriage return in a value are written ``\\``, ``\\n``
and ``\\r``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from archive.index import Role

Told = TypeVar("Told")

VERSION_FIELD = "gongkai-notes"
VERSION = "1"
"""What the ``warcinfo`` record of a file says that has notes: without them an answer is no document."""

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_ESCAPED = re.compile(r"\\([\\nr])")
_MEANT = {"\\": "\\", "n": "\n", "r": "\r"}

_READ: dict[str, Callable[[str], Any]] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": lambda word: word == "true",
    "Role": Role,
    "datetime": datetime.fromisoformat,
}


class Event(StrEnum):
    """What the index was told; see :class:`archive.index.Index`."""

    PORTAL = "portal"
    STARTED = "started"
    FINISHED = "finished"
    DOCUMENT = "document"
    PLACE = "place"
    SEEN = "seen"
    GONE = "gone"


class NoteError(ValueError):
    """A note that cannot be understood; the message has the field and the value."""


@dataclass(frozen=True)
class Note:
    """A note as read. ``about`` is the name of the record that it speaks of."""

    event: Event
    moment: datetime
    url: str | None
    about: str | None
    values: Mapping[str, str]

    def told(self, kind: type[Told], **more: Any) -> Told:
        """The data class that was noted; ``more`` are fields that stand elsewhere. Raises :class:`NoteError`."""
        found = dict(more)
        for field in fields(kind):  # type: ignore[arg-type]
            word = self.values.get(field.name)
            if word is None or field.name in found:
                continue
            try:
                found[field.name] = _READ[str(field.type).partition(" ")[0]](word)
            except ValueError as fault:
                raise NoteError(f"{field.name}: {word!r}") from fault
        try:
            return kind(**found)
        except TypeError as fault:
            raise NoteError(str(fault)) from fault


def lines(event: Event, values: Mapping[str, Any]) -> bytes:
    """The block of a note."""
    written = [("event", event.value), *((name, _word(value)) for name, value in values.items() if value is not None)]
    return "".join(f"{name}: {word}\r\n" for name, word in written).encode("utf-8", "replace")


def read_lines(block: bytes) -> dict[str, str]:
    """The fields of a block of ``application/warc-fields``."""
    found = {}
    for line in block.decode("utf-8", "replace").split("\r\n"):
        name, colon, word = line.partition(": ")
        if colon:
            found[name] = _ESCAPED.sub(lambda escape: _MEANT[escape[1]], word)
    return found


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    text = str(value)
    for letter, escape in _ESCAPES.items():
        text = text.replace(letter, escape)
    return text
