"""Positioned words and ruled lines to blocks, for every format that fixes its pages (PDF, OFD, scans)."""

from __future__ import annotations

from collections.abc import Sequence

from extract.document import Block, Cell, Table
from extract.layout.flow import Piece, Sheet, by_page, join_pages
from extract.layout.page import PageLayout, Rule, Word

__all__ = ["PageLayout", "Rule", "Word", "blocks"]


def blocks(pages: Sequence[PageLayout]) -> list[Block]:
    """The tables and paragraphs of the pages in reading order, joined where only a page break parts them.

    Places hold the page and the box in points; a cell that a page break cut has the place of its first part.
    """
    found: list[Block] = []
    tables = 0
    for part in join_pages(by_page(pages)):
        if isinstance(part, Sheet):
            tables += 1
            found.append(_table(part, tables))
        else:
            found.append(part.paragraph)
    return found


def _table(sheet: Sheet, number: int) -> Table:
    rows: list[list[Cell]] = []
    for at, pieces in enumerate(sheet.rows):
        row = [_cell(piece, at, number, n) for n, piece in enumerate(pieces, 1)]
        rows.append(row)
    return Table(rows, sheet.place._replace(table=number))


def _cell(piece: Piece, row: int, table: int, number: int) -> Cell:
    place = piece.place._replace(table=table, row=row + 1, cell=number)
    words = piece.words
    return Cell(
        piece.text,
        row,
        piece.left,
        piece.rowspan,
        piece.right - piece.left,
        place,
        confidence=min((w.confidence for w in words), default=1.0),
        alternatives=words[0].alternatives if len(words) == 1 else (),
        unreadable=any(w.unreadable for w in words),
    )
