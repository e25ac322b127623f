"""The words of all forms together: whether a text is one of their labels, or a piece of one.

For whatever must put together labels that a converter or a narrow column cut into lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from domain.labels import bare, normalise, spelling
from domain.registry import Table, registry
from domain.remembering import remembered

_SHORTEST_PIECE = 2
_LONGEST_UNIT = 12


def _of_table(table: Table) -> Iterator[str]:
    yield from (table.label, *table.variants, *table.notes)
    yield from _of_columns(table)
    yield from _of_lines(table)


@cache
def _labels() -> frozenset[str]:
    found = (key for table in registry().tables.values() for label in _of_table(table) for key in _keys(label))
    return frozenset(found)


@cache
def _headings() -> frozenset[str]:
    tables = (label for table in registry().tables.values() for label in (table.label, *table.variants))
    sections = (label for section in registry().sections.values() for label in (section.label, *section.variants))
    return frozenset(key for label in (*tables, *sections) for key in _keys(label))


def _of_columns(table: Table) -> Iterator[str]:
    for column in table.columns.values():
        yield from column.labels
    for group in table.column_groups.values():
        yield from (group.label, *group.variants)


def _of_lines(table: Table) -> Iterator[str]:
    for row in table.rows.values():
        yield from row.labels
    for group in table.groups.values():
        yield from (group.label, *group.variants)


@cache
def _heads() -> frozenset[str]:
    tables = registry().tables.values()
    found = {key for table in tables for label in _of_columns(table) for key in _keys(label)}
    return frozenset(found - {key for table in tables for label in _of_lines(table) for key in _keys(label)})


@cache
def _rows() -> frozenset[str]:
    tables = registry().tables.values()
    return frozenset(
        key for table in tables for row in table.rows.values() for label in row.labels for key in _keys(label)
    )


@cache
def _lines() -> frozenset[str]:
    tables = registry().tables.values()
    groups = {key for table in tables for group in table.groups.values() for label in (group.label, *group.variants)
              for key in _keys(label)}  # fmt: skip
    return frozenset(
        _rows() - groups - {key for table in tables for label in _of_columns(table) for key in _keys(label)}
    )


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(label[:end] for label in _labels() for end in range(_SHORTEST_PIECE, len(label)))


@cache
def _all_labels() -> str:
    return "\n".join(sorted(_labels()))


@cache
def _groups() -> tuple[str, ...]:
    found = {
        key
        for table in registry().tables.values()
        for group in table.groups.values()
        for label in (group.label, *group.variants)
        for key in _keys(label)
    }
    return tuple(sorted(found, key=len, reverse=True))


def _below_group(key: str) -> str:
    """What follows a group's label in a text without punctuation."""
    return next((key[len(group) :] for group in _groups() if key.startswith(group)), "").lstrip("0123456789")


def _keys(label: str) -> tuple[str, ...]:
    """The spellings of a label, with what stands in brackets and without; an open bracket goes on elsewhere."""
    return tuple(key for key in (normalise(label), "" if is_open(label) else bare(label)) if key)


def is_open(text: str) -> bool:
    """Whether a bracket in a text stays open: it goes on elsewhere."""
    return sum(map(text.count, "（(")) > sum(map(text.count, "）)"))


@remembered(1 << 14)
def is_label(text: str) -> bool:
    """Whether a text is a whole label of a table: of a row, a column, a group of them, its title or its note.

    Or a group's label and one under it, written together.
    """
    if any(key in _labels() for key in _keys(text)):
        return True
    below = _below_group(normalise(text))
    return bool(below) and any(key in _labels() for key in _keys(below))


@remembered(1 << 14)
def is_head(text: str) -> bool:
    """Whether a text is the label of a column or of a group of columns, and can be no label of a line."""
    return any(key in _heads() for key in _keys(text))


@remembered(1 << 14)
def is_line(text: str) -> bool:
    """Whether a text is the label of a line of figures, and can be no group's or column's."""
    return any(key in _lines() for key in _keys(text))


@remembered(1 << 14)
def may_be_line(text: str) -> bool:
    """Whether a text can be the label of a line of figures, whatever else it can be (总计, 其他)."""
    return any(key in _rows() for key in _keys(text))


@remembered(1 << 14)
def begins_label(text: str) -> bool:
    """Whether a label begins with this text and goes on."""
    key = normalise(text)
    return key in _beginnings() or normalise(_below_group(key)) in _beginnings()


@remembered(1 << 14)
def is_piece(text: str) -> bool:
    """Whether a text stands somewhere in a label: its beginning, its middle or its end."""
    key = normalise(text)
    return len(key) >= _SHORTEST_PIECE and key in _all_labels()


@lru_cache(maxsize=1 << 10)
def heads_in(text: str, count: int) -> tuple[str, ...]:
    """The pieces of a text that are pieces of the labels of so many columns beside each other, in their order.

    商业企科研机 is 商业企 and 科研机. After a table's last column its first may follow, as where stages stand side by
    side. Empty where there is no such cut of the text, or more than one.
    """
    text = "".join(text.split())
    found = set()
    for table in registry().tables.values():
        labels = [column.labels for column in table.columns.values()]
        if 1 < count <= len(labels):
            found |= {cut for at in range(len(labels)) for cut in _cuts(text, [*labels[at:], *labels[:at]][:count])}
    return found.pop() if len(found) == 1 else ()


def _cuts(text: str, columns: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    if not columns:
        if not text:
            yield ()
        return
    for end in range(1, len(text) - len(columns) + 2):
        if any(text[:end] in label for label in columns[0]):
            for rest in _cuts(text[end:], columns[1:]):
                yield (text[:end], *rest)


@remembered(1 << 12)
def is_heading(text: str) -> bool:
    """Whether a text is the heading of a section or of a table, which is never the label of a line of figures."""
    return any(key in _headings() for key in _keys(text))


@cache
def _units() -> frozenset[str]:
    units = {"元", "个", "项"}
    for table in registry().tables.values():
        units.add(table.unit)
        units.update(column.unit for column in table.columns.values())
        units.update(row.unit for row in table.rows.values())
    return frozenset(units)


def is_unit(text: str) -> bool:
    """Whether a cell names one of the registry's units, or 元, as a column of units does."""
    return len(text) <= _LONGEST_UNIT and spelling(text).strip("()[]") in _units()
