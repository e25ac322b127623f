"""What a crawl must withstand: kills, broken answers, copies, traps, addresses it must not touch."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.store import Archive
from tests.crawler import sites
from tests.crawler.conftest import Crawl
from tests.crawler.fake_web import HTML, Web, page, report
from tests.crawler.test_crawl import documents, urls

ROOT = "http://www.qingshan.gov.cn"
NB = f"{ROOT}/zwgk/zfxxgk/zfxxgknb/"
TITLE = "青山市财政局2022年政府信息公开工作年度报告"


def one_column(web: Web, rows: str) -> str:
    web.pages[f"{ROOT}/"] = page("青山市人民政府", f'<a href="{NB}">政府信息公开年报</a>')
    web.pages[NB] = page("政府信息公开年报", f"<ul>{rows}</ul>")
    return f"{ROOT}/"


def test_a_killed_crawl_goes_on_where_it_stopped(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    wanted = sites.trs(web)
    portals = tmp_path / "portals.yml"
    portals.write_text(
        f'[{{id: p0, name: 青山市人民政府, region_code: "110100", start_urls: ["{ROOT}/"]}}]', encoding="utf-8"
    )
    command = [sys.executable, "-m", "gongkai", "crawl", "--data", str(tmp_path), "--portals", str(portals)]
    web.rule = lambda url, headers: time.sleep(0.08)  # type: ignore[func-returns-value]
    for _ in range(2):
        before = len(web.urls)
        process = subprocess.Popen([*command, "-s", "DOWNLOAD_DELAY=0"], env=dict(os.environ))
        while len(web.urls) < before + 8 and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = urls(tmp_path)
    assert done < wanted
    web.forget()
    finished = subprocess.run([*command, "-s", "DOWNLOAD_DELAY=0"], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert urls(tmp_path) == wanted
    assert not done & set(web.urls), "asked again for what the killed runs had archived"
    assert all(d.version == 1 for d in documents(tmp_path))
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", *map(str, (tmp_path / "warc").glob("*.gz"))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout) == (0, "")


def test_a_third_of_the_answers_broken(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    wanted = sites.trs(web) | sites.hanweb(web, named=False)
    dice = random.Random(7)
    proxy = web.rule

    def rule(url: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes] | None:
        if dice.random() > 0.3:
            return proxy(url, headers)
        kind = dice.randrange(4)
        whole = web.pages.get(url, b"")
        body = whole if isinstance(whole, bytes) else whole[2]
        if kind == 0:
            return 502, HTML, b"<html>Bad Gateway</html>"
        if kind == 1:
            return 200, HTML | {"Content-Length": str(len(body) + 500)}, body[: len(body) // 2]
        if kind == 2:
            return 200, HTML, b""
        return 200, HTML, body[: len(body) // 2]

    web.rule = rule
    crawl(sites.TRS_START, "http://www.linhai.gov.cn/col/col5500/index.html")
    assert len(urls(tmp_path) & wanted) >= 0.97 * len(wanted)


def test_copies_of_a_page_are_one_document(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    article = "202301/t20230120_1.shtml"
    copies = [
        f"./{article}",
        f"http://qingshan.gov.cn/zwgk/zfxxgk/zfxxgknb/{article}#top",
        f"https://www.qingshan.gov.cn/zwgk/zfxxgk/zfxxgknb/{article}",
        f"./{article.replace('.shtml', '_app.shtml')}",
        f"./{article}?isMobile=false",
        f"./{article};jsessionid=0A1B2C",
    ]
    start = one_column(web, "".join(sites.row(url, TITLE, "2023-01-20") for url in copies))
    web.pages[NB + article] = report(TITLE)
    crawl(start)
    assert urls(tmp_path) == {NB + article}
    assert sum("t20230120_1" in url for url in web.urls) == 1


def test_files_and_pictures_are_tied_to_their_page(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    start = one_column(
        web, sites.row("./t1.html", TITLE, "2023-01-20") + sites.row("./t2.html", "市教育局", "2023-01-20")
    )
    links = (
        '<a href="./P02.docx">附件：2022年报告</a>'
        '<a href="/pdfjs/web/viewer.html?file=%2Fcms%2Freport.pdf">查看</a>'
        '<a href="/module/download/downfile.jsp?classid=0&filename=9f">下载</a>'
    )
    web.pages[f"{NB}t1.html"] = report(TITLE, links)
    pictures = '<div class="TRS_Editor"><img src="./W1.jpg"><img src="./W2.png"></div>'
    web.pages[f"{NB}t2.html"] = page("市教育局", f'<h1>2022年年报</h1>{pictures}<a href="./nb.wps">年报.wps</a>')
    heads = {"P02.docx": b"PK\x03\x04", "nb.wps": b"\xd0\xcf\x11\xe0", "W1.jpg": b"\xff\xd8", "W2.png": b"\x89PNG"}
    for path, head in heads.items():
        web.pages[NB + path] = (200, {"Content-Type": "application/octet-stream"}, head + path.encode() * 9)
    web.pages[f"{ROOT}/cms/report.pdf"] = (200, {"Content-Type": "application/pdf"}, b"%PDF-1.4 x")
    down = f"{ROOT}/module/download/downfile.jsp?classid=0&filename=9f"
    web.pages[down] = (302, {"Location": "/attach/0/9f.doc"}, b"")
    web.pages[f"{ROOT}/attach/0/9f.doc"] = (200, {"Content-Type": "application/msword"}, b"\xd0\xcf\x11\xe0doc")
    crawl(start)
    parents = {d.url: d.parent_url for d in documents(tmp_path) if d.role in ("attachment", "image")}
    assert parents == {
        f"{NB}P02.docx": f"{NB}t1.html",
        f"{ROOT}/cms/report.pdf": f"{NB}t1.html",
        down: f"{NB}t1.html",
        f"{NB}nb.wps": f"{NB}t2.html",
        f"{NB}W1.jpg": f"{NB}t2.html",
        f"{NB}W2.png": f"{NB}t2.html",
    }
    assert urls(tmp_path) == {f"{NB}t1.html", f"{NB}t2.html"}


FORBIDDEN = [
    "http://127.0.0.1:{port}/zwgk/gknb.html",
    "http://2130706433/gknb.html",
    "http://0x7f.1/gknb.html",
    "http://[::1]/gknb.html",
    "http://[::ffff:10.0.0.1]/gknb.html",
    "http://localhost/gknb.html",
    "http://intranet/gknb.html",
    "http://169.254.169.254/latest/meta-data",
    "http://10.0.0.8/gknb.html",
    "ftp://www.qingshan.gov.cn/gknb.doc",
    "file:///etc/passwd",
    "http://www.heishan.gov.cn/gknb.html",
    "http://www.qingshan.gov.cn.mirror.com/gknb.html",
    "http://www.qingshan.gov.cn:8080/gknb.html",
    "http://www.qingshan.gov.cn@evil.com/gknb.html",
]


@pytest.mark.parametrize("how", ["link", "redirect", "base", "refresh"])
def test_nothing_forbidden_is_asked_for(web: Web, crawl: Crawl, tmp_path: Path, how: str) -> None:
    wrong = [url.format(port=web.port) for url in FORBIDDEN]
    names = [TITLE.replace("2022", str(2010 + n)) for n in range(len(wrong))]
    links = wrong if how == "link" else [f"./t{n}.html" for n in range(len(wrong))]
    rows = "".join(sites.row(url, name, "2023-01-20") for url, name in zip(links, names, strict=True))
    for n, url in enumerate(wrong):
        if how == "redirect":
            web.pages[f"{NB}t{n}.html"] = (302, {"Location": url}, b"")
        if how == "refresh":
            web.pages[f"{NB}t{n}.html"] = page("x", "", f'<meta http-equiv="refresh" content="0;url={url}">')
        if how == "base":
            web.pages[f"{NB}t{n}.html"] = page("x", '<a href="a.docx">年度报告</a>', f'<base href="{url}">')
    start = one_column(web, rows)
    crawl(start, RETRY_TIMES=0)
    assert all(url.startswith((f"{ROOT}/", "http://qingshan.gov.cn/")) for url in web.urls), web.urls


@pytest.mark.parametrize("to", ["file:///etc/passwd", "data:text/html,x", "ftp://www.qingshan.gov.cn/a"])
def test_a_redirect_to_another_scheme_says_where_to(web: Web, crawl: Crawl, to: str) -> None:
    start = one_column(web, "")
    web.pages[start] = (302, {"Location": to}, b"")
    [summary] = crawl(start)
    assert f"HTTP 302 to {to}" in (summary.reason or "")
    assert web.urls.count(start) == 1


def test_agencies_under_the_portals_domain_belong_to_it(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    agency = "http://czj.qingshan.gov.cn"
    start = one_column(web, sites.row(f"{agency}/gknb/", "市财政局", "") + sites.row("./t1.html", TITLE, ""))
    web.pages[f"{NB}t1.html"] = report(TITLE)
    web.pages[f"{agency}/gknb/"] = page("政府信息公开年报", sites.row("t9.html", TITLE.replace("2022", "2021"), ""))
    web.pages[f"{agency}/gknb/t9.html"] = report(TITLE.replace("2022", "2021"))
    crawl(start)
    assert urls(tmp_path) == {f"{NB}t1.html", f"{agency}/gknb/t9.html"}


def test_an_endless_pager_ends(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    start = one_column(web, sites.row("./t1.html", TITLE, "") + '<a href="?page=2">下一页</a>')
    web.pages[f"{NB}t1.html"] = report(TITLE)

    def rule(url: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes] | None:
        if "?page=" not in url:
            return None
        n = int(url.rpartition("=")[2])
        following = f'<a href="?page={n + 1}">下一页</a>'
        return (
            200,
            HTML,
            page("政府信息公开年报", sites.row("./t1.html", TITLE, "") + following),
        )

    web.rule = rule
    crawl(start)
    assert len(web.urls) < 15
    assert urls(tmp_path) == {f"{NB}t1.html"}


@pytest.mark.parametrize(
    ("case", "state", "reason"),
    [
        ("nothing there", "failing", "HTTP 404"),
        ("no reports", "failing", "no column of reports and no report found"),
        ("empty column", "failing", "columns of reports are empty"),
        ("home page for everything", "failing", "home page"),
    ],
)
def test_broken_portals_are_named(web: Web, crawl: Crawl, case: str, state: str, reason: str) -> None:
    start = f"{ROOT}/"
    if case == "no reports":
        web.pages[start] = page("青山市", '<a href="/zjqs/">走进青山</a>')
        web.pages[f"{ROOT}/zjqs/"] = page("走进青山", "山")
    elif case == "empty column":
        start = one_column(web, "")
    elif case == "home page for everything":
        home = page("青山市", f'<a href="{NB}">政府信息公开年报</a>' + "欢迎" * 200)
        web.rule = lambda url, headers: (200, HTML, home) if "robots" not in url else None
    [summary] = crawl(start, RETRY_TIMES=0)
    assert (summary.state, reason in (summary.reason or "")) == (state, True), summary


def test_one_portals_failure_leaves_the_others_alone(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    wanted = sites.trs(web)
    summaries = crawl("http://www.nowhere.gov.cn/", sites.TRS_START, "http://www.gone.gov.cn/", CONCURRENT_PORTALS=1)
    assert {one.portal: one.state for one in summaries} == {"p0": "failing", "p1": "ok", "p2": "failing"}
    assert urls(tmp_path) == wanted


def test_any_number_of_portals_may_have_nothing_left_to_ask(web: Web, crawl: Crawl) -> None:
    starts = [f"http://www.town{n}.gov.cn/" for n in range(600)]
    summaries = crawl(*starts, PORTAL_REQUESTS=0)
    assert {one.state for one in summaries} == {"stopped"}
    assert len(summaries) == len(starts)
    assert not web.asked


def test_a_run_whose_end_cannot_be_written_leaves_the_others_alone(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    wanted = sites.trs(web)
    with sqlite3.connect(tmp_path / "gongkai.db") as database:
        database.execute(
            "CREATE TRIGGER full BEFORE UPDATE OF finished ON crawl_runs WHEN NEW.portal = 'p0'"
            " BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    summaries = crawl("http://www.nowhere.gov.cn/", sites.TRS_START, CONCURRENT_PORTALS=1)
    assert [one.state for one in summaries] == ["failing", "ok"]
    assert urls(tmp_path) == wanted
    assert "cannot be finished" in (summaries[0].reason or "")


@pytest.mark.parametrize("tags", [{}, {"ETag": '"1"'}])
def test_a_lost_record_is_fetched_and_archived_again(
    web: Web, crawl: Crawl, tmp_path: Path, tags: dict[str, str]
) -> None:
    start = one_column(web, sites.row("./t1.html", TITLE, ""))
    body = report(TITLE)

    def rule(url: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes] | None:
        if not url.endswith("t1.html"):
            return None
        return (304, tags, b"") if tags and headers.get("if-none-match") == '"1"' else (200, HTML | tags, body)

    web.rule = rule
    crawl(start)
    for file in (tmp_path / "warc").glob("*.warc.gz"):
        file.unlink()
    crawl(start, REVISIT_DAYS=0)
    [document] = documents(tmp_path, "article")
    assert document.version == 1
    assert Archive(tmp_path / "warc").body(document.warc_file, document.warc_offset) == body
