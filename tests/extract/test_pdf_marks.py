"""Marks on the figures of a PDF: notes raised behind them, lines through them, edges and boxes that hide them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from reportlab.lib.colors import Color, black, white
from reportlab.pdfgen.canvas import Canvas

from extract.document import Cell, Document
from extract.formats import pdf
from extract.values import read as read_value
from tests.extract.drawn import FONT

LABELS = ("规章", "行政规范性文件", "合计")
WIDTHS = (120.0, 80.0, 80.0)
SIZE = 10.0

Write = Callable[[Canvas, float, float], None]


def page(
    write: Write,
    *,
    left: float = 80.0,
    size: tuple[float, float] = (420.0, 300.0),
    finish: Callable[[bytes], bytes] = bytes,
) -> Document:
    """A ruled table whose cell in the second row and column is written by ``write`` at its baseline."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    canvas.setFont(FONT, SIZE)
    xs = [left]
    for width in WIDTHS:
        xs.append(xs[-1] + width)
    for row in range(len(LABELS) + 1):
        canvas.line(xs[0], 240 - 24 * row, xs[-1], 240 - 24 * row)
    for x in xs:
        canvas.line(x, 240, x, 240 - 24 * len(LABELS))
    for row, label in enumerate(LABELS):
        y = 240 - 24 * row - 16
        canvas.drawString(xs[0] + 4, y, label)
        canvas.drawString(xs[1] + 30, y, "7")
        if row == 1:
            write(canvas, xs[2] + 20, y)
        else:
            canvas.drawString(xs[2] + 20, y, "46")
    canvas.save()
    return pdf.read(finish(buffer.getvalue()), pictures=False)


def cell(document: Document) -> Cell:
    assert len(document.tables) == 1
    rows = document.tables[0].rows
    assert [len(row) for row in rows] == [3, 3, 3]
    return rows[1][2]


def raised(mark: str, size: float, rise: float, *, apart: bool = False) -> Write:
    def write(canvas: Canvas, x: float, y: float) -> None:
        text = canvas.beginText(x, y)
        text.setFont(FONT, SIZE)
        text.textOut("12")
        if apart:  # the mark is written later in the file than the whole line
            canvas.drawText(text)
            canvas.drawString(x - 60, y, "8")
            text = canvas.beginText(x + 10, y)
        text.setFont(FONT, size)
        text.setRise(rise)
        text.textOut(mark)
        canvas.drawText(text)

    return write


@pytest.mark.parametrize(
    ("mark", "size", "rise"),
    [("3", 6, 4), ("3", 8, 3), ("3", 10, 4), ("12", 5, 5), ("[2]", 6, 4), ("注1", 6, 4), ("（3）", 6, 4)],
)
def test_the_mark_of_a_note_is_no_digit_of_the_figure(mark: str, size: float, rise: float) -> None:
    found = cell(page(raised(mark, size, rise)))
    assert read_value(found.text).value == 12, found.text


def test_a_mark_is_told_wherever_the_file_writes_it() -> None:
    table = page(raised("3", 6, 4, apart=True)).tables[0]
    assert table.rows[1][2].text == "12³"


def test_a_small_digit_that_is_not_raised_leaves_its_figure_unread() -> None:
    assert cell(page(raised("3", 6, 0))).unreadable


def test_a_figure_is_one_though_its_digits_are_written_one_by_one() -> None:
    def write(canvas: Canvas, x: float, y: float) -> None:
        for at, digit in enumerate("1204"):
            canvas.drawString(x + 5 * at, y, digit)

    found = cell(page(write))
    assert (found.text, found.unreadable) == ("1204", False)


def strike(canvas: Canvas, x0: float, x1: float, y: float) -> None:
    canvas.setLineWidth(0.6)
    canvas.line(x0, y + 3.2, x1, y + 3.2)


def test_what_is_struck_out_is_not_read_and_it_is_said() -> None:
    def write(canvas: Canvas, x: float, y: float) -> None:
        canvas.drawString(x, y, "15")
        strike(canvas, x, x + 10, y)
        canvas.drawString(x + 18, y, "16")

    document = page(write)
    assert cell(document).text == "16"
    assert [problem.code for problem in document.problems] == ["text.struck"]


def test_a_figure_struck_out_in_part_is_unreadable() -> None:
    def write(canvas: Canvas, x: float, y: float) -> None:
        canvas.drawString(x, y, "1516")
        strike(canvas, x, x + 10, y)

    assert cell(page(write)).unreadable


def test_a_line_under_a_figure_strikes_nothing_out() -> None:
    def write(canvas: Canvas, x: float, y: float) -> None:
        canvas.drawString(x, y, "15")
        canvas.line(x, y - 1, x + 10, y - 1)

    document = page(write)
    assert cell(document).text == "15"
    assert not document.problems


@pytest.mark.parametrize("left", [110.0, -30.0])
def test_a_figure_that_runs_over_the_edge_of_the_page_is_unreadable(left: float) -> None:
    """At 110 the figure of the last column is cut on the right, at -30 a label on the left."""

    def write(canvas: Canvas, x: float, y: float) -> None:
        canvas.drawString(x, y, "14069")

    shown = page(write, left=left, size=(345.0, 300.0))
    assert "page.edge" in {problem.code for problem in shown.problems}
    cut = [found for row in shown.tables[0].rows for found in row if found.unreadable]
    assert cut
    assert all(read_value(found.text).value not in (14069, 7) for found in cut)


@pytest.mark.parametrize("ink", [white, black])
def test_what_a_box_covers_is_not_read_and_it_is_said(ink: Color) -> None:
    def write(canvas: Canvas, x: float, y: float) -> None:
        canvas.drawString(x, y, "15")
        canvas.setFillColor(ink)
        canvas.rect(x - 1, y - 3, 14, 12, stroke=0, fill=1)
        if ink == white:
            canvas.setFillColor(black)
            canvas.drawString(x + 1, y, "16")

    document = page(write)
    assert cell(document).text == ("16" if ink == white else "")
    assert [problem.code for problem in document.problems] == ["text.unseen"]


def without_appearance(data: bytes) -> bytes:
    return re.sub(rb"/AP\s*<<.*?>>", lambda found: b" " * len(found[0]), data, flags=re.DOTALL)


@pytest.mark.parametrize("finish", [bytes, without_appearance])
def test_filled_form_fields_are_read(finish: Callable[[bytes], bytes]) -> None:
    def write(canvas: Canvas, x: float, y: float) -> None:
        canvas.acroForm.textfield("15", x=x - 18, y=y - 6, width=76, height=20, fontSize=10, borderWidth=0)
        canvas.acroForm.checkbox(True, x=x - 8, y=y - 3, size=9, borderWidth=0)

    document = page(write, finish=finish)
    assert cell(document).text == "15"


def test_a_transparent_highlight_covers_nothing() -> None:
    def write(canvas: Canvas, x: float, y: float) -> None:
        canvas.drawString(x, y, "15")
        canvas.setFillColor(Color(1, 1, 0, alpha=0.4))
        canvas.rect(x - 1, y - 3, 14, 12, stroke=0, fill=1)

    assert cell(page(write)).text == "15"
