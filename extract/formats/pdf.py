"""PDF to the neutral document. Pages without usable text are read as pictures where a recogniser is installed."""

from __future__ import annotations

import re

import pypdfium2
from pypdfium2 import PdfiumError

from extract.document import Document, Picture, Place, Problem, UnreadableDocumentError
from extract.formats import package, picture
from extract.formats.layout import blocks
from extract.formats.pdf_files import attached, refuse_bombs
from extract.layout.lines import Box
from extract.layout.page import PageLayout
from extract.layout.pdf_fields import with_forms
from extract.layout.pdfium import PdfPage, read_page, render
from extract.layout.sheets import pages_of
from extract.ocr import missing
from extract.patience import time_left

MEDIA_TYPE = "application/pdf"
MOST_PAGES = 300
MOST_SCANS = 24
GARBLED = 0.2  # from this share of characters without a meaning on, a page's text is not to be trusted
HIDDEN = 0.5
FEW = 8  # characters: a page with a picture and no more text than a stamp or a page number is a scan
DPI = 200.0
MOST_CATALOGUES = 20
LONGEST_CATALOGUE = 4000  # bytes
LARGE = 0.08  # of the page: a picture within text may be a table from this size on


def read(data: bytes, *, pictures: bool = True) -> Document:
    """The document of a PDF. Raises :class:`UnreadableDocumentError` for what is no PDF or has a password.

    ``pictures`` false leaves scanned pages as pictures even where a recogniser is installed.
    """
    pdf, whole = _opened(data)
    try:
        found = _Reading(pdf, pictures and not missing()).document()
        files = attached(pdf)
        if files:
            found = package.with_attached(found, files)
    finally:
        pdf.close()
    if not whole:
        found.problems.insert(0, Problem("document.cut_off", "the PDF lacks its end; what is there of it was read"))
    return found


def _opened(data: bytes) -> tuple[pypdfium2.PdfDocument, bool]:
    """The PDF, and whether it is whole: one cut off before its table of objects is given a trailer to be found by."""
    refuse_bombs(data)
    try:
        return with_forms(pypdfium2.PdfDocument(data)), True
    except PdfiumError as error:
        root = _catalogue(data)
        if root is None or "assword" in str(error):
            raise UnreadableDocumentError(_reason(error)) from error
        trailer = b"\nendobj\ntrailer\n<</Root %b %b R>>\nstartxref\n0\n%%%%EOF\n" % root
        try:
            return pypdfium2.PdfDocument(data + trailer), False
        except PdfiumError:
            raise UnreadableDocumentError(_reason(error)) from error


def _catalogue(data: bytes) -> tuple[bytes, bytes] | None:
    """The number and generation of the object that a PDF is read from, the last one that is whole."""
    for mark in reversed([found.start() for found in re.finditer(rb"/Catalog\b", data)][-MOST_CATALOGUES:]):
        opened = re.findall(rb"(\d{1,9})\s+(\d{1,5})\s+obj\b", data[max(mark - LONGEST_CATALOGUE, 0) : mark])
        if opened:
            number, generation = opened[-1]
            return number, generation
    return None


def _reason(error: PdfiumError) -> str:
    if "assword" in str(error):
        return "the PDF is encrypted and needs a password"
    return f"the PDF is damaged: {error}"


class _Reading:
    """One PDF being read: the pages so far, and what is left as pictures."""

    def __init__(self, pdf: pypdfium2.PdfDocument, recogniser: bool) -> None:
        self.pdf = pdf
        self.recogniser = recogniser
        self.pages: list[PageLayout] = []
        self.scans = 0
        self.late: list[int] = []  # pages for which no time was left
        self.found = Document(MEDIA_TYPE)

    def document(self) -> Document:
        title = self.pdf.get_metadata_dict(skip_empty=True).get("Title", "").strip()
        if title:
            self.found.tags["title"] = title
        count = len(self.pdf)
        if count > MOST_PAGES:
            self._problem("pages.limit", f"the PDF has {count} pages; the first {MOST_PAGES} were read", None)
        for number in range(1, min(count, MOST_PAGES) + 1):
            try:
                self._page(read_page(self.pdf, number))
            except PdfiumError as error:
                self._problem("page.damaged", f"a page cannot be read: {error}", number)
        self._flush()
        if missing() and any(isinstance(block, Picture) for block in self.found.blocks):
            self.found.problems.append(picture.not_installed())
        if self.scans > MOST_SCANS:
            self._problem("pages.limit", f"of {self.scans} pictures in the PDF {MOST_SCANS} were read", None)
        if self.late:
            self.found.problems.append(picture.late(self.late))
        return self.found

    def _problem(self, code: str, message: str, page: int | None) -> None:
        self.found.problems.append(Problem(code, message, Place(page=page) if page else None))

    def _flush(self) -> None:
        self.found.blocks += blocks(self.pages)
        self.pages = []

    def _page(self, page: PdfPage) -> None:
        layout = page.layout
        if page.truncated:
            self._problem("page.limit", "the page holds more than is read of one page", layout.number)
        if page.unseen:
            message = (
                f"{page.unseen} characters that nobody sees (covered, or in the colour of the paper) were left out"
            )
            self._problem("text.unseen", message, layout.number)
        if page.struck:
            self._problem("text.struck", f"{page.struck} words that are struck out were left out", layout.number)
        if page.cut:
            message = "what stands on the page runs over its edge: some of it is not all there"
            self._problem("page.edge", message, layout.number)
        if self._is_scan(page):
            self._scan(layout, page.turned)
            return
        within = [box for box in page.images if _may_hold_table(box, layout)]
        if not within:
            self.pages += pages_of(layout)
        elif not self._recognised(layout, within, page.turned):
            self.pages.append(layout)
            self._flush()
            for box in within:
                self._picture(layout.number, box)

    def _is_scan(self, page: PdfPage) -> bool:
        number = page.layout.number
        if page.characters > FEW and page.garbled > GARBLED:
            share = f"{page.garbled:.0%}"
            message = f"{share} of the page's characters have no meaning in the file; it is read as a picture"
            self._problem("text.garbled", message, number)
            return True
        if not page.images:
            return False
        if page.hidden > HIDDEN:
            message = "the page's text is hidden behind a scan, by an unknown recogniser; it is read as a picture"
            self._problem("text.hidden", message, number)
            return True
        return page.characters <= FEW

    def _scan(self, layout: PageLayout, turned: int) -> None:
        """A page that is a picture as a whole."""
        self.scans += 1
        if not self._may_read(layout.number):
            self._flush()
            self._picture(layout.number, Box(0.0, 0.0, layout.width, layout.height))
            return
        image, dpi = render(self.pdf, layout.number, DPI, turned)
        self.pages += picture.recognised(image, layout.number, dpi)

    def _recognised(self, layout: PageLayout, boxes: list[Box], turned: int) -> bool:
        """Read pictures among a page's text into its layout; false where that cannot be done."""
        self.scans += len(boxes)
        if not self._may_read(layout.number):
            return False
        image, dpi = render(self.pdf, layout.number, DPI, turned)
        for box in boxes:
            x0, top, x1, bottom = (max(round(value * dpi / 72), 0) for value in box)
            part = image[top:bottom, x0:x1]
            if min(part.shape[:2]) < 16:
                continue
            for read in picture.recognised(part, layout.number, dpi):
                words, rules = read.on_page(box.x0, box.top)
                layout.words.extend(words)
                layout.rules.extend(rules)
        self.pages.append(layout)
        return True

    def _may_read(self, number: int) -> bool:
        if not self.recogniser or self.scans > MOST_SCANS:
            return False
        if not time_left():
            self.late.append(number)
            return False
        return True

    def _picture(self, number: int, box: Box) -> None:
        self.found.blocks.append(
            Picture(f"page {number}", Place(page=number, bbox=(box.x0, box.top, box.x1, box.bottom)))
        )


def _may_hold_table(box: Box, layout: PageLayout) -> bool:
    """Whether a picture among text is large enough for a table and has no text of its own over it."""
    area = (box.x1 - box.x0) * (box.bottom - box.top)
    over = sum(1 for w in layout.words if box.x0 < w.x0 and w.x1 < box.x1 and box.top < w.top and w.bottom < box.bottom)
    return area > LARGE * layout.width * layout.height and over < FEW
