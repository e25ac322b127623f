"""Tables drawn on PDF pages in many manners, with the cells that a reader should find."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.document import Table

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

Spanned = tuple[str, int, int]  # text, rowspan, colspan
Found = tuple[int, int, int, int, str]  # row, column, rowspan, colspan, text without white space


@dataclass(frozen=True)
class Style:
    """How a table is drawn. ``rules``: strokes, boxes (a border a cell), filled, double, dashed, pieces
    (short strokes), open (no sides), rows (lines between rows only, and the sides), none."""

    rules: str = "strokes"
    size: float = 9
    padding: float = 3
    widths: Sequence[float] = ()
    align: str = "center"


def label_rows(count: int, seed: int = 1) -> list[list[Spanned]]:
    """A head of two levels, then rows of a group label, a label of one or two lines and four figures."""
    rnd = random.Random(seed)
    rows: list[list[Spanned]] = [
        [("事项", 2, 2), ("申请人情况", 1, 3), ("总计", 2, 1)],
        [("自然人", 1, 1), ("商业企业", 1, 1), ("其他", 1, 1)],
    ]
    for number in range(count):
        row: list[Spanned] = []
        if number % 4 == 0:
            row.append((f"（{'一二三四五六七八九十'[number // 4]}）办理结果", min(4, count - number), 1))
        long = "要求行政机关确认或重新出具已获取信息" if number % 3 == 1 else "属于国家秘密"
        row.append((f"{number % 4 + 1}.{long}", 1, 1))
        row += [(str(rnd.choice([0, 0, 1, 7, 23, 1204])), 1, 1) for _ in range(4)]
        rows.append(row)
    return rows


def placed(rows: Sequence[Sequence[Spanned]]) -> list[Found]:
    """The rows as cells on the grid."""
    taken: set[tuple[int, int]] = set()
    cells: list[Found] = []
    for r, row in enumerate(rows):
        c = 0
        for text, rowspan, colspan in row:
            while (r, c) in taken:
                c += 1
            cells.append((r, c, rowspan, colspan, text))
            taken |= {(r + i, c + j) for i in range(rowspan) for j in range(colspan)}
            c += colspan
    return cells


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def cells_of(table: Table) -> set[Found]:
    return {(c.row, c.column, c.rowspan, c.colspan, plain(c.text)) for row in table.rows for c in row}


def figures_by_label(cells: set[Found] | list[Found]) -> list[tuple[str, tuple[str, ...]]]:
    """For each row with figures, its own label and the figures from left to right."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for r, c, _, _, text in cells:
        rows.setdefault(r, []).append((c, plain(text)))
    found = []
    for r in sorted(rows):
        texts = [text for _, text in sorted(rows[r]) if text]
        figures = tuple(t for t in texts if re.fullmatch(r"[\d.]+", t))
        labels = [t for t in texts if not re.fullmatch(r"[\d.]+", t)]
        if figures:
            found.append((labels[-1] if labels else "", figures))
    return found


def wrapped(text: str, width: float, size: float) -> list[str]:
    lines = [""]
    for character in text:
        if pdfmetrics.stringWidth(lines[-1] + character, FONT, size) > width:
            lines.append("")
        lines[-1] += character
    return lines


def draw(
    rows: Sequence[Sequence[Spanned]],
    style: Style = Style(),
    *,
    landscape: bool = False,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
    margin: float = 60,
    page_number: bool = False,
    title: str = "",
) -> bytes:
    """A PDF with paragraphs, the table (over as many pages as it needs) and paragraphs."""
    buffer = io.BytesIO()
    width, height = A4[::-1] if landscape else A4
    canvas = Canvas(buffer, pagesize=(width, height))
    canvas.setTitle(title)
    cells = placed(rows)
    columns = max(c + cs for _, c, _, cs, _ in cells)
    widths = list(style.widths) or [(width - 2 * margin) / columns] * columns
    xs = [margin]
    for w in widths:
        xs.append(xs[-1] + w)
    heights = _heights(cells, len(rows), xs, style)
    page = 1

    def start() -> None:
        canvas.setFont(FONT, style.size)
        if page_number:
            canvas.drawCentredString(width / 2, 30, f"— {page} —")

    start()
    y = margin
    for text in before:
        canvas.drawString(margin, height - y - style.size, text)
        y += 2 * style.size
    first = 0
    while first < len(rows):
        last, bottom = first, y
        while last < len(rows) and bottom + heights[last] < height - margin:
            bottom += heights[last]
            last += 1
        ys = [y]
        for h in heights[first:last]:
            ys.append(ys[-1] + h)
        _draw_rows(
            canvas, height, [c for c in cells if c[0] < last and c[0] + c[2] > first], first, last, xs, ys, style
        )
        y, first = bottom + style.size, last
        if first < len(rows):
            canvas.showPage()
            page += 1
            start()
            y = margin
    for text in after:
        canvas.drawString(margin, height - y - style.size, text)
        y += 2 * style.size
    canvas.save()
    return buffer.getvalue()


def _heights(cells: Sequence[Found], count: int, xs: Sequence[float], style: Style) -> list[float]:
    heights = [style.size * 1.3 + 2 * style.padding] * count
    for r, c, rowspan, colspan, text in cells:
        if rowspan == 1:
            lines = len(wrapped(text, xs[c + colspan] - xs[c] - 2 * style.padding, style.size))
            heights[r] = max(heights[r], lines * style.size * 1.2 + 2 * style.padding)
    return heights


def _draw_rows(
    canvas: Canvas,
    height: float,
    cells: Sequence[Found],
    first: int,
    last: int,
    xs: Sequence[float],
    ys: Sequence[float],
    style: Style,
) -> None:
    for r, c, rowspan, colspan, text in cells:
        top, bottom = ys[max(r, first) - first], ys[min(r + rowspan, last) - first]
        left, right = xs[c], xs[c + colspan]
        _border(canvas, left, height - bottom, right, height - top, style, (xs[0], xs[-1]))
        if r < first:
            continue  # a merged cell's text stands on the page it begins on
        lines = wrapped(text, right - left - 2 * style.padding, style.size)
        y = (top + bottom) / 2 - len(lines) * style.size * 0.6 if style.align == "center" else top + style.padding
        for line in lines:
            y += style.size * 1.2
            if style.align == "center":
                canvas.drawCentredString((left + right) / 2, height - y + 0.25 * style.size, line)
            else:
                canvas.drawString(left + style.padding, height - y + 0.25 * style.size, line)


def _border(
    canvas: Canvas, x0: float, y0: float, x1: float, y1: float, style: Style, outer: tuple[float, float]
) -> None:
    canvas.setLineWidth(0.5)
    canvas.setDash()
    sides = [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
    if style.rules == "boxes":
        canvas.rect(x0 + 0.7, y0 + 0.7, x1 - x0 - 1.4, y1 - y0 - 1.4)
    elif style.rules == "filled":
        for a, b, c, d in sides:
            canvas.rect(a, b, max(c - a, 0.6), max(d - b, 0.6), stroke=0, fill=1)
    elif style.rules == "double":
        for offset in (-0.8, 0.8):
            for a, b, c, d in sides:
                canvas.line(a + offset, b + offset, c + offset, d + offset)
    elif style.rules == "pieces":  # every line in short strokes, as some printers draw dashes
        for a, b, c, d in sides:
            steps = max(int(max(c - a, d - b) / 5), 1)
            for i in range(steps):
                f, g = i / steps, (i + 0.6) / steps
                canvas.line(a + (c - a) * f, b + (d - b) * f, a + (c - a) * g, b + (d - b) * g)
    elif style.rules == "open":  # no lines at the table's two sides
        for a, b, c, d in sides:
            if not (a == c and a in outer):
                canvas.line(a, b, c, d)
    elif style.rules == "rows":
        for a, b, c, d in sides:
            if b == d or a in outer:
                canvas.line(a, b, c, d)
    elif style.rules in ("strokes", "dashed"):
        if style.rules == "dashed":
            canvas.setDash(2, 2)
        for side in sides:
            canvas.line(*side)
