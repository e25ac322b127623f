"""The shape of a table row: where its cells begin and end, and how they are merged ([MS-DOC] 2.6.3, 2.9.325)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

TableCode = tuple[int, bytes]

_DEFINE, _MERGE, _SPLIT, _VERTICAL = 0xD608, 0x5624, 0x5625, 0xD62B
_INSERT, _DELETE, _WIDTH = 0x7621, 0x5622, 0x7623
_CELL = 20
_MAX_CELLS = 64


@dataclass(slots=True)
class CellShape:
    """A cell's width in twips (1/1440 inch) and how it joins its neighbours.

    ``joins_left``: its area belongs to the cell before it; ``joins_above``: to the cell above it.
    """

    width: int
    joins_left: bool = False
    joins_above: bool = False


@dataclass(slots=True)
class RowShape:
    """The left edge of a row in twips and its cells; no cells where the file does not say."""

    left: int = 0
    cells: list[CellShape] = field(default_factory=list)

    def edges(self) -> list[int]:
        """The x of every cell border, from left to right: one more than there are cells."""
        found = [self.left]
        for cell in self.cells:
            found.append(found[-1] + cell.width)
        return found


def shape_row(table_codes: list[TableCode]) -> RowShape:
    """The shape that a row end's property codes build up, in their order."""
    row = RowShape()
    for code, operand in table_codes:
        if code == _DEFINE:
            row = _define(operand)
        elif code == _VERTICAL and len(operand) >= 2:
            for cell in row.cells[operand[0] : operand[0] + 1]:
                cell.joins_above = operand[1] == 1
        elif len(operand) >= 2:
            _change(row, code, operand)
    return row


def _define(operand: bytes) -> RowShape:
    count = operand[0] if operand else 0
    if not 0 < count < _MAX_CELLS or len(operand) < 1 + 2 * (count + 1):
        return RowShape()
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    flags = operand[1 + 2 * (count + 1) :]
    cells = []
    for index in range(count):
        merge = int.from_bytes(flags[index * _CELL : index * _CELL + 2], "little")
        width = max(0, edges[index + 1] - edges[index])
        cells.append(CellShape(width, bool(merge & 0x02), merge & 0x60 == 0x20))
    return RowShape(edges[0], cells)


def _change(row: RowShape, code: int, operand: bytes) -> None:
    first, last = operand[0], operand[1]
    if code == _MERGE:
        for cell in row.cells[first + 1 : last]:
            cell.joins_left = True
    elif code == _SPLIT:
        for cell in row.cells[first:last]:
            cell.joins_left = False
    elif code == _DELETE:
        del row.cells[first:last]
    elif code == _WIDTH and len(operand) >= 4:
        for cell in row.cells[first:last]:
            cell.width = int.from_bytes(operand[2:4], "little")
    elif code == _INSERT and len(operand) >= 4 and len(row.cells) + last < _MAX_CELLS:
        width = int.from_bytes(operand[2:4], "little")
        row.cells[first:first] = [CellShape(width) for _ in range(last)]
