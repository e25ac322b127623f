"""Tables turned on their side: the form's rows stand beside each other, its columns below one another.

Such a table is turned back, each cell keeping its place, so that it is read as any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.vocabulary import is_head, is_line
from extract.document import Block, Cell, Document, Table
from extract.values import looks_like_value

_FEWEST_LINES, _FEWEST_HEADS = 5, 4
_LABEL_COLUMNS = 4  # of a table turned on its side, before the figures
_TOP_ROWS = 6
_MOST_CELLS = 5000


def with_tables_turned(document: Document) -> Document:
    """The document with such tables turned back; the same one without any."""
    blocks: list[Block] = [
        _turned(block) if isinstance(block, Table) and _is_turned(block) else block for block in document.blocks
    ]
    changed = any(a is not b for a, b in zip(blocks, document.blocks, strict=True))
    return replace(document, blocks=blocks) if changed else document


def _is_turned(table: Table) -> bool:
    if table.flat or sum(map(len, table.rows)) > _MOST_CELLS:
        return False
    lines = max((len(_labels(row)) for row in table.rows[:_TOP_ROWS]), default=0)
    return lines >= _FEWEST_LINES and sum(map(_is_column, table.rows)) >= _FEWEST_HEADS


def _labels(row: Sequence[Cell]) -> set[str]:
    return {cell.text for cell in row if is_line(cell.text)}


def _is_column(row: Sequence[Cell]) -> bool:
    """Whether a row begins with the label of a column of the form and goes on with figures."""
    heads = [cell for cell in row if cell.column < _LABEL_COLUMNS and cell.text and is_head(cell.text)]
    figures = sum(1 for cell in row if looks_like_value(cell.text))
    return bool(heads) and figures >= _FEWEST_LINES


def _turned(table: Table) -> Table:
    cells = [
        replace(cell, row=cell.column, column=cell.row, rowspan=cell.colspan, colspan=cell.rowspan)
        for row in table.rows
        for cell in row
    ]
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell)
    return Table(list(rows.values()), table.place)
