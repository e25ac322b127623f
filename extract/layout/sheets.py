"""Two pages printed side by side on a sheet, told by the gutter between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from extract.layout.page import RIGHT_HALF, PageLayout, Rule, Standing, Word

SHEET = (1.15, 1.75)  # width by height of two upright pages side by side
GUTTER = 0.05  # of the sheet's width: no gap between columns of a table is that wide in the middle of a page
MARGIN = 0.03  # of the sheet's width: how far the left margins of the two pages may differ
FEWEST = 12  # words on each page

Item = TypeVar("Item", Word, Rule)


def pages_of(layout: PageLayout) -> list[PageLayout]:
    """The two pages of a sheet, each as a page of its own that knows where it stands; or the page itself.

    Nothing crosses the middle of a sheet, and both pages begin as far from their left edge.
    """
    width, middle = layout.width, layout.width / 2
    if not SHEET[0] < width / max(layout.height, 1.0) < SHEET[1]:
        return [layout]
    left, right = _halves(layout.words, middle), _halves(layout.rules, middle)
    if left is None or right is None or min(map(len, left)) < FEWEST:
        return [layout]
    boxes: tuple[list[Word | Rule], list[Word | Rule]] = ([*left[0], *right[0]], [*left[1], *right[1]])
    ends, begins = max(box.x1 for box in boxes[0]), min(box.x0 for box in boxes[1])
    margin = min(box.x0 for box in boxes[0])
    if begins - ends < GUTTER * width or abs(begins - middle - margin) > MARGIN * width:
        return [layout]
    first = PageLayout(layout.number, middle, layout.height, left[0], right[0])
    words = [word._replace(x0=word.x0 - middle, x1=word.x1 - middle) for word in left[1]]
    rules = [rule._replace(x0=rule.x0 - middle, x1=rule.x1 - middle) for rule in right[1]]
    standing = Standing(layout.number, 1, 0, middle, 0, 1, 0)
    return [first, PageLayout(layout.number + RIGHT_HALF, middle, layout.height, words, rules, standing)]


def _halves(items: Sequence[Item], middle: float) -> tuple[list[Item], list[Item]] | None:
    """What stands left and right of the middle; None where something crosses it."""
    left = [item for item in items if item.x1 <= middle]
    right = [item for item in items if item.x0 >= middle]
    return (left, right) if len(left) + len(right) == len(items) else None
