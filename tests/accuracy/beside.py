"""What agencies do to the table of applications: last year's figures beside it, a column of units, turned on its side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from tests.accuracy.layout import Box, Grid


def last_year(grid: Grid, rng: Random) -> Grid:
    """The same table with the figures of another year, which no truth holds."""
    return [[_of_another_year(box, rng) if box.key else replace(box) for box in row] for row in grid]


def with_lines(grid: Grid, year: int, rng: Random) -> Grid:
    """A line of last year above or below each line of figures, each beginning with its year."""
    own, other = rng.choice(((f"{year}年", f"{year - 1}年"), ("本年", "上年"), (f"{year}年度", "去年同期")))
    doubled: Grid = []
    for row in grid:
        labels = [box for box in row if not box.key]
        figures = [box for box in row if box.key]
        if not figures:
            doubled.append([replace(box, cs=box.cs + (n == 0 and "勾稽" in box.text)) for n, box in enumerate(row)])
            continue
        lines = [[Box(own), *figures], [Box(other), *(_of_another_year(box, rng) for box in figures)]]
        if rng.random() < 0.5:
            lines.reverse()
        doubled += [[*(replace(box, rs=2 * box.rs) for box in labels), *lines[0]], lines[1]]
    return doubled


def with_units(grid: Grid) -> Grid:
    """件 between the labels and the figures of each line."""
    found: Grid = []
    for at, row in enumerate(grid):
        first = next((n for n, box in enumerate(row) if box.key), None)
        if first is None:
            found.append([row[0], Box("单位", rs=row[0].rs, head=True), *row[1:]] if at == 0 else row)
        else:
            found.append([*row[:first], Box("件"), *row[first:]])
    return found


def turned(grid: Grid) -> Grid:
    """Rows as columns."""
    rows: dict[int, list[tuple[int, Box]]] = {}
    for y, x, box in _placed(grid):
        rows.setdefault(x, []).append((y, replace(box, cs=box.rs, rs=box.cs)))
    return [[box for _, box in sorted(rows[x], key=lambda found: found[0])] for x in sorted(rows)]


def _of_another_year(box: Box, rng: Random) -> Box:
    return replace(box, text=str(rng.randint(0, 400)), key=None)


def _placed(grid: Grid) -> Iterator[tuple[int, int, Box]]:
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(grid):
        x = 0
        for box in row:
            while (y, x) in taken:
                x += 1
            taken |= {(y + dy, x + dx) for dy in range(box.rs) for dx in range(box.cs)}
            yield y, x, box
            x += box.cs
