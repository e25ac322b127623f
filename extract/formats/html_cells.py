"""What the elements of a page hold: the cells of a row, their texts and spans, marks of notes and struck words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache
from typing import cast

from lxml import etree

from extract.document import Cell, Picture, Place
from extract.values import raised


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SKIPPED = _words("""
    style template noscript title meta link base select option optgroup button datalist svg math audio video canvas
    object applet map
""")
BLOCKS = _words("""
    html body p div section article main header footer nav aside ul ol li dl dt dd form fieldset legend address
    blockquote center figure figcaption hr pre h1 h2 h3 h4 h5 h6 tr td th tbody thead tfoot caption
""")
RUNS = frozenset(("span", "font", "o:p", "strong", "b", "u", "em", "i"))
_IN_RUNS = RUNS | {"p", "a"}
_RAISED, _STRUCK = "sup", ("s", "del", "strike")
MARKS = (_RAISED, *_STRUCK)  # elements that settle_marks looks for, beside styles
_LONGEST_STRUCK = 40
_OFTEN_SAME = 60  # characters of a cell whose text is likely that of many cells: a number, a label
DEEPEST = 60  # tables in tables, elements in a cell
MARK = "\u2028"  # a block end or <br> while text is gathered; str.split() would take it for a blank
PROSE = 300  # characters: a cell with more text is no data


def tidy(raw: str) -> str:
    """The text of a cell, line by line, with single blanks."""
    if MARK in raw:
        return "\n".join(line for part in raw.split(MARK) if (line := " ".join(part.split())))
    return " ".join(raw.split())


_tidied = lru_cache(maxsize=1 << 13)(tidy)


def single_run(cell: etree._Element, hidden: Set[etree._Element]) -> str | None:
    """The text of a cell that holds one run in one paragraph, as most do; None where there is more to it."""
    text = cell.text or ""
    count = len(cell)
    element = cell
    while count:
        if count > 1:
            return None
        element = element[0]
        count = len(element)
        tag = element.tag
        if (
            element.tail
            or tag not in _IN_RUNS
            or (hidden and element in hidden)
            or (tag == "p" and text and not text.isspace())
        ):
            return None
        if element.text:
            text += element.text
    return text


def written_cells(
    row: Sequence[etree._Element], places: Iterable[Place], hidden: Set[etree._Element], pictures: list[Picture]
) -> list[Cell] | None:
    """The cells of a row with their texts and the spans as written; they have no grid position yet.

    None for a row of layout: one of its cells holds prose. The pictures in cells are added to ``pictures``.
    """
    cells: list[Cell] = []
    for place, element in zip(places, row, strict=False):
        raw = single_run(element, hidden) if len(element) else element.text or ""
        if raw is None:
            parts: list[str] = []
            _gather(element, parts, hidden, pictures, place)
            raw = "".join(parts)
        text = _tidied(raw) if len(raw) <= _OFTEN_SAME else tidy(raw)
        if len(text) > PROSE:
            return None
        down, across = element.get("rowspan"), element.get("colspan")
        cells.append(Cell(text, 0, 0, span_of(down) if down else 1, (span_of(across) if across else 1) or 1, place))
    return cells


def _gather(
    element: etree._Element,
    parts: list[str],
    hidden: Set[etree._Element],
    pictures: list[Picture],
    place: Place,
    depth: int = 0,
) -> None:
    """The text of a cell, block ends and ``<br>`` marked."""
    if element.text:
        parts.append(element.text)
    for child in element:
        tag = child.tag
        if tag == "br":
            parts.append(MARK)
        elif tag in SKIPPED or tag in ("script", "iframe", "textarea") or child in hidden:
            pass
        elif tag == "img":
            if source := child.get("src"):
                pictures.append(Picture(source.strip(), place))
        elif tag == "input":
            parts.append(typed_text(child))
        elif depth > DEEPEST:
            parts.extend(all_text(child))
        elif tag in BLOCKS:
            parts.append(MARK)
            _gather(child, parts, hidden, pictures, place, depth + 1)
            parts.append(MARK)
        else:
            _gather(child, parts, hidden, pictures, place, depth + 1)
        if child.tail:
            parts.append(child.tail)


def all_text(element: etree._Element) -> Iterator[str]:
    """Every piece of text below an element, hidden or not."""
    return cast("Iterator[str]", element.itertext())


def cells_with_tables(root: etree._Element) -> Iterator[etree._Element]:
    """The cells around every table that stands in another one."""
    for table in root.iter("table"):
        yield from table.iterancestors("td", "th")


def settle_marks(root: etree._Element) -> None:
    """Set the marks of notes behind figures apart (``5<sup>1</sup>``), and take out what is struck through.

    Long runs that are struck through stay: there an end tag is missing.
    """
    styled = cast("list[etree._Element]", root.xpath("//*[contains(@style, 'super') or contains(@style, 'through')]"))
    for element in [*root.iter(_RAISED), *(e for e in styled if "vertical-align" in (e.get("style") or ""))]:
        if _before(element)[-1:].isdigit():
            for part in element.iter(etree.Element):
                part.text = raised(part.text) if part.text else part.text
                if part is not element and part.tail:
                    part.tail = raised(part.tail)
    for element in [*root.iter(*_STRUCK), *(e for e in styled if "through" in (e.get("style") or ""))]:
        if (
            sum(map(len, all_text(element))) <= _LONGEST_STRUCK
            and next(element.iter("table", "td", "tr"), None) is None
        ):
            tail = element.tail
            element.clear()
            element.tail = tail


def _before(element: etree._Element) -> str:
    """The text right before an element, within its parent."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is None:
        return "" if parent is None else (parent.text or "").rstrip()
    return (previous.tail or "".join(all_text(previous))).rstrip()


def span_of(value: str | None) -> int:
    """A span as browsers read it: the leading digits (``2%`` is 2), 1 where there are none."""
    if value is None:
        return 1
    if value.isdecimal() and len(value) < 4:
        return int(value)
    digits = re.match(r"\s*\+?(\d{1,7})", value)
    return int(digits.group(1)) if digits else 1


def typed_text(field: etree._Element) -> str:
    """The text that a form field shows."""
    kind = (field.get("type") or "text").lower()
    return f" {field.get('value') or ''} " if kind in ("text", "number") else ""
