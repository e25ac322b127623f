"""Who reported, for which year and when: from invented pages, and from what real ones offer."""

import csv
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.regions import is_within
from extract.document import Cell, Document, Paragraph, Picture, Table
from extract.metadata import describe
from extract.narrative import stated_counts
from extract.report import Context, Section

REAL = Path(__file__).resolve().parents[3] / "shared" / "portals" / "titles.tsv"
SECTIONS = [
    "一、总体情况", "我局认真贯彻条例。", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "人员不足。",
    "六、其他需要报告的事项", "无。",
]  # fmt: skip
FBTIME = {"url": "http://q.cn/x.jsp?fbtime=2021"}
KEYS = ["title", "pubdate", "siteidcode", "发布机构", "url", "breadcrumb"]
PERIOD = "本报告所列数据的统计期限自{0}年1月1日起至{0}年12月31日止。"


def page(*lines, tags=None, headings=(), sections=SECTIONS):
    blocks = [Paragraph(line, heading=True) for line in headings]
    blocks += [line if not isinstance(line, str) else Paragraph(line) for line in (*lines, *sections)]
    return Document("text/html", blocks, dict(tags or {}))


def read(document, tables=True, **context):
    return describe(document, Context(**context), "filled" if tables is True else tables or "none")


def codes(found):
    return [problem.code for problem in found.problems]


def test_a_plain_report():
    found = read(
        page("信阳市财政局2021年政府信息公开工作年度报告", "发布日期：2022-01-20 来源：市财政局", PERIOD.format(2021)),
        region_code="411500",
    )
    assert found.kind == "report"
    assert (found.title, found.agency, found.year) == (
        "信阳市财政局2021年政府信息公开工作年度报告", "信阳市财政局", 2021,
    )  # fmt: skip
    assert (found.region_code, found.region) == ("411500", "河南省信阳市")
    assert found.published == date(2022, 1, 20)
    assert (found.scope, found.level) == ("agency", "prefecture")
    assert found.problems == ()


TITLES = [
    # title lines, region of the portal, agency, region, scope, level
    (["市财政局2020年度政府信息公开工作报告"], "420100", "武汉市财政局", "420100", "agency", "prefecture"),
    (["高椅乡2025年政府信息公开工作年度报告"], "431225", "会同县高椅乡人民政府", "431225", "agency", "township"),
    (["贺州市2009年度政府信息公开工作年度报告"], "451100", "贺州市人民政府", "451100", "jurisdiction", "prefecture"),
    (
        ["上海市虹口区2022年政府信息公开工作年度报告"],
        "310109",
        "上海市虹口区人民政府",
        "310109",
        "jurisdiction",
        "county",
    ),
    (["霞山区教育局2022年度政府信息公开工作年度报告"], "440803", "湛江市霞山区教育局", "440803", "agency", "county"),
    (
        ["义安区老洲乡2024年政府信息公开工作年度报告"],
        "340706",
        "铜陵市义安区老洲乡人民政府",
        "340706",
        "agency",
        "township",
    ),
    (
        ["东街街道2023年度政府信息公开工作年度报告"],
        "620702",
        "张掖市甘州区东街街道办事处",
        "620702",
        "agency",
        "township",
    ),
    (
        ["益阳市生态环境局安化分局", "2025年政府信息公开工作年度报告"],
        "430923",
        "益阳市生态环境局安化分局",
        "430923",
        "agency",
        "county",
    ),
    (["江苏省交通运输厅2023年政府信息公开工作年度报告"], "320000", "江苏省交通运输厅", "320000", "agency", "province"),
    (["国家公务员局2022年政府信息公开工作年度报告"], None, "国家公务员局", None, "agency", "central"),
    (["市政府办公室2025年度政府信息公开年报"], "420700", "鄂州市人民政府办公室", "420700", "agency", "prefecture"),
    (["审计局2024年政府信息公开年报"], "511526", "珙县审计局", "511526", "agency", "county"),
    (["永定县人民政府2009年政府信息公开工作年度报告"], None, "永定县人民政府", "350822", "jurisdiction", "county"),
    (["天门市交通运输局2021年政府信息公开工作年度报告"], None, "天门市交通运输局", "429006", "agency", "county"),
    (["青泽市财政局2021年政府信息公开工作年度报告"], "990100", "青泽市财政局", "990100", "agency", "prefecture"),
    (["区坊镇2023年政府信息公开年报"], "431225", "会同县区坊镇人民政府", "431225", "agency", "township"),
    (["区坊镇2023年政府信息公开年报"], "330603", "绍兴市柯桥区区坊镇人民政府", "330603", "agency", "township"),
    (
        ["郑州市登封市自然资源和规划局2024年政府信息公开年报"],
        "410185",
        "登封市自然资源和规划局",
        "410185",
        "agency",
        "county",
    ),
    (["铁岭市公安局铁岭分局2024年政府信息公开年报"], None, "铁岭市公安局铁岭分局", "211221", "agency", "county"),
    (["莆田第二中学2014年政府信息公开年报"], "350300", "莆田第二中学", "350300", "agency", "prefecture"),
]


@pytest.mark.parametrize(("lines", "portal", "agency", "code", "scope", "level"), TITLES)
def test_the_agency_its_place_scope_and_level(lines, portal, agency, code, scope, level):
    found = read(page(*lines), region_code=portal)
    assert (found.agency, found.region_code, found.scope, found.level) == (agency, code, scope, level)


@pytest.mark.parametrize(
    ("lines", "tags", "context", "year", "problems"),
    [
        (["青泽市财政局2021年政府信息公开年报", PERIOD.format(2021)], {}, {}, 2021, []),
        (["青泽市财政局政府信息公开年报", "数据统计期限为2 0 2 1年1月1日至12月31日"], {}, {}, 2021, []),
        (["青泽市财政局政府信息公开年报", "统计期限自202411日起至20241231日止"], {}, {}, 2024, []),
        (["青泽市财政局2009年政府信息公开年报", "统计期限为2003年1月1日至2009年12月31日"], {}, {}, 2009, []),
        (["青泽市财政局2020年政府信息公开年报", PERIOD.format(2021)], {}, FBTIME, 2021, ["year.conflict"]),
        (["青泽市财政局2021年政府信息公开年报", PERIOD.format(2020)], {}, {}, 2021, ["year.conflict"]),
        (["青泽市财政局"], {}, {"url": "http://q.cn/gknb/202201/t20220123_5.html"}, 2021, ["year.inferred"]),
        (["青泽市财政局"], {"pubdate": "2022-01-23"}, {}, 2021, ["year.inferred"]),
        (["青泽市财政局"], {}, {"url": "http://q.cn/xxgknb/2021n/5.html"}, 2021, ["year.inferred"]),
        (["青泽市财政局"], {}, {}, None, ["year.unknown"]),
        (["青泽市财政局2023年政府信息公开年报"], {"pubdate": "2022-01-05"}, {}, 2023, ["year.conflict"]),
        (["青泽市财政局2022年政府信息公开年报", "发布时间：2023-12-20"], {}, {}, 2022, []),
    ],
)  # fmt: skip
def test_the_year_and_what_contradicts_it(lines, tags, context, year, problems):
    found = read(page(*lines, tags=tags), **context)
    assert found.year == year
    assert [code for code in codes(found) if code.startswith("year")] == problems


@pytest.mark.parametrize(
    ("lines", "tags", "agency"),
    [
        (["2021年政府信息公开年报", "本报告由绍兴市人力资源和社会保障局编制。"], {}, "绍兴市人力资源和社会保障局"),
        (["现公布南通市如东生态环境局2025年政府信息公开工作年度报告。"], {}, "南通市如东生态环境局"),
        (["2021年政府信息公开年报", "我局认真工作。"], {"contentsource": "绍兴市民政局"}, "绍兴市民政局"),
        (
            ["2021年政府信息公开年报", "我局认真工作。"],
            {"发布机构": "市政府办公室", "来源": "绍兴市民政局"},
            "绍兴市民政局",
        ),
        (
            ["2021年政府信息公开年报", "我镇认真工作。"],
            {"breadcrumb": "首页 > 信息公开 > 钱清镇 > 年报"},
            "绍兴市柯桥区钱清镇人民政府",
        ),
        (["特向社会公布我区2021年度信息公开年度报告。"], {}, "绍兴市柯桥区人民政府"),
        (["2021年政府信息公开年报"], {}, None),
    ],
)
def test_the_agency_where_the_title_does_not_tell(lines, tags, agency):
    found = read(page(*lines, tags=tags, sections=["一、总体情况", "很好。"]), region_code="330603")
    assert found.agency == agency
    assert ("agency.unknown" in codes(found)) == (agency is None)


# Openings as real reports have them, on pages whose title names nobody: the agency, its division.
OPENINGS = [
    ("本年度报告由杭州市余杭区教育局根据《条例》要求编制而成。", "杭州市余杭区教育局", "330110"),
    ("根据《条例》要求，岐山县教育体育局现向社会公开《2023年年度报告》。", "岐山县教育体育局", "610323"),
    ("2022年宜城市教育局全面贯彻落实《条例》精神，规范公开流程。", "宜城市教育局", "420684"),
    ("本报告由南平市人民政府信息公开工作领导小组办公室根据《条例》编制。", "南平市人民政府", "350700"),
    ("2019年，泸州市人民政府信息公开工作以为民服务为目标。", "泸州市人民政府", "510500"),
    ("2020年我街道通过渝中区人民政府大溪沟街道办事处子网站公开。", "重庆市渝中区人民政府大溪沟街道办事处", "500103"),
    ("2023年度区教育局通过门户网站公开106条，规范婺城区人民政府网站教育板块。", "金华市婺城区教育局", "330702"),
    ("2019年，市审计局主动公开信息，通过黄石市政府采购网公开集中采购7项。", "黄石市审计局", "420200"),
    ("有疑问请与丽水市人民政府办公室政府信息公开中心联系。", "丽水市人民政府办公室", "331100"),
    ("由广州市政府办公厅综合各区的年度报告编写而成。", "广州市人民政府办公厅", "440100"),
    ("如有疑问，请与广州市政府办公厅政务公开处联系。", "广州市人民政府办公厅", "440100"),
    ("在区政府的领导下，官洲街道办事处认真贯彻，通过政府门户网站公开。", "广州市海珠区官洲街道办事处", "440105"),
    ("2025年，喀什地区人民政府金融工作办公室坚持公开。", "喀什地区人民政府金融工作办公室", "653100"),
    ("本报告由固原综合保税区管理委员会编制。", "固原综合保税区管理委员会", "640400"),
    ("根据《开阳县人民政府办公室关于做好2024年政府信息公开工作年度报告编制工作的通知》要求，编制本报告。", None, None),
    ("2022年，我局通过云南省人民政府网站公开信息。", None, None),
    ("2022年，市审计局主动公开信息，黄石市政府网和大冶市政府网都有。", "市审计局", None),
]  # fmt: skip


@pytest.mark.parametrize(("opening", "agency", "code"), OPENINGS)
def test_the_agency_that_only_the_text_tells(opening, agency, code):
    plain = [words for words in SECTIONS if "我局" not in words]
    found = read(page("政府信息公开工作年度报告", opening, PERIOD.format(2022), sections=plain))
    assert (found.agency, found.region_code) == (agency, code)


@pytest.mark.parametrize(
    ("lines", "tables", "kind", "reason"),
    [
        (["图解：青泽市2023年政府信息公开工作年度报告"], False, "not_report", "picture explainer"),
        (["《青泽市2023年政府信息公开工作年度报告》解读"], True, "not_report", "interpretation"),
        (["政府信息公开工作年度报告模板"], True, "not_report", "template"),
        (["关于做好2023年政府信息公开年度报告编制工作的通知"], "blank", "not_report", "notice"),
        (["关于报送2023年政府信息公开年度报告的函"], "filled", "report", "tables"),
        (["青泽市政府信息公开指南"], False, "not_report", "guide"),
        (["青泽市召开政府信息公开工作会议"], False, "not_report", "news"),
        (["盘点青泽市2023年政府信息公开年报"], False, "not_report", "interpretation"),
        (["《青泽市2023年政府信息公开工作年度报告》政策问答"], False, "not_report", "interpretation"),
        (["青泽市财政局2023年政府信息公开年报"], True, "report", "tables"),
        (["青泽市2020年工作总结"], True, "report", "tables"),
        (["青泽市财政局2012年政府信息公开年报", "我局……" * 100], False, "report", "title"),
        (["青泽市财政局2023年政府信息公开年报", "附件：年报.docx"], False, "not_report", "attachment"),
        (["青泽市财政局2023年政府信息公开年报", Picture("1.jpg")], False, "report", "pictures"),
    ],
)
def test_report_or_not(lines, tables, kind, reason):
    title = lines[0]
    found = read(page(*lines[1:], headings=[title], sections=[]), tables=tables)
    assert found.kind == kind
    assert reason in found.reason


@pytest.mark.parametrize(
    "opening",
    [
        "现将我校2021—2022年度信息公开工作报告如下，统计期限自2021年9月1日起，至2022年8月31日止。",
        "2021-2022学年，学院严格落实《高等学校信息公开办法》，现将信息公开工作报告如下。",
    ],
)
def test_the_report_of_an_academic_year_is_none(opening):
    """It has the sections of a report, and another form; one that holds the form's tables is a report."""
    told = page("信息公开工作年度报告", opening)
    assert (read(told, tables=False).kind, read(told).kind) == ("not_report", "report")


def test_a_list_of_reports_is_none():
    names = [f"青泽市{name}2023年政府信息公开工作年度报告" for name in ("财政局", "民政局", "教育局", "水利局")]
    found = read(page(*names, headings=["政府信息公开年报"], sections=[]), tables=False)
    assert (found.kind, found.reason) == ("not_report", "a list of 4 reports")


def test_all_towns_together_are_no_agency():
    found = read(page("会同县各乡镇2023年政府信息公开工作年度报告"))
    assert (found.agency, codes(found)) == (None, ["agency.unknown"])


def test_headings_without_tables_are_flagged():
    found = read(page("青泽市财政局2023年政府信息公开年报"), tables=False)
    assert found.kind == "report"
    assert "tables.missing" in codes(found)


def test_two_titles_of_two_agencies_are_flagged():
    document = page("青泽市财政局2021年政府信息公开年报", tags={"articletitle": "青泽市民政局2021年政府信息公开年报"})
    assert "agency.conflict" in codes(read(document))


def test_an_office_that_gathers_the_others_reports_for_the_jurisdiction():
    title = "乌恰县人民政府办公室2025年政府信息公开工作年度报告"
    alone = read(page(title, "我办认真工作。", sections=[]), region_code="653024")
    gathered = read(page(title, "本报告综合各乡镇、各部门报告编制。", sections=[]), region_code="653024")
    assert (alone.scope, gathered.scope) == ("agency", "jurisdiction")


@pytest.mark.parametrize(
    ("tags", "lines", "url", "expected"),
    [
        ({"pubdate": "2022-01-20 10:30:00"}, [], "", date(2022, 1, 20)),
        ({"pubdate": "20220120"}, [], "", date(2022, 1, 20)),
        ({"pubdate": "2020-01-20", "发布日期": "2022年1月21日"}, [], "", date(2022, 1, 21)),
        ({}, ["发布时间：2022-01-19 09:12 浏览次数：5"], "", date(2022, 1, 19)),
        ({}, ["来源：市财政局 时间:2022/1/18"], "", date(2022, 1, 18)),
        ({}, ["生成日期：2022-01-06", "时间：2022-01-11 11:18"], "", date(2022, 1, 11)),
        ({}, ["成文日期 | 发布日期 | 2022-01-11 |"], "", date(2022, 1, 11)),
        ({}, ["中央政府门户网站 www.gov.cn 2022年01月29日 14时11分 来源：本站"], "", date(2022, 1, 29)),
        ({}, [], "http://q.cn/gzdt/2022-01/29/content_2365620.htm", date(2022, 1, 29)),
        ({}, [], "http://q.cn/202201/t20220117_1.html", date(2022, 1, 17)),
        ({}, [], "http://q.cn/art/2022/1/14/art_1_2.html", date(2022, 1, 14)),
        ({}, [], "http://q.cn/2022/01-16/9.html", date(2022, 1, 16)),
        ({"pubdate": "2022-13-40"}, [], "", None),
    ],
)
def test_the_date_of_publication(tags, lines, url, expected):
    found = read(page("青泽市财政局2021年政府信息公开年报", *lines, tags=tags), url=url)
    assert found.published == expected


def test_of_several_reports_that_lines_name_the_one_above_the_text_counts():
    others = [f"青泽市财政局{year}年政府信息公开年报" for year in (2019, 2020, 2022)]
    found = read(page(*others, "青泽市财政局2021年政府信息公开年报", PERIOD.format(2021)))
    assert (found.year, found.title) == (2021, "青泽市财政局2021年政府信息公开年报")
    assert codes(found) == []
    tagged = read(page(*others, tags={"articletitle": "青泽市财政局2020年政府信息公开工作年度报告"}))
    assert tagged.year == 2020


@pytest.mark.parametrize(
    ("title", "agency", "level"),
    [
        ("国家税务总局会同县税务局2021年政府信息公开工作年度报告", "国家税务总局会同县税务局", "county"),
        ("国家税务总局青泽县税务局2021年政府信息公开工作年度报告", "国家税务总局青泽县税务局", "county"),
        ("国家统计局2021年政府信息公开工作年度报告", "国家统计局", "central"),
        ("中华人民共和国青岛海关2021年政府信息公开工作年度报告", "中华人民共和国青岛海关", "prefecture"),
    ],
)
def test_central_bodies_and_their_branches(title, agency, level):
    found = read(page(title))
    assert (found.agency, found.level) == (agency, level)


def test_a_bare_name_without_any_place_is_flagged():
    assert codes(read(page("市财政局2021年政府信息公开年报"))) == ["agency.incomplete"]
    assert codes(read(page("教育局2021年政府信息公开年报"))) == ["agency.incomplete"]
    assert codes(read(page("自治区财政厅2021年政府信息公开年报"))) == ["agency.incomplete"]


def test_some_zone_of_a_place_is_flagged():
    found = read(page("开发区管委会2021年政府信息公开年报"), region_code="341523")
    assert (found.agency, codes(found)) == ("舒城县开发区管理委员会", ["agency.short"])


def test_a_date_before_the_year_ended_contradicts_it():
    found = read(page("青泽市财政局2024年政府信息公开年报", tags={"pubdate": "2024-01-15"}))
    assert (found.year, codes(found)) == (2024, ["year.conflict"])
    counted = read(page("青泽市财政局2024年政府信息公开年报", PERIOD.format(2023), tags={"pubdate": "2024-01-15"}))
    assert (counted.year, codes(counted)) == (2023, ["year.conflict"])


@pytest.mark.parametrize(
    "unit", ["发布时间：", "统计期限自2021年", "现公布", "首页 > ", "公开", "一、", "收到政府信息公开申请1件"]
)
def test_hostile_lines_cost_little(unit):
    start = time.process_time()
    read(page(unit * 50_000, tags={"breadcrumb": unit * 20_000, "title": unit * 20_000}, headings=[unit * 50_000]))
    stated_counts([Section(1, "", unit * 50_000)])
    assert time.process_time() - start < 3


@given(
    lines=st.lists(st.text(max_size=60), max_size=12),
    tags=st.dictionaries(st.sampled_from(KEYS), st.text(max_size=40)),
    url=st.text(max_size=80),
    tables=st.booleans(),
)  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_nothing_makes_it_fail(lines, tags, url, tables):
    read(page(*lines, tags=tags), tables=tables, url=url, source=url)


def test_a_page_of_thirty_thousand_characters_is_described_within_milliseconds():
    document = page(
        "信阳市财政局2021年政府信息公开工作年度报告", *["2021年，我局认真贯彻条例，公开信息63条。" * 8] * 150
    )
    document.blocks.append(Table([[Cell("规章", 0, 0)]]))
    read(document)
    start = time.process_time()
    for _ in range(10):
        read(document)
    assert (time.process_time() - start) / 10 < 0.05


@pytest.mark.skipif(not REAL.exists(), reason="the real titles (../shared) are not here")
def test_real_pages():
    """Agency, region and year from what each row offers; a row whose text names no agency cannot give one."""
    right = {"agency": 0, "year": 0, "region": 0}
    with REAL.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        lines = row["first_text"].split("\\n")
        if row["title"] and row["title"] not in row["first_text"]:
            lines.insert(0, row["title"])
        code = row["region_code"]
        found = read(page(*lines, sections=[]), url=row["url"] or None, source=row["title"], region_code=code or None)
        right["agency"] += found.agency == row["agency"]
        right["year"] += str(found.year) == row["year"]
        right["region"] += not code or (found.region_code or "") == code or is_within(found.region_code or "", code)
    assert right["year"] >= 87
    assert right["region"] >= 90
    assert right["agency"] >= 75
