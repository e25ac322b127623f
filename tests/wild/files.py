"""Minimal files that reports are attached as."""

from __future__ import annotations

import io
import re

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
