"""The words of a PDF page from its characters, by PDFium: where they stand, and what can be made of them."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from extract.layout.lines import Box
from extract.layout.page import Rule, Word
from extract.layout.pdf_objects import Drawing, address

MOST_CHARACTERS = 60_000
SPLIT = 0.18  # of the type size: characters further apart are of two words
SAMPLE = 72
INVISIBLE = 3  # text render mode of a hidden text layer
TIGHT = 0.6  # of the type size: boxes lower than this are those of the ink, not of the type
RAISED = 0.2  # of the type size: a character this far above its line is a mark, not a part of the word
SMALLER = 0.8  # of the size of the digit before: a digit this small is a mark, too
CUT = 0.3  # of the type size: a character reaching further than this over the page's edge is cut
DESCENT = 0.14  # of the type size: how far type reaches below its baseline, near enough

Turn = Callable[[float, float, float, float], tuple[float, float, float, float]]


@dataclass(frozen=True, slots=True)
class Sample:
    """What some of a page's characters tell of all: ``turned`` how the page is turned to be read, in degrees
    clockwise (None without text), which shares are ``hidden`` and ``garbled``, and whether the boxes of
    characters are ``tight`` round their ink, so that a comma and a dash seem to stand on lines of their own.
    """

    turned: int | None = None
    hidden: float = 0.0
    garbled: float = 0.0
    tight: bool = False


def sampled(text: pypdfium2.PdfTextPage, count: int) -> Sample:
    """A look at some characters. The text itself tells which way is up, whatever the page's own rotation says."""
    angles: Counter[int] = Counter()
    hidden = garbled = looked = low = 0
    for i in range(0, min(count, MOST_CHARACTERS), max(1, count // SAMPLE)):
        code = raw.FPDFText_GetUnicode(text, i)
        if code <= 32 and not (code and raw.FPDFText_HasUnicodeMapError(text, i) == 1):
            continue
        looked += 1
        angle = round(math.degrees(raw.FPDFText_GetCharAngle(text, i)) / 90) * 90 % 360
        angles[angle] += 1
        hidden += raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(text, i)) == INVISIBLE
        garbled += _unknown(code) or raw.FPDFText_HasUnicodeMapError(text, i) == 1
        low += _is_low(text, i, upright=angle % 180 == 0)
    if not looked:
        return Sample()
    angle, often = angles.most_common(1)[0]
    angle = -angle % 360  # text that runs upwards is upright when the page is turned clockwise
    turned = angle if often > 0.6 * looked else None
    return Sample(turned, hidden / looked, garbled / looked, low > 0.02 * looked)


def _is_low(text: pypdfium2.PdfTextPage, i: int, *, upright: bool) -> bool:
    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text, i, box):
        return False
    height = box.top - box.bottom if upright else box.right - box.left
    return bool(height < TIGHT * _type_size(text, i))


def _type_size(text: pypdfium2.PdfTextPage, i: int) -> float:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(text, i, matrix):
        return 0.0
    return float(raw.FPDFText_GetFontSize(text, i)) * math.hypot(matrix.c, matrix.d)


def _unknown(code: int) -> bool:
    if 0x20 < code < 0x500 or 0x3000 <= code < 0xA000:
        return False
    return code == 0xFFFD or 0xE000 <= code <= 0xF8FF or code >= 0xF0000 or unicodedata.category(chr(code)) == "Cn"


def garbled_share(words: Collection[Word]) -> float:
    """The share of characters that no Chinese report holds: the bare codes of fonts that do not tell their meaning.

    Those are controls and accented letters; on a page without any Chinese also signs of programming.
    """
    text = "".join(word.text for word in words)
    strange = len(_STRANGE.findall(text))
    if not _CHINESE.search(text):
        strange += len(_SIGNS.findall(text))
    return strange / len(text) if text else 0.0


_STRANGE = re.compile("[\x01-\x08\x0e-\x1f\x7f-\xa6\xa8-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xf6\xf8-\u0250\ufffd]")
_SIGNS = re.compile(r"[!\"#$&'*+<=>?@\[\\\]^_`{|}~]")
_CHINESE = re.compile("[\u2e80-\u2fdf\u3400-\u9fff]")


def _stretched(text: pypdfium2.PdfTextPage, i: int, box: Any) -> None:
    """Make the box of a character's ink that of its type: from below its baseline to a type's size above."""
    matrix = raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    if not raw.FPDFText_GetMatrix(text, i, matrix) or not raw.FPDFText_GetCharOrigin(text, i, x, y):
        return
    size = float(raw.FPDFText_GetFontSize(text, i))
    up, right = size * matrix.d, size * matrix.c
    if abs(up) >= abs(right):
        box.bottom, box.top = sorted((y.value - DESCENT * up, y.value + (1 - DESCENT) * up))
    else:
        box.left, box.right = sorted((x.value - DESCENT * right, x.value + (1 - DESCENT) * right))


@dataclass(slots=True)
class Read:
    """The words of a page, how many characters they are of, how many nobody sees, and how many words are cut off."""

    words: list[Word]
    characters: int = 0
    unseen: int = 0
    cut: int = 0


def words_of(
    text: pypdfium2.PdfTextPage, count: int, turn: Turn, size: tuple[float, float], drawn: Drawing, *, tight: bool
) -> Read:
    """The words within a page of that size (width, height); ``turn`` brings boxes of PDF space there.

    A word that runs over the page's edge is not all there: what is left of it is given as unreadable.
    """
    found = Read([])
    left_out = drawn.unseen or drawn.askew
    width, height = size
    rules = [Rule(*turn(*box)) for box in drawn.rules]
    walls = sorted({round(r.x0 + r.x1) / 2 for r in rules if r.bottom - r.top > r.x1 - r.x0})
    box = raw.FS_RECTF()
    at = ctypes.byref(box)
    get_unicode, get_box, handle = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, text.raw
    words = found.words
    characters: list[str] = []
    x0 = top = x1 = bottom = last = 0.0
    beyond: Box | None = None  # the character before, when it stands beyond the page's edge
    cut = False
    usual = 0.0  # the height of the character before
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
                words.append(Word("".join(characters), x0, top, x1, bottom, 1.0, (), cut))
                characters = []
            beyond = None
            continue
        if left_out:
            owner = address(raw.FPDFText_GetTextObject(text, i))
            if owner in drawn.unseen or owner in drawn.askew:
                found.unseen += owner in drawn.unseen
                continue
        if tight:
            _stretched(text, i, box)
        a, b, c, d = turn(box.left, box.bottom, box.right, box.top)
        type_size = d - b
        if type_size < TIGHT * usual and not tight:  # a dash or a comma in the box of its ink, or smaller type
            _stretched(text, i, box)
            a, b, c, d = turn(box.left, box.bottom, box.right, box.top)
            type_size = d - b
        if type_size <= 0.5:
            continue
        usual = type_size
        over = a < 0 or c > width or b < 0 or d > height  # the edge: wholly, in part, or hardly
        if over and (c < 0 or a > width or d < 0 or b > height):
            beyond = Box(a, b, c, d)
            if characters:
                cut = cut or _follows(beyond, Box(x0, top, x1, bottom))
                words.append(Word("".join(characters), x0, top, x1, bottom, 1.0, (), cut))
                characters = []
            continue
        seen += 1
        if characters:
            gap = a - x1
            if character == characters[-1] and abs(a - last) < 0.3 * type_size and abs(b - top) < 0.3 * type_size:
                continue  # the same character printed twice, for boldness
            apart = gap > SPLIT * type_size or gap < -0.5 * type_size or bottom - d > RAISED * (bottom - top)
            apart = apart or (type_size < SMALLER * (bottom - top) and character.isdigit() and characters[-1].isdigit())
            if apart or abs(b + d - top - bottom) > 0.5 * type_size or (walls and _between(walls, x1, a, type_size)):
                words.append(Word("".join(characters), x0, top, x1, bottom, 1.0, (), cut))
                characters = []
        last = a
        if characters:
            characters.append(character)
            x1, top, bottom = max(x1, c), min(top, b), max(bottom, d)
        else:
            characters = [character]
            x0, top, x1, bottom = a, b, c, d
            cut = beyond is not None and _follows(Box(a, b, c, d), beyond)
        beyond = None
        if over:
            slack = CUT * type_size
            cut = cut or a < -slack or c > width + slack or b < -slack or d > height + slack
    if characters:
        words.append(Word("".join(characters), x0, top, x1, bottom, 1.0, (), cut))
    found.characters = seen
    found.cut = sum(word.unreadable for word in words)
    found.words = _once(words)
    return found


def _follows(box: Box, before: Box) -> bool:
    """Whether a character goes on where the text before it ends."""
    size = before.bottom - before.top
    return abs(box.x0 - before.x1) < size and abs(box.top + box.bottom - before.top - before.bottom) < 0.5 * size


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
