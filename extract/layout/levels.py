"""The head of a table without ruled lines as rows: which label spans which columns, and which stand below it.

Labels of several lines are put together first. A label above others reaches over the columns that it is in the middle
of (or, where everything is set to the left, up to the next one). A recogniser's boxes are not exact, so that heads of
pictures are also told by what stands under them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.layout.alignment import Run, baselines, by_middle, cut, middle, overlap, pictured, stacked


def levels(
    runs: Sequence[Run],
    columns: Sequence[tuple[float, float]],
    size: float,
    pitch: float,
    *,
    left_aligned: bool = False,
) -> list[list[Run]]:
    """The head of a table as rows: a label below the one that spans it. Spanning labels get all their columns."""
    found_blocks = stacked(runs, pitch)
    blocks = [part for block in found_blocks for part in _parted_levels(block, found_blocks, size)]
    taken: set[tuple[int, int]] = set()
    lowest = [block for block in blocks if not any(_under(other, block) for other in blocks)]
    upper = [block[0] for block in blocks if block not in lowest]
    for line in baselines([block[0] for block in blocks]):
        above = [run for run in line if not any(run is block[0] for block in lowest)]
        ordered = sorted(line, key=lambda r: r.left)
        if left_aligned:
            _reach_right(ordered, above, lowest, len(columns), size)
        else:
            _spread(ordered, above, upper, lowest, columns, size, taken)
            taken |= {(run.left, run.right) for run in ordered}
    for block in blocks:
        for run in block:
            run.left, run.right = block[0].left, block[0].right
    found: list[list[list[Run]]] = []
    middles = sorted({round(middle(block), 1) for block in blocks})
    beside = [[block for block in blocks if round(middle(block), 1) == at] for at in middles]
    for at in range(len(beside) - 1, 0, -1):
        if middles[at] - middles[at - 1] < 0.3 * size:
            beside[at - 1] += beside.pop(at)
    for same in beside:
        level = max((i + 1 for i, row in enumerate(found) for b in row for c in same if overlap(b[0], c[0])), default=0)
        if level == len(found):
            found.append([])
        found[level] += same
    return [[run for block in row for run in block] for row in found]


def _parted_levels(block: list[Run], blocks: Sequence[list[Run]], size: float) -> list[list[Run]]:
    """A block whose first line stands above labels on both sides of it too is two: that line spans them.

    They begin beside its second line and end with its last. The lines of one label would stand on both sides of
    their middle, or begin with them.
    """
    if len(block) < 2:
        return [block]

    def level(a: Run, b: Run) -> bool:
        return abs(a.middle - b.middle) < 0.3 * size

    beside = [other for other in blocks if block[0].left in (other[0].right, other[0].left - 1)]
    beside += [other for other in blocks if block[0].right == other[0].left and other not in beside]
    spanned = [other for other in beside if level(other[0], block[1]) and level(other[-1], block[-1])]
    own = any(level(other[0], block[0]) for other in beside)
    return [block[:1], block[1:]] if spanned and not own else [block]


def _under(other: Sequence[Run], block: Sequence[Run]) -> bool:
    return other is not block and other[0].middle > block[-1].middle and overlap(other[0], block[0])


def _reach_right(
    line: Sequence[Run], above: Sequence[Run], lowest: Sequence[Sequence[Run]], count: int, size: float
) -> None:
    """Widen the labels that stand above others up to the next label of their line, over labels a line below them."""
    level = {column: block[0].middle for block in lowest for column in range(block[0].left, block[0].right)}
    for at, run in enumerate(line):
        if any(run is other for other in above):
            end = max(run.right, line[at + 1].left if at + 1 < len(line) else count)
            while run.right < end and level.get(run.right, run.middle + size) - run.middle > 0.9 * size:
                run.right += 1


def _spread(
    line: Sequence[Run],
    above: Sequence[Run],
    upper: Sequence[Run],
    lowest: Sequence[Sequence[Run]],
    columns: Sequence[tuple[float, float]],
    size: float,
    taken: set[tuple[int, int]],
) -> None:
    """Widen the labels that stand above others, or over several columns, to all those they are in the middle of.

    A label under another does not span the very columns of that one (``taken``): it would part nothing.
    """
    homes = [(run.line.box.x0 + run.line.box.x1) / 2 for run in line]
    seen = pictured(line)
    centres = [(a + b) / 2 for a, b in columns]
    edges = [columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1]]

    def by_cells(first: float, last: float, at: float) -> float:
        """As far as the middle of the cells from one column to another is from where it belongs."""
        return abs((edges[int(first)] + edges[int(last) + 1]) / 2 - at)

    places, fit = (centres, by_middle) if seen else (range(len(columns)), by_cells)
    _, parted = cut(places, homes, fit, alone=1.5 * size, empty=50 * size, most=40, reach=1e9)
    wide = {id(run) for run in above} | {id(run) for run in line if run.right - run.left > 1}
    single = {run.left for run in line if id(run) not in wide}
    for group, at in parted:
        if at is None or id(line[at]) not in wide or not group:
            continue
        run = line[at]
        if (group.start, group.stop) in taken and run.left > group.start and run.right < group.stop:
            group = range(group.start + 1, group.stop - 1)
        if seen:
            group = _seen_under(run, group, upper, lowest, centres, size)
        if group.start <= run.left and group.stop >= run.right and not single & set(group):
            run.left, run.right = group.start, group.stop


def _seen_under(
    run: Run,
    group: range,
    upper: Sequence[Run],
    lowest: Sequence[Sequence[Run]],
    centres: Sequence[float],
    size: float,
) -> range:
    """The columns under a label of a picture, of those it is in the middle of.

    A long label fills its cell; and heads that begin elsewhere stand beside it.
    """
    box = run.line.box
    if run.right - run.left > 1 and box.x1 - box.x0 > 0.8 * (centres[group[-1]] - centres[group[0]]):
        return range(run.left, run.right)
    if any(other.middle > run.middle and overlap(other, run) for other in upper):
        return group
    return _under_it(run, group, lowest, size)


def _under_it(run: Run, group: range, lowest: Sequence[Sequence[Run]], size: float) -> range:
    """The columns without those at the sides whose heads begin and have their middles elsewhere than its own ones."""
    places = {column: (b[0].middle, middle(b)) for b in lowest for column in range(b[0].left, b[0].right)}
    own = [places[column] for column in range(run.left, run.right) if column in places]
    if not own:
        return group

    def strange(column: int) -> bool:
        if column not in places or run.left <= column < run.right:
            return False
        return all(abs(a - b) > 0.25 * size for a, b in zip(places[column], own[-1], strict=True))

    while len(group) > 1 and strange(group[-1]):
        group = group[:-1]
    while len(group) > 1 and strange(group[0]):
        group = group[1:]
    return group
