"""Parts of a page that are no part of its tables, and text that does not run from left to right."""

from __future__ import annotations

import pytest

from extract.document import Paragraph, Table
from extract.formats.layout import blocks
from extract.layout.lines import text_of
from extract.layout.page import PageLayout, Rule, Word


def line(text: str, x: float, top: float, size: float = 10) -> Word:
    width = sum(size if ord(c) > 255 else size / 2 for c in text)
    return Word(text, x, top, x + width, top + size)


def page(number: int, rows: list[list[str]], top: float, *more: Word) -> PageLayout:
    """A ruled table of columns 100 points wide and rows 20 points high, and other words."""
    found = PageLayout(number, 595, 842, list(more))
    width = len(rows[0])
    for r in range(len(rows) + 1):
        found.rules.append(Rule(50, top + 20 * r, 50 + 100 * width, top + 20 * r))
    for c in range(width + 1):
        found.rules.append(Rule(50 + 100 * c, top, 50 + 100 * c, top + 20 * len(rows)))
    for r, row in enumerate(rows):
        found.words.extend(line(text, 55 + 100 * c, top + 20 * r + 5) for c, text in enumerate(row) if text)
    return found


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


FIRST, SECOND = [["规章", "1"], ["文件", "2"]], [["许可", "3"], ["处罚", "4"]]


def test_running_heads_and_feet_of_two_pages_do_not_part_a_table() -> None:
    pages = [
        page(n, rows, 740 if n == 1 else 60, line("某市信息公开", 60, 20), line(f"某局 {n}", 60, 820))
        for n, rows in ((1, FIRST), (2, SECOND))
    ]
    head, table = blocks(pages)
    assert isinstance(head, Paragraph)
    assert head.text == "某市信息公开"
    assert isinstance(table, Table)
    assert texts(table) == FIRST + SECOND


def test_lines_that_differ_by_the_year_are_no_running_heads() -> None:
    pages = [page(n, FIRST, 300, line(f"某局{2021 + n}年报告", 60, 40)) for n in (1, 2)]
    titles = [block.text for block in blocks(pages) if isinstance(block, Paragraph)]
    assert titles == ["某局2022年报告", "某局2023年报告"]


def test_a_watermark_is_no_text_of_the_cells_it_lies_over() -> None:
    (table,) = blocks([page(1, FIRST + SECOND, 300, line("公开", 160, 310, 40))])
    assert isinstance(table, Table)
    assert texts(table) == FIRST + SECOND


def test_a_figure_printed_as_large_as_a_watermark_is_unreadable_not_dropped() -> None:
    (table,) = blocks([page(1, [["规章", ""], ["文件", "2"], ["许可", "3"]], 300, line("2023", 160, 290, 40))])
    assert isinstance(table, Table)
    (cell,) = [cell for row in table.rows for cell in row if "2023" in cell.text]
    assert cell.unreadable


def test_heads_of_columns_that_a_page_break_cut_are_joined() -> None:
    pages = [page(1, [["事项", "商业", "科研"]], 780), page(2, [["", "企业", "机构"], ["规章", "1", "2"]], 40)]
    (table,) = blocks(pages)
    assert isinstance(table, Table)
    assert [[text.replace("\n", "") for text in row] for row in texts(table)] == [
        ["事项", "商业企业", "科研机构"],
        ["规章", "1", "2"],
    ]


@pytest.mark.parametrize("stacked", [False, True])
def test_text_from_the_top_down_is_read_column_by_column_from_the_right(stacked: bool) -> None:
    written = "三本年度办理结果"
    words = [line(c, 40 - 12 * (i // 4), 100 + (0.1 * i if stacked else 11 * (i % 4))) for i, c in enumerate(written)]
    if stacked:  # some vertical fonts: every character of a column reported at one place
        words = [word._replace(x0=40, x1=50) for word in words]
    assert text_of(words) == written


def test_a_narrow_cell_of_one_character_a_line_is_read_from_the_top() -> None:
    assert text_of(line(c, 40, 100 + 12 * i) for i, c in enumerate("自然人")) == "自\n然\n人"
