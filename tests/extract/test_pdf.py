"""What the PDF reader finds: on pages drawn for it, and in files that real programs made."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Document, Paragraph, Picture, Table, UnreadableDocumentError
from extract.formats import pdf
from tests.accuracy.finishing import lying
from tests.extract.drawn import Style, cells_of, draw, figures_by_label, label_rows, placed, plain

FILES = Path(__file__).parent / "files" / "pdf"
TRUTH = json.loads((FILES / "cells.json").read_text(encoding="utf-8"))
WIDTHS = (70, 150, 45, 45, 45, 45)
RULES = ["strokes", "boxes", "filled", "double", "dashed", "pieces", "open"]


def only_table(document: Document) -> Table:
    assert len(document.tables) == 1
    return document.tables[0]


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("align", ["center", "left"])
def test_ruled_tables_give_every_cell_however_they_are_drawn(rules: str, align: str) -> None:
    rows = label_rows(12)
    document = pdf.read(draw(rows, Style(rules, widths=WIDTHS, align=align)))
    assert cells_of(only_table(document)) == {(r, c, rs, cs, plain(t)) for r, c, rs, cs, t in placed(rows)}


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turned_page_is_read_the_way_its_text_runs(rotate: int) -> None:
    rows = label_rows(6)
    book = pypdfium2.PdfDocument(draw(rows, Style(widths=WIDTHS)))
    book[0].set_rotation(rotate)
    buffer = io.BytesIO()
    book.save(buffer)
    document = pdf.read(buffer.getvalue())
    assert cells_of(only_table(document)) == set(placed(rows))


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_drawn_lying_and_shown_upright_is_read(turned: int) -> None:
    rows = label_rows(6)
    document = pdf.read(lying(draw(rows, Style(widths=WIDTHS)), turned))
    assert cells_of(only_table(document)) == set(placed(rows))


def test_landscape() -> None:
    rows = label_rows(10)
    document = pdf.read(draw(rows, Style(widths=(120, 250, 80, 80, 80, 80)), landscape=True))
    assert cells_of(only_table(document)) == set(placed(rows))


def test_lines_between_rows_only_do_not_make_one_cell_of_a_row() -> None:
    rows = label_rows(11)
    document = pdf.read(draw(rows, Style("rows", padding=4, widths=WIDTHS)))
    assert figures_by_label(cells_of(only_table(document))) == figures_by_label(placed(rows))


@pytest.mark.parametrize("align", ["center", "left"])
@pytest.mark.parametrize("seed", range(4))
def test_borderless_rows_keep_their_figures_and_labels(align: str, seed: int) -> None:
    rows = label_rows(11, seed)
    document = pdf.read(draw(rows, Style("none", padding=4, widths=WIDTHS, align=align)))
    assert figures_by_label(cells_of(only_table(document))) == figures_by_label(placed(rows))


@pytest.mark.parametrize("rules", ["strokes", "boxes", "none"])
def test_a_table_over_pages_is_one_table(rules: str) -> None:
    rows = label_rows(40)
    document = pdf.read(draw(rows, Style(rules, widths=WIDTHS), before=["报告正文。"], page_number=True))
    assert figures_by_label(cells_of(only_table(document))) == figures_by_label(placed(rows))
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["报告正文。"]


def test_paragraphs_stand_before_and_after_the_table() -> None:
    document = pdf.read(draw(label_rows(4), before=["一、总体情况", "无。"], after=["六、其他"], title="某局报告"))
    kinds = [block.text if isinstance(block, Paragraph) else type(block) for block in document.blocks]
    assert kinds == ["一、总体情况", "无。", Table, "六、其他"]
    assert document.tags["title"] == "某局报告"


def test_every_cell_tells_its_page_and_box() -> None:
    table = only_table(pdf.read(draw(label_rows(40), Style(widths=WIDTHS))))
    for row in table.rows:
        for cell in row:
            assert cell.place.page in (1, 2)
            assert cell.place.bbox is not None
            left, top, right, bottom = cell.place.bbox
            assert 0 <= left < right <= 596
            assert 0 <= top < bottom <= 842
    assert {cell.place.page for row in table.rows for cell in row} == {1, 2}


@pytest.mark.parametrize("name", ["browser-double-borders.pdf", "office-ruled-label-cut.pdf"])
def test_ruled_files_of_real_programs(name: str) -> None:
    tables = pdf.read((FILES / name).read_bytes()).tables
    expected = [{(r, c, rs, cs, plain(text)) for r, c, rs, cs, text in cells} for cells in TRUTH[name]]
    assert [cells_of(table) for table in tables] == expected


def test_borderless_file_of_a_real_program() -> None:
    name = "office-borderless.pdf"
    tables = pdf.read((FILES / name).read_bytes()).tables
    found = [row for table in tables for row in figures_by_label(cells_of(table))]
    expected = [row for cells in TRUTH[name] for row in figures_by_label([tuple(cell) for cell in cells])]
    assert found == expected


def test_a_password_makes_a_file_unreadable(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    for password, readable in [("", True), ("geheim", False)]:
        path = tmp_path / f"{readable}.pdf"
        canvas = Canvas(str(path), encrypt=StandardEncryption(password, ownerPassword="owner"))
        canvas.drawString(100, 700, "report")
        canvas.save()
        if readable:
            assert pdf.read(path.read_bytes()).text == "report"
        else:
            with pytest.raises(UnreadableDocumentError, match="password"):
                pdf.read(path.read_bytes())


def test_a_page_that_is_a_picture_stays_one() -> None:
    scan = pypdfium2.PdfDocument.new()
    page = scan.new_page(595, 842)
    image = pypdfium2.PdfImage.new(scan)
    bitmap = pypdfium2.PdfBitmap.new_native(50, 70, 1)
    image.set_bitmap(bitmap)
    image.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
    page.insert_obj(image)
    page.gen_content()
    buffer = io.BytesIO()
    scan.save(buffer)
    blocks = pdf.read(buffer.getvalue(), pictures=False).blocks
    assert [(type(block), block.place.page) for block in blocks] == [(Picture, 1)]


def test_many_pages_are_bounded() -> None:
    book = pypdfium2.PdfDocument.new()
    for _ in range(pdf.MOST_PAGES + 5):
        book.new_page(200, 200)
    buffer = io.BytesIO()
    book.save(buffer)
    assert [problem.code for problem in pdf.read(buffer.getvalue()).problems] == ["pages.limit"]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_damaged_files_are_read_or_refused_but_never_crash(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(TRUTH)))
    body = bytearray((FILES / name).read_bytes())
    rnd = random.Random(data.draw(st.integers(0, 2**32)))
    if rnd.random() < 0.3:
        body = body[: rnd.randrange(len(body))]
    for _ in range(rnd.choice([0, 1, 10, 200])):
        if body:
            body[rnd.randrange(len(body))] = rnd.randrange(256)
    try:
        document = pdf.read(bytes(body), pictures=False)
    except UnreadableDocumentError:
        return
    assert document.media_type == "application/pdf"
