"""Layouts seen in the wild, drawn by hand: ``|`` parts cells, ``^2.3`` spans two rows and three columns."""

from __future__ import annotations

from decimal import Decimal

from extract.document import Block, Document, Paragraph, Table
from extract.recognition import Recognition, recognise
from extract.report import Value
from tests.extract.generator import Rows, grid_table

HEAD = """（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）^3.3|申请人情况^1.7
自然人^2.1|法人或其他组织^1.5|总计^2.1
商业企业|科研机构|社会公益组织|法律服务机构|其他
"""
FIVE = "结果维持|结果纠正|其他结果|尚未审结|总计"
FIVE_TALL = FIVE.replace("|", "^2.1|") + "^2.1"


def drawn(text: str) -> Table:
    rows: Rows = []
    for line in text.strip("\n").splitlines():
        row = []
        for part in line.split("|"):
            words, _, spans = part.strip().partition("^")
            rowspan, colspan = map(int, spans.split(".")) if spans else (1, 1)
            row.append((words, rowspan, colspan))
        rows.append(row)
    return grid_table(rows)


def reading(*parts: str) -> Recognition:
    """Tables as drawn; a part without ``|`` is a paragraph."""
    blocks: list[Block] = [drawn(part) if "|" in part else Paragraph(part) for part in parts]
    return recognise(Document("text/html", blocks))


def values(found: Recognition, table: str) -> dict[str, list[Value]]:
    rows: dict[str, list[Value]] = {}
    for cell in found.cells:
        if cell.table == table:
            rows.setdefault(cell.row, []).append(cell.value)
    return rows


def codes(found: Recognition) -> set[str]:
    return {problem.code for problem in found.problems} - {"table.missing", "row.missing", "form.unknown"}


def test_header_words_split_over_two_rows() -> None:
    found = reading("信息内容|本年新|本年新|对外公开\n|制作数量|公开数量|总数量\n规章|1|2|3")
    assert [(c.column, c.value) for c in found.cells] == [("made", 1), ("published", 2), ("public_total", 3)]
    assert not codes(found)


def test_a_label_before_the_line_of_disputes() -> None:
    found = reading(
        f"|行政复议^1.5|行政诉讼^1.10\n|{FIVE_TALL}|未经复议直接起诉^1.5|复议后起诉^1.5\n|{FIVE}|{FIVE}\n"
        f"件数|{'|'.join(map(str, range(15)))}"
    )
    assert values(found, "disputes") == {
        "reconsideration": [0, 1, 2, 3, 4],
        "litigation_direct": [5, 6, 7, 8, 9],
        "litigation_after_reconsideration": [10, 11, 12, 13, 14],
    }
    assert codes(found) == {"label.unknown"}


def test_stages_named_above_their_tables() -> None:
    found = reading("行政复议", f"{FIVE}\n1|2|3|4|10", "未经复议直接起诉", f"{FIVE}\n1|2|3|4|5")
    assert values(found, "disputes") == {"reconsideration": [1, 2, 3, 4, 10], "litigation_direct": [1, 2, 3, 4, 5]}


def test_the_total_printed_first() -> None:
    found = reading(
        "|总计^2.1|自然人^2.1|法人或其他组织^1.5\n|商业企业|科研机构|社会公益组织|法律服务机构|其他\n"
        "一、本年新收政府信息公开申请数量|21|1|2|3|4|5|6"
    )
    assert {c.column: c.value for c in found.cells}["total"] == 21
    assert {c.column: c.value for c in found.cells}["other_organisation"] == 6


ROWS = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理"]


def test_a_table_without_a_header_is_read_as_the_form_prints_its_rows_and_it_is_said() -> None:
    found = reading("\n".join(f"{row}|1|2|3|4|5|6|21" for row in ROWS))
    assert values(found, "applications")["carried_in"] == [1, 2, 3, 4, 5, 6, 21]
    assert "header.by_form" in codes(found)
    assert all(cell.confidence < 1 for cell in found.cells)


def test_a_table_without_a_header_is_not_read_where_its_cells_are_not_as_many_as_the_form_has() -> None:
    found = reading("\n".join(f"{row}|1|2|3|4|5|15" for row in ROWS))
    assert not found.cells
    assert codes(found) == {"header.missing", "number.unclaimed"}


def test_figures_of_the_2014_form_by_place() -> None:
    found = reading(
        "统计指标^2.1|单位^2.1|统计数^1.3\n合计|市本级|县区\n一、主动公开情况||||\n"
        "（一）主动公开政府信息数|条|10|4|6\n其中：主动公开规范性文件数|条|3|1|2"
    )
    assert values(found, "statistics") == {"disclosed": [10], "disclosed_normative_documents": [3]}
    assert codes(found) == {"label.unknown", "number.unclaimed"}


def test_lines_of_the_2014_form_beside_the_line_they_belong_to() -> None:
    found = reading(
        "统计指标^1.2|单位|统计数\n四、行政复议数量^4.1|合计|件|6\n（一）维持具体行政行为数|件|1\n（二）被依法纠错数|件|2\n"
        "（三）其他情形数|件|3\n五、行政诉讼数量^4.1||件|7\n（一）维持具体行政行为或者驳回原告诉讼请求数|件|1\n"
        "（二）被依法纠错数|件|2\n（三）其他情形数|件|4"
    )
    assert [c.value for c in found.cells] == [6, 1, 2, 3, 7, 1, 2, 4]
    assert values(found, "statistics")["litigations_corrected"] == [2]


def test_the_same_label_under_a_parent_that_was_left_out_is_ambiguous() -> None:
    found = reading("统计指标|单位|统计数\n六、举报投诉数量|件|1\n（二）被依法纠错数|件|2")
    assert values(found, "statistics") == {"complaints": [1]}
    assert codes(found) == {"label.ambiguous", "number.unclaimed"}


def test_clauses_side_by_side() -> None:
    found = reading(
        "第二十条第（五）项^1.2|第二十条第（六）项^1.2\n信息内容|本年处理决定数量|信息内容|本年处理决定数量\n"
        "行政许可|9|行政处罚|38\n||行政强制|1"
    )
    assert values(found, "proactive_disclosure") == {
        "administrative_licensing": [9],
        "administrative_penalty": [38],
        "administrative_compulsion": [1],
    }
    assert not codes(found)


def test_the_proactive_table_turned_on_its_side() -> None:
    found = reading("信息内容|规章|行政规范性文件\n本年制发件数|1|2\n本年废止件数|3|4\n现行有效件数|5|6")
    assert values(found, "proactive_disclosure") == {"rules": [1, 3, 5], "normative_documents": [2, 4, 6]}


def test_words_of_the_forms_in_a_table_of_another_kind() -> None:
    found = reading("事项|办件量|办结率\n行政许可|5|100\n行政处罚|7|90")
    assert not found.cells


def test_a_column_that_the_form_does_not_have() -> None:
    head = HEAD.replace("申请人情况^1.7", "申请人情况^1.8").replace("总计^2.1", "总计^2.1|增长率^2.1")
    found = reading(head + "一、本年新收政府信息公开申请数量^1.3|1|2|3|4|5|6|21|9")
    assert values(found, "applications") == {"new_received": [1, 2, 3, 4, 5, 6, 21]}
    assert codes(found) == {"label.unknown", "number.unclaimed"}


def test_headings_on_lines_of_their_own() -> None:
    found = reading(
        HEAD
        + "三、本年度办理结果^7.1|（三）不予公开^1.2|||||||\n|1.属于国家秘密|1|0|0|0|0|0|1\n（六）其他处理^1.2|||||||\n"
        "|3.其他|2|0|0|0|0|0|2\n（七）总计^1.2|3|0|0|0|0|0|3"
    )
    rows = values(found, "applications")
    assert list(rows) == ["denied_state_secret", "other_remaining", "concluded_total"]
    assert rows["other_remaining"] == [2, 0, 0, 0, 0, 0, 2]
    assert found.form == "2021"


def test_a_sum_beside_the_heading_of_rows_is_not_counted_with_them() -> None:
    found = reading(
        HEAD + "（六）其他处理^1.3|3|0|0|0|0|0|3\n1.申请人无正当理由逾期不补正^1.3|1|0|0|0|0|0|1\n"
        "2.申请人逾期未按收费通知要求缴纳费用^1.3|2|0|0|0|0|0|2"
    )
    assert list(values(found, "applications")) == ["other_not_corrected", "other_fee_unpaid"]
    assert "number.unclaimed" in codes(found)


def test_other_alone_is_ambiguous() -> None:
    found = reading(HEAD + "一、本年新收政府信息公开申请数量^1.3|1|2|3|4|5|6|21\n其他^1.3|1|2|3|4|5|6|21")
    assert list(values(found, "applications")) == ["new_received"]
    assert codes(found) == {"label.ambiguous", "number.unclaimed"}


def test_the_same_cell_twice() -> None:
    found = reading(*(HEAD + f"一、本年新收政府信息公开申请数量^1.3|1|2|3|4|5|{n}|21" for n in (6, 6, 7)))
    assert values(found, "applications") == {"new_received": [1, 2, 3, 4, 5, None, 21]}
    assert codes(found) == {"cell.conflict"}


def test_a_line_with_a_cell_too_few() -> None:
    found = reading(HEAD + "一、本年新收政府信息公开申请数量^1.3|1|2|3|4|5|6")
    assert values(found, "applications") == {"new_received": [None] * 7}
    assert {"row.misaligned", "number.unclaimed"} <= codes(found)


def test_an_amount_in_the_unit_of_its_header() -> None:
    found = reading("信息内容|本年收费金额（单位：元）\n行政事业性收费|12345.67")
    assert [c.value for c in found.cells] == [Decimal("1.234567")]


def test_an_amount_without_any_unit_is_10k_yuan_and_said() -> None:
    found = reading("信息内容|采购项目数量|采购总金额\n政府集中采购|3|12.5")
    assert [c.value for c in found.cells] == [3, Decimal("12.5")]
    assert codes(found) == {"unit.assumed"}


def test_an_empty_template_is_a_report_of_nulls() -> None:
    found = reading(
        "第二十条第（一）项^1.4\n信息内容|本年制发件数|本年废止件数|现行有效件数\n规章|||\n行政规范性文件|||",
        f"行政复议^1.5|行政诉讼^1.10\n{FIVE_TALL}|未经复议直接起诉^1.5|复议后起诉^1.5\n{FIVE}|{FIVE}\n" + "|" * 14,
    )
    assert values(found, "proactive_disclosure") == {"rules": [None] * 3, "normative_documents": [None] * 3}
    assert len(values(found, "disputes")) == 3
    assert {cell.status for cell in found.cells} == {"blank"}
    assert found.form == "2021"


def test_a_huge_table_of_other_words_takes_no_time() -> None:
    head = "信息内容|本年制发件数|本年废止件数|现行有效件数\n规章|1|2|3\n"
    found = reading(head + "\n".join(f"某种未知的事项第{n}号公开情况说明|{n}|2|3" for n in range(3000)))
    assert values(found, "proactive_disclosure") == {"rules": [1, 2, 3]}
    assert "problems.limit" in codes(found)
    assert len(found.problems) < 300
