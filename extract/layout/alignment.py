"""Which lines of a label belong to which row of figures, and how far a group's label reaches, without ruled lines.

A label of several lines stands beside its figures with its middle, its first or its last line, in the whole
table the same way. So the labels are cut into groups, one a row, such that they lie closest to their rows. A
group's label stands to its rows, and a head that spans columns to its columns, in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.layout.lines import Line

Fit = Callable[[float, float, float], float]
Wording = Callable[[Sequence[str]], float]
Parted = list[tuple[range, int | None]]

_MOST_LINES = 24  # of a label whose words tell where it ends
PICTURED = 1.35  # heights of recognised lines, which are not exact, from one to the next of a label


@dataclass(slots=True)
class Run:
    """A run of text and the columns (end excluded) that it stands in."""

    line: Line
    middle: float
    left: int = 0
    right: int = 0
    figure: bool = False


def by_middle(first: float, last: float, at: float) -> float:
    """How far a group's middle is from where it belongs."""
    return abs((first + last) / 2 - at)


def by_first(first: float, last: float, at: float) -> float:
    """How far its first line is."""
    return abs(first - at)


def by_last(first: float, last: float, at: float) -> float:
    """How far its last line is."""
    return abs(last - at)


def cut(
    places: Sequence[float],
    homes: Sequence[float],
    fit: Fit,
    *,
    alone: float,
    empty: float,
    most: int,
    reach: float,
    group: Callable[[int, int], float] | None = None,
) -> tuple[float, Parted]:
    """The cheapest cut of the places into groups of neighbours, each at one home or standing alone.

    ``alone`` is the cost of a group without a home, ``empty`` of a home without a group; a group has at most
    ``most`` members, none further than ``reach`` from the next; ``group`` is what the members from one to the
    next (excluded) cost as a group. Gives (cost, [(places, home or None)]).
    """
    count, rows = len(places), len(homes)
    far = reach * most
    # best[i][j]: the least cost of parting the first i places and the first j homes, and the state before it.
    # Only homes within reach of a place are looked at, so long tables take time by their length.
    best: list[dict[int, tuple[float, int, int]]] = [{} for _ in range(count + 1)]
    best[0][0] = (0.0, 0, 0)

    def reached(i: int, j: int, cost: float, before: tuple[int, int]) -> None:
        if j not in best[i] or cost < best[i][j][0]:
            best[i][j] = (cost, *before)

    for i in range(count + 1):
        for j in range(min(best[i], default=0), rows + 1):
            if j not in best[i] or (j and i < count and homes[j - 1] > places[i] + far):
                continue
            cost = best[i][j][0]
            if j < rows:
                reached(i, j + 1, cost + empty, (i, j))
                if i < count and homes[j] < places[i] - far:
                    continue
            for end in range(i + 1, min(count, i + most) + 1):
                if end - i > 1 and places[end - 1] - places[end - 2] > reach:
                    break
                own = cost + group(i, end) if group else cost
                reached(end, j, own + alone * (1 + 0.1 * (end - i - 1)), (i, j))
                if j < rows:
                    reached(end, j + 1, own + fit(places[i], places[end - 1], homes[j]), (i, j))
    parted: Parted = []
    i, j = count, rows
    while i or j:
        _, before, row = best[i][j]
        parted.append((range(before, i), row if row < j else None))
        i, j = before, row
    return best[count][rows][0], [part for part in reversed(parted) if part[0] or part[1] is not None]


def baselines(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs as lines: those whose middles lie together."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.middle, r.left)):
        if rows and run.middle - rows[-1][0].middle < 0.3 * run.line.size:
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def middle(runs: Sequence[Run]) -> float:
    """Where several runs stand on the page, downwards."""
    return sum(run.middle for run in runs) / len(runs)


def attach(
    labels: Sequence[Run], body: Sequence[Sequence[Run]], size: float, wording: Wording | None = None
) -> tuple[Fit, list[list[Run]]]:
    """The rows, each with its label lines, label lines without figures as rows of their own; and how they fit.

    ``wording`` tells what it costs to take some lines' texts as one label; then a label may be long, and its
    figures may stand on a line of their own in its middle.
    """
    places, homes = [run.middle for run in labels], [middle(row) for row in body]
    worded = None
    if wording:
        costs: dict[tuple[int, int], float] = {}
        texts = [run.line.text for run in labels]

        def worded(first: int, end: int) -> float:
            if (first, end) not in costs:
                cost = wording(texts[first:end])
                holes = places[end - 1] - places[first] - (end - first - 1) * size
                costs[first, end] = cost + 0.5 * holes if cost else 0.0
            return costs[first, end]

    most, reach = (_MOST_LINES, 2.25 * size) if wording else (8, 1.75 * size)
    ways = [
        (fit, *cut(places, homes, fit, alone=1.1 * size, empty=1.6 * size, most=most, reach=reach, group=worded))
        for fit in (by_middle, by_first, by_last)
    ]
    fit, _, parted = min(ways, key=lambda way: way[1])
    return fit, [[*(labels[i] for i in group), *(body[at] if at is not None else ())] for group, at in parted]


def pitch_of(labels: Sequence[Run], size: float) -> float:
    """How far the lines of one label stand apart at most: little more than the nearest lines of the columns do.

    Lines nearer than others anywhere are of two labels that a page break brought together.
    """
    columns: dict[tuple[int, int], list[float]] = {}
    for run in labels:
        columns.setdefault((run.left, run.right), []).append(run.middle)
    if pictured(labels):
        return PICTURED * size
    steps = [b - a for middles in columns.values() for a, b in pairwise(sorted(middles)) if b - a > 0.6 * size]
    steps.sort()
    usual = next((a for a, b in zip(steps, steps[2:], strict=False) if b <= 1.12 * a), min(steps, default=2 * size))
    return min(1.75 * size, 1.12 * usual)


def pictured(runs: Sequence[Run]) -> bool:
    """Whether a recogniser read them: their boxes are not exact."""
    return any(word.confidence < 1 for run in runs for word in run.line.words)


def stacked(runs: Sequence[Run], pitch: float) -> list[list[Run]]:
    """Runs under each other in the same columns, no further apart than ``pitch``, as one label each."""
    blocks: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: r.middle):
        for block in reversed(blocks):
            above = block[-1]
            same = (above.left, above.right) == (run.left, run.right)
            between = any(above.middle < other[-1].middle < run.middle and overlap(other[-1], run) for other in blocks)
            if same and not between and run.middle - above.middle < pitch:
                block.append(run)
                break
        else:
            blocks.append([run])
    return blocks


def overlap(a: Run, b: Run) -> bool:
    """Whether two runs share a column."""
    return a.left < b.right and b.left < a.right


def group_spans(
    groups: Sequence[Run], rows: Sequence[Sequence[Run]], fit: Fit, size: float, pitch: float
) -> list[tuple[list[Run], int, int]]:
    """The labels of groups, each as (lines, first row, end), from how they stand beside the rows."""
    spans: list[tuple[list[Run], int, int]] = []
    middles = [middle(row) for row in rows]
    for column in sorted({run.left for run in groups}):
        blocks = stacked([run for run in groups if run.left == column], pitch)
        free = [i for i, row in enumerate(rows) if not any(run.left <= column < run.right for run in row)]
        stretches: list[list[int]] = []
        for i in free:
            if stretches and stretches[-1][-1] == i - 1:
                stretches[-1].append(i)
            else:
                stretches.append([i])
        for stretch in stretches:
            low, high = middles[stretch[0]] - 1.5 * size, middles[stretch[-1]] + 1.5 * size
            here = [block for block in blocks if low <= middle(block) <= high]
            homes = [block[0].middle if fit is by_first else middle(block) for block in here]
            places = [middles[i] for i in stretch]
            _, parted = cut(places, homes, fit, alone=2 * size, empty=50 * size, most=40, reach=1e9)
            for group, at in parted:
                if at is not None and group:
                    spans.append((here[at], stretch[group.start], stretch[group.stop - 1] + 1))
    return spans
