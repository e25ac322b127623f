"""Tables without rules in PDFs: heads and figures at different places of their cells, titles, heads again."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from extract.formats import pdf
from tests.extract.drawn import FONT

SIZE = 10.0
EDGES = (60.0, 200.0, 320.0, 430.0, 530.0)
Row = Sequence[str]


def printed(pages: Sequence[Sequence[Row]], figures: str, heads: str = "center") -> list[list[str]]:
    """The cells of all tables on pages that are printed with these rows; one text in a row is a title over all."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for rows in pages:
        y = 760.0
        canvas.setFont(FONT, SIZE)
        for row in rows:
            if len(row) == 1:
                canvas.drawCentredString((EDGES[0] + EDGES[-1]) / 2, y, row[0])
            else:
                for column, text in enumerate(row):
                    way = figures if text.isdigit() else heads if column else "left"
                    write(canvas, text, EDGES[column] + 3, EDGES[column + 1] - 3, y, way)
            y -= 16
        canvas.showPage()
    canvas.save()
    return [[cell.text for cell in row] for table in pdf.read(buffer.getvalue()).tables for row in table.rows]


def write(canvas: Canvas, text: str, left: float, right: float, y: float, way: str) -> None:
    wide = pdfmetrics.stringWidth(text, FONT, SIZE)
    canvas.drawString({"left": left, "center": (left + right - wide) / 2, "right": right - wide}[way], y, text)


HEAD = ("信息内容", "制发件数", "废止件数", "有效件数")
BODY = [("规章", "175", "0", "20"), ("规范性文件", "3", "16", "1204"), ("合计", "178", "16", "1224")]


@pytest.mark.parametrize("figures", ["left", "center", "right"])
@pytest.mark.parametrize("heads", ["left", "center", "right"])
def test_heads_and_figures_may_stand_anywhere_in_their_cells(figures: str, heads: str) -> None:
    assert printed([[HEAD, *BODY]], figures, heads) == [list(row) for row in (HEAD, *BODY)]


def test_a_title_below_figures_begins_a_table_of_its_own() -> None:
    other = ("信息内容", "项目数量", "增减", "决定数量")
    rows = [("第一项",), HEAD, *BODY, ("第五项",), other, ("行政许可", "", "", "39"), ("行政强制", "14267", "", "")]
    found = printed([rows], "center")
    assert found[0] == ["第一项"]
    assert found[5:] == [["第五项"], list(other), ["行政许可", "", "", "39"], ["行政强制", "14267", "", ""]]


def test_a_head_printed_again_on_the_next_page_is_left_out() -> None:
    head = [("", "上半年", "下半年", "全年"), HEAD]
    found = printed([[*head, *BODY], [*head, ("其他", "1", "2", "3")]], "center")
    assert found[1:] == [list(row) for row in (*BODY, ("其他", "1", "2", "3"))]
