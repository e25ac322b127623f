"""Reports as the programs that make PDFs put them on paper: text in runs or glyph by glyph, lines drawn in many ways."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from reportlab.lib.colors import black, white
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.accuracy.layout import Box, Grid, matrix, width
from tests.accuracy.pages import Page

EMBEDDED = "/usr/share/fonts/truetype/arphic/uming.ttc"
NAMED = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(NAMED))

RADICALS = str.maketrans(
    {"一": "⼀", "工": "⼯", "行": "⾏", "人": "⼈", "自": "⾃", "力": "⼒", "文": "⽂", "开": "开"}
)


@dataclass(frozen=True)
class Producer:
    """How a program draws.

    ``rules``: strokes, filled (thin rectangles), double, dashed, pieces (short strokes), boxes (a border a cell),
    rows (each row's lines of their own), three (lines above and below the head and the table only), none.
    ``glyphs``: each its own text object. ``bold``: labels printed twice, ``shadow``: with a grey shift.
    ``head``: a running head and page numbers; ``within``: they stand where the table goes on. ``cut``: a row may
    be cut by the page's end. ``spacing``: points between the letters of labels. ``repeat``: rows of the head
    drawn again on every page. ``white``: words in white between the paragraphs and beside figures.
    """

    rules: str = "strokes"
    font: str = NAMED
    size: float = 9.0
    glyphs: bool = False
    shaded: bool = False
    bold: bool = False
    shadow: bool = False
    head: bool = False
    within: bool = False
    cut: bool = False
    landscape: bool = False
    spacing: float = 0.0
    repeat: int = 0
    white: bool = False
    watermark: bool = False
    radicals: bool = False
    align: str = "center"
    valign: str = "middle"
    leading: float = 1.2
    padding: float = 2.0


@dataclass
class _Placed:
    box: Box
    row: int
    column: int
    rows: int
    columns: int
    lines: list[str]
    at: int = 0  # lines drawn so far


class _Sheet:
    """The page being drawn, from the top down."""

    def __init__(self, how: Producer, name: str) -> None:
        self.how = how
        self.name = name
        self.buffer = io.BytesIO()
        self.width, self.height = A4[::-1] if how.landscape else A4
        self.canvas = Canvas(self.buffer, pagesize=(self.width, self.height), pageCompression=0)
        self.margin = 56.0
        self.number = 0
        self.font = how.font
        if how.font != NAMED:
            pdfmetrics.registerFont(TTFont("embedded", how.font, subfontIndex=0))
            self.font = "embedded"
        self.start()

    def start(self) -> None:
        self.number += 1
        self.y = self.margin
        if self.how.head:
            top = self.margin + 2 if self.how.within else 28
            self.text(self.margin, top + 8, self.name, 8)
            self.text(self.width / 2 - 14, self.height - 28, f"第 {self.number} 页", 8)
            if self.how.within:
                self.y = top + 14
        if self.how.watermark:
            self.canvas.saveState()
            self.canvas.setFillGray(0.85)
            self.canvas.translate(self.width / 2, self.height / 2)
            self.canvas.rotate(40)
            self.canvas.setFont(self.font, 48)
            self.canvas.drawCentredString(0, 0, "政府信息公开专用")
            self.canvas.restoreState()

    def turn(self) -> None:
        self.canvas.showPage()
        self.start()

    @property
    def room(self) -> float:
        return self.height - self.margin - self.y

    def text(self, x: float, y: float, text: str, size: float, *, label: bool = False) -> None:
        """A line of text with its baseline at y from the top."""
        text = text.translate(RADICALS) if self.how.radicals else text
        spacing = self.how.spacing if label and len(text) > 1 else 0.0
        shifts: list[tuple[float, float]] = [(0, 0)]
        if label and self.how.bold:
            shifts.append((0.03 * size, 0))
        if label and self.how.shadow:
            shifts.insert(0, (0.08 * size, 0.08 * size))
        for at, (dx, dy) in enumerate(shifts):
            self.canvas.setFillColor(black)
            if self.how.shadow and len(shifts) > 1 and at == 0:
                self.canvas.setFillGray(0.7)
            self._line(x + dx, self.height - y - dy, text, size, spacing)

    def _line(self, x: float, y: float, text: str, size: float, spacing: float) -> None:
        if not self.how.glyphs:
            written = self.canvas.beginText(x, y)
            written.setFont(self.font, size)
            written.setCharSpace(spacing)
            written.textOut(text)
            self.canvas.drawText(written)
            return
        for character in text:
            written = self.canvas.beginText(x, y)
            written.setFont(self.font, size)
            written.textOut(character)
            self.canvas.drawText(written)
            x += pdfmetrics.stringWidth(character, self.font, size) + spacing

    def whited(self, x: float, y: float, text: str) -> None:
        self.canvas.setFillColor(white)
        self._line(x, self.height - y, text, 8, 0)
        self.canvas.setFillColor(black)

    def wrapped(self, text: str, width: float, size: float, spacing: float = 0.0) -> list[str]:
        lines: list[str] = []
        for part in text.split("\n"):
            line, used = "", 0.0
            for character in part:
                step = pdfmetrics.stringWidth(character, self.font, size) + spacing
                if line and used + step > width + spacing:
                    lines.append(line)
                    line, used = "", 0.0
                line, used = line + character, used + step
            lines.append(line)
        return lines

    def paragraph(self, text: str, size: float, *, indent: bool = True) -> None:
        lines = self.wrapped(("　　" if indent else "") + text, self.width - 2 * self.margin, size)
        for line in lines:
            if self.room < 1.6 * size:
                self.turn()
            self.text(self.margin, self.y + size, line, size)
            self.y += 1.6 * size
        if self.how.white:
            self.whited(self.margin, self.y, "本页 2 由 17 系统 348 生成")


def produced(page: Page, how: Producer, rng: Random) -> bytes:
    """The report as a PDF."""
    sheet = _Sheet(how, f"{page.facts.agency.printed}政府信息公开")
    sheet.paragraph(page.title, 14, indent=False)
    for kind, part in page.parts:
        if isinstance(part, str):
            sheet.paragraph(part, how.size + 2, indent=kind != "h")
        else:
            _table(sheet, part)
            sheet.y += how.size
    sheet.canvas.save()
    return sheet.buffer.getvalue()


def _columns(grid: Grid, total: float, size: float) -> list[float]:
    """Edges: a column is as wide as what stands in it alone needs, labels more than figures."""
    count = width(grid)
    need = [2.2 * size] * count
    for line in matrix(grid):
        for x, box in enumerate(line):
            if box is not None and box.cs == 1:
                longest = max((len(part) for part in box.text.split("\n")), default=0)
                digits = sum(c.isascii() for c in box.text)
                need[x] = max(need[x], min(longest - 0.5 * digits, 9 if box.key is None else 30) * size + 6)
    figures = {x for line in matrix(grid) for x, box in enumerate(line) if box is not None and box.key}
    given = sum(need[x] for x in figures)
    if sum(need) > total and given < 0.8 * total:  # figures are not broken: their columns keep their width
        scale = (total - given) / (sum(need) - given)
        need = [side if x in figures else side * scale for x, side in enumerate(need)]
    scale = total / sum(need)
    edges = [0.0]
    for side in need:
        edges.append(edges[-1] + side * scale)
    return edges


def _placed(sheet: _Sheet, grid: Grid, xs: Sequence[float], size: float) -> list[_Placed]:
    found = []
    count = width(grid)
    for y, line in enumerate(matrix(grid)):
        for x, box in enumerate(line):
            if box is None:
                continue
            rows, columns = min(box.rs, len(grid) - y), min(box.cs, count - x)
            room = xs[x + columns] - xs[x] - 2 * sheet.how.padding
            spacing = sheet.how.spacing if box.key is None else 0.0
            lines = sheet.wrapped(box.text, room, size, spacing) if box.text else []
            found.append(_Placed(box, y, x, rows, columns, lines))
    return found


def _table(sheet: _Sheet, grid: Grid) -> None:
    how = sheet.how
    total, size = sheet.width - 2 * sheet.margin, how.size
    edges = _columns(grid, total, size)
    while edges[1] - edges[0] < 3 and size > 4:
        size -= 1
    xs = [sheet.margin + x for x in edges]
    cells = _placed(sheet, grid, xs, size)
    heights = [size * how.leading + 2 * how.padding] * len(grid)
    for cell in sorted(cells, key=lambda c: c.rows):
        need = len(cell.lines) * size * how.leading + 2 * how.padding
        lack = need - sum(heights[cell.row : cell.row + cell.rows])
        if lack > 0:
            heights[cell.row + cell.rows - 1] += lack
    repeated = how.repeat if width(grid) > 8 else 0
    row = 0
    while row < len(grid):
        first = row
        if row and repeated:
            top = sheet.y
            ys = [top]
            for height in heights[:repeated]:
                ys.append(ys[-1] + height)
            _rows(sheet, [c for c in cells if c.row + c.rows <= repeated], 0, repeated, xs, ys, size, again=True)
            sheet.y = ys[-1]
        ys = [sheet.y]
        while row < len(grid) and ys[-1] + heights[row] <= sheet.height - sheet.margin:
            ys.append(ys[-1] + heights[row])
            row += 1
        if how.cut and row < len(grid) and sheet.height - sheet.margin - ys[-1] > size * how.leading + 2 * how.padding:
            part = sheet.height - sheet.margin - ys[-1]
            if heights[row] - part > size:
                ys.append(ys[-1] + part)
                _rows(sheet, cells, first, row + 1, xs, ys, size)
                heights[row] = max(heights[row] - part, size * how.leading) + 2 * how.padding
                sheet.turn()
                continue
        if row > first:
            _rows(sheet, cells, first, row, xs, ys, size)
            sheet.y = ys[-1]
        if row < len(grid):
            sheet.turn()


def _rows(
    sheet: _Sheet, cells: Sequence[_Placed], first: int, end: int, xs: Sequence[float], ys: Sequence[float], size: float,
    *, again: bool = False,
) -> None:  # fmt: skip
    how = sheet.how
    for cell in cells:
        if cell.row >= end or cell.row + cell.rows <= first:
            continue
        top, bottom = ys[max(cell.row, first) - first], ys[min(cell.row + cell.rows, end) - first]
        left, right = xs[cell.column], xs[cell.column + cell.columns]
        if how.shaded and cell.box.head:
            sheet.canvas.setFillGray(0.86)
            sheet.canvas.rect(left, sheet.height - bottom, right - left, bottom - top, stroke=0, fill=1)
            sheet.canvas.setFillGray(0)
        _border(sheet, cell, left, top, right, bottom, first, end, xs)
        done = 0 if again else cell.at
        rest = cell.lines[done:]
        room = max(int((bottom - top - how.padding) / (size * how.leading) + 0.01), 0)
        here = rest if cell.row + cell.rows <= end else rest[:room]
        if not again:
            cell.at += len(here)
        y = top + how.padding
        if how.valign == "middle":
            y = (top + bottom) / 2 - len(here) * size * how.leading / 2
        for line in here:
            wide = pdfmetrics.stringWidth(line, sheet.font, size)
            wide += (len(line) - 1) * how.spacing if cell.box.key is None else 0.0
            x = left + how.padding
            if how.align == "center" or (how.align == "right" and cell.box.head and cell.column > 2):
                x = (left + right - wide) / 2
            elif how.align == "right" and cell.box.key is not None:
                x = right - how.padding - wide
            sheet.text(x, y + 0.88 * size, line, size, label=cell.box.key is None)
            y += size * how.leading
        if how.white and cell.box.key is not None and not again:
            sheet.whited(left + 1, bottom - 1, "9")


def _border(
    sheet: _Sheet, cell: _Placed, x0: float, top: float, x1: float, bottom: float, first: int, end: int, xs: Sequence[float]
) -> None:  # fmt: skip
    canvas, rules = sheet.canvas, sheet.how.rules
    y0, y1 = sheet.height - bottom, sheet.height - top
    sides = [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
    canvas.setLineWidth(0.5)
    canvas.setDash()
    if rules == "none":
        return
    if rules == "boxes":
        canvas.rect(x0 + 0.7, y0 + 0.7, x1 - x0 - 1.4, y1 - y0 - 1.4)
        return
    if rules == "rows":  # every row its own short strokes, from the baseline up, as TeX sets \\vline
        for row in range(max(cell.row, first), min(cell.row + cell.rows, end)):
            share = (y1 - y0) / (min(cell.row + cell.rows, end) - max(cell.row, first))
            low = y1 - share * (row + 1 - max(cell.row, first))
            canvas.rect(x0 - 0.2, low + 0.2, 0.4, share - 0.4, stroke=0, fill=1)
            canvas.rect(x1 - 0.2, low + 0.2, 0.4, share - 0.4, stroke=0, fill=1)
        sides = sides[:2]
    if rules == "three":
        sides = [
            s for s in sides[:2] if (s[1] == y1 and cell.row == 0) or (s[1] == y0 and cell.box.head and not cell.row)
        ]
    for a, b, c, d in sides:
        for segment in _drawn(rules, a, b, c, d):
            if rules == "filled":
                e, f, g, h = segment
                canvas.rect(e - 0.25, f - 0.25, g - e + 0.5, h - f + 0.5, stroke=0, fill=1)
            else:
                canvas.line(*segment)


def _drawn(rules: str, a: float, b: float, c: float, d: float) -> Iterator[tuple[float, float, float, float]]:
    if rules == "double":
        for offset in (-0.8, 0.8):
            yield a + offset, b + offset, c + offset, d + offset
    elif rules in ("pieces", "dots"):
        step = 5.0 if rules == "pieces" else 1.5
        steps = max(int(max(c - a, d - b) / step), 1)
        for i in range(steps):
            f, g = i / steps, (i + 0.6) / steps
            yield a + (c - a) * f, b + (d - b) * f, a + (c - a) * g, b + (d - b) * g
    else:
        yield a, b, c, d
