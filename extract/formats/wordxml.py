"""Word 2003 XML and flat Open XML documents (also saved under the name .doc)."""

from __future__ import annotations

from extract.document import Document, Problem
from extract.formats.docx_body import Body
from extract.formats.sniff import MEDIA_TYPES, NAMES
from extract.formats.zip_members import parse_xml


def read(data: bytes) -> Document:
    """Read the document. Raises :class:`~extract.document.UnreadableDocumentError` where it is no XML."""
    root, whole = parse_xml(data.lstrip(b" \t\r\n"), NAMES["wordxml"])
    document = Document(MEDIA_TYPES["wordxml"])
    if not whole:
        document.problems.append(Problem("wordxml.damaged", "the XML is broken; it was read as far as it goes"))
    headings = {
        _attribute(style, "styleId")
        for style in root.iter("{*}style")
        if any(_attribute(name, "val").lower().startswith(("heading ", "title")) for name in style.iter("{*}name"))
    }
    Body(document, headings, {}).read(root)
    title = next((" ".join((element.text or "").split()) for element in root.iter("{*}Title", "{*}title")), "")
    if title:
        document.tags["title"] = title
    return document


def _attribute(element: object, name: str) -> str:
    from lxml import etree

    assert isinstance(element, etree._Element)
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")
