"""Walks through the lines of tables: header lines open columns, lines of figures fill them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from domain.labels import money_unit
from domain.registry import Table, registry
from domain.vocabulary import is_unit
from extract.document import Problem
from extract.recognition.assignment import Assigner, Key, Keys, keys_of
from extract.recognition.figures import Figures
from extract.recognition.headers import Header, Leaf, build
from extract.recognition.leftovers import Leftovers
from extract.recognition.lexicon import guess, look_up, only_table, within
from extract.recognition.lines import Item, Line, stands_for_value
from extract.recognition.roles import is_aside, only, runs
from extract.recognition.rows import Named, Standing, name
from extract.values import WAN, read

_FEWEST_ROWS = 3  # rows of a form that make a table one of the forms, though its header be lost
# Bounds for tables that no report has: work and memory stay small whatever a file holds.
_MOST_GUESSES = 200
_MOST_HEADER_LINES = 12


@dataclass(slots=True)
class Walker:
    """One walk through a document's tables, in order.

    ``begin`` opens a physical table, ``line`` takes its lines, ``end`` says whether it held figures of the
    forms. A header stays in force for a table that goes on without one (a page break).
    """

    figures: Figures = field(default_factory=Figures)
    table: Table | None = None
    header: Header | None = None
    standing: Standing = field(default_factory=Standing)
    caption: str | None = None
    _above: list[list[Item]] = field(default_factory=list)
    _above_grid: bool = True
    _open: bool = False
    _stream: bool = False
    _lossy: bool = False
    _carried: bool = False
    _left: Leftovers = field(default_factory=Leftovers)
    _read: int = 0
    _guesses: int = 0
    _headless: int = 0
    _empty: list[Item] | None = None
    _assigner: Assigner | None = None
    _beside: dict[int, Standing] = field(default_factory=dict)

    def begin(self, caption: str | None = None) -> None:
        """A new physical table begins; ``caption`` is the text right above it."""
        self.caption = caption
        self._close_header()
        self._carried = True
        self._left = Leftovers()
        self._read = self._guesses = self._headless = 0
        self._empty = None

    def end(self) -> bool:
        """The table is over. True if it held figures of the forms; only then what it left open is a problem."""
        if self._empty is not None and self.table and not self._read and (header := self._header(self.table)):
            self._figures_of(Named(), self._empty, header.blocks[0], header, self.table)
        self._close_header()
        if self._read or self._headless >= _FEWEST_ROWS:
            self.figures.problems.extend(self._left.listed())
        return self._read > 0

    def line(self, line: Line) -> None:
        """One line: of a header, a heading, or figures."""
        self._stream, self._lossy = line.stream, line.lossy
        table = self._table_of(line.items)
        if table is None:
            self._left.leave(line.items)
            return
        if table is not self.table:
            self._close_header()
            self.table, self.header, self.standing = table, None, Standing()
            self._beside = {}
        items = [e if e.sort in ("value", "blank") else self._within(e, table) for e in line.items]
        if all(entry.sort == "blank" or is_aside(entry) for entry in items):
            if self._fills_all(items):
                self._empty = self._empty or items
            return
        if self._holds_figures(items, table):
            self._data(items, line.grid, table)
        else:
            self._heading(items, line.grid, table)

    # Which table of the forms, and what a text means in it.

    def _table_of(self, items: Sequence[Item]) -> Table | None:
        votes: dict[str, int] = {}
        for entry in items:
            if entry.meanings and (code := only_table(entry.meanings)):
                votes[code] = votes.get(code, 0) + 1
        if not votes or (self.table and votes.keys() == {self.table.code}):
            return self.table
        most = max(votes.values())
        if self.table and votes.get(self.table.code) == most:
            return self.table
        return registry().tables[next(code for code, count in votes.items() if count == most)]

    def _within(self, entry: Item, table: Table) -> Item:
        """The item as seen from inside ``table``, unknown text compared with its labels."""
        if entry.sort == "label":
            meanings = within(entry.meanings, table.code)
            return Item(entry.cell, "label" if meanings else "text", meanings)
        if entry.sort != "text" or stands_for_value(entry) or self._guesses >= _MOST_GUESSES:
            return entry
        self._guesses += 1
        meanings, sure = guess(entry.cell.text, table.code)
        if not meanings:
            return entry
        if not sure:
            label = f"“{' '.join(entry.cell.text.split())}” is taken as {meanings[0].code}"
            self._left.problems.append(Problem("label.approximate", label, entry.cell.place))
        return Item(entry.cell, "label", meanings)

    # Header lines and headings.

    def _holds_figures(self, items: Sequence[Item], table: Table) -> bool:
        """Whether a line has figures, or is one whose figures are all blank."""
        for entry in items:
            if entry.sort == "value":
                return True
        labels = [n for n, entry in enumerate(items) if entry.meanings and not is_aside(entry)]
        if not labels:
            return bool(self._empty is None and any(e.sort == "text" for e in items) and self._fills_all(items))
        rest = items[labels[-1] + 1 :]
        if not rest or not all(stands_for_value(entry) for entry in rest):
            return False
        last = items[labels[-1]]
        header = self._peek(table)
        if header is None or not header.recognised:
            return False
        role = "column" if header.transposed else "row"
        if not any(m.role == role for m in last.meanings):
            return False
        definite = [n for n in labels if only(items[n], "column")]
        if (
            self._open
            and any(m.role == "column" for m in last.meanings)
            and any(e.sort == "text" for e in items[: labels[-1]])
        ):
            return False  # half words of a header, 商业 over 企业, the last of them a whole one
        named = [n for n in labels if any(m.role == "row" for m in items[n].meanings)]
        if len(header.blocks) == 1 and any(b - a > 1 for a, b in pairwise(named)):
            return False  # stages side by side with blanks between them: a header whose spans are lost
        return not definite or (header.transposed and definite == labels and len(labels) == 1)

    def _fills_all(self, items: Sequence[Item]) -> bool:
        header = self._peek(self.table) if self.table else None
        return bool(header and header.recognised and header.complete and len(items) == len(header.blocks[0]))

    def _heading(self, items: list[Item], grid: bool, table: Table) -> None:
        """A line without figures: part of a header, a heading of rows, or text to be reported."""
        roles = Counter(m.role for entry in items for m in entry.meanings)
        heads_columns = roles["column"] or roles["column_group"] or roles["note"]
        labels = [entry for entry in items if entry.meanings]
        if not heads_columns and roles["row"] and table.code != "disputes" and len(labels) < 2:
            named = name(labels, table, self.standing, transposed=False)
            self._lost_row(named, items, table)
            return
        if not (heads_columns or roles["row"] or (table.code == "disputes" and roles["group"])):
            if labels:
                name(labels, table, self.standing, transposed=False)
                self._open = False
            self._left.leave([entry for entry in items if not entry.meanings])
            return
        for entry in labels:
            groups = [m.code for m in entry.meanings if m.role == "group"]
            if groups and table.code != "disputes":
                self.standing.group, self.standing.row = groups[0], None
        if not self._open or len(self._above) >= _MOST_HEADER_LINES:
            self._above = []
        self._above.append(items)
        self._above_grid = grid
        self._open = True

    def _peek(self, table: Table) -> Header | None:
        """The header as it would be if its lines ended here."""
        return build(self._above, table, self._above_grid) if self._above else self.header

    def _header(self, table: Table) -> Header | None:
        """The header in force; lines of a header end here."""
        if self._above:
            self.header = build(self._above, table, self._above_grid)
            if self.header.recognised:
                self._carried = False
                self._left.problems += self.header.problems
            self._report_heads()
            self._close_header()
        return self.header

    def _close_header(self) -> None:
        self._above = []
        self._open = False

    def _report_heads(self) -> None:
        known = {id(leaf.item.cell) for b in (self.header.blocks if self.header else []) for leaf in b if leaf.known}
        for entry in (entry for line in self._above for entry in line):
            if entry.sort == "text" and id(entry.cell) not in known:
                self._left.unknown(entry)

    # Lines of figures.

    def _data(self, items: list[Item], grid: bool, table: Table) -> None:
        items = self._split_off_header(items, grid, table)
        header = self._header(table)
        parts = runs(items)
        if parts and not parts[0][0]:  # cells before the first label: numbers of lines, or blanks
            before = parts[0][1]
            if len(parts) > 1:
                parts = parts[1:]
                if not (header and header.numbered):
                    self._left.unclaimed(before)
        for n, (labels, cells) in enumerate(parts):
            self._run(labels, cells, n, len(parts), header, grid, table)

    def _split_off_header(self, items: list[Item], grid: bool, table: Table) -> list[Item]:
        """A stream without rows can run from a header straight into the first line of figures."""
        definite = [n for n, e in enumerate(items) if e.meanings and (only(e, "column") or only(e, "column_group"))]
        if not definite:
            return items
        first_value = next((n for n, entry in enumerate(items) if entry.sort == "value"), len(items))
        definite = [n for n in definite if n < first_value]
        if definite and table.code != "disputes" and any(only(entry, "row") for entry in items[: definite[0]]):
            return items
        if not definite or (self.header and self.header.transposed and not self._open):
            return items
        if self._open and len(definite) == 1 and not grid and table.code == "disputes":
            rows_above = all(not only(e, "column") for line in self._above for e in line)
            if rows_above and first_value == definite[0] + 1:
                return items
        if self._open and grid and build(self._above, table, grid).transposed:
            return items
        cut = definite[-1] + 1
        while cut < first_value and any(m.role == "column" for m in items[cut].meanings):
            more = any(m.role in ("row", "group") for e in items[cut + 1 : first_value] for m in e.meanings)
            if not more and any(m.role == "row" for m in items[cut].meanings):
                break
            cut += 1
        self._heading(items[:cut], grid, table)
        return items[cut:]

    def _run(
        self, labels: list[Item], cells: list[Item], n: int, count: int, header: Header | None, grid: bool, table: Table
    ) -> None:
        """One label path and the cells after it."""
        if (header is None or not header.recognised) and not self._lossy:
            header = _header_of_one_column(table, cells) or header
        if header and header.numbered and self._stream:
            # The number of the next line follows; where it is all that follows, the figure itself may be lost.
            cells = cells[:-1]
        transposed = bool(header and header.transposed)
        named = name(labels, table, self._standing_in(n, count, header), transposed)
        if named.ambiguous:
            text = " > ".join(" ".join(entry.cell.text.split()) for entry in labels)
            message = f"“{text}” may be {' or '.join(named.ambiguous)}, and nothing above it tells which"
            self._left.problems.append(Problem("label.ambiguous", message, labels[-1].cell.place))
            self._left.unclaimed(cells)
            return
        if header is None or not header.recognised:
            if any(entry.sort == "value" for entry in cells) and (named.row or named.column):
                self._headless += 1
                message = f"no header tells the columns of {named.row or named.column}"
                self._left.problems.append(Problem("header.missing", message, labels[-1].cell.place))
            self._left.unclaimed(cells)
            return
        leading = [entry for entry in cells if entry.sort == "text" and not stands_for_value(entry)]
        if leading and cells[: len(leading)] == leading:
            cells = cells[len(leading) :]
            self._left.leave(leading)
            if not labels:
                self.standing = Standing(group=self.standing.group)
        if not (named.row or named.column) and not header.complete and not self._caption_names(header):
            self._left.unclaimed(cells)
            return
        self._figures_of(named, cells, self._block(header, n, count, cells), header, table, grid and header.grid)

    def _standing_in(self, n: int, count: int, header: Header | None) -> Standing:
        """Where the rows stand: those of a block further right go on by themselves, not after their neighbours."""
        if n and header and count == len(header.blocks):
            return self._beside.setdefault(n, Standing())
        return self.standing

    def _block(self, header: Header, n: int, count: int, cells: Sequence[Item]) -> list[Leaf]:
        """The block of a header that stands above a run of cells."""
        if len(header.blocks) == 1 or (count != len(header.blocks) and not cells):
            return header.blocks[0]
        if count == len(header.blocks):
            return header.blocks[n]
        near = [b for b in header.blocks if any(leaf.item.start <= cells[0].start < leaf.item.end for leaf in b)]
        return near[0] if len(near) == 1 else []

    def _caption_names(self, header: Header) -> bool:
        """A table of results alone, its stage named by the words above it."""
        if self.table is None or not self.caption or header.transposed:
            return False
        rows = {m.code for m in look_up(self.caption) if m.role == "row" and m.table == self.table.code}
        if len(rows) != 1 or any(leaf.row for block in header.blocks for leaf in block):
            return False
        for leaf in (leaf for block in header.blocks for leaf in block):
            leaf.row = next(iter(rows)) if leaf.column else None
        return True

    def _figures_of(
        self, named: Named, cells: list[Item], leaves: list[Leaf], header: Header, table: Table, grid: bool = False
    ) -> None:
        """Give each cell to its column, or lose the row with a problem that says why."""
        if self._assigner is None or self._assigner.header is not header:
            self._assigner = Assigner(header)
        keys, whole = keys_of(leaves, named, table)
        familiar = len(cells) == len(leaves) or self._assigner.knows(leaves, len(cells))
        if not any(keys) or (self._carried and (not familiar or self._known(keys))):
            self._left.unclaimed(cells)
            return
        pairs = self._assigner.assign(leaves, cells, grid, self._stream, whole)
        if pairs is None:
            self._misaligned(leaves, keys, cells)
            return
        power = _power_of_line(cells)
        for (leaf, entry), key in zip(pairs, keys, strict=True):
            if key:
                self._figure(key, leaf, entry, power, table)
            elif not leaf.skip:
                self._left.unclaimed([entry])
        self._read += 1

    def _figure(self, key: Key, leaf: Leaf, entry: Item, power: int | None, table: Table) -> None:
        kind = table.rows[key[1]].kind if len(table.columns) == 1 else table.columns[key[2]].kind
        if kind != "money":
            self.figures.add(key, read(entry.cell.text, kind), entry.cell)
            return
        stated = leaf.power if leaf.power is not None else power
        value = read(entry.cell.text, kind, WAN if stated is None else stated)
        if value.value and stated is None and money_unit(entry.cell.text) is None:
            message = f"{key[1]}.{key[2]}: no unit is written; {entry.cell.text.strip()} is taken as 万元"
            self._left.problems.append(Problem("unit.assumed", message, entry.cell.place))
        self.figures.add(key, value, entry.cell)

    def _known(self, keys: Keys) -> bool:
        return any(key in self.figures.cells for key in keys if key)

    # What is left over.

    def _misaligned(self, leaves: Sequence[Leaf], keys: Keys, cells: Sequence[Item]) -> None:
        wanted = [(leaf, key) for leaf, key in zip(leaves, keys, strict=True) if key]
        first = cells[0].cell if cells else wanted[0][0].item.cell
        seen = " | ".join(" ".join(entry.cell.text.split()) for entry in cells)
        message = (
            f"{wanted[0][1][1]} has {len(wanted)} columns, its line {len(cells)} cells, no sure order: {seen[:120]}"
        )
        self._left.problems.append(Problem("row.misaligned", message, first.place))
        for _, key in wanted:
            self.figures.lose(key, first)
        self._read += 1
        self._left.unclaimed(cells)

    def _lost_row(self, named: Named, items: Sequence[Item], table: Table) -> None:
        """A line with a row's label and no cells for figures."""
        header = self._header(table)
        if not named.row or not header or self._carried:
            return
        leaves = [leaf for block in header.blocks for leaf in block]
        keys, _ = keys_of(leaves, named, table)
        if any(keys) and not self._known(keys):
            self._misaligned(leaves, keys, [entry for entry in items if not entry.meanings])


def _power_of_line(cells: Sequence[Item]) -> int | None:
    """The unit of money that a column of units gives for this line."""
    for entry in cells:
        if entry.sort == "text" and (power := money_unit(entry.cell.text)) is not None:
            return power
    return None


def _header_of_one_column(table: Table, cells: Sequence[Item]) -> Header | None:
    """A form with one column of figures needs no header: the one cell of a line that is no unit is it."""
    if len(table.columns) != 1:
        return None
    figures = [entry for entry in cells if not is_unit(entry.cell.text)]
    if len(figures) != 1:
        return None
    column = next(iter(table.columns))
    leaves = [Leaf(e, column=column) if e is figures[0] else Leaf(e, skip=True) for e in cells]
    return Header([leaves], grid=False)
