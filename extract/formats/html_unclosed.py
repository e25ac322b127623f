"""Tables that a page never closes: what follows them would be the rest of their last cell."""

from __future__ import annotations

from typing import cast

from lxml import etree

from extract.formats.html_cells import all_text

_NAMES = """
    p h1 h2 h3 h4 h5 h6 table div center blockquote ul ol dl pre hr form section
"""
_BLOCKS = frozenset(_NAMES.split())
_MOST_TABLES = 2000


def close_tables(root: etree._Element) -> None:
    """Put what follows the last figure of a table, in its last cell, behind the table."""
    for table in list(root.iter("table"))[:_MOST_TABLES]:
        rows = cast("list[etree._Element]", table.xpath("(./tr | ./tbody/tr)[last()]"))
        cells = [cell for row in rows for cell in row if cell.tag in ("td", "th")]
        if len(cells) < 2 or any(next(cell.iter("table"), None) is not None for cell in cells[:-1]):
            continue
        _move_behind(table, _following(cells[-1]))


def _following(cell: etree._Element) -> list[etree._Element]:
    """The blocks of a cell after its first words."""
    children = list(cell)
    words = bool((cell.text or "").strip())
    for at, child in enumerate(children):
        if child.tag in _BLOCKS and words:
            return children[at:]
        if child.tag == "table":
            return children[at:]
        words = words or bool("".join(all_text(child)).strip()) or bool((child.tail or "").strip())
    return []


def _move_behind(table: etree._Element, elements: list[etree._Element]) -> None:
    for element in reversed(elements):
        table.addnext(element)
