"""Tables without ruled lines: which lines of a page are one, and its cells.

Runs of text that stand apart on one baseline, again and again, are a table. The narrow runs show where the
columns are; the figures show where the rows are (``alignment`` finds the label lines that belong to each).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from extract.layout.alignment import Run, attach, baselines, group_spans, levels, middle, pitch_of
from extract.layout.grids import Area, Grid
from extract.layout.lines import Box, Line, box_of, lines_of
from extract.layout.page import Word
from extract.layout.prose import ITEM

APART = 0.8  # runs on one line further apart than this many type sizes may be two cells
CELLS = 0.45  # and in a table they are, even when they stand nearer
WIDE_APART = 2.0  # two runs alone on a line are cells when they stand this far apart
NEAR = 3.5  # rows of one table are no further apart than this many type sizes
PROSE = 0.6  # a run as wide as this share of the page's text is no label
MOST_LINES = 1500
# 填报单位（盖章）：…, （2014年度）
CAPTION = re.compile(r"^[^（(]*(?:[（(][^（()）]*[）)])?[^（(]*[：:]|^\W*\d{4}\s*年度?\W*$")
FIGURE = re.compile(r"^[+＋\-−－]?[\d０-９][\d０-９,，.．]*\s*(?:件|项|条|个|宗|万元|元|％|%)?$|^[—–\-－/／无]{1,2}$")
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
        for a, b in pairwise([0, *_cuts(region), len(region)]):
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
            cuts.append(heads[-1])
        elif between:
            cuts.append(max((*between, there), key=lambda i: lines[i].box.top - lines[i - 1].box.bottom))
    return cuts


def _tabular(line: Line) -> bool:
    runs = line.runs(CELLS)
    if len(runs) == 2 and FIGURE.match(runs[1].text):
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
    runs = [_run(run, line) for line in lines for run in line.runs(CELLS) if run.text.strip()]
    columns = _columns(_body(runs))
    if len(columns) < 2:
        return None
    runs = [piece for run in runs for piece in _parted(run, columns)]
    values = _value_columns(runs, len(columns))
    if not values:
        return None
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
    spans = group_spans(groups, rows, fit, size, pitch)
    taken = [run for block, _, _ in spans for run in block]
    for run in groups:
        if run not in taken:
            min(rows, key=lambda row: abs(middle(row) - run.middle)).append(run)
    above = levels(head, columns, size, pitch, left_aligned=_left_aligned(runs))
    if len(above) + len(rows) < 2:
        return None
    spans = [(block, a + len(above), b + len(above)) for block, a, b in spans]
    return _grid(page, [*above, *rows], spans, columns, values)


def _run(run: Line, line: Line) -> Run:
    box = line.box
    return Run(run, (box.top + box.bottom) / 2, figure=bool(FIGURE.match(run.text)))


def _parted(run: Run, columns: Sequence[tuple[float, float]]) -> list[Run]:
    """A run cut between words that stand in different columns (a long label close to its first figure)."""
    pieces = run.line.runs(0.15)
    left, right = _span(run, columns)
    if len(pieces) == right - left > 1 and all(
        _lies_in(piece.box, column) for piece, column in zip(pieces, columns[left:right], strict=True)
    ):
        return [Run(p, run.middle, at, at + 1, bool(FIGURE.match(p.text))) for at, p in enumerate(pieces, left)]
    found: list[Run] = []
    for words in pieces:
        piece = Run(words, run.middle)
        piece.left, piece.right = _span(piece, columns)
        if found and piece.left < found[-1].right:
            found[-1].line.words.extend(words.words)
            found[-1].right = max(found[-1].right, piece.right)
        else:
            found.append(piece)
    for piece in found:
        piece.figure = bool(FIGURE.match(piece.line.text))
    return found


def _lies_in(box: Box, column: tuple[float, float]) -> bool:
    return min(box.x1, column[1]) - max(box.x0, column[0]) > 0.5 * (box.x1 - box.x0)


def _left_aligned(runs: Sequence[Run]) -> bool:
    """Whether the figures of a column begin, rather than have their middles, at one place."""
    strays = [0.0, 0.0]
    columns: dict[int, list[Box]] = {}
    for run in runs:
        if run.figure:
            columns.setdefault(run.left, []).append(run.line.box)
    for boxes in columns.values():
        for way, places in enumerate(([b.x0 for b in boxes], [(b.x0 + b.x1) / 2 for b in boxes])):
            strays[way] += max(places) - min(places)
    return strays[0] < strays[1]


def _labels_of_rows(labels: Sequence[Run], size: float) -> list[Run]:
    """The labels of single rows: those in the last column of labels, and those that reach over it."""
    ways = [
        [run for run in labels if run.left <= column < run.right]
        for column in sorted({run.right - 1 for run in labels}, reverse=True)
    ]
    inner = max(ways, key=len, default=[])
    for run in labels:
        if run in inner:
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


def _columns(runs: Sequence[Run]) -> list[tuple[float, float]]:
    """The (left, right) of each column: narrow runs make columns, wide ones that lie over several do not.

    Two columns are two only where runs of both stand beside each other.
    """
    columns: list[tuple[float, float, list[Run]]] = []
    wide: list[Box] = []
    for run in sorted(runs, key=lambda r: r.line.box.x1 - r.line.box.x0):
        box = run.line.box
        touched = [c for c in columns if min(box.x1, c[1]) - max(box.x0, c[0]) > 0.5]
        if len(touched) > 1 or (touched and _lap(box, touched[0]) < 0.5 * min(box.x1 - box.x0, _width(touched[0]))):
            wide.append(box)
            continue
        members = [run]
        for column in touched:
            columns.remove(column)
            members += column[2]
            box = box._replace(x0=min(box.x0, column[0]), x1=max(box.x1, column[1]))
        columns.append((box.x0, box.x1, members))
    columns.sort(key=lambda c: c[0])
    kept = columns[:1]
    for column in columns[1:]:
        before = kept[-1]
        over = sum(1 for box in wide if _lap(box, before) > 0.5 and _lap(box, column) > 0.5)
        if _beside(before[2], column[2]):
            kept.append(column)
        elif over > len(before[2]) + len(column[2]):  # ends of labels that stand over both
            kept[-1] = (before[0], max(before[1], column[1]), before[2] + column[2])
        elif len(column[2]) * 3 <= len(before[2]):
            continue  # a label over two columns
        elif len(before[2]) * 3 <= len(column[2]) and len(kept) > 1:
            kept[-1] = column
        else:
            kept.append(column)
    return [(a, b) for a, b, _ in kept]


def _body(runs: Sequence[Run]) -> list[Run]:
    """The runs from the first line with figures on: the head's labels stand over several columns."""
    top = min((run.middle - run.line.size for run in runs if run.figure), default=float("inf"))
    return [run for run in runs if run.middle >= top]


def _lap(box: Box, column: tuple[float, float, list[Run]]) -> float:
    return min(box.x1, column[1]) - max(box.x0, column[0])


def _width(column: tuple[float, float, list[Run]]) -> float:
    return column[1] - column[0]


def _beside(some: Sequence[Run], others: Sequence[Run]) -> bool:
    """Whether runs of two columns stand beside each other: twice, or once well apart."""
    ordered = sorted(others, key=lambda r: r.middle)
    middles = [run.middle for run in ordered]
    times = 0
    for run in some:
        at = bisect_left(middles, run.middle - run.line.size)
        if at < len(middles) and middles[at] <= run.middle + run.line.size:
            gap = ordered[at].line.box.x0 - run.line.box.x1
            times += 2 if gap > APART * run.line.size else 1
    return times > 1


def _span(run: Run, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    box = run.line.box
    touched = [
        i
        for i, (x0, x1) in enumerate(columns)
        if min(box.x1, x1) - max(box.x0, x0) > max(0.5, 0.25 * min(x1 - x0, box.x1 - box.x0))
    ]
    if touched:
        return touched[0], touched[-1] + 1
    after = next((i for i, (x0, _) in enumerate(columns) if x0 > box.x0), len(columns))
    if after in (0, len(columns)):
        return min(after, len(columns) - 1), min(after, len(columns) - 1) + 1
    left, right = box.x0 - columns[after - 1][1], columns[after][0] - box.x1
    if min(left, right) < 0.6 * max(left, right):
        nearest = after - 1 if left < right else after
        return nearest, nearest + 1
    return after - 1, after + 1


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
