# ruff: noqa: E501
"""Lists that only scripts show: named where the extra is missing, and read in a browser that has no way out of its own."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

import crawler.rendering
from archive.store import Archive
from crawler.page import Page
from crawler.rendering import shell_of
from db.engine import open_database
from db.status import portal_states
from tests.crawler.conftest import Crawl
from tests.crawler.fake_web import HTML, Web, page, report
from tests.crawler.test_crawl import documents

ROOT = "http://www.qingshan.gov.cn"
LIST = f"{ROOT}/zwgk/zfxxgknb/"
SHELL = """<!DOCTYPE html><html><head><title>政府信息公开年报</title></head><body>
<noscript>请开启JavaScript</noscript><div id="app"></div><script src="/js/app.js"></script></body></html>"""
APP = """
let page = 0;
async function show() {
  page += 1;
  const rows = await (await fetch('/api/rows?page=' + page)).json();
  document.getElementById('app').innerHTML = '<ul>' + rows.map(r =>
    `<li><a href="/zwgk/zfxxgknb/t${r}.html">青山市第${r}实验局2022年政府信息公开工作年度报告</a><span>2023-01-20</span></li>`
  ).join('') + '</ul>' + (page < 3 ? '<button onclick="show()">下一页</button>' : '<button disabled>下一页</button>');
}
for (const url of ['http://192.168.1.1/a', 'http://other.example.com/a', '/secret/a', 'http://127.0.0.1:1/a', 'file:///etc/passwd'])
  fetch(url).catch(() => 0);
try { new WebSocket('ws://www.qingshan.gov.cn/socket'); } catch (e) {}
new Image().src = 'http://other.example.com/picture.png';
navigator.sendBeacon && navigator.sendBeacon('http://other.example.com/beacon', 'x');
show();
"""

needs_browser = pytest.mark.skipif(
    find_spec("playwright") is None or not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    reason="no Chromium, or the extra js is not installed",
)


@pytest.fixture
def portal(web: Web) -> Web:
    web.pages[f"{ROOT}/robots.txt"] = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /secret/")
    web.pages[f"{ROOT}/"] = page("青山市人民政府", f'<a href="{LIST}">政府信息公开年报</a>' + "欢迎" * 100)
    web.pages[LIST] = SHELL.encode()
    web.pages[f"{ROOT}/js/app.js"] = (200, {"Content-Type": "text/javascript"}, APP.encode())
    for n in range(6):
        web.pages[f"{LIST}t{n}.html"] = report(f"青山市第{n}实验局2022年政府信息公开工作年度报告")
    for k in (1, 2, 3):
        rows = json.dumps([2 * k - 2, 2 * k - 1]).encode()
        web.pages[f"{ROOT}/api/rows?page={k}"] = (200, {"Content-Type": "application/json"}, rows)
    return web


@needs_browser
def test_a_list_that_scripts_show_is_read_over_all_its_pages(portal: Web, crawl: Crawl, tmp_path: Path) -> None:
    [summary] = crawl(LIST)
    assert (summary.state, summary.reason) == ("ok", None)
    assert {d.url for d in documents(tmp_path, "article")} == {f"{LIST}t{n}.html" for n in range(6)}
    asked = set(portal.urls)
    assert not {url for url in asked if "192.168" in url or "other" in url or "secret" in url or "127.0.0.1" in url}
    assert max(portal.most_at_once.values()) == 1
    archive = Archive(tmp_path / "warc", software="test")
    kept = {record.url for file in archive.files() for _, record in archive.records(file.name)}
    assert {f"{ROOT}/js/app.js", f"{ROOT}/api/rows?page=3"} <= kept
    [row] = [d for d in documents(tmp_path) if d.url == LIST]
    assert archive.body(row.warc_file, row.warc_offset) == SHELL.encode()  # as received, not as shown
    assert {agent.partition("/")[0] for agent in portal.agents} == {"gongkai"}
    portal.forget()
    [again] = crawl(LIST)
    assert (again.state, again.new, again.changed, again.gone) == ("ok", 0, 0, 0)


@needs_browser
def test_a_challenge_ends_it(portal: Web, crawl: Crawl) -> None:
    portal.pages[f"{ROOT}/api/rows?page=1"] = (412, dict(HTML), b"<html><script>$_ts={}</script></html>")
    [summary] = crawl(LIST)
    assert summary.state == "blocked"
    assert "瑞数" in (summary.reason or "")
    assert sum("/api/rows" in url for url in portal.urls) == 1


@needs_browser
@pytest.mark.parametrize(
    ("limit", "value", "script"),
    [
        ("RENDER_REQUESTS", 10, "let n=0; setInterval(() => fetch('/api/rows?page=' + n++).catch(() => 0), 5)"),
        ("RENDER_SECONDS", 4, "while (true) {}"),
    ],
)
def test_scripts_without_an_end_are_stopped(portal: Web, crawl: Crawl, limit: str, value: int, script: str) -> None:
    portal.pages[f"{ROOT}/js/app.js"] = (200, {"Content-Type": "text/javascript"}, script.encode())
    [summary] = crawl(LIST, **{limit: value})
    assert summary.state == "failing"
    assert "its list needs JavaScript" in (summary.reason or "")
    assert sum("/api/rows" in url for url in portal.urls) <= 10


def test_without_the_extra_the_list_is_named(portal: Web, crawl: Crawl, tmp_path: Path) -> None:
    [summary] = crawl(LIST, RENDER=False)
    assert summary.state == "failing"
    wanted = f'{LIST}: {crawler.rendering.MISSING} (an empty <div id="app"> and 1 scripts)'
    assert wanted in (summary.reason or "")
    assert f"{ROOT}/js/app.js" not in portal.urls
    [state] = portal_states(open_database(tmp_path))
    assert "install gongkai[js]" in (state.reason or "")


@pytest.mark.parametrize(
    ("markup", "shell"),
    [
        (SHELL, True),
        (SHELL.replace('<div id="app"></div>', '<div id="root"><div class="loading">加载中</div></div>'), True),
        (SHELL.replace('<div id="app"></div>', "<app-root></app-root>"), True),
        (SHELL.replace('<script src="/js/app.js"></script>', ""), False),
        (SHELL.replace("<noscript>", "<p>" + "年报" * 100 + "</p><noscript>"), False),
        (SHELL.replace('<div id="app"></div>', '<div id="app"><a href="/a.html">一</a><a href="/b.html">二</a></div>'), False),
        (SHELL.replace('id="app"', 'id="header"'), False),
        ('{"rows": []}', False),
    ],
)  # fmt: skip
def test_what_says_that_a_page_needs_scripts(markup: str, shell: bool) -> None:
    assert (shell_of(Page(LIST, markup.encode(), "text/html")) is not None) is shell
