"""Reports as they are typeset before somebody prints, copies, stamps and scans them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from random import Random

from tests.accuracy.layout import Grid, width
from tests.accuracy.pages import Page
from tests.accuracy.styles import Style

FONTS = {
    "song": "'Liberation Serif', 'Noto Serif CJK SC'",
    "hei": "'Noto Sans CJK SC'",
    "ming": "'AR PL UMing CN'",
    "kai": "'Liberation Serif', 'AR PL UKai CN'",
    "zenhei": "'WenQuanYi Zen Hei'",
    "microhei": "'WenQuanYi Micro Hei'",
    "arial": "'Liberation Sans', 'Noto Serif CJK SC'",
}
RULES = {
    "solid": "0.75pt solid #000",
    "thin": "0.25pt solid #000",
    "light": "0.5pt solid #aaa",
    "thick": "1.5pt solid #000",
    "dashed": "0.75pt dashed #000",
    "dotted": "0.75pt dotted #000",
    "double": "2.25pt double #000",
    "grey dashed": "0.5pt dashed #666",
}


@dataclass(frozen=True)
class Print:
    """``rules`` is one of RULES, or ``none``, ``separate`` (a border a cell), ``rows`` (lines between rows only).

    ``align`` is where figures stand in their cells, ``labels`` where labels do; ``broken``: a row may be cut by the
    page's end; ``repeat``: rows of the head printed again on every page of the large table.
    """

    rules: str = "solid"
    font: str = "song"
    points: float = 9.0
    padding: float = 2.0
    landscape: bool = False
    shaded: bool = False  # grey heads
    tall: bool = False  # one endless page a table, as for a picture on a web page
    width: str = "100%"
    align: str = "center"
    labels: str = "center"
    valign: str = "middle"
    broken: bool = False
    repeat: int = 0


def _css(how: Print) -> str:
    border, table = RULES.get(how.rules, ""), "border-collapse: collapse"
    if how.rules == "separate":
        border, table = RULES["solid"], "border-collapse: separate; border-spacing: 2pt; border: 0.75pt solid #000"
    cell = f"border: {border}" if border else ""
    if how.rules == "rows":
        cell = f"border-top: {RULES['solid']}; border-bottom: {RULES['solid']}"
    size = "A4 landscape" if how.landscape else "210mm 900mm" if how.tall else "A4"
    shade = "td.head { background: #d9d9d9 }" if how.shaded else ""
    return (
        f"@page {{ size: {size}; margin: 22mm 20mm }} body {{ font: {how.points + 3}pt/1.5 {FONTS[how.font]}; margin: 0 }}"
        f"h1 {{ font-size: 16pt; text-align: center }} table {{ {table}; width: {how.width}; font-size: {how.points}pt;"
        f" line-height: 1.3 }} td {{ {cell}; padding: {how.padding}pt 2pt; text-align: center }} {shade}"
        f"{'table { break-before: page }' if how.tall else ''} tr {{ break-inside: {'auto' if how.broken else 'avoid'} }}"
        f" td {{ vertical-align: {how.valign} }} td.figure {{ text-align: {how.align} }} td.label {{ text-align: {how.labels} }}"
    )


def table_html(grid: Grid, repeat: int = 0) -> str:
    rows = []
    for number, row in enumerate(grid):
        cells = []
        for box in row:
            spans = (f" colspan={box.cs}" if box.cs > 1 else "") + (f" rowspan={box.rs}" if box.rs > 1 else "")
            kind = "head" if box.head else "figure" if box.key else ""
            if box.head and number > 2 and box is row[0]:
                kind += " label"
            shade = f" class='{kind}'" if kind else ""
            cells.append(f"<td{spans}{shade}>{escape(box.text).replace(chr(10), '<br>')}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = f"<thead>{''.join(rows[:repeat])}</thead>" if repeat and width(grid) > 8 else ""
    return f"<table>{head}{''.join(rows[repeat:] if head else rows)}</table>"


def typeset(page: Page, how: Print, rng: Random) -> bytes:
    """The report as a page to be printed; with ``tall`` its tables alone."""
    said = [
        table_html(part, how.repeat) if not isinstance(part, str) else f"<p>　　{escape(part)}</p>"
        for _, part in page.parts
        if not (how.tall and isinstance(part, str))
    ]
    title = "" if how.tall else f"<h1>{escape(page.title)}</h1>"
    return f"<!DOCTYPE html><meta charset=utf-8><style>{_css(how)}</style>{title}{''.join(said)}".encode()


STYLES = (
    Style("official", how={}),
    Style("rows may break", how={"broken": True, "points": 11.0}),
    Style("rows may break, top", how={"broken": True, "points": 12.0, "valign": "top"}),
    Style("head on every page", how={"repeat": 3, "points": 12.0}),
    Style("head on every page, rows break", how={"repeat": 3, "points": 12.0, "broken": True}),
    Style("2014, rows may break", how={"broken": True, "points": 14.0}, form="2014"),
    Style("double", how={"rules": "double"}),
    Style("a border a cell", how={"rules": "separate"}),
    Style("dotted, shaded", how={"rules": "dotted", "shaded": True}),
    Style("lines between rows", how={"rules": "rows", "padding": 4.0}),
    Style("lines between rows, figures right", how={"rules": "rows", "align": "right", "labels": "left"}),
    Style("no rules", how={"rules": "none"}),
    Style("no rules, wide", how={"rules": "none", "padding": 5.0, "landscape": True}),
    Style("no rules, figures right", how={"rules": "none", "align": "right", "labels": "left"}),
    Style("no rules, figures left", how={"rules": "none", "align": "left", "labels": "left"}),
    Style("no rules, top", how={"rules": "none", "valign": "top"}),
    Style("no rules, large", how={"rules": "none", "points": 12.0, "padding": 3.0}),
    Style("no rules, narrow", how={"rules": "none", "width": "auto"}),
    Style("no rules, shaded heads", how={"rules": "none", "shaded": True}),
    Style("no rules, head on every page", how={"rules": "none", "repeat": 3, "points": 11.0}),
    Style("no rules, 2014", how={"rules": "none"}, form="2014"),
    Style("no rules, sans", how={"rules": "none", "font": "hei", "points": 8.0}),
    Style("mixed", mixed=True),
    Style("mixed, rows", mixed=True, how={"rules": "rows", "padding": 3.0}),
)


def document(style: Style, rng: Random) -> tuple[bytes, Page]:
    """The page before it is printed."""
    page = style.page(rng)
    return typeset(page, Print(**style.how), rng), page
