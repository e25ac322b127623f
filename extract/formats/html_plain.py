"""Tables that a page writes without fault are read from its source, and need no tree.

Most tables of reports are such: every row and cell is closed, and a cell holds words, runs and paragraphs, no prose.
They are taken out before the page is parsed; an empty table with a number stays in their place. All others, and those
with anything hidden, drawn, linked or nested in them, are left to the parser and its repairs.

Each tag becomes a sign. What signs and texts make is matched against the grammar of such a table and split at the
signs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import lru_cache
from html import unescape
from itertools import chain
from typing import NamedTuple

from domain.remembering import remembered
from extract.formats.html_cells import MARK, PROSE, RUNS, span_of, tidy
from extract.formats.html_hidden import names_hidden

NUMBER = "gongkai-plain-table"  # the attribute of a table taken out
_OPENING, _CLOSING = b"<table", b"</table>"

# For the tags stand bytes that no text in UTF-8 holds; decoded with the rest they are lone surrogates.
_BYTES = bytes((0xC0, 0xC1, *range(0xF5, 0x100)))
_SIGNS = _BYTES.decode(errors="surrogateescape")
_TABLE, _TABLE_END, _HEAD, _BODY, _FOOT, _GROUP_END, _COLUMN, _ROW, _ROW_END, _CELL, _CELL_END, _SPANS, _RUN = tuple(
    _SIGNS
)
_OTHER = _TABLE_END  # where it stands before the end, the table is none
_GROUPS = f"{_HEAD}{_BODY}{_FOOT}"  # in the order they are shown
_TAGS = {
    "table": (_TABLE, _TABLE_END),
    "thead": (_HEAD, _HEAD + _GROUP_END),
    "tbody": (_BODY, _BODY + _GROUP_END),
    "tfoot": (_FOOT, _FOOT + _GROUP_END),
    "tr": (_ROW, _ROW_END),
    "td": (_CELL, _CELL_END),
    "th": (_CELL, _CELL_END),
}
_TAGS |= dict.fromkeys(("col", "colgroup"), (_COLUMN, _COLUMN))
_TAGS |= dict.fromkeys(("br", "p", "div"), (MARK, MARK))
_TAGS |= dict.fromkeys(RUNS, (_RUN, _RUN))

_BLANK = r"[ \t\r\n\f\xa0\u3000]*+"
_OF_CELL = rf"{_CELL}[^{_SIGNS.replace(_SPANS, '').replace(_RUN, '')}]*+{_CELL_END}{_BLANK}"
_OF_ROW = rf"{_ROW}{_BLANK}(?:{_OF_CELL})*+{_ROW_END}{_BLANK}"
_OF_GROUP = "|".join(rf"{sign}{_BLANK}(?:{_OF_ROW})*+{sign}{_GROUP_END}{_BLANK}" for sign in _GROUPS)
_WHOLE = re.compile(rf"{_TABLE}{_BLANK}(?:{_COLUMN}{_BLANK})*+(?:{_OF_GROUP}|{_OF_ROW})*+{_TABLE_END}")

_NAME, _VALUE = r"""[^\s=<>"'/]++""", r"""(?:"[^"]*+"|'[^']*+'|[^\s"'=`]++)"""
_TAG = re.compile(rf"(/?)([A-Za-z][A-Za-z0-9:]*+)((?:\s++{_NAME}(?:\s*+=\s*+{_VALUE})?+)*+)\s*+(/?)")
_ATTRIBUTES = re.compile(rf"\s++({_NAME})(?:\s*+=\s*+({_VALUE}))?")
_COMMENT = re.compile(r"!--(?!-?>)(?:(?!--).)*+--|!\[(?:if [^\[\]]*+|endif)\]", re.DOTALL)
# Styles and attributes that may hide a cell, raise its mark of a note or strike it out.
_MAY_MATTER = re.compile(r"hid|display|visib|opacity|font-size\s*:\s*[0.]|super|through", re.IGNORECASE)
_OFTEN_SAME = 60  # characters of a cell whose text is likely that of many cells: a number, a label


class PlainCell(NamedTuple):
    """A cell's text, and its spans as written."""

    text: str
    rowspan: int
    colspan: int


class PlainTable(NamedTuple):
    """The rows in the order shown, and for each the row after its group's last."""

    rows: list[list[PlainCell]]
    ends: list[int]


class _Tag(NamedTuple):
    """The signs for a tag (for one that no plain table holds, one out of place), its classes and id."""

    signs: str
    names: frozenset[str] = frozenset()


class _NotPlainError(Exception):
    """The table holds what only the parser can judge."""


class _Signs(dict[bytes, bytes]):
    """The signs for what stands between ``<`` and ``>``: a page repeats its tags to the letter."""

    def __init__(self, hidden: Set[str]) -> None:
        super().__init__()
        self.names: set[str] = set()  # classes and ids
        self._hidden = hidden

    def __missing__(self, written: bytes) -> bytes:
        tag = _tag_of(written.decode())
        self.names |= tag.names
        signs = tag.signs if self._hidden.isdisjoint(tag.names) else _OTHER
        found = self[written] = signs.encode(errors="surrogateescape")
        return found


def take_out(page: bytes, tables: dict[str, PlainTable]) -> bytes:
    """A page in UTF-8 without its plain tables. They are added to ``tables``, by the :data:`NUMBER` in their place."""
    known = len(tables)
    signs = _Signs(frozenset())
    rest = _taken_out(page, tables, signs)
    hidden = names_hidden(rest) if len(tables) > known else frozenset[str]()
    if hidden.isdisjoint(signs.names):
        return rest
    for number in range(known, len(tables)):
        del tables[str(number)]
    return _taken_out(page, tables, _Signs(hidden))


def _taken_out(page: bytes, tables: dict[str, PlainTable], signs: _Signs) -> bytes:
    kept: list[bytes] = []
    done = 0
    while (close := page.find(_CLOSING, done)) >= 0:
        start, end = page.rfind(_OPENING, done, close), close + len(_CLOSING)
        try:
            number, table = str(len(tables)), _read(page[start:end], signs)
        except _NotPlainError:
            kept.append(page[done:end])
        else:
            kept += (page[done:start], f"<table {NUMBER}={number}></table>".encode())
            tables[number] = table
        done = end
    return b"".join((*kept, page[done:]))


def _read(source: bytes, signs: _Signs) -> PlainTable:
    if b"\\" in source or b"\x00" in source:  # a string of a script, whose signs may mean something else
        raise _NotPlainError
    pieces = source.replace(b">", b"<").split(b"<")  # text and tags in turn
    pieces[1::2] = map(signs.__getitem__, pieces[1::2])
    written = b"".join(pieces).decode(errors="surrogateescape")
    if not _WHOLE.fullmatch(written):
        raise _NotPlainError
    groups: dict[str, list[list[list[PlainCell]]]] = {sign: [] for sign in _GROUPS}
    for part in written.split(_GROUP_END):
        sign = next((sign for sign in _GROUPS if sign in part), "")
        outside, _, inside = part.partition(sign) if sign else (part, "", "")
        groups[_BODY].append(_rows(outside))
        groups[sign or _BODY].append(_rows(inside))
    table = PlainTable([], [])
    for group in chain.from_iterable(groups.values()):
        table.rows.extend(group)
        table.ends.extend([len(table.rows)] * len(group))
    if all(len(row) < 2 for row in table.rows):
        raise _NotPlainError
    return table


def _rows(part: str) -> list[list[PlainCell]]:
    return [_cells(row) for row in part.split(_ROW)[1:]]


def _cells(row: str) -> list[PlainCell]:
    return [_known(cell) if len(cell) <= _OFTEN_SAME else _cell(cell) for cell in row.split(_CELL)[1:]]


def _cell(written: str) -> PlainCell:
    """The cell behind its sign, up to the next one."""
    inside = written.partition(_CELL_END)[0]
    down, across, raw = inside.split(_SPANS) if _SPANS in inside else ("1", "1", inside)
    text = tidy(unescape(raw.replace(_RUN, "")))
    if len(text) > PROSE:
        raise _NotPlainError
    return PlainCell(text, int(down), int(across))


_known = lru_cache(maxsize=1 << 13)(_cell)


@remembered(1 << 10)
def _tag_of(written: str) -> _Tag:
    tag = _TAG.fullmatch(written)
    if tag is None:
        return _Tag("" if _COMMENT.fullmatch(written) else _OTHER)
    closes, name, attributes, empty = tag.groups()
    signs = _TAGS.get(name.lower())
    if signs is None or _MAY_MATTER.search(attributes):
        return _Tag(_OTHER)
    sign = signs[bool(closes)]
    if empty and sign not in (MARK, _RUN, _COLUMN):
        return _Tag(_OTHER)
    values = _values(attributes)
    return _Tag(sign + _spans(values) if sign == _CELL else sign, _names(values))


def _names(values: Mapping[str, str]) -> frozenset[str]:
    names = [f".{name}" for name in values.get("class", "").split()]
    return frozenset([*names, f"#{values.get('id')}"])


def _values(attributes: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTES.findall(attributes):
        found.setdefault(name.lower(), unescape(value.strip("\"'")))
    return found


def _spans(values: Mapping[str, str]) -> str:
    down, across = span_of(values.get("rowspan")), span_of(values.get("colspan")) or 1
    return "" if down == across == 1 else f"{down}{_SPANS}{across}{_SPANS}"
