"""Positioned words and ruled lines to blocks, for every format that fixes its pages (PDF, OFD, scans)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract.document import Block, Cell, Place, Table
from extract.layout.flow import Piece, Sheet, by_page, join_pages
from extract.layout.page import PageLayout, Rule, Standing, Word

__all__ = ["PageLayout", "Rule", "Word", "blocks"]


def blocks(pages: Sequence[PageLayout]) -> list[Block]:
    """The tables and paragraphs of the pages in reading order, joined where only a page break parts them.

    Places hold the page and the box in points; a cell that a page break cut has the place of its first part.
    """
    found: list[Block] = []
    tables = 0
    standings = {page.number: page.standing for page in pages if page.standing}
    recognised = {page.number: [word for word in page.words if _is_recognised(word)] for page in pages}
    for part in join_pages(by_page(pages)):
        if isinstance(part, Sheet):
            tables += 1
            _doubt_blanks(part, recognised)
            found.append(_table(part, tables, standings))
        else:
            found.append(replace(part.paragraph, place=_on_page(part.paragraph.place, standings)))
    return found


def _is_recognised(word: Word) -> bool:
    return word.unreadable or word.confidence < 1


def _doubt_blanks(sheet: Sheet, recognised: Mapping[int, Sequence[Word]]) -> None:
    """Put into a cell without words what a recogniser found in its box and no cell has: it is not blank."""
    held = {id(word) for row in sheet.rows for piece in row for word in piece.words}
    for piece in (piece for row in sheet.rows for piece in row if not piece.words):
        box = piece.place.bbox
        words = recognised.get(piece.place.page or 0)
        if not box or not words:
            continue
        x0, top, x1, bottom = box
        lost = [w for w in words if x0 <= (w.x0 + w.x1) / 2 <= x1 and top <= (w.top + w.bottom) / 2 <= bottom]
        piece.words = [word._replace(text="", unreadable=True) for word in lost if id(word) not in held]


Standings = Mapping[int, Standing]


def _on_page(place: Place, standings: Standings) -> Place:
    """A place in a layout as one on its page."""
    standing = standings.get(place.page or 0)
    if standing is None:
        return place
    return place._replace(page=standing.page, bbox=place.bbox and standing.box(place.bbox))


def _table(sheet: Sheet, number: int, standings: Standings) -> Table:
    rows: list[list[Cell]] = []
    for at, pieces in enumerate(sheet.rows):
        row = [_cell(piece, at, number, n, standings) for n, piece in enumerate(pieces, 1)]
        rows.append(row)
    return Table(rows, _on_page(sheet.place, standings)._replace(table=number))


def _cell(piece: Piece, row: int, table: int, number: int, standings: Standings) -> Cell:
    place = _on_page(piece.place, standings)._replace(table=table, row=row + 1, cell=number)
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
