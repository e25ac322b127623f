"""What the sums within a line vouch for where spans do not tell which cell stands in which column."""

from __future__ import annotations

from collections.abc import Sequence

from extract.document import Cell, Problem
from extract.recognition.lines import Item
from extract.recognition.targets import Targets
from extract.values import read


def in_order(targets: Targets, cells: list[Item], problems: list[Problem]) -> list[Item] | None:
    """The cells of a line that wrong spans moved, if in order its sums hold: then none is missing and none foreign.

    One cell more than there are columns may be a number that was split over two: it is put together if there is
    just one way in which the sums hold, and reported.
    """
    if adds_up(targets, cells):
        return cells
    if not targets.sums or len(cells) != len(targets.keys) + 1:
        return None
    joined = [
        [*cells[:n], whole, *cells[n + 2 :]] for n in range(len(cells) - 1) if (whole := _joined(*cells[n : n + 2]))
    ]
    fitting = [line for line in joined if adds_up(targets, line)]
    if len(fitting) != 1:
        return None
    whole = next(entry for entry in fitting[0] if entry not in cells)
    message = f"{whole.cell.text} stood in two cells; the sums of its line hold with it alone"
    problems.append(Problem("value.split", message, whole.cell.place))
    return fitting[0]


def _joined(first: Item, second: Item) -> Item | None:
    """Two cells of digits as one number."""
    text = first.cell.text + second.cell.text
    if not (first.cell.text.isdigit() and second.cell.text.isdigit()) or text.startswith("0"):
        return None
    at = first.cell
    return Item(Cell(text, at.row, at.column, at.rowspan, at.colspan, at.place, at.confidence), "value")


def adds_up(targets: Targets, cells: Sequence[Item]) -> bool:
    """Whether there are as many cells as columns, all of them figures, and every sum of the form holds in order."""
    if len(cells) != len(targets.keys) or not targets.sums:
        return False
    values = [read(entry.cell.text).value for entry in cells if not entry.cell.unreadable]
    figures = [value for value in values if value is not None]
    return len(figures) == len(cells) and all(
        sum(figures[n] for n in left) == sum(figures[n] for n in right) for left, right in targets.sums
    )
