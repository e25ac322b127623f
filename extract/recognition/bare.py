"""Lines of a table that lost its header, whose cells are as many as the form has columns for their row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.registry import Table
from extract.recognition.headers import Header, Leaf, block_of
from extract.recognition.lines import Item, stands_for_value
from extract.values import read

_FEWEST_COLUMNS = 5  # with fewer, it may be a line of any table
_CONFIDENCE = 0.92  # the order is the form's, not the document's: a sum that fails makes such figures unread


def by_form(row: str, cells: Sequence[Item], table: Table) -> tuple[Header, list[Item]] | None:
    """The header that every form prints above so many cells of this row, and the cells with less confidence.

    None unless the figures add up as they should in that order, what is blank left aside.
    """
    printed = {columns for columns in table.rows[row].columns.values() if len(columns) == len(cells)}
    if len(printed) != 1 or len(cells) < _FEWEST_COLUMNS or not all(map(stands_for_value, cells)):
        return None
    leaves = [Leaf(entry, column=column) for entry, column in zip(cells, printed.pop(), strict=True)]
    block = block_of(leaves, table)
    figures = [read(entry.cell.text).value or 0 for entry in cells]
    sums = block.heads.cells_of(row, None).sums
    if not all(sum(figures[n] for n in left) == sum(figures[n] for n in right) for left, right in sums):
        return None
    doubted = [replace(e, cell=replace(e.cell, confidence=min(e.cell.confidence, _CONFIDENCE))) for e in cells]
    return Header([block], grid=False), doubted
