"""Tables without ruled lines: which lines of a page are one, and its cells.

Runs of text that stand apart on one baseline, again and again, are a table. The narrow runs show where the
columns are; the figures show where the rows are (``alignment`` finds the label lines that belong to each).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extract.layout.alignment import Run, attach, baselines, group_spans, middle, pitch_of
from extract.layout.columns import APART, FIGURE, body, columns_of, parted, value_columns, with_heads
from extract.layout.edges import widened, with_merged_cells
from extract.layout.grids import Area, Grid
from extract.layout.levels import levels
from extract.layout.lines import Box, Line, box_of, lines_of
from extract.layout.page import Word
from extract.layout.prose import ITEM

CELLS = 0.45  # and in a table they are, even when they stand nearer
WIDE_APART = 2.0  # two runs alone on a line are cells when they stand this far apart
NEAR = 3.5  # rows of one table are no further apart than this many type sizes
PROSE = 0.6  # a run as wide as this share of the page's text is no label
LEVEL = 0.2  # of the type size: what stands this much higher or lower is on another line
CENTRED = 0.1  # of a table's width: how far the middle of its title is from its own
MOST_LINES = 1500
# 填报单位（盖章）：…, （2014年度）
CAPTION = re.compile(r"^[^（(]*(?:[（(][^（()）]*[）)])?[^（(]*[：:]|^\W*\d{4}\s*年度?\W*$")
SIGNED = re.compile(r"^\s*\w{2,8}[：:]")  # 单位负责人：…　审核人：…


def torn(grid: Grid) -> bool:
    """Whether a ruled grid lacks inner lines: its cells hold rows or columns of figures (only some lines were
    drawn, or a scan lost them). Such a grid tells less than the alignment of what stands in it.
    """
    several = 0
    for area in grid.areas:
        lines = lines_of(area.words)
        across = max((sum(bool(FIGURE.match(r.text)) for r in line.runs(APART)) for line in lines), default=0)
        down = sum(len(line.words) < 9 and bool(FIGURE.match(line.text)) for line in lines)
        several += across > 2 or (down > 2 and down == len(lines))
    return several > 1


def find(page: int, lines: Sequence[Line]) -> list[Grid | list[Line]]:
    """The borderless tables among a page's lines and the lines between them, in order."""
    found: list[Grid | list[Line]] = []
    for region, tabular in _regions(lines, page > 1):
        grid = table(page, region) if tabular else None
        if grid is not None:
            found.append(grid)
        elif found and isinstance(found[-1], list):
            found[-1].extend(region)
        else:
            found.append(region)
    return found


def _regions(lines: Sequence[Line], continued: bool) -> list[tuple[list[Line], bool]]:
    """Runs of lines that may be a table, and the lines between."""
    if len(lines) > MOST_LINES:
        return [(list(lines), False)]
    marks = [i for i, line in enumerate(lines) if _tabular(line)]
    box = box_of([line.box for line in lines]) if lines else Box(0, 0, 0, 0)
    width = box.x1 - box.x0
    regions: list[tuple[list[Line], bool]] = []
    done = 0
    while marks:
        first = last = marks.pop(0)
        count = 1
        while marks and _same_table(lines, last, marks[0], width):
            last = marks.pop(0)
            count += 1
        if count < 2:
            continue
        first, last = _widened(lines, first, last, done, continued)
        regions.append((list(lines[done:first]), False))
        region = lines[first : last + 1]
        for a, b in pairwise([0, *_all_cuts(region), len(region)]):
            head = 1 if a and ITEM.match(region[a].text) else 0
            regions.append((list(region[a : a + head]), False))
            regions.append((list(region[a + head : b]), True))
        done = last + 1
        marks = [mark for mark in marks if mark >= done]
    regions.append((list(lines[done:]), False))
    return [(region, tabular) for region, tabular in regions if region]


def _cuts(lines: Sequence[Line]) -> list[int]:
    """Where one table ends and the next begins: the count of figures on a line jumps, a lone line stands between."""
    counts = [sum(bool(FIGURE.match(run.text)) for run in line.runs(CELLS)) for line in lines]
    figured = [i for i, count in enumerate(counts) if count]
    cuts = []
    for here, there in pairwise(figured):
        few, many = sorted((counts[here], counts[there]))
        if many < 5 or many < 1.5 * few:
            continue
        between = range(here + 1, there)
        heads = [i for i in between if ITEM.match(lines[i].text) and len(lines[i].runs(APART)) == 1]
        if heads:
            cuts.append(max(reversed(heads), key=lambda i: lines[i].box.top - lines[i - 1].box.bottom))
        elif between:
            cuts.append(max((*between, there), key=lambda i: lines[i].box.top - lines[i - 1].box.bottom))
    return cuts


def _all_cuts(lines: Sequence[Line]) -> list[int]:
    cuts = _cuts(lines)
    return sorted({*cuts, *_titles(lines, cuts)})


def _titles(lines: Sequence[Line], cuts: Sequence[int]) -> list[int]:
    """Where a line of one run stands over a line of heads, below figures: there begins a table of other columns.

    Not where the lines are cut already.
    """
    runs = [line.runs(APART) for line in lines]
    figured = [i for i, line in enumerate(runs) if any(FIGURE.match(run.text) for run in line)]
    begins = {i: min(run.box.x0 for run in runs[i] if FIGURE.match(run.text)) for i in figured}
    found = []
    for i in range(1, len(lines) - 1):
        above = next((at for at in reversed(figured) if at <= i + 1), None)
        below = next((at for at in figured if at > i + 1), None)
        if above is None or below is None or above >= i or len(runs[i]) > 1 or len(runs[i + 1]) < 2:
            continue
        if any(above < cut <= below for cut in cuts):
            continue
        if runs[i + 1][-1].box.x1 > min(begins[above], begins[below]) + lines[i].size:
            found.append(i)
    return found


def _tabular(line: Line) -> bool:
    runs = line.runs(CELLS)
    if len(runs) in (2, 3) and FIGURE.match(runs[-1].text):  # a label and its figure, or with the unit between them
        return True
    runs = line.runs(APART)
    if len(runs) > 1 and all(SIGNED.match(run.text) for run in runs):
        return False
    if len(runs) == 2:
        return runs[1].box.x0 - runs[0].box.x1 > WIDE_APART * line.size
    return len(runs) > 2


def _same_table(lines: Sequence[Line], here: int, there: int, width: float) -> bool:
    """Whether two tabular lines are of one table: only label lines stand between, all of them near."""
    for above, below in pairwise(lines[here : there + 1]):
        if below.box.top - above.box.bottom > NEAR * max(above.size, below.size):
            return False
    runs = [run.box for line in lines[here + 1 : there] for run in line.runs(APART)]
    return all(box.x1 - box.x0 < PROSE * width for box in runs)


def _widened(lines: Sequence[Line], first: int, last: int, done: int, continued: bool) -> tuple[int, int]:
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
            if continued and edge + step == 0 and step < 0 and here.x1 - here.x0 < 0.4 * width:
                limit = 2.5  # the end of a label that the page break cut
            if gap > limit * line.size or not inside or here.x1 - here.x0 > 0.75 * width:
                break
            if step < 0 and CAPTION.search(line.text) and len(line.runs(APART)) == 1:
                break
            if line.text.endswith("。") or (ITEM.match(line.text) and here.x0 < box.x0 + 3 * line.size):
                break
            edge += step
        if step < 0:
            first = edge
        else:
            last = edge
    return first, last


def table(page: int, lines: Sequence[Line]) -> Grid | None:
    """The lines of one region as a grid, or None where they do not line up as one."""
    runs = [run for line in lines for run in _runs(line)]
    columns = with_heads(runs, columns_of(body(runs)))
    if len(columns) < 2:
        return None
    columns = widened(runs, columns)
    runs = [piece for run in runs for piece in parted(run, columns)]
    values = value_columns(runs, len(columns))
    if not values:
        return None
    _over_all(runs, columns)
    first, size = min(values), sorted(run.line.size for run in runs)[len(runs) // 2]
    beside = baselines([run for run in runs if run.right > first])
    figured = next((row for row in beside if any(run.figure for run in row)), None)
    if figured is None:
        return None
    labels = sorted((run for run in runs if run.right <= first), key=lambda r: (r.middle, r.left))
    inner = _labels_of_rows(labels, size)
    fit, rows = attach(inner, beside, size)
    head: list[Run] = []
    while not any(run.figure for run in rows[0]):
        head += rows.pop(0)
    groups = [run for run in labels if run not in inner and not _labels_row(run, rows, first, size)]
    pitch = pitch_of([run for run in runs if not run.figure], size)
    _corner(head, first, pitch)
    spans = group_spans(groups, rows, fit, size, pitch)
    taken = [run for block, _, _ in spans for run in block]
    for run in groups:
        if run not in taken:
            min(rows, key=lambda row: abs(middle(row) - run.middle)).append(run)
    with_merged_cells(rows, first, len(columns))
    above = levels(head, columns, size, pitch, left_aligned=_left_aligned(runs))
    if len(above) + len(rows) < 2:
        return None
    spans = [(block, a + len(above), b + len(above)) for block, a, b in spans]
    return _grid(page, [*above, *rows], spans, columns, values)


def _corner(head: Sequence[Run], first: int, pitch: float) -> None:
    """Give the further lines of a note that stands over several columns of labels the columns of its first line."""
    notes = sorted((run for run in head if run.right <= first), key=lambda run: run.middle)
    for above, run in pairwise(notes):
        within = above.left <= run.left and run.right <= above.right and above.right - above.left > 1
        if within and 0 < run.middle - above.middle < pitch:
            run.left, run.right = above.left, above.right


def _over_all(runs: Sequence[Run], columns: Sequence[tuple[float, float]]) -> None:
    """Give a table's title all columns: it stands alone in the middle above the heads, of which one is the labels'."""
    title, heads = next(iter(pairwise(baselines(runs))), ([], []))
    if len(title) != 1 or len(heads) < 2 or any(run.figure for run in (*title, *heads)):
        return
    left, right = columns[0][0], columns[-1][1]
    box = title[0].line.box
    if any(run.left == 0 for run in heads) and abs(box.x0 + box.x1 - left - right) < 2 * CENTRED * (right - left):
        title[0].left, title[0].right = 0, len(columns)


def _runs(line: Line) -> list[Run]:
    """The line's runs, each in the middle of the line, or in its own where the line holds two that are not level."""
    runs = [run for run in line.runs(CELLS) if run.text.strip() or _unread(run)]
    middles = [(run.box.top + run.box.bottom) / 2 for run in runs]
    if middles and (_is_recognised(line) or max(middles) - min(middles) < LEVEL * line.size):
        middles = [(line.box.top + line.box.bottom) / 2] * len(runs)
    return [
        Run(run, middle, figure=bool(FIGURE.match(run.text)) or _unread(run))
        for run, middle in zip(runs, middles, strict=True)
    ]


def _is_recognised(line: Line) -> bool:
    """Whether a recogniser read it: its boxes are not exact."""
    return any(word.confidence < 1 for word in line.words)


def _unread(run: Line) -> bool:
    """Whether a recogniser saw something there and could not say what: the cell is not blank."""
    return not run.text.strip() and any(word.unreadable for word in run.words)


def _left_aligned(runs: Sequence[Run]) -> bool:
    """Whether the figures of a column begin, rather than have their middles, at one place.

    Where these are all equally wide, or there is one row of them, the heads above them tell.
    """
    columns: dict[int, list[Box]] = {}
    for run in runs:
        if run.figure:
            columns.setdefault(run.left, []).append(run.line.box)
    begin, middle = _strays(columns)
    if max(begin, middle) < 1:
        for run in runs:
            if not run.figure and run.left in columns and run.right == run.left + 1:
                columns[run.left].append(run.line.box)
        begin, middle = _strays(columns)
    return begin < middle


def _strays(columns: Mapping[int, Sequence[Box]]) -> tuple[float, float]:
    """How far apart the runs of the columns begin, and their middles are."""
    begin = middle = 0.0
    for boxes in columns.values():
        begin += max(box.x0 for box in boxes) - min(box.x0 for box in boxes)
        middle += (max(box.x0 + box.x1 for box in boxes) - min(box.x0 + box.x1 for box in boxes)) / 2
    return begin, middle


def _labels_of_rows(labels: Sequence[Run], size: float) -> list[Run]:
    """The labels of single rows: those in the last column of labels, and those that reach over it."""
    ways = [
        [run for run in labels if run.left <= column < run.right]
        for column in sorted({run.right - 1 for run in labels}, reverse=True)
    ]
    inner = max(ways, key=len, default=[])
    for run in labels:
        if run in inner or ITEM.match(run.line.text):
            continue
        above = [r for r in inner if r.left <= run.left and run.right <= r.right and r.right - r.left > 1]
        start = next((r for r in above if 0 < run.middle - r.middle <= 1.75 * size), None)
        if start is not None:  # the last, short line of a label that stands over several columns
            run.left, run.right = start.left, start.right
            inner = [*inner, run]
    return sorted(inner, key=lambda r: (r.middle, r.left))


def _labels_row(run: Run, rows: Sequence[list[Run]], first: int, size: float) -> bool:
    """Whether the run is the label of a row that has none: then it is put there."""
    for row in rows:
        figures = [r for r in row if r.left >= first]
        if figures and len(figures) == len(row) and abs(middle(figures) - run.middle) < 0.3 * size:
            row.append(run)
            return True
    return False


def _grid(
    page: int,
    rows: Sequence[Sequence[Run]],
    spans: Sequence[tuple[list[Run], int, int]],
    columns: Sequence[tuple[float, float]],
    values: set[int],
) -> Grid:
    outer = box_of([run.line.box for row in rows for run in row])
    xs = [columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1]]
    middles = [middle(row) for row in rows]
    ys = [outer.top, *((a + b) / 2 for a, b in pairwise(middles)), outer.bottom]
    areas = [Area(a, b, block[0].left, block[0].right, _words(block)) for block, a, b in spans]
    taken = {(r, c) for area in areas for r in range(area.top, area.bottom) for c in range(area.left, area.right)}
    for number, row in enumerate(rows):
        starts = {run.left: max(r.right for r in row if r.left == run.left) for run in row}
        column = 0
        while column < len(columns):
            right = starts.get(column, column + 1)
            held = [run for run in row if column <= run.left < right]
            if held or (number, column) not in taken:
                areas.append(Area(number, number + 1, column, right, _words(held)))
            column = right
    areas.sort(key=lambda area: (area.top, area.left))
    return Grid(page, xs, ys, areas, tuple(sum(columns[i]) / 2 for i in sorted(values)))


def _words(runs: Sequence[Run]) -> list[Word]:
    return [word for run in sorted(runs, key=lambda r: r.middle) for word in run.line.words]
