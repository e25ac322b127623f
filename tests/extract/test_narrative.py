"""Counts stated in the text, and the check of text against table."""

import pytest

from extract.document import Place
from extract.narrative import narrative_checks, stated_counts
from extract.report import CellReading, Section

R, C, D = "applications_received", "applications_concluded", "carried_out"
STATED = [
    ("2023年，我局共收到政府信息公开申请12件，均按时答复。", [(R, 12)]),
    ("全年共受理依申请公开政府信息申请１，２３４件。", [(R, 1234)]),
    ("我局收到12件政府信息公开申请。", [(R, 12)]),
    ("2023年收到信息公开申请 15 件，上年结转2件，办结16件，结转下年度继续办理1件。",
     [(R, 15), ("carried_in", 2), (D, 1), (C, 16)]),
    ("市政府办公厅代表市政府共受理政府信息公开申请859件，答复政府信息公开申请805件。", [(R, 859), (C, 805)]),
    ("因政府信息公开被申请行政复议134件，提起行政诉讼57件。", [("reconsiderations", 134), ("litigations", 57)]),
    ("信息公开类行政复议7件，诉讼9件。", [("reconsiderations", 7), ("litigations", 9)]),
    ("本年度未收到政府信息公开申请。", [(R, 0)]),
    ("2023年我局没有因政府信息公开引起的行政复议、行政诉讼。", [("reconsiderations", 0), ("litigations", 0)]),
    ("收到政府信息公开申请20件（含上年结转3件）。", [("carried_in", 3)]),
    ("2023年收到依申请公开12件，3件申请结转至2024年。", [(R, 12), (D, 3)]),
    ("有3件申请结转至下年度。", [(D, 3)]),
]  # fmt: skip
NOT_STATED = [
    "2022年收到政府信息公开申请10件，2023年有所增加。",
    "2022年度共收到依申请公开申请9件，2023年共收到依申请公开申请11件。",
    "2022年未收到政府信息公开申请。",
    "区政府本级收到政府信息公开申请20件。",
    "其中通过网络收到政府信息公开申请8件。",
    "收到政府信息公开申请较上年增加5件。",
    "共收到政府信息公开申请100余件。",
    "上年结转资金3件。",
    "全年办理行政复议案件230件。",
    "政府信息公开行政复议、行政诉讼共3件。",
    "收到群众来信12件，办结人大建议30件。",
    "政府信息公开行政复议维持3件，纠正1件。",
    "主动公开政府信息63条。",
    "下属单位收到政府信息公开申请4件。",
]


def section(text, number=1):
    return Section(number, "总体情况", "2023年，我局认真工作。" + text)


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_counts_stated_in_the_text(text, expected):
    found = stated_counts([section(text)])
    assert sorted((s.indicator, s.value) for s in found) == sorted(expected)
    assert all(s.section == 1 and s.sentence for s in found)


@pytest.mark.parametrize("text", NOT_STATED)
def test_numbers_of_something_else_are_left_alone(text):
    assert stated_counts([section(text)]) == []


def cell(table, row, column, value, confidence=1.0):
    status = "blank" if value is None else "number"
    return CellReading(table, row, column, value, str(value), status, Place(), confidence)


def disputes(reconsideration, direct=0, after=0):
    rows = {
        "reconsideration": reconsideration,
        "litigation_direct": direct,
        "litigation_after_reconsideration": after,
    }
    return [cell("disputes", row, "total", value) for row, value in rows.items()]


def one(text, cells):
    return [(c.rule, c.status, c.left, c.right, c.cause) for c in narrative_checks([section(text, 4)], cells)]


def test_text_and_table_that_differ():
    assert one("被申请行政复议134件，提起行政诉讼57件。", disputes(170, 60, 17)) == [
        ("narrative.reconsiderations", "fail", 134, 170, "source"),
        ("narrative.litigations", "fail", 57, 77, "source"),
    ]


def test_text_and_table_that_agree():
    assert one("被申请行政复议7件。", disputes(7)) == [("narrative.reconsiderations", "pass", 7, 7, None)]
    cells = [cell("applications", "new_received", "total", 12)]
    assert one("收到政府信息公开申请12件。", cells) == [("narrative.applications_received", "pass", 12, 12, None)]


def test_a_blank_or_missing_figure_is_not_checked():
    assert one("被申请行政复议7件。", disputes(None)) == [("narrative.reconsiderations", "not_checked", 7, None, None)]
    cells = [cell("applications", "carried_in", "total", 1)]
    assert one("被申请行政复议7件。", cells) == [("narrative.reconsiderations", "not_checked", 7, None, None)]


def test_an_uncertain_figure_may_be_our_reading():
    cells = [cell("applications", "new_received", "total", 12, confidence=0.8)]
    assert one("收到政府信息公开申请13件。", cells)[0][4] == "reading"


def test_several_numbers_agree_or_stay_open():
    text = "收到政府信息公开申请12件。经统计收到政府信息公开申请14件。"
    assert one(text, [cell("applications", "new_received", "total", 14)])[0][1] == "pass"
    assert one(text, [cell("applications", "new_received", "total", 13)])[0][1:4] == ("not_checked", None, 13)


def test_a_report_without_figures_or_statements_has_no_checks():
    assert narrative_checks([section("收到政府信息公开申请12件。")], []) == []
    assert one("没有统计。", disputes(1)) == []


def test_the_older_form_has_its_own_rows():
    cells = [cell("statistics", "applications_received", "value", 12)]
    assert one("收到政府信息公开申请12件。", cells) == [("narrative.applications_received", "pass", 12, 12, None)]
