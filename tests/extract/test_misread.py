"""Labels that a recogniser misread: which are put right, and which are left to be a problem."""

from __future__ import annotations

import pytest

from extract.document import Cell, Document, Place, Table
from extract.misread import with_labels_mended

MENDED = [
    ("4.尤正当理由大量反复申请", "4.无正当理由大量反复申请"),
    ("3.危及“安全一稳定”", "3.危及“三安全一稳定”"),
    ("结果维\n特", "结果维持"),
    ("其他结\n米", "其他结果"),
    ("尚末审结", "尚未审结"),
    ("第：十条第（五）项", "第二十条第（五）项"),
    ("一、本年新收政府信息公开中请数量", "一、本年新收政府信息公开申请数量"),
    ("行政事业性收4", "行政事业性收费"),
]
LEFT = [
    "第二十条第（人）项",  # may be 一, 五, 六 or 八
    "行政",
    "总F",  # 总计 or 总数
    "行政处",  # 行政处罚, and just as near to others
    "联系人",
    "2.其他",
    "公开渠道",
    "其他结果\n2",  # a figure is not to be lost with its label
    "12",
]


def document(text: str, confidence: float) -> Document:
    cell = Cell(text, 0, 0, place=Place(page=1, bbox=(0, 0, 9, 9)), confidence=confidence)
    return Document("application/pdf", [Table([[cell]])])


@pytest.mark.parametrize(("read", "meant"), MENDED)
def test_a_label_that_can_be_only_one_is_put_right_and_named(read: str, meant: str) -> None:
    found = with_labels_mended(document(read, 0.7))
    assert [cell.text for cell in found.tables[0].rows[0]] == [meant]
    assert [problem.code for problem in found.problems] == ["label.misread"]
    assert found.problems[0].place == found.tables[0].rows[0][0].place


@pytest.mark.parametrize("read", LEFT)
def test_what_may_be_several_or_none_is_left(read: str) -> None:
    given = document(read, 0.7)
    assert with_labels_mended(given) is given


@pytest.mark.parametrize(("read", "meant"), MENDED)
def test_text_that_was_not_recognised_is_never_changed(read: str, meant: str) -> None:
    given = document(read, 1.0)
    assert with_labels_mended(given) is given


HEAD = ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
ROWS = ["5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项"]


def table(head: list[str], labels: list[str], confidence: float = 0.8) -> Document:
    lines = [head, *([label, *"1000001"] for label in labels)]
    rows = [
        [Cell(text, r, c, place=Place(page=1, row=r, cell=c), confidence=confidence) for c, text in enumerate(line)]
        for r, line in enumerate(lines)
    ]
    return Document("application/pdf", [Table(rows)])


def changed(given: list[str], at: int, text: str) -> list[str]:
    return [*given[:at], text, *given[at + 1 :]]


@pytest.mark.parametrize(("column", "read"), [(1, "人"), (3, "机"), (6, "甘他"), (7, "忌"), (4, "社织")])
def test_a_head_between_its_neighbours_is_told_by_them(column: int, read: str) -> None:
    found = with_labels_mended(table(changed(HEAD, column, read), ROWS))
    assert [cell.text for cell in found.tables[0].rows[0]] == HEAD
    assert [problem.code for problem in found.problems] == ["label.misread"]


def test_the_heads_of_stages_begin_anew() -> None:
    stage = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    found = with_labels_mended(table([*stage[:4], "忌", *stage], []))
    assert [cell.text for cell in found.tables[0].rows[0]] == [*stage, *stage]


def test_the_label_of_a_row_between_its_neighbours_is_told_by_them() -> None:
    found = with_labels_mended(table(HEAD, changed(ROWS, 2, "7.禹丁行改执去案卷")))
    assert [row[0].text for row in found.tables[0].rows[1:]] == ROWS


@pytest.mark.parametrize("read", ["其中：本级部门新增的一类情形", "", "属于其他单位的另一个统计事项"])
def test_a_row_of_ones_own_between_two_of_the_form_is_left(read: str) -> None:
    found = with_labels_mended(table(HEAD, changed(ROWS, 2, read)))
    assert found.tables[0].rows[3][0].text == read


def test_a_row_that_was_left_out_is_not_made_up() -> None:
    given = table(HEAD, [ROWS[0], ROWS[3]])
    assert with_labels_mended(given) is given


def test_text_that_was_not_recognised_is_not_told_by_its_neighbours() -> None:
    given = table(changed(HEAD, 3, "机"), changed(ROWS, 2, "7.禹丁行改执去案卷"), confidence=1.0)
    assert with_labels_mended(given) is given


def test_a_label_is_not_put_right_to_one_that_stands_elsewhere_in_its_form() -> None:
    labels = ["1.属于国家秘密", "禁正公开", "3.危及“三安全一稳定”"]  # 部分公开 stands two rows above them
    given = table(HEAD, labels, confidence=0.5)
    assert with_labels_mended(given) is given
    found = with_labels_mended(table(HEAD, ["（一）予以公开", "部分公升", labels[0]], confidence=0.5))
    assert found.tables[0].rows[2][0].text.startswith("部分公开")


def test_a_dash_among_the_figures_is_not_the_label_of_its_row() -> None:
    given = table(HEAD, ROWS)
    row = given.tables[0].rows[3]
    row[0].text, row[1].text, row[2].text = "7.属于行政执法案卷", "—", "ó"
    assert with_labels_mended(given) is given


def test_the_first_and_the_last_row_are_told_by_the_one_beside_them() -> None:
    labels = ["一、本年新收以府后忌△并中旧奴量", "二、上年结转政府信息公开申请数量"]
    found = with_labels_mended(table(HEAD, labels))
    assert found.tables[0].rows[1][0].text == "一、本年新收政府信息公开申请数量"
    assert with_labels_mended(table(HEAD, ["乙", labels[1]])).tables[0].rows[1][0].text == "乙"
