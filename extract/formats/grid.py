"""Cells with spans, as written, put on the grid of their table. The rule is that of HTML; others share it."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.document import Cell, Place, Table

# Spans beyond this are mistakes or attacks; they are drawn to the edge of the grid that the others make.
SANE_SPAN = 60
MAX_COLUMNS = 1000


def place_on_grid(rows: list[list[Cell]], place: Place, ends: list[int] | None = None) -> Table:
    """The table of these rows: every cell in the first free column of its row, spans clipped to the grid.

    The cells come with the spans that the source writes (a ``rowspan`` of 0 reaches to the end of the rows); their
    positions are found here. ``ends`` gives for each row the row after the last one its cells may reach (the end of
    a row group); without it they may reach the end of the table.
    """
    busy: dict[int, int] = {}  # column -> first row in which it is free again
    placed: list[list[Cell]] = []
    overlong: list[tuple[Cell, list[Cell]]] = []
    width = last_busy = 0
    for index, written in enumerate(rows):
        end = ends[index] if ends else len(rows)
        if index >= last_busy:
            busy.clear()
        column = 0
        cells: list[Cell] = []
        for cell in written:
            while busy and column < MAX_COLUMNS and busy.get(column, 0) > index:
                column += 1
            if column >= MAX_COLUMNS:
                column, width = MAX_COLUMNS - 1, MAX_COLUMNS
                if cells:
                    cells[-1].text += f"\n{cell.text}"
                    continue
            cell.row, cell.column = index, column
            cells.append(cell)
            if cell.rowspan == cell.colspan == 1:
                column += 1
                continue
            if cell.colspan > SANE_SPAN:
                overlong.append((cell, cells))
                cell.colspan = 1
            bottom = end if cell.rowspan == 0 else min(end, index + max(1, cell.rowspan))
            cell.rowspan = bottom - index
            cell.colspan = min(max(1, cell.colspan), MAX_COLUMNS - column)
            if bottom > index + 1:
                last_busy = max(last_busy, bottom)
                for taken in range(column, column + cell.colspan):
                    busy[taken] = max(busy.get(taken, 0), bottom)
            column += cell.colspan
        if column > width:
            width = column
        placed.append(cells)
    for here, cells in overlong:
        edge = min((other.column for other in cells if other.column > here.column), default=width)
        here.colspan = max(1, edge - here.column)
    return Table(placed, place)


@dataclass(slots=True)
class ColumnCell:
    """A cell whose grid column is known; ``goes_on`` says that it continues the cell above it."""

    text: str
    column: int
    colspan: int = 1
    goes_on: bool = False
    place: Place = field(default_factory=Place)


def place_on_columns(rows: list[list[ColumnCell]], place: Place) -> Table:
    """The table of these rows: a cell that goes on lengthens the one above it, which alone shows its text."""
    above: dict[int, Cell] = {}
    placed: list[list[Cell]] = []
    width = 1
    for r, written in enumerate(rows):
        cells: list[Cell] = []
        here: dict[int, Cell] = {}
        free = 0
        for each in written:
            column = max(each.column, free)
            upper = above.get(column)
            if column >= MAX_COLUMNS:
                if cells:
                    cells[-1].text += f"\n{each.text}"
                continue
            colspan = 1 if each.colspan > SANE_SPAN else max(1, min(each.colspan, MAX_COLUMNS - column))
            free = column + colspan
            width = max(width, free)
            if each.goes_on and upper is not None:
                upper.rowspan += 1
                here[column] = upper
                continue
            cell = Cell(each.text, r, column, 1, each.colspan, each.place)
            here[column] = cell
            cells.append(cell)
        above = here
        placed.append(cells)
    for row in placed:
        for n, cell in enumerate(row):
            edge = row[n + 1].column if n + 1 < len(row) else max(width, cell.column + 1)
            cell.colspan = max(1, min(cell.colspan, edge - cell.column))
    return Table(placed, place)


def data_runs(is_data: list[bool]) -> list[tuple[int, int, bool]]:
    """The rows of a layout table as stretches (start, end, data?): two and more data rows in a run are data."""
    runs: list[tuple[int, int, bool]] = []
    at = 0
    while at < len(is_data):
        end = at
        while end < len(is_data) and is_data[end]:
            end += 1
        if end - at >= 2:
            runs.append((at, end, True))
        else:
            end = max(end, at + 1)
            runs.append((at, end, False))
        at = end
    return runs
