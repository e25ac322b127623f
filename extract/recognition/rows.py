"""Which row of the form a line is, from its labels and from what stands above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from domain.registry import Table, registry
from extract.recognition.lexicon import Meaning, Meanings, Role, codes


@dataclass(slots=True)
class Standing:
    """Where in the form's order of rows a reader stands: the last heading and the last row that were met."""

    group: str | None = None
    row: str | None = None


class Named(NamedTuple):
    """What the labels before the figures say: a row, a column (in a transposed table), or why neither."""

    row: str | None = None
    column: str | None = None
    group: str | None = None
    ambiguous: tuple[str, ...] = ()


def name(said: tuple[Meanings, ...], table: Table, standing: Standing, transposed: bool) -> Named:
    """The row that labels of these meanings name; headings among them move ``standing``."""
    named, standing.group, standing.row = named_at(said, table.code, standing.group, standing.row, transposed)
    return named


@lru_cache(maxsize=1 << 10)
def named_at(
    said: tuple[Meanings, ...], table: str, group: str | None, row: str | None, transposed: bool
) -> tuple[Named, str | None, str | None]:
    """What labels of these meanings name below a heading and a row, and the heading and row that hold after them."""
    standing = Standing(group, row)
    named = _named(said, registry().tables[table], standing, transposed)
    return named, standing.group, standing.row


def _named(said: Sequence[Meanings], table: Table, standing: Standing, transposed: bool) -> Named:
    role: Role = "column" if transposed else "row"
    path = [meanings for meanings in said if codes(meanings, role) or codes(meanings, "group")]
    if not path:
        return Named()
    for meanings in path[:-1]:
        _move(meanings, table, standing)
    last = path[-1]
    if transposed:
        columns = codes(last, "column")
        return Named(column=columns[0]) if len(columns) == 1 else Named(ambiguous=columns)
    rows = codes(last, "row")
    groups = codes(last, "group")
    if not rows:
        if groups:
            standing.group = groups[0]
        return Named(group=groups[0] if groups else None)
    chosen = _choose(rows, last, table, standing)
    if chosen is None:
        return Named(ambiguous=rows)
    standing.row = chosen
    standing.group = groups[0] if groups else table.rows[chosen].group
    return Named(row=chosen)


def _move(meanings: Meanings, table: Table, standing: Standing) -> None:
    """A label before the last is a heading, or the line that the next one belongs to."""
    groups = codes(meanings, "group")
    rows = codes(meanings, "row")
    if groups:
        standing.group = groups[0]
        standing.row = (
            None if standing.row and not _under(table.rows[standing.row].group, groups[0], table) else standing.row
        )
    elif len(rows) == 1:
        standing.row, standing.group = rows[0], table.rows[rows[0]].group


def _choose(rows: Sequence[str], meanings: Sequence[Meaning], table: Table, standing: Standing) -> str | None:
    """One of the rows that bear this label. 其他, 总计 and the like are known only by what stands above them."""
    shared = len(rows) > 1 or any(m.role in ("column", "group") for m in meanings)
    if not shared:
        return rows[0]
    fitting = {row: depth for row in rows if (depth := _depth(row, table, standing)) is not None}
    if not fitting:
        return None
    deepest = max(fitting.values())
    best = [row for row, depth in fitting.items() if depth == deepest]
    if len(best) > 1 and standing.row:
        order = list(table.rows)
        later = [row for row in best if order.index(row) > order.index(standing.row)]
        best = later[:1] or best
    return best[0] if len(best) == 1 else None


def _depth(row: str, table: Table, standing: Standing) -> int | None:
    """How deep below a common heading ``row`` follows where we stand; None when it cannot stand here."""
    entry = table.rows[row]
    if entry.parent:
        return 100 if entry.parent in _lineage(standing.row, table) else None
    if entry.group:
        here = list(_headings(standing.group, table))
        if standing.row:
            here += _headings(table.rows[standing.row].group, table)
        return len(list(_headings(entry.group, table))) if entry.group in here else None
    return None


def _lineage(row: str | None, table: Table) -> Iterator[str]:
    while row:
        yield row
        row = table.rows[row].parent


def _headings(group: str | None, table: Table) -> Iterator[str]:
    while group:
        yield group
        group = table.groups[group].group


def _under(group: str | None, heading: str, table: Table) -> bool:
    return heading in _headings(group, table)
