"""One page of a PDF as words and rules, by PDFium: characters with their boxes, paths with their matrices."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from extract.layout.lines import Box
from extract.layout.page import PageLayout, Rule, Word
from extract.layout.pdf_objects import Drawing, address, drawing

MOST_CHARACTERS = 60_000
MOST_PIXELS = 24_000_000  # of a rendered page
SPLIT = 0.18  # of the type size: characters further apart are of two words
SAMPLE = 120
INVISIBLE = 3  # text render mode of a hidden text layer

Turn = Callable[[float, float, float, float], Box]


@dataclass(slots=True)
class PdfPage:
    """What stands on a page. ``images`` are the boxes of pictures large enough to hold text.

    ``garbled`` is the share of characters whose meaning the file does not tell, ``hidden`` the share that is
    not shown (the text layer of a scan); ``turned`` how far the layout is turned from the page as the file
    shows it, in degrees clockwise; ``truncated`` says that the page holds more than was looked at. ``unseen``
    counts the characters left out because they have the colour of the paper or none.
    """

    layout: PageLayout
    images: list[Box] = field(default_factory=list)
    characters: int = 0
    garbled: float = 0.0
    hidden: float = 0.0
    turned: int = 0
    truncated: bool = False
    unseen: int = 0


def read_page(pdf: pypdfium2.PdfDocument, number: int) -> PdfPage:
    """The page of that number, counted from 1, turned the way it is read. Raises ``PdfiumError``."""
    page = pdf[number - 1]
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
    angle, hidden, garbled = _sampled(text, count)
    rotation = page.get_rotation() if angle is None else angle
    turn, width, height = _turner(_visible(page), rotation)
    found = PdfPage(PageLayout(number, width, height))
    found.hidden, found.garbled = hidden, garbled
    found.turned = (rotation - page.get_rotation()) % 360
    drawn = drawing(page)
    for box in drawn.images:
        turned = turn(*box)
        if turned.x1 - turned.x0 > 72 and turned.bottom - turned.top > 36:
            found.images.append(turned)
    found.layout.rules.extend(Rule(*turn(*box)) for box in drawn.rules)
    if drawn.covered:
        found.hidden = 1.0
    found.truncated = drawn.truncated or count > MOST_CHARACTERS
    _words(text, min(count, MOST_CHARACTERS), turn, drawn, found)
    return found


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
        return lambda x0, y0, x1, y1: Box(y0 - bottom, x0 - left, y1 - bottom, x1 - left), top - bottom, right - left
    if rotation == 180:
        return lambda x0, y0, x1, y1: Box(right - x1, y0 - bottom, right - x0, y1 - bottom), right - left, top - bottom
    if rotation == 270:
        return lambda x0, y0, x1, y1: Box(top - y1, right - x1, top - y0, right - x0), top - bottom, right - left
    return lambda x0, y0, x1, y1: Box(x0 - left, top - y1, x1 - left, top - y0), right - left, top - bottom


def _sampled(text: pypdfium2.PdfTextPage, count: int) -> tuple[int | None, float, float]:
    """From a sample of the characters: how the text is turned (in degrees), the hidden and the garbled share.

    The text itself tells which way is up, whatever the page's own rotation says; without text it is None.
    """
    angles: Counter[int] = Counter()
    hidden = garbled = looked = 0
    for i in range(0, min(count, MOST_CHARACTERS), max(1, count // SAMPLE)):
        code = raw.FPDFText_GetUnicode(text, i)
        if code <= 32 and not (code and raw.FPDFText_HasUnicodeMapError(text, i) == 1):
            continue
        looked += 1
        angles[round(math.degrees(raw.FPDFText_GetCharAngle(text, i)) / 90) * 90 % 360] += 1
        hidden += raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(text, i)) == INVISIBLE
        garbled += _unknown(code) or raw.FPDFText_HasUnicodeMapError(text, i) == 1
    if not looked:
        return None, 0.0, 0.0
    angle, often = angles.most_common(1)[0]
    angle = -angle % 360  # text that runs upwards is upright when the page is turned clockwise
    return (angle if often > 0.6 * looked else None), hidden / looked, garbled / looked


def _unknown(code: int) -> bool:
    if 0x20 < code < 0x500 or 0x3000 <= code < 0xA000:
        return False
    return code == 0xFFFD or 0xE000 <= code <= 0xF8FF or code >= 0xF0000 or unicodedata.category(chr(code)) == "Cn"


def _words(text: pypdfium2.PdfTextPage, count: int, turn: Turn, drawn: Drawing, found: PdfPage) -> None:
    """Put the page's words into the layout, and how many characters were seen."""
    layout, left_out = found.layout, drawn.unseen or drawn.askew
    walls = sorted({round(r.x0 + r.x1) / 2 for r in layout.rules if r.bottom - r.top > r.x1 - r.x0})
    box = raw.FS_RECTF()
    at = ctypes.byref(box)
    get_unicode, get_box, handle = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, text.raw
    words = layout.words
    characters: list[str] = []
    x0 = top = x1 = bottom = last = 0.0
    seen = high = 0
    for i in range(count):
        code = get_unicode(handle, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD, 0
        character = chr(code)
        if code <= 32 or character.isspace() or not get_box(handle, i, at):
            if characters:
                words.append(Word("".join(characters), x0, top, x1, bottom))
                characters = []
            continue
        if left_out:
            owner = address(raw.FPDFText_GetTextObject(text, i))
            if owner in drawn.unseen or owner in drawn.askew:
                found.unseen += owner in drawn.unseen
                continue
        a, b, c, d = turn(box.left, box.bottom, box.right, box.top)
        size = d - b
        if size <= 0.5 or c < 0 or a > layout.width or d < 0 or b > layout.height:
            continue
        seen += 1
        if characters:
            gap = a - x1
            if character == characters[-1] and abs(a - last) < 0.3 * size and abs(b - top) < 0.3 * size:
                continue  # the same character printed twice, for boldness
            apart = gap > SPLIT * size or gap < -0.5 * size
            if apart or abs(b + d - top - bottom) > 0.5 * size or (walls and _between(walls, x1, a, size)):
                words.append(Word("".join(characters), x0, top, x1, bottom))
                characters = []
        last = a
        if characters:
            characters.append(character)
            x1, top, bottom = max(x1, c), min(top, b), max(bottom, d)
        else:
            characters = [character]
            x0, top, x1, bottom = a, b, c, d
    if characters:
        words.append(Word("".join(characters), x0, top, x1, bottom))
    found.characters = seen
    layout.words[:] = _once(words)


def _once(words: list[Word]) -> list[Word]:
    """The words without those that were printed again over themselves, for boldness or a shadow."""
    kept: list[Word] = []
    places: dict[str, list[Word]] = {}
    for word in words:
        same = places.setdefault(word.text, [])
        near = 0.25 * (word.bottom - word.top)
        if any(abs(word.x0 - other.x0) < near and abs(word.top - other.top) < near for other in same):
            continue
        same.append(word)
        kept.append(word)
    return kept


def _between(walls: list[float], before: float, after: float, size: float) -> bool:
    """Whether a vertical line stands where one character ends and the next begins."""
    slack = 0.05 * size + 0.25
    at = bisect_left(walls, before - slack)
    return at < len(walls) and walls[at] <= after + slack
