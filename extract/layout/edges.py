"""Columns whose figures stand at one edge of their cells while the heads stand elsewhere in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from extract.layout.alignment import Run
from extract.layout.lines import Box

Columns = Sequence[tuple[float, float]]

MOST = 0.7  # of a head's width lies in its column
SURE = 0.5  # figures stand at an edge where they stray this much less there; or this share of the heads tells
OVER = 0.5  # of a head's width, or of the column's, over figures: such a head stands over its column


def widened(runs: Sequence[Run], columns: Columns) -> list[tuple[float, float]]:
    """The columns as wide as their cells, where heads that stand over no figures tell that these stand at an edge.

    Figures at the right edge: a cell reaches from the figures before it to its own; at the left edge, from its own
    to the next. Columns whose heads stand over their figures are given back as they are.
    """
    shown = [run.line.box for run in runs if run.figure]
    figures = [[box for box in shown if _lap(box, column) > 0] for column in columns]
    if sum(map(bool, figures)) < 2:
        return list(columns)
    first = next(i for i, boxes in enumerate(figures) if boxes)
    start = columns[first - 1][1] if first else min(run.line.box.x0 for run in runs)
    heads = [run for run in runs if not run.figure and run.line.words[0].x0 >= start - 1]
    lost = [run for run in heads if not _stands_over_any(run.line.box, columns[first:])]
    if not lost:
        return list(columns)
    end = max(run.line.box.x1 for run in runs)
    right = list(pairwise([start, *(right for _, right in columns[first:])]))
    left = list(pairwise([*(left for left, _ in columns[first:]), end]))
    strays = _strays(figures)
    for cells, stray in ((right, strays[2]), (left, strays[0])):
        told = stray < SURE * strays[1] if max(strays) > 1 else len(lost) > SURE * len(heads)
        if told and _fit(heads, lost, cells):
            return [*columns[:first], *cells]
    return list(columns)


def _strays(figures: Sequence[Sequence[Box]]) -> tuple[float, float, float]:
    """How far the figures of the columns stray at their left edges, in their middles, and at their right edges."""

    def stray(places: Sequence[float]) -> float:
        usual = sorted(places)[len(places) // 2]
        return sum(abs(place - usual) for place in places)

    columns = [boxes for boxes in figures if boxes]
    left = sum(stray([box.x0 for box in boxes]) for boxes in columns)
    middle = sum(stray([(box.x0 + box.x1) / 2 for box in boxes]) for boxes in columns)
    return left, middle, sum(stray([box.x1 for box in boxes]) for boxes in columns)


def _lap(box: Box, column: tuple[float, float]) -> float:
    return min(box.x1, column[1]) - max(box.x0, column[0])


def _stands_over_any(box: Box, columns: Columns) -> bool:
    return any(_lap(box, (x0, x1)) > OVER * min(box.x1 - box.x0, x1 - x0) for x0, x1 in columns)


def _fit(heads: Sequence[Run], lost: Sequence[Run], cells: Columns) -> bool:
    """Whether nearly all heads that stood over no figures lie in one cell each, and no two of a line in the same."""
    taken: dict[int, list[float]] = {}
    inside = 0
    for run in heads:
        box = run.line.box
        home = max(range(len(cells)), key=lambda i: _lap(box, cells[i]))
        if _lap(box, cells[home]) < MOST * (box.x1 - box.x0):
            continue
        inside += any(run is other for other in lost)
        middles = taken.setdefault(home, [])
        at = bisect_left(middles, run.middle - 0.3 * run.line.size)
        if at < len(middles) and middles[at] < run.middle + 0.3 * run.line.size:
            return False
        middles.insert(at, run.middle)
    return inside >= 0.8 * len(lost)


def with_merged_cells(rows: Sequence[Sequence[Run]], first: int, count: int) -> None:
    """Widen the figures below a row of heads that are fewer than the columns: each head has the columns up to the next.

    The rows below it must have a figure for every head. ``first`` is the first column of figures.
    """
    spans: list[tuple[int, int]] = []
    for row in rows:
        beside = sorted((run for run in row if run.left >= first), key=lambda run: run.left)
        if not beside:
            continue
        if not any(run.figure for run in beside):
            lefts = [run.left for run in beside]
            reach = list(zip(lefts, [*lefts[1:], count], strict=True))
            spans = reach if lefts[0] == first and len(set(lefts)) == len(lefts) < count - first else []
            heads = beside
        elif len(beside) == len(spans) and all(
            left <= run.left and run.right <= right for run, (left, right) in zip(beside, spans, strict=True)
        ):
            for runs in (heads, beside):
                for run, (left, right) in zip(runs, spans, strict=True):
                    run.left, run.right = left, right
