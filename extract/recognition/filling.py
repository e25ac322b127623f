"""The figures of a line given to the columns of its header, or lost with a problem that says why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.labels import money_unit
from domain.registry import Table
from extract.document import Cell, Problem
from extract.recognition.assignment import Assigner
from extract.recognition.figures import Figures
from extract.recognition.headers import Block, Header, Leaf, block_of
from extract.recognition.leftovers import Leftovers
from extract.recognition.lines import Item, Line
from extract.recognition.rows import Named
from extract.recognition.sums import in_order
from extract.recognition.targets import Key, Targets
from extract.values import WAN, read

_FEWEST_DOUBLED = 2
_UNIT = re.compile(r"单位\s*[:：].{0,20}")


class _Unsure(NamedTuple):
    """A line that could not be assigned when it was met, and how it was asked for."""

    assigner: Assigner
    block: Block
    targets: Targets
    cells: list[Item]
    grid: bool
    stream: bool


class _Above(NamedTuple):
    """A line with a label, right above the one at hand."""

    targets: Targets
    label: Cell
    first: Cell


@dataclass(slots=True)
class Filling:
    """Fills the form with the figures of one physical table after another.

    ``lines`` counts those that gave figures (or lost them); ``carried``: the header in force is that of the table
    before, so that only lines laid out as those were are read under it. ``labels`` are those of the line at hand,
    ``caption`` is the text above the table: either may tell the unit of money.
    """

    figures: Figures = field(default_factory=Figures)
    left: Leftovers = field(default_factory=Leftovers)
    lines: int = 0
    carried: bool = False
    labels: Sequence[Item] = ()
    caption: str | None = None
    _assigner: Assigner | None = None
    _unsure: list[_Unsure] = field(default_factory=list)
    _above: _Above | None = None
    _second: list[tuple[_Above, bool]] = field(default_factory=list)

    def begin(self, caption: str | None = None) -> None:
        """A new physical table begins; ``caption`` is the text right above it."""
        self.caption = caption
        self._above = None
        self.left = Leftovers()
        self.lines = 0
        self.carried = True

    def fill(
        self, named: Named, cells: list[Item], block: Block, header: Header, grid: bool = False, stream: bool = False
    ) -> None:
        """Give each cell to its column, or lose the line with a problem that says why."""
        assigner = self._assigner_of(header)
        targets = block.heads.cells_of(named.row, named.column)
        if not any(targets.keys) or (self.carried and not self._goes_on(assigner, block, targets, cells)):
            self.leave_line(cells)
            return
        self._above = _Above(targets, self.labels[-1].cell, cells[0].cell) if grid and self.labels and cells else None
        taken = assigner.assign(block, cells, grid, stream, targets.whole)
        if taken is None:
            taken = in_order(targets, cells, self.left.problems)
        self.lines += 1
        if taken is None:
            self._unsure.append(_Unsure(assigner, block, targets, cells, grid, stream))
        else:
            self._add(block, targets, taken, cells)

    def fill_straight(self, named: Named, line: Line, labels: int, header: Header) -> bool:
        """Give each cell after the ``labels`` of a line to the column that it stands below.

        False, and nothing done, unless they are counts, all that the form has in that line.
        """
        block = header.blocks[0]
        targets = block.heads.cells_of(named.row, named.column)
        if self.carried or not targets.counts:
            return False
        cells, sorts = line.cells[labels:], line.pattern.sorts
        self._above = _Above(targets, line.cells[labels - 1], cells[0])
        self._assigner_of(header).saw_straight(block, cells, sorts[labels] != "blank" != sorts[-1])
        self.lines += 1
        self.figures.add_counts(targets, cells)
        return True

    def _assigner_of(self, header: Header) -> Assigner:
        assigner = self._assigner
        if assigner is None or assigner.header is not header:
            assigner = self._assigner = Assigner(header)
        return assigner

    def settle(self) -> None:
        """The lines of the table have shown how they are laid out: assign those that were unsure, or lose them."""
        for assigner, block, targets, cells, grid, stream in self._unsure:
            taken = assigner.assign(block, cells, grid, stream, targets.whole)
            if taken is None:
                self._lose(block, targets, cells)
            else:
                self._add(block, targets, taken, cells)
        self._unsure = []
        self._lose_doubled()

    def leave_line(self, cells: Sequence[Item]) -> None:
        """A line that is of no known row. Without a label, right below one with a label, it may be of its row too."""
        above, self._above = self._above, None
        if above and not self.labels and cells and cells[0].cell.row == above.first.row + 1:
            label = above.label
            if sum(entry.sort == "value" for entry in cells) == len(above.targets.keys) > 1:
                self._second.append((above, label.row + label.rowspan > cells[0].cell.row))
        self.left.unclaimed(cells)

    def _lose_doubled(self) -> None:
        """Where rows have two lines of figures, of two years perhaps, neither is the row's for sure.

        One such line below a label that does not reach down to it may be of a row that lost its label.
        """
        for above, under_label in self._second:
            if not under_label and len(self._second) < _FEWEST_DOUBLED:
                continue
            keys = [key for key in above.targets.keys if key]
            for key in keys:
                self.figures.unread(key)
            message = f"two lines of figures stand beside the label of {keys[0][1]}: neither is its own for sure"
            self.left.problems.append(Problem("row.doubled", message, above.first.place))
        self._second = []

    def _add(self, block: Block, targets: Targets, taken: list[Item], cells: list[Item]) -> None:
        add = self.figures.add
        for leaf, entry, key, kind in zip(block.leaves, taken, targets.keys, targets.kinds, strict=True):
            if key is None or kind is None:
                if not leaf.skip:
                    self.left.unclaimed([entry])
            elif kind == "money":
                self._add_amount(key, leaf, entry, cells)
            else:
                add(key, read(entry.cell.text, kind), entry.cell)

    def _goes_on(self, assigner: Assigner, block: Block, targets: Targets, cells: list[Item]) -> bool:
        """Whether a line may stand under the header of the table before: laid out like its lines, with new figures."""
        familiar = len(cells) == len(block.leaves) or assigner.knows(block, len(cells))
        return familiar and not self._has_any(targets)

    def _add_amount(self, key: Key, leaf: Leaf, entry: Item, line: Sequence[Item]) -> None:
        text = entry.cell.text
        by_label = next((power for e in self.labels if (power := money_unit(e.cell.text)) is not None), None)
        stated = leaf.power if leaf.power is not None else _power_of_line(line)
        if stated is None:
            stated = by_label if by_label is not None else _power_of_caption(self.caption)
        elif by_label not in (None, stated) and money_unit(text) is None and read(text, "money").value:
            message = f"{key[1]}.{key[2]}: its label and its header state different units for {text.strip()}"
            self.left.problems.append(Problem("unit.conflict", message, entry.cell.place))
            self.figures.lose(key, entry.cell)
            return
        value = read(text, "money", WAN if stated is None else stated)
        if value.value and stated is None and money_unit(text) is None:
            message = f"{key[1]}.{key[2]}: no unit is written; {text.strip()} is taken as 万元"
            self.left.problems.append(Problem("unit.assumed", message, entry.cell.place))
        self.figures.add(key, value, entry.cell)

    def lose_row(self, named: Named, items: Sequence[Item], header: Header, table: Table) -> None:
        """A line with a row's label and no cells for figures."""
        if self.carried or not named.row:
            return
        block = header.blocks[0] if len(header.blocks) == 1 else block_of(header.leaves, table)
        targets = block.heads.cells_of(named.row, named.column)
        if any(targets.keys) and not self._has_any(targets):
            self.lines += 1
            self._lose(block, targets, [entry for entry in items if not entry.meanings])

    def lose_part(self, named: Named, words: Sequence[Item], cells: list[Item], header: Header, table: Table) -> None:
        """A line whose figures are those of some part of a row, named in unknown words behind the row's label."""
        block = header.blocks[0] if len(header.blocks) == 1 else block_of(header.leaves, table)
        targets = block.heads.cells_of(named.row, named.column)
        said = " ".join(" ".join(entry.cell.text.split()) for entry in words)
        message = f"“{said[:60]}” stands between the label of {named.row} and figures, which may be those of a part"
        self.left.problems.append(Problem("row.divided", message, words[0].cell.place))
        for key in filter(None, targets.keys):
            self.figures.lose(key, words[0].cell)
        self.lines += 1
        self.left.unclaimed(cells)

    def _has_any(self, targets: Targets) -> bool:
        return any(key in self.figures.cells for key in targets.keys if key)

    def _lose(self, block: Block, targets: Targets, cells: Sequence[Item]) -> None:
        wanted = [(leaf, key) for leaf, key in zip(block.leaves, targets.keys, strict=True) if key]
        first = cells[0].cell if cells else wanted[0][0].item.cell
        seen = " | ".join(" ".join(entry.cell.text.split()) for entry in cells)
        message = (
            f"{wanted[0][1][1]} has {len(wanted)} columns, its line {len(cells)} cells, no sure order: {seen[:120]}"
        )
        self.left.problems.append(Problem("row.misaligned", message, first.place))
        for _, key in wanted:
            self.figures.lose(key, first)
        self.left.unclaimed(cells)


def _power_of_caption(caption: str | None) -> int | None:
    """The unit of money that the line above a table names: 单位：件、万元."""
    unit = _UNIT.search(caption) if caption else None
    return money_unit(unit[0]) if unit else None


def _power_of_line(cells: Sequence[Item]) -> int | None:
    """The unit of money that a column of units gives for this line."""
    for entry in cells:
        if entry.sort == "text" and (power := money_unit(entry.cell.text)) is not None:
            return power
    return None
