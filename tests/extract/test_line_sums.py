"""Lines whose header or spans mislead: read where the form's own sums vouch for them, else null and a problem."""

from __future__ import annotations

import pytest

from extract.formats.html import read_text
from extract.recognition import Recognition, recognise

HEAD = """
<tr><td colspan=2 rowspan=3>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td>
<td colspan=7>申请人情况</td></tr>
<tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr>
<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>
"""
RECEIVED = "一、本年新收政府信息公开申请数量"
CARRIED = "二、上年结转政府信息公开申请数量"
COLUMNS = (
    "natural_person", "business", "research_institution", "public_interest", "legal_service",
    "other_organisation", "total",
)  # fmt: skip


def line(label: str, *values: str) -> str:
    return f"<tr><td colspan=2>{label}</td>{''.join(f'<td>{value}</td>' for value in values)}</tr>"


def read(rows: str) -> Recognition:
    return recognise(read_text(f"<html><body><p>三、收到和处理政府信息公开申请情况</p>{rows}</body></html>"))


def row(reading: Recognition, code: str) -> list[object]:
    return [next((c.value for c in reading.cells if (c.row, c.column) == (code, column)), None) for column in COLUMNS]


def codes(reading: Recognition) -> set[str]:
    return {problem.code for problem in reading.problems}


NEW = ("31", "2", "0", "1", "0", "4", "38")
MISLED = {
    "every rowspan too long": HEAD.replace("rowspan=2", "rowspan=5").replace("rowspan=3", "rowspan=6"),
    "every colspan too short": HEAD.replace("colspan=5", "colspan=4").replace("colspan=7", "colspan=6"),
}


@pytest.mark.parametrize("head", MISLED.values(), ids=MISLED)
def test_a_line_moved_by_wrong_spans_is_read_where_its_sum_holds(head: str) -> None:
    reading = read(f"<table>{head}{line(RECEIVED, *NEW)}{line(CARRIED, *'0000000')}</table>")
    assert row(reading, "new_received") == [31, 2, 0, 1, 0, 4, 38]
    assert row(reading, "carried_in") == [0] * 7


def test_a_header_may_stand_in_a_table_of_its_own() -> None:
    reading = read(
        f"<table>{HEAD}</table><table>{line(RECEIVED, *NEW)}</table><table>{line(CARRIED, *'0000000')}</table>"
    )
    assert row(reading, "new_received") == [31, 2, 0, 1, 0, 4, 38]
    assert row(reading, "carried_in") == [0] * 7


def test_without_a_header_no_sum_tells_which_part_is_which() -> None:
    reading = read(f"<table>{line(RECEIVED, *NEW)}{line(CARRIED, *'0000000')}{line(RECEIVED, *NEW)}</table>")
    assert "header.by_form" in codes(reading)
    assert all(cell.confidence < 1 for cell in reading.cells)


def test_a_number_split_over_two_cells_is_put_together_where_one_way_adds_up_and_it_is_said() -> None:
    reading = read(f"<table>{HEAD}{line(RECEIVED, '3', '1', *NEW[1:])}</table>")
    assert row(reading, "new_received") == [31, 2, 0, 1, 0, 4, 38]
    assert "value.split" in codes(reading)


def test_a_number_that_could_be_split_in_two_ways_is_null_and_a_problem() -> None:
    reading = read(f"<table>{HEAD}{line(RECEIVED, '3', '1', *NEW[1:-1], '99')}</table>")
    assert row(reading, "new_received") == [None] * 7
    assert "row.misaligned" in codes(reading)


def test_the_numbers_of_lines_and_notes_below_are_no_problem() -> None:
    numbered = "<tr><td>序号</td>" + HEAD.strip().removeprefix("<tr>")
    lines = line(RECEIVED, *NEW).replace("<tr>", "<tr><td>1</td>") + line(CARRIED, *"0000000").replace(
        "<tr>", "<tr><td>2</td>"
    )
    reading = read(f"<table>{numbered}{lines}<tr><td colspan=10>注：涉及三个部门。</td></tr></table>")
    assert row(reading, "new_received") == [31, 2, 0, 1, 0, 4, 38]
    assert codes(reading) <= {"row.missing", "table.missing", "form.unknown"}


def test_a_stage_may_stand_in_brackets_behind_its_heading() -> None:
    results = "".join(f"<td>{word}</td>" for word in ("类别", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    stages = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
    rows = "".join(f"<tr><td>{stage}</td>{'<td>1</td>' * 4}<td>4</td></tr>" for stage in stages)
    reading = read(f"<table><tr>{results}</tr>{rows}</table>")
    assert [cell.value for cell in reading.cells if cell.column == "total"] == [4, 4, 4]


@pytest.mark.parametrize("at", range(1, 7))
@pytest.mark.parametrize("values", [("2", "", "", "", "", "", ""), ("", "", "2", "", "1", "", ""), tuple("1100002")])
@pytest.mark.parametrize("first", [True, False])
def test_a_cell_too_many_within_a_line_moves_no_figure_in_silence(
    at: int, values: tuple[str, ...], first: bool
) -> None:
    moved = line(RECEIVED, *values[:at], "", *values[at:])
    lines = [moved, line(CARRIED, *"0000000")] if first else [line(CARRIED, *"0000000"), moved]
    reading = read(f"<table>{HEAD}{''.join(lines)}</table>")
    right = [int(value) if value else None for value in values]
    flagged = codes(reading) & {"row.misaligned", "value.split", "label.unknown"}
    for value, meant in zip(row(reading, "new_received"), right, strict=True):
        assert value == meant or (value is None and flagged)


def test_a_blank_cell_behind_every_line_moves_nothing() -> None:
    reading = read(f"<table>{HEAD}{line(RECEIVED, *NEW, '')}{line(CARRIED, '2', '', '', '', '', '', '2', '')}</table>")
    assert row(reading, "new_received") == [31, 2, 0, 1, 0, 4, 38]
    assert row(reading, "carried_in") == [2, None, None, None, None, None, 2]
