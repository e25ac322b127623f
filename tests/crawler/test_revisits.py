"""What is asked for again: a list that lost or got a row on any page is noticed the same night, at next to no cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.index import Known, Role, Run
from crawler.revisits import Revisits
from crawler.urls import identity
from tests.crawler.conftest import Crawl
from tests.crawler.fake_web import Web, page, report
from tests.crawler.test_crawl import documents

ROOT = "http://www.qingshan.gov.cn/zwgk/zfxxgknb/"
SIZE, ROWS = 4, 26
PAGERS = ("counted", "next", "numbered")


NOW = datetime.now(UTC)


def archived(n: int, *, year: int | None, size: int = 1000, days: int = 1, **more: Any) -> Known:
    seen = NOW - timedelta(days=days)
    return Known(f"{ROOT}d{n}.html", Role.ARTICLE, "0" * 64, size, seen, seen, "a.warc.gz", 0, year=year, **more)


def due(known: list[Known], days: int = 60) -> list[int]:
    """The numbers of the documents asked for in a night."""
    plan = Revisits({identity(one.url): one for one in known}, Run(1, "p", NOW, False), days, 500, 100)
    return sorted(int(key.rpartition("/d")[2].removesuffix(".html")) for key in plan.due)


def test_the_newest_reports_have_a_turn_of_their_own() -> None:
    known = [archived(n, year=2014 + n // 12, days=200 - n) for n in range(120)]
    assert due(known) == [0, 108]
    assert due(known, days=0) == list(range(120))
    assert due([archived(n, year=None, days=200 - n) for n in range(120)]) == [0, 1]
    impossible = [*known, archived(120, year=2999, days=300)]
    assert due(impossible) == [108, 120], "a year to come is a misreading"


def test_files_of_the_newest_reports_come_with_them() -> None:
    known = [archived(n, year=2014 + n // 12, days=100) for n in range(120)]
    file = replace(archived(500, year=None, days=150), role=Role.ATTACHMENT, parent_url=known[-1].url)
    assert 500 in due([*known, file])


@pytest.mark.parametrize(
    ("year", "days", "asked"), [(2022, 10, False), (2022, 16, True), (2014, 16, False), (2014, 61, True)]
)
def test_a_document_larger_than_a_nights_share_waits_and_stops_no_other(year: int, days: int, asked: bool) -> None:
    known = [archived(n, year=2014 + n % 8, days=5) for n in range(120)]
    found = due([*known, archived(120, year=year, size=1_000_000, days=days)])
    assert (120 in found) == asked
    assert len(found) > 1


def test_on_a_small_portal_too_every_report_comes_round() -> None:
    known = [archived(n, year=2018 + n, days=61 - n, size=10_000) for n in range(5)]
    assert due(known) == [0, 4]


def name(n: int) -> str:
    return f"青山市第{n}实验局2022年政府信息公开工作年度报告"


def serve(web: Web, rows: list[int], pager: str) -> list[str]:
    """A column over seven pages; their addresses."""
    chunks = [rows[k : k + SIZE] for k in range(0, len(rows), SIZE)]
    urls = [ROOT if k == 0 else f"{ROOT}index_{k}.html" for k in range(len(chunks))]
    for k, (url, chunk) in enumerate(zip(urls, chunks, strict=True)):
        listed = "".join(f'<li><a href="./t{n}.html">{name(n)}</a><span>2023-01-20</span></li>' for n in chunk)
        following = {
            "counted": f'<script>createPageHTML({len(chunks)}, {k}, "index", "html");</script>',
            "next": f'<a href="{urls[k + 1]}">下一页</a>' if k + 1 < len(chunks) else "",
            "numbered": "".join(
                f'<a href="{urls[m]}">{m + 1}</a>' for m in range(max(0, k - 1), min(len(urls), k + 3))
            ),
        }[pager]
        web.pages[url] = page("政府信息公开年报", f"<ul>{listed}</ul><div class=page>{following}</div>")
    for n in rows:
        web.pages.setdefault(f"{ROOT}t{n}.html", report(name(n)))
    return urls


@pytest.mark.parametrize("pager", PAGERS)
def test_of_a_list_without_news_the_first_and_the_last_page_are_asked_for(web: Web, crawl: Crawl, pager: str) -> None:
    urls = serve(web, list(range(ROWS)), pager)
    crawl(ROOT)
    web.forget()
    [summary] = crawl(ROOT)
    assert (summary.new, summary.changed, summary.gone) == (0, 0, 0)
    assert {url for url in web.urls if url in urls} == {urls[0], urls[-1]}


@pytest.mark.parametrize(("pager", "lost"), [("counted", 5), ("next", 14), ("numbered", ROWS - 1)])
def test_a_report_that_leaves_any_page_of_a_list_is_gone_the_same_night(
    web: Web, crawl: Crawl, tmp_path: Path, pager: str, lost: int
) -> None:
    serve(web, list(range(ROWS)), pager)
    crawl(ROOT)
    serve(web, [n for n in range(ROWS) if n != lost], pager)
    del web.pages[f"{ROOT}t{lost}.html"]
    [summary] = crawl(ROOT)
    assert [d.url for d in documents(tmp_path, "article") if d.gone] == [f"{ROOT}t{lost}.html"]
    assert (summary.gone, summary.new) == (1, 0)


def test_a_report_that_comes_in_the_midst_of_a_list_is_found_the_same_night(
    web: Web, crawl: Crawl, tmp_path: Path
) -> None:
    serve(web, [n for n in range(ROWS) if n != 14], "counted")
    crawl(ROOT)
    serve(web, list(range(ROWS)), "counted")
    [summary] = crawl(ROOT)
    assert summary.gone == 0
    assert f"{ROOT}t14.html" in {d.url for d in documents(tmp_path, "article")}


def test_files_of_a_report_that_is_gone_are_asked_for_too(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    serve(web, list(range(ROWS)), "counted")
    body = report(name(14)).replace(b"</body>", '<a href="./t14.pdf">附件：年度报告.pdf</a></body>'.encode())
    web.pages[f"{ROOT}t14.html"] = body
    web.pages[f"{ROOT}t14.pdf"] = (200, {"Content-Type": "application/pdf"}, b"%PDF-1.4 14")
    crawl(ROOT)
    serve(web, [n for n in range(ROWS) if n != 14], "counted")
    del web.pages[f"{ROOT}t14.html"], web.pages[f"{ROOT}t14.pdf"]
    crawl(ROOT)
    assert {d.url for d in documents(tmp_path) if d.gone} == {f"{ROOT}t14.html", f"{ROOT}t14.pdf"}
