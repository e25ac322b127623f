"""Reports whose tables are pictures: the pictures of a document are read in their places, as if their text stood there.

That is done only where the document's own text lacks tables of the form. The bytes of pictures that stand outside
the file (those of a page) are handed in by address; the others are in the file or in the address itself (``data:``).
"""

from __future__ import annotations

import base64
import binascii
import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit

from domain.registry import registry
from extract.document import Block, Cell, Document, Picture, Place, Problem, Table, UnreadableDocumentError
from extract.formats import picture
from extract.formats.layout import PageLayout, blocks
from extract.formats.sniff import MEDIA_TYPES
from extract.metadata.kinds import ICON
from extract.ocr import missing
from extract.patience import time_left
from extract.recognition import Recognition

MOST_PICTURES = 24
LEAST_WIDTH, LEAST_HEIGHT = 200, 48  # pixels: what is smaller is an icon, a badge or a line
READ_ALREADY = "image/"  # a picture file and a PDF have had their pictures read by their own reader
FORMATS_WITH_ADDRESSES = (MEDIA_TYPES["html"], MEDIA_TYPES["mhtml"])


def lacks_tables(recognition: Recognition) -> bool:
    """Whether a table of the form has not a single cell in the text; so it is, too, where no form is known."""
    if recognition.form is None:
        return True
    wanted = {table.code for table in registry().tables.values() if recognition.form in table.forms}
    return not wanted <= {cell.table for cell in recognition.cells}


def has_pictures(document: Document) -> bool:
    """Whether there are pictures that no reader has tried yet."""
    if document.media_type.startswith(READ_ALREADY) or document.media_type == MEDIA_TYPES["pdf"]:
        return False
    return any(isinstance(block, Picture) for block in document.blocks)


def with_pictures_read(document: Document, base: str | None, pictures: Mapping[str, bytes]) -> Document:
    """The document with its pictures recognised in place; ``base`` is the page's address.

    ``pictures`` gives bytes by absolute address or by the address as written. Places of what was recognised have
    the picture's address or name as ``part``, and ``page`` and ``bbox`` within it. Pictures that stay pictures are
    named in ``problems``, icons excepted. The document given is left as it is.
    """
    reading = _Pictures(base, pictures, document.media_type in FORMATS_WITH_ADDRESSES)
    for block in document.blocks:
        if isinstance(block, Picture):
            reading.add(block)
        else:
            reading.flush()
            reading.blocks.append(block)
    reading.flush()
    return replace(document, blocks=reading.blocks, problems=[*document.problems, *reading.told()])


def pictures_by_name(document: Document, base: str | None, pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """The pictures that ``with_pictures_read`` reads, by the name that the places in them have as ``part``."""
    reading = _Pictures(base, pictures, document.media_type in FORMATS_WITH_ADDRESSES)
    found: dict[str, bytes] = {}
    for block in document.blocks:
        if isinstance(block, Picture):
            name, data = reading.named(block)
            if data is not None:
                found.setdefault(name, data)
    return found


@dataclass(slots=True)
class _Pictures:
    """The blocks so far, and the pages of the pictures that follow one another without text between them."""

    base: str | None
    given: Mapping[str, bytes]
    addressed: bool
    blocks: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: int = 0
    tried: int = 0
    tables: int = 0
    seen: set[str] = field(default_factory=set)
    pages: list[PageLayout] = field(default_factory=list)
    origins: dict[int, tuple[str, int]] = field(default_factory=dict)

    def add(self, block: Picture) -> None:
        already = len(self.seen)
        name, data = self.named(block)
        if len(self.seen) == already:
            return
        if data is None:
            if self.addressed and not block.source.startswith("data:") and not ICON.search(block.source):
                self._problem("picture.missing", "the picture is not beside the document", block, name)
            self._keep(block)
        elif not _large_enough(data):
            self._keep(block)
        elif missing():
            self.unread += 1
            self._keep(block)
        else:
            self._recognise(block, name, data)

    def named(self, block: Picture) -> tuple[str, bytes | None]:
        """The name of a picture, now seen, and its bytes if they are there."""
        name = self._name(block)
        self.seen.add(name)
        return name, block.data or self._bytes(block.source)

    def _recognise(self, block: Picture, name: str, data: bytes) -> None:
        self.tried += 1
        if self.tried > MOST_PICTURES:
            self._keep(block)
            return
        if not time_left():
            self._problem("pages.time", "reading pictures took too long; this one was not read", block, name)
            self._keep(block)
            return
        first = max(self.origins, default=0) + 1
        try:
            layouts = picture.pages(data, first)
        except UnreadableDocumentError as error:
            self._problem("picture.unreadable", str(error), block, name)
            self._keep(block)
            return
        self.pages += layouts
        self.origins |= {layout.number: (name, frame) for frame, layout in enumerate(layouts, 1)}
        if not any(layout.words for layout in layouts):
            self._problem("picture.empty", "no text was recognised in the picture", block, name)

    def _keep(self, block: Picture) -> None:
        self.flush()
        self.blocks.append(block)

    def flush(self) -> None:
        """The pictures since the last text become tables and paragraphs, joined where they go on."""
        for block in blocks(self.pages):
            self.blocks.append(self._placed(block))
        self.pages = []

    def told(self) -> list[Problem]:
        if self.unread:
            self.problems.append(picture.not_installed())
        if self.tried > MOST_PICTURES:
            self.problems.append(
                Problem("pages.limit", f"of {self.tried} pictures in the document {MOST_PICTURES} were read")
            )
        return self.problems

    def _problem(self, code: str, message: str, block: Picture, name: str) -> None:
        self.problems.append(Problem(code, message, block.place._replace(part=name)))

    def _placed(self, block: Block) -> Block:
        if isinstance(block, Table):
            self.tables += 1
            rows = [[self._cell(cell) for cell in row] for row in block.rows]
            return replace(block, rows=rows, place=self._place(block.place))
        return replace(block, place=self._place(block.place))

    def _cell(self, cell: Cell) -> Cell:
        return replace(cell, place=self._place(cell.place))

    def _place(self, place: Place) -> Place:
        if place.page is None:
            return place
        part, page = self.origins[place.page]
        return place._replace(part=part, page=page, table=None if place.table is None else self.tables)

    def _name(self, block: Picture) -> str:
        if block.source.startswith("data:"):
            return f"picture {len(self.seen) + 1}" if block.source not in self.seen else block.source
        part = block.place.part
        name = self._address(block.source) if self.addressed else block.source
        return name if part in (None, name) else f"{part}: {name}"

    def _address(self, source: str) -> str:
        try:
            return urljoin(self.base or "", source)
        except ValueError:
            return source

    def _bytes(self, source: str) -> bytes | None:
        if source[:5].lower() == "data:":
            return data_of(source)
        if not self.addressed:
            return None
        for key in (self._address(source), source, unquote(source)):
            if key in self.given:
                return self.given.get(key)
        last = _last(source)  # the page may say by <base> where its pictures are, or have been moved
        alike = [key for key in self.given if last and _last(key) == last]
        return self.given.get(alike[0]) if len(alike) == 1 else None


def data_of(source: str) -> bytes | None:
    """The bytes in a ``data:`` address; None where there are none."""
    head, comma, body = source.partition(",")
    if not comma or not body:
        return None
    try:
        if head.lower().endswith(";base64"):
            return base64.b64decode("".join(unquote(body).split()) + "==") or None
        return unquote_to_bytes(body) or None
    except (binascii.Error, ValueError):
        return None


def _last(address: str) -> str:
    try:
        return unquote(urlsplit(address).path.rsplit("/", 1)[-1])
    except ValueError:
        return ""


def _large_enough(data: bytes) -> bool:
    """Whether a picture may hold a table. One whose size cannot be told may: its reader then gives the reason."""
    try:
        from PIL import Image
    except ImportError:
        return True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=picture.FORMATS) as found:
                width, height = found.size
    except Exception:  # decoders raise what they like on hostile bytes
        return True
    return width >= LEAST_WIDTH and height >= LEAST_HEIGHT
