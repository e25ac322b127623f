"""The six sections of a report (or the older seven), cut at their headings."""

from pathlib import Path

import pytest

from extract.document import Cell, Document, Paragraph, Table
from extract.sections import cut

SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "samples" / "xinyang-culture-2021.txt"


def page(*lines):
    blocks = [line if isinstance(line, Table) else Paragraph(line) for line in lines]
    return Document("text/html", blocks)


def numbers(document):
    return [section.number for section in cut(document)]


TABLE = Table([[Cell("规章", 0, 0), Cell("三、不是标题", 0, 1)]])


def test_the_six_sections_with_their_text_and_without_the_tables():
    sections = cut(
        page(
            "青泽市财政局2023年政府信息公开工作年度报告",
            "本报告包括：总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等。",
            "一、总体情况", "2023年，我局……", "（一）主动公开情况。全年公开63条。", "（二）依申请公开情况",
            "二、主动公开政府信息情况", TABLE,
            "三、收到和处理政府信息公开申请情况", TABLE,
            "四、政府信息公开行政复议、行政诉讼情况", TABLE,
            "五、存在的主要问题及改进情况", "一是人员不足。", "二是渠道不多。",
            "六、其他需要报告的事项", "无其他事项。", "打印本页 关闭",
        )
    )  # fmt: skip
    assert [section.number for section in sections] == [1, 2, 3, 4, 5, 6]
    assert sections[0].heading == "总体情况"
    assert sections[0].text == "2023年，我局……\n（一）主动公开情况。全年公开63条。\n（二）依申请公开情况"
    assert sections[1].text == ""
    assert sections[4].text == "一是人员不足。\n二是渠道不多。"
    assert sections[5].text == "无其他事项。"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("一、总体情况", 1), ("一 总体情况", 1), ("一.总体情况", 1), ("一、 概述", 1), ("第一部分 总体情况", 1),
        ("二、主动公开政府信息情况", 2), ("二、政府信息主动公开情况", 2), ("2、主动公开政府信息的情况", 2),
        ("三、收到和处理政府信息公开申请情况", 3), ("三、政府信息依申请公开办理情况", 3),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", 4), ("四、政府信息公开行政复议和行政诉讼情况", 4),
        ("四、行政复议、行政诉讼的情况", 4),
        ("五、政府信息公开工作存在的主要问题及改进情况", 5), ("五、存在问题及下一步改进措施", 5),
        ("五、主要问题及改进措施", 5),
        ("6、 其他需要报告的事项", 6), ("六、其它需要报告的事项", 6), ("六、需要说明的其他事项", 6),
        ("存在的主要问题及改进情况", 5), ("、其他需要报告的事项", 6), ("五、 存在 的主要问题及改进情况", 5),
        ("四、其他需要报告的事项。", 6), ("【六、其他需要报告的事项】", 6), ("六﹑其他需要报告的事项", 6),
    ],
)  # fmt: skip
def test_headings_in_many_wordings(line, number):
    sections = cut(page("概述", "在前面的一段。", line, "正文")) if number != 1 else cut(page(line, "正文"))
    assert sections[-1].number == number
    assert sections[-1].text == "正文"


@pytest.mark.parametrize(
    "line",
    [
        "报告主要包括：总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况。",
        "（一）主动公开情况",
        "总体情况良好，主动公开政府信息情况正常，",
        "一是存在的主要问题及改进情况",
        "2023年主动公开政府信息63条。",
    ],
)
def test_lines_that_are_no_headings(line):
    assert numbers(page("一、总体情况", line, "二、主动公开政府信息情况")) == [1, 2]


def test_a_heading_with_its_text_on_the_same_line():
    sections = cut(page("一、总体情况。2023年，我局认真贯彻条例。", "六、其他需要报告的事项：无"))
    assert [(s.number, s.heading, s.text) for s in sections] == [
        (1, "总体情况", "2023年，我局认真贯彻条例。"),
        (6, "其他需要报告的事项", "无"),
    ]


def test_a_numeral_on_a_line_of_its_own():
    lines = ["一、", "总体情况", "正文", "三、", "收到和处理政府信息公开申请情况", "正文"]
    assert [(s.number, s.text) for s in cut(page(*lines))] == [(1, "正文"), (3, "正文")]


def test_text_run_into_its_heading():
    sections = cut(page("一、总体情况2023年，我局认真贯彻条例。", "六、其他需要报告的事项"))
    assert (sections[0].heading, sections[0].text) == ("总体情况", "2023年，我局认真贯彻条例。")


def test_a_heading_broken_over_two_lines():
    sections = cut(page("一、总体情况", "正文", "四、因政府信息公开工作被申请行政复议、提起行政诉讼", "情况", "没有。"))
    assert [(s.number, s.text) for s in sections] == [(1, "正文"), (4, "没有。")]


def test_the_older_seven_sections():
    document = page(
        "一、概述", "甲", "二、主动公开政府信息的情况", "乙", "三、依申请公开政府信息办理情况", "丙",
        "四、政府信息公开的收费及减免情况", "丁", "五、因政府信息公开申请行政复议、提起行政诉讼的情况", "戊",
        "六、政府信息公开工作存在的主要问题及改进情况", "己", "七、需要说明的其他事项", "庚",
    )  # fmt: skip
    assert numbers(document) == [1, 2, 3, None, 4, 5, 6]


def test_an_unknown_heading_that_goes_on_counting_is_a_section_without_number():
    document = page("一、概述", "甲", "二、政府信息公开机构和人员", "乙", "三、依申请公开情况", "丙")
    assert [(s.number, s.heading) for s in cut(document)][1] == (None, "政府信息公开机构和人员")


def test_a_list_inside_a_section_stays_there():
    document = page("五、存在的主要问题及改进情况", "一、人员不足", "二、渠道不多", "六、其他需要报告的事项", "无")
    assert numbers(document) == [5, 6]


def test_a_table_of_contents_is_not_the_report():
    contents = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    sections = cut(page(*contents, *[line for title in contents for line in (title, "正文")]))
    assert [(s.number, s.text) for s in sections] == [(1, "正文"), (2, "正文"), (3, "正文")]


def test_a_report_that_stands_on_the_page_twice_is_cut_once():
    report = [
        "一、总体情况", "甲", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
        "四、行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "乙", "六、其他需要报告的事项", "无。",
    ]  # fmt: skip
    assert cut(page(*report, *report)) == cut(page(*report))


def test_an_article_inside_a_layout_table():
    article = "\n".join(["一、总体情况", "很长的正文。" * 40, "二、主动公开政府信息情况"])
    assert numbers(page(Table([[Cell("左栏", 0, 0), Cell(article, 0, 1)]]))) == [1, 2]


def test_a_page_without_headings_has_no_sections():
    assert cut(page("青泽市召开会议", "1、会议传达了精神", "2、会议要求")) == []


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample reports (../shared) are not here")
def test_the_sample_report():
    document = page(*SAMPLE.read_text(encoding="utf-8").splitlines())
    sections = cut(document)
    assert [section.number for section in sections] == [1, 2, 3, 4, 5, 6]
    assert sections[0].text.startswith("本年度，我局坚持")
