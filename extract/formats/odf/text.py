"""The body of an OpenDocument text: paragraphs, tables and pictures in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from extract.document import Cell, Document, Paragraph, Picture, Place, Problem, UnreadableDocumentError
from extract.formats.grid import data_runs, place_on_grid
from extract.formats.odf.words import Styles, attribute, count, local, words_of

_GROUPS = frozenset(("table-header-rows", "table-rows", "table-row-group"))
_HELD = """
    section list list-item list-header index-body table-of-content text-box frame g numbered-paragraph
"""
_HOLDERS = frozenset(_HELD.split())
_PROSE = 300
_DEPTH = 100
_MOST_REPEATS = 60
_MOST_CELLS = 200_000


@dataclass(slots=True)
class _Written:
    """A cell as written. ``prose``: it holds a table or an article, so that its row is layout."""

    element: etree._Element
    cell: Cell
    prose: bool
    aside: list[etree._Element] = field(default_factory=list)


class Text:
    """Reads a body into ``document``; ``picture`` gives the bytes of a picture in the file by its name."""

    def __init__(self, document: Document, styles: Styles, picture: Callable[[str], bytes | None]) -> None:
        self.document = document
        self._styles = styles
        self._picture_data = picture
        self._paragraphs = self._tables = self._cells = 0

    def read(self, body: etree._Element) -> None:
        """Append all blocks to the document."""
        self._flow(body, 0)

    def _flow(self, parent: etree._Element, depth: int) -> None:
        for child in parent:
            name = local(child)
            if name in ("p", "h"):
                self._paragraph(child, name == "h", depth)
            elif name == "table":
                self._table(child, depth)
            elif name == "image":
                self._picture(child)
            elif name in _HOLDERS and depth < _DEPTH and attribute(child, "display") not in ("none", "condition"):
                self._flow(child, depth + 1)

    def _paragraph(self, element: etree._Element, heading: bool, depth: int) -> None:
        aside: list[etree._Element] = []
        text = words_of(element, self._styles, aside)
        if text and attribute(element, "style-name") not in self._styles.hidden:
            self._paragraphs += 1
            for line in [text] if heading else text.split("\n"):
                self.document.blocks.append(Paragraph(line, Place(line=self._paragraphs), heading))
        self._beside(aside, depth)

    def _beside(self, aside: list[etree._Element], depth: int) -> None:
        for element in aside:
            if local(element) == "image":
                self._picture(element)
            elif depth < _DEPTH:
                self._flow(element, depth + 1)

    def _picture(self, element: etree._Element) -> None:
        source = attribute(element, "href")
        if not source:
            return
        try:
            data = self._picture_data(source.removeprefix("./"))
        except UnreadableDocumentError as error:
            data = None
            self.document.problems.append(Problem("picture.unreadable", str(error)))
        self.document.blocks.append(Picture(source, Place(line=self._paragraphs + 1), data))

    def _table(self, element: etree._Element, depth: int) -> None:
        self._tables += 1
        place = Place(table=self._tables)
        rows = [self._row(row, r, depth) for r, row in enumerate(_rows(element), 1)]
        plain = [not any(written.prose for written in row) for row in rows]
        if all(plain) and any(len(row) > 1 for row in rows):
            self._emit(rows, place, depth)
            return
        for start, end, is_data in data_runs([ok and len(row) > 1 for ok, row in zip(plain, rows, strict=True)]):
            if is_data:
                self._emit(rows[start:end], place, depth)
                continue
            for written in (written for row in rows[start:end] for written in row):
                if depth < _DEPTH:
                    self._flow(written.element, depth + 1)

    def _emit(self, rows: list[list[_Written]], place: Place, depth: int) -> None:
        self.document.blocks.append(place_on_grid([[written.cell for written in row] for row in rows], place))
        self._beside([element for row in rows for written in row for element in written.aside], depth)

    def _row(self, row: etree._Element, number: int, depth: int) -> list[_Written]:
        found: list[_Written] = []
        for element in row:
            if local(element) != "table-cell":
                continue
            for _ in range(min(count(element, "number-columns-repeated"), _MOST_REPEATS)):
                self._cells += 1
                if self._cells > _MOST_CELLS:
                    raise UnreadableDocumentError(f"OpenDocument: more than {_MOST_CELLS} cells in tables")
                found.append(self._cell(element, Place(self._tables, number, len(found) + 1)))
        return found

    def _cell(self, element: etree._Element, place: Place) -> _Written:
        aside: list[etree._Element] = []
        lines = [words for part in _paragraphs_in(element) if (words := words_of(part, self._styles, aside))]
        text = "\n".join(lines)
        nested = next(element.iter("{*}table"), None) is not None
        spans = count(element, "number-rows-spanned"), count(element, "number-columns-spanned")
        return _Written(element, Cell(text, 0, 0, *spans, place), nested or len(text) > _PROSE, aside)


def _rows(table: etree._Element, depth: int = 0) -> Iterator[etree._Element]:
    """The rows that are shown, each as often as it is repeated; blank repeats once."""
    for child in table:
        name = local(child)
        if name == "table-row" and attribute(child, "visibility") not in ("collapse", "filter"):
            for _ in range(min(count(child, "number-rows-repeated"), _MOST_REPEATS)):
                yield child
        elif name in _GROUPS and depth < _DEPTH:
            yield from _rows(child, depth + 1)


def _paragraphs_in(cell: etree._Element, depth: int = 0) -> Iterator[etree._Element]:
    for child in cell:
        name = local(child)
        if name in ("p", "h"):
            yield child
        elif name in _HOLDERS and depth < _DEPTH:
            yield from _paragraphs_in(child, depth + 1)
