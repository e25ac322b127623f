"""The heads of a typist's columns: which of them head single columns, and which lines are one label."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from domain.vocabulary import begins_label, is_label, is_piece
from extract.layout.alignment import Run

Interval = tuple[float, float]

_LARGEST_GAP = 3.0  # lines


def across(run: Run) -> Interval:
    """From where to where a run stands in its line."""
    box = run.line.box
    return box.x0, box.x1


def distance(interval: Interval, column: Interval) -> float:
    """How far two stretches of a line are apart; below 0 where they share some."""
    return max(column[0] - interval[1], interval[0] - column[1])


def nearest(interval: Interval, columns: Sequence[Interval]) -> int:
    """The column nearest to a stretch of a line."""
    return min(range(len(columns)), key=lambda n: distance(interval, columns[n]))


def stacked(heads: Sequence[Run]) -> list[list[Run]]:
    """The lines of the heads put together to labels, in the order of their first lines."""
    labels: list[list[Run]] = []
    for run in sorted(heads, key=lambda run: (run.middle, run.line.box.x0)):
        above = next((label for label in reversed(labels) if _goes_on(label, run)), None)
        if above is None:
            labels.append([run])
        else:
            above.append(run)
    return labels


def leaves_of(labels: Sequence[list[Run]]) -> list[list[Run]]:
    """The heads of single columns, from left to right: those with none below, and not between two lower ones."""
    found = sorted(
        (label for label in labels if not any(_is_under(other, label) for other in labels)), key=lambda each: hull(each)
    )
    return [
        leaf
        for n, leaf in enumerate(found)
        if not 0 < n < len(found) - 1 or not found[n - 1][0].middle > leaf[-1].middle < found[n + 1][0].middle
    ]


def hull(label: Sequence[Run]) -> Interval:
    """From where to where a label of several lines reaches."""
    return min(across(run)[0] for run in label), max(across(run)[1] for run in label)


def _is_under(other: Sequence[Run], label: Sequence[Run]) -> bool:
    return other[0].middle > label[-1].middle and distance(hull(other), hull(label)) < 0


def with_empty_ones(columns: list[Interval], heads: Sequence[Interval]) -> list[Interval]:
    """The columns and those without any figure: heads over no column, where the nearest column has its own head."""
    headed = {n for head in heads for n, column in enumerate(columns) if distance(head, column) < 0}
    empty: list[Interval] = []
    if len(heads) > len(columns):
        empty = [h for h in heads if distance(h, columns[n := nearest(h, columns)]) >= 0 and n in headed]
    return sorted([*columns, *empty])


def put_over(labels: Sequence[list[Run]], leaves: Sequence[list[Run]], columns: Sequence[Interval]) -> None:
    """Put the heads over their columns: as many leaves as columns in order, else by where they stand."""
    for label in labels:
        over = [k for k, column in enumerate(columns) if distance(hull(label), column) < 0]
        _put(label, over or [nearest(hull(label), columns)])
    for n, leaf in enumerate(leaves):
        if len(leaves) == len(columns):
            _put(leaf, [n])
    for label in labels:
        below = [leaf[0] for leaf in leaves if _is_under(leaf, label)]
        if below:
            _put(label, range(below[0].left, below[-1].right))


def _put(label: Sequence[Run], columns: Sequence[int]) -> None:
    for run in label:
        run.left, run.right = columns[0], columns[-1] + 1


def head_rows(heads: Sequence[Run]) -> list[list[Run]]:
    """The heads as rows, each label below those that it shares columns with; a label's lines are in one row."""
    rows: list[list[list[Run]]] = []
    for _, beside in groupby(stacked(heads), key=lambda label: label[0].middle):
        level = 0
        for label in (here := list(beside)):
            left, right = min(run.left for run in label), max(run.right for run in label)
            _put(label, range(left, right))
            under = (n for n, row in enumerate(rows) for o in row if o[0].left < right and left < o[0].right)
            level = max(level, max(under, default=-1) + 1)
        if level == len(rows):
            rows.append([])
        rows[level] += here
    return [[run for label in sorted(row, key=lambda label: label[0].left) for run in label] for row in rows]


def _goes_on(label: Sequence[Run], run: Run) -> bool:
    """Whether a run is the next line of a label above it."""
    last, text = label[-1], "".join(each.line.text for each in label)
    away = run.middle - last.middle
    both = text + run.line.text
    if not 0 < away <= _LARGEST_GAP or distance(across(run), hull(label)) >= 0:
        return False
    if is_label(text):
        return away <= 1 and not is_label(run.line.text) and (is_label(both) or begins_label(both))
    if is_label(both) or begins_label(both):
        return True
    return away <= 1 and (is_piece(both) or not is_label(run.line.text))
