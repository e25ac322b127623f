"""PDF to the neutral document. Pages without usable text become pictures."""

from __future__ import annotations

import pypdfium2
from pypdfium2 import PdfiumError

from extract.document import Block, Document, Picture, Place, Problem, UnreadableDocumentError
from extract.formats.layout import blocks
from extract.layout.page import PageLayout
from extract.layout.pdfium import PdfPage, read_page

MEDIA_TYPE = "application/pdf"
MOST_PAGES = 300
GARBLED = 0.2  # from this share of characters without a meaning on, a page's text is not to be trusted
HIDDEN = 0.5
FEW = 8  # characters: a page with a picture and no more text than a stamp or a page number is a scan


def read(data: bytes, *, pictures: bool = True) -> Document:
    """The document of a PDF. Raises :class:`UnreadableDocumentError` for what is no PDF or has a password.

    ``pictures`` false leaves scanned pages as pictures even where a recogniser is installed.
    """
    try:
        pdf = pypdfium2.PdfDocument(data)
    except PdfiumError as error:
        raise UnreadableDocumentError(_reason(error)) from error
    try:
        return _read(pdf)
    finally:
        pdf.close()


def _reason(error: PdfiumError) -> str:
    if "assword" in str(error):
        return "the PDF is encrypted and needs a password"
    return f"the PDF is damaged: {error}"


def _read(pdf: pypdfium2.PdfDocument) -> Document:
    document = Document(MEDIA_TYPE)
    title = pdf.get_metadata_dict(skip_empty=True).get("Title", "").strip()
    if title:
        document.tags["title"] = title
    count = len(pdf)
    if count > MOST_PAGES:
        message = f"the PDF has {count} pages; the first {MOST_PAGES} were read"
        document.problems.append(Problem("pages.limit", message))
    pages: list[PageLayout] = []
    for number in range(1, min(count, MOST_PAGES) + 1):
        try:
            page = read_page(pdf, number)
        except PdfiumError as error:
            document.problems.append(Problem("page.damaged", f"a page cannot be read: {error}", Place(page=number)))
            continue
        if _is_picture(page, document.problems):
            document.blocks += blocks(pages)
            pages = []
            document.blocks.append(_picture(page))
        else:
            pages.append(page.layout)
    document.blocks += blocks(pages)
    return document


def _is_picture(page: PdfPage, problems: list[Problem]) -> bool:
    place = Place(page=page.layout.number)
    if page.truncated:
        problems.append(Problem("page.limit", "the page holds more than is read of one page", place))
    if page.characters > FEW and page.garbled > GARBLED:
        share = f"{page.garbled:.0%}"
        message = f"{share} of the page's characters have no meaning in the file; it is read as a picture"
        problems.append(Problem("text.garbled", message, place))
        return True
    if not page.images:
        return False
    if page.hidden > HIDDEN:
        message = "the page's text is hidden behind a scan, made by an unknown recogniser; it is read as a picture"
        problems.append(Problem("text.hidden", message, place))
        return True
    return page.characters <= FEW


def _picture(page: PdfPage) -> Block:
    layout = page.layout
    return Picture(f"page {layout.number}", Place(page=layout.number, bbox=(0.0, 0.0, layout.width, layout.height)))
