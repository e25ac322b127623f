"""A worksheet's cells become paragraphs and tables.

A sheet has no tables, only cells. Blank rows part it into areas. A row with one filled cell is a line of text
where it stands above or below the table of its area, or is a numbered heading with a new head row below it;
elsewhere it is a row of the table, since tables have rows that only name a group.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from extract.document import Block, Cell, Paragraph, Place, Problem, Table
from extract.formats.sheet.cells import Worksheet

_LARGEST_TABLE = 60_000
_MOST_TABLES = 500
_LONG = 80
_LABEL = 12
_NEAR = 100
"""Rows looked at above and below a line to tell what it is; more would only cost time."""
_HEADING = re.compile(r"\s*[一二三四五六七八九十]{1,3}\s*[、.．]")
_NOTE = re.compile(r"\s*[（(]?(注|备注|说明)\s*\d*\s*[:：]")
_NUMBER = re.compile(r"[-+]?[\d,]+(\.\d+)?%?")

Merge = tuple[int, int, int, int]


class Merges:
    """The merged ranges of a sheet that are more than one cell, by what is asked of them."""

    def __init__(self, ranges: list[Merge]) -> None:
        """``ranges`` as a worksheet has them."""
        self.ranges = sorted(merge for merge in ranges if merge[0] != merge[2] or merge[1] != merge[3])
        self._level: dict[int, list[tuple[int, int]]] = {}
        self._starts: list[int] = []
        self._ends: list[int] = []
        for top, left, bottom, right in self.ranges:
            if top == bottom:
                self._level.setdefault(top, []).append((left, right))
            elif self._ends and top <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], bottom)
            else:
                self._starts.append(top)
                self._ends.append(bottom)

    def bridge(self, first: int, last: int) -> bool:
        """Whether cells merged over several rows hold the rows from first to last together."""
        at = bisect_right(self._starts, first) - 1
        return at >= 0 and last <= self._ends[at]

    def touch(self, row: int) -> bool:
        """Whether any merged range has a part in the row."""
        return row in self._level or self.bridge(row, row)

    def widest(self, row: int, left: int, right: int) -> bool:
        """Whether cells of that row alone are merged from left to right or further."""
        return any(start <= left and right <= end for start, end in self._level.get(row, ()))


@dataclass(slots=True)
class Row:
    """A row of the sheet that is not blank: its number (from 0) and its filled cells by column."""

    number: int
    texts: dict[int, str]

    @property
    def line(self) -> str | None:
        """The text where only one cell is filled."""
        return next(iter(self.texts.values())) if len(self.texts) == 1 else None

    @property
    def has_number(self) -> bool:
        """Whether a cell holds nothing but a number."""
        return any(_NUMBER.fullmatch(text.strip()) for text in self.texts.values())


class SheetBlocks:
    """Cuts worksheets into blocks, counting the tables of the whole workbook."""

    def __init__(self) -> None:
        """Starts with no tables counted."""
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self._tables = 0

    def add(self, sheet: Worksheet) -> None:
        """Add a sheet's blocks."""
        place = Place(part=sheet.name)
        if sheet.truncated:
            self.problems.append(Problem("sheet.limit", "the sheet holds more cells than are read of one", place))
        merges = Merges(sheet.merges)
        for area in _areas(_rows(sheet), merges):
            for part in _parts(area, merges):
                if isinstance(part, Row):
                    self._paragraph(sheet, part)
                else:
                    self._table(sheet, part, merges)

    def _paragraph(self, sheet: Worksheet, row: Row) -> None:
        text = "  ".join(row.texts.values())
        self.blocks.append(Paragraph(text, Place(line=row.number + 1, part=sheet.name)))

    def _table(self, sheet: Worksheet, rows: list[Row], merges: Merges) -> None:
        columns = sorted({column for row in rows for column in row.texts})
        first, last = rows[0].number, rows[-1].number
        numbers = list(range(first, last + 1))
        self._tables += 1
        table_place = Place(table=self._tables, line=first + 1, part=sheet.name)
        if self._tables > _MOST_TABLES:
            if self._tables == _MOST_TABLES + 1:
                self.problems.append(Problem("table.limit", f"only {_MOST_TABLES} tables are read", table_place))
            return
        if len(columns) * len(numbers) > _LARGEST_TABLE:
            message = f"a table of {len(numbers)} rows and {len(columns)} columns is no report; it is not read"
            self.problems.append(Problem("table.limit", message, table_place))
            return
        grid = {column: index for index, column in enumerate(columns)}
        spans = _spans(merges, first, last, grid)
        covered = {
            (row + down, column + right)
            for (row, column), (height, width) in spans.items()
            for down in range(height)
            for right in range(width)
            if down or right
        }
        table = Table([], table_place)
        for index, number in enumerate(numbers):
            cells: list[Cell] = []
            for column, at in grid.items():
                if (index, at) in covered:
                    continue
                place = Place(self._tables, index + 1, len(cells) + 1, line=number + 1, part=sheet.name)
                height, width = spans.get((index, at), (1, 1))
                cell = Cell(sheet.texts.get((number, column), ""), index, at, height, width, place)
                self._mark_unread(sheet, (number, column), cell)
                cells.append(cell)
            table.rows.append(cells)
        self.blocks.append(table)

    def _mark_unread(self, sheet: Worksheet, position: tuple[int, int], cell: Cell) -> None:
        reason = sheet.unread.get(position)
        if reason is not None:
            cell.unreadable = True
            self.problems.append(Problem("cell.unread", f"the cell shows no value: {reason}", cell.place))


def _rows(sheet: Worksheet) -> list[Row]:
    rows: dict[int, Row] = {}
    for (row, column), text in sorted([*sheet.texts.items(), *sheet.unread.items()]):
        rows.setdefault(row, Row(row, {})).texts[column] = text
    return list(rows.values())


def _areas(rows: list[Row], merges: Merges) -> Iterator[list[Row]]:
    """Rows parted where blank rows stand between them, unless a merged cell or a row of figures goes on below."""
    area: list[Row] = []
    for row in rows:
        if area and row.number > area[-1].number + 1:
            bridged = merges.bridge(area[-1].number, row.number)
            goes_on = row.has_number and row.line is None and area[-1].has_number
            if not (bridged or goes_on):
                yield area
                area = []
        area.append(row)
    if area:
        yield area


def _parts(area: list[Row], merges: Merges) -> Iterator[Row | list[Row]]:
    """Lines of text as single rows, tables as lists of rows."""
    table: list[Row] = []
    for index, row in enumerate(area):
        if (
            row.line is None
            or (table and not _ends_table(area, index, table, merges))
            or _names_group(area, index, merges)
        ):
            table.append(row)
            continue
        if table:
            yield from _closed(table, merges)
            table = []
        yield row
    yield from _closed(table, merges)


def _closed(table: list[Row], merges: Merges) -> Iterator[Row | list[Row]]:
    """A table without the lines of text below it.

    A label whose figures are all blank is the table's; a note and a line merged over the whole width are not.
    """
    last = max((index for index, row in enumerate(table) if row.line is None), default=-1)
    if last < 0:
        yield from table
        return
    columns = {column for row in table[: last + 1] for column in row.texts}
    cut = len(table)
    for index in range(len(table) - 1, last, -1):
        row, text = table[index], table[index].line or ""
        if _NOTE.match(text) or merges.widest(row.number, min(columns), max(columns)):
            cut = index
    yield table[:cut]
    yield from table[cut:]


def _ends_table(area: list[Row], index: int, table: list[Row], merges: Merges) -> bool:
    """Whether a line within a table is text between two tables: long, or a heading of long text or of a new head.

    A head row holds no figures, and it has merged cells, columns that the table above lacks, or words in all of
    three cells and more; a row of figures left blank has none of these.
    """
    row = area[index]
    text = row.line or ""
    if merges.bridge(row.number, row.number):
        return False
    if len(text) > _LONG:
        return True
    if not _HEADING.match(text):
        return False
    near = area[index + 1 : index + _NEAR]
    below = next((later for later in near if later.line is None or _ends_text(later.line)), None)
    if below is None or below.has_number:
        return False
    if below.line is not None:
        return len(below.line) > _LONG
    known = {column for earlier in table[:_NEAR] for column in earlier.texts}
    words = len(below.texts) > 2 and all(len(text) > 1 for text in below.texts.values())
    return words or merges.touch(below.number) or not below.texts.keys() <= known


def _ends_text(line: str) -> bool:
    return len(line) > _LONG or _HEADING.match(line) is not None


def _names_group(area: list[Row], index: int, merges: Merges) -> bool:
    """Whether a line directly above a table is a label of the table and no title.

    It is one where it begins like lines within the table, or is a short label merged over just the columns below it
    that does not stand at the top of its area.
    """
    text = area[index].line or ""
    if index + 1 >= len(area) or area[index + 1].line is not None or _HEADING.match(text):
        return False
    if any(later.line is not None and later.line[:2] == text[:2] for later in area[index + 2 : index + _NEAR]):
        return True
    columns = area[index + 1].texts
    return index > 0 and len(text) <= _LABEL and merges.widest(area[index].number, min(columns), max(columns))


def _spans(merges: Merges, first: int, last: int, grid: dict[int, int]) -> dict[tuple[int, int], tuple[int, int]]:
    """(row, column) in the table → (rows, columns) that its merged cell covers; overlapping merges only once."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    taken: set[tuple[int, int]] = set()
    for top, left, bottom, right in merges.ranges:
        top, bottom = max(top, first), min(bottom, last)
        within = [at for column, at in grid.items() if left <= column <= right]
        if top > bottom or not within or (len(within) == 1 and top == bottom):
            continue
        # The ranges come from the top down, so one that overlaps an earlier one does so in its first row.
        if not any((top - first, at) in taken for at in within):
            taken |= {(row - first, at) for row in range(top, bottom + 1) for at in within}
            spans[top - first, within[0]] = (bottom - top + 1, len(within))
    return spans
