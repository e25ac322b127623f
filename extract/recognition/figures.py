"""The figures found in a document, each once, and what they say of the form that was used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from domain.registry import registry
from extract.document import Cell, Problem
from extract.recognition.targets import Key, Targets
from extract.report import CellReading
from extract.values import CellValue, plain_count, read

Columns = dict[tuple[str, str], list[str]]  # by (table, row)


@dataclass(slots=True)
class Figures:
    """Readings by (table, row, column). The same cell read twice with different values is null and a problem."""

    cells: dict[Key, CellReading] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _disputed: set[Key] = field(default_factory=set)

    def add(self, key: Key, value: CellValue, cell: Cell) -> None:
        """Take one reading; what the cell's text lacks becomes a problem."""
        table, row, column = key
        number, status = value.value, value.status
        if cell.unreadable:
            number, status = None, "unreadable"
            seen = tuple(text for text, _ in cell.alternatives)
            self.problems.append(Problem("cell.unreadable", f"{row}.{column} could not be read", cell.place, seen))
        elif value.fault:
            self.problems.append(Problem(value.fault, f"{row}.{column}: {value.reason}", cell.place))
        reading = CellReading(table, row, column, number, cell.text, status, cell.place, cell.confidence)
        if key in self.cells:
            self._keep(key, reading)
        else:
            self.cells[key] = reading

    def add_counts(self, targets: Targets, cells: Iterable[Cell]) -> None:
        """Take a line of readings, most of them plain digits, none of them money."""
        found = self.cells
        for key, kind, cell in zip(targets.keys, targets.kinds, cells, strict=True):
            if key is None or kind is None:
                continue
            text = cell.text
            if key in found or cell.unreadable or (number := plain_count(text)) is None:
                self.add(key, read(text, kind), cell)
            else:
                table, row, column = key
                found[key] = CellReading(table, row, column, number, text, "number", cell.place, cell.confidence)

    def lose(self, key: Key, cell: Cell) -> None:
        """A cell that the form has and whose figure could not be told from its neighbours."""
        if key not in self.cells:
            self.cells[key] = CellReading(*key, None, "", "unreadable", cell.place, cell.confidence)

    def unread(self, key: Key) -> None:
        """Take back a figure that may be another's."""
        if cell := self.cells.get(key):
            cell.value, cell.status = None, "unreadable"
            self._disputed.add(key)

    def _keep(self, key: Key, reading: CellReading) -> None:
        """Take a second reading of a cell where the first gave no number, or dispute that."""
        first = self.cells[key]
        if first.value is None and key not in self._disputed:
            self.cells[key] = reading
        elif reading.value is not None and first.value is not None and reading.value != first.value:
            message = f"{key[1]}.{key[2]} is {first.value} ({first.place}) and {reading.value} ({reading.place})"
            self.problems.append(Problem("cell.conflict", message, reading.place))
            first.value, first.status = None, "unreadable"
            self._disputed.add(key)

    def columns(self) -> Columns:
        """The columns that were found of each (table, row)."""
        found: Columns = {}
        line: tuple[str, str] | None = None
        for table, row, column in self.cells:
            if line is None or row != line[1] or table != line[0]:
                line = (table, row)
                own = found.setdefault(line, [])
            own.append(column)
        return found


def form_of(columns: Columns) -> tuple[str | None, list[Problem]]:
    """The form, from the rows and ``columns`` that only one form prints.

    The applications table decides (it is the same but for （六）其他处理); without that sign the proactive table
    does, by the majority of its rows; 2014 has a table of its own. Parts of another form make it a hybrid.
    """
    signs = _signs(columns)
    deciding = [counter for code in ("applications", "proactive_disclosure") if (counter := signs[code])]
    old = sum(1 for table, _ in columns if table == "statistics")
    new = sum(1 for table, _ in columns if table != "statistics")
    form: str | None
    if old > new:
        form = "2014"
    elif deciding:
        most = max(deciding[0].values())
        form = max(code for code, count in deciding[0].items() if count == most)
    else:
        form = None
    problems = []
    if form is None and new:
        problems.append(Problem("form.unknown", "its tables are those of both the 2019 and the 2021 form"))
    foreign = [
        f"{registry().tables[table].label}: {count} rows of the {other} form"
        for table, counter in signs.items()
        for other, count in sorted(counter.items())
        if form and other != form
    ]
    if foreign:
        problems.append(Problem("form.hybrid", f"form {form}, but {'; '.join(foreign)}"))
    return form, problems


def _signs(columns: Mapping[tuple[str, str], Sequence[str]]) -> dict[str, Counter[str]]:
    """By table, how many rows only one form prints so, for each form."""
    signs: dict[str, Counter[str]] = {code: Counter() for code in registry().tables}
    for (table, row), found in columns.items():
        if form := _only_form(table, row, tuple(found)):
            signs[table][form] += 1
    return signs


@lru_cache(maxsize=1 << 12)
def _only_form(table: str, row: str, columns: tuple[str, ...]) -> str | None:
    """The form that prints a row with just these columns, or alone with these among others."""
    printed = registry().tables[table].rows[row].columns
    forms = [form for form, own in printed.items() if set(columns) == set(own)]
    forms = forms or [form for form, own in printed.items() if set(columns) <= set(own)]
    return forms[0] if len(forms) == 1 else None


@cache
def _rows_and_parts() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(table, row, rows below) where one form prints as a row what another prints as the heading of rows."""
    found = []
    for table in registry().tables.values():
        by_label = {group.label: group.code for group in table.groups.values()}
        for row in table.rows.values():
            below = tuple(r.code for r in table.rows.values() if r.group and r.group == by_label.get(row.label))
            if below:
                found.append((table.code, row.code, below))
    return tuple(found)


def drop_headings(figures: Figures, columns: Columns) -> None:
    """A line that the 2019 form prints as a row and the 2021 form as the heading of rows counts once.

    With rows below it, its figures (if any) are their sum and would be counted twice. It leaves ``columns`` too.
    """
    for table, row, below in _rows_and_parts():
        if (table, row) not in columns or not any((table, part) in columns for part in below):
            continue
        for column in columns.pop((table, row)):
            cell = figures.cells.pop((table, row, column))
            if cell.value is not None:
                label = registry().tables[table].rows[row].label
                message = f"“{label}” has {cell.value} itself and rows below it, which are counted"
                figures.problems.append(Problem("number.unclaimed", message, cell.place))


@cache
def _rows_of(form: str) -> dict[str, frozenset[tuple[str, str]]]:
    """The (table, row) that a form prints, by its tables."""
    tables = [table for table in registry().tables.values() if form in table.forms]
    return {
        table.code: frozenset((table.code, row.code) for row in table.rows.values() if form in row.forms)
        for table in tables
    }


def missing(columns: Columns, form: str | None) -> Iterable[Problem]:
    """Rows that the form prints and the document's tables lack, and tables that it lacks altogether."""
    if form is None:
        return
    found = columns.keys()
    printed = _rows_of(form)
    if all(rows <= found for rows in printed.values()):
        return
    for code, rows in printed.items():
        table = registry().tables[code]
        if found.isdisjoint([(code, row) for row in table.rows]):
            yield Problem("table.missing", f"no figures of the table {table.label} ({table.code}) were found")
            continue
        lacking = [row for row in table.rows if (code, row) in rows and (code, row) not in found]
        if lacking:
            yield Problem("row.missing", f"{table.code} lacks {len(lacking)} rows: {', '.join(lacking)}")
