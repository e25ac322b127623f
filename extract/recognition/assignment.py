"""Which cell of a line stands in which column of its header. What is not sure is not assigned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.document import Cell
from extract.recognition.headers import Block, Header, Leaf
from extract.recognition.lines import Item, stands_for_value


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

    def assign(self, block: Block, cells: list[Item], grid: bool, stream: bool, whole: bool) -> list[Item] | None:
        """The cell of each column, or None. ``whole``: the header has every column that the form prints."""
        straight = grid and [entry.cell.column for entry in cells] == block.starts
        taken = cells if straight else self._taken(block, cells, grid, stream)
        if taken is None:
            return None
        if not whole and not (grid and all(map(_same, block.leaves, taken))):
            return None  # a header that lost a column: only a grid without any shift tells what is where
        first = taken[0]
        self._first[id(block), len(cells)] = (
            0 if first is cells[0] else next(n for n, cell in enumerate(cells) if cell is first)
        )
        self._seen_whole |= len(cells) == len(taken)
        if not self._off_grid:
            self._learn_grid(block, taken, cells, grid, straight)
        return taken

    def saw_straight(self, block: Block, cells: Sequence[Cell], filled: bool) -> None:
        """Learn from a line whose cells stand right below the columns; ``filled``: the first and the last are."""
        self._first[id(block), len(cells)] = 0
        self._seen_whole = True
        if filled and not self._off_grid:
            self._ends.add(cells[-1].column + cells[-1].colspan)

    def knows(self, block: Block, count: int) -> bool:
        """Whether a line of as many cells was read under this header."""
        return (id(block), count) in self._first

    def _learn_grid(self, block: Block, taken: list[Item], cells: list[Item], grid: bool, straight: bool) -> None:
        """Remember where the lines end that stand right below the header, and whether any does not."""
        if not straight and (not grid or [entry.cell.column for entry in taken] != block.starts):
            self._off_grid = True
        elif taken[0].sort != "blank" and taken[-1].sort != "blank":
            self._ends.add(cells[-1].end)

    def _grid_is_sure(self, cells: list[Item]) -> bool:
        """Whether every line yet stood on the header's grid and one ended where this one ends: it is not moved."""
        return not self._off_grid and bool(cells) and cells[-1].end in self._ends

    def _taken(self, block: Block, cells: list[Item], grid: bool, stream: bool) -> list[Item] | None:
        if len(cells) == len(block.leaves):
            return None if grid and _contradicted(block, cells, self.header.phantoms) else cells
        found = _by_grid(block.leaves, cells, self._grid_is_sure(cells)) if grid else _as_filled(block.leaves, cells)
        if not found and (stream or not self._seen_whole):
            found = _without_surplus(block.leaves, cells, grid)
        if found and grid and _may_be_moved(found, cells) and not (self.header.phantoms or self._grid_is_sure(cells)):
            found = None
        return found or (None if stream else self._as_before(block, cells))

    def _as_before(self, block: Block, cells: list[Item]) -> list[Item] | None:
        """As a line of as many cells under the same header was read, if the cells left over are blank too."""
        first = self._first.get((id(block), len(cells)))
        if first is None:
            return None
        end = first + len(block.leaves)
        rest = cells[:first] + cells[end:]
        if end > len(cells) or any(entry.sort != "blank" for entry in rest):
            return None
        return cells[first:end]


def _same(head: Leaf, cell: Item) -> bool:
    return (head.item.start, head.item.end) == (cell.start, cell.end)


def _contradicted(block: Block, cells: Sequence[Item], phantoms: bool) -> bool:
    """Whether the grid shows that one cell is missing and another foreign, though their number is right.

    Some cells stand right below their columns and others beside them; or the header goes on over empty
    columns, of which the line would have one more cell, and a cell stands beside its column.
    """
    apart, same = False, phantoms
    for start, end, entry in zip(block.starts, block.ends, cells, strict=True):
        if entry.start >= end or entry.end <= start:
            apart = True
        if entry.start == start and entry.end == end:
            same = True
    return apart and same


def _by_grid(leaves: Sequence[Leaf], cells: Sequence[Item], sure: bool) -> list[Item] | None:
    taken: list[Item] = []
    used: set[int] = set()
    for leaf in leaves:
        over = [n for n, cell in enumerate(cells) if cell.start < leaf.item.end and cell.end > leaf.item.start]
        if len(over) != 1 or over[0] in used:
            return None
        used.add(over[0])
        taken.append(cells[over[0]])
    rest = [cell for n, cell in enumerate(cells) if n not in used]
    if any(cell.sort != "blank" for cell in rest):
        return None
    # A line moved by a cell has blanks at both ends too: then the grid may mislead.
    shifted = 0 not in used and len(cells) - 1 in used and cells[-1].sort == "blank"
    return None if shifted and not sure else taken


def _may_be_moved(taken: Sequence[Item], cells: Sequence[Item]) -> bool:
    """Whether a blank too many may stand among the figures rather than behind them, where one is left over."""
    figures = [n for n, cell in enumerate(taken) if cell.sort != "blank"]
    blank_before_figure = bool(figures) and len(figures) < figures[-1] + 1
    return blank_before_figure and taken[-1] is not cells[-1]


def _as_filled(leaves: Sequence[Leaf], cells: list[Item]) -> list[Item] | None:
    """As many filled cells as columns, among blanks that spans left behind: in order."""
    filled = [cell for cell in cells if cell.sort != "blank"]
    return filled if len(filled) == len(leaves) and all(map(stands_for_value, filled)) else None


def _without_surplus(leaves: Sequence[Leaf], cells: list[Item], grid: bool) -> list[Item] | None:
    """Without the blanks too many, if they stand at one end; without a grid no others may stand within."""
    surplus = len(cells) - len(leaves)
    if surplus <= 0 or not all(stands_for_value(cell) for cell in cells):
        return None
    after = all(cell.sort == "blank" for cell in cells[-surplus:])
    before = all(cell.sort == "blank" for cell in cells[:surplus])
    blanks = sum(1 for cell in cells if cell.sort == "blank")
    if not grid and surplus < blanks < len(cells):
        return None
    if after and cells[0].sort != "blank":
        return cells[: len(leaves)]
    if before and cells[-1].sort != "blank":
        return cells[surplus:]
    if after and before and all(cell.sort == "blank" for cell in cells):
        return cells[: len(leaves)]
    return None
