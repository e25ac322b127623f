"""A picture of a page as words and rules, ruled tables cell by cell."""

from __future__ import annotations

import re
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.layout.grids import grids
from extract.layout.lines import Box
from extract.layout.page import PageLayout, Rule, Word
from extract.ocr.detect import text_lines
from extract.ocr.recognise import Guess, recognise
from extract.ocr.rules import find_rules
from extract.ocr.straighten import ink, noise, tilt, turned, without_stamps

Image = NDArray[np.uint8]

POINT = 72.0
SPECK = 0.7  # square points: less ink than this is dust
EDGE = 1.0  # points inside a cell's edge that its lines may still reach
DOUBTFUL = 0.5  # a figure read with less confidence than this is not read
STRAY = re.compile(r"^([+\-]?\d[\d,]*)\s*[.．。、,，·'’`:：]+$")
FIGURE = re.compile(r"^[+\-]?\d[\d.,，\s]*[件项条个万元%]*$")
NOISY = 3.0  # grey levels
ROUND = ("O", "o", "Q", "D", "〇", "○", "。")  # what a lone nought is taken for
MOST_CELLS = 3000


class Crop(NamedTuple):
    """A line of text to be recognised, in pixels."""

    x0: int
    top: int
    x1: int
    bottom: int


def read_picture(image: Image, number: int, dpi: float) -> PageLayout:
    """The words and rules of a page given as a picture (RGB or grey) of that resolution."""
    unit = dpi / POINT
    grey = without_stamps(image)
    angle = tilt(grey)
    if abs(angle) > 0.05:
        grey = turned(grey, angle)
    rules, mask = find_rules(ink(grey), unit)
    strays = noise(grey)
    if strays > NOISY:
        grey = np.asarray(cv2.medianBlur(grey, 3), np.uint8)  # only now: it wipes out rules of one pixel
    dark = ink(grey, 12 + 2 * min(strays, 8))
    size = max(round(unit * 0.7), 1) * 2 + 1
    lines = cv2.dilate(mask, np.ones((size, size), np.uint8))
    paper = int(np.median(grey))
    clean = np.where(lines > 0, np.maximum(grey, paper), grey).astype(np.uint8)
    text = np.where(lines > 0, 0, dark).astype(np.uint8)
    layout = PageLayout(number, grey.shape[1] / unit, grey.shape[0] / unit)
    layout.rules.extend(Rule(*(value / unit for value in rule)) for rule in rules)
    crops: list[Crop] = []
    outside = clean.copy()
    for grid in grids(number, layout.rules):
        box = _pixels(grid.box, unit)
        if len(grid.areas) > MOST_CELLS:
            continue
        outside[box.top : box.bottom, box.x0 : box.x1] = paper
        for area in grid.areas:
            crops += _lines(text, _pixels(grid.area_box(area), unit), unit)
    crops += [Crop(*line) for line in text_lines(outside)]
    guesses = recognise([clean[c.top : c.bottom, c.x0 : c.x1] for c in crops])
    layout.words.extend(_word(crop, guess, unit) for crop, guess in zip(crops, guesses, strict=True))
    return layout


def _pixels(box: Box, unit: float) -> Crop:
    return Crop(*(max(round(value * unit), 0) for value in box))


def _word(crop: Crop, guess: Guess, unit: float) -> Word:
    text, confidence, alternatives = _folded(guess)
    unread = not text or (bool(FIGURE.match(text)) and confidence < DOUBTFUL)
    box = (crop.x0 / unit, crop.top / unit, crop.x1 / unit, crop.bottom / unit)
    return Word(text, *box, round(confidence, 4), alternatives, unread)


def _folded(guess: Guess) -> Guess:
    """The guess, where it is a figure with the readings of the same figure added up: ``0``, ``O`` and ``0.``."""
    readings = ((guess.text, guess.confidence), *guess.alternatives)
    figures = [(_figure(text), share) for text, share in readings]
    if not figures[0][0] and not (guess.text in ROUND and any(figure == "0" for figure, _ in figures)):
        return guess
    shares: dict[str, float] = {}
    for (text, share), (figure, _) in zip(readings, figures, strict=True):
        shares[figure or text] = shares.get(figure or text, 0.0) + share
    best, *others = sorted(shares.items(), key=lambda item: -item[1])
    return Guess(best[0], min(best[1], 1.0), tuple(others))


def _figure(text: str) -> str:
    """The text as a figure, marks that the recogniser adds taken off; empty where it is none."""
    stray = STRAY.match(text)
    if stray:
        return stray[1]
    return "0" if text in ROUND else text if FIGURE.match(text) else ""


def _lines(text: Image, cell: Crop, unit: float) -> list[Crop]:
    """The lines of text in a cell; none where no more ink stands in it than dust."""
    inset = round(EDGE * unit)
    x0, top, x1, bottom = cell.x0 + inset, cell.top + inset, cell.x1 - inset, cell.bottom - inset
    part = text[top:bottom, x0:x1]
    if part.size == 0:
        return []
    count, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    marks = [(x, y, x + w, y + h) for x, y, w, h, area in stats[1:count].tolist() if area >= SPECK * unit * unit]
    rows = _rows(marks, unit)
    found: list[Crop] = []
    for row in rows:
        a, b, c, d = (min(m[0] for m in row), min(m[1] for m in row), max(m[2] for m in row), max(m[3] for m in row))
        if max(c - a, d - b) < 2 * unit:
            continue
        height = d - b
        side, edge = round(max(0.3 * height, 2 * unit)), round(max(0.12 * height, unit))
        found.append(
            Crop(max(x0 + a - side, x0), max(top + b - edge, top), min(x0 + c + side, x1), min(top + d + edge, bottom))
        )
    return found


def _rows(marks: list[tuple[int, int, int, int]], unit: float) -> list[list[tuple[int, int, int, int]]]:
    """Marks of ink as lines: those that overlap in height, and thin ones with the line they complete."""
    rows: list[list[tuple[int, int, int, int]]] = []
    ends: list[int] = []
    for mark in sorted(marks, key=lambda m: m[1]):
        if rows and mark[1] <= ends[-1] + 0.5 * unit:
            rows[-1].append(mark)
            ends[-1] = max(ends[-1], mark[3])
        else:
            rows.append([mark])
            ends.append(mark[3])
    heights = sorted(max(m[3] for m in row) - min(m[1] for m in row) for row in rows)
    if not heights:
        return []
    tall = heights[-1]
    joined: list[list[tuple[int, int, int, int]]] = []
    for row in rows:
        if joined:
            top = min(m[1] for m in joined[-1])
            if max(m[3] for m in row) - top <= 1.2 * tall:
                joined[-1].extend(row)
                continue
        joined.append(row)
    return joined
