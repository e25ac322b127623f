"""Marked paragraphs become blocks: paragraphs, pictures, and tables nested as their marks say ([MS-DOC] 2.4.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from extract.document import Block, Paragraph, Picture, Place, Problem
from extract.formats.word97.grid import CellContent, Row, build_table
from extract.formats.word97.rows import RowShape
from extract.formats.word97.story import Anchor, Mark

PictureAt = Callable[[Anchor, Place], Picture | None]


@dataclass(slots=True)
class _OpenTable:
    """``kept``: a cell of the row ends undeleted; writers mark the row's end with the text before it all the same."""

    number: int
    rows: list[Row] = field(default_factory=list)
    cells: list[CellContent] = field(default_factory=list)
    content: CellContent = field(default_factory=CellContent)
    kept: bool = False

    def place(self) -> Place:
        return Place(table=self.number, row=len(self.rows) + 1, cell=len(self.cells) + 1)

    def end_cell(self) -> None:
        self.cells.append(self.content)
        self.content = CellContent()

    def end_row(self, shape: RowShape, ended: bool = True) -> None:
        self.rows.append(Row(self.cells, shape, ended))
        self.cells, self.content, self.kept = [], CellContent(), False


class BlockBuilder:
    """Takes the marks of one story after another; ``blocks`` and ``problems`` hold the result after ``close``."""

    def __init__(self, picture_at: PictureAt) -> None:
        """``picture_at`` gives the picture of an anchor, or None where the anchor holds none."""
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self._picture_at = picture_at
        self._open: list[_OpenTable] = []
        self._tables = 0
        self._lines = 0

    def take(self, marks: Iterable[Mark], part: str | None = None) -> None:
        """Add a story; ``part`` names it where it is not the main text."""
        for mark in marks:
            depth = mark.properties.depth
            if mark.end == "\x07":
                depth = max(1, depth)
            self._to_depth(depth)
            if depth:
                self._into_table(mark, self._open[-1])
            else:
                self._lines += 1
                self._add(mark, self.blocks, Place(line=self._lines, part=part))
        self._to_depth(0)

    def _to_depth(self, depth: int) -> None:
        while len(self._open) > depth:
            self._close(self._open.pop())
        while len(self._open) < depth:
            self._tables += 1
            self._open.append(_OpenTable(self._tables))

    def _into_table(self, mark: Mark, table: _OpenTable) -> None:
        if mark.properties.row_end:
            if table.content.blocks:
                table.end_cell()
            if mark.deleted and not table.kept:
                table.cells, table.content = [], CellContent()
            else:
                table.end_row(mark.properties.row)
            return
        self._add(mark, table.content.blocks, table.place())
        if mark.end == "\x07" or mark.properties.cell_end:
            table.kept = table.kept or not mark.deleted
            table.end_cell()

    def _add(self, mark: Mark, to: list[Block], place: Place) -> None:
        if mark.text.strip() or (place.table is not None and to):
            to.append(Paragraph(mark.text.strip(" \t\r\n"), place, mark.properties.heading))
        for anchor in mark.anchors:
            picture = self._picture_at(anchor, place)
            if picture is not None:
                to.append(picture)

    def _close(self, table: _OpenTable) -> None:
        if table.content.blocks:
            table.end_cell()
        if table.cells:
            table.end_row(RowShape(), ended=False)
        into = self._open[-1].content.blocks if self._open else self.blocks
        contents = [block for row in table.rows for cell in row.cells for block in cell.blocks]
        if _is_frame(table.rows, contents):
            into.extend(contents)
            return
        if table.rows:
            into.append(build_table(table.rows, table.number, self.problems))
        into.extend(block for block in contents if not isinstance(block, Paragraph))


def _is_frame(rows: list[Row], contents: list[Block]) -> bool:
    """Whether a table only frames the text: one cell, or one column that holds other tables."""
    if any(len(row.cells) != 1 for row in rows):
        return False
    return len(rows) == 1 or not all(isinstance(block, Paragraph) for block in contents)
