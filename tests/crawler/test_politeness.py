"""How portals are asked: slowly, one request at a time, by their rules; seen by a server, through the real engine."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from tests.crawler import sites
from tests.crawler.conftest import Crawl
from tests.crawler.fake_web import HTML, Answer, Web, page, report

ROOT = "http://www.qingshan.gov.cn"
COLUMN = f"{ROOT}/zwgk/zfxxgknb/"
ROBOTS = f"{ROOT}/robots.txt"
TITLE = "青山市第{}局2022年政府信息公开工作年度报告"


def column(web: Web, reports: int) -> str:
    """A column of reports under the home page; its address."""
    web.pages[f"{ROOT}/"] = page("青山市人民政府", f'<a href="{COLUMN}">政府信息公开年报</a>')
    rows = [sites.row(f"./t{n}.html", TITLE.format(n), "2023-01-20") for n in range(reports)]
    web.pages[COLUMN] = page("政府信息公开年报", "".join(rows))
    for n in range(reports):
        web.pages[f"{COLUMN}t{n}.html"] = report(TITLE.format(n))
    return COLUMN


def gaps(web: Web) -> list[float]:
    """Seconds between a request and the next."""
    return [after[0] - before[0] for before, after in pairwise(web.asked)]


def test_the_floor_between_requests_is_kept_however_fast_the_answers(web: Web, crawl: Crawl) -> None:
    crawl(column(web, 3), DOWNLOAD_DELAY=0.4)
    assert len(web.asked) >= 6
    assert min(gaps(web)) >= 0.35


def test_the_floor_is_a_second_unless_the_operator_says_otherwise() -> None:
    from crawler.settings import DEFAULTS

    assert (DEFAULTS["DOWNLOAD_DELAY"], DEFAULTS["DOWNLOAD_DELAY_JITTER"]) == (1.0, 0.0)
    assert (DEFAULTS["CONCURRENT_REQUESTS_PER_DOMAIN"], DEFAULTS["AUTOTHROTTLE_ENABLED"]) == (1, True)


@pytest.mark.parametrize("agent", ["*", "gongkai"])
def test_crawl_delay_is_kept(web: Web, crawl: Crawl, agent: str) -> None:
    start = column(web, 1)
    web.pages[ROBOTS] = (200, {}, f"User-agent: {agent}\nCrawl-delay: 0.5\nDisallow: /secret/".encode())
    crawl(start)
    assert len(web.asked) >= 4
    assert min(gaps(web)) >= 0.45


@pytest.mark.parametrize("to", ["http://www.elsewhere.com/404.html", "http://10.0.0.1/robots.txt"])
def test_a_robots_txt_that_leads_off_the_portal_is_named(web: Web, crawl: Crawl, to: str) -> None:
    start = column(web, 1)
    web.pages[ROBOTS] = (302, {"Location": to}, b"")
    [summary] = crawl(start)
    assert set(web.urls) == {ROBOTS}
    assert summary.state == "failing"
    assert f"robots.txt leads off the portal ({to}" in (summary.reason or "")


@pytest.mark.parametrize(
    ("answer", "reached"),
    [
        ((404, HTML, page("404", "页面不存在")), True),
        ((403, HTML, page("403", "禁止")), True),
        ((200, HTML, page("青山市", "<p>Disallow: /</p>")), True),
        ((200, {}, b"\x00\xff" * 50_000), True),
        ((500, HTML, page("500", "错误")), False),
        ((503, {}, b""), False),
    ],
)
def test_what_answers_for_robots_decides(web: Web, crawl: Crawl, answer: Answer, reached: bool) -> None:
    start = column(web, 1)
    web.pages[ROBOTS] = answer
    [summary] = crawl(start)
    assert (summary.state == "ok") is reached, summary
    if not reached:
        assert set(web.urls) == {ROBOTS}
        assert "robots.txt cannot be had" in (summary.reason or "")


def test_disallowed_addresses_are_not_asked_for_wherever_they_come_from(web: Web, crawl: Crawl) -> None:
    start = column(web, 3)
    web.pages[ROBOTS] = (200, {}, b"User-agent: *\nDisallow: /secret/\nDisallow: /*.docx$\nAllow: /secret/open/")
    more = '<a href="/secret/a.docx">附件</a><a href="./b.docx">附件2</a><img src="/secret/c.jpg">'
    web.pages[f"{COLUMN}t0.html"] = report(TITLE.format(0), more)
    web.pages[f"{COLUMN}t1.html"] = (302, {"Location": "/secret/t1.html"}, b"")
    web.pages[f"{COLUMN}t2.html"] = page("转", "", '<meta http-equiv="refresh" content="0; url=/secret/t2.html">')
    crawl(start)
    assert [url for url in web.urls if "/secret/" in url or url.endswith(".docx")] == []


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("written", ["seconds", "date"])
def test_a_pause_that_is_asked_for_is_kept(web: Web, crawl: Crawl, status: int, written: str) -> None:
    start = column(web, 2)
    refused: list[float] = []

    def rule(url: str, headers: dict[str, str]) -> Answer | None:
        if not url.endswith("t0.html") or refused:
            return None
        refused.append(time.monotonic())
        until = datetime.fromtimestamp(time.time() + 2.0, UTC)
        value = "1" if written == "seconds" else format_datetime(until, usegmt=True)  # whole seconds
        return status, {"Retry-After": value}, b""

    web.rule = rule
    crawl(start)
    following = min(moment for moment, _, _ in web.asked if moment > refused[0] + 0.001)
    assert following - refused[0] >= 0.9


def test_one_request_at_a_time_whatever_it_is_for(web: Web, crawl: Crawl) -> None:
    """Pages, robots.txt, redirects, files, pictures, failed ones, over every name of the host, for two portals."""
    start = column(web, 6)
    files = "".join(f'<a href="./f{n}.docx">附件{n}</a>' for n in range(4))
    pictures = "".join(f'<img src="./p{n}.jpg">' for n in range(4))
    web.pages[f"{COLUMN}t0.html"] = report(TITLE.format(0), files)
    web.pages[f"{COLUMN}t1.html"] = page(TITLE.format(1), f'<div class="TRS_Editor">{pictures}</div>')
    web.pages[f"{COLUMN}t2.html"] = (302, {"Location": "http://qingshan.gov.cn/moved/t2.html"}, b"")
    web.pages["http://qingshan.gov.cn/moved/t2.html"] = report(TITLE.format(2))
    web.pages[f"{COLUMN}t3.html"] = (502, {}, b"")
    for n in range(4):
        web.pages[f"{COLUMN}f{n}.docx"] = (200, {}, b"PK\x03\x04" + bytes([n]) * 900)
        web.pages[f"{COLUMN}p{n}.jpg"] = (200, {}, b"\xff\xd8" + bytes([n]) * 900)

    def rule(url: str, headers: dict[str, str]) -> None:
        time.sleep(0.02)  # so that a second request would meet the first

    web.rule = rule
    crawl(start, f"{ROOT}/", PORTAL_CONCURRENCY=16, AUTOTHROTTLE_ENABLED=False)
    kinds = {url.rpartition(".")[2] for url in web.urls}
    assert kinds >= {"html", "docx", "jpg", "txt"}
    assert any("/moved/" in url for url in web.urls)
    together = web.most_at_once["www.qingshan.gov.cn"] + web.most_at_once["qingshan.gov.cn"]
    overlaps = [gap for gap in gaps(web) if gap < 0.015]
    assert (max(web.most_at_once.values()), together, overlaps) == (1, 2, [])


def test_who_asks_can_be_told(web: Web, crawl: Crawl) -> None:
    crawl(column(web, 1), GONGKAI_CONTACT="archive@example.org")
    assert {agent.partition("/")[0] for agent in web.agents} == {"gongkai"}
    assert all("(+archive@example.org)" in agent for agent in web.agents)


def test_what_is_archived_is_asked_for_on_a_condition(web: Web, crawl: Crawl) -> None:
    start = column(web, 2)
    conditions: list[dict[str, str]] = []

    def rule(url: str, headers: dict[str, str]) -> Answer | None:
        tags = {"ETag": '"v1"', "Last-Modified": "Fri, 20 Jan 2023 01:00:00 GMT"}
        if not url.endswith("t0.html"):
            return None
        conditions.append({name: headers[name] for name in ("if-none-match", "if-modified-since") if name in headers})
        return (304, tags, b"") if conditions[-1] else (200, HTML | tags, report(TITLE.format(0)))

    web.rule = rule
    crawl(start)
    crawl(start, REVISIT_DAYS=0)
    assert conditions == [{}, {"if-none-match": '"v1"', "if-modified-since": "Fri, 20 Jan 2023 01:00:00 GMT"}]


def test_the_ceiling_holds_over_runs_of_a_night(web: Web, crawl: Crawl) -> None:
    start = column(web, 30)
    [first] = crawl(start, PORTAL_REQUESTS=12)
    assert (len(web.asked), first.requests) == (12, 12)
    assert "stopped at the ceiling of 12 requests a night" in (first.reason or "")
    [second] = crawl(start, PORTAL_REQUESTS=12)
    assert (len(web.asked), second.state) == (12, "stopped")
    crawl(start, PORTAL_REQUESTS=20)
    assert len(web.asked) == 20
    crawl(start, NIGHT_HOURS=0)
    assert len(web.asked) > 30


def test_the_ceiling_holds_over_a_kill(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    start = column(web, 60)
    entry = f'- {{id: p0, name: 青山市人民政府, region_code: "110100", start_urls: ["{start}"]}}\n'
    (tmp_path / "portals.yml").write_text(entry, encoding="utf-8")
    command = [sys.executable, "-m", "gongkai", "crawl", "--data", str(tmp_path)]
    command += ["--portals", str(tmp_path / "portals.yml"), "-s", "DOWNLOAD_DELAY=0", "-s", "PORTAL_REQUESTS=45"]
    slow = web.rule
    web.rule = lambda url, headers: time.sleep(0.05)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while len(web.asked) < 15 and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    web.rule = slow
    assert len(web.asked) >= 15
    crawl(start, PORTAL_REQUESTS=45)
    assert len(web.asked) <= 45
