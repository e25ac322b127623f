"""What the items of a line are to it: labels of rows or columns, asides, figures."""

from __future__ import annotations

from collections.abc import Sequence

from extract.recognition.lexicon import NOT_COUNTED
from extract.recognition.lines import Item


def only(entry: Item, role: str) -> bool:
    """Whether a label can mean nothing but a ``role``."""
    for meaning in entry.meanings:
        if meaning.role != role:
            return False
    return bool(entry.meanings)


def is_aside(entry: Item) -> bool:
    """Whether a label belongs to no row and no column: a title, a note."""
    for meaning in entry.meanings:
        if meaning.role not in NOT_COUNTED:
            return False
    return bool(entry.meanings)


def is_path(labels: Sequence[Item], items: Sequence[Item]) -> bool:
    """Whether the labels that open a line are headings and the one row below them, and unknown cells follow."""
    *above, last = labels
    rest = items[len(labels) :]
    return (
        list(items[: len(labels)]) == list(labels)
        and len(rest) > len(labels)
        and any(m.role == "row" for m in last.meanings)
        and all(only(entry, "group") for entry in above)
    )


def runs(items: Sequence[Item]) -> list[tuple[list[Item], list[Item]]]:
    """The line as (labels, cells after them), in order."""
    labels = [entry for entry in items if entry.meanings]
    if labels and labels == items[: len(labels)] and not any(map(is_aside, labels)):
        return [(labels, list(items[len(labels) :]))]
    found: list[tuple[list[Item], list[Item]]] = []
    for entry in items:
        if entry.meanings:
            if is_aside(entry):
                continue
            if not found or found[-1][1]:
                if found and not found[-1][0] and all(cell.sort == "blank" for cell in found[-1][1]):
                    found.pop()
                found.append(([], []))
            found[-1][0].append(entry)
        else:
            if not found:
                found.append(([], []))
            found[-1][1].append(entry)
    return found
