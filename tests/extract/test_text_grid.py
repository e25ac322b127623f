"""Drawn tables with cells over several rows and columns, and HTML tables inside Markdown."""

import pytest

from extract.document import Table
from extract.formats import open_document
from extract.formats.text import read_text
from extract.recognition import recognise

BOX = """
┌──────────────┬──────────────────────┐
│              │申请人情况            │
│              ├──────┬───────────────┤
│项目          │自然人│法人或其他组织 │
│              │      ├───────┬───────┤
│              │      │商业企 │其他   │
│              │      │业     │       │
├──────────────┼──────┼───────┼───────┤
│“新收”        │12    │—      │       │
└──────────────┴──────┴───────┴───────┘
"""
PLUS = """
+------+------+------+
| 规章        | 3    |
|      +------+------+
|      | 项目 | 4    |
+======+======+======+
| a-b  | --   | 5    |
+------+------+------+
"""


def only_table(text: str) -> Table:
    (table,) = read_text(text).tables
    assert not table.flat
    return table


def spans(table: Table) -> list[list[tuple[str, int, int, int]]]:
    return [[(cell.text, cell.column, cell.rowspan, cell.colspan) for cell in row] for row in table.rows]


def test_a_cell_reaches_as_far_as_nothing_is_drawn() -> None:
    assert spans(only_table(BOX)) == [
        [("项目", 0, 3, 1), ("申请人情况", 1, 1, 3)],
        [("自然人", 1, 2, 1), ("法人或其他组织", 2, 1, 2)],
        [("商业企\n业", 2, 1, 1), ("其他", 3, 1, 1)],
        [("“新收”", 0, 1, 1), ("12", 1, 1, 1), ("—", 2, 1, 1), ("", 3, 1, 1)],
    ]


def test_quotes_and_dashes_are_as_wide_as_lets_the_strokes_meet() -> None:
    wide = BOX.replace("“新收”        │", "“新收”      │").replace("—      │", "—     │")
    assert wide != BOX
    assert spans(only_table(wide)) == spans(only_table(BOX))


def test_dashes_in_a_cell_are_no_rule() -> None:
    rows = [[cell.text for cell in row] for row in only_table(PLUS).rows]
    assert rows[-1] == ["a-b", "--", "5"]


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_drawing_that_does_not_close_is_read_as_lines(cut: int) -> None:
    lines = BOX.strip().split("\n")
    torn = "\n".join(line[:-cut] if n == 7 else line for n, line in enumerate(lines))
    assert read_text(torn).blocks


def test_html_tables_in_markdown_are_read_as_html() -> None:
    text = "# 甲市水利局2022年政府信息公开工作年度报告\n\n一、总体情况\n\n<div>\n\n"
    html = "<table><tr><td colspan=2>规章</td><td>3</td></tr></table>\n\n二、主动公开\n\n|甲|1|\n|---|---|\n|乙|2|\n"
    document = open_document((text + html).encode())
    assert document.media_type == "text/plain"
    assert [[cell.text for cell in row] for table in document.tables for row in table.rows] == [
        ["规章", "3"], ["甲", "1"], ["乙", "2"],
    ]  # fmt: skip
    assert [table.rows[0][0].place.table for table in document.tables] == [1, 2]
    assert document.text.split("\n")[0].startswith("甲市水利局")


def test_labels_and_a_figure_that_single_blanks_keep_apart_are_cells_of_their_own() -> None:
    text = (
        "四、政府信息公开行政复议、行政诉讼情况\n\n"
        "                          结果维持 结果纠正 其他结果 尚未审结 总计\n"
        "行政复议                  11       9        11       3        34\n"
        "行政诉讼 未经复议直接起诉 8        7        9        10       34\n"
        "         复议后起诉       12       2        4        2        20\n"
    )
    found = {(cell.row, cell.column): cell.value for cell in recognise(read_text(text)).cells}
    assert [found["litigation_direct", column] for column in ("upheld", "corrected", "total")] == [8, 7, 34]
    assert found["litigation_after_reconsideration", "upheld"] == 12


def test_lines_of_labels_and_figures_parted_by_commas_are_rows_and_sentences_are_not() -> None:
    text = '信息内容,本年制发件数,本年废止件数,现行有效件数\n规章,0,"1,204",3\n行政许可,今年有3项,其余没有变化\n'
    document = read_text(text)
    assert [[cell.text for cell in row] for table in document.tables for row in table.rows][1] == [
        "规章",
        "0",
        "1,204",
        "3",
    ]
    assert document.text == "行政许可,今年有3项,其余没有变化"
