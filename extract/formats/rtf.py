r"""RTF documents (also saved under the names .doc and .wps): paragraphs and tables.

Grid columns come from the right edges of the cells (``\cellx``) over all rows of a table. Tables inside a cell
are read as lines of that cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.document import Document, Paragraph, Picture, Place, Table, UnreadableDocumentError
from extract.formats.grid import MAX_COLUMNS, ColumnCell, place_on_columns
from extract.formats.rtf_text import Mark, events
from extract.formats.sniff import MEDIA_TYPES, NAMES

_SNAP = 40  # twips: edges closer than 2 pt are the same


@dataclass(slots=True)
class _Edge:
    """A cell as a row's definition gives it: its right edge in twips and how it is merged."""

    right: int
    merge: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Row:
    left: int
    edges: list[_Edge]
    texts: list[str]


def read(data: bytes) -> Document:
    """Read an RTF file. Raises :class:`UnreadableDocumentError` where there is nothing in it."""
    reader = _Reader()
    for event in events(data[data.find(b"{\\rtf") :]):
        if isinstance(event, Mark):
            reader.mark(event)
        else:
            reader.parts.append(event)
    reader.end()
    if not reader.document.blocks:
        raise UnreadableDocumentError(f"{NAMES['rtf']}: there is no text in it")
    return reader.document


class _Reader:
    def __init__(self) -> None:
        self.document = Document(MEDIA_TYPES["rtf"])
        self.parts: list[str] = []
        self._in_table = False
        self._heading = False
        self._left = 0
        self._edges: list[_Edge] = []
        self._merge: set[str] = set()
        self._texts: list[str] = []
        self._rows: list[_Row] = []
        self._paragraphs = 0
        self._tables = 0
        self._pictures = 0

    def mark(self, mark: Mark) -> None:
        """Take in a control word."""
        name, number = mark.name, mark.number
        if name == "par" or name == "sect":
            self._paragraph()
        elif name == "pard":
            self._in_table = self._heading = False
        elif name == "intbl":
            self._in_table = True
        elif name == "outlinelevel":
            self._heading = number is not None and 0 <= number < 9
        elif name == "trowd":
            self._left, self._edges, self._merge = 0, [], set()
        elif name == "trleft":
            self._left = number or 0
        elif name in ("clmgf", "clmrg", "clvmgf", "clvmrg"):
            self._merge.add(name)
        elif name == "cellx":
            if len(self._edges) < MAX_COLUMNS:
                self._edges.append(_Edge(number or 0, self._merge))
            self._merge = set()
        elif name == "cell":
            self._texts.append(_tidy("".join(self.parts)))
            self.parts.clear()
        elif name == "nestcell":
            self.parts.append("\t")
        elif name == "nestrow":
            self.parts.append("\n")
        elif name == "row":
            self._rows.append(_Row(self._left, self._edges, self._texts))
            self._texts = []
        elif name == "pict":
            self._pictures += 1
            if not self._in_table:
                self._table()
            self.document.blocks.append(Picture(f"picture {self._pictures}", Place(line=self._paragraphs + 1)))

    def end(self) -> None:
        """The file is over: what is open is closed."""
        if self._texts:
            self._rows.append(_Row(self._left, self._edges, self._texts))
            self._texts = []
        self._in_table = False
        self._paragraph()
        self._table()

    def _paragraph(self) -> None:
        if self._in_table:
            self.parts.append("\n")
            return
        text = _tidy("".join(self.parts))
        self.parts.clear()
        if not text:
            return
        self._table()
        for line in [text] if self._heading else text.split("\n"):
            self._paragraphs += 1
            self.document.blocks.append(Paragraph(line, Place(line=self._paragraphs), self._heading))

    def _table(self) -> None:
        rows, self._rows = self._rows, []
        if not rows:
            return
        self._tables += 1
        self.document.blocks.append(_on_grid(rows, self._tables))


def _on_grid(rows: list[_Row], number: int) -> Table:
    lines = _snapped(sorted({x for row in rows for x in (row.left, *(edge.right for edge in row.edges))}))
    placed: list[list[ColumnCell]] = []
    for r, row in enumerate(rows, 1):
        cells: list[ColumnCell] = []
        left = row.left
        for n, text in enumerate(row.texts):
            edge = row.edges[n] if n < len(row.edges) else _Edge(left)
            column = lines.get(left, n) if n < len(row.edges) else len(lines) + n
            span = max(1, lines.get(edge.right, column + 1) - column)
            left = edge.right
            if "clmrg" in edge.merge and cells:
                cells[-1].colspan = max(cells[-1].colspan, column + span - cells[-1].column)
            else:
                place = Place(table=number, row=r, cell=n + 1)
                cells.append(ColumnCell(text, column, span, "clvmrg" in edge.merge, place))
        placed.append(cells)
    return place_on_columns(placed, Place(table=number))


def _snapped(edges: list[int]) -> dict[int, int]:
    """Edge in twips -> its number on the grid."""
    found: dict[int, int] = {}
    number, last = -1, None
    for edge in edges:
        if last is None or edge - last > _SNAP:
            number += 1
        found[edge] = number
        last = edge
    return found


def _tidy(text: str) -> str:
    return "\n".join(line for raw in text.split("\n") if (line := " ".join(raw.split())))
