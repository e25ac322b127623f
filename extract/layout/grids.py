"""Ruled lines to grids: which lines belong together, and which of their meshes are one cell.

Lines are drawn in many ways: a stroke, a thin filled rectangle, a border for each cell of its own, doubled,
dashed, with gaps at the corners. They are first laid together by position, so that only the lines remain that
a reader sees.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.layout.lines import Box
from extract.layout.page import Rule, Word

SAME_LINE = 3.0  # lines nearer than this are one (a double line, the borders of neighbouring cells)
GAP = 4.0  # a line goes on over a gap as short as this (dashes, cells drawn apart)
SHORTEST = 6.0
SLIM = 5.0  # a row or column narrower than this holds no text: it is the space between two borders
LOW = 9.0  # a row lower than this with no text in it is border space too
OPEN_ROW = 40.0  # a row without sides is no higher than this
MOST_MESHES = 40_000
MOST_RULES = 6_000


class Segment(NamedTuple):
    """A line along one axis: ``at`` on the other axis, from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Area:
    """Meshes that are one cell: rows ``top`` to ``bottom`` and columns ``left`` to ``right``, ends excluded."""

    top: int
    bottom: int
    left: int
    right: int
    words: list[Word] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A table on one page: the edges of its columns and rows, and its cells in reading order.

    ``figures`` holds the middles of the columns of figures where the edges were not ruled but inferred.
    """

    page: int
    xs: list[float]
    ys: list[float]
    areas: list[Area]
    figures: tuple[float, ...] = ()

    @property
    def box(self) -> Box:
        """The grid's outer box."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def area_box(self, area: Area) -> Box:
        """Where one cell stands."""
        return Box(self.xs[area.left], self.ys[area.top], self.xs[area.right], self.ys[area.bottom])


def segments(rules: Sequence[Rule]) -> tuple[list[Segment], list[Segment]]:
    """The rules as the (horizontal, vertical) lines that a reader sees."""
    across: list[Segment] = []
    down: list[Segment] = []
    for x0, top, x1, bottom in rules:
        width, height = x1 - x0, bottom - top
        if width >= height:
            across.append(Segment((top + bottom) / 2, x0, x1))
        if height >= width:
            down.append(Segment((x0 + x1) / 2, top, bottom))
    return _joined(across), _joined(down)


def _joined(raw: list[Segment]) -> list[Segment]:
    """Lines at the same position laid together, gaps closed, specks left out."""
    found: list[Segment] = []
    raw = sorted(raw)
    start = 0
    for i in range(1, len(raw) + 1):
        if i < len(raw) and raw[i].at - raw[i - 1].at <= SAME_LINE and raw[i].at - raw[start].at <= 2 * SAME_LINE:
            continue
        group = raw[start:i]
        start = i
        at = sum(s.at for s in group) / len(group)
        group.sort(key=lambda s: s.start)
        begin, end = group[0].start, group[0].end
        for piece in group[1:]:
            if piece.start - end <= GAP:
                end = max(end, piece.end)
                continue
            found.append(Segment(at, begin, end))
            begin, end = piece.start, piece.end
        found.append(Segment(at, begin, end))
    return [s for s in found if s.end - s.start >= SHORTEST]


def _groups(across: list[Segment], down: list[Segment]) -> list[tuple[list[Segment], list[Segment]]]:
    """Lines that touch each other, directly or over others."""
    leader = list(range(len(across) + len(down)))

    def lead(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    ats = [s.at for s in across]
    for j, v in enumerate(down, len(across)):
        for i in range(bisect_left(ats, v.start - GAP), len(across)):
            h = across[i]
            if h.at > v.end + GAP:
                break
            if h.start - GAP <= v.at <= h.end + GAP:
                leader[lead(i)] = lead(j)
    together: dict[int, tuple[list[Segment], list[Segment]]] = defaultdict(lambda: ([], []))
    for i, s in enumerate(across):
        together[lead(i)][0].append(s)
    for j, s in enumerate(down, len(across)):
        together[lead(j)][1].append(s)
    return list(together.values())


def _edges(lines: list[Segment], others: list[Segment]) -> list[float]:
    """Where the lines stand, and where the lines across them end when that is further out (an open side)."""
    edges = sorted({s.at for s in lines})
    ends = sorted({s.start for s in others} | {s.end for s in others})
    if not edges:
        edges = [ends[0], ends[-1]] if ends else []
    if ends and ends[0] < edges[0] - SLIM:
        edges.insert(0, ends[0])
    if ends and ends[-1] > edges[-1] + SLIM:
        edges.append(ends[-1])
    return edges


def _without_slim(edges: list[float]) -> list[float]:
    """The edges, those with nothing but border space between them made one."""
    kept = [edges[0]]
    for edge in edges[1:]:
        if edge - kept[-1] < SLIM:
            kept[-1] = (kept[-1] + edge) / 2
        else:
            kept.append(edge)
    return kept


def _walls(lines: list[Segment], edges: list[float], across: list[float]) -> list[list[bool]]:
    """``[edge][mesh]``: whether a line on the edge covers most of the mesh's side."""
    covered = [[0.0] * (len(across) - 1) for _ in edges]
    for line in lines:
        nearest = min(range(len(edges)), key=lambda i: abs(edges[i] - line.at))
        if abs(edges[nearest] - line.at) > SLIM:
            continue
        for i in range(len(across) - 1):
            lap = min(line.end, across[i + 1]) - max(line.start, across[i])
            if lap > 0:
                covered[nearest][i] += lap
    return [[got > 0.55 * (across[i + 1] - across[i]) for i, got in enumerate(side)] for side in covered]


def _areas(rows: int, columns: int, beside: list[list[bool]], below: list[list[bool]]) -> list[Area]:
    """Meshes joined where no wall parts them. ``beside[x][row]`` and ``below[y][column]`` are the walls."""
    owner: list[list[int]] = [[-1] * columns for _ in range(rows)]
    areas: list[Area] = []
    for row in range(rows):
        for column in range(columns):
            if owner[row][column] >= 0:
                continue
            area = _grown(row, column, owner, beside, below)
            for r in range(area.top, area.bottom):
                for c in range(area.left, area.right):
                    owner[r][c] = len(areas)
            areas.append(area)
    return areas


def _grown(row: int, column: int, owner: list[list[int]], beside: list[list[bool]], below: list[list[bool]]) -> Area:
    """The largest free rectangle from a corner to the right and down that no wall ends."""
    rows, columns = len(owner), len(owner[0])
    right = column + 1
    while right < columns and not beside[right][row] and owner[row][right] < 0:
        right += 1
    bottom = row + 1
    while bottom < rows and not (
        any(below[bottom][c] or owner[bottom][c] >= 0 for c in range(column, right))
        or any(beside[c][bottom] for c in range(column + 1, right))
    ):
        bottom += 1
    return Area(row, bottom, column, right)


def _without_low(ys: list[float], xs: list[float], words: Sequence[Word]) -> list[float]:
    """The row edges, rows too low for any text left out where indeed none stands in them."""
    kept = [ys[0]]
    for i, y in enumerate(ys[1:], 1):
        low = kept[-1]
        if y - low < LOW and not any(
            low <= (w.top + w.bottom) / 2 <= y and xs[0] <= (w.x0 + w.x1) / 2 <= xs[-1] for w in words
        ):
            kept[-1] = ys[0] if len(kept) == 1 else (y if i == len(ys) - 1 else (low + y) / 2)
        else:
            kept.append(y)
    return kept


def _with_open_rows(
    groups: list[tuple[list[Segment], list[Segment]]],
) -> list[tuple[list[Segment], list[Segment]]]:
    """Groups that only rows without sides part are one: their lines across are equally wide and near."""

    def extent(group: tuple[list[Segment], list[Segment]]) -> tuple[float, float, float, float, bool]:
        across, down = group
        left, right = min(s.start for s in across), max(s.end for s in across)
        sided = any(min(abs(s.at - left), abs(s.at - right)) <= SLIM for s in down)
        ys = [s.at for s in across] + [y for s in down for y in (s.start, s.end)]
        return min(ys), max(ys), left, right, sided

    kept = [group for group in groups if not group[0]]
    rows = sorted(((*extent(group), group) for group in groups if group[0]), key=lambda g: g[:4])
    done: list[tuple[float, float, float, float, bool, tuple[list[Segment], list[Segment]]]] = []
    for top, bottom, left, right, sided, group in rows:
        for i in range(len(done) - 1, -1, -1):
            _, end, x0, x1, closed, upper = done[i]
            same = abs(x0 - left) <= SAME_LINE and abs(x1 - right) <= SAME_LINE
            if same and not sided and not closed and 0 < top - end <= OPEN_ROW:
                done[i] = (done[i][0], bottom, x0, x1, False, (upper[0] + group[0], upper[1] + group[1]))
                break
        else:
            done.append((top, bottom, left, right, sided, group))
    return kept + [group for *_, group in done]


def grids(page: int, rules: Sequence[Rule], words: Sequence[Word] = ()) -> list[Grid]:
    """The grids that the rules draw, the smallest first; those of one cell are left out.

    The words only tell which low rows are empty.
    """
    if len(rules) > MOST_RULES * 10:
        return []
    across, down = segments(rules)
    if len(across) > MOST_RULES or len(down) > MOST_RULES:
        return []
    found: list[Grid] = []
    for horizontals, verticals in _with_open_rows(_groups(across, down)):
        if not horizontals or not verticals:
            continue
        xs = _without_slim(_edges(verticals, horizontals))
        ys = _without_low(_without_slim(_edges(horizontals, verticals)), xs, words)
        rows, columns = len(ys) - 1, len(xs) - 1
        if rows < 1 or columns < 1 or not 2 <= rows * columns <= MOST_MESHES:
            continue
        areas = _areas(rows, columns, _walls(verticals, xs, ys), _walls(horizontals, ys, xs))
        if len(areas) > 1:
            found.append(Grid(page, xs, ys, areas))
    found.sort(key=lambda g: (g.box.x1 - g.box.x0) * (g.box.bottom - g.box.top))
    return found


def fill(grids_found: Sequence[Grid], words: Sequence[Word]) -> list[Word]:
    """Put each word into the cell its middle lies in, inner grids first; gives back the words outside."""
    outside: list[Word] = []
    homes = [(grid.box, grid, {(r, c): a for a in grid.areas for r in range(a.top, a.bottom)
                               for c in range(a.left, a.right)}) for grid in grids_found]  # fmt: skip
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        for box, grid, meshes in homes:
            if box.x0 <= x <= box.x1 and box.top <= y <= box.bottom:
                column = min(max(bisect_left(grid.xs, x) - 1, 0), len(grid.xs) - 2)
                row = min(max(bisect_left(grid.ys, y) - 1, 0), len(grid.ys) - 2)
                meshes[row, column].words.append(word)
                break
        else:
            outside.append(word)
    return outside
