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
