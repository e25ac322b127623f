"""What is found on a portal must not hang on traps beside it, nor on which of two ways to a page came first."""

from __future__ import annotations

import random
import re
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.branch import DRY_PAGES, Branch, Walk
from crawler.frontier import Frontier, Link
from crawler.judge import Aim
from crawler.portals import Portal
from crawler.urls import identity
from gongkai.commands.crawl import crawl_portals
from tests.crawler.conftest import FAST, Crawl
from tests.crawler.fake_web import HTML, Answer, Web, page, report

ROOT = "http://www.heshan.gov.cn"
YEARS = range(2018, 2025)


def endless(url: str, headers: dict[str, str]) -> Answer | None:
    """Every page below /wuxian/ is a list of reports by its heading; each row is such a list, and each has a next."""
    path = urlsplit(url).path
    if not path.startswith("/wuxian/"):
        return None
    n = int(re.sub(r"\D", "", path)[-9:] or 1)
    rows = "".join(
        f'<li><a href="/wuxian/x{n}{k}.html">工作动态第{n}-{k}号</a><span>2020-01-01</span></li>' for k in range(10)
    )
    return 200, HTML, page("年度报告", f'<ul>{rows}</ul><a href="/wuxian/list_{n + 1}.html">下一页</a>')


def portal(web: Web, aside: str) -> set[str]:
    """A portal whose reports stand three steps below its disclosure page; ``aside`` is markup before the way there."""
    web.pages[f"{ROOT}/"] = page("和山市人民政府", f'<a href="/zwgk/">政务公开</a>{aside}')
    way = '<a href="/bm/">部门信息公开</a>'
    web.pages[f"{ROOT}/zwgk/"] = page("政务公开", f"{aside}<ul><li>{way}</li></ul>")
    agencies = {"czj": "财政局", "jyj": "教育局", "mzj": "民政局"}
    links = "".join(f'<li><a href="/{slug}/">市{name}</a></li>' for slug, name in agencies.items())
    web.pages[f"{ROOT}/bm/"] = page("部门信息公开", f"<ul>{links}</ul>")
    found = set()
    for slug, name in agencies.items():
        web.pages[f"{ROOT}/{slug}/"] = page(name, f'<a href="/{slug}/nb/">政府信息公开年报</a>')
        rows = []
        for year in YEARS:
            url = f"{ROOT}/{slug}/nb/{year}.html"
            web.pages[url] = report(f"和山市{name}{year}年政府信息公开工作年度报告")
            rows.append(f'<li><a href="{year}.html">{year}年度</a><span>{year + 1}-01-20</span></li>')
            found.add(url)
        web.pages[f"{ROOT}/{slug}/nb/"] = page("政府信息公开年报", f"<ul>{''.join(rows)}</ul>")
    return found


def test_an_endless_list_of_lists_neither_starves_true_lists_nor_runs_on(crawl: Crawl, web: Web) -> None:
    reports = portal(web, '<a href="/wuxian/list_1.html">部门年度报告</a>')
    web.rule = endless
    [summary] = crawl(f"{ROOT}/zwgk/", GONGKAI_TRACE=0)
    assert reports <= set(web.urls)
    last = max(web.urls.index(url) for url in reports)
    assert last < 3 * DRY_PAGES + len(reports), "true lists come before what is left of the endless one"
    assert summary.requests < 400
    assert summary.state == "ok"


def test_robots_txt_holds_for_every_request_that_waits_for_it(tmp_path: Path, web: Web) -> None:
    web.pages[f"{ROOT}/robots.txt"] = b"User-agent: *\nDisallow: /secret/\n"
    web.pages[f"{ROOT}/"] = page("和山市", "")
    starts = tuple(f"{ROOT}/secret/{n}.html" for n in range(6))
    web.pages.update({url: report("和山市2023年政府信息公开工作年度报告") for url in starts})
    crawl_portals([Portal("p", "和山市", None, starts)], tmp_path, FAST)
    assert set(web.urls) == {f"{ROOT}/robots.txt", f"{ROOT}/"}


def test_what_is_posted_is_kept_under_an_address_that_can_be_read_again() -> None:
    short = Link(f"{ROOT}/list.do", Aim.PAGE, "", form=(("page", "2"), ("__VIEWSTATE", "x" * 9000)))
    assert short.name == f"{ROOT}/list.do?__method=POST&page=2"
    long = [Link(f"{ROOT}/list.do", Aim.PAGE, "", form=(("page", str(n)), ("q", "x" * 9000))) for n in (2, 3)]
    assert len({identity(link.name) for link in long}) == 2


def test_redirects_to_elsewhere_are_left_and_are_no_failures(crawl: Crawl, web: Web) -> None:
    reports = portal(web, "".join(f'<a href="/go/{n}.html">市水利局{2010 + n}年政府信息公开年报</a>' for n in range(9)))
    for n in range(9):
        to = "http://www.away.example.com/gknb/" if n % 2 else f"http://10.0.0.{n}/gknb/"
        web.pages[f"{ROOT}/go/{n}.html"] = 302, {"Location": to}, b""
    [summary] = crawl(f"{ROOT}/zwgk/")
    assert (summary.state, summary.failed) == ("ok", 0)
    assert reports <= set(web.urls)
    assert all(url.startswith(ROOT) for url in web.urls)


def test_years_of_a_table_lead_to_reports_outside_columns_of_reports(crawl: Crawl, web: Web) -> None:
    names = {f"{ROOT}/d/{year}": f"和山市民政局{year}年政府信息公开工作年度报告" for year in YEARS}
    for url, name in names.items():
        web.pages[url] = page(name, f"<h1>{name}</h1><p>详见附件。</p><a href='{url}.pdf'>附件</a>")
        web.pages[f"{url}.pdf"] = 200, {"Content-Type": "application/pdf"}, b"%PDF-1.4 " + name.encode()
    cells = "".join(f'<td><a href="{url}">{url[-4:]}</a></td>' for url in names)
    web.pages[f"{ROOT}/"] = page("和山市", '<a href="/tzgg/">通知公告</a>')
    web.pages[f"{ROOT}/tzgg/"] = page("通知公告", f"<table><tr><td>市民政局</td>{cells}</tr></table>")
    crawl(f"{ROOT}/")
    assert {f"{url}.pdf" for url in names} <= set(web.urls)


def test_a_list_is_left_when_its_pages_are_empty_or_repeat_not_when_the_first_page_showed_them_already() -> None:
    shown_before = Walk(300)
    for n in range(5):
        shown_before.count([f"{n}.html", f"{n}b.html"], brought=False, named=False)
        assert not shown_before.over
    for pages in ([["1.html"]] * 4, [[]] * 3, [["1.html"], ["2.html"], ["1.html"], ["2.html"], []]):
        walk = Walk(300)
        for rows in pages:
            assert not walk.over
            walk.count(rows, brought=False, named=False)
        assert walk.over


def test_a_list_in_drought_comes_back_when_one_of_its_pages_is_a_report() -> None:
    branch = Branch()
    inner = Branch(branch)
    queue = Frontier()
    for n in range(3):
        queue.add(Link(f"{ROOT}/dry/{n}.html", Aim.ARTICLE, "", branch=inner))
    queue.add(Link(f"{ROOT}/near/", Aim.OTHER, ""))
    for _ in range(DRY_PAGES):
        inner.spend()
    assert branch.drought == 1
    first = queue.pop()
    assert first is not None
    assert first.aim is Aim.OTHER
    second = queue.pop()
    assert second is not None
    assert second.drought == 1
    inner.earn()
    third = queue.pop()
    assert third is not None
    assert third.drought == 0


@pytest.mark.parametrize("first", [Aim.OTHER, Aim.HUB, Aim.NOTICES])
@pytest.mark.parametrize("second", [Aim.ARTICLE, Aim.COLUMN])
def test_an_address_is_looked_at_again_only_when_new_words_for_it_say_more(first: Aim, second: Aim) -> None:
    for satisfied in (False, True):
        queue = Frontier()
        link = Link(f"{ROOT}/a.html", first, "")
        queue.add(link)
        assert queue.pop() is link
        queue.fetched(link)
        if satisfied:
            queue.satisfied(link)
        queue.add(Link(f"{ROOT}/a.html", second, ""))
        again = queue.pop()
        assert (again is None) is satisfied
        if again is not None:
            queue.fetched(again)
            queue.add(Link(f"{ROOT}/a.html", Aim.ARTICLE, ""))
            assert queue.pop() is None, "and no third time"


def two_ways(web: Web, seed: int) -> None:
    """Reports that a column by year, a list of all and a page of notices link to, in an order that changes."""
    order = random.Random(seed)

    def menu(links: list[tuple[str, str]]) -> str:
        order.shuffle(links)
        return "".join(f'<li><a href="{url}">{text}</a><span>2024-01-20</span></li>' for url, text in links)

    names = {f"/art/{year}.html": f"和山市财政局{year}年政府信息公开工作年度报告" for year in YEARS}
    for url, name in names.items():
        web.pages[ROOT + url] = report(name, '<a href="/f/nb.docx">附件</a>')
    web.pages[f"{ROOT}/f/nb.docx"] = b"PK\x03\x04 a file of all"
    ways = [
        ("/tzgg/", "通知公告"),
        ("/gk/ndbg/", "更多"),
        ("/gk/ndbg/", "政府信息公开年报"),
        ("/gk/ndbg/all.html", "部门"),
    ]
    web.pages[f"{ROOT}/"] = page("和山市", menu([*ways, ("/gk/", "政务公开")]))
    web.pages[f"{ROOT}/gk/"] = page("政务公开", menu(ways))
    web.pages[f"{ROOT}/tzgg/"] = page("通知公告", menu(list(names.items())))
    web.pages[f"{ROOT}/gk/ndbg/"] = page(
        "政府信息公开年报", menu([(url, f"{url[5:9]}年度") for url in names]) + '<a href="all.html">全部</a>'
    )
    web.pages[f"{ROOT}/gk/ndbg/all.html"] = page("全部", menu(list(names.items())))


def test_the_same_portal_gives_the_same_documents_whichever_way_came_first(
    crawl: Crawl, web: Web, tmp_path: Path
) -> None:
    found = set()
    for seed in range(3):
        two_ways(web, seed)
        with sqlite3.connect(tmp_path / "gongkai.db") as database:
            database.execute("delete from documents")
        crawl(f"{ROOT}/")
        with sqlite3.connect(tmp_path / "gongkai.db") as database:
            rows = database.execute("select url, role, parent_url, link_text, column_name from documents")
            found.add(tuple(sorted(row for row in rows if row[1] != "robots")))
    [documents] = found
    assert sum(role == "article" for _, role, *_ in documents) == len(YEARS)
