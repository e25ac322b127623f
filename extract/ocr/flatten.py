"""A page photographed aslant or curled made flat: its lines level and its walls upright everywhere.

How far lines have sunk is told from strip to strip: the ink of two neighbouring strips fits best where their lines
meet. That is done for the upper and the lower half, and in the same way for the walls of tables on the left and on the
right; between them the shift is in proportion.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.straighten import ink

Image = NDArray[np.uint8]

LONGEST = 3  # times as long as wide: a longer picture is one of a screen, which is flat
HALF = 0.5  # the scale at which it is measured
STRIPS = 16
STEEPEST = 0.15  # of a strip's width: how far a line sinks in it at most
BENT = 1.2  # points: lines that stand off no further are level enough
BLANK = 0.004  # of a strip's pixels are inked at least
WALL = 12.0  # points: shorter upright strokes are those of characters
BETTER = 1.15  # times as level at least must the lines of a page become
WORSE = 0.85  # and times as level they may become the other way: pixels are blurred
FEWEST = 5  # strips that tell how a line bends
DEGREE = 3  # of the curve of a line's slope


@dataclass(frozen=True, slots=True)
class _Bends:
    """How far lines stand off, in pixels: ``shifts[half, strip]`` for the strips between two edges of the ink."""

    shifts: NDArray[np.float64]
    first: float
    last: float
    top: float
    bottom: float

    @property
    def most(self) -> float:
        """The furthest that any line stands off."""
        return float(np.abs(self.shifts).max())

    def field(self, height: int, width: int, scale: float) -> NDArray[np.float32]:
        """The shift of every pixel of a picture that is ``1 / scale`` times as large."""
        at = ((np.arange(width) + 0.5) * scale - self.first) * STRIPS / (self.last - self.first) - 0.5
        upper, lower = (_carried_on(at, row) for row in self.shifts)
        down = ((np.arange(height) + 0.5) * scale - self.top) / (self.bottom - self.top)
        share = np.clip(down * 2 - 0.5, -0.5, 1.5)[:, np.newaxis]
        return np.asarray((upper * (1 - share) + lower * share) / scale, np.float32)


def _carried_on(at: NDArray[np.floating[Any]], row: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values between those of a row, and beyond its ends as it begins and ends."""
    found = np.interp(at, np.arange(row.size), row)
    found += np.minimum(at, 0) * (row[1] - row[0]) + np.maximum(at - row.size + 1, 0) * (row[-1] - row[-2])
    return np.asarray(found, np.float64)


def flattened(grey: Image, unit: float) -> tuple[Image, NDArray[np.float64]] | None:
    """The page made flat, and the matrix from its pixels to those of the page given, as near as a matrix comes.

    None where it is flat as it is. ``unit``: pixels of a point.
    """
    height, width = grey.shape
    if max(height, width) > LONGEST * min(height, width):
        return None
    small = np.asarray(cv2.resize(grey, None, fx=HALF, fy=HALF, interpolation=cv2.INTER_AREA), np.uint8)
    dark = ink(small, 10)
    walls = np.ascontiguousarray(_upright(dark, unit * HALF).T)
    sunk, leaning = _bends(dark), _bends(walls)
    least = BENT * unit * HALF
    bent, aslant = sunk is not None and sunk.most > least, leaning is not None and leaning.most > least
    if not bent and not aslant:
        return None
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    if sunk and bent:
        ys += sunk.field(height, width, HALF)
    if leaning and aslant:
        xs += leaning.field(width, height, HALF).T
    seen = ink(_seen(small, xs, ys), 10)
    upright = np.ascontiguousarray(_upright(seen, unit * HALF).T)
    gains = [_levelness(b) / max(_levelness(a), 1.0) for a, b in ((dark, seen), (walls, upright)) if a.any()]
    if max(gains) < BETTER or min(gains) < WORSE:
        return None
    flat = cv2.remap(grey, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, np.uint8), _matrix(xs, ys)


def _bends(dark: Image) -> _Bends | None:
    """How far below their mean the lines stand in strips from left to right, in both halves; None where nothing tells.

    Where only one half tells, the other is bent as it is.
    """
    columns = np.flatnonzero(dark.any(axis=0))
    rows = np.flatnonzero(dark.any(axis=1))
    if columns.size < 8 * STRIPS or rows.size < 8:
        return None
    left, right = int(columns[0]), int(columns[-1]) + 1
    edges = np.linspace(left, right, STRIPS + 1).round().astype(int)
    furthest = max(round(STEEPEST * (right - left) / STRIPS), 3)
    top, bottom = max(int(rows[0]) - 3 * furthest, 0), min(int(rows[-1]) + 1 + 3 * furthest, dark.shape[0])
    halves: list[NDArray[np.float64] | None] = []
    for part in (slice(top, (top + bottom) // 2), slice((top + bottom) // 2, bottom)):
        strips = [_profile(dark[part, a:b]) for a, b in pairwise(edges.tolist())]
        steps = _smooth([_step(a, b, furthest) for a, b in pairwise(strips)])
        halves.append(None if steps is None else np.concatenate([[0.0], np.cumsum(steps)]))
    told = [place for place in halves if place is not None]
    if not told:
        return None
    shifts = np.stack([place - place.mean() for place in (told * 2)[:2]])
    return _Bends(shifts, left, right, top, bottom)


def _smooth(steps: list[float | None]) -> NDArray[np.float64] | None:
    """The steps from strip to strip as a smooth curve, which goes on as it ends where strips are blank.

    None where too few tell anything.
    """
    known = {n: step for n, step in enumerate(steps) if step is not None}
    if len(known) < FEWEST:
        return None
    curve = np.polynomial.Polynomial.fit(list(known), list(known.values()), DEGREE)
    return np.asarray(curve(np.clip(np.arange(len(steps)), min(known), max(known))), np.float64)


def _profile(strip: Image) -> NDArray[np.float64] | None:
    """The ink of every row; None where there is too little to tell anything."""
    if strip.size == 0 or float((strip > 0).mean()) < BLANK:
        return None
    rows = (strip > 0).mean(axis=1).astype(np.float64)
    soft = cv2.GaussianBlur(rows.reshape(-1, 1), (1, 9), 1.5).ravel()
    return np.asarray(soft - soft.mean(), np.float64)


def _step(left: NDArray[np.float64] | None, right: NDArray[np.float64] | None, furthest: int) -> float | None:
    """How far the lines of one strip stand below those of the strip to its left; None where nothing tells."""
    if left is None or right is None or left.size <= 8 * furthest:
        return None
    inner = left[furthest : left.size - furthest] * _faded(left.size - 2 * furthest, 2 * furthest)
    scores = np.array([float(inner @ right[n : n + inner.size]) for n in range(2 * furthest + 1)])
    best = int(scores.argmax())
    if scores[best] <= 0 or best in (0, 2 * furthest):
        return None
    low, top, high = scores[best - 1 : best + 2]
    bow = low - 2 * top + high
    return best - furthest + (0.5 * (low - high) / bow if bow else 0.0)


def _faded(size: int, ends: int) -> NDArray[np.float64]:
    """Weights that fall to nothing at both ends, lest a line that only one strip has there count."""
    away = np.minimum(np.arange(size), np.arange(size)[::-1])
    return np.asarray(np.clip(away / ends, 0, 1), np.float64)


def _upright(dark: Image, unit: float) -> Image:
    """The walls of tables, without text."""
    wide = cv2.dilate(dark, np.ones((1, 3), np.uint8))
    tall = max(round(WALL * unit), 5)
    return np.asarray(cv2.morphologyEx(wide, cv2.MORPH_OPEN, np.ones((tall, 1), np.uint8)), np.uint8)


def _seen(small: Image, xs: NDArray[np.float32], ys: NDArray[np.float32]) -> Image:
    size = (small.shape[1], small.shape[0])
    maps = [np.asarray(cv2.resize(m, size, interpolation=cv2.INTER_AREA) * HALF, np.float32) for m in (xs, ys)]
    return np.asarray(cv2.remap(small, maps[0], maps[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _levelness(dark: Image) -> float:
    return float(np.square(np.diff(dark.sum(axis=1, dtype=np.float64) / 255)).sum())


def _matrix(xs: NDArray[np.float32], ys: NDArray[np.float32]) -> NDArray[np.float64]:
    """The matrix that comes nearest to the maps."""
    height, width = xs.shape
    grid = [(x, y) for y in np.linspace(0, height - 1, 9).astype(int) for x in np.linspace(0, width - 1, 9).astype(int)]
    flat = np.array(grid, np.float64)
    given = np.array([(xs[y, x], ys[y, x]) for x, y in grid], np.float64)
    found, _ = cv2.findHomography(flat, given)
    return np.asarray(found, np.float64)
