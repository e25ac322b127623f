"""Rows with the x of their cell borders become a table on one grid.

Every row of a Word table has its own borders; there are no columns. Columns are the borders of all rows
together, those within a millimetre of each other taken as one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.document import Block, Cell, Paragraph, Place, Problem, Table
from extract.formats.word97.rows import CellShape, RowShape

_SAME_BORDER = 57
"""Twips (1 mm): no cell is narrower, and Word moves borders by less between rows."""


@dataclass(slots=True)
class CellContent:
    """What stands in a cell: paragraphs, nested tables, pictures, in their order."""

    blocks: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        r"""The cell's own paragraphs, joined with ``\n``."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph)).strip("\n")


@dataclass(slots=True)
class Row:
    """A row as written: its cells and the shape its end mark gives; ``ended`` is false where the mark is missing."""

    cells: list[CellContent]
    shape: RowShape
    ended: bool = True

    def shaped(self) -> RowShape | None:
        """The shape, where it fits the cells that are there."""
        return self.shape if len(self.shape.cells) == len(self.cells) else None


def build_table(rows: list[Row], number: int, problems: list[Problem]) -> Table:
    """The table of these rows; what cannot be placed for certain is told in ``problems``."""
    place = Place(table=number)
    columns = _columns(rows)
    table = Table([], place, flat=any(not row.ended for row in rows))
    unshaped = sum(row.shaped() is None for row in rows)
    if table.flat:
        problems.append(Problem("table.row_end", "a table's row has no end mark: its grid is not certain", place))
    elif unshaped:
        message = f"{unshaped} of {len(rows)} rows do not say how wide their cells are: columns counted from the left"
        problems.append(Problem("table.grid", message, place))
    above: dict[int, Cell] = {}
    for index, row in enumerate(rows):
        placed, above = _place(row, index, columns, above, number, problems)
        table.rows.append(placed)
    return table


def _place(
    row: Row, index: int, columns: dict[int, int], above: dict[int, Cell], number: int, problems: list[Problem]
) -> tuple[list[Cell], dict[int, Cell]]:
    shape = row.shaped()
    borders = [columns[x] for x in shape.edges()] if shape else list(range(len(row.cells) + 1))
    written: list[Cell] = []
    below: dict[int, Cell] = {}
    for position, content in enumerate(row.cells):
        form = shape.cells[position] if shape else CellShape(0)
        left, right = borders[position], borders[position + 1]
        place = Place(table=number, row=index + 1, cell=position + 1)
        upper = above.get(left)
        if form.joins_left and written:
            written[-1].colspan = max(written[-1].colspan, right - written[-1].column)
            _swallow(content, written[-1], place, problems)
        elif form.joins_above and upper is not None and upper.row + upper.rowspan == index:
            upper.rowspan += 1
            below[left] = upper
            _swallow(content, upper, place, problems)
        else:
            cell = Cell(content.text, index, left, colspan=max(1, right - left), place=place)
            written.append(cell)
            below[left] = cell
    return written, below


def _swallow(content: CellContent, into: Cell, place: Place, problems: list[Problem]) -> None:
    """A cell that is merged into another shows nothing of its own; say so where it holds something."""
    if content.text.strip() and content.text.strip() != into.text.strip():
        message = f"a merged cell hides the text {content.text.strip()[:40]!r}"
        problems.append(Problem("cell.hidden", message, place))


def _columns(rows: list[Row]) -> dict[int, int]:
    """The grid column of every border's x, from the borders of all rows; a row's own borders stay apart."""
    used_by: dict[int, set[int]] = {}
    own: list[list[int]] = []
    for index, row in enumerate(rows):
        shape = row.shaped()
        edges = shape.edges() if shape else []
        own.append(edges)
        for x in edges:
            used_by.setdefault(x, set()).add(index)
    columns: dict[int, int] = {}
    column, begin, members = -1, 0, set[int]()
    for x in sorted(used_by):
        if column < 0 or x - begin > _SAME_BORDER or members & used_by[x]:
            column, begin, members = column + 1, x, set()
        members |= used_by[x]
        columns[x] = column
    return columns
