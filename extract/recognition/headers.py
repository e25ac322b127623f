"""From the header lines of a table to its columns of figures, in order, each with what it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from domain.labels import money_unit, spelling
from domain.registry import Table
from domain.vocabulary import is_unit
from extract.document import Cell, Problem
from extract.recognition.lexicon import Meanings, Role, codes, look_up
from extract.recognition.lines import Item
from extract.recognition.targets import Heads, heads_of

Container = list["Leaf | Container"]
_MOST_CELLS = 400  # of the lines of a header; no form has a tenth of it
_LABEL_HEADINGS = ("content", "indicator")


@dataclass(slots=True)
class Leaf:
    """A column of figures: what its header says of row and column; ``skip`` marks one without figures (单位).

    ``power`` is the unit of money that the header names (a power of ten of yuan).
    """

    item: Item
    row: str | None = None
    column: str | None = None
    skip: bool = False
    power: int | None = None
    candidates: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it is understood."""
        return self.skip or self.row is not None or self.column is not None


@dataclass(slots=True)
class Block:
    """Columns of figures in order, with the grid columns where they start and end, and what they say."""

    leaves: list[Leaf]
    starts: list[int]
    ends: list[int]
    heads: Heads


def block_of(leaves: list[Leaf], table: Table) -> Block:
    """The block of these columns."""
    heads = heads_of(table.code, tuple([(leaf.row, leaf.column) for leaf in leaves]))
    return Block(leaves, [leaf.item.start for leaf in leaves], [leaf.item.end for leaf in leaves], heads)


@dataclass(slots=True)
class Header:
    """The columns of figures of one header, in order, in blocks that stand side by side.

    ``numbered``: a column of line numbers stands before the labels; ``phantoms``: empty columns after the last.
    ``strange`` are the texts among its cells that no column is made of: the line and the place in it of each.
    ``leaves`` are the columns of all blocks. ``transposed``: they are the form's rows, so that the lines below are the
    form's columns; ``complete``: they name row and column, so that the line below needs no label; ``recognised``: there
    is a column of figures at all; ``simple``: its columns have one place each on the grid, and stand in one block.
    """

    blocks: list[Block]
    grid: bool
    numbered: bool = False
    phantoms: bool = False
    problems: list[Problem] = field(default_factory=list)
    strange: tuple[tuple[int, int], ...] = ()

    leaves: list[Leaf] = field(init=False)
    transposed: bool = field(init=False)
    complete: bool = field(init=False)
    recognised: bool = field(init=False)
    simple: bool = field(init=False)

    def __post_init__(self) -> None:
        self.leaves = leaves = [leaf for block in self.blocks for leaf in block.leaves]
        known = [leaf for leaf in leaves if leaf.known]
        self.transposed = bool(leaves) and all(leaf.column is None and (leaf.row or leaf.skip) for leaf in leaves)
        self.complete = bool(known) and all(leaf.row and leaf.column for leaf in known)
        self.recognised = any(leaf.row or leaf.column for leaf in leaves)
        self.simple = self.grid and self.recognised and len(self.blocks) == 1

    def of_row(self, row: str, table: Table) -> Header:
        """The same header of a table whose caption names the row that its columns belong to."""
        blocks = [[replace(leaf, row=row) if leaf.column else leaf for leaf in block.leaves] for block in self.blocks]
        return replace(self, blocks=[block_of(leaves, table) for leaves in blocks])


def build(lines: Sequence[Sequence[Item]], table: Table, grid: bool) -> Header:
    """Read the header of ``table`` from its lines, one or more above one another."""
    if sum(map(len, lines)) > _MOST_CELLS:
        return Header([], grid, strange=_texts_beside(lines, set()))
    joined: set[int] = set()
    put_together = _put_together if grid else _put_together_in_order
    whole = put_together([list(line) for line in lines], table.code, joined)
    numbered = any(_codes(i, "column_group") == ("number",) for line in whole for i in line)
    blocks = [leaves for part in _side_by_side(whole) if (leaves := _leaves(part, table, grid))]
    end = max((leaf.item.end for leaves in blocks for leaf in leaves), default=0)
    phantoms = any(entry.sort == "blank" and entry.start >= end for line in whole for entry in line)
    problems: list[Problem] = []
    for leaves in blocks:
        _resolve(leaves, table, problems)
    strange = _texts_beside(lines, joined | {id(leaf.item.cell) for leaves in blocks for leaf in leaves if leaf.known})
    return Header([block_of(leaves, table) for leaves in blocks], grid, numbered, phantoms, problems, strange)


def _texts_beside(lines: Sequence[Sequence[Item]], known: set[int]) -> tuple[tuple[int, int], ...]:
    """Where the texts stand whose cells (by identity) are not ``known``."""
    return tuple(
        (at, n)
        for at, line in enumerate(lines)
        for n, entry in enumerate(line)
        if entry.sort == "text" and id(entry.cell) not in known
    )


def of_one_column(table: Table, cells: Sequence[Item]) -> Header | None:
    """A form with one column of figures needs no header: the one cell of a line that is no unit is it."""
    if len(table.columns) != 1:
        return None
    figures = [entry for entry in cells if not is_unit(entry.cell.text)]
    if len(figures) != 1:
        return None
    column = next(iter(table.columns))
    leaves = [Leaf(e, column=column) if e is figures[0] else Leaf(e, skip=True) for e in cells]
    return Header([block_of(leaves, table)], grid=False)


def _codes(entry: Item, role: Role) -> tuple[str, ...]:
    return codes(entry.meanings, role) if entry.meanings else ()


def _put_together(lines: list[list[Item]], table: str, joined: set[int]) -> list[list[Item]]:
    """Undo labels split over cells: one above the other, or side by side. ``joined`` takes the parts."""
    for upper, lower in pairwise(lines):
        for n, entry in enumerate(upper):
            if entry.sort != "text" and len(entry.meanings) < 2:
                continue
            below = next((b for b in lower if (b.start, b.end) == (entry.start, entry.end) and b.sort != "blank"), None)
            if below and (whole := _whole_label(entry, below, table, joined)):
                upper[n] = whole
                lower.remove(below)
    return [_put_side_by_side(line, table, joined) for line in lines]


def _put_together_in_order(lines: list[list[Item]], table: str, joined: set[int]) -> list[list[Item]]:
    """Undo labels split over two lines without a grid: the words of one are the ends of those above, in order."""
    for upper, lower in pairwise(lines):
        begun = [n for n, entry in enumerate(upper) if entry.sort != "blank"]
        ends = [entry for entry in lower if entry.sort != "blank"]
        if not 0 < len(ends) <= len(begun):
            continue
        parts: set[int] = set()
        whole = [_whole_label(upper[n], end, table, parts) for n, end in zip(begun, ends, strict=False)]
        labels = [label for label in whole if label]
        if len(labels) < len(ends):
            continue
        joined |= parts
        lower[:] = [entry for entry in lower if entry.sort == "blank"]
        for n, label in zip(begun, labels, strict=False):
            upper[n] = label
    return lines


def _put_side_by_side(line: list[Item], table: str, joined: set[int]) -> list[Item]:
    found: list[Item] = []
    for entry in line:
        last = found[-1] if found else None
        if last and (last.sort == "text" or len(last.meanings) > 1) and entry.sort != "blank":
            whole = _whole_label(last, entry, table, joined)
            if whole:
                whole.cell.colspan += entry.cell.colspan
                found[-1] = whole
                continue
        found.append(entry)
    return found


def _whole_label(first: Item, second: Item, table: str, joined: set[int]) -> Item | None:
    """The label of two cells, in a cell like the first, if they make one."""
    text = first.cell.text + second.cell.text
    meanings = _exact(text, table)
    if not meanings:
        return None
    joined.update((id(first.cell), id(second.cell)))
    at = first.cell
    return Item(Cell(text, at.row, at.column, at.rowspan, at.colspan, at.place), "label", meanings)


def _exact(text: str, table: str) -> Meanings:
    return tuple(meaning for meaning in look_up(text) if meaning.table == table)


def _side_by_side(lines: Sequence[Sequence[Item]]) -> list[Sequence[Sequence[Item]]]:
    """Blocks that stand beside one another, each beginning with its own 信息内容."""
    for line in lines:
        marks = [n for n, entry in enumerate(line) if _codes(entry, "column_group") in (("content",), ("indicator",))]
        if len(marks) > 1:
            return [[line[a:b]] for a, b in zip(marks, [*marks[1:], len(line)], strict=True)]
    return [lines]


def _leaves(lines: Sequence[Sequence[Item]], table: Table, grid: bool) -> list[Leaf]:
    stages = [e for line in lines for e in line if _codes(e, "row")]
    has_columns = any(_codes(e, "column") for line in lines for e in line if not _codes(e, "row"))
    if stages and has_columns and table.code == "disputes":
        return _wide(lines, table, grid)
    if len(table.columns) == 1:
        lines = _lowest(lines) if grid else lines
    role: Role = "column" if has_columns or not stages else "row"
    found = _expanded(lines, table, role)
    if grid and len({leaf.item.cell.row for leaf in found}) == 1:  # all on one line, which tells their order
        found.sort(key=lambda leaf: leaf.item.start)
    return found


def _lowest(lines: Sequence[Sequence[Item]]) -> list[list[Item]]:
    """Without the headings that have columns of their own below: 统计数 over 合计, 市本级, 县区."""
    found = []
    for n, line in enumerate(lines):
        below = [e for later in lines[n + 1 :] for e in later if e.sort != "blank"]
        found.append([e for e in line if not any(e.start <= b.start < e.end for b in below) or _is_heading(e)])
    return found


def _is_heading(entry: Item) -> bool:
    return bool(_codes(entry, "column_group"))


def _expanded(lines: Sequence[Sequence[Item]], table: Table, role: Role) -> list[Leaf]:
    """The leaves in order: a heading gives its place to those of its group, wherever the lines print them."""
    top: Container = []
    inside: dict[str, Container] = {}
    for line in lines:
        last: Container | None = None
        for entry in line:
            if entry.sort == "blank":
                continue
            leaf = _leaf(entry, table, role)
            if leaf is None:
                for group in _codes(entry, "column_group") + _codes(entry, "group"):
                    if group in _LABEL_HEADINGS:  # what was before it is no column of figures
                        top.clear()
                        inside.clear()
                    elif group not in inside and _has_children(group, table):
                        inside[group] = []
                        top.append(inside[group])
                continue
            if leaf.known or leaf.candidates:
                last = inside.get(_group_of(leaf, table) or "", top)
                last.append(leaf)
            elif last is not None:  # unknown text that opens a line heads the labels and is no column
                last.append(leaf)
    return _without_repeats(_flattened(top))


def _leaf(entry: Item, table: Table, role: Role) -> Leaf | None:
    """A leaf for a label of ``role``, a column to skip, or an unknown text; None for headings and blanks."""
    found = codes(entry.meanings, role)
    if role == "column" and found:
        power = money_unit(entry.cell.text)
        return Leaf(entry, column=found[0] if len(found) == 1 else None, candidates=found, power=power)
    if role == "row" and found:
        return Leaf(entry, row=found[0] if len(found) == 1 else None, candidates=found)
    if _codes(entry, "column_group") == ("unit",) or _heads_units(entry):
        return Leaf(entry, skip=True)
    return Leaf(entry) if entry.sort == "text" or (entry.sort == "value" and entry.cell.text) else None


def _heads_units(entry: Item) -> bool:
    """Whether a text that is no label of its table heads a column of units in another."""
    return entry.sort == "text" and ("column_group", "unit") in [(m.role, m.code) for m in look_up(entry.cell.text)]


def _has_children(group: str, table: Table) -> bool:
    groups = [column.group for column in table.columns.values()] + [row.group for row in table.rows.values()]
    return group in groups


def _group_of(leaf: Leaf, table: Table) -> str | None:
    if leaf.candidates:
        code = leaf.candidates[0]
        return table.columns[code].group if code in table.columns else table.rows[code].group
    return None


def _flattened(container: Container) -> list[Leaf]:
    found: list[Leaf] = []
    for entry in container:
        found.extend(_flattened(entry) if isinstance(entry, list) else [entry])
    return found


def _without_repeats(leaves: list[Leaf]) -> list[Leaf]:
    """Without the second print of a header that was repeated line by line."""
    seen: set[tuple[str | None, str | None]] = set()
    found = []
    for leaf in leaves:
        key = (leaf.row, leaf.column)
        if key in seen and key != (None, None):
            continue
        seen.add(key)
        found.append(leaf)
    return found


def _wide(lines: Sequence[Sequence[Item]], table: Table, grid: bool) -> list[Leaf]:
    """Columns that name both: the stages of disputes side by side, five results below each."""
    stages = [leaf for leaf in _expanded(lines, table, "row") if leaf.row]
    columns = [e for line in lines for e in line if _codes(e, "column")]
    return _by_runs(stages, columns, table) or (_by_grid(stages, columns) if grid else None) or list(map(Leaf, columns))


def _by_grid(stages: list[Leaf], columns: list[Item]) -> list[Leaf] | None:
    leaves = []
    for entry in sorted(columns, key=lambda e: e.start):
        above = [s for s in stages if s.item.start <= entry.start < s.item.end and s.item.cell.row < entry.cell.row]
        if len(above) != 1:
            return None
        leaves.append(Leaf(entry, row=above[0].row, column=_codes(entry, "column")[0]))
    known = {(leaf.row, leaf.column) for leaf in leaves}
    return leaves if len(known) == len(leaves) and len({leaf.row for leaf in leaves}) == len(stages) else None


def _by_runs(stages: list[Leaf], columns: list[Item], table: Table) -> list[Leaf] | None:
    """The k-th run of results belongs to the k-th stage: wrong spans cannot hurt it.

    Sure only where the stages stand in the official order and every run is whole.
    """
    runs: list[list[Leaf]] = []
    for entry in columns:
        code = _codes(entry, "column")[0]
        if not runs or any(leaf.column == code for leaf in runs[-1]):
            runs.append([])
        runs[-1].append(Leaf(entry, column=code))
    order = list(table.rows)
    positions = [order.index(stage.row) for stage in stages if stage.row]
    whole = all(len(run) == len(table.columns) for run in runs)
    if not whole or len(runs) != len(stages) or positions != sorted(positions):
        return None
    for run, stage in zip(runs, stages, strict=True):
        for leaf in run:
            leaf.row = stage.row
    return [leaf for run in runs for leaf in run]


def _resolve(leaves: list[Leaf], table: Table, problems: list[Problem]) -> None:
    """Labels that lost words (本年新 | 本年新 | 对外公开总数量): what they are if their neighbours leave one way."""
    figures = [leaf for leaf in leaves if not leaf.skip]
    unsure = [leaf for leaf in figures if not leaf.known]
    if not unsure or any(leaf.row for leaf in figures):
        return
    printed = {columns for row in table.rows.values() for columns in row.columns.values()}
    fitting = {columns for columns in printed if len(columns) == len(figures) and _fits(figures, columns, table)}
    if len(fitting) != 1 or len(unsure) == len(figures):
        return
    for leaf, column in zip(figures, fitting.pop(), strict=True):
        if leaf.column is None:
            leaf.column = column
            label = table.columns[column].label
            message = f"“{leaf.item.cell.text.strip()}” is taken as {label}, the only column its neighbours leave"
            problems.append(Problem("header.by_position", message, leaf.item.cell.place))


def _fits(leaves: Sequence[Leaf], columns: Sequence[str], table: Table) -> bool:
    return all(
        leaf.column == code
        if leaf.column
        else code in leaf.candidates or _shares_words(leaf, table.columns[code].labels)
        for leaf, code in zip(leaves, columns, strict=True)
    )


def _shares_words(leaf: Leaf, labels: Sequence[str]) -> bool:
    text = set(spelling(leaf.item.cell.text))
    return any(len(text.intersection(spelling(label))) * 2 > len(text) for label in labels)
