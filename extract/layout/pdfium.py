"""One page of a PDF as words and rules, by PDFium: characters with their boxes, paths with their matrices."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from extract.layout.lines import Box
from extract.layout.marks import with_marks_apart, without_struck
from extract.layout.page import PageLayout, Rule
from extract.layout.pdf_fields import page_with_fields
from extract.layout.pdf_objects import drawing
from extract.layout.pdf_text import MOST_CHARACTERS, Turn, garbled_share, sampled, words_of

OVER = 3.0  # points beyond the page's edge
TABLE_LINE = 6.0  # points: lines of a table are no nearer
MOST_PIXELS = 24_000_000  # of a rendered page


@dataclass(slots=True)
class PdfPage:
    """What stands on a page. ``images`` are the boxes of pictures large enough to hold text.

    ``garbled`` is the share of characters whose meaning the file does not tell, ``hidden`` the share that is
    not shown (the text layer of a scan); ``turned`` how far the layout is turned from the page as the file
    shows it, in degrees clockwise; ``truncated`` says that the page holds more than was looked at. ``unseen``
    counts the characters left out because they are covered, or have the colour of the paper or none, ``struck``
    the words left out because a line strikes them out. ``cut`` says that text or a table runs over the page's edge.
    """

    layout: PageLayout
    images: list[Box] = field(default_factory=list)
    characters: int = 0
    garbled: float = 0.0
    hidden: float = 0.0
    turned: int = 0
    truncated: bool = False
    unseen: int = 0
    struck: int = 0
    cut: bool = False


def read_page(pdf: pypdfium2.PdfDocument, number: int) -> PdfPage:
    """The page of that number, counted from 1, turned the way it is read. Raises ``PdfiumError``."""
    page = page_with_fields(pdf, number)
    try:
        text = page.get_textpage()
        try:
            return _read(page, text, number)
        finally:
            text.close()
    finally:
        page.close()


def _read(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, number: int) -> PdfPage:
    count = raw.FPDFText_CountChars(text)
    sample = sampled(text, count)
    rotation = page.get_rotation() if sample.turned is None else sample.turned
    turn, width, height = _turner(_visible(page), rotation)
    found = PdfPage(PageLayout(number, width, height))
    found.hidden = sample.hidden
    found.turned = (rotation - page.get_rotation()) % 360
    drawn = drawing(page)
    for box in drawn.images:
        turned = Box(*turn(*box))
        if turned.x1 - turned.x0 > 72 and turned.bottom - turned.top > 36:
            found.images.append(turned)
    found.layout.rules.extend(Rule(*turn(*box)) for box in drawn.rules)
    if drawn.covered:
        found.hidden = 1.0
    found.truncated = drawn.truncated or count > MOST_CHARACTERS
    size = (width, height)
    read = words_of(text, min(count, MOST_CHARACTERS), turn, size, drawn, tight=sample.tight)
    words = with_marks_apart(read.words)
    words, found.struck = without_struck(words, found.layout.rules)
    found.layout.words.extend(words)
    found.cut = read.cut > 0 or _runs_over(found.layout)
    found.characters, found.unseen = read.characters, read.unseen
    found.garbled = max(sample.garbled, garbled_share(read.words))
    return found


def _runs_over(layout: PageLayout) -> bool:
    """Whether lines of a table run over one side of the page, several below each other."""
    across = [rule for rule in layout.rules if rule.x1 - rule.x0 > rule.bottom - rule.top]
    sides = (
        {round(rule.top / TABLE_LINE) for rule in across if rule.x0 < -OVER and rule.x1 > OVER},
        {
            round(rule.top / TABLE_LINE)
            for rule in across
            if rule.x0 < layout.width - OVER < layout.width + OVER < rule.x1
        },
    )
    return max(map(len, sides)) > 2


def render(pdf: pypdfium2.PdfDocument, number: int, dpi: float, turned: int) -> tuple[Any, float]:
    """The page as an RGB array of about that resolution, turned like its layout, and the resolution it has."""
    page = pdf[number - 1]
    try:
        width, height = page.get_size()
        scale = min(dpi / 72, math.sqrt(MOST_PIXELS / max(width * height, 1.0)))
        bitmap = page.render(scale=scale, rotation=turned, rev_byteorder=True, prefer_bgrx=False)
        return bitmap.to_numpy()[:, :, :3].copy(), scale * 72
    finally:
        page.close()


def _visible(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """The visible part of the page in PDF space; PDFium's own bounding box is turned with the page."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else media


def _turner(bbox: tuple[float, float, float, float], rotation: int) -> tuple[Turn, float, float]:
    """From PDF space to points from the top left of the page as it is read, and the page's size there."""
    left, bottom, right, top = bbox
    if rotation == 90:
        return lambda x0, y0, x1, y1: (y0 - bottom, x0 - left, y1 - bottom, x1 - left), top - bottom, right - left
    if rotation == 180:
        return lambda x0, y0, x1, y1: (right - x1, y0 - bottom, right - x0, y1 - bottom), right - left, top - bottom
    if rotation == 270:
        return lambda x0, y0, x1, y1: (top - y1, right - x1, top - y0, right - x0), top - bottom, right - left
    return lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0), right - left, top - bottom
