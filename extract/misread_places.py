"""Labels that a recogniser misread beyond likeness, told by the labels between which they stand.

The order of a form's rows and columns is known. Where the labels on both sides of a misread one were read, and in
every form that has them just one label stands between, it is that one: if something of it was read at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from domain.labels import spelling
from domain.registry import registry
from extract.document import Cell, Table
from extract.recognition.lexicon import look_up

FIGURE = re.compile(r"^[+\-]?\d[\d.,\s]*$")
FEWEST = 3  # labels of a head that must have been read before one at its end is told
LIKE = 1 / 3  # of the letters read must be the label's, unless hardly any were read
SHORT = 3
FIGURED = 0.3  # of the rows have a figure in a column of figures


@dataclass(frozen=True, slots=True)
class Series:
    """The labels of one form's rows or columns in order; those of columns may begin anew (the stages of disputes)."""

    table: str
    role: Literal["row", "column"]
    codes: tuple[str, ...]
    labels: tuple[str, ...]

    def at(self, cell: Cell) -> int | None:
        """Which of the labels a cell is, if it can be only one."""
        codes = {m.code for m in look_up(cell.text.strip()) if (m.role, m.table) == (self.role, self.table)}
        return self.codes.index(codes.pop()) if len(codes) == 1 and codes <= set(self.codes) else None


@cache
def _series() -> tuple[Series, ...]:
    found = []
    for table in registry().tables.values():
        for form in table.forms:
            rows = [row for row in table.rows.values() if form in row.forms]
            found.append(Series(table.code, "row", tuple(r.code for r in rows), tuple(r.label for r in rows)))
        if table.code in ("applications", "disputes"):
            columns = list(table.columns.values())
            labels = tuple(c.labels[0] for c in columns)
            found.append(Series(table.code, "column", tuple(c.code for c in columns), labels))
    return tuple(found)


def told_by_neighbours(table: Table) -> dict[int, str]:
    """The labels of misread cells, by the ``id`` of the cell."""
    lines = {"column": [_head(table)], "row": [_labels(table)]}
    found: dict[int, set[str]] = {}
    for series in _series():
        for line in lines[series.role]:
            for cell, label in _told(line, series):
                found.setdefault(id(cell), set()).add(label)
    return {cell: labels.pop() for cell, labels in found.items() if len(labels) == 1}


def out_of_order(table: Table, mended: Collection[int]) -> set[int]:
    """Which of the mended labels of rows stand before a label that their form has above them, or after one below."""
    line = _labels(table)
    in_order: set[int] = set()
    known: set[int] = set()
    for series in _series():
        if series.role == "row":
            places = [series.at(cell) for cell in line]
            read = [place if id(cell) not in mended else None for cell, place in zip(line, places, strict=True)]
            for n, (cell, place) in enumerate(zip(line, places, strict=True)):
                if place is None or id(cell) not in mended:
                    continue
                known.add(id(cell))
                above = next((one for one in reversed(read[:n]) if one is not None), -1)
                below = next((one for one in read[n + 1 :] if one is not None), len(series.codes))
                if below < above or above < place < below:  # or the table has an order of its own
                    in_order.add(id(cell))
    return known - in_order


def _told(line: Sequence[Cell], series: Series) -> Iterator[tuple[Cell, str]]:
    places = [series.at(cell) for cell in line]
    last = len(series.codes) - 1
    ends = series.role == "column" and sum(place is not None for place in places) >= FEWEST
    for n, cell in enumerate(line):
        if places[n] is not None or not _misread(cell):
            continue
        before = places[n - 1] if n else None
        after = places[n + 1] if n + 1 < len(line) else None
        if before is not None and after is not None:
            here = before + 1 if before + 2 == after else None
            if ends and here is None and before + 2 == len(series.codes) + after:
                here = (before + 1) % len(series.codes)
        elif ends and after == 1 and before is None:
            here = 0
        elif ends and before == last - 1 and n + 1 == len(line):
            here = last
        elif series.role == "row" and len(_letters(cell.text)) > SHORT and (n == 0 or n + 1 == len(line)):
            here = 0 if n == 0 and after == 1 else last if n and before == last - 1 else None
        else:
            here = None
        if here is not None and _alike(cell.text, series.labels[here]):
            yield cell, series.labels[here]


def _misread(cell: Cell) -> bool:
    return cell.confidence < 1 and not look_up(cell.text.strip()) and not FIGURE.match(cell.text)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", spelling(text))


def _alike(text: str, label: str) -> bool:
    letters = _letters(text)
    if len(letters) <= SHORT:
        return True
    return sum(letter in label for letter in letters) >= LIKE * max(len(letters), len(label))


def _head(table: Table) -> list[Cell]:
    """The lowest cells of the head, from left to right."""
    lowest: dict[int, Cell] = {}
    for row in table.rows:
        if _has_figures(row):
            break
        for cell in row:
            if cell.text or cell.unreadable:
                lowest |= dict.fromkeys(range(cell.column, cell.column + cell.colspan), cell)
    return list({id(cell): cell for _, cell in sorted(lowest.items())}.values())


def _labels(table: Table) -> list[Cell]:
    """The label beside the figures of each row that has some. What stands among the figures is none: a dash."""
    figured = [row for row in table.rows if _has_figures(row)]
    columns = Counter(cell.column for row in figured for cell in row if FIGURE.match(cell.text))
    first = min((column for column, count in columns.items() if count > FIGURED * len(figured)), default=None)
    found = []
    for row in figured:
        before = [cell for cell in row[: next(n for n, c in enumerate(row) if FIGURE.match(c.text))] if cell.text]
        before = [cell for cell in before if first is None or cell.column < first]
        if before:
            found.append(before[-1])
    return found


def _has_figures(row: Sequence[Cell]) -> bool:
    return any(FIGURE.match(cell.text) for cell in row)
