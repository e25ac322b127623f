"""The site as a browser sees it: searches, queries, pages, downloads, and text that means harm."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.app import Datasette

from publish.datasette_plugin.pages import beijing
from publish.metadata import queries
from publish.site import NothingPublishedError, site
from tests.publish.conftest import HOSTILE

Get = Callable[..., Any]


def rows(get: Get, path: str) -> list[dict[str, Any]]:
    answer = get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()["rows"]


def number_of(get: Get, agency: str, year: int) -> int:
    found = rows(get, f"/public/reports.json?agency={quote(agency)}&year={year}&_shape=objects")
    return found[0]["report_id"]


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    return answer.text


# --- search --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("公开", 70),
        ("环保", 70),
        ("垃圾分类管理条例", 69),
        ("圾", 69),
        ("环保 条例", 69),
        ("环境", 0),
        ("保环", 0),
        ('"', 0),
        ("*", 0),
    ],
)
def test_the_search_box_of_the_text_finds_words_of_any_length(get: Get, words: str, hits: int) -> None:
    answer = get(f"/public/sections.json?_search={quote(words)}&_shape=objects&number=1")
    assert answer.status_code == 200
    assert answer.json()["filtered_table_rows_count"] == hits


@pytest.mark.parametrize(
    ("table", "words", "hits"),
    [
        ("reports", "教育", 18),
        ("reports", "2024年 人民政府", 2),
        ("agencies", "环保", 0),
        ("agencies", "环境", 2),
        ("agencies", "白石市", 4),
    ],
)
def test_titles_and_agencies_are_searched_too(get: Get, table: str, words: str, hits: int) -> None:
    assert get(f"/public/{table}.json?_search={quote(words)}").json()["filtered_table_rows_count"] == hits


def test_one_column_can_be_searched(get: Get) -> None:
    assert get(f"/public/reports.json?_search_title={quote('教育局')}").json()["filtered_table_rows_count"] == 17


def test_the_full_text_query_shows_where(get: Get) -> None:
    found = rows(get, f"/public/full_text.json?words={quote('垃圾分类')}&_shape=objects")
    assert len(found) == 69
    assert "生活垃圾分类管理条例" in found[0]["excerpt"]


def test_the_plugin_works_from_a_plugins_folder(data_dir: Path) -> None:
    async def ask() -> tuple[str, str]:
        folder = Path(sys.modules["publish"].__file__ or "").parent / "plugins"
        served = Datasette([], immutables=[str(data_dir / "public.db")], plugins_dir=str(folder))
        await served.invoke_startup()
        answer = await served.client.get("/public.json?sql=select+escape_fts('环保局')&_shape=arrays")
        return answer.json()["rows"][0][0], (await served.client.get("/")).text

    query, home = asyncio.run(ask())
    assert query == '"环保 保局"'
    assert "怎样读，怎样引用" in home


# --- queries -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", queries())
def test_every_query_opens_without_its_parameters(get: Get, name: str) -> None:
    page = get(f"/public/{name}")
    assert page.status_code == 200
    assert f"<title>{queries()[name]['zh']}" in page.text
    answer = get(f"/public/{name}.json?_shape=objects").json()
    assert answer["ok"]
    assert answer["error"] is None


@pytest.mark.parametrize("name", [name for name in queries() if name not in ("not_published",)])
def test_every_query_has_an_answer(get: Get, name: str) -> None:
    assert rows(get, f"/public/{name}.json?_shape=objects")


@pytest.mark.parametrize("name", queries())
def test_nonsense_in_parameters_is_no_error(get: Get, name: str) -> None:
    given = "&".join(f"{parameter}={quote(HOSTILE)}" for parameter in queries()[name]["parameters"])
    assert get(f"/public/{name}?{given}").status_code == 200


def test_who_has_not_published_is_named(get: Get) -> None:
    found = rows(get, "/public/not_published.json?year=2023&_shape=objects")
    assert [(row["agency"], row["state"], row["last_report"]) for row in found] == [("白石市财政局", "missing", 2024)]


def test_rates_come_with_their_parts_and_never_mix_scopes(get: Get) -> None:
    found = rows(get, "/public/disclosure_rate.json?year=2024&_shape=objects")
    assert [(row["scope"], row["level"], row["n"]) for row in found] == [
        ("agency", "prefecture", 6),
        ("jurisdiction", "prefecture", 2),
    ]
    for row in found:
        assert row["disclosure_rate"] == round(row["numerator"] / row["denominator"], 4)
        assert row["flag"] == "n < 30"


def test_a_rate_without_denominator_is_null(get: Get) -> None:
    sql = queries()["disclosure_rate"]["sql"]
    assert sql.count("CASE WHEN sum(denominator) > 0") == 1
    for name, query in queries().items():
        if "_rate" in query["sql"] and "THEN round" in query["sql"]:
            assert "> 0 THEN round" in " ".join(query["sql"].split()), name


def test_the_changed_report_tells_each_number(get: Get) -> None:
    found = rows(get, "/public/changed_reports.json?_shape=objects")
    changed = {row["which"]: (row["before"], row["after"]) for row in found}
    assert changed["applications.new_received.total"] == (48, 77)


def test_a_failing_check_says_both_sides(get: Get) -> None:
    found = rows(get, "/public/failing_checks.json?rule=balance&_shape=objects")
    assert [(row["agency"], row["year"], row["left"], row["right"], row["cause"]) for row in found] == [
        ("青溪市财政局", 2022, "104", "51", "source")
    ]


def test_numbers_of_reports_lead_to_their_pages(get: Get) -> None:
    page = text_of(get("/public/late_reports"))
    assert f'<a href="/public/reports/{number_of(get, "青溪市教育局", 2022)}">' in page


# --- pages ---------------------------------------------------------------------------------------------------


def test_the_home_page_explains_searches_and_leads_on(get: Get) -> None:
    page = text_of(get("/"))
    assert "71</strong> 份报告" in page
    for words in ("空白不是零", "Blank is not zero", "怎样读，怎样引用", 'action="/public/full_text"'):
        assert words in page
    for name in queries():
        assert f'href="/public/{name}"' in page


def test_a_report_page_shows_the_form_its_evidence_and_the_original(get: Get) -> None:
    page = text_of(get(f"/public/reports/{number_of(get, '青溪市教育局', 2024)}"))
    for words in (
        "https://qingxi.example/教育局/2024.html",
        "一、本年新收政府信息公开申请数量",
        "table 2 row 3 cells 4-10",
        "行政复议",
        "二是完善生活垃圾分类管理条例配套措施",
        "本机关",
    ):
        assert words in page
    assert "条校验全部通过" in page


def test_a_report_page_marks_what_fails(get: Get) -> None:
    page = text_of(get(f"/public/reports/{number_of(get, '青溪市财政局', 2022)}"))
    assert "条校验不通过" in page
    assert "104 ≠ 51" in page
    assert "原文自相矛盾" in page
    assert "gk-failed" in page


@pytest.mark.parametrize("year", [2016, 2019, 2022])
def test_reports_of_every_form_have_a_page(get: Get, year: int) -> None:
    assert "gk-form" in text_of(get(f"/public/reports/{number_of(get, '白石市教育局', year)}"))


def test_an_agency_page_shows_its_years_and_its_series(get: Get) -> None:
    agency = rows(get, f"/public/agencies.json?name={quote('白石市财政局')}&_shape=objects")[0]["agency_id"]
    page = text_of(get(f"/public/agencies/{agency}"))
    assert "未见 missing" in page
    assert "收到申请数" in page


@pytest.mark.parametrize("path", ["/public/reports/999999", "/public/agencies/x"])
def test_a_page_of_nothing_is_not_found(get: Get, path: str) -> None:
    assert get(path).status_code == 404


def test_text_that_means_harm_is_shown_as_text(get: Get) -> None:
    number = number_of(get, "青溪市教育局", 2022)
    paths = [f"/public/reports/{number}", "/public/reports?year=2022", f"/public/sections?report_id={number}",
             f"/public/reports?_search={quote(HOSTILE)}"]  # fmt: skip
    for path in paths:
        page = text_of(get(path))
        assert "<script>alert(1)" not in page, path
        assert "alert(1)" in page, path


def test_tables_of_figures_can_be_read_by_people(get: Get) -> None:
    page = text_of(get("/public/applications?year=2024"))
    assert "七列申请人" in page
    assert "青溪市教育局" in page
    assert "一、本年新收政府信息公开申请数量" in page


# --- downloads -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/public/reports.csv?_size=5", "/public/reports.csv?_stream=on", "/public/late_reports.csv"]
)
def test_csv_begins_with_the_mark_that_excel_needs_when_asked(get: Get, path: str) -> None:
    plain = get(path)
    marked = get(path + ("&" if "?" in path else "?") + "_bom=1")
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    assert list(csv.reader(io.StringIO(marked.content.decode("utf-8-sig"))))


def test_other_answers_get_no_mark(get: Get) -> None:
    assert not get("/public/reports.json?_bom=1").content.startswith(b"\xef\xbb\xbf")
    assert json.loads(get("/public/reports.json?_bom=1").content)


def test_table_pages_offer_it(get: Get) -> None:
    assert "_bom=1" in text_of(get("/public/reports?year=2024"))


def test_nothing_published_is_said(tmp_path: Path) -> None:
    with pytest.raises(NothingPublishedError, match="gongkai publish"):
        site(tmp_path)


def test_the_home_page_says_when_in_words_for_people(get: Get) -> None:
    assert re.search(r"更新于 \d{4}-\d\d-\d\d \d\d:\d\d 北京时间", get("/").text)
    assert beijing("2026-11-22T22:15:47+00:00") == "2026-11-23 06:15 北京时间"


def test_a_replaced_report_says_what_changed(get: Get, data_dir: Path) -> None:
    with closing(sqlite3.connect(data_dir / "public.db")) as database:
        sql = "SELECT report_id FROM reports WHERE agency = '白石市教育局' AND year = 2024"
        ((report,),) = database.execute(sql).fetchall()
        (other,) = database.execute("SELECT report_id FROM reports WHERE agency = '青溪市财政局' LIMIT 1").fetchone()
    page = get(f"/public/reports/{report}").text
    assert "共 2 版" in page
    assert re.search(r"新收政府信息公开申请数量 › 总计</th><td>48</td><td>77</td>", page)
    assert 'id="versions"' not in get(f"/public/reports/{other}").text
    found = get("/public/changed_reports.json?agency=白石市教育局&_shape=array").json()
    assert ("applications.new_received.total", 48, 77) in {(row["which"], row["before"], row["after"]) for row in found}
