"""Rows of the form that stand in one row of a table, a line of each cell for each: their labels tell that they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from domain.vocabulary import is_label
from extract.document import Block, Cell, Document, Table
from extract.values import looks_like_value

_MOST_LINES = 40
_MOST_CELLS = 5000


def with_lines_parted(document: Document) -> Document:
    """The document with such rows apart; the same one without any. Each figure keeps the place of its cell."""
    blocks: list[Block] = [_parted(block) if isinstance(block, Table) else block for block in document.blocks]
    changed = any(a is not b for a, b in zip(blocks, document.blocks, strict=True))
    return replace(document, blocks=blocks) if changed else document


def _parted(table: Table) -> Table:
    if table.flat or sum(map(len, table.rows)) > _MOST_CELLS:
        return table
    heights = [_lines_in(row) for row in table.rows]
    if max(heights, default=1) == 1:
        return table
    starts = [0, *accumulate(heights)]  # the new number of each row's first line
    rows: list[list[Cell]] = []
    for at, (row, height) in enumerate(zip(table.rows, heights, strict=True)):
        for line in range(height):
            rows.append(
                [_line_of(cell, line, height, starts, at) for cell in row if not line or _has_lines(cell, height)]
            )
    return Table(rows, table.place)


def _lines_in(row: Sequence[Cell]) -> int:
    """How many rows of the form a row holds: as many lines as its label, each of them one, and all its figures have."""
    label = next((cell for cell in row if "\n" in cell.text and all(map(is_label, cell.text.split("\n")))), None)
    if label is None or is_label(label.text.replace("\n", "")):
        return 1
    height = label.text.count("\n") + 1
    after = [cell for cell in row if cell.column > label.column and cell.text]
    parted = bool(after) and all(
        _has_lines(c, height) and all(map(looks_like_value, c.text.split("\n"))) for c in after
    )
    return height if parted and height <= _MOST_LINES else 1


def _has_lines(cell: Cell, height: int) -> bool:
    return cell.text.count("\n") + 1 == height or not cell.text


def _line_of(cell: Cell, line: int, height: int, starts: Sequence[int], at: int) -> Cell:
    below = starts[min(at + cell.rowspan, len(starts) - 1)]
    if height > 1 and _has_lines(cell, height):
        text = cell.text.split("\n")[line] if cell.text else ""
        rowspan = 1 if line + 1 < height else max(1, below - starts[at] - line)
        return replace(cell, text=text, row=starts[at] + line, rowspan=rowspan)
    return replace(cell, row=starts[at], rowspan=below - starts[at])
