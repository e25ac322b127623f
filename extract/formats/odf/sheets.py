"""The sheets of an OpenDocument spreadsheet, with what is shown of them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extract.formats.odf.words import Styles, attribute, count, local, words_of
from extract.formats.sheet.cells import MOST_CELLS, Worksheet, number_text

_GROUPS = frozenset(("table-header-rows", "table-rows", "table-row-group"))
_COLUMN_GROUPS = frozenset(("table-header-columns", "table-columns", "table-column-group"))
_MOST_SHEETS, _MOST_REPEATS, _MOST_COLUMNS = 100, 1000, 2000
_UNSEEN = ("collapse", "filter")
_DEPTH = 50


def worksheets(spreadsheet: etree._Element, styles: Styles) -> list[Worksheet]:
    """The sheets in their order; rows and columns that are hidden are left out."""
    tables = [child for child in spreadsheet if local(child) == "table"][:_MOST_SHEETS]
    return [_sheet(table, styles) for table in tables]


def _sheet(table: etree._Element, styles: Styles) -> Worksheet:
    hidden = attribute(table, "style-name") in styles.unseen_tables
    sheet = Worksheet(attribute(table, "name"), hidden=hidden)
    shown = _columns_shown(table)
    at = 0
    for row in _children(table, "table-row", _GROUPS):
        times = count(row, "number-rows-repeated")
        if attribute(row, "visibility") in _UNSEEN:
            continue
        filled = _has_words(row)
        for _ in range(min(times, _MOST_REPEATS) if filled else 1):
            if sheet.truncated or len(sheet.texts) >= MOST_CELLS:
                sheet.truncated = True
                return sheet
            _add_row(sheet, row, at, shown, styles)
            at += 1
        if not filled:
            at += times - 1
    return sheet


def _add_row(sheet: Worksheet, row: etree._Element, at: int, shown: list[int | None], styles: Styles) -> None:
    column = 0
    for cell in row:
        name = local(cell)
        if name not in ("table-cell", "covered-table-cell"):
            continue
        times = count(cell, "number-columns-repeated")
        text = _text(cell, styles) if len(cell) or attribute(cell, "value-type") else ""
        for here in range(column, min(column + times, column + _MOST_REPEATS, _MOST_COLUMNS) if text else column):
            place = shown[here] if here < len(shown) else here
            right = count(cell, "number-columns-spanned") - 1
            if place is not None and name == "table-cell":
                sheet.put(at, place, text)
                sheet.merge(at, place, at + count(cell, "number-rows-spanned") - 1, place + right)
        column += times


def _text(cell: etree._Element, styles: Styles) -> str:
    """The figure that a cell holds, or the words that it shows."""
    shown = "\n".join(words for part in cell if local(part) == "p" and (words := words_of(part, styles)))
    if attribute(cell, "value-type") not in ("float", "currency"):
        return shown
    try:
        return number_text(float(attribute(cell, "value")))
    except ValueError:
        return shown


def _columns_shown(table: etree._Element) -> list[int | None]:
    """For each column of the sheet the place that it has among those shown; None for a hidden one."""
    places: list[int | None] = []
    shown = 0
    for column in _children(table, "table-column", _COLUMN_GROUPS):
        seen = attribute(column, "visibility") not in _UNSEEN
        for _ in range(min(count(column, "number-columns-repeated"), _MOST_COLUMNS - len(places))):
            places.append(shown if seen else None)
            shown += seen
    return places


def _has_words(row: etree._Element) -> bool:
    return any(len(cell) or attribute(cell, "value-type") for cell in row)


def _children(parent: etree._Element, wanted: str, groups: frozenset[str], depth: int = 0) -> Iterator[etree._Element]:
    for child in parent:
        name = local(child)
        if name == wanted:
            yield child
        elif name in groups and depth < _DEPTH:
            yield from _children(child, wanted, groups, depth + 1)
