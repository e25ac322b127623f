"""The neutral document that every format reader gives and every form recogniser takes.

A reader (``extract/formats/<name>.py``) turns bytes into a :class:`Document`; it knows nothing of the forms.
Recognition turns a Document into a report; it knows nothing of file formats. Another format is one module.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple


class UnreadableDocumentError(Exception):
    """The bytes cannot be read as the format they are. The message is the reason, for people."""


class Place(NamedTuple):
    """Where something stands in the file; all counts start at 1. Unknown parts are ``None``.

    ``table``/``row``/``cell``: the n-th table in document order (nested ones counted where they open), its
    n-th row, the n-th cell written in that row (not the grid column). ``line``: line of a text file, or
    paragraph of a document. ``page`` and ``bbox``: page, and (left, top, right, bottom) in points (1/72 inch)
    from the page's top left corner. ``part``: the member of an archive or the sheet of a workbook.
    """

    table: int | None = None
    row: int | None = None
    cell: int | None = None
    line: int | None = None
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    part: str | None = None

    def as_json(self) -> dict[str, object]:
        """The known parts only, as ``gongkai read --cells`` prints them."""
        found: dict[str, object] = {}
        for name in ("part", "page", "table", "row", "cell", "line"):
            value = getattr(self, name)
            if value is not None:
                found[name] = value
        if self.bbox is not None:
            found["bbox"] = [round(x, 1) for x in self.bbox]
        return found

    def __str__(self) -> str:
        return ", ".join(f"{name} {value}" for name, value in self.as_json().items())


NOWHERE = Place()
_USUAL_CELLS = 16  # no form has more columns


def places_of_row(table: int | None, row: int, cells: int) -> tuple[Place, ...]:
    """The places of at least as many cells of a row. All documents have cells there, so that places are shared."""
    if cells > _USUAL_CELLS:
        return tuple(Place(table, row, cell) for cell in range(1, cells + 1))
    return _usual_places(table, row)


@lru_cache(maxsize=1 << 10)
def _usual_places(table: int | None, row: int) -> tuple[Place, ...]:
    return tuple(Place(table, row, cell) for cell in range(1, _USUAL_CELLS + 1))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a reader of the figures must know: what was not read, not understood or contradicts itself.

    ``code`` is a stable dotted word (``label.unknown``), ``message`` says what and why in plain words,
    ``place`` where. ``alternatives`` holds what an uncertain recogniser also saw.
    """

    code: str
    message: str
    place: Place | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(slots=True)
class Cell:
    r"""A cell of a table: its text as written (inner breaks kept as ``\n``), its grid position and its place.

    ``row`` and ``column`` count from 0 on the grid; spans are those of the source, clipped to the grid.
    ``confidence`` is 1.0 for text, the recogniser's own figure for pictures, with its other guesses in
    ``alternatives`` as (text, confidence). ``unreadable`` says that something is there but was not read.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    place: Place = NOWHERE
    confidence: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()
    unreadable: bool = False


@dataclass(slots=True)
class Table:
    """A table as rows of the cells that *start* in them, in reading order.

    ``flat`` is true where the source lost its grid and only the order of cells is known (one cell a line in
    converted text): then ``rows`` holds them in order, rows split where the source still tells.
    """

    rows: list[list[Cell]]
    place: Place = NOWHERE
    flat: bool = False


@dataclass(slots=True)
class Paragraph:
    """A run of text outside tables, ``heading`` where the source marks it as one (h1-h6, a heading style)."""

    text: str
    place: Place = NOWHERE
    heading: bool = False


@dataclass(slots=True)
class Picture:
    """An image in the flow of the document, not read yet: ``source`` is its address or name in the file."""

    source: str
    place: Place = NOWHERE
    data: bytes | None = None


Block = Paragraph | Table | Picture


@dataclass(slots=True)
class Document:
    """A document as its blocks in reading order.

    ``media_type`` is found from the content. ``tags`` holds what the file says of itself, keys in lower case
    without regard to the source's spelling: page tags (``articletitle``, ``pubdate``, ``contentsource``,
    ``siteidcode``, ``columnname`` ...), ``title`` (HTML title or document property), ``canonical``,
    ``breadcrumb`` (parts joined with `` > ``), and rows of a metadata strip such as ``发布机构``.
    """

    media_type: str
    blocks: list[Block] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    charset: str | None = None

    @property
    def tables(self) -> list[Table]:
        """The tables among the blocks, in order."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def text(self) -> str:
        """All paragraphs, one a line (tables left out)."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph))
