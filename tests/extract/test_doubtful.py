"""Pages on which a figure may be another's: it is right, or null with a problem that says why."""

from __future__ import annotations

from html import escape

import pytest

from domain.registry import registry
from extract.reader import read
from extract.report import Context, Reading
from tests.extract.grids import cells_of

TITLE = "青河县水利局2023年政府信息公开工作年度报告"
HEAD = """
（勾稽）|<|<|申请人情况|<|<|<|<|<|<
^|^|^|自然人|法人或其他组织|<|<|<|<|总计
^|^|^|^|商业企业|科研机构|社会公益组织|法律服务机构|其他|^
"""
RECEIVED = "一、本年新收政府信息公开申请数量|<|<|5|1|0|0|2|0|8"
CARRIED_IN = "二、上年结转政府信息公开申请数量|<|<|3|0|0|0|0|0|3"
CARRIED_OUT = "四、结转下年度继续办理|<|<|4|0|0|0|0|0|4"
APPLICATIONS = HEAD + "\n".join((RECEIVED, CARRIED_IN, CARRIED_OUT))


def drawn(drawing: str, attributes: str = "") -> str:
    """The HTML of a drawn table (see ``tests.extract.grids``)."""
    rows: dict[int, list[str]] = {n: [] for n in range(len(drawing.strip("\n").split("\n")))}
    for text, row, _, rowspan, colspan in cells_of(drawing):
        rows[row].append(f"<td rowspan={rowspan} colspan={colspan}>{text}</td>")
    lines = "".join("<tr>" + "".join(cells) + "</tr>" for cells in rows.values())
    return f"<table {attributes}>{lines}</table>"


def page(*parts: str, title: str = TITLE, head: str = "") -> bytes:
    """A report of these parts below its title: markup, or the text of a paragraph."""
    body = "".join(part if part.startswith("<") else f"<p>{escape(part)}</p>" for part in parts)
    text = f"<h1>{title}</h1><p>一、总体情况</p><p>我局认真贯彻条例。</p>{body}<p>六、其他需要报告的事项</p><p>无。</p>"
    return f"<html><head>{head}<title>{title}</title></head><body>{text}</body></html>".encode()


def reading_of(*parts: str, title: str = TITLE, head: str = "") -> Reading:
    return read(page(*parts, title=title, head=head), Context())


def row(reading: Reading, name: str, table: str = "applications") -> list[object]:
    return list(reading.tables.get(table, {}).get(name, {}).values())


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


NO_FIGURES: list[object] = [None] * 7


@pytest.mark.parametrize("label", ["^|^|^", "||"], ids=["one label over both", "blank labels"])
def test_two_lines_of_figures_beside_a_label_are_neither_its_own(label: str) -> None:
    lines = (RECEIVED, f"{label}|9|9|9|9|9|9|54", CARRIED_IN, f"{label}|7|7|7|7|7|7|42", CARRIED_OUT)
    found = reading_of(drawn(HEAD + "\n".join(lines)))
    assert row(found, "new_received") == row(found, "carried_in") == NO_FIGURES
    assert row(found, "carried_out") == [4, 0, 0, 0, 0, 0, 4]
    assert "row.doubled" in codes(found)


def test_a_line_that_lost_its_label_does_not_cost_the_one_above() -> None:
    found = reading_of(drawn(HEAD + "\n".join((RECEIVED, CARRIED_IN, "|||4|0|0|0|0|0|4"))))
    assert row(found, "carried_in") == [3, 0, 0, 0, 0, 0, 3]
    assert "number.unclaimed" in codes(found)


FEES = "第二十条第（八）项|<\n信息内容|本年收费金额{header}\n行政事业性收费{label}|35000"


@pytest.mark.parametrize(
    ("above", "header", "label", "amount", "code"),
    [
        ("单位：件、元", "", "", "3.5", None),
        ("", "（单位：元）", "", "3.5", None),
        ("", "", "（元）", "3.5", None),
        ("", "（单位：万元）", "（单位：元）", "None", "unit.conflict"),
        ("", "", "", "35000", "unit.assumed"),
    ],
)
def test_the_unit_of_money_is_the_one_stated(above: str, header: str, label: str, amount: str, code: str) -> None:
    found = reading_of(above, drawn(FEES.format(header=header, label=label)))
    assert [str(value) for value in row(found, "administrative_fees", "proactive_disclosure")] == [amount]
    assert code is None or code in codes(found)


def report(agency: str, year: int, figure: int, body: str = "") -> str:
    """A whole report in markup whose applicants brought ``figure`` applications."""
    lines = f"{RECEIVED.replace('|5|1|0|0|2|0|8', f'|{figure}|0|0|0|0|0|{figure}')}\n{CARRIED_IN}"
    return (
        f"<p>{agency}{year}年政府信息公开工作年度报告</p><p>一、总体情况</p><p>{body or agency}{year}年工作有序。</p>"
        f"<p>三、收到和处理政府信息公开申请情况</p>{drawn(HEAD + lines)}<p>六、其他需要报告的事项</p><p>无。</p>"
    )


TOWNS = [("新沂市草桥镇人民政府", 2023, 11), ("新沂市棋盘镇人民政府", 2023, 22), ("新沂市马陵山镇人民政府", 2023, 33)]
YEARS = [("青河县水利局", 2021, 11), ("青河县水利局", 2023, 22), ("青河县水利局", 2022, 33)]


@pytest.mark.parametrize(
    ("reports", "title", "read_one"),
    [
        (TOWNS, "新沂市各镇2023年政府信息公开工作年度报告", 0),
        (TOWNS, "新沂市棋盘镇人民政府2023年政府信息公开工作年度报告-新沂市人民政府", 1),
        (YEARS, "青河县水利局-政府信息公开年报", 1),
        (YEARS, "青河县水利局2022年政府信息公开工作年度报告", 2),
    ],
)
def test_one_report_of_several_is_read_and_the_others_are_named(
    reports: list[tuple[str, int, int]], title: str, read_one: int
) -> None:
    markup = "".join(report(*one) for one in reports)
    found = read(f"<html><head><title>{title}</title></head><body>{markup}</body></html>".encode(), Context())
    agency, year, figure = reports[read_one]
    assert (found.agency, found.year) == (agency, year)
    assert row(found, "new_received") == [figure, 0, 0, 0, 0, 0, figure]
    left = [problem for problem in found.problems if problem.code == "report.several"]
    for name, of, _ in reports[:read_one] + reports[read_one + 1 :]:
        assert any(f"not read: “{name}{of}年" in problem.message and problem.place for problem in left)
    assert len(left) == 2


@pytest.mark.parametrize("again", [report(*TOWNS[0]), "<p>一、总体情况</p><p>二、主动公开政府信息情况</p>"])
def test_one_report_shown_twice_or_listed_first_is_one(again: str) -> None:
    found = read(f"<html><body>{again}{report(*TOWNS[0])}</body></html>".encode(), Context())
    assert "report.several" not in codes(found)
    assert row(found, "new_received") == [11, 0, 0, 0, 0, 0, 11]


LAST = APPLICATIONS.replace("|5|1|0|0|2|0|8", "|50|10|0|0|20|0|80").replace("|3|0|0|0|0|0|3", "|7|0|0|0|0|0|7")
OWN = {"new_received": [5, 1, 0, 0, 2, 0, 8], "carried_in": [3, 0, 0, 0, 0, 0, 3], "carried_out": [4, 0, 0, 0, 0, 0, 4]}
NONE: dict[str, list[int]] = {name: [] for name in OWN}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((drawn(APPLICATIONS), "附：2022年度依申请公开情况", drawn(LAST)), OWN),
        (("上年同期数据：", "单位：件", drawn(LAST), "本年数据：", drawn(APPLICATIONS)), OWN),
        ((drawn(APPLICATIONS), drawn("2022年收到和处理政府信息公开申请情况|<|<|<|<|<|<|<|<|<" + LAST)), OWN),
        (("<img src='1.jpg'>", "附：2022年度收到和处理政府信息公开申请情况", drawn(LAST)), NONE),
        (("<img src='1.jpg'>", "2022年1月1日至12月31日依申请公开情况", drawn(LAST)), NONE),
        (("<img src='1.jpg'>", "二〇二二年度统计表", drawn(LAST)), NONE),
        (("2023年上半年情况：", drawn(LAST), "2023年全年：", drawn(APPLICATIONS)), OWN),
        (("填写样表", drawn(LAST), "2023年情况", drawn(APPLICATIONS)), OWN),
        (("2023年1月1日至12月31日依申请公开情况", drawn(APPLICATIONS)), OWN),
        (("与2022年相比，2023年依申请公开情况如下", drawn(APPLICATIONS)), OWN),
        (("填表日期：2022年12月31日", drawn(APPLICATIONS)), OWN),
        (("2022年政府信息公开工作年度报告附表", drawn(APPLICATIONS)), OWN),
    ],
)
def test_a_table_of_last_year_is_left_out(parts: tuple[str, ...], expected: dict[str, list[int]]) -> None:
    found = reading_of(*parts)
    assert {name: row(found, name) for name in OWN} == expected
    assert ("table.other_year" in codes(found)) == any(drawn(LAST) in p or "2022年收到" in p for p in parts)


def test_a_section_heading_of_another_year_is_told() -> None:
    found = reading_of("三、2022年收到和处理政府信息公开申请情况", drawn(APPLICATIONS))
    assert row(found, "new_received") == OWN["new_received"]
    assert "table.other_year" in codes(found)


@pytest.mark.parametrize("caption", ["下属单位汇总情况", "各乡镇依申请公开情况", "全市汇总表"])
def test_a_table_of_other_bodies_is_told(caption: str) -> None:
    found = reading_of(caption, drawn(APPLICATIONS))
    assert row(found, "new_received") == OWN["new_received"]
    assert "table.of_others" in codes(found)


def beside(own: str, other: str, first: str) -> str:
    """The applications with a column of another year beside each of their own."""
    names = [own, other] if first == own else [other, own]
    lines = ["（勾稽）|<|<" + "".join(f"|{name}|<" for name in COLUMNS), "^|^|^" + f"|{'|'.join(names)}" * 7]
    for label, figures in zip(LABELS, OWN.values(), strict=True):
        pairs = [(str(n), str(n + 70)) if first == own else (str(n + 70), str(n)) for n in figures]
        lines.append(f"{label}|<|<|" + "|".join(f"{a}|{b}" for a, b in pairs))
    return "\n".join(lines)


def below(own: str, other: str, first: str) -> str:
    """The applications with a line of another year above or below each of their own."""
    lines = ["（勾稽）|<|<|年度|" + "|".join(COLUMNS)]
    for label, figures in zip(LABELS, OWN.values(), strict=True):
        mine, theirs = (f"{own}|" + "|".join(map(str, figures))), (f"{other}|" + "|".join(str(n + 70) for n in figures))
        upper, lower = (mine, theirs) if first == own else (theirs, mine)
        lines += [f"{label}|<|<|{upper}", f"^|^|^|{lower}"]
    return "\n".join(lines)


COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
LABELS = [line.split("|")[0] for line in (RECEIVED, CARRIED_IN, CARRIED_OUT)]


@pytest.mark.parametrize(("own", "other"), [("2023年", "2022年"), ("本年", "上年"), ("2023年度", "上年同期")])
@pytest.mark.parametrize("own_first", [True, False])
@pytest.mark.parametrize("layout", [beside, below])
def test_columns_and_lines_of_another_year_are_left_out(layout, own: str, other: str, own_first: bool) -> None:
    found = reading_of(drawn(layout(own, other, own if own_first else other)))
    assert {name: row(found, name) for name in OWN} == OWN
    assert "table.other_year" in codes(found)


def turned(drawing: str) -> str:
    """A drawing on its side: rows and columns, and the marks of their joints, change places."""
    grid = [line.split("|") for line in drawing.strip("\n").split("\n")]
    swap = {"<": "^", "^": "<"}
    return "\n".join("|".join(swap.get(text, text) for text in column) for column in zip(*grid, strict=True))


def all_rows() -> tuple[str, dict[str, list[int]]]:
    """An applications table with every row of the 2021 form, and what stands in it."""
    table = registry().tables["applications"]
    lines, expected = [HEAD.strip("\n")], {}
    for n, entry in enumerate(entry for entry in table.rows.values() if "2021" in entry.forms):
        figures = [n, 0, 1, 0, n % 3, 0, n + 1 + n % 3]
        labels = [table.groups[entry.group].label] if entry.group else []
        labels.append(entry.label)
        lines.append("|".join([*labels, *["<"] * (3 - len(labels)), *map(str, figures)]))
        expected[entry.code] = figures
    return "\n".join(lines), expected


def test_a_table_of_applications_on_its_side_is_turned_back() -> None:
    drawing, expected = all_rows()
    for layout in (drawing, turned(drawing)):
        found = reading_of(drawn(layout))
        assert {name: row(found, name) for name in expected} == expected


def test_a_column_of_units_before_the_figures_is_none_of_theirs() -> None:
    lines = [line.replace("|<|<|", "|<|<|件|", 1) for line in (RECEIVED, CARRIED_IN, CARRIED_OUT)]
    head = HEAD.replace("|<|<|申请人情况", "|<|<|单位|申请人情况").replace("^|^|^|", "^|^|^|^|")
    found = reading_of(drawn(head + "\n".join(lines)))
    assert {name: row(found, name) for name in OWN} == OWN


TYPED = {
    "bare figures": "{label}：{figures}",
    "a full stop": "{label} {figures}。",
    "wide blanks": "{label}:\u3000{figures}",
}


@pytest.mark.parametrize("layout", TYPED)
@pytest.mark.parametrize("suffix", ["html", "txt"])
def test_rows_without_a_table_are_read_where_they_add_up(layout: str, suffix: str) -> None:
    figures = [" ".join(map(str, line)) for line in OWN.values()]
    lines = [TYPED[layout].format(label=a, figures=b) for a, b in zip(LABELS, figures, strict=True)]
    stages = "行政复议、行政诉讼：1 0 2 0 3 0 0 0 0 0 4 0 0 1 5"
    parts = ["三、收到和处理政府信息公开申请情况", *lines, "四、政府信息公开行政复议、行政诉讼情况", stages]
    text = "\n".join([TITLE, "一、总体情况", "我局认真贯彻条例。", *parts, "六、其他需要报告的事项", "无。"])
    found = reading_of(*parts) if suffix == "html" else read(text.encode(), Context(source="a.txt"))
    assert {name: row(found, name) for name in OWN} == OWN
    assert row(found, "litigation_after_reconsideration", "disputes") == [4, 0, 0, 1, 5]
    assert "header.by_form" in codes(found)


def test_rows_without_a_table_that_do_not_add_up_are_not_read() -> None:
    found = reading_of(*[f"{label}：5 1 0 0 2 0 9" for label in LABELS])
    assert all(value is None for name in OWN for value in row(found, name))


def test_rows_whose_figures_are_named_one_by_one_are_read() -> None:
    lines = [
        label + "：" + "，".join(f"{name}{figure}件" for name, figure in zip(COLUMNS, figures, strict=True)) + "。"
        for label, figures in zip(LABELS, OWN.values(), strict=True)
    ]
    found = reading_of(*lines)
    assert {name: row(found, name) for name in OWN} == OWN


def test_counts_told_in_a_sentence_are_no_row() -> None:
    found = reading_of("全年收到政府信息公开申请8件：自然人5件，商业企业1件，其他2件。", "行政复议：3件，行政诉讼：2件")
    assert found.tables == {}


PROACTIVE_LINES = ["第二十条第（五）项", "信息内容{0}本年处理决定数量", "行政许可{0}826"]


@pytest.mark.parametrize("between", [",", "\t", " | "])
def test_the_2021_label_of_decisions_is_known_in_every_layout_of_text(between: str) -> None:
    lines = [TITLE, "一、总体情况", "我局认真贯彻条例。", *(line.format(between) for line in PROACTIVE_LINES)]
    found = read("\n".join(lines).encode(), Context(source="a.txt"))
    assert row(found, "administrative_licensing", "proactive_disclosure") == [826]


def test_labels_under_one_another_on_one_line_of_text_are_parted() -> None:
    head = "\n".join(COLUMNS)
    lines = [TITLE, "一、总体情况", "我局认真贯彻条例。", head, "三、本年度办理结果 （一）予以公开 5 1 0 0 2 0 8"]
    found = read("\n".join([*lines, "四、结转下年度继续办理 4 0 0 0 0 0 4"]).encode(), Context(source="a.txt"))
    assert (row(found, "granted"), row(found, "carried_out")) == ([5, 1, 0, 0, 2, 0, 8], [4, 0, 0, 0, 0, 0, 4])


def test_a_row_whose_figures_are_not_known_costs_no_other() -> None:
    denied = "（三）不予公开|<|1.属于国家秘密|18%|0%|0%|0%|0%|0%|18%"
    found = reading_of(drawn("\n".join((HEAD.strip("\n"), RECEIVED, CARRIED_IN, denied, CARRIED_OUT))))
    assert {name: row(found, name) for name in OWN} == OWN
    assert row(found, "denied_state_secret") == NO_FIGURES
    assert "row.misaligned" in codes(found)


def test_rows_in_one_row_of_cells_with_lines_are_parted() -> None:
    lines = ["第二十条第（一）项|<|<|<", "信息内容|本年制发件数|本年废止件数|现行有效件数"]
    both = "规章<br>行政规范性文件|137<br>434|439<br>435|377<br>737"
    found = reading_of(drawn("\n".join([*lines, both, "第二十条第（六）项|<|<|<", "行政处罚|5|<|<"])))
    assert row(found, "rules", "proactive_disclosure") == [137, 439, 377]
    assert row(found, "normative_documents", "proactive_disclosure") == [434, 435, 737]


def test_a_group_beside_rows_with_lines_goes_down_beside_all() -> None:
    denied = "（三）不予公开|1.属于国家秘密<br>3.危及“三安全一稳定”|<|5<br>6|0<br>0|0<br>0|0<br>0|0<br>0|0<br>0|5<br>6"
    found = reading_of(drawn("\n".join((HEAD.strip("\n"), RECEIVED, denied, CARRIED_OUT))))
    assert row(found, "denied_state_secret") == [5, 0, 0, 0, 0, 0, 5]
    assert row(found, "denied_security_stability") == [6, 0, 0, 0, 0, 0, 6]
    assert row(found, "carried_out") == OWN["carried_out"]
