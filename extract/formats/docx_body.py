"""The body of a WordprocessingML document, by local names: it serves DOCX of both namespaces and Word 2003 XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from extract.document import Document, Paragraph, Picture, Place, Problem, UnreadableDocumentError
from extract.formats.grid import MAX_COLUMNS, SANE_SPAN, ColumnCell, data_runs, place_on_columns
from extract.values import RAISED_BY, raised

_WRAPPED = "sdt sdtContent customXml smartTag ins moveTo sect sub-section pgContainer annotation content"
_UNSEEN = """
    del moveFrom delText instrText delInstrText pPr rPr tblPr tblGrid trPr tcPr sdtPr sectPr rt fldData binData docPr
    footnote endnote
"""
_WRAPPERS = frozenset(_WRAPPED.split())
_SILENT = frozenset(_UNSEEN.split())
_NOT_SEEN = frozenset(("vanish", "strike", "dstrike"))  # a run that readers do not see, or see struck through
_PROSE = 300
_DEPTH = 120


@dataclass(slots=True)
class _WrittenCell:
    """A cell as written; ``goes_on`` continues the one above, ``prose`` makes its row layout rather than data."""

    element: etree._Element
    text: str
    column: int
    colspan: int
    goes_on: bool
    place: Place
    prose: bool
    aside: list[etree._Element]


class Body:
    """Reads a body into ``document``. ``headings`` are style ids, ``relations`` map ids to part names."""

    def __init__(self, document: Document, headings: set[str], relations: dict[str, str]) -> None:
        self.document = document
        self.headings = headings
        self.relations = relations
        self.picture_data: Callable[[str], bytes | None] = lambda name: None
        self.part_data: Callable[[str], bytes | None] = lambda name: None
        self._paragraphs = 0
        self._tables = 0
        self._names: dict[str, str] = {}
        self._aside: list[etree._Element] = []
        self._holders: set[etree._Element] = set()

    def read(self, root: etree._Element) -> None:
        """Append all blocks of the body to the document."""
        self._holders = {cell for table in root.iter("{*}tbl") for cell in table.iterancestors("{*}tc")}
        body = next(root.iter("{*}body"), root)
        self._flow(body, 0)

    def _name(self, element: etree._Element) -> str:
        tag = element.tag
        name = self._names.get(tag)
        if name is None:
            name = self._names[tag] = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        return name

    # -- blocks ----------------------------------------------------------------------------------------------

    def _flow(self, parent: etree._Element, depth: int) -> None:
        for child in parent:
            name = self._name(child)
            if name == "p":
                self._paragraph(child, depth)
            elif name == "tbl":
                self._table(child, depth)
            elif name == "AlternateContent":
                if (choice := self._choice(child)) is not None and depth < _DEPTH:
                    self._flow(choice, depth + 1)
            elif name == "altChunk":
                self._foreign(child)
            elif name in _WRAPPERS and depth < _DEPTH:
                self._flow(child, depth + 1)

    def _paragraph(self, element: etree._Element, depth: int) -> None:
        outer, self._aside = self._aside, []
        text = _tidy(self._text(element, depth))
        if text:
            self._paragraphs += 1
            heading = self._is_heading(element)
            for line in [text] if heading else text.split("\n"):
                self.document.blocks.append(Paragraph(line, Place(line=self._paragraphs), heading))
        aside, self._aside = self._aside, outer
        self._beside(aside, depth)

    def _beside(self, aside: list[etree._Element], depth: int) -> None:
        """Text boxes and pictures anchored in the text just read."""
        for element in aside:
            if self._name(element) == "txbxContent":
                if depth < _DEPTH:
                    self._flow(element, depth + 1)
            else:
                self._picture(element)

    def _picture(self, element: etree._Element) -> None:
        ident = next((str(v) for k, v in element.items() if str(k).rpartition("}")[2] in ("embed", "link", "id")), "")
        source = self.relations.get(ident)
        if not source:
            return
        try:
            data = self.picture_data(source)
        except UnreadableDocumentError as error:
            data = None
            self.document.problems.append(Problem("picture.unreadable", str(error)))
        self.document.blocks.append(Picture(source, Place(line=self._paragraphs + 1), data))

    def _foreign(self, element: etree._Element) -> None:
        """A part in another format (HTML, RTF ...) that Word shows as part of the text."""
        from extract.formats import open_document

        ident = next((str(v) for k, v in element.items() if str(k).endswith("}id")), "")
        data = self.part_data(self.relations.get(ident, ""))
        if data is None or data[:4] == b"PK\x03\x04":
            self.document.problems.append(Problem("docx.part", f"a part shown in the text ({ident}) was not read"))
            return
        try:
            other = open_document(data)
        except UnreadableDocumentError as error:
            self.document.problems.append(Problem("docx.part", f"a part shown in the text was not read: {error}"))
            return
        self.document.blocks.extend(other.blocks)
        self.document.problems.extend(other.problems)

    def _is_heading(self, paragraph: etree._Element) -> bool:
        for part in paragraph:
            if self._name(part) == "pPr":
                for child in part:
                    name = self._name(child)
                    if name == "pStyle" and _val(child) in self.headings:
                        return True
                    if name == "outlineLvl" and _val(child).isdigit() and int(_val(child)) < 9:
                        return True
                return False
        return False

    # -- text ------------------------------------------------------------------------------------------------

    def _text(self, element: etree._Element, depth: int) -> str:
        parts: list[str] = []
        self._gather(element, parts, depth)
        return "".join(parts)

    def _gather(self, element: etree._Element, parts: list[str], depth: int) -> None:
        for child in element:
            name = self._name(child)
            if name == "t":
                parts.append(child.text or "")
            elif name in _SILENT:
                continue
            elif name == "r":
                if not self._is_hidden(child):
                    at = len(parts)
                    self._gather(child, parts, depth + 1)
                    if parts[:at] and parts[at - 1][-1:].isdigit() and self._is_raised(child):
                        parts[at:] = map(raised, parts[at:])
            elif name in ("tab", "ptab"):
                parts.append("\t")
            elif name in ("br", "cr"):
                parts.append("\n")
            elif name == "noBreakHyphen":
                parts.append("-")
            elif name in ("txbxContent", "blip", "imagedata"):
                self._aside.append(child)
            elif name == "AlternateContent":
                if (choice := self._choice(child)) is not None and depth < _DEPTH:
                    self._gather(choice, parts, depth + 1)
            elif depth < _DEPTH:
                self._gather(child, parts, depth + 1)

    def _choice(self, element: etree._Element) -> etree._Element | None:
        """The one rendering to read of several of the same thing."""
        return next(iter(element), None)

    def _is_hidden(self, run: etree._Element) -> bool:
        return any(
            self._name(child) in _NOT_SEEN and _val(child) not in ("0", "false", "off")
            for child in self._formatting(run)
        )

    def _is_raised(self, run: etree._Element) -> bool:
        said = {self._name(child): _val(child) for child in self._formatting(run)}
        height = said.get("position", "")
        return said.get("vertAlign") == "superscript" or (height.isdigit() and int(height) >= RAISED_BY)

    def _formatting(self, run: etree._Element) -> Iterable[etree._Element]:
        first = next(iter(run), None)
        return first if first is not None and self._name(first) == "rPr" else ()

    # -- tables ----------------------------------------------------------------------------------------------

    def _table(self, element: etree._Element, depth: int) -> None:
        self._tables += 1
        place = Place(table=self._tables)
        rows = [self._row(row, r, depth) for r, row in enumerate(self._children(element, "tr"), 1)]
        plain = [not any(cell.prose for cell in row) for row in rows]
        if all(plain) and any(len(row) > 1 for row in rows):
            self._emit(rows, place, depth)
            return
        for start, end, is_data in data_runs([ok and len(row) > 1 for ok, row in zip(plain, rows, strict=True)]):
            if is_data:
                self._emit(rows[start:end], place, depth)
                continue
            for row in rows[start:end]:
                for cell in row:
                    self._flow(cell.element, depth + 1)

    def _row(self, row: etree._Element, number: int, depth: int) -> list[_WrittenCell]:
        column = _before(row, self._name)
        cells: list[_WrittenCell] = []
        for n, element in enumerate(self._children(row, "tc"), 1):
            span, down, across = self._merging(element)
            if across and cells:
                cells[-1].colspan += span
            else:
                aside, self._aside = self._aside, []
                lines = [line for part in self._cell_paragraphs(element, depth) if (line := _tidy(part))]
                aside, self._aside = self._aside, aside
                place = Place(table=self._tables, row=number, cell=n)
                nested = element in self._holders
                text = "\n".join(lines)
                cells.append(
                    _WrittenCell(element, text, column, span, down, place, nested or len(text) > _PROSE, aside)
                )
            column += 1 if span > SANE_SPAN else span
        return cells

    def _cell_paragraphs(self, element: etree._Element, depth: int) -> Iterator[str]:
        for child in element:
            name = self._name(child)
            if name == "p":
                yield self._text(child, depth + 1)
            elif name == "AlternateContent":
                if (choice := self._choice(child)) is not None and depth < _DEPTH:
                    yield from self._cell_paragraphs(choice, depth + 1)
            elif name in _WRAPPERS and depth < _DEPTH:
                yield from self._cell_paragraphs(child, depth + 1)

    def _merging(self, cell: etree._Element) -> tuple[int, bool, bool]:
        """Grid columns of a cell, whether it goes on the cell above it, and whether the one before it."""
        span, down, across = 1, False, False
        for properties in cell:
            if self._name(properties) != "tcPr":
                continue
            for mark in properties:
                name, value = self._name(mark), _val(mark)
                if name == "gridSpan" and value.isdigit():
                    span = max(1, min(int(value[:6]), MAX_COLUMNS))
                elif name in ("vMerge", "vmerge"):
                    down = value != "restart"
                elif name in ("hMerge", "hmerge"):
                    across = value != "restart"
        return span, down, across

    def _emit(self, rows: list[list[_WrittenCell]], place: Place, depth: int) -> None:
        cells = [[ColumnCell(c.text, c.column, c.colspan, c.goes_on, c.place) for c in row] for row in rows]
        self.document.blocks.append(place_on_columns(cells, place))
        self._beside([e for row in rows for written in row for e in written.aside], depth)

    def _children(self, parent: etree._Element, wanted: str, depth: int = 0) -> Iterator[etree._Element]:
        """Rows of a table or cells of a row, looked for inside content controls and tracked insertions too."""
        for child in parent:
            name = self._name(child)
            if name == wanted:
                if not self._is_deleted(child):
                    yield child
            elif name == "AlternateContent":
                if (choice := self._choice(child)) is not None and depth < _DEPTH:
                    yield from self._children(choice, wanted, depth + 1)
            elif name in _WRAPPERS and depth < _DEPTH:
                yield from self._children(child, wanted, depth + 1)

    def _is_deleted(self, element: etree._Element) -> bool:
        for child in element:
            if self._name(child) in ("trPr", "tcPr"):
                return any(self._name(mark) in ("del", "cellDel") for mark in child)
        return False


def _before(row: etree._Element, name: Callable[[etree._Element], str]) -> int:
    """The grid columns that a row leaves out at its beginning."""
    for child in row:
        if name(child) == "trPr":
            for mark in child:
                if name(mark) == "gridBefore" and _val(mark).isdigit():
                    return min(int(_val(mark)[:6]), MAX_COLUMNS)
    return 0


def _val(element: etree._Element) -> str:
    for key, value in element.items():
        if str(key).rpartition("}")[2] == "val":
            return str(value)
    return ""


def _tidy(text: str) -> str:
    return "\n".join(line for raw in text.split("\n") if (line := " ".join(raw.split())))
