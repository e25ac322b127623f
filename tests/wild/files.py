"""Minimal files that reports are attached as."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from docx import Document
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas


def _paragraphs(title: str, body: str) -> list[str]:
    return [title, *(re.sub(r"<[^>]+>", " ", part) for part in re.findall(r"<p>(.*?)</p>", body, re.S))]


def docx(title: str, body: str) -> bytes:
    """A Word file with the report's paragraphs."""
    document = Document()
    for text in _paragraphs(title, body):
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(title: str, body: str) -> bytes:
    """A PDF with a text layer and the report's paragraphs."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out)
    height = 800
    for text in _paragraphs(title, body):
        for start in range(0, len(text), 36):
            if height < 60:
                canvas.showPage()
                height = 800
            canvas.setFont("STSong-Light", 12)
            canvas.drawString(50, height, text[start : start + 36])
            height -= 18
    canvas.save()
    return out.getvalue()


def zipped(title: str, body: str) -> bytes:
    """A ZIP file that holds the Word file."""
    return _zip({f"{title}.docx": docx(title, body)})


def ofd(title: str, body: str) -> bytes:
    """An OFD file as far as its container goes."""
    text = "".join(_paragraphs(title, body))
    return _zip({"OFD.xml": b"<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'/>", "Doc_0/Page.xml": text.encode()})


def doc(title: str, body: str) -> bytes:
    """The beginning of an old Word file, padded with the report's text."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "".join(_paragraphs(title, body)).encode("utf-16-le")


def png(number: int) -> bytes:
    """A grey picture, another for each number."""
    width, height = 600, 800
    rows = b"".join(b"\0" + bytes([(number + y) % 256]) * width for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


ATTACHED = {"docx": docx, "pdf": pdf, "zip": zipped, "ofd": ofd, "doc": doc, "viewer": pdf}
