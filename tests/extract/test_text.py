"""Text in the layouts that converters give, and what the samples hold."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Document, Paragraph, Table
from extract.formats import open_document

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"


def shown(document: Document) -> list[object]:
    return [
        b.text if isinstance(b, Paragraph) else [[c.text for c in row] for row in b.rows]
        for b in document.blocks
        if isinstance(b, Paragraph | Table)
    ]


GRIDS = [
    ("规章 | 0 | 0 | 0 |\n文件 | 1 | | |\n", [["规章", "0", "0", "0"], ["文件", "1", "", ""]]),
    ("| 信息 | 数 |\n|---|:-:|\n| 规章 | **3** |\n|  | 4 |", [["信息", "数"], ["规章", "3"], ["", "4"]]),
    ("| a<br>b | &nbsp; |\n| c \\| d | 4 |", [["a\nb", ""], ["c | d", "4"]]),
    ("+---+---+\n| 本 | 1 |\n| 年 |   |\n+---+---+\n| c | 2 |\n+---+---+", [["本\n年", "1"], ["c", "2"]]),
    ("┌──┬──┐\n│规章│ 3│\n├──┼──┤\n│文件│  │\n└──┴──┘", [["规章", "3"], ["文件", ""]]),
    (
        "规章\t1\t\t3\n文件\t4\t5\t6\n总计\t\t\t9",
        [["规章", "1", "", "3"], ["文件", "4", "5", "6"], ["总计", "", "", "9"]],
    ),
    ("a |\n|||\nb |\nc |\nd |\ne |\nf |\n0 |\n||\n", [["a", "", "", ""], ["b", "c", "d", "e"], ["f", "0", "", ""]]),
    (
        "信息内容          制发件数   废止件数\n规章                  13          2\n"
        "行政规范性文件         0\n规   章                            7",
        [
            ["信息内容", "制发件数", "废止件数"],
            ["规章", "13", "2"],
            ["行政规范性文件", "0", ""],
            ["规 章", "", "7"],
        ],
    ),
]

GRIDS.append(
    (
        "                 本年新      本年新\n     信息内容                       对外公开总数量\n"
        "                制作数量     公开数量\n\n      规章         13       12       524\n\n    规范性文件        60"
        "       61       368",
        [
            ["信息内容", "本年新\n制作数量", "本年新\n公开数量", "对外公开总数量"],
            ["规章", "13", "12", "524"],
            ["规范性文件", "60", "61", "368"],
        ],
    )
)


@pytest.mark.parametrize(("text", "rows"), GRIDS)
def test_rows_and_columns_that_the_text_still_shows(text, rows):
    document = open_document(f"前言\n{text}\n\n后记".encode())
    assert shown(document) == ["前言", rows, "后记"]
    assert not document.tables[0].flat


def test_one_cell_a_line_behind_a_tab():
    document = open_document("标题\n\t规章\n\t1\n\t\n\n\t文件\n\t本年\n制作\n\t0\n\n二、以下".encode())
    assert shown(document) == ["标题", [["规章", "1", ""], ["文件", "本年\n制作", "0"]], "二、以下"]
    assert document.tables[0].flat


def test_one_cell_a_line_without_a_mark_stays_paragraphs():
    assert shown(open_document("规章\n\n0\n\n1".encode())) == ["规章", "0", "1"]


def test_prose_is_no_table():
    prose = "\t一、总体情况\n\t本年度，我局坚持公开。\n\n    两格  缩进的一段。\n来源：某局 | 作者：某人"
    assert all(isinstance(block, Paragraph) for block in open_document(prose.encode()).blocks)


def test_lines_are_counted_as_in_the_file():
    document = open_document("a\r\n\r\n规章 | 0 | 1\r\n文件 | 2 | 3".encode())
    assert document.blocks[0].place.line == 1
    assert [cell.place.line for row in document.tables[0].rows for cell in row] == [3, 3, 3, 4, 4, 4]


needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/samples beside the checkout")


@needs_samples
def test_the_seed_report():
    document = open_document((SAMPLES / "xinyang-culture-2021.txt").read_bytes())
    assert [(len(t.rows), t.flat) for t in document.tables] == [(14, True), (28, True), (4, True)]
    assert [len(row) for row in document.tables[2].rows] == [2, 7, 15, 15]


@needs_samples
@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("haikou_commerce_2022.txt", [14]),
        ("heihe_meteorological_2021.txt", [14, 4]),
        ("longtian_town_2021_flat.txt", []),
        ("pre2019_annex_template_putian_2009.txt", [1]),
        ("xixian_dizhang_street_2023.txt", [7]),
        ("yuxian_transport_2023.txt", [5]),
    ],
)
def test_fragments(name, tables):
    document = open_document((SAMPLES / "fragments" / name).read_bytes())
    assert [len(table.rows) for table in document.tables] == tables


LABELS = st.sampled_from(["规章", "行政规范性文件", "（一）予以公开", "1.属于国家秘密", "总计", "a b"])
VALUES = st.sampled_from(["0", "12", "1,234", "3.5", "", "-", "251000元", "+7"])


@st.composite
def grids(draw):
    width = draw(st.integers(2, 7))
    return [[draw(LABELS), *(draw(VALUES) for _ in range(width))] for _ in range(draw(st.integers(2, 6)))]


def markdown(rows):
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def padded(text, width, wide):
    return text + " " * (width - sum(2 if wide and char > "⺀" else 1 for char in text))


def aligned(rows, wide, right):
    pad = (lambda value: f"{value:>14}") if right else (lambda value: f"  {value:<12}")
    return "\n".join(padded(row[0], 30, wide) + "".join(map(pad, row[1:])) for row in rows)


WRITERS = {
    "pipes": lambda rows: "\n".join(" | ".join(row) + " |" for row in rows),
    "markdown": markdown,
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "a rule between rows": lambda rows: "\n".join(f"+--+--+\n|{'|'.join(row)}|" for row in rows) + "\n+--+--+",
}


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=60, deadline=None)
@given(rows=grids())
def test_what_converters_write_is_read_back(name, rows):
    if name == "tabs" and all(not row[-1] for row in rows):
        rows = [[*row[:-1], "0"] for row in rows]  # a last column of blanks cannot be told from a closing tab
    document = open_document(f"前言。\n\n{WRITERS[name](rows)}\n\n后记。".encode())
    assert shown(document) == ["前言。", rows, "后记。"]


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("right", [True, False])
@settings(max_examples=60, deadline=None)
@given(rows=grids())
def test_columns_that_line_up_are_read_back_or_given_up(wide, right, rows):
    rows[0][1:] = rows[-1][1:] = [value or "0" for value in rows[0][1:]]  # two full rows show the columns
    rows = [[label, *(values if any(values) else ["0", *values[1:]])] for label, *values in rows]
    document = open_document(f"前言。\n\n{aligned(rows, wide, right)}\n\n后记。".encode())
    if document.tables[0].flat:
        rows = [[value for value in row if value] for row in rows]
    assert shown(document) == ["前言。", rows, "后记。"]
