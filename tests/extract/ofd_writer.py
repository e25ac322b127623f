"""A small writer of OFD documents for tests: ruled tables and paragraphs, drawn the many ways that programs draw."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tests.extract.grids import cells_of, rows_of

SIZE = 3.7  # type size in mm
LEFT, WIDTH, ROW = 20.0, 170.0, 8.0


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


def ofd(parts: list[str], style: OfdStyle | None = None, rows_a_page: int = 28) -> bytes:
    """An OFD of paragraphs and drawn tables (parts with a ``|``); tables run on over pages where they must."""
    style = style or OfdStyle()
    canvases = [_Canvas(style)]
    y = 20.0
    for part in parts:
        if "|" not in part:
            canvases[-1].text(part, LEFT, y + SIZE)
            y += ROW
            continue
        y += 2
        for band, height in _bands(part, rows_a_page):
            if band.first and not band.whole:
                canvases.append(_Canvas(style))
                y = 20.0
            _draw(canvases[-1], band, y)
            y += height + 4
    return _packed([canvas.objects for canvas in canvases], style)


@dataclass
class _Band:
    cells: list[tuple[str, int, int, int, int]]
    columns: int
    rows: int
    first: int
    whole: bool


def _bands(drawing: str, most: int) -> Iterator[tuple[_Band, float]]:
    rows = rows_of(drawing)
    cells = cells_of(drawing)
    for first in range(0, len(rows), most):
        count = min(most, len(rows) - first)
        within = [cell for cell in cells if first <= cell[1] < first + count]
        yield _Band(within, len(rows[0]), count, first, len(rows) <= most), count * ROW * 1.5


def _draw(canvas: _Canvas, band: _Band, y: float) -> None:
    width, height = WIDTH / band.columns, ROW * 1.5
    for text, row, column, rowspan, colspan in band.cells:
        x0, y0 = LEFT + column * width, y + (row - band.first) * height
        canvas.frame(x0, y0, x0 + colspan * width, y0 + rowspan * height)
        lines = [piece for line in text.split("\n") for piece in _wrapped(line, colspan * width - 3)]
        for index, line in enumerate(lines):
            canvas.text(
                line, x0 + 1.5, y0 + 1.2 + SIZE * 0.9 * (index + 1) if len(lines) < 3 else y0 + SIZE * (index + 1)
            )


def _wrapped(text: str, width: float) -> Iterator[str]:
    """Lines that fit; Chinese only, so no word is cut."""
    most = max(1, int(width / SIZE))
    if len(text) <= most or text.isascii():
        if text:
            yield text
        return
    for start in range(0, len(text), most):
        yield text[start : start + most]


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
            body = f'<o:CompositeObject ID="9" Boundary="0 0 210 297" CTM="0 -1 1 0 0 297" ResourceID="u{index}"/>'
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
    area = "<o:PageArea><o:PhysicalBox>0 0 210 297</o:PhysicalBox></o:PageArea>"
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
