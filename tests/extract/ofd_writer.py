"""A small writer of OFD documents for tests: ruled tables and paragraphs, drawn the many ways that programs draw."""

import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tests.extract.grids import Written, cells_of, rows_of

SIZE = 3.7  # type size in mm
LEFT, TOP, WIDTH, ROW = 20.0, 20.0, 170.0, 8.0


@dataclass
class OfdStyle:
    """How to draw: ``rules`` long, cells or filled; ``text`` runs, steps or scaled; ``hold`` page, template or unit."""

    rules: str = "long"
    text: str = "runs"
    hold: str = "page"
    namespace: str = "http://www.ofdspec.org/2016"
    upper: bool = False
    turned: bool = False


@dataclass
class _Canvas:
    style: OfdStyle
    objects: list[str] = field(default_factory=list)

    def text(self, text: str, x: float, base: float) -> None:
        steps = [SIZE if ord(character) > 0x2000 else SIZE / 2 for character in text]
        if self.style.text == "scaled":  # written at size 1, enlarged by the matrix
            delta = " ".join(str(step / SIZE) for step in steps[:-1])
            code = f'<o:TextCode X="0" Y="1" DeltaX="{delta}">{escape(text)}</o:TextCode>'
            ctm = f"{SIZE} 0 0 {SIZE} 0 0"
            self._object("TextObject", f"{x} {base - SIZE} 100 {SIZE}", f'Size="1" CTM="{ctm}"', code)
            return
        delta = _runs(steps[:-1]) if self.style.text == "runs" else " ".join(map(str, steps[:-1]))
        code = f'<o:TextCode X="0" Y="{SIZE}" DeltaX="{delta}">{escape(text)}</o:TextCode>'
        self._object("TextObject", f"{x} {base - SIZE} 100 {SIZE * 1.3}", f'Size="{SIZE}"', code)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if self.style.rules == "filled":
            data = f"M 0 0 L {x1 - x0 + 0.2} 0 L {x1 - x0 + 0.2} {y1 - y0 + 0.2} L 0 {y1 - y0 + 0.2} C"
            attributes = 'Stroke="false" Fill="true"'
        else:
            data, attributes = f"M 0 0 L {x1 - x0} {y1 - y0}", 'LineWidth="0.2"'
        path = f"<o:AbbreviatedData>{data}</o:AbbreviatedData>"
        self._object("PathObject", f"{x0} {y0} {x1 - x0 + 0.2} {y1 - y0 + 0.2}", attributes, path)

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if self.style.rules == "cells":
            data = f"M 0 0 L {x1 - x0} 0 L {x1 - x0} {y1 - y0} L 0 {y1 - y0} C"
            path = f"<o:AbbreviatedData>{data}</o:AbbreviatedData>"
            self._object("PathObject", f"{x0} {y0} {x1 - x0} {y1 - y0}", 'LineWidth="0.2"', path)
            return
        for edge in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            self.rule(*edge)

    def _object(self, name: str, boundary: str, attributes: str, inner: str) -> None:
        self.objects.append(
            f'<o:{name} ID="{len(self.objects) + 10}" Boundary="{boundary}" {attributes}>{inner}</o:{name}>'
        )


def ofd(parts: list[str], style: OfdStyle | None = None, bottom: float = 277.0) -> bytes:
    """An OFD of paragraphs and drawn tables (parts with a ``|``); both go on over pages where they must.

    ``bottom`` is the lowest a line may stand, in mm from the top of the page.
    """
    style = style or OfdStyle()
    canvases = [_Canvas(style)]
    y = TOP
    for part in parts:
        if "|" in part:
            y = _table(canvases, part, y + 2, bottom) + 4
            continue
        for line in _wrapped(part, WIDTH):
            if y + ROW > bottom:
                canvases.append(_Canvas(style))
                y = TOP
            canvases[-1].text(line, LEFT, y + SIZE)
            y += ROW
    return _packed([canvas.objects for canvas in canvases], style)


def _table(canvases: list[_Canvas], drawing: str, y: float, bottom: float) -> float:
    """Draw a table from y on, over as many pages as it takes; gives back where it ends."""
    cells = cells_of(drawing)
    xs = _columns(cells, len(rows_of(drawing)[0]))
    heights = _heights(cells, len(rows_of(drawing)), xs)
    waiting = [_lines(text, xs[column + colspan] - xs[column] - 2) for text, _, column, _, colspan in cells]
    first = 0
    while first < len(heights):
        if y > TOP and y + heights[first] > bottom:
            canvases.append(_Canvas(canvases[0].style))
            y = TOP
        ys = [y]
        while first + len(ys) <= len(heights) and (len(ys) == 1 or ys[-1] + heights[first + len(ys) - 1] <= bottom):
            ys.append(ys[-1] + heights[first + len(ys) - 1])
        last = first + len(ys) - 1
        for at, (_, row, column, rowspan, colspan) in enumerate(cells):
            if row < last and row + rowspan > first:
                top, low = ys[max(row, first) - first], ys[min(row + rowspan, last) - first]
                # What does not fit on this page stands in the cell's part on the next one.
                fits = len(waiting[at]) if row + rowspan <= last else int((low - top - 2) / (SIZE * 1.2))
                _cell(canvases[-1], waiting[at][:fits], xs[column], top, xs[column + colspan], low)
                waiting[at] = waiting[at][fits:]
        first, y = last, ys[-1]
    return y


def _columns(cells: Written, count: int) -> list[float]:
    """The x of the column borders: columns with long texts are wider."""
    longest = [2] * count
    for text, _, column, _, colspan in cells:
        if colspan == 1:
            longest[column] = max(longest[column], min(14, len(text)))
    xs = [LEFT]
    for weight in longest:
        xs.append(xs[-1] + WIDTH * weight / sum(longest))
    return xs


def _heights(cells: Written, rows: int, xs: list[float]) -> list[float]:
    heights = [ROW] * rows
    for text, row, column, rowspan, colspan in sorted(cells, key=lambda cell: cell[3]):
        lines = _lines(text, xs[column + colspan] - xs[column] - 2)
        missing = len(lines) * SIZE * 1.2 + 3 - sum(heights[row : row + rowspan])
        heights[row + rowspan - 1] += max(0.0, missing)
    return heights


def _cell(canvas: _Canvas, lines: list[str], x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.frame(x0, y0, x1, y1)
    for index, line in enumerate(lines):
        canvas.text(line, x0 + 1, y0 + 1 + SIZE * 1.2 * (index + 1))


def _lines(text: str, width: float) -> list[str]:
    return [piece for line in text.split("\n") for piece in _wrapped(line, width)] if text else []


def _wrapped(text: str, width: float) -> list[str]:
    """Lines that fit."""
    lines, used = [""], 0.0
    for character in text:
        step = SIZE if ord(character) > 0x2000 else SIZE / 2
        if used + step > width and lines[-1]:
            lines.append("")
            used = 0.0
        lines[-1] += character
        used += step
    return lines


def _runs(steps: list[float]) -> str:
    """Steps with repeated ones written as ``g n v``."""
    parts: list[str] = []
    at = 0
    while at < len(steps):
        count = next((n for n in range(1, len(steps) - at) if steps[at + n] != steps[at]), len(steps) - at)
        parts.append(f"g {count} {steps[at]}" if count > 1 else f"{steps[at]}")
        at += count
    return " ".join(parts)


def _packed(pages: list[list[str]], style: OfdStyle) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    ns = f'xmlns:o="{style.namespace}"'
    templates = units = ""
    members: dict[str, str] = {}
    listed = ""
    for index, objects in enumerate(pages):
        body, extra = "".join(objects), ""
        if style.turned:  # drawn on its side: up the page, as landscape tables on portrait paper are
            units += f'<o:CompositeGraphicUnit ID="u{index}"><o:Content>{body}</o:Content></o:CompositeGraphicUnit>'
            body = f'<o:CompositeObject ID="9" Boundary="0 0 210 297" CTM="0 -1 1 0 0 210" ResourceID="u{index}"/>'
        elif style.hold == "unit":
            units += f'<o:CompositeGraphicUnit ID="u{index}"><o:Content>{body}</o:Content></o:CompositeGraphicUnit>'
            body = f'<o:CompositeObject ID="9" Boundary="0 0 210 297" ResourceID="u{index}"/>'
        elif style.hold == "template":
            templates += f'<o:TemplatePage ID="t{index}" BaseLoc="Tpls/T{index}.xml"/>'
            members[f"Doc_0/Tpls/T{index}.xml"] = (
                f"{head}<o:Page {ns}><o:Content><o:Layer>{body}</o:Layer></o:Content></o:Page>"
            )
            body, extra = "", f'<o:Template TemplateID="t{index}"/>'
        members[f"Doc_0/Pages/P{index}.xml"] = (
            f"{head}<o:Page {ns}>{extra}<o:Content><o:Layer><o:PageBlock>{body}</o:PageBlock></o:Layer></o:Content>"
            "</o:Page>"
        )
        listed += f'<o:Page ID="p{index}" BaseLoc="Pages/P{index}.xml"/>'
    size = "297 210" if style.turned else "210 297"
    area = f"<o:PageArea><o:PhysicalBox>0 0 {size}</o:PhysicalBox></o:PageArea>"
    members["Doc_0/Res.xml"] = (
        f'{head}<o:Res {ns} BaseLoc="Res"><o:CompositeGraphicUnits>{units}</o:CompositeGraphicUnits></o:Res>'
    )
    members["Doc_0/Document.xml"] = (
        f"{head}<o:Document {ns}><o:CommonData>{area}<o:DocumentRes>Res.xml</o:DocumentRes>{templates}</o:CommonData>"
        f"<o:Pages>{listed}</o:Pages></o:Document>"
    )
    members["OFD.xml"] = (
        f"{head}<o:OFD {ns}><o:DocBody><o:DocInfo><o:Title>年度报告</o:Title></o:DocInfo>"
        "<o:DocRoot>Doc_0/Document.xml</o:DocRoot></o:DocBody></o:OFD>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.upper() if style.upper else name, text)
    return out.getvalue()
