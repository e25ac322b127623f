"""Tables without ruled lines: columns by the alignment of what stands in them, rows by baselines.

A row of figures shows where the columns are: runs of text that stand apart on one baseline, again and again at
the same places. Labels of several lines belong to the figures they stand beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.layout.grids import Area, Grid
from extract.layout.lines import Box, Line, box_of, lines_of
from extract.layout.page import Word

APART = 0.9  # runs on one line further apart than this many type sizes may be two cells
MOST_LINES = 600


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
    """Runs of lines with several columns, and the lines between. A label's extra lines stay in the table."""
    if len(lines) > MOST_LINES:
        return [(list(lines), False)]
    several = [len(line.runs(APART)) >= 3 for line in lines]
    marks = [i for i, many in enumerate(several) if many]
    regions: list[tuple[list[Line], bool]] = []
    done = 0
    while marks:
        first = last = marks.pop(0)
        count = 1
        while marks and _near(lines, last, marks[0]):
            last = marks.pop(0)
            count += 1
        if count < 2:
            continue
        first, last = _widened(lines, first, last, done)
        regions.append((list(lines[done:first]), False))
        regions.append((list(lines[first : last + 1]), True))
        done = last + 1
        marks = [m for m in marks if m >= done]
    regions.append((list(lines[done:]), False))
    return [(region, tabular) for region, tabular in regions if region]


def _near(lines: Sequence[Line], here: int, there: int) -> bool:
    """Whether two rows of figures may be of one table: few lines between, none as wide as running text."""
    if there - here > 6:
        return False
    a, b = lines[here], lines[there]
    if b.box.top - a.box.bottom > 6 * max(a.size, b.size):
        return False
    left, right = min(a.box.x0, b.box.x0), max(a.box.x1, b.box.x1)
    return all(
        len(line.runs(APART)) > 1 or line.box.x1 - line.box.x0 < 0.7 * (right - left)
        for line in lines[here + 1 : there]
    )


def _widened(lines: Sequence[Line], first: int, last: int, done: int) -> tuple[int, int]:
    """The region with the head above it (spanning labels) and the last label's remaining lines."""
    box = box_of([line.box for line in lines[first : last + 1]])
    while first > done and _belongs(lines[first - 1], lines[first], box):
        first -= 1
    while last + 1 < len(lines) and _belongs(lines[last + 1], lines[last], box, below=True):
        last += 1
    return first, last


def _belongs(line: Line, neighbour: Line, box: Box, *, below: bool = False) -> bool:
    size = min(line.size, neighbour.size)
    upper, lower = (neighbour, line) if below else (line, neighbour)
    gap = lower.box.top - upper.box.bottom
    here = line.box
    if here.x0 < box.x0 - size or here.x1 > box.x1 + size:
        return False
    if below:
        return gap < 0.5 * size and len(line.runs(APART)) == 1 and here.x1 < (box.x0 + box.x1) / 2
    return (len(line.runs(APART)) >= 2 and gap < 1.5 * size) or (gap < 0.8 * size and here.x0 > box.x0 + 3 * size)


def table(page: int, lines: Sequence[Line]) -> Grid | None:
    """The lines of one region as a grid, or None where they do not line up as one."""
    runs = [line.runs(APART) for line in lines]
    columns = _columns(runs)
    if len(columns) < 3:
        return None
    rows = _rows(runs, columns)
    if len(rows) < 2:
        return None
    box = box_of([line.box for line in lines])
    xs = [box.x0 - 1, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), box.x1 + 1]
    xs = [x for x, after in pairwise([*xs, float("inf")]) if x < after]
    ys = [box.top - 1, *((a[1] + b[0]) / 2 for a, b in pairwise(rows)), box.bottom + 1]
    if len(xs) != len(columns) + 1:
        return None
    return Grid(page, xs, ys, _areas(runs, columns, rows))


def _columns(runs: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """The (left, right) of each column, from the rows that have the most runs of text."""
    counts = sorted((len(row) for row in runs if len(row) >= 3), reverse=True)
    if len(counts) < 2:
        return []
    most = next((n for n in counts if counts.count(n) >= max(2, len(counts) // 5)), counts[0])
    spans = sorted((run.box.x0, run.box.x1) for row in runs if len(row) == most for run in row)
    columns: list[list[float]] = []
    for x0, x1 in spans:
        if columns and x0 < columns[-1][1] - 0.5:
            columns[-1][1] = max(columns[-1][1], x1)
        else:
            columns.append([x0, x1])
    if len(columns) < most - 1 or len(columns) > 3 * most:
        return []
    return [(a, b) for a, b in columns]


def _column_at(run: Box, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """The columns (first, end excluded) that a run of text stands in or spans."""
    touched = [i for i, (x0, x1) in enumerate(columns) if min(run.x1, x1) - max(run.x0, x0) > 0.5]
    if not touched:
        middle = (run.x0 + run.x1) / 2
        nearest = min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle))
        return nearest, nearest + 1
    return touched[0], touched[-1] + 1


def _rows(runs: Sequence[Sequence[Line]], columns: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The (top, bottom) of each row: lines that overlap, and label lines at the nearest row they touch."""
    bands: list[list[float]] = []
    full: list[bool] = []
    for row in runs:
        box = box_of([run.box for run in row])
        bands.append([box.top, box.bottom])
        full.append(len(row) >= max(2, len(columns) // 2))
    gaps = sorted(b[0] - a[1] for a, b in pairwise(bands))
    heights = sorted(b[1] - b[0] for b in bands)
    limit = _parting(gaps, heights[len(heights) // 2])
    rows: list[list[float]] = []
    filled: list[bool] = []
    for band, has in zip(bands, full, strict=True):
        near = rows and band[0] - rows[-1][1] <= limit
        if near and not (has and filled[-1]):
            rows[-1][1] = max(rows[-1][1], band[1])
            filled[-1] = filled[-1] or has
        else:
            rows.append(list(band))
            filled.append(has)
    return [(a, b) for a, b in rows]


def _parting(gaps: Sequence[float], height: float) -> float:
    """The gap above which lines are of different rows: the widest step between the gaps that occur."""
    steps = [(b - a, (a + b) / 2) for a, b in pairwise(gaps)]
    step, at = max(steps, default=(0.0, 0.0))
    if step > 0.15 * height and at < 1.2 * height:
        return at
    return 0.15 * height


def _areas(
    runs: Sequence[Sequence[Line]], columns: Sequence[tuple[float, float]], rows: Sequence[tuple[float, float]]
) -> list[Area]:
    """Every mesh as a cell, those that a run of text spans joined."""
    held: dict[tuple[int, int], list[Word]] = {}
    spans: dict[tuple[int, int], int] = {}
    for row in runs:
        for run in row:
            box = run.box
            middle = (box.top + box.bottom) / 2
            r = next((i for i, (_, bottom) in enumerate(rows) if middle <= bottom + 0.1), len(rows) - 1)
            left, right = _column_at(box, columns)
            held.setdefault((r, left), []).extend(run.words)
            spans[r, left] = max(spans.get((r, left), 0), right)
    areas: list[Area] = []
    for r in range(len(rows)):
        column = 0
        while column < len(columns):
            right = max(spans.get((r, column), 0), column + 1)
            words = [w for c in range(column, right) for w in held.get((r, c), [])]
            areas.append(Area(r, r + 1, column, right, [w for line in lines_of(words) for w in line.words]))
            column = right
    return areas
