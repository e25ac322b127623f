"""Tables of text held by blanks: wrapped labels, page breaks, blank cells; a figure is right or it is missing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.formats.text import read_text
from extract.recognition import recognise
from tests.extract.typed_pages import Typing, typed

HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
COLUMNS = ("natural_person", "business", "research_institution", "public_interest", "legal_service",
           "other_organisation", "total")  # fmt: skip
LABELS = {
    "new_received": ("", "一、本年新收政府信息公开申请数量"),
    "carried_in": ("", "二、上年结转政府信息公开申请数量"),
    "denied_state_secret": ("（三）不予公开", "1.属于国家秘密"),
    "denied_prohibited_by_law": ("", "2.其他法律行政法规禁止公开"),
    "denied_administrative_query": ("", "8.属于行政查询事项"),
    "unavailable_not_held": ("（四）无法提供", "1.本机关不掌握相关政府信息"),
    "unavailable_unclear": ("", "3.补正后申请内容仍不明确"),
    "other_not_corrected": ("（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    "carried_out": ("", "四、结转下年度继续办理"),
}
TITLE = "三、收到和处理政府信息公开申请情况"


def figures(lines: list[str]) -> dict[tuple[str, str], object]:
    """The figures of the applications table that stands in these lines under its title."""
    found = recognise(read_text("\n".join([TITLE, "", *lines])))
    return {(cell.row, cell.column): cell.value for cell in found.cells if cell.table == "applications"}


def table(values: list[list[int | None]], typing: Typing) -> list[str]:
    return typed(HEADS, [(*LABELS[code], row) for code, row in zip(LABELS, values, strict=True)], typing)


def wanted(values: list[list[int | None]]) -> dict[tuple[str, str], object]:
    return {(code, c): v for code, row in zip(LABELS, values, strict=True) for c, v in zip(COLUMNS, row, strict=True)}


NUMBERED = [[10 * r + c for c in range(7)] for r in range(len(LABELS))]


@pytest.mark.parametrize("typing", [
    Typing(),
    Typing(wide=False),
    Typing(figures_at="middle", align="middle"),
    Typing(figures_at="foot", align="right", label=5),
    Typing(label=4, heading=3, spaced=True),
    Typing(label=40, heading=8, spaced=False, indent=3),
    Typing(label=12, spaced=False, figures_at="middle"),
], ids=str)  # fmt: skip
def test_wrapped_labels_are_put_together_beside_their_figures(typing: Typing) -> None:
    assert figures(table(NUMBERED, typing)) == wanted(NUMBERED)


def test_a_page_break_moves_the_columns_and_cuts_a_label() -> None:
    lines = table(NUMBERED, Typing(label=6, wide=False))
    at = next(n for n, line in enumerate(lines) if "1.申请人" in line) + 2
    moved = [line.replace("   ", "     ") for line in lines[at:]]
    assert figures([*lines[:at], "", "\f", *moved]) == wanted(NUMBERED)


def test_a_column_without_any_figure_keeps_its_place() -> None:
    values = [[None if c == 3 else 10 * r + c for c in range(7)] for r in range(len(LABELS))]
    found = figures(table(values, Typing(label=12)))
    assert found == wanted(values)


def test_figures_on_no_columns_are_not_guessed() -> None:
    lines = ["自然人  商业企业  科研机构  社会公益组织  法律服务机构  其他  总计"]
    lines += ["一、本年新收政府信息公开申请数量  1  2  3", "二、上年结转政府信息公开申请数量    4     5  6"]
    assert set(figures(lines).values()) <= {None}


@given(
    values=st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 4000)), min_size=7, max_size=7),
        min_size=len(LABELS), max_size=len(LABELS),
    ),
    typing=st.builds(
        Typing, heading=st.integers(3, 8), label=st.integers(4, 40), wide=st.booleans(),
        figures_at=st.sampled_from(["top", "middle", "foot"]), align=st.sampled_from(["left", "right", "middle"]),
        indent=st.integers(0, 9), spaced=st.just(True),
    ),
)  # fmt: skip
@settings(max_examples=30, deadline=None)
def test_no_figure_is_read_in_a_wrong_place(values: list[list[int | None]], typing: Typing) -> None:
    expected = wanted(values)
    for key, value in figures(table(values, typing)).items():
        assert value is None or value == expected.get(key), (key, value, expected.get(key))


@pytest.mark.parametrize(("text", "row", "values"), [
    ("规章 0 38 2", "rules", [0, 38, 2]),
    ("规章\n0 38 2", "rules", [0, 38, 2]),
    ("行政\n规范\n性文\n件\n60 0 11", "normative_documents", [60, 0, 11]),
    ("规章 12 —", "rules", [None, None, None]),
])  # fmt: skip
def test_single_blanks_keep_known_cells_apart(text: str, row: str, values: list[int | None]) -> None:
    lines = f"信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n{text}\n第二十条第（五）项\n行政许可\n3"
    found = recognise(read_text(lines))
    assert [cell.value for cell in found.cells if cell.row == row] == values


def test_rows_of_pipes_without_the_cells_under_spans_are_read_in_order() -> None:
    lines = [
        "| （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | | | 申请人情况 | | | |",
        "| 自然人 | 法人或其他组织 | | | 总计 |",
        "| 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |",
    ]
    for code, row in zip(LABELS, NUMBERED, strict=True):
        heading, label = LABELS[code]
        blanks = ["", ""] if not heading and label[0] in "一二四" else []
        lines.append("| " + " | ".join([*([heading] if heading else []), label, *blanks, *map(str, row)]) + " |")
    assert figures(lines) == wanted(NUMBERED)


def test_a_clause_between_rows_of_pipes_is_no_part_of_a_cell() -> None:
    head = "信息内容 | 本年处理决定数量\n"
    text = f"{head}行政许可 | 3\n第二十条第（六）项\n{head}行政处罚 | 4\n行政强制 | 5"
    found = recognise(read_text(text))
    assert {cell.row: cell.value for cell in found.cells} == {
        "administrative_licensing": 3, "administrative_penalty": 4, "administrative_compulsion": 5,
    }  # fmt: skip
