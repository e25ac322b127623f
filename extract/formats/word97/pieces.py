"""The piece table: which bytes of the WordDocument stream are which characters ([MS-DOC] 2.8.35, 2.9.38)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise

from extract.document import UnreadableDocumentError

_COMPRESSED = 0x40000000
_COMPRESSED_TEXT = {
    byte: chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252") for byte in range(256)
}
_MODIFIERS = {0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x5C: 0x083C}
"""The one-byte property codes of a short modifier (Prm0) that matter here, as full codes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start`` up to ``end`` of the document stand at byte ``offset``, ``width`` bytes each.

    ``modifier`` holds property changes (a grpprl) that a fast save laid over the whole piece.
    """

    start: int
    end: int
    offset: int
    width: int
    modifier: bytes = b""

    def text(self, stream: bytes) -> str:
        """The piece's characters; those beyond the end of a cut-off stream are missing."""
        raw = stream[self.offset : self.offset + (self.end - self.start) * self.width]
        if self.width == 2:
            return raw[: len(raw) // 2 * 2].decode("utf-16-le", errors="surrogatepass")
        return raw.decode("latin-1").translate(_COMPRESSED_TEXT)


def read_pieces(clx: bytes, stream_length: int) -> list[Piece]:
    """The pieces in the order of the text; raises UnreadableDocumentError where the table is broken.

    The pieces together may not hold more characters than the stream has bytes: a file that says so
    repeats its own bytes, and is made to exhaust its reader.
    """
    modifiers, at = _modifiers(clx)
    if clx[at : at + 1] != b"\x02" or at + 5 > len(clx):
        raise UnreadableDocumentError("the document has no piece table")
    length = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + length]
    count = (len(plc) - 4) // 12
    if count < 1:
        raise UnreadableDocumentError("the piece table is empty or cut off")
    bounds = struct.unpack_from(f"<{count + 1}i", plc)
    if any(end < start for start, end in pairwise(bounds)) or bounds[0] < 0:
        raise UnreadableDocumentError("the piece table's positions do not rise")
    if bounds[-1] - bounds[0] > stream_length:
        raise UnreadableDocumentError("the piece table holds more text than the file")
    pieces = []
    for index, (start, end) in enumerate(pairwise(bounds)):
        _, position, prm = struct.unpack_from("<HIH", plc, 4 * (count + 1) + 8 * index)
        width = 1 if position & _COMPRESSED else 2
        offset = (position & 0x3FFFFFFF) // (2 if width == 1 else 1)
        pieces.append(Piece(start, end, offset, width, _modifier(prm, modifiers)))
    return pieces


def _modifiers(clx: bytes) -> tuple[list[bytes], int]:
    found: list[bytes] = []
    at = 0
    while clx[at : at + 1] == b"\x01" and at + 3 <= len(clx):
        length = struct.unpack_from("<H", clx, at + 1)[0]
        found.append(clx[at + 3 : at + 3 + length])
        at += 3 + length
    return found, at


def _modifier(prm: int, modifiers: list[bytes]) -> bytes:
    if prm & 1:
        index = prm >> 1
        return modifiers[index] if index < len(modifiers) else b""
    code = _MODIFIERS.get(prm >> 1 & 0x7F)
    return b"" if code is None else struct.pack("<HB", code, prm >> 8)
