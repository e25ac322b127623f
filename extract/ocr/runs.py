"""Where runs of text stand in the ink of a page: the lines of a cell, and what lies outside tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

SPECK = 0.7  # square points: less ink than this is dust
EDGE = 1.0  # points inside a cell's edge that its lines may still reach
REST, BESIDE = 1.3, 1.5  # points: what is left of a rule is no thicker, and no further from the edge of the cell
FLAT = 0.4  # of the height of the cell's lines: what is lower and stands alone is left of a stamp or a rule
TALLEST_DUST = 4.0  # points
INK = 1.5  # square points: specks that lie in one line by chance have less, and a dash has more
LEAST = 2.0  # points: a smaller run of text has not even a comma's size
WORD = 0.5  # of the type size: characters further apart may be two cells
PROSE = 0.85  # the gap after a comma, between two runs of several characters
LONG = 2.5  # type sizes: a run as long as this is several characters
TALL = 3.0  # type sizes: what is taller is no line of text
LOW = 0.35  # of the type size: a line with nothing higher is dust
MOST_RUNS = 700


class Crop(NamedTuple):
    """A line of text to be recognised, in pixels."""

    x0: int
    top: int
    x1: int
    bottom: int


Mark = tuple[int, int, int, int]  # a box of ink: left, top, right, bottom


def in_cell(text: Image, cell: Crop, unit: float) -> list[Crop]:
    """The lines of text in a cell; none where no more ink stands in it than dust. ``unit``: pixels of a point."""
    inset = round(EDGE * unit)
    x0, top, x1, bottom = cell.x0 + inset, cell.top + inset, cell.x1 - inset, cell.bottom - inset
    part = text[top:bottom, x0:x1]
    if part.size == 0:
        return []
    found: list[Crop] = []
    marks = [m for m in _marks(part, SPECK * unit * unit) if not _is_rest_of_rule(m, part.shape, unit)]
    rows = [_around(row) for row in _rows(marks, unit)]
    tallest = max((box.bottom - box.top for box in rows), default=0)
    for box in rows:
        if box.bottom - box.top < FLAT * tallest and tallest > TALLEST_DUST * unit:
            continue
        if max(box.x1 - box.x0, box.bottom - box.top) >= LEAST * unit:
            found.append(
                _grown(Crop(x0 + box.x0, top + box.top, x0 + box.x1, top + box.bottom), unit, x0, top, x1, bottom)
            )
    return found


def _is_rest_of_rule(mark: Mark, shape: tuple[int, ...], unit: float) -> bool:
    """Whether a mark is what is left of a line at the edge of the cell: thin, long and beside it."""
    x0, top, x1, bottom = mark
    height, width = shape[:2]
    thin, near = REST * unit, BESIDE * unit
    level = bottom - top <= thin and x1 - x0 >= 3 * (bottom - top) and (top <= near or bottom >= height - near)
    upright = x1 - x0 <= thin and bottom - top >= 3 * (x1 - x0) and (x0 <= near or x1 >= width - near)
    return level or upright


def _marks(ink: Image, least: float) -> Iterator[Mark]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    for x, y, width, height, area in stats[1:count].tolist():
        if area >= least:
            yield x, y, x + width, y + height


def _around(marks: list[Mark]) -> Crop:
    return Crop(min(m[0] for m in marks), min(m[1] for m in marks), max(m[2] for m in marks), max(m[3] for m in marks))


def _grown(box: Crop, unit: float, x0: int, top: int, x1: int, bottom: int) -> Crop:
    """The box with the paper round it that the recogniser is used to, inside its bounds."""
    height = box.bottom - box.top
    side, edge = round(max(0.3 * height, 2 * unit)), round(max(0.12 * height, unit))
    return Crop(
        max(box.x0 - side, x0), max(box.top - edge, top), min(box.x1 + side, x1), min(box.bottom + edge, bottom)
    )


def _rows(marks: list[Mark], unit: float) -> list[list[Mark]]:
    """Marks of ink as lines: those that overlap in height, and thin ones with the line they complete."""
    rows: list[list[Mark]] = []
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
    joined: list[list[Mark]] = []
    for row in rows:
        if joined:
            top = min(m[1] for m in joined[-1])
            if max(m[3] for m in row) - top <= 1.2 * tall:
                joined[-1].extend(row)
                continue
        joined.append(row)
    return joined


def outside(text: Image, unit: float, size: float) -> list[Crop] | None:
    """The runs of text in ink that no table claims; None where it is not simply lines of text (a drawing, a photo).

    Runs are parted where a borderless table may have another cell. ``size`` is the type's in pixels.
    """
    gap = max(round(WORD * size), 3)
    smeared = cv2.morphologyEx(text, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    smeared = cv2.morphologyEx(smeared, cv2.MORPH_CLOSE, np.ones((max(round(0.2 * size), 1), 1), np.uint8))
    marks = sorted(_marks(np.asarray(smeared, np.uint8), SPECK * unit * unit), key=lambda m: m[1])
    lines: list[Crop] = []
    odd = 0
    for mark in marks:
        box = Crop(*mark)
        if box.bottom - box.top > TALL * size:
            odd += 1
            continue
        lines += _split(text, box, size)
    written = [line for line in _lines(lines, size) if max(box.bottom - box.top for box in line) >= LOW * size]
    runs = _in_prose(written, size)
    if len(runs) > MOST_RUNS or odd > max(4, 0.1 * len(runs)):
        return None
    height, width = text.shape
    found = [
        run
        for run in runs
        if max(run.x1 - run.x0, run.bottom - run.top) >= 0.25 * size
        and np.count_nonzero(text[run.top : run.bottom, run.x0 : run.x1]) >= INK * unit * unit
    ]
    return [_grown(run, unit, 0, 0, width, height) for run in found]


def _split(text: Image, box: Crop, size: float) -> list[Crop]:
    """A blob of ink as the lines that grew together in it."""
    height = box.bottom - box.top
    count = round(height / (1.35 * size))
    if height < 1.7 * size or count < 2:
        return [box]
    ink = (text[box.top : box.bottom, box.x0 : box.x1] > 0).sum(axis=1)
    cuts = [0]
    for n in range(1, count):
        middle, reach = n * height / count, 0.35 * size
        first, last = max(round(middle - reach), cuts[-1] + 1), min(round(middle + reach), height)
        if first < last:
            cuts.append(first + int(np.argmin(ink[first:last])))
    cuts.append(height)
    return [Crop(box.x0, box.top + a, box.x1, box.top + b) for a, b in pairwise(cuts) if b - a > 2]


def _lines(boxes: list[Crop], size: float) -> list[list[Crop]]:
    """Boxes that stand on one line together, from left to right."""
    lines: list[list[Crop]] = []
    for box in sorted(boxes, key=lambda b: -(b.bottom - b.top)):
        middle = (box.top + box.bottom) / 2
        for line in reversed(lines):
            if line[0].top <= middle <= line[0].bottom and box.bottom - box.top < 2 * size:
                line.append(box)
                break
        else:
            lines.append([box])
    return [sorted(line) for line in sorted(lines, key=lambda line: line[0].top)]


def _in_prose(lines: list[list[Crop]], size: float) -> list[Crop]:
    """Runs of one line joined where only a comma or its parts stand between them."""
    found: list[Crop] = []
    for line in lines:
        run = line[0]
        for box in line[1:]:
            gap = box.x0 - run.x1
            small = min(box.bottom - box.top, run.bottom - run.top) < 0.5 * size or box.x1 - box.x0 < 0.35 * size
            long = min(run.x1 - run.x0, box.x1 - box.x0) > LONG * size
            if gap <= WORD * size or (gap < PROSE * size and (long or (small and run.x1 - run.x0 > LONG * size))):
                run = Crop(run.x0, min(run.top, box.top), max(run.x1, box.x1), max(run.bottom, box.bottom))
            else:
                found.append(run)
                run = box
        found.append(run)
    return found
