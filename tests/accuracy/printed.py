"""Reports as they are typeset before somebody prints, copies, stamps and scans them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from random import Random

from tests.accuracy.layout import Grid
from tests.accuracy.pages import Page

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
    """``rules`` is one of RULES, or ``none``, ``separate`` (a border a cell), ``rows`` (lines between rows only)."""

    rules: str = "solid"
    font: str = "song"
    points: float = 9.0
    padding: float = 2.0
    landscape: bool = False
    shaded: bool = False  # grey heads
    tall: bool = False  # one endless page a table, as for a picture on a web page
    width: str = "100%"


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
        f"{'table { break-before: page }' if how.tall else ''} tr {{ break-inside: avoid }}"
    )


def table_html(grid: Grid) -> str:
    rows = []
    for row in grid:
        cells = []
        for box in row:
            spans = (f" colspan={box.cs}" if box.cs > 1 else "") + (f" rowspan={box.rs}" if box.rs > 1 else "")
            shade = " class=head" if box.head else ""
            cells.append(f"<td{spans}{shade}>{escape(box.text).replace(chr(10), '<br>')}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def typeset(page: Page, how: Print, rng: Random) -> bytes:
    """The report as a page to be printed; with ``tall`` its tables alone."""
    said = [
        table_html(part) if not isinstance(part, str) else f"<p>　　{escape(part)}</p>"
        for _, part in page.parts
        if not (how.tall and isinstance(part, str))
    ]
    title = "" if how.tall else f"<h1>{escape(page.title)}</h1>"
    return f"<!DOCTYPE html><meta charset=utf-8><style>{_css(how)}</style>{title}{''.join(said)}".encode()
