"""Workbooks: tables and lines of text cut out of sheets, every cell as people see it."""

import datetime
import io
import struct
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from extract.document import Document, Paragraph, Table, UnreadableDocumentError
from extract.formats import open_document, sheet
from extract.formats.sheet.cells import Worksheet, date_text, number_text
from extract.formats.sheet.xls import uncalculated
from tests.extract.damage import damaged, survives
from tests.extract.grids import APPLICATIONS, DISPUTES, LINES, cells_in, cells_of
from tests.extract.office import convert, needs_soffice
from tests.extract.workbooks import xlsx

FILES = Path(__file__).parent / "files"
TITLE = "某市2021年政府信息公开工作年度报告"
STATISTICS = """
统计指标|单位|统计数
一、主动公开情况||
（一）主动公开政府信息数|条|12
二、回应解读情况||
（一）回应公众关注热点或重大舆情数|次|
"""
CLAUSES = """
第二十条第（一）项|<|<|<
信息内容|本年制发件数|本年废止件数|现行有效件数
规章|0|0|3
第二十条第（五）项|<|<|<
信息内容|本年处理决定数量|<|<
行政许可|25|<|<
"""


GROUPED = """
行政复议|<|<
结果维持|结果纠正|总计
1|0|1
"""


def book(rows: list[list[object]], **formats: str) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    for place, code in formats.items():
        made.active[place].number_format = code
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def outline(document: Document) -> list[str]:
    """Paragraphs as their text, tables as the text of their first cell in brackets."""
    return [
        block.text if isinstance(block, Paragraph) else f"[{block.rows[0][0].text}]"
        for block in document.blocks
        if isinstance(block, Paragraph | Table)
    ]


@pytest.mark.parametrize("column", [1, 3])
@pytest.mark.parametrize("merge_lines", [0, 4])
@pytest.mark.parametrize("gap", [0, 1, 2])
def test_tables_and_lines_are_told_apart(column: int, merge_lines: int, gap: int) -> None:
    data = xlsx(
        TITLE, "二、主动公开", CLAUSES, "三、收到和处理", APPLICATIONS, "四、复议", DISPUTES,
        column=column, gap=gap, merge_lines=merge_lines,
    )  # fmt: skip
    document = sheet.read(data)
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        TITLE,
        "二、主动公开",
        "三、收到和处理",
        "四、复议",
    ]
    assert [cells_in(table) for table in document.tables] == [cells_of(d) for d in (CLAUSES, APPLICATIONS, DISPUTES)]


def test_headings_within_a_form_stay_in_its_table() -> None:
    document = sheet.read(xlsx("政府信息公开情况统计表", STATISTICS, gap=0))
    assert outline(document) == ["政府信息公开情况统计表", "[统计指标]"]
    assert cells_in(document.tables[0]) == cells_of(STATISTICS)


def test_a_label_merged_over_a_table_is_its_first_row() -> None:
    document = sheet.read(xlsx(TITLE, "三、收到和处理", APPLICATIONS, "四、复议", GROUPED, gap=0))
    assert [cells_in(table) for table in document.tables] == [cells_of(APPLICATIONS), cells_of(GROUPED)]


def test_lines_below_a_table_are_text() -> None:
    rows: list[list[object]] = [
        ["名称", "件数"],
        ["规章", 3],
        ["四、结转"],
        ["五、存在的问题"],
        ["长" * 100],
        ["注：本年数"],
    ]
    document = sheet.read(book(rows))
    assert outline(document) == ["[名称]", "五、存在的问题", "长" * 100, "注：本年数"]
    assert [row[0].text for row in document.tables[0].rows] == ["名称", "规章", "四、结转"]


def test_a_blank_row_within_the_figures_does_not_cut_the_table() -> None:
    document = sheet.read(book([["名称", "件数"], ["规章", 3], [], ["文件", 4]]))
    assert [[cell.text for cell in row] for row in document.tables[0].rows] == [
        ["名称", "件数"],
        ["规章", "3"],
        ["", ""],
        ["文件", "4"],
    ]


def test_a_cell_knows_its_sheet_and_line() -> None:
    place = sheet.read(xlsx(TITLE, DISPUTES)).tables[0].rows[2][4].place
    assert (place.part, place.table, place.row, place.cell, place.line) == ("年报", 1, 3, 5, 4)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (12.0, "General", "12"),
        (0, "General", "0"),
        (-2, "+0;-0", "-2"),
        (0.1 + 0.2, "General", "0.3"),
        (25.1, '0.00"万元"', "25.1"),
        (0.125, "0.0%", "12.5%"),
        (0.07, "0%", "7%"),
        (1e-7, "General", "0.0000001"),
        (123456789012345, "0", "123456789012345"),
        (datetime.date(2022, 1, 31), "yyyy-mm-dd", "2022-01-31"),
        (datetime.datetime(2022, 1, 31, 9, 5), 'yyyy"年"m"月"d"日" h:mm', "2022-01-31 09:05"),
        (44592, 'yyyy"年"m"月"', "2022-01-31"),
        (True, "General", "TRUE"),
        (" 12件 ", "@", "12件"),
        ("第一行\r\n第二行", "General", "第一行\n第二行"),
    ],
)
def test_a_value_is_read_as_it_is_shown(value: object, code: str, text: str) -> None:
    table = sheet.read(book([["名称", "件数"], ["甲", value]], B2=code)).tables[0]
    assert table.rows[1][1].text == text


@pytest.mark.parametrize(("value", "text"), [(-0.0, "0"), (float("nan"), ""), (1e20, "1" + "0" * 20)])
def test_odd_numbers(value: float, text: str) -> None:
    assert number_text(value) == text


def test_days_outside_the_calendar_stay_numbers() -> None:
    assert date_text(1e9, False) == "1000000000"
    assert date_text(0, True) == "1904-01-01"
    assert date_text(0.5, False) == "12:00"


@pytest.mark.parametrize("formula", ["=SUM(B1:B1)", "=1/0"])
def test_a_formula_without_a_result_is_unread_not_blank(formula: str) -> None:
    document = sheet.read(book([["名称", "件数"], ["甲", formula]]))
    assert document.tables[0].rows[1][1].unreadable
    assert [problem.code for problem in document.problems] == ["cell.unread"]


@pytest.mark.parametrize(
    ("result", "flags", "unknown"),
    [(0.0, 2, True), (0.0, 1, True), (0.0, 8, False), (0.0, 0, False), (3.0, 2, False)],
)
def test_a_formula_of_an_old_workbook_that_nobody_calculated_is_unread(
    result: float, flags: int, unknown: bool
) -> None:
    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    bof = record(0x0809, bytes(16))
    name = b"\x02\x00ab"
    start = len(bof) + 4 + 6 + len(name)
    formula = record(0x0006, struct.pack("<HHHdHL", 4, 2, 15, result, flags, 0))
    stream = bof + record(0x0085, struct.pack("<IBB", start, 0, 0) + name) + bof + formula
    assert uncalculated(stream) == [{(4, 2)} if unknown else set()]


def test_hidden_sheets_are_left_out_and_named() -> None:
    made = Workbook()
    made.active.append(["名称", 1])
    hidden = made.create_sheet("旧稿")
    hidden.append(["名称", 2])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    document = sheet.read(out.getvalue())
    assert [table.rows[0][1].text for table in document.tables] == ["1"]
    assert [problem.code for problem in document.problems] == ["sheet.hidden"]


@pytest.mark.parametrize("name", ["tables.xls"])
def test_old_workbooks_give_the_same(name: str) -> None:
    document = sheet.read((FILES / name).read_bytes())
    assert outline(document)[0] == TITLE
    assert [cells_in(table) for table in document.tables] == [cells_of(d) for d in (APPLICATIONS, DISPUTES, LINES)]
    assert document.media_type == "application/vnd.ms-excel"


@needs_soffice
def test_freshly_converted_workbooks_give_back_their_tables(tmp_path: Path) -> None:
    made = xlsx(TITLE, "二、主动公开", CLAUSES, "三、收到和处理", APPLICATIONS, "四、复议", DISPUTES)
    document = sheet.read(convert(made, "xlsx", "xls", tmp_path))
    assert [cells_in(table) for table in document.tables] == [cells_of(d) for d in (CLAUSES, APPLICATIONS, DISPUTES)]


@pytest.mark.parametrize("data", [xlsx(TITLE, DISPUTES), (FILES / "tables.xls").read_bytes()], ids=["xlsx", "xls"])
def test_the_type_is_found_from_the_bytes(data: bytes) -> None:
    assert len(open_document(data, name="report.html").tables) >= 1


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_damaged_workbooks_are_read_or_refused(kind: str) -> None:
    data = xlsx(TITLE, APPLICATIONS) if kind == "xlsx" else (FILES / "tables.xls").read_bytes()
    for seed in range(300):
        survives(sheet.read, damaged(data, seed))


def _replaced(path: str, old: bytes, new: bytes) -> bytes:
    """A workbook with one member changed."""
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(xlsx(TITLE, DISPUTES)))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            body = source.read(name)
            archive.writestr(name, body.replace(old, new) if name == path else body)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
DIAGONAL = b"".join(
    b'<row><c r="%s%d"><v>1</v></c></row>' % (first + second, 50 + 26 * at + n)
    for at, first in enumerate([b"A", b"B", b"C", b"D", b"E", b"F", b"G", b"H", b"I", b"J"])
    for n, second in enumerate(bytes([letter]) for letter in b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
)
MERGES = b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 9000 + b"</mergeCells>"
HOSTILE = {
    "a cell at the end of the grid": _replaced(
        SHEET, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    ),
    "cells on the diagonal": _replaced(SHEET, b"</sheetData>", DIAGONAL + b"</sheetData>"),
    "merges over everything": _replaced(SHEET, b"<mergeCells", MERGES + b"<mergeCells"),
    "a member that unpacks to much": _replaced(SHEET, b"</sheetData>", b" " * 70_000_000),
    "numbers out of range": _replaced(SHEET, b"<v>1</v>", b"<v>1e999</v>"),
    "broken XML": _replaced(SHEET, b"</sheetData>", b"<"),
    "a table and endless headings": _replaced(
        SHEET,
        b"</sheetData>",
        b"<row><c t='str'><v>a</v></c><c><v>1</v></c></row>"
        + "<row><c t='str'><v>一、甲</v></c></row>".encode() * 60_000
        + b"</sheetData>",
    ),
    "no sheets": _replaced("xl/workbook.xml", b"<sheet ", b"<shoot "),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_workbooks_are_bounded(data: bytes) -> None:
    survives(sheet.read, data)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(3000)])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocumentError):
        sheet.read(data)


def test_hidden_rows_and_columns_are_left_out_and_the_others_close_up():
    sheet = Worksheet("a", merges=[(0, 0, 0, 3), (1, 0, 3, 0)])
    for row, texts in enumerate(("title", "label|7|1|2", "|7|3|4", "|7|5|6", "last|7|8|9")):
        for column, text in enumerate(texts.split("|")):
            sheet.put(row, column, text)
    sheet.unread = {(4, 1): "#REF!", (4, 3): "#N/A"}
    assert sheet.leave_out({1, 3}, {1})
    assert sheet.texts == {
        (0, 0): "title", (1, 0): "label", (1, 1): "3", (1, 2): "4", (2, 0): "last", (2, 1): "8", (2, 2): "9",
    }  # fmt: skip
    assert sheet.merges == [(0, 0, 0, 2), (1, 0, 1, 0)]
    assert sheet.unread == {(2, 2): "#N/A"}


def test_a_sheet_of_which_all_is_hidden_is_read():
    sheet = Worksheet("a", texts={(0, 0): "1", (5, 2): "2"})
    assert not sheet.leave_out(set(range(9)), set())
    assert sheet.texts == {(0, 0): "1", (5, 2): "2"}


def test_last_years_hidden_column_is_not_read():
    book = Workbook()
    sheet = book.active
    head = ["信息内容", "本年处理决定数量", "本年处理决定数量"]
    for line in (head, ["行政许可", 70, 5], ["行政处罚", 80, 6], ["行政强制", 90, 7]):
        sheet.append(line)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    packed = io.BytesIO()
    book.save(packed)
    document = open_document(packed.getvalue())
    assert [[cell.text for cell in row] for row in document.tables[0].rows] == [
        ["信息内容", "本年处理决定数量"], ["行政许可", "5"], ["行政强制", "7"],
    ]  # fmt: skip
    assert [problem.code for problem in document.problems] == ["sheet.hidden"]
