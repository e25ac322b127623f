"""Which cell of a line stands in which column of its header. What is not sure is not assigned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from domain.registry import Table, registry
from extract.recognition.headers import Header, Leaf
from extract.recognition.lines import Item, stands_for_value
from extract.recognition.rows import Named

Pair = tuple[Leaf, Item]
Key = tuple[str, str, str]
Keys = tuple[Key | None, ...]


@dataclass(slots=True)
class Assigner:
    """Assigns the lines under one header, and learns from the sure ones how its lines are laid out.

    As many cells as columns: in order, as header and body often stand on different grid columns, unless the
    grid plainly says that a cell is missing and a foreign one present. Otherwise by the grid, if it gives
    every column its own cell; else without surplus blanks on one side; else as a line of as many cells before.
    """

    header: Header
    _first: dict[tuple[int, int], int] = field(default_factory=dict)
    _seen_whole: bool = False
    _ends: set[int] = field(default_factory=set)
    _off_grid: bool = False

    def assign(self, leaves: list[Leaf], cells: list[Item], grid: bool, stream: bool, whole: bool) -> list[Pair] | None:
        """Pairs of column and cell, or None. ``whole``: the header has every column that the form prints."""
        pairs = self._pairs(leaves, cells, grid, stream)
        if pairs and not whole and not (grid and all(_same(leaf.item, cell) for leaf, cell in pairs)):
            return None  # a header that lost a column: only a grid without any shift tells what is where
        if pairs:
            first = pairs[0][1]
            self._first[id(leaves), len(cells)] = (
                0 if first is cells[0] else next(n for n, cell in enumerate(cells) if cell is first)
            )
            self._seen_whole |= len(cells) == len(leaves)
            self._learn_grid(pairs, cells, grid)
        return pairs

    def knows(self, leaves: list[Leaf], count: int) -> bool:
        """Whether a line of as many cells was read under this header."""
        return (id(leaves), count) in self._first

    def _learn_grid(self, pairs: list[Pair], cells: list[Item], grid: bool) -> None:
        """Remember where the lines end that stand right below the header, and whether any does not."""
        if self._off_grid:
            return
        if not grid or any(leaf.item.cell.column != entry.cell.column for leaf, entry in pairs):
            self._off_grid = True
        elif pairs[0][1].sort != "blank" and pairs[-1][1].sort != "blank":
            self._ends.add(cells[-1].end)

    def _grid_is_sure(self, cells: list[Item]) -> bool:
        """Whether every line yet stood on the header's grid and one ended where this one ends: it is not moved."""
        return not self._off_grid and bool(cells) and cells[-1].end in self._ends

    def _pairs(self, leaves: list[Leaf], cells: list[Item], grid: bool, stream: bool) -> list[Pair] | None:
        if len(cells) == len(leaves):
            contradicted = grid and _contradicted(leaves, cells, self.header.phantoms)
            return None if contradicted else list(zip(leaves, cells, strict=True))
        found = _by_grid(leaves, cells, self._grid_is_sure(cells)) if grid else None
        if not found and (stream or not self._seen_whole):
            found = _without_surplus(leaves, cells)
        return found or (None if stream else self._as_before(leaves, cells))

    def _as_before(self, leaves: list[Leaf], cells: list[Item]) -> list[Pair] | None:
        """As a line of as many cells under the same header was read, if the cells left over are blank too."""
        first = self._first.get((id(leaves), len(cells)))
        if first is None:
            return None
        taken = cells[first : first + len(leaves)]
        rest = cells[:first] + cells[first + len(leaves) :]
        if len(taken) != len(leaves) or any(entry.sort != "blank" for entry in rest):
            return None
        return list(zip(leaves, taken, strict=True))


def keys_of(leaves: Sequence[Leaf], named: Named, table: Table) -> tuple[Keys, bool]:
    """For each column of a header the cell of the form that it names together with a line's label, if there is one.

    And whether they are all the columns that a form prints for each of their rows; for a table turned on its
    side that is true.
    """
    return _keys_of(table.code, tuple([(leaf.row, leaf.column) for leaf in leaves]), named.row, named.column)


@lru_cache(maxsize=1 << 12)
def _keys_of(
    table: str, heads: tuple[tuple[str | None, str | None], ...], row: str | None, column: str | None
) -> tuple[Keys, bool]:
    keys = tuple(_cell_of_form(table, head, row, column) for head in heads)
    found = [key for key in keys if key]
    return keys, bool(found) and _has_all_columns(found)


def _cell_of_form(
    table: str, head: tuple[str | None, str | None], named_row: str | None, named_column: str | None
) -> Key | None:
    row, column = head[0] or named_row, head[1] or named_column
    if row is None or column is None or (head[0] and named_row and head[0] != named_row):
        return None
    printed = registry().tables[table].rows[row].columns.values()
    return (table, row, column) if any(column in columns for columns in printed) else None


def _has_all_columns(keys: Sequence[Key]) -> bool:
    rows = registry().tables[keys[0][0]].rows
    columns: dict[str, set[str]] = {}
    for _, row, column in keys:
        columns.setdefault(row, set()).add(column)
    if len(columns) > 1 and all(len(found) == 1 for found in columns.values()):
        return True
    return all(any(found >= set(printed) for printed in rows[row].columns.values()) for row, found in columns.items())


def _same(head: Item, cell: Item) -> bool:
    return (head.start, head.end) == (cell.start, cell.end)


def _contradicted(leaves: Sequence[Leaf], cells: Sequence[Item], phantoms: bool) -> bool:
    """Whether the grid shows that one cell is missing and another foreign, though their number is right.

    Some cells stand right below their columns and others beside them; or the header goes on over empty
    columns, of which the line would have one more cell, and a cell stands beside its column.
    """
    apart, same = False, phantoms
    for leaf, entry in zip(leaves, cells, strict=True):
        head, cell = leaf.item.cell, entry.cell
        head_end, cell_end = head.column + head.colspan, cell.column + cell.colspan
        if cell.column >= head_end or cell_end <= head.column:
            apart = True
        if cell.column == head.column and cell_end == head_end:
            same = True
    return apart and same


def _by_grid(leaves: Sequence[Leaf], cells: Sequence[Item], sure: bool) -> list[Pair] | None:
    pairs: list[Pair] = []
    used: set[int] = set()
    for leaf in leaves:
        over = [n for n, cell in enumerate(cells) if cell.start < leaf.item.end and cell.end > leaf.item.start]
        if len(over) != 1 or over[0] in used:
            return None
        used.add(over[0])
        pairs.append((leaf, cells[over[0]]))
    rest = [cell for n, cell in enumerate(cells) if n not in used]
    if any(cell.sort != "blank" for cell in rest):
        return None
    shifted = 0 not in used and len(cells) - 1 in used and cells[-1].sort == "blank"
    return (
        None if shifted and not sure else pairs
    )  # a line moved by a cell has blanks at both ends too: the grid may mislead


def _without_surplus(leaves: Sequence[Leaf], cells: Sequence[Item]) -> list[Pair] | None:
    surplus = len(cells) - len(leaves)
    if surplus <= 0:
        return None
    if not all(stands_for_value(cell) for cell in cells):
        return None
    after = all(cell.sort == "blank" for cell in cells[-surplus:])
    before = all(cell.sort == "blank" for cell in cells[:surplus])
    if after and cells[0].sort != "blank":
        return list(zip(leaves, cells[: len(leaves)], strict=True))
    if before and cells[-1].sort != "blank":
        return list(zip(leaves, cells[surplus:], strict=True))
    if after and before and all(cell.sort == "blank" for cell in cells):
        return list(zip(leaves, cells, strict=False))
    return None
