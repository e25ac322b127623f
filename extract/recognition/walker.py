"""Walks through the lines of tables: header lines open columns, lines of figures fill them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from domain.registry import Table, registry
from extract.document import Problem
from extract.recognition.bare import by_form
from extract.recognition.figures import Figures
from extract.recognition.filling import Filling
from extract.recognition.headers import Block, Header, of_one_column
from extract.recognition.lexicon import Meanings, guess, look_up
from extract.recognition.lines import Item, Line, Pattern, stands_for_value
from extract.recognition.open_header import OpenHeader
from extract.recognition.roles import is_aside, is_path, only, runs
from extract.recognition.rows import Named, Standing, name, named_at

_OF_COLUMNS = ("column", "column_group", "note")
_FEWEST_ROWS = 3  # rows of a form that make a table one of the forms, though its header be lost
_MOST_GUESSES = 200  # in a table; no report has as many: work stays small whatever a file holds


@dataclass(slots=True)
class Walker:
    """One walk through a document's tables, in order.

    ``begin`` opens a physical table, ``line`` takes its lines, ``end`` says whether it held figures of the
    forms. A header stays in force for a table that goes on without one (a page break).
    """

    filling: Filling = field(default_factory=Filling)
    table: Table | None = None
    header: Header | None = None
    standing: Standing = field(default_factory=Standing)
    caption: str | None = None
    _above: OpenHeader = field(default_factory=OpenHeader)
    _line: Line = field(default_factory=lambda: Line([], Pattern((), (), in_grid=False), grid=False))
    _guesses: int = 0
    _headless: int = 0
    _empty: list[Item] | None = None
    _beside: dict[int, Standing] = field(default_factory=dict)

    @property
    def figures(self) -> Figures:
        """All that was read until now."""
        return self.filling.figures

    def begin(self, caption: str | None = None) -> None:
        """A new physical table begins; ``caption`` is the text right above it."""
        self.caption = caption
        self._above.close()
        self.filling.begin(caption)
        self._guesses = self._headless = 0
        self._empty = None

    def end(self) -> bool:
        """The table is over. True if it held figures of the forms; only then what it left open is a problem."""
        self.filling.settle()
        if self._empty is not None and self.table and not self.filling.lines and (header := self._header(self.table)):
            self.filling.fill(Named(), self._empty, header.blocks[0], header, stream=self._line.stream)
        if self.table and (header := self._above.built(self.table)) and header.recognised:
            self.header = header  # a header in a table of its own: the next one holds its lines
        self._above.close()
        if self.filling.lines or self._headless >= _FEWEST_ROWS:
            self.figures.problems.extend(self.filling.left.listed())
        return self.filling.lines > 0

    def line(self, line: Line) -> None:
        """One line: of a header, a heading, or figures."""
        self._line = line
        table = self._table_of(line.pattern.tables)
        if table is None:
            self.filling.left.leave(line.items)
            return
        if table is not self.table:
            self._above.close()
            self.table, self.header, self.standing = table, None, Standing()
            self._beside = {}
        if said := line.pattern.labels_in(table.code):
            header = self._header(table)
            if header is None or not self._fills_straight(said, header, table):
                labels = [Item(cell, "label", meanings) for cell, meanings in zip(line.cells, said, strict=False)]
                self._run(labels, line.items[len(labels) :], 0, 1, header, table)
            return
        sorts = line.pattern.sorts
        items = list(map(Item, line.cells, *line.pattern.inside(table.code)))
        if "text" in sorts:
            items = [self._guessed(e, table) if sort == "text" else e for e, sort in zip(items, sorts, strict=True)]
        if "value" in sorts:
            self._data(items, table)
        elif all(entry.sort == "blank" or is_aside(entry) for entry in items):
            if self._fills_all(items):
                self._empty = self._empty or items
        elif self._holds_blanks(items, table):
            self._data(items, table)
        else:
            self._heading(items, table)

    # Which table of the forms, and what a text means in it.

    def _table_of(self, codes: Sequence[str]) -> Table | None:
        if not codes or (self.table and codes.count(self.table.code) == len(codes)):
            return self.table
        votes = Counter(codes)
        most = max(votes.values())
        if self.table and votes.get(self.table.code) == most:
            return self.table
        return registry().tables[next(code for code, count in votes.items() if count == most)]

    def _guessed(self, entry: Item, table: Table) -> Item:
        """Unknown text compared with the labels of ``table``."""
        if stands_for_value(entry) or self._guesses >= _MOST_GUESSES:
            return entry
        self._guesses += 1
        meanings, sure = guess(entry.cell.text, table.code)
        if not meanings:
            return entry
        if not sure:
            label = f"“{' '.join(entry.cell.text.split())}” is taken as {meanings[0].code}"
            self.filling.left.problems.append(Problem("label.approximate", label, entry.cell.place))
        return Item(entry.cell, "label", meanings)

    # Header lines and headings.

    def _holds_blanks(self, items: Sequence[Item], table: Table) -> bool:
        """Whether a line without a value is one of figures that are all blank."""
        labels = [n for n, entry in enumerate(items) if entry.meanings and not is_aside(entry)]
        if not labels:
            return bool(self._empty is None and any(e.sort == "text" for e in items) and self._fills_all(items))
        rest = items[labels[-1] + 1 :]
        if not rest or not all(stands_for_value(entry) for entry in rest):
            return False
        header = self._above.built(table) or self.header
        if header is None or not header.recognised:
            return False
        last = items[labels[-1]]
        role = "column" if header.transposed else "row"
        if not any(m.role == role for m in last.meanings):
            return False
        definite = [n for n in labels if only(items[n], "column")]
        if (
            self._above.open
            and any(m.role == "column" for m in last.meanings)
            and any(e.sort == "text" for e in items[: labels[-1]])
        ):
            return False  # half words of a header, 商业 over 企业, the last of them a whole one
        named = [n for n in labels if any(m.role == "row" for m in items[n].meanings)]
        if len(header.blocks) == 1 and any(b - a > 1 for a, b in pairwise(named)):
            return False  # stages side by side with blanks between them: a header whose spans are lost
        return not definite or (header.transposed and definite == labels and len(labels) == 1)

    def _fills_all(self, items: Sequence[Item]) -> bool:
        """Whether a line without labels has a cell for every column of a header that needs no labels."""
        header = (self._above.built(self.table) or self.header) if self.table else None
        return bool(header and header.recognised and header.complete and len(items) == len(header.blocks[0].leaves))

    def _heading(self, items: list[Item], table: Table) -> None:
        """A line without figures: part of a header, a heading of rows, or text to be reported."""
        labels = [entry for entry in items if entry.meanings]
        roles = {m.role for entry in labels for m in entry.meanings}
        heads_columns = not roles.isdisjoint(_OF_COLUMNS)
        is_row = "row" in roles and table.code != "disputes" and (len(labels) < 2 or is_path(labels, items))
        if not heads_columns and is_row:
            named = name(_said(labels), table, self.standing, transposed=False)
            if header := self._header(table):
                self.filling.lose_row(named, items, header, table)
            return
        if not (heads_columns or "row" in roles or (table.code == "disputes" and "group" in roles)):
            if labels:
                name(_said(labels), table, self.standing, transposed=False)
                self._above.open = False
            self.filling.left.leave([entry for entry in items if not entry.meanings])
            return
        for entry in labels:
            groups = [m.code for m in entry.meanings if m.role == "group"]
            if groups and table.code != "disputes":
                self.standing.group, self.standing.row = groups[0], None
        self._above.add(items, self._line.grid)

    def _header(self, table: Table) -> Header | None:
        """The header in force; lines of a header end here."""
        if header := self._above.built(table):
            self.header = header
            if header.recognised:
                self.filling.carried = False
                self.filling.left.problems += header.problems
            self._above.report(header, self.filling.left)
            self._above.close()
        return self.header

    # Lines of figures.

    def _fills_straight(self, said: tuple[Meanings, ...], header: Header, table: Table) -> bool:
        """Take a line of labels, and figures right below their columns. False, and nothing done, if it is another."""
        cells = self._line.cells[len(said) :]
        if not header.simple or [cell.column for cell in cells] != header.blocks[0].starts:
            return False
        standing = self.standing
        named, group, row = named_at(said, table.code, standing.group, standing.row, header.transposed)
        if named.ambiguous or not self.filling.fill_straight(named, self._line, len(said), header):
            return False
        standing.group, standing.row = group, row
        return True

    def _data(self, items: list[Item], table: Table) -> None:
        items = self._split_off_header(items, table)
        header = self._header(table)
        parts = runs(items)
        if parts and not parts[0][0]:  # cells before the first label: numbers of lines, or blanks
            before = parts[0][1]
            if len(parts) > 1:
                parts = parts[1:]
                if not (header and header.numbered):
                    self.filling.left.unclaimed(before)
        for n, (labels, cells) in enumerate(parts):
            self._run(labels, cells, n, len(parts), header, table)

    def _split_off_header(self, items: list[Item], table: Table) -> list[Item]:
        """A stream without rows can run from a header straight into the first line of figures."""
        definite = [n for n, e in enumerate(items) if e.meanings and (only(e, "column") or only(e, "column_group"))]
        if not definite:
            return items
        first_value = next((n for n, entry in enumerate(items) if entry.sort == "value"), len(items))
        definite = [n for n in definite if n < first_value]
        if definite and table.code != "disputes" and any(only(entry, "row") for entry in items[: definite[0]]):
            return items
        above, grid = self._above, self._line.grid
        if not definite or (self.header and self.header.transposed and not above.open):
            return items
        if above.open and len(definite) == 1 and not grid and table.code == "disputes":
            rows_above = all(not only(e, "column") for line in above.lines for e in line)
            if rows_above and first_value == definite[0] + 1:
                return items
        if above.open and grid and (header := above.built(table)) and header.transposed:
            return items
        cut = definite[-1] + 1
        while cut < first_value and any(m.role == "column" for m in items[cut].meanings):
            more = any(m.role in ("row", "group") for e in items[cut + 1 : first_value] for m in e.meanings)
            if not more and any(m.role == "row" for m in items[cut].meanings):
                break
            cut += 1
        self._heading(items[:cut], table)
        return items[cut:]

    def _run(
        self, labels: list[Item], cells: list[Item], n: int, count: int, header: Header | None, table: Table
    ) -> None:
        """One label path and the cells after it."""
        if (header is None or not header.recognised) and not self._line.lossy:
            header = of_one_column(table, cells) or header
        if header and header.numbered and self._line.stream:
            # The number of the next line follows; where it is all that follows, the figure itself may be lost.
            cells = cells[:-1]
        named = name(_said(labels), table, self._standing_in(n, count, header), bool(header and header.transposed))
        if named.ambiguous:
            self._report_ambiguous(named, labels)
            self.filling.left.unclaimed(cells)
            return
        if header is None and named.row and self._line.grid and (bare := by_form(named.row, cells, table)):
            header, cells = bare
            message = f"no header tells the columns of {named.row}; they are taken in the order of the form"
            self.filling.left.problems.append(Problem("header.by_form", message, labels[-1].cell.place))
        elif header is None or not header.recognised:
            if any(entry.sort == "value" for entry in cells) and (named.row or named.column):
                self._headless += 1
                message = f"no header tells the columns of {named.row or named.column}"
                self.filling.left.problems.append(Problem("header.missing", message, labels[-1].cell.place))
            self.filling.left.unclaimed(cells)
            return
        leading = _leading_text(cells)
        if leading:
            cells = cells[len(leading) :]
            self.filling.left.leave(leading)
            if not labels:
                self.standing = Standing(group=self.standing.group)
            elif named.row and cells:
                self.filling.lose_part(named, leading, cells, header, table)
                return
        if not (named.row or named.column) and not header.complete:
            header = self._named_by_caption(header)
        block = self._block(header, n, count, cells) if header else None
        self.filling.labels = labels
        if header is None or block is None:
            self.filling.leave_line(cells)
        else:
            self.filling.fill(named, cells, block, header, self._line.grid and header.grid, self._line.stream)

    def _report_ambiguous(self, named: Named, labels: Sequence[Item]) -> None:
        text = " > ".join(" ".join(entry.cell.text.split()) for entry in labels)
        message = f"“{text}” may be {' or '.join(named.ambiguous)}, and nothing above it tells which"
        self.filling.left.problems.append(Problem("label.ambiguous", message, labels[-1].cell.place))

    def _standing_in(self, n: int, count: int, header: Header | None) -> Standing:
        """Where the rows stand: those of a block further right go on by themselves, not after their neighbours."""
        if n and header and count == len(header.blocks):
            return self._beside.setdefault(n, Standing())
        return self.standing

    def _block(self, header: Header, n: int, count: int, cells: Sequence[Item]) -> Block | None:
        """The block of a header that stands above a run of cells."""
        if len(header.blocks) == 1 or (count != len(header.blocks) and not cells):
            return header.blocks[0]
        if count == len(header.blocks):
            return header.blocks[n]
        near = [b for b in header.blocks if any(a <= cells[0].start < z for a, z in zip(b.starts, b.ends, strict=True))]
        return near[0] if len(near) == 1 else None

    def _named_by_caption(self, header: Header) -> Header | None:
        """The header of a table of results alone, its stage named by the words above it."""
        if self.table is None or not self.caption or header.transposed or any(leaf.row for leaf in header.leaves):
            return None
        rows = {m.code for m in look_up(self.caption) if m.role == "row" and m.table == self.table.code}
        if len(rows) != 1:
            return None
        named = header.of_row(rows.pop(), self.table)
        if header is self.header:
            self.header = named
        return named


def _said(labels: Sequence[Item]) -> tuple[Meanings, ...]:
    return tuple([entry.meanings for entry in labels])


def _leading_text(cells: Sequence[Item]) -> list[Item]:
    """The unknown texts before the first cell for a figure; none where others stand among the figures."""
    leading = [entry for entry in cells if entry.sort == "text" and not stands_for_value(entry)]
    return leading if leading and list(cells[: len(leading)]) == leading else []
