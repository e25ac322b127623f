"""Lines of a typist's table measured: where its figures stand, the columns they share, and the heads over these.

Distances are in widths of a Chinese character across and in lines down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from domain.vocabulary import is_unit
from extract.formats.text_fields import fields_of, is_figure
from extract.formats.text_heads import (
    Interval,
    across,
    distance,
    hull,
    leaves_of,
    nearest,
    put_over,
    stacked,
    with_empty_ones,
)
from extract.formats.text_tables import Line
from extract.layout.alignment import Run
from extract.layout.lines import Line as Words
from extract.layout.page import Word
from extract.values import is_word_for_figure

_FEWEST_UNITS = 2
_DRIFT = 3.0  # how far figures of one column may stand apart
_UNEVEN = 4.0  # how far a column's figures may stand from one edge or one middle, on average
_TORN = 10.0  # what a column costs in the choice of a measure


@dataclass(slots=True)
class Measured:
    """Lines under one measure of characters; ``figured`` are those that end in figures.

    ``columns`` are those of the figures, empty where they stand on none. ``heads`` stand above the first figure
    over these columns, ``labels`` beside them; ``left`` and ``right`` of heads and figures count these columns.
    """

    lines: list[list[Run]]
    figured: list[int]
    columns: list[Interval] = field(default_factory=list)
    heads: list[Run] = field(default_factory=list)
    labels: list[Run] = field(default_factory=list)

    def figures(self, at: int) -> list[Run]:
        """The figures that end a line."""
        return [run for run in self.lines[at] if run.figure]

    def unevenness(self) -> float:
        """How far figures stand from the left edges, the right edges or the middles of their columns, together."""
        found = [0.0, 0.0, 0.0]
        for column in range(len(self.columns)):
            sides = [across(run) for at in self.figured for run in self.figures(at) if run.left == column]
            for way, places in enumerate(zip(*((a, b, (a + b) / 2) for a, b in sides), strict=True)):
                found[way] += max(places) - min(places)
        return min(found)

    def is_even(self) -> bool:
        """Whether the figures stand on columns, near enough."""
        return bool(self.columns) and self.unevenness() <= _UNEVEN * len(self.columns)

    def cost(self) -> float:
        """How little the lines look like a table: the wrong measure sees more columns than there are, or none."""
        if not self.columns:
            return 2 * _TORN * max(len(self.figures(at)) for at in self.figured)
        return _TORN * len(self.columns) + self.unevenness()


def measured(lines: Sequence[Line], places: Sequence[float], wide: bool) -> Measured | None:
    """The lines, each at its place down the page; None where none of them ends in a figure."""
    scale = 0.5 if wide else 1.0
    found = Measured([], [])
    for line, top in zip(lines, places, strict=True):
        runs = [
            Run(Words([Word(f.text, f.start * scale, top, f.end * scale, top + 1)]), top + 0.5)
            for f in fields_of(line.text, wide)
        ]
        found.lines.append(runs)
    _mark_figures(found.lines)
    found.figured = [at for at in range(len(lines)) if found.figures(at)]
    if not found.figured:
        return None
    _find_columns(found)
    return found


def _mark_figures(lines: Sequence[list[Run]]) -> None:
    """Mark the figures that end a line, and units among them where several lines have one: they stand in a column.

    Words in place of a figure count beside one only: a piece of a label may look like them.
    """
    ends: list[list[Run]] = []
    units = 0
    for runs in lines:
        end = len(runs)
        while end and (is_figure(runs[end - 1].line.text) or is_word_for_figure(runs[end - 1].line.text)):
            end -= 1
        sure = any(is_figure(run.line.text) for run in runs[end:])
        ends.append(runs[end:] if sure else [])
        units += sure and end > 0 and is_unit(runs[end - 1].line.text)
    for runs, tail in zip(lines, ends, strict=True):
        for run in tail:
            run.figure = True
        before = runs[len(runs) - len(tail) - 1] if units >= _FEWEST_UNITS and len(tail) < len(runs) else None
        if before is not None and is_unit(before.line.text):
            before.figure = True


def _find_columns(found: Measured) -> None:
    """The columns of figures; none where two figures of a line stand over one of them, or a label does."""
    rows = [[across(run) for run in found.figures(at)] for at in found.figured]
    columns = _of_the_fullest(rows) or _between_gutters(rows)
    top = found.figured[0]
    edge = max((across(run)[1] for at in found.figured for run in found.lines[at] if not run.figure), default=-1.0)
    if not columns or columns[0][0] < edge:
        return
    first = columns[0][0]
    for at, runs in enumerate(found.lines):
        for run in runs:
            start, end = across(run)
            over = start >= edge if edge > 0 else end > first or len(found.figured) == 1
            if not run.figure and at < top and over:
                found.heads.append(run)
            elif not run.figure:
                found.labels.append(run)
    labels = stacked(found.heads)
    leaves = leaves_of(labels)
    found.columns = with_empty_ones(columns, [hull(leaf) for leaf in leaves])
    for run in (run for at in found.figured for run in found.figures(at)):
        run.left = nearest(across(run), found.columns)
        run.right = run.left + 1
    put_over(labels, leaves, found.columns)


def _of_the_fullest(rows: Sequence[Sequence[Interval]]) -> list[Interval]:
    """The columns that the lines with most figures agree on, if all others stand near them, each on its own."""
    most = max(map(len, rows))
    full = [row for row in rows if len(row) == most]
    columns = [(min(a for a, _ in one), max(b for _, b in one)) for one in zip(*full, strict=True)]
    if any(left[1] >= right[0] for left, right in pairwise(columns)):
        return []
    if any(_has_gap(one) for one in zip(*full, strict=True)):
        return []
    for row in rows:
        homes = [nearest(interval, columns) for interval in row]
        if homes != sorted(set(homes)) or any(_astray(i, columns[n], columns) for i, n in zip(row, homes, strict=True)):
            return []
    return columns


def _has_gap(figures: Sequence[Interval]) -> bool:
    """Whether figures that would be one column leave a gap in it: they are of two."""
    end = min(figures)[1]
    for start, stop in sorted(figures):
        if start - end > _DRIFT:
            return True
        end = max(end, stop)
    return False


def _between_gutters(rows: Sequence[Sequence[Interval]]) -> list[Interval]:
    """The columns where figures stand in any line, kept apart by gutters that no figure crosses."""
    columns: list[Interval] = []
    for start, end in sorted(interval for row in rows for interval in row):
        if columns and start < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(end, columns[-1][1]))
        else:
            columns.append((start, end))
    homes = ([nearest(interval, columns) for interval in row] for row in rows)
    return columns if all(len(set(one)) == len(one) for one in homes) else []


def _astray(interval: Interval, home: Interval, columns: Sequence[Interval]) -> bool:
    """Whether a figure stands beside its column, and not much nearer to it than to another."""
    away = distance(interval, home)
    others = [distance(interval, column) for column in columns if column != home]
    return away > 0 and (not others or away * 2 > min(others))
