"""Tables of text whose labels and figures stand in blocks: labels to the left, figures in columns of their own.

For tables where many cells are blank and labels take one to three columns, so that no line shows all columns: the
columns are where figures stand in any line, kept apart by gutters that no figure crosses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.document import Cell, Place, Table
from extract.formats.text_fields import Field, Laid
from extract.formats.text_tables import without_markup

_VALUE = re.compile(r"[-+]?[\d０-９][\d０-９,.]*\s*[件元万]*|[-—–/]+|无")
_FEWEST_LINES = 3
_FEWEST_COLUMNS = 2

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gutters:
    """The lines split into labels and figures, and the columns of the figures."""

    rows: list[Laid]
    columns: list[Interval]
    edge: int

    def of(self, field: Field) -> list[int]:
        """The columns of figures that a field stands over."""
        return [n for n, (start, end) in enumerate(self.columns) if field.start < end and start < field.end]

    def figures(self) -> list[list[tuple[str, list[int]]]]:
        """Every line's figures with their columns."""
        return [
            [(field.text, self.of(field)) for field in fields if field.start >= self.edge] for _, fields in self.rows
        ]

    def spread(self) -> int:
        """How unevenly the figures stand in their columns: the number of different edges, left or right."""
        lefts, rights = set(), set()
        for _, fields in self.rows:
            for field in fields:
                if len(over := self.of(field)) == 1 and _VALUE.fullmatch(field.text):
                    lefts.add((over[0], field.start))
                    rights.add((over[0], field.end))
        return min(len(lefts), len(rights))


def gutters_of(rows: list[Laid]) -> Gutters | None:
    """The columns of figures, or None where labels and figures do not stand apart."""
    lines = [(fields, _figures(fields)) for _, fields in rows]
    data = [(fields, count) for fields, count in lines if count]
    if len(data) < _FEWEST_LINES:
        return None
    edge = max((fields[-count - 1].end for fields, count in data if count < len(fields)), default=0)
    columns = _merged([(f.start, f.end) for fields, count in data for f in fields[-count:]])
    heads = [f for fields, count in lines if not count for f in fields if f.start >= edge]
    free = [(f.start, f.end) for f in heads if not any(f.start < end and start < f.end for start, end in columns)]
    columns = sorted([*columns, *free])
    if len(columns) < _FEWEST_COLUMNS or columns[0][0] <= edge or _merged(columns) != columns:
        return None
    found = Gutters(rows, columns, edge + 1)
    for fields, count in data:
        over = [found.of(field) for field in fields[-count:]]
        if any(len(one) != 1 for one in over) or len({one[0] for one in over}) != count:
            return None
    if any(f.start < found.edge < f.end for f in (f for fields, _ in lines for f in fields)):
        return None
    return found


def _figures(fields: Sequence[Field]) -> int:
    """How many figures end a line."""
    count = 0
    while count < len(fields) and _VALUE.fullmatch(fields[-count - 1].text):
        count += 1
    return count


def _merged(intervals: list[Interval]) -> list[Interval]:
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def table_between(found: Gutters, number: int) -> Table:
    """The table: label cells first, as many columns as any line has labels, then a column for each of figures."""
    labels = [[f for f in fields if f.start < found.edge] for _, fields in found.rows]
    wide = max(map(len, labels))
    placed: list[list[Cell]] = []
    for r, (line, fields) in enumerate(found.rows):
        cells: list[tuple[str, int, int]] = [(f.text, n, 1) for n, f in enumerate(labels[r])]
        cells += [("", n, 1) for n in range(len(labels[r]), wide)]
        at = 0
        for field in fields[len(labels[r]) :]:
            over = found.of(field)
            cells += [("", wide + n, 1) for n in range(at, over[0])]
            cells.append((field.text, wide + over[0], len(over)))
            at = over[-1] + 1
        cells += [("", wide + n, 1) for n in range(at, len(found.columns))]
        placed.append([
            Cell(without_markup(text), r, column, colspan=span,
                 place=Place(table=number, row=r + 1, cell=n + 1, line=line.number))
            for n, (text, column, span) in enumerate(cells)
        ])  # fmt: skip
    return Table(placed, Place(table=number, line=found.rows[0][0].number), flat=False)
