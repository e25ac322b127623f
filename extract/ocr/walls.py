"""Which short upright lines are the walls of cells and which the strokes of characters; where level ones end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extract.layout.page import Rule

Image = NDArray[np.uint8]

SAME = 2.0  # points: walls no further apart stand on one edge
SIDE = 0.6  # points: so far from its middle a line may waver
BESIDE = 2.5  # points: the strokes that cross a character's upright one reach as far
END = 1.5  # points that the lines it ends at may cover
STROKES = 24.0  # points: a line goes on no further over the strokes of characters beside it
TOGETHER = 3  # lines that end at one place
AS_DRAWN = 0.8  # a wall is inked to at least this share of what the table's long walls are
OVERHANG = 4.0  # points beyond a line that may be written
WRITTEN = 0.5  # of the length: with more ink beside it a line of any length is made of characters
ALONG = 0.8  # of the length: a column of pixels with more ink is that of another line
CROSSED = 0.25  # of the length: more ink beside it is that of a character


def walls(dark: Image, level: list[Rule], upright: list[Rule], unit: float, long: float) -> list[Rule]:
    """The upright rules without those strokes. ``long`` is a length in pixels that no character has.

    A short wall on an edge that another shares is one; a wall that stands alone must be as solid as the table's long
    ones, with paper beside it. Characters below each other may look like a long one.
    """
    drawn = [inked(dark, rule, unit)[0] for rule in upright if rule.bottom - rule.top > long]
    least = AS_DRAWN * float(np.median(drawn)) if drawn else 0.0
    kept = []
    for whole in upright:
        rule = _without_strokes(dark, whole, level, unit)
        share, beside = inked(dark, rule, unit)
        if rule.bottom - rule.top > long or _shares_edge(rule, upright, unit, long):
            if beside > WRITTEN:
                continue
        elif share < least or beside > CROSSED:
            continue
        kept.append(rule)
    return kept


def is_written(dark: Image, level: Rule, unit: float) -> bool:
    """Whether a level line from one side of a cell to the other is made of the strokes of the cell's characters."""
    top, bottom = max(round(level.top - 2 * BESIDE * unit), 0), round(level.bottom + 2 * BESIDE * unit)
    part = np.ascontiguousarray(dark[top:bottom].T)
    return inked(part, Rule(level.top - top, level.x0, level.bottom - top, level.x1), unit)[1] > WRITTEN


def _without_strokes(dark: Image, rule: Rule, level: list[Rule], unit: float) -> Rule:
    """A wall without what goes on beyond the outermost line that it meets, where that is written and not drawn."""
    x = (rule.x0 + rule.x1) / 2
    met = [(line.top + line.bottom) / 2 for line in level if line.x0 - 2 * unit <= x <= line.x1 + 2 * unit]
    met = [y for y in met if rule.top - 2 * unit <= y <= rule.bottom + 2 * unit]
    if not met:
        return rule
    for part in (rule._replace(bottom=min(met)), rule._replace(top=max(met))):
        if part.bottom - part.top > OVERHANG * unit and inked(dark, part, unit)[1] > CROSSED:
            rule = rule._replace(top=part.bottom) if part.top == rule.top else rule._replace(bottom=part.top)
    return rule


def _shares_edge(rule: Rule, others: list[Rule], unit: float, long: float) -> bool:
    x = rule.x0 + rule.x1
    return any(
        other is not rule
        and abs(other.x0 + other.x1 - x) <= 2 * SAME * unit
        and max(other.top - rule.bottom, rule.top - other.bottom) <= long
        for other in others
    )


def without_overhang(
    level: list[Rule], upright: list[Rule], unit: float, long: float, dark: Image | None = None
) -> list[Rule]:
    """The level rules, one that alone sticks out beyond the table's side (grains beside it) cut off there.

    With the page's ink, what lies among grains or characters is cut off however many stick out, and however far.

    Where no side is drawn, others that end together show it: one that ran into a character ends with them.
    """

    def alone(rule: Rule, end: float, side: int) -> bool:
        return not any(other is not rule and abs(other[side] - end) <= SAME * unit for other in level)

    def among_grains(part: Rule) -> bool:
        return dark is not None and part.x1 - part.x0 > OVERHANG * unit and is_written(dark, part, unit)

    found = []
    for rule in level:
        y, slack = (rule.top + rule.bottom) / 2, 2 * unit
        met = [
            (r.x0, r.x1)
            for r in upright
            if r.top - slack <= y <= r.bottom + slack and rule.x0 - slack <= r.x0 <= rule.x1 + slack
        ]
        first, last = min(met, default=(rule.x0, 0.0))[0], max(met, default=(0.0, rule.x1), key=lambda m: m[1])[1]
        if first > rule.x0 and (
            (first - rule.x0 <= long and alone(rule, rule.x0, 0)) or among_grains(rule._replace(x1=first))
        ):
            rule = rule._replace(x0=first)
        if last < rule.x1 and (
            (rule.x1 - last <= long and alone(rule, rule.x1, 2)) or among_grains(rule._replace(x0=last))
        ):
            rule = rule._replace(x1=last)
        if not met:
            left = _shared_end(rule.x0, 1, [other.x0 for other in level], unit)
            right = _shared_end(rule.x1, -1, [other.x1 for other in level], unit)
            rule = rule._replace(x0=left, x1=right)
        found.append(rule)
    return found


def _shared_end(end: float, inwards: int, ends: list[float], unit: float) -> float:
    """Where several lines end a few characters inwards of one's end, which few share; else that end."""
    own = sum(abs(other - end) <= SAME * unit for other in ends)
    for other in ends:
        together = [third for third in ends if abs(third - other) <= SAME * unit / 2]
        if SAME * unit < inwards * (other - end) <= STROKES * unit and len(together) >= max(TOGETHER, 2 * own + 1):
            return sum(together) / len(together)
    return end


def _written_rows(beside: Image) -> NDArray[np.bool_]:
    """The rows with ink, that of another line along this one left out."""
    lines = np.pad((beside > 0).mean(axis=0) > ALONG, 1)
    return np.asarray(beside[:, ~(lines[:-2] | lines[1:-1] | lines[2:])].any(axis=1), np.bool_)


def inked(dark: Image, rule: Rule, unit: float) -> tuple[float, float]:
    """The shares of an upright rule's length where it is inked, and where ink stands right beside it."""
    end, side, out = round(END * unit), max(round(SIDE * unit), 1), round(BESIDE * unit)
    top, bottom = round(rule.top) + end, round(rule.bottom) - end
    x0, x1 = round(rule.x0), round(rule.x1)
    if bottom - top < 3:
        return 1.0, 0.0
    part = dark[top:bottom, max(x0 - side, 0) : x1 + side + 1]
    left = dark[top:bottom, max(x0 - out, 0) : max(x0 - side, 0)]
    right = dark[top:bottom, x1 + side + 1 : x1 + out + 1]
    crossed = _written_rows(left) | _written_rows(right)
    whole = crossed[1:] & crossed[:-1]  # not a single grain
    return float(part.any(axis=1).mean()), float(whole.mean())
