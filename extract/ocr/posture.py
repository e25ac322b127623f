"""What a sheet is: the size of its type, and whether it is two pages side by side."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

FEWEST = 20  # characters that tell a size
DOT = 0.4  # of the size of most ink: what is smaller is no character
CHARACTER = 0.92  # of the type size is the height of a Chinese character
MIDDLE = (0.46, 0.54)  # of a sheet's width: where the gutter between two pages is
SHEET = (1.15, 1.75)  # width by height of two pages side by side


def type_size(dark: Image) -> float:
    """The size of most of the type in pixels, told by the characters that are about square; 0 where there is none."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    width, height = stats[1:count, cv2.CC_STAT_WIDTH], stats[1:count, cv2.CC_STAT_HEIGHT]
    square = np.sort(height[(height >= 6) & (height <= 150) & (width <= 1.4 * height) & (width >= 0.6 * height)])
    if square.size < FEWEST:
        return 0.0
    weight = np.cumsum(np.square(square.astype(np.float64)))  # by area, or the dots of a dotted line would outvote all
    square = square[square >= DOT * square[np.searchsorted(weight, weight[-1] / 2)]]
    return float(np.percentile(square, 60)) / CHARACTER


def gutter(dark: Image) -> int | None:
    """Where two pages that lie side by side part, in pixels from the left; None where it is one page."""
    height, width = dark.shape
    if not SHEET[0] < width / height < SHEET[1]:
        return None
    left, right = round(MIDDLE[0] * width), round(MIDDLE[1] * width)
    inner = dark[height // 50 : height - height // 50]
    clear = (inner[:, left:right] > 0).sum(axis=0) <= height // 400
    if float(clear.mean()) < 0.6 or not (inner[:, :left].any() and inner[:, right:].any()):
        return None
    return int(left + np.median(np.flatnonzero(clear)))
