"""What happens to a PDF after it was made: turned, cropped, put together, locked, damaged."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Callable

import pypdfium2
import pypdfium2.raw as raw


def _saved(pdf: pypdfium2.PdfDocument) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def rotated(data: bytes, angle: int) -> bytes:
    """Every page shown turned (by /Rotate): what stands on it is on its side."""
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        page.set_rotation(angle)
    return _saved(pdf)


def lying(data: bytes, angle: int) -> bytes:
    """Every page's content turned, and shown upright again by /Rotate."""
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        width, height = page.get_size()
        matrix = pypdfium2.PdfMatrix()
        matrix = matrix.rotate(angle, ccw=True)
        if angle == 90:
            matrix = matrix.translate(height, 0)
        elif angle == 180:
            matrix = matrix.translate(width, height)
        else:
            matrix = matrix.translate(0, width)
        page_box = (0, 0, height, width) if angle % 180 else (0, 0, width, height)
        for i in range(raw.FPDFPage_CountObjects(page)):
            item = raw.FPDFPage_GetObject(page, i)
            raw.FPDFPageObj_Transform(item, *matrix.get())
        page.set_mediabox(*page_box)
        page.set_cropbox(*page_box)
        page.set_rotation(angle)
        page.gen_content()
    return _saved(pdf)


def cropped(data: bytes) -> bytes:
    """Pages whose media reaches further than what is shown, with an origin of their own."""
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        width, height = page.get_size()
        page.set_mediabox(-100, -60, width + 80, height + 40)
        page.set_cropbox(0, 0, width, height)
    return _saved(pdf)


def two_up(data: bytes) -> bytes:
    """Two pages side by side on a sheet."""
    pdf = pypdfium2.PdfDocument(data)
    width, height = pdf[0].get_size()
    new = raw.FPDF_ImportNPagesToOne(pdf, ctypes.c_float(2 * width), ctypes.c_float(height), 2, 1)
    return _saved(pypdfium2.PdfDocument(new))


def attached(data: bytes) -> bytes:
    """With a file attached that is no part of the report."""
    pdf = pypdfium2.PdfDocument(data)
    attachment = pdf.new_attachment("说明.txt")
    attachment.set_data("本年度 12 件".encode())
    return _saved(pdf)


def lost_xref(data: bytes) -> bytes:
    """The table of objects not where the file says."""
    return re.sub(rb"startxref\s+\d+", b"startxref\n7", data)


def cut_off(data: bytes) -> bytes:
    """The last bytes missing: no table of objects at all."""
    return data[: data.rindex(b"xref") - 12]


def without_unicode(data: bytes) -> bytes:
    """The fonts no longer tell what their glyphs mean."""
    return data.replace(b"/ToUnicode", b"/ToUnicodX")


FINISHES: dict[str, Callable[[bytes], bytes]] = {
    "turned 90": lambda data: rotated(data, 90),
    "turned 180": lambda data: rotated(data, 180),
    "turned 270": lambda data: rotated(data, 270),
    "lying 90": lambda data: lying(data, 90),
    "lying 180": lambda data: lying(data, 180),
    "lying 270": lambda data: lying(data, 270),
    "cropped": cropped,
    "two pages a sheet": two_up,
    "attached": attached,
    "xref lost": lost_xref,
    "cut off": cut_off,
    "no unicode": without_unicode,
}
