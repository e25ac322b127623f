"""The labels of all forms as a dictionary: a cell's text → what it may mean. Made from the registry, once a process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from domain.labels import bare, normalise
from domain.registry import Table, registry
from domain.remembering import remembered

Role = Literal["row", "column", "group", "column_group", "note", "title"]

LONGEST_LABEL = 90
NOT_COUNTED: tuple[Role, ...] = ("note", "title")  # what belongs to no row and no column
_BESIDE = ("unit", "number")
_SHORTEST_PART = 3
_SHORTEST_WHOLE = 4
_LIKENESS = 0.8
_LEAD = 0.1
_NEGATIONS = frozenset("不未无非")
# The year heads the figures of a form with one column.
_YEAR = re.compile(r"(?:19|20)\d\d年度?(?:统计)?(?:数|数据|数量)?")
# What is left of the number of a label without its punctuation.
_NUMBER = re.compile(r"^[\d一二三四五六七八九十]{1,2}(?=\D)")
# A label differing from another in one of these means something else, however alike the two are.
_DECISIVE = frozenset("不未无非上下新废二三四五六七八九")


class Meaning(NamedTuple):
    """One thing a label may stand for. ``table`` is empty for a heading that belongs to no table of figures."""

    role: Role
    table: str
    code: str


Meanings = tuple[Meaning, ...]
NOTHING: Meanings = ()


def _wordings(table: Table) -> Iterator[tuple[str, Meaning]]:
    for label in (table.label, *table.variants):
        yield label, Meaning("title", table.code, table.code)
    for role, groups in (("group", table.groups), ("column_group", table.column_groups)):
        for group in groups.values():
            for label in (group.label, *group.variants):
                yield label, Meaning(role, table.code, group.code)  # type: ignore[arg-type]
    for column in table.columns.values():
        for label in column.labels:
            yield label, Meaning("column", table.code, column.code)
    for row in table.rows.values():
        for label in row.labels:
            yield label, Meaning("row", table.code, row.code)
    for note in table.notes:
        yield note, Meaning("note", table.code, "")


@cache
def _index() -> dict[str, Meanings]:
    found: dict[str, dict[Meaning, None]] = {}
    for table in registry().tables.values():
        for label, meaning in _wordings(table):
            for key in (normalise(label), bare(label)):
                found.setdefault(key, {})[meaning] = None
    for section in registry().sections.values():
        for label in (section.label, *section.variants):
            key = normalise(label)
            if key not in found:
                found[key] = {Meaning("title", "", section.code): None}
    found.pop("", None)
    return {key: tuple(meanings) for key, meanings in found.items()}


@remembered(1 << 13)
def look_up(text: str) -> Meanings:
    """What a text means when it is a label as written, apart from numbering, punctuation and brackets."""
    if not text or len(text) > 4 * LONGEST_LABEL:
        return NOTHING
    index = _index()
    return index.get(normalise(text)) or _written_together(normalise(text)) or index.get(bare(text)) or NOTHING


@cache
def _headings() -> tuple[tuple[str, Meanings], ...]:
    """The labels that others stand under, by their spelling; the longest first."""
    above = {code for table in registry().tables.values() for codes in _above(table).values() for code in codes}
    found = [(key, tuple(m for m in meanings if m.code in above)) for key, meanings in _index().items()]
    return tuple(sorted(((key, some) for key, some in found if some), key=lambda entry: -len(entry[0])))


@cache
def _lineages() -> dict[Meaning, frozenset[str]]:
    """What each row and column stands under, at whatever height."""
    return {
        Meaning(role, table.code, code): frozenset(above)  # type: ignore[arg-type]
        for table in registry().tables.values()
        for (role, code), above in _above(table).items()
    }


def _above(table: Table) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for code, row in table.rows.items():
        above = [row.parent] if row.parent else []
        group = row.group
        while group:
            above.append(group)
            group = table.groups[group].group
        found["row", code] = above
    for code, column in table.columns.items():
        found["column", code] = [column.group] if column.group else []
    return found


def _written_together(key: str) -> Meanings:
    """A heading and a label under it in one cell: ``（三）不予公开 1.属于国家秘密``."""
    for heading, groups in _headings() if len(key) <= LONGEST_LABEL else ():
        if len(key) <= len(heading) or not key.startswith(heading):
            continue
        rest = key[len(heading) :]
        below = _index().get(rest) or _index().get(_NUMBER.sub("", rest)) or _written_together(_NUMBER.sub("", rest))
        found = tuple(m for m in below if any(g.table == m.table and g.code in _lineages().get(m, ()) for g in groups))
        if found:
            return found
    return NOTHING


@lru_cache(maxsize=1 << 10)
def only_table(meanings: Meanings) -> str | None:
    """The table of the forms that all meanings of a label belong to, if it is one."""
    tables = {meaning.table for meaning in meanings}
    return (tables.pop() or None) if len(tables) == 1 else None


@lru_cache(maxsize=1 << 12)
def codes(meanings: Meanings, role: Role) -> tuple[str, ...]:
    """The codes that a label may stand for in one role."""
    return tuple(meaning.code for meaning in meanings if meaning.role == role)


@lru_cache(maxsize=1 << 10)
def within(meanings: Meanings, table: str) -> Meanings:
    """Those of a label's meanings that it can have inside ``table``."""
    return tuple(meaning for meaning in meanings if meaning.table in (table, ""))


@lru_cache(maxsize=1 << 10)
def names_line(meanings: Meanings, table: str) -> bool:
    """Whether a label can name a line of figures of ``table``: it is no heading of columns and no aside."""
    roles = {meaning.role for meaning in within(meanings, table)}
    return bool(roles.difference(NOT_COUNTED)) and roles != {"column"} and roles != {"column_group"}


def is_beside_figures(meanings: Meanings) -> bool:
    """Whether a label heads a column of units or of the numbers of lines."""
    return all(m.role == "column_group" and m.code in _BESIDE for m in meanings)


@cache
def _keys(table: str) -> tuple[tuple[str, Meanings], ...]:
    narrowed = (
        (key, tuple(meaning for meaning in meanings if meaning.table == table)) for key, meanings in _index().items()
    )
    return tuple((key, meanings) for key, meanings in narrowed if meanings)


def guess(text: str, table: str) -> tuple[Meanings, bool]:
    """What an unknown text may mean inside ``table``, and whether it is sure enough to need no remark.

    Tried in turn: a label shortened (a part of exactly one known label), a label with words added (it holds
    exactly one known label), a label reworded a little. Several meanings come back when a shortened label
    fits several: only its neighbours can tell which.
    """
    key = bare(text) or normalise(text)
    return _guess(key, table) if len(key) <= LONGEST_LABEL else (NOTHING, True)


@lru_cache(maxsize=1 << 12)
def _guess(key: str, table: str) -> tuple[Meanings, bool]:
    columns = registry().tables[table].columns
    if len(columns) == 1 and _YEAR.fullmatch(key):
        return (Meaning("column", table, next(iter(columns))),), True
    if len(key) < _SHORTEST_PART:
        return NOTHING, True
    shortened = _merged(meanings for known, meanings in _keys(table) if _is_part(key, known))
    if shortened:
        return shortened, True
    longer = [(known, meanings) for known, meanings in _keys(table) if _holds(key, known)]
    if longer:
        longest = max(len(known) for known, _ in longer)
        return _merged(meanings for known, meanings in longer if len(known) == longest), True
    return _under_heading(key, table) or (_alike(key, table), False)


def _under_heading(key: str, table: str) -> tuple[Meanings, bool] | None:
    """A heading and a label under it, shortened or reworded, in one cell."""
    for heading, groups in _headings():
        above = {group.code for group in groups if group.table == table}
        if not above or not key.startswith(heading):
            continue
        meanings, sure = guess(_NUMBER.sub("", key[len(heading) :]), table)
        found = tuple(m for m in meanings if above.intersection(_lineages().get(m, ())))
        if found:
            return found, sure
    return None


def _merged(several: Iterator[Meanings]) -> Meanings:
    return tuple(dict.fromkeys(meaning for meanings in several for meaning in meanings))


def _is_part(short: str, known: str) -> bool:
    start = known.find(short)
    return start >= 0 and (start == 0 or known[start - 1] not in _NEGATIONS)


def _holds(long: str, known: str) -> bool:
    if len(known) < _SHORTEST_WHOLE or len(long) - len(known) > max(4, len(known) // 2):
        return False
    start = long.find(known)
    if start < 0:
        return False
    rest = long[:start] + long[start + len(known) :]
    return not _DECISIVE.intersection(rest) and "和" not in rest and "及" not in rest


def _alike(key: str, table: str) -> Meanings:
    """The one label that is nearly the same, or nothing. Decisive characters must be the same."""
    decisive = _DECISIVE.intersection(key)
    characters = set(key)
    best: tuple[float, Meanings] = (0.0, NOTHING)
    second = 0.0
    for known, meanings in _keys(table):
        if abs(len(known) - len(key)) > len(key) // 3 or len(characters.intersection(known)) * 2 < len(characters):
            continue
        if _DECISIVE.intersection(known) != decisive:
            continue
        ratio = SequenceMatcher(None, key, known, autojunk=False).ratio()
        if ratio > best[0]:
            second = second if meanings == best[1] else best[0]
            best = (ratio, meanings)
        elif ratio > second and meanings != best[1]:
            second = ratio
    return best[1] if best[0] >= _LIKENESS and best[0] - second >= _LEAD else NOTHING
