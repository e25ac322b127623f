"""Which lines of a label belong to which row of figures, where no ruled line tells.

A label of several lines stands beside its figures with its middle, its first or its last line, in the whole
table the same way. So the labels are cut into groups, one a row, such that they lie closest to their rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.layout.borderless import Run

ALONE = 1.1  # line heights: what it costs to let label lines stand as a row of their own
UNLABELLED = 1.6  # and what to leave a row of figures without a label
Fit = Callable[[Sequence["Run"], float], float]


def attach(runs: Sequence[Run], values: set[int]) -> list[list[Run]]:
    """The runs as rows from top to bottom. ``values`` are the columns of figures."""
    first = min(values)
    beside = [run for run in runs if run.right > first]
    labels = sorted((run for run in runs if run.right <= first), key=lambda r: (r.middle, r.left))
    rows = _baselines(beside)
    figures = [i for i, row in enumerate(rows) if any(run.figure for run in row)]
    if not figures:
        return []
    head, body = rows[: figures[0]], rows[figures[0] :]
    top = _middle(body[0])
    size = sorted(run.line.size for run in runs)[len(runs) // 2]
    columns = sorted({run.left for run in labels})
    inner = _inner(labels, columns, first)
    groups = [run for run in labels if run not in inner]
    ways = [_grouped(inner, body, fit, size) for fit in (_by_middle, _by_first, _by_last)]
    _, parted = min(ways, key=lambda way: way[0])
    found: list[list[Run]] = []
    above: list[Run] = []
    for lines, row in parted:
        if row is not None:
            found.append([*lines, *body[row]])
        elif _middle(lines) < top:
            above += lines
        else:
            found.append(list(lines))
    for run in groups:
        if found and run.middle > min(r.middle for r in found[0]) - size:
            min(found, key=lambda row: abs(_middle(row) - run.middle)).append(run)
        else:
            above.append(run)
    return [*_levels([run for row in head for run in row] + above, size), *found]


def _inner(labels: Sequence[Run], columns: Sequence[int], first: int) -> list[Run]:
    """The labels of single rows: those in the column next to the figures, and those that reach over it."""
    for column in reversed(columns):
        inner = [run for run in labels if run.left <= column < run.right]
        if len(inner) > 1 or column == columns[0]:
            alone = {run.middle for run in inner}
            return [*inner, *(r for r in labels if r.right <= column and r.middle not in alone and first == 1)]
    return []


def _middle(row: Sequence[Run]) -> float:
    return sum(run.middle for run in row) / len(row)


def _baselines(runs: Sequence[Run]) -> list[list[Run]]:
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.middle, r.left)):
        if rows and run.middle - rows[-1][0].middle < 0.3 * run.line.size:
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def _by_middle(lines: Sequence[Run], at: float) -> float:
    return abs((lines[0].middle + lines[-1].middle) / 2 - at)


def _by_first(lines: Sequence[Run], at: float) -> float:
    return abs(lines[0].middle - at)


def _by_last(lines: Sequence[Run], at: float) -> float:
    return abs(lines[-1].middle - at)


Parted = list[tuple[Sequence["Run"], int | None]]


def _grouped(labels: Sequence[Run], body: Sequence[Sequence[Run]], fit: Fit, size: float) -> tuple[float, Parted]:
    """The cheapest cut of the label lines into groups of at most eight, each of one row or standing alone."""
    lines, rows = len(labels), len(body)
    at = [_middle(row) for row in body]
    best: list[list[tuple[float, int, int]]] = [[(float("inf"), 0, 0)] * (rows + 1) for _ in range(lines + 1)]
    best[0][0] = (0.0, 0, 0)
    for i in range(lines + 1):
        for j in range(rows + 1):
            cost = best[i][j][0]
            if cost == float("inf"):
                continue
            if j < rows:
                _better(best, i, j + 1, cost + UNLABELLED * size, i, j)
            for end in range(i + 1, min(lines, i + 8) + 1):
                if end - i > 1 and labels[end - 1].middle - labels[end - 2].middle > 2.2 * size:
                    break
                group = labels[i:end]
                if j < rows:
                    _better(best, end, j + 1, cost + fit(group, at[j]), i, j)
                _better(best, end, j, cost + ALONE * size + 0.1 * size * (end - i - 1), i, j)
    parted: Parted = []
    i, j = lines, rows
    while i or j:
        _, before, row = best[i][j]
        parted.append((labels[before:i], row if row < j else None))
        i, j = before, row
    return best[lines][rows][0], [(group, row) for group, row in reversed(parted) if group or row is not None]


def _better(best: list[list[tuple[float, int, int]]], i: int, j: int, cost: float, before: int, row: int) -> None:
    if cost < best[i][j][0]:
        best[i][j] = (cost, before, row)


def _levels(runs: Sequence[Run], size: float) -> list[list[Run]]:
    """The head of a table as rows: lines of one label together, and a label below the one that spans it."""
    blocks: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: r.middle):
        for block in reversed(blocks):
            same = block[-1].left == run.left and block[-1].right == run.right
            covered = any(b[-1].middle > block[-1].middle and _overlap(b[-1], run) for b in blocks if b is not block)
            if same and not covered and run.middle - block[-1].middle < 1.9 * size:
                block.append(run)
                break
        else:
            blocks.append([run])
    levels: list[list[list[Run]]] = []
    for block in blocks:
        level = 0
        for i, placed in enumerate(levels):
            if any(_overlap(other[0], block[0]) for other in placed):
                level = i + 1
        if level == len(levels):
            levels.append([])
        levels[level].append(block)
    return [[run for block in level for run in block] for level in levels]


def _overlap(a: Run, b: Run) -> bool:
    return a.left < b.right and b.left < a.right
