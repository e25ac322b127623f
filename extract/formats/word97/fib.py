"""The file information block (FIB) at the head of the WordDocument stream ([MS-DOC] 2.5)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from extract.document import UnreadableDocumentError

WORD_97 = 107
"""The least ``nFib`` that has the Word 97 layout: Word 6 writes 101 to 103, Word 95 104, Word 97 193."""

_MAGIC = {0xA5EC, 0xA5DC, 0xA697, 0xA698, 0xA699}
_FC_LCB = 0x9A
_STYLES, _CHPX, _PAPX, _CLX, _SHAPES, _DRAWINGS = 1, 12, 13, 33, 40, 50
_LISTS, _LIST_OVERRIDES = 73, 74


@dataclass(frozen=True, slots=True)
class Extent:
    """A structure's place in its stream: byte offset and length; length 0 where the file has none."""

    offset: int
    length: int

    def within(self, stream: bytes) -> bytes:
        """The structure's bytes, cut off where the stream ends."""
        return stream[self.offset : self.offset + self.length]


@dataclass(frozen=True, slots=True)
class Fib:
    """What this reader needs of the FIB.

    ``stories`` holds the lengths in characters of the parts of the text in their order in the file: main,
    footnotes, headers, macros, comments, endnotes, text boxes, header text boxes.
    """

    version: int
    table_stream: str
    fast_saved: bool
    text: Extent
    stories: tuple[int, ...]
    character_runs: Extent
    paragraph_runs: Extent
    pieces: Extent
    shapes: Extent
    drawings: Extent
    lists: Extent
    list_overrides: Extent


def read_fib(stream: bytes) -> Fib:
    """Read the FIB; raises UnreadableDocumentError where the stream does not begin with one, or is encrypted."""
    if len(stream) < 0x60:
        raise UnreadableDocumentError("the WordDocument stream is too short to be a Word document")
    magic, version = struct.unpack_from("<HH", stream)
    if magic not in _MAGIC:
        raise UnreadableDocumentError(f"the WordDocument stream begins with 0x{magic:04x}, not with a Word signature")
    flags = struct.unpack_from("<H", stream, 0x0A)[0]
    if flags & 0x0100:
        raise UnreadableDocumentError("the Word document is encrypted with a password")
    start, end = struct.unpack_from("<II", stream, 0x18)
    old = version < WORD_97
    return Fib(
        version=version,
        table_stream="1Table" if flags & 0x0200 else "0Table",
        fast_saved=bool(flags & 0x0004),
        text=Extent(start, max(0, end - start)),
        stories=_stories(stream, 0x34 if old else 0x4C),
        character_runs=_extent(stream, _CHPX, old),
        paragraph_runs=_extent(stream, _PAPX, old),
        pieces=Extent(*struct.unpack_from("<II", stream, 0x160))
        if old and len(stream) >= 0x168
        else _extent(stream, _CLX, old),
        shapes=_extent(stream, _SHAPES, old),
        drawings=_extent(stream, _DRAWINGS, old),
        lists=_extent(stream, _LISTS, old),
        list_overrides=_extent(stream, _LIST_OVERRIDES, old),
    )


def _stories(stream: bytes, offset: int) -> tuple[int, ...]:
    lengths = struct.unpack_from("<8i", stream.ljust(offset + 32, b"\0"), offset)
    if any(length < 0 for length in lengths):
        raise UnreadableDocumentError(f"the lengths of the document's text are broken: {lengths}")
    return lengths


def _extent(stream: bytes, index: int, old: bool) -> Extent:
    at = _FC_LCB + 8 * index
    if old or len(stream) < at + 8:
        return Extent(0, 0)
    return Extent(*struct.unpack_from("<II", stream, at))
