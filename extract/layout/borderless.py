"""Tables without ruled lines: which lines of a page are one, and its cells.

Runs of text that stand apart on one baseline, again and again, are a table. The narrow runs show where the
columns are; the figures show where the rows are (``alignment`` finds the label lines that belong to each).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.layout.alignment import attach
from extract.layout.grids import Area, Grid
from extract.layout.lines import Line, box_of
from extract.layout.prose import ITEM

APART = 0.8  # runs on one line further apart than this many type sizes may be two cells
WIDE_APART = 2.0  # two runs alone on a line are cells when they stand this far apart
NEAR = 3.5  # rows of one table are no further apart than this many type sizes
MOST_LINES = 500
FIGURE = re.compile(r"^[+＋\-−－]?[\d０-９][\d０-９,，.．]*\s*(?:件|项|条|个|宗|万元|元|％|%)?$|^[—–\-－/／无]{1,2}$")


@dataclass(slots=True)
class Run:
    """A run of text and the columns (end excluded) that it stands in."""

    line: Line
    middle: float
    left: int = 0
    right: int = 0

    @property
    def figure(self) -> bool:
        """Whether the run is no more than a number or a sign for none."""
        return bool(FIGURE.match(self.line.text))


def find(page: int, lines: Sequence[Line]) -> list[Grid | list[Line]]:
    """The borderless tables among a page's lines and the lines between them, in order."""
    found: list[Grid | list[Line]] = []
    for region, tabular in _regions(lines):
        grid = table(page, region) if tabular else None
        if grid is not None:
            found.append(grid)
        elif found and isinstance(found[-1], list):
            found[-1].extend(region)
        else:
            found.append(region)
    return found


def _regions(lines: Sequence[Line]) -> list[tuple[list[Line], bool]]:
    """Runs of lines that may be a table, and the lines between."""
    if len(lines) > MOST_LINES:
        return [(list(lines), False)]
    marks = [i for i, line in enumerate(lines) if _tabular(line)]
    regions: list[tuple[list[Line], bool]] = []
    done = 0
    while marks:
        first = last = marks.pop(0)
        count = 1
        while marks and _same_table(lines, last, marks[0]):
            last = marks.pop(0)
            count += 1
        if count < 2:
            continue
        first, last = _widened(lines, first, last, done)
        regions.append((list(lines[done:first]), False))
        regions.append((list(lines[first : last + 1]), True))
        done = last + 1
        marks = [mark for mark in marks if mark >= done]
    regions.append((list(lines[done:]), False))
    return [(region, tabular) for region, tabular in regions if region]


def _tabular(line: Line) -> bool:
    runs = line.runs(APART)
    if len(runs) == 2:
        return runs[1].box.x0 - runs[0].box.x1 > WIDE_APART * line.size
    return len(runs) > 2


def _same_table(lines: Sequence[Line], here: int, there: int) -> bool:
    """Whether two tabular lines are of one table: only label lines stand between, all of them near."""
    left = min(lines[here].box.x0, lines[there].box.x0)
    right = max(lines[here].box.x1, lines[there].box.x1)
    for above, below in pairwise(lines[here : there + 1]):
        if below.box.top - above.box.bottom > NEAR * max(above.size, below.size):
            return False
    return all(line.box.x1 - line.box.x0 < 0.75 * (right - left) for line in lines[here + 1 : there])


def _widened(lines: Sequence[Line], first: int, last: int, done: int) -> tuple[int, int]:
    """The region with the head above it and the remaining lines of its last label."""
    box = box_of([line.box for line in lines[first : last + 1]])
    width = box.x1 - box.x0
    for step in (-1, 1):
        edge = first if step < 0 else last
        while done <= edge + step < len(lines):
            line, neighbour = lines[edge + step], lines[edge]
            here, there = line.box, neighbour.box
            gap = there.top - here.bottom if step < 0 else here.top - there.bottom
            inside = here.x0 >= box.x0 - line.size and here.x1 <= box.x1 + line.size
            limit = 1.2 if step < 0 else 0.6
            if gap > limit * line.size or not inside or here.x1 - here.x0 > 0.75 * width:
                break
            if ITEM.match(line.text) and here.x0 < box.x0 + 3 * line.size:
                break
            edge += step
        if step < 0:
            first = edge
        else:
            last = edge
    return first, last


def table(page: int, lines: Sequence[Line]) -> Grid | None:
    """The lines of one region as a grid, or None where they do not line up as one."""
    runs = [
        Run(run, (box.top + box.bottom) / 2)
        for line in lines
        for box in [line.box]
        for run in line.runs(APART)
        if run.text.strip()
    ]
    columns = _columns(runs)
    if len(columns) < 2:
        return None
    for run in runs:
        run.left, run.right = _span(run, columns)
    values = _value_columns(runs, len(columns))
    if not values:
        return None
    rows = attach(runs, values)
    if len(rows) < 2:
        return None
    return _grid(page, rows, columns, values)


def _columns(runs: Sequence[Run]) -> list[tuple[float, float]]:
    """The (left, right) of each column: narrow runs make columns, wide ones that lie over several do not."""
    columns: list[list[float]] = []
    for run in sorted(runs, key=lambda r: r.line.box.x1 - r.line.box.x0):
        box = run.line.box
        touched = [c for c in columns if min(box.x1, c[1]) - max(box.x0, c[0]) > 0.5]
        if not touched:
            columns.append([box.x0, box.x1])
        elif len(touched) == 1:
            touched[0][0], touched[0][1] = min(touched[0][0], box.x0), max(touched[0][1], box.x1)
    columns.sort()
    return [(a, b) for a, b in columns]


def _span(run: Run, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    box = run.line.box
    touched = [i for i, (x0, x1) in enumerate(columns) if min(box.x1, x1) - max(box.x0, x0) > 0.5]
    return (touched[0], touched[-1] + 1) if touched else (0, 1)


def _value_columns(runs: Sequence[Run], count: int) -> set[int]:
    """The columns that hold figures more than once, or wherever the table has a single row of figures."""
    figures = [0] * count
    for run in runs:
        if run.figure and run.right == run.left + 1:
            figures[run.left] += 1
    filled = [i for i, n in enumerate(figures) if n]
    if len(filled) >= 4:
        return set(filled)
    return {i for i in filled if figures[i] > 1 or max(figures) <= 2}


def _grid(page: int, rows: Sequence[Sequence[Run]], columns: Sequence[tuple[float, float]], values: set[int]) -> Grid:
    boxes = [box_of([run.line.box for run in row]) for row in rows]
    outer = box_of(boxes)
    xs = [outer.x0, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), outer.x1]
    middles = [sum(run.middle for run in row) / len(row) for row in rows]
    ys = [outer.top, *((a + b) / 2 for a, b in pairwise(middles)), outer.bottom]
    areas: list[Area] = []
    for number, row in enumerate(rows):
        starts = {run.left: max(r.right for r in row if r.left == run.left) for run in row}
        column = 0
        while column < len(columns):
            right = starts.get(column, column + 1)
            held = [run for run in row if column <= run.left < right]
            words = [word for run in sorted(held, key=lambda r: r.middle) for word in run.line.words]
            areas.append(Area(number, number + 1, column, right, words))
            column = right
    return Grid(page, xs, ys, areas, tuple(sum(columns[i]) / 2 for i in sorted(values)))
