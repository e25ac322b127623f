"""OFD documents (GB/T 33190-2016): a ZIP of XML pages in millimetres, read by position like a PDF.

Not read: annotations (watermarks, stamps), attachments, signatures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.document import Block, Document, Picture, Place, Problem, UnreadableDocumentError
from extract.formats.layout import blocks
from extract.formats.ofd.container import (
    Container,
    Element,
    attribute,
    children,
    descendants,
    text_of,
)
from extract.formats.ofd.pages import Budget, OfdPage, PageReader, Resources
from extract.formats.ofd.shapes import numbers
from extract.layout.lines import Box

MEDIA_TYPE = "application/ofd"
MOST_PAGES = 300
FEW = 8
"""Characters: a page with a picture and no more text than a stamp or a page number is a scan."""
_A4 = Box(0.0, 0.0, 210.0, 297.0)
_WIDE, _HIGH = 144.0, 72.0  # points: a smaller image is a seal, a code or an ornament
_MEANINGLESS = 0.2  # from this share of characters without a meaning on, a page's text is not to be trusted


@dataclass(slots=True)
class _Reading:
    container: Container
    document: Document
    pages: list[OfdPage] = field(default_factory=list)
    media: list[Resources] = field(default_factory=list)
    budget: Budget = field(default_factory=Budget)

    def problem(self, code: str, message: str, page: int | None = None) -> None:
        place = None if page is None else Place(page=page)
        self.document.problems.append(Problem(code, message, place))


def read(data: bytes) -> Document:
    """Read an OFD document; raises UnreadableDocumentError with the reason."""
    container = Container(data)
    path = container.root()
    root = container.xml(path)
    if root is None:
        raise UnreadableDocumentError("OFD.xml cannot be read: it is damaged or encrypted")
    reading = _Reading(container, Document(MEDIA_TYPE))
    for body in descendants(root, "docbody"):
        for title in descendants(body, "title"):
            if text_of(title):
                reading.document.tags.setdefault("title", text_of(title))
        for location in children(body, "docroot"):
            _read_body(reading, container.resolve(text_of(location), path))
    if not reading.pages:
        raise UnreadableDocumentError("the OFD document has no page that can be read")
    if reading.budget.left <= 0:
        reading.problem("document.limit", "the document holds more than is read of one document")
    _add_blocks(reading)
    return reading.document


def _read_body(reading: _Reading, path: str | None) -> None:
    root = None if path is None else reading.container.xml(path)
    if path is None or root is None:
        reading.problem("document.damaged", "a document of the OFD file is missing or damaged")
        return
    resources = _resources(reading.container, root, path)
    paper = (
        _box(next(children(common, "pagearea"), None)) if (common := _child(root, "commondata")) is not None else None
    )
    for page in descendants(root, "page"):
        number = len(reading.pages) + 1
        if number > MOST_PAGES:
            reading.problem("pages.limit", f"the OFD document has more pages; the first {MOST_PAGES} were read")
            return
        reading.pages.append(_read_page(reading, page, path, number, resources, paper or _A4))
        reading.media.append(resources)


def _read_page(reading: _Reading, page: Element, base: str, number: int, resources: Resources, paper: Box) -> OfdPage:
    path = reading.container.resolve(attribute(page, "BaseLoc"), base)
    root = None if path is None else reading.container.xml(path)
    if root is None:
        reading.problem("page.damaged", "a page of the OFD document is missing or damaged", number)
        return PageReader(number, paper, resources, reading.budget).page()
    reader = PageReader(number, _box(_child(root, "area")) or paper, resources, reading.budget)
    for template in children(root, "template"):
        member = resources.templates.get(attribute(template, "TemplateID"))
        content = None if member is None else reading.container.xml(member)
        if content is None:
            reading.problem("page.template", "the page's template is missing or damaged", number)
        else:
            reader.take(content)
    reader.take(root)
    return reader.page()


def _resources(container: Container, root: Element, base: str) -> Resources:
    found = Resources()
    for template in descendants(root, "templatepage"):
        member = container.resolve(attribute(template, "BaseLoc"), base)
        if member is not None:
            found.templates[attribute(template, "ID")] = member
    for name in ("publicres", "documentres"):
        for location in descendants(root, name):
            member = container.resolve(text_of(location), base)
            content = None if member is None else container.xml(member)
            if member is not None and content is not None:
                _add_resources(container, content, member, found)
    return found


def _add_resources(container: Container, root: Element, path: str, found: Resources) -> None:
    folder = attribute(root, "BaseLoc").strip("/\\ ")
    for medium in descendants(root, "multimedia"):
        for location in children(medium, "mediafile"):
            name = text_of(location)
            member = container.resolve(f"{folder}/{name}" if folder else name, path) or container.resolve(name, path)
            if member is not None:
                found.media[attribute(medium, "ID")] = member
    for name in ("compositegraphicunit", "vectorg"):
        for unit in descendants(root, name):
            found.units[attribute(unit, "ID")] = unit


def _child(element: Element, name: str) -> Element | None:
    return next(children(element, name), None)


def _box(area: Element | None) -> Box | None:
    """The physical box of a page area, None where it has none with a size."""
    if area is None:
        return None
    for name in ("physicalbox", "applicationbox", "cropbox", "contentbox"):
        for element in children(area, name):
            found = numbers(text_of(element))
            if len(found) == 4 and found[2] > 0 and found[3] > 0:
                return Box(found[0], found[1], found[0] + found[2], found[1] + found[3])
    return None


def _add_blocks(reading: _Reading) -> None:
    """Pages with text by their layout, each page's large pictures after its text."""
    found = blocks([page.layout for page in reading.pages])
    pictures = {page.layout.number: list(_pictures(reading, page)) for page in reading.pages}
    for page in reading.pages:
        words = page.layout.words
        if page.paths and not words and not page.images:
            message = "the page has drawings and no text: its letters may be outlines, which are not read"
            reading.problem("page.outlines", message, page.layout.number)
        unknown = sum("\ue000" <= word.text <= "\uf8ff" or word.text == "\ufffd" for word in words)
        if len(words) > FEW and unknown > _MEANINGLESS * len(words):
            message = f"{unknown} of the page's {len(words)} characters have no meaning in the file"
            reading.problem("text.garbled", message, page.layout.number)
    for block in found:
        for number in [n for n in pictures if n < (block.place.page or 0)]:
            reading.document.blocks.extend(pictures.pop(number))
        reading.document.blocks.append(block)
    for rest in pictures.values():
        reading.document.blocks.extend(rest)


def _pictures(reading: _Reading, page: OfdPage) -> Iterator[Block]:
    number = page.layout.number
    few = len(page.layout.words) <= FEW
    media = reading.media[number - 1].media
    for box, name in page.images:
        if box.x1 - box.x0 < _WIDE or box.bottom - box.top < _HIGH:
            continue
        member = media.get(name)
        data = None if member is None else reading.container.read(member)
        if data is None:
            reading.problem("picture.missing", f"the page's picture {name!r} is missing or damaged", number)
        elif few:
            reading.problem("page.picture", "the page has a picture in place of text", number)
        yield Picture(
            member or f"resource {name}", Place(page=number, bbox=(box.x0, box.top, box.x1, box.bottom)), data
        )
