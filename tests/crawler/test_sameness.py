# ruff: noqa: E501
"""What counts as a change of a page: its words, wherever its product keeps them, and nothing that a view changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.page import Page
from crawler.sameness import same_page, same_report, same_scripts
from tests.crawler import sites
from tests.crawler.conftest import Crawl
from tests.crawler.fake_web import Web, page
from tests.crawler.test_crawl import documents

PAGE = "<p>收到申请12件</p>"
VIEWS = {
    "the same": (PAGE, True),
    "a figure": ("<p>收到申请13件</p>", False),
    "a counter": (f"{PAGE}<span>浏览次数：<b>7</b></span>", f"{PAGE}<span>浏览次数：<b>8</b></span>"),
    "a token": (f"{PAGE}<input type='hidden' value='a1'>", f"{PAGE}<input type='hidden' value='b2'>"),
    "a script": (f"{PAGE}<script>var t=1</script>", f"{PAGE}<script>var t=2</script>"),
}


@pytest.mark.parametrize("case", VIEWS)
def test_what_a_view_changes_is_no_change(case: str) -> None:
    before, after = VIEWS[case]
    if isinstance(after, bool):
        assert same_page(page("年报", PAGE), page("年报", before)) is after
    else:
        assert same_page(page("年报", before), page("年报", after))


@pytest.mark.parametrize(
    ("changes", "versions"),
    [({"content": "<p>收到申请13件</p>"}, [1, 2]), ({"views": "8"}, [1]), ({}, [1])],
)
def test_an_article_that_stands_in_a_script_changes_with_its_words(
    web: Web, crawl: Crawl, tmp_path: Path, changes: dict[str, str], versions: list[int]
) -> None:
    root = "http://www.nanjiang.gov.cn"
    article = sorted(sites.gkmlpt(web, root, count=1))[0]

    def shown(**detail: str) -> bytes:
        held: dict[str, Any] = {"title": "年报", "content": "<p>收到申请12件</p>", "views": "7", **detail}
        script = json.dumps(held, ensure_ascii=False)
        return page("年报", f"<script>window._CONFIG = {{SID: '758017', DETAIL: {script}}}</script>" + "年报正文" * 60)

    web.pages[article] = shown()
    crawl(f"{root}/gkmlpt/index")
    web.pages[article] = shown(**changes)
    crawl(f"{root}/gkmlpt/index", REVISIT_DAYS=0)
    assert [one.version for one in documents(tmp_path) if one.url == article] == versions


def test_a_list_whose_rows_stand_in_a_script_is_another_list_when_they_change() -> None:
    before = b"<body><p>x</p><script>page({totalRecord:40,_=1})</script></body>"
    after = b"<body><p>x</p><script>page({totalRecord:39,_=1})</script></body>"
    assert same_page(before, after)
    assert not same_scripts(before, after)
    assert same_scripts(before, before)


HEADINGS = ("总体工作情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "存在的主要问题及改进情况")
REPORT = (
    "".join(f"<p>{n}、{heading}</p><p>正文{n}</p>" for n, heading in enumerate(HEADINGS))
    + "<table><tr><td>12</td></tr></table>"
)
HOT = "<ul><li><a href='/x{0}.html'>热点{0}</a></li></ul>"


def _page(
    report: str = REPORT, around: str = "", title: str = "青山市2021年政府信息公开工作年度报告", head: str = ""
) -> Page:
    markup = f"<html><head><title>{title}</title>{head}</head><body>{around}<div class='c'><h1>{title}</h1><div id='zoom'>{report}</div></div></body></html>"
    return Page("http://www.qingshan.gov.cn/t1.html", markup.encode(), "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("what", "before", "after", "same"),
    [
        ("hot news around it", _page(around=HOT.format(1)), _page(around=HOT.format(2) + "新" * 3000), True),
        ("another menu", _page(around="<nav>首页</nav>"), _page(around="<nav>首页 专题</nav>"), True),
        ("a figure in a table", _page(), _page(REPORT.replace(">12<", ">13<")), False),
        ("a word of its text", _page(), _page(REPORT.replace("正文1", "正文一")), False),
        ("cells parted otherwise", _page(), _page(REPORT.replace("<td>12</td>", "<td>1</td><td>2</td>")), False),
        ("a picture for a table", _page(), _page(REPORT + "<img src='a.png'>"), False),
        ("a file more", _page(), _page(around="<a href='a.docx'>附件</a>"), False),
        ("its title", _page(), _page(title="青山市2022年政府信息公开工作年度报告"), False),
        (
            "its day",
            _page(head="<meta name=PubDate content=2022-01-20>"),
            _page(head="<meta name=PubDate content=2022-05-20>"),
            False,
        ),
        ("a page without a report", _page("<p>通知</p>"), _page("<p>通知</p>", around=HOT.format(1)), False),
    ],
)
def test_a_report_is_the_same_whatever_stands_around_it(what: str, before: Page, after: Page, same: bool) -> None:
    assert same_report(before, after) is same


FILE = "<p>附件：<a href='/a/nb2021.docx'>年度报告</a></p>"


@pytest.mark.parametrize(
    ("what", "before", "after", "same"),
    [
        ("hot news", _page(FILE, HOT.format(1)), _page(FILE, HOT.format(2)), True),
        ("another file", _page(FILE), _page(FILE.replace("nb2021", "nb2021_2")), False),
        ("a word", _page(FILE), _page("<p>更正</p>" + FILE), False),
        ("pictures", _page("<img src=1.jpg>", HOT.format(1)), _page("<img src=1.jpg>", HOT.format(2)), True),
        ("another picture", _page("<img src=1.jpg>"), _page("<img src=2.jpg>"), False),
        (
            "neither file nor picture",
            _page("<p>见附表</p>", HOT.format(1)),
            _page("<p>见附表</p>", HOT.format(2)),
            False,
        ),
    ],
)
def test_a_report_in_a_file_is_the_same_whatever_news_stand_around_it(
    what: str, before: Page, after: Page, same: bool
) -> None:
    assert same_report(before, after) is same
    assert not same_report(before, after, article=False)  # a list with another row is another list
