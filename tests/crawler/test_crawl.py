"""Whole crawls of invented portals through the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engine import open_database
from db.models import Document
from tests.crawler import sites
from tests.crawler.conftest import Crawl
from tests.crawler.fake_web import Web


def documents(data: Path, role: str | None = None) -> list[Document]:
    with Session(open_database(data)) as session:
        query = select(Document).order_by(Document.url, Document.version)
        return [one for one in session.scalars(query) if role is None or one.role == role]


def urls(data: Path, role: str = "article") -> set[str]:
    return {one.url for one in documents(data, role)}


@pytest.mark.parametrize("start", ["/", "/zwgk/", "/zwgk/zfxxgk/zfxxgknb/", "/zwgk/zfxxgk/zfxxgknb/2022n/"])
def test_reports_are_found_from_any_start(web: Web, crawl: Crawl, tmp_path: Path, start: str) -> None:
    wanted = sites.trs(web)
    [summary] = crawl(f"http://www.qingshan.gov.cn{start}")
    assert (summary.state, summary.reason, summary.platform) == ("ok", None, "trs")
    assert urls(tmp_path) == wanted


@pytest.mark.parametrize("named", [True, False])
def test_hanweb_groups(web: Web, crawl: Crawl, tmp_path: Path, named: bool) -> None:
    wanted = sites.hanweb(web, named=named)
    [summary] = crawl("http://www.linhai.gov.cn/col/col5500/index.html")
    assert (summary.state, summary.platform) == ("ok", "hanweb")
    assert urls(tmp_path) == wanted


@pytest.mark.parametrize(
    "refusal", [(405, {}, b"<html>Method Not Allowed</html>"), (200, {}, b"<datastore></datastore>")]
)
def test_hanweb_groups_that_are_given_by_post_only(
    web: Web, crawl: Crawl, tmp_path: Path, refusal: tuple[int, dict[str, str], bytes]
) -> None:
    wanted = sites.hanweb(web, named=False)
    by_get = web.rule

    def by_post(url: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes] | None:
        if "dataproxy.jsp" in url:
            posted = web.bodies[-1][1].decode()
            return by_get(f"{url}?{posted}", headers) if posted else refusal  # type: ignore[return-value]
        return by_get(url, headers)  # type: ignore[return-value]

    web.rule = by_post
    [summary] = crawl("http://www.linhai.gov.cn/col/col5500/index.html")
    assert summary.state == "ok"
    assert urls(tmp_path) == wanted


def test_gkmlpt_tree_and_interface(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    wanted = sites.gkmlpt(web)
    [summary] = crawl("http://www.nanjiang.gov.cn/gkmlpt/index")
    assert (summary.state, summary.platform) == ("ok", "gkmlpt")
    assert urls(tmp_path) == wanted


def test_boda_counts_down(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    wanted = sites.boda(web)
    [summary] = crawl("http://www.hongya.gov.cn/zfxxgk/gknb.htm")
    assert (summary.state, summary.platform) == ("ok", "boda")
    assert urls(tmp_path) == wanted


def test_a_second_run_stores_nothing_new_and_asks_little(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    wanted = sites.trs(web)
    crawl(sites.TRS_START)
    first, sent = documents(tmp_path), web.sent
    web.forget()
    [summary] = crawl(sites.TRS_START)
    assert (summary.state, summary.new, summary.changed, summary.gone) == ("ok", 0, 0, 0)
    assert [(d.url, d.sha256, d.version) for d in documents(tmp_path)] == [(d.url, d.sha256, d.version) for d in first]
    assert len(wanted & set(web.urls)) <= 1
    assert web.sent < sent / 3


def test_a_changed_report_has_two_versions_and_a_vanished_one_is_gone(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    changed, vanished, *_ = sorted(sites.trs(web))
    crawl(sites.TRS_START)
    web.pages[changed] = web.pages[changed].replace("严格".encode(), "认真".encode())  # type: ignore[union-attr]
    page = next(url for url, body in web.pages.items() if vanished.rpartition("/")[2].encode() in bytes(body))  # type: ignore[arg-type]
    del web.pages[vanished]
    web.pages[page] = bytes(web.pages[page]).replace(vanished.rpartition("/")[2].encode(), b"gone.html")  # type: ignore[arg-type]
    [summary] = crawl(sites.TRS_START, REVISIT_DAYS=0)
    versions = [d.version for d in documents(tmp_path, "article") if d.url == changed]
    assert versions == [1, 2]
    assert [d.url for d in documents(tmp_path, "article") if d.gone] == [vanished]
    assert summary.gone == 1


def test_robots_are_obeyed_and_named(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    sites.trs(web)
    web.pages["http://www.qingshan.gov.cn/robots.txt"] = (
        200,
        {"Content-Type": "text/plain"},
        b"User-agent: *\nDisallow: /",
    )
    [summary] = crawl(sites.TRS_START)
    assert (summary.state, summary.reason) == ("blocked", "blocked: robots.txt disallows the start addresses")
    assert set(web.urls) == {"http://www.qingshan.gov.cn/robots.txt"}
    assert [d.role for d in documents(tmp_path)] == ["robots"]


def test_one_request_at_a_time_with_an_honest_name(web: Web, crawl: Crawl) -> None:
    sites.trs(web)
    crawl(sites.TRS_START, "http://www.qingshan.gov.cn/zwgk/", GONGKAI_CONTACT="mail@example.org")
    assert max(web.most_at_once.values()) == 1
    assert all(agent.startswith("gongkai/") and "+mail@example.org" in agent for agent in web.agents)


CHALLENGES = {
    "瑞数 challenge, HTTP 412": (412, {}, b"<html><script>$_ts={};</script></html>"),
    "加速乐 challenge, HTTP 521": (521, {}, b"<script>document.cookie='__jsl_clearance=1';location.reload()</script>"),
    "创宇盾 WAF": (405, {"Content-Type": "text/html; charset=utf-8"}, "<html>当前访问疑似黑客攻击</html>".encode()),
    "throttled (访问过于频繁)": (200, {"Content-Type": "text/html"}, "<html><body>访问过于频繁</body></html>".encode()),
    "WAF cookie check": (302, {"Location": "http://www.qingshan.gov.cn/", "Set-Cookie": "waf=1"}, b""),
}


@pytest.mark.parametrize("reason", CHALLENGES)
def test_blocked_portals_are_named_with_evidence(web: Web, crawl: Crawl, tmp_path: Path, reason: str) -> None:
    web.rule = lambda url, headers: None if url.endswith("robots.txt") else CHALLENGES[reason]
    [summary] = crawl(sites.TRS_START)
    assert summary.state == "blocked"
    assert reason in (summary.reason or "")
    assert len(web.urls) < 15
    assert [d for d in documents(tmp_path) if d.role != "robots"] == []
