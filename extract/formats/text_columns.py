"""Text whose columns are kept apart by blanks: rebuilt where they line up.

How wide a Chinese character is (one column or two) depends on the converter: both measures are tried. Where they
would put a figure into different columns and neither fits better, only the order of cells is kept.
"""

from __future__ import annotations

import re
from itertools import pairwise

from extract.document import Cell, Place, Table
from extract.formats.text_fields import Field, Laid, fields_of
from extract.formats.text_gutters import gutters_of, table_between
from extract.formats.text_tables import Line, table_of, without_markup

_FIGURE = re.compile(r"[-+]?[\d,.]+\s*[件元万]*")
_NOWHERE = (-1, -1)


def aligned_table(lines: list[Line], number: int) -> Table | None:
    """A table of lines whose fields stand two and more blanks apart; None for a single line."""
    filled = [line for line in lines if line.text.strip()]
    if len(filled) < 2:
        return None
    measured = [_Measured([(line, fields_of(line.text, wide)) for line in filled]) for wide in (True, False)]
    fitting = [reading for reading in measured if reading.figures_fit()]
    if len(fitting) == 2 and fitting[0].figures() != fitting[1].figures():
        near, far = sorted(fitting, key=_Measured.offset)
        fitting = [near] if near.offset() < 0.8 * far.offset() else []
    for reading in fitting:
        if all(_fits(fields, reading.columns) for _, fields in reading.rows):
            return _on_columns(_unwrapped(reading.rows, reading.columns), reading.columns, number)
    if table := _between_gutters(measured, number):
        return table
    rows = measured[0].rows
    if all(
        len(fields) < 3 and not any(_FIGURE.match(field.text) or field.text in "-—/无" for field in fields)
        for _, fields in rows
    ):
        return None
    return table_of([[(field.text, line.number) for field in fields] for line, fields in rows], number, flat=True)


def _between_gutters(measured: list[_Measured], number: int) -> Table | None:
    found = [gutters for reading in measured if (gutters := gutters_of(reading.rows))]
    if len(found) == 2 and found[0].figures() != found[1].figures():
        found.sort(key=lambda one: one.spread())
        found = found[:1] if found[0].spread() * 2 < found[1].spread() else []
    return table_between(found[0], number) if found else None


def _columns(rows: list[list[Field]]) -> list[tuple[int, int]]:
    """The columns that the fullest rows agree on; empty where they do not."""
    most = max(len(fields) for fields in rows)
    full = [fields for fields in rows if len(fields) == most]
    if most < 2 or len(full) < 2:
        return []
    columns = [(min(f[k].start for f in full), max(f[k].end for f in full)) for k in range(most)]
    apart = all(left[1] < right[0] for left, right in pairwise(columns))
    return columns if apart else []


class _Measured:
    """The lines under one measure of characters, and the columns that its fullest rows agree on."""

    def __init__(self, rows: list[Laid]) -> None:
        self.rows = rows
        self.columns = _columns([fields for _, fields in rows])
        self._data = [fields for _, fields in rows if any(_FIGURE.fullmatch(field.text) for field in fields)]

    def figures_fit(self) -> bool:
        """Whether all rows that hold figures stand on the columns."""
        return bool(self.columns) and all(_fits(fields, self.columns) for fields in self._data)

    def figures(self) -> list[list[tuple[str, tuple[int, int]]]]:
        """The columns of every field in those rows."""
        return [[(field.text, _span(field, self.columns)) for field in fields] for fields in self._data]

    def offset(self) -> float:
        """How far their fields stand from the columns, in widths of the wider, on average.

        Measured at the middles, the left or the right edges, whichever agree best: lines are set in one way.
        """
        middles, lefts, rights = 0.0, 0.0, 0.0
        for fields in self._data:
            for field in fields:
                first, last = _span(field, self.columns)
                start, end = self.columns[first][0], self.columns[last][1]
                width = max(field.end - field.start, end - start)
                left, right = field.start - start, field.end - end
                middles += abs(left + right) / 2 / width
                lefts += abs(left) / width
                rights += abs(right) / width
        return min(middles, lefts, rights) / max(1, sum(map(len, self._data)))


def _fits(fields: list[Field], columns: list[tuple[int, int]]) -> bool:
    """Whether every field of a row lies over columns of its own."""
    spans = [_span(field, columns) for field in fields]
    return all(span != _NOWHERE for span in spans) and all(a[1] < b[0] for a, b in pairwise(spans))


def _span(field: Field, columns: list[tuple[int, int]]) -> tuple[int, int]:
    """The first and last column over which a field stands."""
    under = [k for k, (start, end) in enumerate(columns) if field.start < end and start < field.end]
    return (under[0], under[-1]) if under else _NOWHERE


def _unwrapped(rows: list[Laid], columns: list[tuple[int, int]]) -> list[Laid]:
    """Lines of one row put together, where blank lines part the rows: cells of a row wrap, and hang in the middle.

    Lines that each hold a figure, or each fill every column, are rows of their own all the same.
    """
    apart = sum(1 for (a, _), (b, _) in pairwise(rows) if b.number - a.number > 1)
    if apart * 3 < len(rows):
        return rows
    groups: list[list[Laid]] = []
    for row in rows:
        if groups and row[0].number - groups[-1][-1][0].number == 1:
            groups[-1].append(row)
        else:
            groups.append([row])
    joined: list[Laid] = []
    for group in groups:
        with_figures = sum(1 for _, fields in group if any(_FIGURE.fullmatch(field.text) for field in fields))
        if len(group) == 1 or with_figures > 1 or any(len(fields) == len(columns) for _, fields in group):
            joined.extend(group)
        else:
            joined.append((group[0][0], _stacked(group, columns)))
    return joined


def _stacked(group: list[Laid], columns: list[tuple[int, int]]) -> list[Field]:
    """The fields of several lines, those over the same columns in one."""
    stacks: dict[tuple[int, int], list[Field]] = {}
    for _, fields in group:
        for field in (part for whole in fields for part in _split_over(whole, columns)):
            stacks.setdefault(_span(field, columns), []).append(field)
    return [
        Field("<br>".join(f.text for f in stack), min(f.start for f in stack), max(f.end for f in stack))
        for _, stack in sorted(stacks.items())
    ]


def _split_over(field: Field, columns: list[tuple[int, int]]) -> tuple[Field, ...]:
    """A field over several columns, taken apart where one word of it stands over each of them."""
    first, last = _span(field, columns)
    if len(field.words) == last - first + 1 > 1:
        under = [_span(word, columns) for word in field.words]
        if under == [(column, column) for column in range(first, last + 1)]:
            return field.words
    return (field,)


def _on_columns(rows: list[tuple[Line, list[Field]]], columns: list[tuple[int, int]], number: int) -> Table:
    placed: list[list[Cell]] = []
    for r, (line, fields) in enumerate(rows):
        cells: list[Cell] = []

        def add(text: str, column: int, span: int, cells: list[Cell] = cells, r: int = r, line: Line = line) -> None:
            place = Place(table=number, row=r + 1, cell=len(cells) + 1, line=line.number)
            cells.append(Cell(without_markup(text), r, column, colspan=span, place=place))

        at = 0
        for field in (part for whole in fields for part in _split_over(whole, columns)):
            first, last = _span(field, columns)
            for column in range(at, first):
                add("", column, 1)
            add(field.text, first, last - first + 1)
            at = last + 1
        for column in range(at, len(columns)):
            add("", column, 1)
        placed.append(cells)
    return Table(placed, Place(table=number, line=rows[0][0].number), flat=False)
