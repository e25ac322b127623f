"""Whether a cell in which no line of text was found is blank indeed: its pixels prove it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.runs import Crop

Image = NDArray[np.uint8]

SIDE = 1.8  # points inside the cell's edge that its lines may reach
SOFT = 0.35  # points: faint strokes and broken ones stand out where grain is smoothed away
SHARE = 0.25  # of the darkness of the page's type: paler than this is paper
LEAST = 10.0  # grey levels
GRAIN = 5.0  # times the grain of the cell's own paper
LOWEST = 3.0  # points: no figure is lower, and what is as low is a dash
AREA = 1.0  # square points of a figure's strokes
REACH = 0.85  # of a cell's side: what is as long is left of a rule


def darkness(clean: Image, text: Image) -> float:
    """How much darker than the paper the page's type is, in grey levels."""
    inked = clean[text > 0]
    return float(np.median(clean)) - float(np.median(inked)) if inked.size else 255.0


def ink_left(clean: Image, cell: Crop, unit: float, dark: float) -> Crop | None:
    """Where something as large as a figure stands in a cell, however faint; None where there is only paper.

    ``clean`` is the page without its rules, ``dark`` its ``darkness``, ``unit`` a point's size in pixels.
    """
    side = round(SIDE * unit)
    x0, top = cell.x0 + side, cell.top + side
    part = clean[top : cell.bottom - side, x0 : cell.x1 - side]
    if min(part.shape) < LOWEST * unit:
        return None
    soft = cv2.GaussianBlur(part, (0, 0), SOFT * unit).astype(np.float32)
    paper = float(np.median(soft))
    grain = 1.48 * float(np.median(np.abs(soft - paper)))
    marks = (paper - soft > max(LEAST, SHARE * dark, GRAIN * grain)).astype(np.uint8)
    reach = max(round(unit), 1)
    joined = cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    tall, wide = part.shape
    for x, y, width, height, area in stats[1:count].tolist():
        rest = (height <= 1.5 * unit and width >= REACH * wide) or (width <= 1.5 * unit and height >= REACH * tall)
        if not rest and max(width, height) >= LOWEST * unit and area >= AREA * unit * unit:
            return Crop(x0 + x, top + y, x0 + x + width, top + y + height)
    return None
