"""The ruled lines of a picture, and what remains of it without them."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.layout.page import Rule
from extract.ocr.walls import is_written, walls, without_overhang

Image = NDArray[np.uint8]


APART = 2.2  # points: lines of cells drawn apart go on over such a gap; characters keep further off
THIN = 1.6  # points: a dashed or dotted line is no thicker
CLEAR = 2.3  # points: on both sides of it there is so much paper, which the strokes of characters lack
DASH = 5.0  # points: the widest gap between dashes, or where another line crosses
INKED, DRAWN = 0.3, 0.85  # of its length a broken line is ink at least; the stroke of a character has no gaps
OVER = 12.0  # points: no cell is so narrow
ACROSS, DOWN = 18.0, 9.0  # points: shorter strokes are those of characters


def find_rules(dark: Image, unit: float) -> tuple[list[Rule], Image]:
    """The rules of a picture's ink in pixels, and a mask of their pixels. ``unit`` is a point's size in pixels."""
    solid = [_solid(dark, unit, ACROSS), _solid(_turned(dark), unit, DOWN)]
    rest = np.where(_turned(solid[1][1]) > 0, 0, dark).astype(np.uint8)
    across = _both(solid[0], _broken(rest, unit, ACROSS), unit)
    rest = np.where(across[1] > 0, 0, dark).astype(np.uint8)
    down = _both(solid[1], _broken(_turned(rest), unit, DOWN), unit)
    rules, mask = _table_lines(across, ([_swapped(rule) for rule in down[0]], _turned(down[1])), dark, unit)
    missed = _missed(rules, _turned(np.where(_alone(_turned(dark), unit), _turned(dark), 0).astype(np.uint8)), unit)
    for x0, top, x1, bottom in missed:
        mask[int(top) : int(bottom), int(x0) : int(x1)] = 255
    return rules + missed, mask


def _missed(rules: list[Rule], upright: Image, unit: float) -> list[Rule]:
    """The walls between two rows where the table has a column's edge and thin ink stands along it.

    ``upright`` holds the ink that is as thin as an upright line. Worn lines are found so, row by row.
    """
    level = sorted(_spots([(r.top + r.bottom) / 2 for r in rules if r.x1 - r.x0 > 120 * unit], unit))
    edges = _spots([(r.x0 + r.x1) / 2 for r in rules if r.bottom - r.top > r.x1 - r.x0], unit)
    upright_rules = [r for r in rules if r.bottom - r.top > r.x1 - r.x0]
    found: list[Rule] = []
    for top, bottom in pairwise(level):
        a, b = round(top + 1.5 * unit), round(bottom - 1.5 * unit)
        if not 6 * unit < b - a < 60 * unit:
            continue
        for x in edges:
            there = [w for w in upright_rules if abs((w.x0 + w.x1) / 2 - x) < 3 * unit]
            if any(w.top < a + 2 * unit and w.bottom > b - 2 * unit for w in there):
                continue
            if not any(min(abs(w.bottom - top), abs(w.top - bottom)) < 3 * unit for w in there):
                continue  # the edge is another table's
            side = max(round(0.6 * unit), 1)
            inked = upright[a:b, max(round(x) - side, 0) : round(x) + side + 1].any(axis=1)
            if min((float(part.mean()) for part in np.array_split(inked, 3)), default=0.0) >= INKED:
                found.append(Rule(x - side, top, x + side + 1, bottom))
    return found


def _spots(values: list[float], unit: float) -> list[float]:
    """Values nearer than a line is thick as one."""
    spots: list[list[float]] = []
    for value in sorted(values):
        if spots and value - spots[-1][-1] < 2 * unit:
            spots[-1].append(value)
        else:
            spots.append([value])
    return [sum(few) / len(few) for few in spots]


Lines = tuple[list[Rule], Image]  # strokes along one direction, and a mask of their pixels


def _table_lines(across: Lines, down: Lines, dark: Image, unit: float) -> Lines:
    """The lines that are long or lie between others, without what they run into."""
    long = 40 * unit
    level, upright = _cut(across[0], down[0], unit, 3 * long, 0.75 * long)
    tall = [r for r in upright if r.bottom - r.top > long]
    # A long line may have text close to it, and one without sides may be short; strokes of characters are neither.
    told = [(r, r.x1 - r.x0 > 3 * long, _touches(r, tall, 1.5 * unit)) for r in level]
    level = [r for r, far, sided in told if (far and sided) or ((far or sided) and not is_written(dark, r, unit))]
    level += [
        r
        for r in across[0]
        if r not in level and any(_goes_on(r, other, unit) for other in level) and not is_written(dark, r, unit)
    ]
    upright = [r for r in upright if r.bottom - r.top > long or _joins(r, level, 1.2 * unit)]
    upright = walls(dark, level, upright, unit, long)
    level, upright = _cut(level, upright, unit, 0, 0)
    level = without_overhang(level, upright, unit, long, dark)
    mask = np.zeros_like(across[1])
    for rules, lines in ((level, across[1]), (upright, down[1])):
        for x0, top, x1, bottom in rules:
            part = np.s_[int(top) : int(bottom) + 1, int(x0) : int(x1) + 1]
            mask[part] |= lines[part]
    return level + upright, mask


def _cut(
    level: list[Rule], upright: list[Rule], unit: float, wide: float, tall: float
) -> tuple[list[Rule], list[Rule]]:
    """The lines without the strokes of characters that they were joined to beyond the line they end at.

    Lines as long as ``wide`` or ``tall`` end others: shorter ones may be strokes themselves.
    """
    crossing = [rule for rule in upright if rule.bottom - rule.top >= tall]
    level = [_trimmed(rule, crossing, unit) for rule in level]
    crossing = [_swapped(rule) for rule in level if rule.x1 - rule.x0 >= wide]
    return level, [_swapped(_trimmed(_swapped(rule), crossing, unit)) for rule in upright]


def _both(solid: Lines, broken: Lines, unit: float) -> Lines:
    return _chained(solid[0] + broken[0], unit), np.asarray(cv2.bitwise_or(solid[1], broken[1]), np.uint8)


def _solid(dark: Image, unit: float, shortest: float) -> Lines:
    """The horizontal lines that are drawn through, near enough."""
    reach = max(round(shortest * unit), 12)
    wide = cv2.dilate(dark, _row(3).T)  # a line may waver by a pixel
    lines = _opened(_closed(wide, max(round(unit), 3)), reach)
    return _strokes(lines, reach, unit), lines


def _broken(dark: Image, unit: float, shortest: float) -> Lines:
    """The horizontal lines of dashes or dots."""
    reach = max(round(shortest * unit), 12)
    alone = np.where(_alone(dark, unit), dark, 0).astype(np.uint8)
    lines = _opened(_closed(cv2.dilate(alone, _row(3).T), round(DASH * unit)), reach)
    found = []
    for rule in _strokes(lines, reach, unit):
        inked = float(alone[int(rule.top) : int(rule.bottom), int(rule.x0) : int(rule.x1)].any(axis=0).mean())
        if inked >= INKED and (inked <= DRAWN or rule.x1 - rule.x0 > 40 * unit):
            found.append(rule)
    return found, lines


def _alone(dark: Image, unit: float) -> NDArray[np.bool_]:
    """Where ink is as thin as a line and paper lies above and below it."""
    thin, clear = round(THIN * unit) + 1, round((CLEAR + THIN / 2) * unit)
    ink = cv2.boxFilter(dark // 255, cv2.CV_8U, (1, 2 * clear + 1), normalize=False)
    return np.asarray(ink <= thin, np.bool_)


def _turned(image: Image) -> Image:
    return np.ascontiguousarray(image.T)


def _row(length: int) -> Image:
    return np.ones((1, length), np.uint8)


def _closed(lines: cv2.typing.MatLike, gap: int) -> cv2.typing.MatLike:
    return cv2.morphologyEx(lines, cv2.MORPH_CLOSE, _row(gap))


def _opened(lines: cv2.typing.MatLike, reach: int) -> Image:
    return np.asarray(cv2.morphologyEx(lines, cv2.MORPH_OPEN, _row(reach)), np.uint8)


def _strokes(lines: Image, reach: int, unit: float) -> list[Rule]:
    """Straight strokes."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    return [
        Rule(float(x), float(y), float(x + width), float(y + height))
        for x, y, width, height, area in stats[1:count].tolist()
        if width >= reach and area / width <= 5 * unit + 2 and height <= max(7 * unit, 0.02 * width)
    ]


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


def _trimmed(rule: Rule, crossing: list[Rule], unit: float) -> Rule:
    """A horizontal rule that ends at the outermost line that it meets."""
    y, x0, x1 = (rule.top + rule.bottom) / 2, rule.x0, rule.x1
    met = [r for r in crossing if r.top - unit <= y <= r.bottom + unit]
    x0 = min((r.x0 for r in met if x0 < r.x0 <= x0 + OVER * unit), default=x0)
    x1 = max((r.x1 for r in met if x1 - OVER * unit <= r.x1 < x1), default=x1)
    return rule._replace(x0=x0, x1=x1) if x1 - x0 > OVER * unit else rule


def _goes_on(rule: Rule, other: Rule, unit: float) -> bool:
    """Whether a horizontal rule is another's part beyond a line that crosses both."""
    near = abs(rule.top + rule.bottom - other.top - other.bottom) <= 1.6 * unit
    return near and 0 <= max(rule.x0 - other.x1, other.x0 - rule.x1) <= 2 * DASH * unit


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
