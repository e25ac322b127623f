"""Property runs of paragraphs and characters: bin tables, 512-byte pages, property codes ([MS-DOC] 2.9, 2.6)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from extract.formats.word97.rows import RowShape, TableCode, shape_row
from extract.values import RAISED_BY

_PAGE = 512
_MAX_DEPTH = 16
_OPERAND = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_CHANGE_TABS, _DEFINE_TABLE_10, _DEFINE_TABLE = 0xC615, 0xD606, 0xD608
_STYLE, _IN_TABLE, _ROW_END, _DEPTH, _DEEPER = 0x4600, 0x2416, 0x2417, 0x6649, 0x664A
_INNER_CELL, _INNER_ROW_END, _OUTLINE = 0x244B, 0x244C, 0x2640
_LIST, _LEVEL = 0x460B, 0x260A
_HUGE = {0x6645, 0x6646, 0x646B}
_ON = (b"\x01", b"\x81")
"""A toggle that is on, whatever the style says, or the opposite of a style that does not have it."""
_DELETED, _HIDDEN, _PICTURE, _SYMBOL = 0x0800, 0x083C, 0x6A03, 0x6A09
_STRUCK, _STRUCK_TWICE, _RAISED, _HEIGHT = 0x0837, 0x2A53, 0x2A48, 0x4845


@dataclass(slots=True)
class ParagraphProperties:
    """What a paragraph mark says: ``depth`` of table nesting, the ends it marks, the shape of the row it ends."""

    depth: int = 0
    row_end: bool = False
    cell_end: bool = False
    heading: bool = False
    list_id: int = 0
    level: int = 0
    row: RowShape = field(default_factory=RowShape)


@dataclass(frozen=True, slots=True)
class CharacterProperties:
    """What a run of characters says: text deleted under change tracking, hidden or struck text, picture, symbol.

    ``raised``: it stands above the line, as the mark of a note.
    """

    deleted: bool = False
    hidden: bool = False
    picture: int | None = None
    symbol: str = ""
    raised: bool = False

    @property
    def unseen(self) -> bool:
        """Whether a reader of the printed document does not see it."""
        return self.deleted or self.hidden


PLAIN = CharacterProperties()


def codes(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """The property codes (sprm) of a list with their operands, until the list ends or breaks off."""
    at, end = 0, len(grpprl)
    while at + 2 <= end:
        code = grpprl[at] | grpprl[at + 1] << 8
        at += 2
        length = _OPERAND.get(code >> 13)
        if length is None:
            if at >= end:
                return
            if code in (_DEFINE_TABLE, _DEFINE_TABLE_10):
                if at + 2 > end:
                    return
                length = max(0, (grpprl[at] | grpprl[at + 1] << 8) - 1)
                at += 2
            elif code == _CHANGE_TABS and grpprl[at] == 255:
                length = _tabs_length(grpprl, at)
                at += 1
            else:
                length = grpprl[at]
                at += 1
        yield code, grpprl[at : at + length]
        at += length


def _tabs_length(grpprl: bytes, at: int) -> int:
    deleted = 1 + 4 * grpprl[at + 1] if at + 1 < len(grpprl) else 1
    added = at + 1 + deleted
    return deleted + (1 + 3 * grpprl[added] if added < len(grpprl) else 1)


class Runs:
    """The property lists of one kind over the bytes of the WordDocument stream, looked up by byte offset."""

    def __init__(self, stream: bytes, bin_table: bytes, entry: int) -> None:
        """``entry`` is the size of a page's entry: 13 for paragraphs, 1 for characters."""
        runs: list[tuple[int, int, bytes]] = []
        count = max(0, (len(bin_table) - 4) // 8)
        numbers = struct.unpack_from(f"<{count}I", bin_table, 4 * (count + 1)) if count else ()
        for number in dict.fromkeys(n & 0x3FFFFF for n in numbers):
            page = stream[number * _PAGE : number * _PAGE + _PAGE]
            if len(page) == _PAGE:
                runs.extend(_page_runs(page, entry))
        runs.sort(key=lambda run: run[0])
        self._starts = [run[0] for run in runs]
        self._runs = runs

    def at(self, offset: int) -> bytes:
        """The property list that governs the byte at this offset, empty where there is none."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return b""
        _, end, grpprl = self._runs[index]
        return grpprl if offset < end else b""

    def between(self, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
        """The runs with a property list that touch the bytes from start to end, cut to them."""
        for index in range(max(0, bisect_right(self._starts, start) - 1), bisect_right(self._starts, end - 1)):
            first, last, grpprl = self._runs[index]
            if grpprl and last > start:
                yield max(first, start), min(last, end), grpprl


def _page_runs(page: bytes, entry: int) -> Iterator[tuple[int, int, bytes]]:
    count = page[511]
    if 4 * (count + 1) + entry * count > 511:
        return
    bounds = struct.unpack_from(f"<{count + 1}I", page)
    for index, (start, end) in enumerate(pairwise(bounds)):
        at = 2 * page[4 * (count + 1) + entry * index]
        grpprl = b""
        if at and at < 511:
            size = page[at]
            if entry == 1:
                grpprl = page[at + 1 : at + 1 + size]
            elif size:
                grpprl = page[at + 1 : at + 2 * size]
            else:
                grpprl = page[at + 2 : at + 2 + 2 * page[at + 1]]
        yield start, end, grpprl


def paragraph_properties(papx: bytes, modifier: bytes, data: bytes) -> ParagraphProperties:
    """The properties of a paragraph from its list (style, then codes) and its piece's modifier.

    ``data`` is the Data stream, where property lists too long for a page are kept.
    """
    found = ParagraphProperties()
    table: list[TableCode] = []
    style = int.from_bytes(papx[:2], "little")
    inside, depth, outline = False, 1, 0 < style < 10
    for code, operand in _with_huge(papx[2:] + modifier, data):
        value = int.from_bytes(operand[:4], "little", signed=len(operand) == 4)
        if code == _IN_TABLE:
            inside = bool(value)
        elif code == _DEPTH:
            depth = value
        elif code == _DEEPER:
            depth += value
        elif code in (_ROW_END, _INNER_ROW_END):
            found.row_end = bool(value)
        elif code == _INNER_CELL:
            found.cell_end = bool(value)
        elif code == _OUTLINE:
            outline = value < 9
        elif code == _LIST:
            found.list_id = value
        elif code == _LEVEL:
            found.level = value
        elif code >> 10 & 7 == 5:
            table.append((code, operand))
    found.depth = max(0, min(depth, _MAX_DEPTH)) if inside or depth > 1 else 0
    found.heading = outline
    if found.row_end:
        found.row = shape_row(table)
    return found


def _with_huge(grpprl: bytes, data: bytes) -> Iterator[tuple[int, bytes]]:
    for code, operand in codes(grpprl):
        if code in _HUGE and len(operand) == 4:
            at = int.from_bytes(operand, "little")
            length = int.from_bytes(data[at : at + 2], "little")
            yield from codes(data[at + 2 : at + 2 + length])
        else:
            yield code, operand


def character_properties(chpx: bytes) -> CharacterProperties:
    """The properties of a run of characters that change what is read; PLAIN where none does."""
    deleted = hidden = struck = above = False
    picture: int | None = None
    symbol = ""
    for code, operand in codes(chpx):
        if code == _DELETED:
            deleted = operand[:1] in _ON
        elif code == _HIDDEN:
            hidden = operand[:1] in _ON
        elif code in (_STRUCK, _STRUCK_TWICE):
            struck = operand[:1] in _ON
        elif code == _RAISED:
            above = operand[:1] == b"\x01"
        elif code == _HEIGHT and len(operand) == 2:
            above = int.from_bytes(operand, "little", signed=True) >= RAISED_BY
        elif code == _PICTURE and len(operand) == 4:
            picture = int.from_bytes(operand, "little")
        elif code == _SYMBOL and len(operand) == 4:
            symbol = chr(int.from_bytes(operand[2:], "little"))
    if not (deleted or hidden or struck or above or symbol or picture is not None):
        return PLAIN
    return CharacterProperties(deleted, hidden or struck, picture, symbol, above)
