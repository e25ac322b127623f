"""The ruled lines of a picture, and what remains of it without them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.layout.page import Rule

Image = NDArray[np.uint8]


FEW = 6
DASH = 4.0  # points: the widest gap between dashes
APART = 2.2  # points: lines of cells drawn apart go on over such a gap; characters keep further off


def find_rules(dark: Image, unit: float) -> tuple[list[Rule], Image]:
    """The rules of a picture's ink in pixels, and a mask of their pixels. ``unit`` is a point's size in pixels."""
    rules, mask = _found(dark, unit, 1.0)
    if len(rules) < FEW:  # perhaps they are dashed
        dashed, dashes = _found(dark, unit, DASH)
        if len(dashed) >= FEW:
            return dashed, dashes
    return rules, mask


def _found(dark: Image, unit: float, gap: float) -> tuple[list[Rule], Image]:
    across, across_mask = _lines(dark, unit, gap, level=True)
    down, down_mask = _lines(dark, unit, gap, level=False)
    across = _chained(across, unit)
    down = [_swapped(rule) for rule in _chained([_swapped(rule) for rule in down], unit)]
    long = 40 * unit
    tall = [r for r in down if r.bottom - r.top > long]
    across = [r for r in across if r.x1 - r.x0 > 3 * long or _touches(r, tall, 1.5 * unit)]
    down = [r for r in down if r.bottom - r.top > long or _joins(r, across, 1.2 * unit)]
    mask = np.zeros_like(dark)
    for rules, lines in ((across, across_mask), (down, down_mask)):
        for x0, top, x1, bottom in rules:
            part = np.s_[int(top) : int(bottom) + 1, int(x0) : int(x1) + 1]
            mask[part] |= lines[part]
    return across + down, mask


def _lines(dark: Image, unit: float, closed: float, *, level: bool) -> tuple[list[Rule], Image]:
    """Straight strokes longer than a character's, those that waver by a pixel too."""
    reach = max(round((18 if level else 9) * unit), 12)
    gap = max(round(closed * unit), 3)
    along = (gap, 1) if level else (1, gap)
    thick = (1, 3) if level else (3, 1)
    kernel = (reach, 1) if level else (1, reach)
    wide = cv2.dilate(dark, cv2.getStructuringElement(cv2.MORPH_RECT, thick))
    wide = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, along))
    lines = cv2.morphologyEx(wide, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(lines, np.uint8), connectivity=8)
    found: list[Rule] = []
    for x, y, width, height, area in stats[1:count].tolist():
        length, thickness = (width, height) if level else (height, width)
        if length >= reach and area / length <= 5 * unit + 2 and thickness <= max(7 * unit, 0.02 * length):
            found.append(Rule(float(x), float(y), float(x + width), float(y + height)))
    return found, np.asarray(lines, np.uint8)


def _swapped(rule: Rule) -> Rule:
    return Rule(rule.top, rule.x0, rule.bottom, rule.x1)


def _chained(rules: list[Rule], unit: float) -> list[Rule]:
    """Horizontal rules that go on after a small gap (cells drawn apart) as one."""
    chains: list[Rule] = []
    for rule in sorted(rules):
        middle = (rule.top + rule.bottom) / 2
        for at in range(len(chains) - 1, -1, -1):
            chain = chains[at]
            near = abs((chain.top + chain.bottom) / 2 - middle) <= 0.8 * unit
            if near and rule.x0 - chain.x1 <= APART * unit:
                chains[at] = Rule(
                    chain.x0, min(chain.top, rule.top), max(chain.x1, rule.x1), max(chain.bottom, rule.bottom)
                )
                break
        else:
            chains.append(rule)
    return chains


def _joins(rule: Rule, ends: list[Rule], slack: float) -> bool:
    """Whether a short vertical line goes from one horizontal line to another."""
    x = (rule.x0 + rule.x1) / 2
    crossing = [r for r in ends if r.x0 - slack <= x <= r.x1 + slack]
    return any(r.top - slack <= rule.top <= r.bottom + slack for r in crossing) and any(
        r.top - slack <= rule.bottom <= r.bottom + slack for r in crossing
    )


def _touches(rule: Rule, sides: list[Rule], slack: float) -> bool:
    """Whether a short horizontal line has a vertical line at both its ends."""
    y = (rule.top + rule.bottom) / 2
    crossing = [r for r in sides if r.top - slack <= y <= r.bottom + slack]
    return any(r.x0 - slack <= rule.x0 <= r.x1 + slack for r in crossing) and any(
        r.x0 - slack <= rule.x1 <= r.x1 + slack for r in crossing
    )
