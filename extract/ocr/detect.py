"""Where lines of text stand on a page outside its tables, by a text detection model."""

from __future__ import annotations

from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.recognise import session

Image = NDArray[np.uint8]

LONGEST = 1120  # pixels of the side that the model sees
TALLEST = 3  # a picture longer than this many times its width is looked at in parts
TEXT = 0.3
LINE = 0.5
GROWN = 1.6
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
SPREAD = np.array([0.229, 0.224, 0.225], np.float32)


@cache
def _detector() -> Any:
    return session("det")


def text_lines(grey: Image) -> list[tuple[int, int, int, int]]:
    """The boxes (left, top, right, bottom) in pixels of the lines of text, from top to bottom."""
    height, width = grey.shape
    found: list[tuple[int, int, int, int]] = []
    step = max(round(width * 1.6), 64)
    tops = [0] if height <= TALLEST * width else list(range(0, height, step))
    for top in tops:
        part = grey[top : top + step + width // 20] if len(tops) > 1 else grey
        for x0, y0, x1, y1 in _boxes(part):
            box = (x0, y0 + top, x1, y1 + top)
            if not any(_covers(other, box) for other in found[-40:]):
                found.append(box)
    return sorted(found, key=lambda b: (b[1], b[0]))


def _covers(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> bool:
    lap = (min(a[2], b[2]) - max(a[0], b[0])) * (min(a[3], b[3]) - max(a[1], b[1]))
    apart = min(a[2], b[2]) <= max(a[0], b[0]) or min(a[3], b[3]) <= max(a[1], b[1])
    return not apart and lap > 0.5 * (b[2] - b[0]) * (b[3] - b[1])


def _boxes(grey: Image) -> list[tuple[int, int, int, int]]:
    height, width = grey.shape
    if int(grey.max()) - int(grey.min()) < 30:
        return []
    scale = min(LONGEST / max(height, width), 1.0)
    shape = (max(round(width * scale / 32) * 32, 32), max(round(height * scale / 32) * 32, 32))
    small = cv2.cvtColor(cv2.resize(grey, shape, interpolation=cv2.INTER_AREA), cv2.COLOR_GRAY2RGB)
    batch = ((small.astype(np.float32) / 255 - MEAN) / SPREAD).transpose(2, 0, 1)[np.newaxis]
    model = _detector()
    shares = model.run(None, {model.get_inputs()[0].name: batch.astype(np.float32)})[0][0, 0]
    marks = (shares > TEXT).astype(np.uint8)
    contours, _ = cv2.findContours(marks, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found: list[tuple[int, int, int, int]] = []
    for contour in contours[:2000]:
        x, y, w, h = cv2.boundingRect(contour)
        if min(w, h) < 3 or float(shares[y : y + h, x : x + w].mean()) < LINE:
            continue
        grow = w * h * GROWN / (2 * (w + h))
        x0, y0 = max((x - grow) * width / shape[0], 0), max((y - grow) * height / shape[1], 0)
        x1, y1 = min((x + w + grow) * width / shape[0], width), min((y + h + grow) * height / shape[1], height)
        found.append((round(x0), round(y0), round(x1), round(y1)))
    return found
