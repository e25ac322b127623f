"""A picture of a page as words and rules, ruled tables cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.layout.grids import grids
from extract.layout.lines import Box
from extract.layout.page import RIGHT_HALF, PageLayout, Rule, Standing, Word
from extract.ocr.blanks import darkness, ink_left
from extract.ocr.detect import text_lines
from extract.ocr.flatten import flattened
from extract.ocr.posture import gutter, type_size
from extract.ocr.readings import folded, is_figure, may_be_figure, together, unread
from extract.ocr.recognise import Guess, recognise
from extract.ocr.rules import find_rules
from extract.ocr.runs import Crop, in_cell, outside
from extract.ocr.straighten import dark_on_light, ink, noise, rotation, tilt, turned, without_dots, without_stamps
from extract.ocr.strokes import told_by_shape

Image = NDArray[np.uint8]
Matrix = NDArray[np.float64]

POINT = 72.0
BEST_DPI = 200.0
TYPE = 9.0  # points: what most tables are printed in
PLAUSIBLE = (5.5, 15.0)  # points: type of another size means that the resolution told is wrong
USUAL = (7.5, 11.5)  # points: the same where nothing told the resolution
LARGEST = 3.0  # times that small pictures are enlarged
NOISY = 3.0  # grey levels
SMOOTH = 0.7  # pixels
MOST_CELLS = 3000
BEYOND_DOUBT = 0.999  # a figure read with more confidence is not looked at again
PROBES, PROBE = 8, 14  # runs that tell which way is up, and how many times their height they may be wide
CLEARLY = 0.2  # the way up must be so much better than the one the page has
LIKELY = 0.75  # text that stands upright is mostly read with more confidence than this


@dataclass(slots=True)
class _Sheet:
    """A grey picture being worked on, and the matrix from its pixels to those of the picture given."""

    grey: Image
    origin: Matrix

    def quarter(self, times: int) -> _Sheet:
        """Turned counter-clockwise by right angles."""
        origin = self.origin
        height, width = self.grey.shape
        for _ in range(times % 4):
            origin = origin @ np.array([[0, -1, width], [1, 0, 0], [0, 0, 1]], np.float64)
            height, width = width, height
        return _Sheet(np.ascontiguousarray(np.rot90(self.grey, times)), origin)

    def part(self, x0: int, x1: int) -> _Sheet:
        """The columns of pixels from ``x0`` to ``x1``."""
        return _Sheet(
            np.ascontiguousarray(self.grey[:, x0:x1]), self.origin @ np.array([[1, 0, x0], [0, 1, 0], [0, 0, 1]])
        )

    def scaled(self, by: float) -> _Sheet:
        """Larger or smaller."""
        way = cv2.INTER_AREA if by < 1 else cv2.INTER_CUBIC
        grey = np.asarray(cv2.resize(self.grey, None, fx=by, fy=by, interpolation=way), np.uint8)
        return _Sheet(grey, self.origin @ np.diag([1 / by, 1 / by, 1.0]))

    def flat(self, unit: float) -> _Sheet:
        """With its lines level and its walls upright everywhere. ``unit``: pixels of a point."""
        level = self.level()
        found = flattened(level.grey, unit)
        return _Sheet(found[0], level.origin @ found[1]) if found else level

    def level(self) -> _Sheet:
        """With its lines level."""
        angle = tilt(self.grey)
        if abs(angle) <= 0.05:
            return self
        back = np.vstack([cv2.invertAffineTransform(rotation(self.grey.shape, angle)), [0, 0, 1]])
        return _Sheet(turned(self.grey, angle), self.origin @ back)


def read_picture(image: Image, number: int, dpi: float, *, told: bool = True) -> list[PageLayout]:
    """The words and rules of a picture (RGB or grey) of that resolution: a page, or two that lie side by side.

    ``told`` false says that the resolution is a guess, and the size of the type a better one.
    A page may lie in any direction. Layouts stand upright; each says how it stands on the picture, in points.
    """
    given = dpi / POINT
    sheet = _Sheet(without_dots(dark_on_light(without_stamps(image)), given), np.eye(3))
    dark = ink(sheet.grey)
    by, unit = _measured(type_size(dark), given, PLAUSIBLE if told else USUAL)
    if by != 1.0:
        sheet = sheet.scaled(by)
        dark = ink(sheet.grey)
    cut = gutter(dark)
    halves = [sheet.part(0, cut), sheet.part(cut, sheet.grey.shape[1])] if cut else [sheet]
    layouts = []
    for at, half in enumerate(halves):
        layout, onto = _upright(half, number + at * RIGHT_HALF, unit)
        layouts.append(replace(layout, standing=_standing(number, onto, unit, given)))
    return layouts


def _measured(size: float, unit: float, usual: tuple[float, float]) -> tuple[float, float]:
    """How much the picture is to be enlarged for the recogniser, and a point's size in pixels then."""
    best = BEST_DPI / POINT
    if size and not usual[0] * unit <= size <= usual[1] * unit:
        by = min(TYPE * best / size, LARGEST)
        if by >= min(best / unit, 1.0):  # large type is no reason to make a table's small type smaller
            return by, by * size / TYPE
    by = 1.0 if 0.7 * best <= unit <= 1.3 * best else min(best / unit, LARGEST)
    return by, by * unit


def _standing(number: int, onto: Matrix, unit: float, given: float) -> Standing | None:
    found = np.diag([1 / given, 1 / given, 1.0]) @ onto @ np.diag([unit, unit, 1.0])
    if np.allclose(found, np.eye(3), atol=1e-6):
        return None
    found /= found[2, 2]
    return Standing(number, *(float(value) for value in found.ravel()[:8]))


def _upright(sheet: _Sheet, number: int, unit: float) -> tuple[PageLayout, Matrix]:
    """The page as it is, and where that reads badly the way round that reads best."""
    level = sheet.flat(unit)
    layout = _read(level.grey, number, unit)
    said = [word.confidence for word in layout.words if len(word.text) > 2 and not is_figure(word.text)]
    if layout.words and (not said or median(said) < LIKELY):
        legible = [_legible(sheet.quarter(times).grey, unit) for times in range(4)]
        times = legible.index(max(legible))
        if legible[times] > legible[0] + CLEARLY:
            level = sheet.quarter(times).flat(unit)
            layout = _read(level.grey, number, unit)
    return layout, level.origin


def _legible(grey: Image, unit: float) -> float:
    """How well some runs of text are read: the recogniser's mean confidence."""
    text, clean, _ = _parted(grey, unit)
    runs = outside(text, unit, type_size(text) or TYPE * unit) or []
    wide = sorted((r for r in runs if 3 < (r.x1 - r.x0) / (r.bottom - r.top) < PROBE), key=lambda r: r.x0 - r.x1)
    guesses = recognise([clean[r.top : r.bottom, r.x0 : r.x1] for r in wide[:PROBES]])
    return sum(guess.confidence for guess in guesses if len(guess.text) > 1) / PROBES


def _read(grey: Image, number: int, unit: float) -> PageLayout:
    text, clean, rules = _parted(grey, unit)
    layout = PageLayout(number, grey.shape[1] / unit, grey.shape[0] / unit)
    layout.rules.extend(Rule(*(value / unit for value in rule)) for rule in rules)
    crops, doubted = _crops(layout, text, clean, unit)
    guesses = [folded(guess) for guess in recognise([clean[c.top : c.bottom, c.x0 : c.x1] for c in crops])]
    _look_again(clean, crops, guesses)
    guesses = [told_by_shape(g, text[c.top : c.bottom, c.x0 : c.x1]) for c, g in zip(crops, guesses, strict=True)]
    layout.words.extend(_word(crop, guess, unit) for crop, guess in zip(crops, guesses, strict=True))
    layout.words.extend(_word(crop, Guess("", 0.0), unit) for crop in doubted)
    return layout


def _look_again(clean: Image, crops: list[Crop], guesses: list[Guess]) -> None:
    """Recognise figures that are not beyond doubt a second time, softened and with more paper: two looks must agree."""
    doubted = [n for n, guess in enumerate(guesses) if guess.confidence < BEYOND_DOUBT and may_be_figure(guess)]
    parts = []
    for crop in (crops[n] for n in doubted):
        part = cv2.GaussianBlur(clean[crop.top : crop.bottom, crop.x0 : crop.x1], (0, 0), 2 * SMOOTH)
        edge = max((crop.bottom - crop.top) // 8, 1)
        parts.append(np.asarray(cv2.copyMakeBorder(part, edge, edge, 0, 0, cv2.BORDER_REPLICATE), np.uint8))
    for n, second in zip(doubted, recognise(parts), strict=True):
        guesses[n] = together(guesses[n], folded(second))


def _parted(grey: Image, unit: float) -> tuple[Image, Image, list[Rule]]:
    """The ink of the text, the picture without its rules, and the rules in pixels."""
    strays = noise(grey)
    rules, mask = find_rules(ink(grey, 12 + min(strays, 8)), unit)
    if strays > NOISY or _is_black_and_white(grey):
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), SMOOTH), np.uint8)  # only now: it blurs rules of one pixel
    dark = ink(grey, 12 + 2 * min(strays, 8))
    size = max(round(unit * 0.7), 1) * 2 + 1
    lines = cv2.dilate(mask, np.ones((size, size), np.uint8))
    clean = np.where(lines > 0, np.maximum(grey, int(np.median(grey))), grey).astype(np.uint8)
    return np.where(lines > 0, 0, dark).astype(np.uint8), clean, rules


def _is_black_and_white(grey: Image) -> bool:
    """Whether there are hardly any greys, as in a copy: jagged edges are read worse than soft ones."""
    return float(((grey > 60) & (grey < 200)).mean()) < 0.5 * float((grey <= 60).mean())


def _crops(layout: PageLayout, text: Image, clean: Image, unit: float) -> tuple[list[Crop], list[Crop]]:
    """The lines of text in the cells of the page's grids and those outside; ink in cells that look blank."""
    crops: list[Crop] = []
    doubted: list[Crop] = []
    rest, paper = text.copy(), int(np.median(clean))
    dark = darkness(clean, text)
    for grid in grids(layout.number, layout.rules):
        if len(grid.areas) > MOST_CELLS:
            continue
        box = _pixels(grid.box, unit)
        rest[box.top : box.bottom, box.x0 : box.x1] = 0
        for area in grid.areas:
            cell = _pixels(grid.area_box(area), unit)
            lines = in_cell(text, cell, unit)
            crops += lines
            if not lines and (left := ink_left(clean, cell, unit, dark)):
                doubted.append(left)
    size = type_size(rest) or TYPE * unit
    others = outside(rest, unit, size)
    if others is None:
        others = [Crop(*line) for line in text_lines(np.where(rest > 0, clean, paper).astype(np.uint8))]
    return crops + others, doubted


def _pixels(box: Box, unit: float) -> Crop:
    return Crop(*(max(round(value * unit), 0) for value in box))


def _word(crop: Crop, guess: Guess, unit: float) -> Word:
    box = (crop.x0 / unit, crop.top / unit, crop.x1 / unit, crop.bottom / unit)
    return Word(guess.text, *box, round(guess.confidence, 4), guess.alternatives, unread(guess))
