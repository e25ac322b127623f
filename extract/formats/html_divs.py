"""Tables that a page draws without ``<table>``: rows and cells of ``div``, ``ul`` or ``span``, where that is clear.

Clear means that the page says so (a role, a display style, a class named after tables, rows or grids) and that
the elements agree: two and more rows, each of two and more short cells and nothing beside them.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import cast

from lxml import etree

_TABLE = re.compile(r"table|grid|tbl", re.IGNORECASE)
_ROW = re.compile(r"\b(?:row|tr|line|thead|tbody|head|body|item)|table-row", re.IGNORECASE)
_HOLDERS = frozenset(("div", "ul", "ol", "dl", "section", "li", "p"))
_CELLS = frozenset(("div", "span", "li", "dt", "dd", "p", "em", "b", "strong", "i", "label", "a"))
_IN_CELLS = frozenset(("br", "span", "b", "strong", "p", "font", "em", "i"))
_COLUMNS = re.compile(r"grid-template-columns\s*:\s*(?:repeat\(\s*(\d{1,2})\s*,|([^;]+))")
_SPAN = re.compile(r"grid-column(?:-end)?\s*:\s*[^;]*?span\s+(\d{1,2})")
_SHORT = 120
_INNER = 20


def drawn_rows(element: etree._Element) -> list[list[etree._Element]] | None:
    """The cells of a drawn table, row by row, with ``colspan`` set where a style says so; None if it is none."""
    if element.tag not in _HOLDERS or not element.attrib or not _TABLE.search(_hints(element)):
        return None
    columns = _columns(element)
    if columns >= 2 and all(_is_cell(child) for child in element):
        return _dealt(list(element), columns)
    rows = _rows(element, 0)
    return rows if rows is not None and len(rows) >= 2 and sum(len(row) >= 2 for row in rows) >= 2 else None


def _hints(element: etree._Element) -> str:
    return f"{element.get('role') or ''} {element.get('class') or ''} {element.get('style') or ''}"


def _rows(element: etree._Element, depth: int) -> list[list[etree._Element]] | None:
    """The rows below an element, through groups of rows; None where anything else is among them."""
    rows: list[list[etree._Element]] = []
    if depth > 3 or (element.text or "").strip():
        return None
    for child in element:
        if child.tag not in _HOLDERS or (child.tail or "").strip():
            return None
        cells = list(child)
        if len(cells) >= 1 and not (child.text or "").strip() and all(_is_cell(cell) for cell in cells):
            for cell in cells:
                _mark_span(cell)
            rows.append(cells)
        elif (_ROW.search(_hints(child)) or child.tag in ("ul", "dl")) and (below := _rows(child, depth + 1)):
            rows.extend(below)
        else:
            return None
    return rows


def _is_cell(element: etree._Element) -> bool:
    """A short text, with nothing but line breaks and inline marks in it."""
    if element.tag not in _CELLS or (element.tail or "").strip():
        return False
    inner = [below.tag for below in islice(element.iterdescendants(), _INNER + 1)]
    if len(inner) > _INNER or not _IN_CELLS.issuperset(inner) or inner.count("p") > 1:
        return False
    return sum(len(text.strip()) for text in cast("list[str]", list(element.itertext()))) <= _SHORT


def _columns(element: etree._Element) -> int:
    found = _COLUMNS.search(element.get("style") or "")
    if not found:
        return 0
    return int(found.group(1)) if found.group(1) else len(found.group(2).split())


def _mark_span(cell: etree._Element) -> int:
    span = _SPAN.search(cell.get("style") or "")
    if span:
        cell.set("colspan", span.group(1))
    value = cell.get("colspan") or "1"
    return int(value) if value.isdecimal() and len(value) < 4 else 1


def _dealt(cells: list[etree._Element], columns: int) -> list[list[etree._Element]] | None:
    """Cells of a CSS grid dealt out to its columns."""
    rows: list[list[etree._Element]] = []
    filled = columns
    for cell in cells:
        span = min(_mark_span(cell), columns)
        if filled + span > columns:
            rows.append([])
            filled = 0
        rows[-1].append(cell)
        filled += span
    return rows if len(rows) >= 2 else None
