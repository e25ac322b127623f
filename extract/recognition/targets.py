"""Which cells of the form the columns of a header are, together with the label of a line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from domain.registry import Kind, registry

Key = tuple[str, str, str]
Head = tuple[str | None, str | None]
Label = tuple[str | None, str | None]
Sum = tuple[tuple[int, ...], tuple[int, ...]]


class Targets(NamedTuple):
    """For each column of a header, in order, the cell of the form (table, row, column) and its kind of value.

    A column that names no cell of the form together with the line's label has None. ``whole``: they are all the
    columns that a form prints for each of their rows; for a table turned on its side that is true. ``counts``:
    so they are, every column has a cell of the form, and none is money. ``sums`` are the equations among the columns
    (positions on the left and on the right), if every column is in one.
    """

    keys: tuple[Key | None, ...]
    kinds: tuple[Kind | None, ...]
    whole: bool
    counts: bool
    sums: tuple[Sum, ...]


class Heads:
    """What the columns of a header say of row and column. Documents with such a header share it."""

    def __init__(self, table: str, heads: tuple[Head, ...]) -> None:
        self._table = table
        self._heads = heads
        self._found: dict[Label, Targets] = {}

    def cells_of(self, row: str | None, column: str | None) -> Targets:
        """The cells of the form in a line whose label names a row, or a column of a table turned on its side."""
        found = self._found.get((row, column))
        if found is None:
            keys = tuple(_cell_of_form(self._table, head, row, column) for head in self._heads)
            kinds = tuple(key and _kind(key) for key in keys)
            named = [key for key in keys if key]
            whole = bool(named) and _has_all_columns(named)
            counts = whole and all(keys) and "money" not in kinds
            found = self._found[row, column] = Targets(keys, kinds, whole, counts, _sums(keys))
        return found


@lru_cache(maxsize=1 << 9)
def heads_of(table: str, heads: tuple[Head, ...]) -> Heads:
    """The one :class:`Heads` for these columns, each (row, column) as far as its header names them."""
    return Heads(table, heads)


def _cell_of_form(table: str, head: Head, named_row: str | None, named_column: str | None) -> Key | None:
    row, column = head[0] or named_row, head[1] or named_column
    if row is None or column is None or (head[0] and named_row and head[0] != named_row):
        return None
    printed = registry().tables[table].rows[row].columns.values()
    return (table, row, column) if any(column in columns for columns in printed) else None


def _kind(key: Key) -> Kind:
    """Rows differ in kind where a form has one column of figures, else columns do."""
    table = registry().tables[key[0]]
    return table.rows[key[1]].kind if len(table.columns) == 1 else table.columns[key[2]].kind


def _sums(keys: Sequence[Key | None]) -> tuple[Sum, ...]:
    """The rules within a row that hold among these cells of the form; none unless they leave out no cell."""
    places = {key: n for n, key in enumerate(keys) if key}
    found: list[Sum] = []
    for table, row in dict.fromkeys(key[:2] for key in places):
        for rule in registry().tables[table].rules:
            left, right = ([places.get((table, row, c)) for c in side] for side in (rule.left, rule.right))
            if rule.over == "rows" and None not in left and None not in right:
                found.append((tuple(n for n in left if n is not None), tuple(n for n in right if n is not None)))
    covered = {n for left, right in found for n in (*left, *right)}
    return tuple(found) if len(covered) == len(keys) else ()


def _has_all_columns(keys: Sequence[Key]) -> bool:
    rows = registry().tables[keys[0][0]].rows
    columns: dict[str, set[str]] = {}
    for _, row, column in keys:
        columns.setdefault(row, set()).add(column)
    if len(columns) > 1 and all(len(found) == 1 for found in columns.values()):
        return True
    return all(any(found >= set(printed) for printed in rows[row].columns.values()) for row, found in columns.items())
