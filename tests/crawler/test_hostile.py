"""Servers that lie, drip, flood and break off: a crawl of all of them at once ends, bounded, each with its reason."""

from __future__ import annotations

import gzip
import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.index import RunSummary
from archive.verify import file_faults
from crawler.portals import Portal
from db.engine import open_database
from db.models import Document
from gongkai.commands.crawl import crawl_portals
from tests.crawler.fake_web import page, report
from tests.crawler.raw_server import Bytes, RawWeb, drip, serving_raw

TIMEOUT = 12  # seconds
MAXSIZE = 1_000_000
MIB = bytes(1024 * 1024)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
TITLE = "青山市财政局2022年政府信息公开工作年度报告"


def plain(body: bytes, *headers: bytes) -> bytes:
    lines = b"".join(line + b"\r\n" for line in (*headers, b"Content-Length: %d" % len(body)))
    return HEAD + lines + b"Connection: close\r\n\r\n" + body


def redirect(to: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode("latin-1")


def bomb(packed: bytes, *headers: bytes) -> Bytes:
    return [plain(packed, *headers)]


def chunks(size: bytes, body: bytes) -> Bytes:
    return [HEAD + b"Transfer-Encoding: chunked\r\n\r\n", size + b"\r\n" + body]


def endless() -> Bytes:
    yield HEAD + b"Connection: close\r\n\r\n<html>"
    for _ in range(2000):
        yield b"x" * 65536


def many_headers(count: int, size: int) -> Bytes:
    yield HEAD
    for n in range(count):
        yield b"X-%d: " % n + b"y" * size + b"\r\n"
    yield b"\r\n<html>"


def drip_body() -> Bytes:
    yield HEAD + b"\r\n<html>"
    yield from drip(b"")


def silence() -> Bytes:
    for _ in range(10_000):
        time.sleep(0.05)
        yield b""


MANY = b"".join(b"<a href=/%d>x%d</a>" % (n, n) for n in range(30_000))
NOT_THERE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
BOMB = gzip.compress(MIB * 300, 9)
TWICE = gzip.compress(gzip.compress(MIB * 300, 9), 9)

# ruff: noqa: E501
# What a server answers to everything but robots.txt, and words of the reason that the portal gets.
FAULTS: dict[str, tuple[Callable[[str], Bytes], str]] = {
    "redirect-to-itself": (lambda path: [redirect(path)], "redirect loop"),
    "redirect-in-circles": (lambda path: [redirect("/b" if path == "/a" else "/a")], "redirect loop"),
    "redirect-for-ever": (lambda path: [redirect(path + "x")], "redirect loop"),
    "redirect-private": (lambda path: [redirect("http://10.0.0.8/gknb/")], "IP literals and local names"),
    "redirect-metadata": (lambda path: [redirect("http://169.254.169.254/latest/")], "IP literals and local names"),
    "redirect-octal": (lambda path: [redirect("http://0177.0.0.1/")], "IP literals and local names"),
    "redirect-file": (lambda path: [redirect("file:///etc/passwd")], "HTTP 302"),
    "redirect-data": (lambda path: [redirect("data:text/html,<a>x</a>")], "HTTP 302"),
    "redirect-ftp": (lambda path: [redirect("ftp://x.gov.cn/nb.doc")], "HTTP 302"),
    "redirect-away": (lambda path: [redirect("http://www.evil.com/")], "not the portal's own host"),
    "redirect-userinfo": (lambda path: [redirect("http://redirect-userinfo.gov.cn@evil.com/")], "own host"),
    "redirect-nul": (lambda path: [redirect("/\x00\x01")], "redirect loop"),
    "redirect-long": (lambda path: [redirect("/" + "a" * 100_000)], ""),
    "redirect-nowhere": (lambda path: [redirect("http://[::bad/")], "breaks the rules of HTTP"),
    "drip-body": (lambda path: drip_body(), "in time"),
    "drip-head": (lambda path: drip(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 10_000), "in time"),
    "silence": (lambda path: silence(), "in time"),
    "endless-body": (lambda path: endless(), ""),
    "long-body-said": (lambda path: [HEAD + b"Content-Length: 99999999999\r\n\r\n<html>"], "larger than the limit"),
    "gzip-bomb": (lambda path: bomb(BOMB, b"Content-Encoding: gzip"), "larger than the limit"),
    "gzip-bomb-twice": (lambda path: bomb(TWICE, b"Content-Encoding: gzip, gzip"), "larger than the limit"),
    "gzip-broken": (lambda path: bomb(BOMB[:300], b"Content-Encoding: gzip"), "cannot be unpacked"),
    "gzip-not": (lambda path: [plain(page("青山", "<p>x</p>"), b"Content-Encoding: gzip")], "no column of reports"),
    "brotli-garbage": (lambda path: [plain(b"\xff" * 900, b"Content-Encoding: br")], "cannot be unpacked"),
    "brotli-cut": (lambda path: [plain(brotli.compress(MANY)[:900], b"Content-Encoding: br")], "cannot be unpacked"),
    "zstd": (lambda path: [plain(b"\x28\xb5\x2f\xfd" * 9, b"Content-Encoding: zstd")], "cannot be unpacked"),
    "cut-off": (lambda path: [HEAD + b"Content-Length: 5000\r\n\r\n<html>"], "cut off"),
    "length-negative": (lambda path: [HEAD + b"Content-Length: -5\r\n\r\n<html>"], "breaks the rules of HTTP"),
    "length-words": (lambda path: [HEAD + b"Content-Length: many\r\n\r\n<html>"], "breaks the rules of HTTP"),
    "length-twice": (lambda path: [HEAD + b"Content-Length: 6\r\nContent-Length: 9\r\n\r\n<html>"], "breaks the rules of HTTP"),
    "chunk-size-garbage": (lambda path: chunks(b"zz", b"<html>"), "breaks the rules of HTTP"),
    "chunk-size-huge": (lambda path: chunks(b"f" * 30, b"<html>"), ""),
    "chunk-size-negative": (lambda path: chunks(b"-1", b"<html>"), "breaks the rules of HTTP"),
    "chunk-cut": (lambda path: chunks(b"ffff", b"<html>"), ""),
    "many-headers": (lambda path: many_headers(200_000, 20), ""),
    "long-header": (lambda path: many_headers(1, 5_000_000), ""),
    "no-head": (lambda path: [page("青山", "<p>x</p>")], "cut off"),
    "garbage": (lambda path: [random.Random(5).randbytes(5000)], "breaks the rules of HTTP"),
    "status-garbage": (lambda path: [b"HTTP/1.1 abc OK\r\n\r\n"], "breaks the rules of HTTP"),
    "status-huge": (lambda path: [b"HTTP/1.1 99999 OK\r\nContent-Length: 0\r\n\r\n"], ""),
    "nothing": (lambda path: [b""], "cut off"),
    "empty": (lambda path: [plain(b"")], "an empty answer"),
    "type-image": (lambda path: [plain(random.Random(3).randbytes(3000)).replace(b"text/html", b"image/png")], ""),
    "type-none": (lambda path: [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n\x00\x01\x02\x03\x04\x05\x06\x07\x08"], ""),
    "continue-for-ever": (lambda path: [b"HTTP/1.1 100 Continue\r\n\r\n"] * 20_000, ""),
    "switch": (lambda path: [b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n" + b"x" * 99], ""),
    "deep-markup": (lambda path: [plain(b"<div>" * 100_000)], ""),
    "many-links": (lambda path: [plain(MANY) if path == "/" else NOT_THERE], ""),
}  # fmt: skip

LINKS = [
    "http://good.gov.cn/a\x00b.html", "http://good.gov.cn/" + "x" * 100_000, "http://good.gov.cn:99999/", "http://good.gov.cn:x/",
    "http://good.gov.cn\x00.evil.com/", "http://user:word@good.gov.cn/userinfo.html", "http://good.gov.cn@evil.com/", "//evil.com/gknb/",
    "http://財政.good.gov.cn/", "http://xn--zzzzzz.good.gov.cn/", "http://ｇｏｏｄ.gov.cn/wide.html", "http://good.gov.cn%2eevil.com/", "http://good.gov.cn\\@evil.com/",
    "http:///nohost", "http://", "file:///etc/passwd", "gopher://good.gov.cn/", "\\\\good.gov.cn\\share", "http://good。gov。cn/dots.html", "http://127.1/", "http://[fe80::1%25lo]/",
    "http://" + "a" * 300 + ".good.gov.cn/", "?" + "&".join(f"a{n}={n}" for n in range(900)), "http://good.gov.cn/%00%ff%zz.html", "javascript:alert(1)", "\n\t/tab.html",
]  # fmt: skip


def good(path: str) -> Bytes:
    """A portal in order but for the links that stand among its own."""
    if path == "/gknb/":
        strange = "".join(f'<li><a href="{link}">{TITLE}{n}</a></li>' for n, link in enumerate(LINKS))
        return [plain(page("政府信息公开年报", f'<ul><li><a href="t1.html">{TITLE}</a></li>{strange}</ul>'))]
    if path == "/gknb/t1.html":
        return [plain(report(TITLE))]
    return [NOT_THERE]


@dataclass
class Crawled:
    """What one crawl of all of them gave."""

    web: RawWeb
    data: Path
    summaries: dict[str, RunSummary]
    seconds: float


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Crawled]:
    data = tmp_path_factory.mktemp("hostile")
    shutil.copy(empty_database, data / "gongkai.db")
    web = RawWeb({f"{name}.gov.cn": answer for name, (answer, _) in FAULTS.items()} | {"good.gov.cn": good})
    portals = [Portal("good", "青山市", "110100", ("http://good.gov.cn/gknb/",), "auto")]
    portals += [Portal(name, "青山市", "110100", (f"http://{name}.gov.cn/",), "auto") for name in FAULTS]
    settings = {
        "DOWNLOAD_DELAY": 0, "DOWNLOAD_TIMEOUT": TIMEOUT, "DOWNLOAD_MAXSIZE": MAXSIZE, "RETRY_TIMES": 0, "CONCURRENT_PORTALS": 100,
        "AUTOTHROTTLE_ENABLED": False,
    }  # fmt: skip
    with serving_raw(web), pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"):
            patch.setenv(name, f"http://127.0.0.1:{web.port}")
        for name in ("no_proxy", "NO_PROXY"):
            patch.delenv(name, raising=False)
        began = time.monotonic()
        found = crawl_portals(portals, data, settings)
        yield Crawled(web, data, {one.portal: one for one in found}, time.monotonic() - began)


def test_the_crawl_ends_soon(crawled: Crawled) -> None:
    assert set(crawled.summaries) == {"good", *FAULTS}
    assert crawled.seconds < 120


@pytest.mark.parametrize("name", FAULTS)
def test_each_is_failing_with_its_reason(crawled: Crawled, name: str) -> None:
    summary = crawled.summaries[name]
    assert summary.state in ("failing", "blocked")
    assert FAULTS[name][1] in (summary.reason or ""), summary.reason
    assert len((summary.reason or "").removeprefix("failing: ")) >= 8
    assert "Traceback" not in (summary.reason or "")


@pytest.mark.parametrize("name", FAULTS)
def test_each_is_asked_little_and_one_at_a_time(crawled: Crawled, name: str) -> None:
    host = f"{name}.gov.cn"
    assert crawled.web.most_at_once[host] == 1
    assert sum(asked == host for asked, _ in crawled.web.asked) <= (200 if name == "many-links" else 60)
    assert crawled.web.sent[host] < 40 * MAXSIZE


def test_the_others_do_not_suffer(crawled: Crawled) -> None:
    assert crawled.summaries["good"].reports_seen == 1


def test_strange_links_lead_nowhere_else(crawled: Crawled) -> None:
    hosts = {host for host, _ in crawled.web.asked}
    assert {host for host in hosts if not host.endswith(".gov.cn")} == set()
    assert hosts <= {f"{name}.gov.cn" for name in FAULTS} | {"good.gov.cn"} | {
        host for host in hosts if host.endswith(".good.gov.cn")
    }
    assert max(len(path) for host, path in crawled.web.asked if host == "good.gov.cn") <= 8000


def test_what_is_kept_of_them_is_whole(crawled: Crawled) -> None:
    files = sorted((crawled.data / "warc").glob("*.warc.gz"))
    assert files
    assert [fault for path in files for fault in file_faults(path)] == []
    with Session(open_database(crawled.data)) as session:
        kept = session.scalars(select(Document)).all()
    assert [one.url for one in kept if one.role == "article"] == ["http://good.gov.cn/gknb/t1.html"]
    assert all(one.bytes <= MAXSIZE for one in kept)
