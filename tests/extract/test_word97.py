"""Word 97–2003 and WPS Writer documents: every cell at its place, nothing that a reader of the print does not see."""

from pathlib import Path

import pytest

from extract.document import Document, Paragraph, Picture, Table, UnreadableDocumentError
from extract.formats import open_document, word97
from tests.extract.damage import damaged, survives
from tests.extract.grids import APPLICATIONS, DISPUTES, EMPTY, LINES, TABLES, cells_in, cells_of
from tests.extract.office import convert, docx, needs_soffice

FILES = Path(__file__).parent / "files"
WILD = Path(__file__).parents[3] / "shared" / "samples" / "wild"
needs_wild = pytest.mark.skipif(not WILD.is_dir(), reason="the real documents of ../shared/samples/wild are not here")


@pytest.fixture(scope="module")
def document() -> Document:
    return word97.read((FILES / "tables.doc").read_bytes())


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_stands_at_its_place_with_its_spans(document: Document, name: str) -> None:
    table = document.tables[list(TABLES).index(name)]
    assert cells_in(table) == cells_of(TABLES[name])
    assert not table.flat


def test_paragraphs_and_tables_come_in_reading_order(document: Document) -> None:
    assert [type(block) for block in document.blocks[:4]] == [Paragraph, Paragraph, Table, Paragraph]
    assert document.text.splitlines()[:2] == ["某市2021年政府信息公开工作年度报告", "一、总体情况"]
    assert document.problems == []
    assert document.media_type == "application/msword"


def test_a_cell_knows_its_table_row_and_number(document: Document) -> None:
    place = document.tables[1].rows[2][4].place
    assert (place.table, place.row, place.cell) == (2, 3, 5)


def test_a_nested_table_follows_the_table_that_holds_it() -> None:
    outer, inner = word97.read((FILES / "nested.doc").read_bytes()).tables
    assert cells_in(outer) == cells_of(DISPUTES)
    assert cells_in(inner) == cells_of(LINES)
    assert (outer.place.table, inner.place.table) == (1, 2)


@needs_soffice
@pytest.mark.parametrize("tables", [(APPLICATIONS, DISPUTES), (EMPTY,), (LINES, EMPTY, APPLICATIONS)])
def test_freshly_converted_documents_give_back_their_tables(tables: tuple[str, ...], tmp_path: Path) -> None:
    parts = [part for table in tables for part in ("上文", table)]
    document = word97.read(convert(docx(*parts), "docx", "doc", tmp_path))
    assert [cells_in(table) for table in document.tables] == [cells_of(table) for table in tables]


@needs_soffice
def test_marks_of_notes_stand_apart_and_struck_text_is_not_read(tmp_path: Path) -> None:
    markup = "<p>5<sup>12</sup>件</p><p><span style='text-decoration: line-through'>7</span>69</p><p><sup>5</sup></p>"
    page = f"<html><body>{markup}</body></html>".encode()
    document = word97.read(convert(page, "html", "doc:MS Word 97", tmp_path))
    assert document.text.split() == ["5¹²件", "69", "5"]


@needs_wild
def test_text_deleted_under_change_tracking_is_not_read() -> None:
    document = word97.read((WILD / "006-53446.doc").read_bytes())
    table = document.tables[1]
    assert [cell.text for cell in table.rows[1]] == ["January", "11,485", "30,000", "30,515", "72,000"]
    assert len(document.tables) == 4, "a fifth table is deleted as a whole"


@needs_wild
@pytest.mark.parametrize(
    ("name", "shape"),
    [("000-sample.wps", [4] * 4), ("114-table-merges.doc", [2, 4, 4, 1]), ("008-57603-seven_columns.doc", [7])],
)
def test_real_tables_have_their_cells(name: str, shape: list[int]) -> None:
    (table,) = word97.read((WILD / name).read_bytes()).tables
    assert [len(row) for row in table.rows] == shape


@needs_wild
def test_pictures_come_with_their_bytes() -> None:
    blocks = word97.read((WILD / "000-sample.wps").read_bytes()).blocks
    (picture,) = [block for block in blocks if isinstance(block, Picture)]
    assert picture.data is not None
    assert picture.data[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0")


@needs_wild
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("106-password_password_cryptoapi.doc", "encrypted"),
        ("124-word2.doc", "not an OLE2"),
        ("136-TestRobert_Flaherty.doc", "WordDocument"),
    ],
)
def test_an_unreadable_document_says_why(name: str, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=reason):
        word97.read((WILD / name).read_bytes())


@needs_wild
def test_word_6_and_95_give_their_text_and_say_what_is_missing() -> None:
    document = word97.read((WILD / "080-Word95.doc").read_bytes())
    assert "quick brown fox" in document.text
    assert [problem.code for problem in document.problems] == ["word.old_version"]


@needs_wild
def test_no_real_document_crashes_or_hangs_the_reader() -> None:
    paths = [path for path in WILD.iterdir() if path.suffix in (".doc", ".wps")]
    read = [path.name for path in paths if survives(word97.read, path.read_bytes())]
    assert len(read) >= len(paths) - 6


@pytest.mark.parametrize("name", ["tables.doc", "nested.doc"])
def test_damaged_documents_are_read_or_refused(name: str) -> None:
    data = (FILES / name).read_bytes()
    for seed in range(400):
        survives(word97.read, damaged(data, seed))


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", bytes(600)])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocumentError):
        word97.read(data)


def test_the_type_is_found_from_the_bytes() -> None:
    assert open_document((FILES / "tables.doc").read_bytes(), name="report.html").media_type == "application/msword"
