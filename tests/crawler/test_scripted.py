"""What a page's scripts lead to is understood without running them, or not at all."""

from __future__ import annotations

import time

import pytest

from crawler.page import Page
from crawler.scripted import Scripts

PAGE = """
<script>
var base = "/zwgk/nb/", size = 10;
function gotoPage(n) { if (n < 1 || n > 9) { return; } window.location.href = '/zwgk/list_' + n + '.html'; }
function openDoc(id) { window.open('/doc/' + id + '.html', '_blank'); }
function turn(p) { var url = base + "index_" + (p - 1) + ".shtml"; location.href = url; }
var show = function (dept, name) { location.replace("d.jsp?dept=" + dept + "&n=" + encodeURIComponent(name)); };
function made(n) { location.href = address(n); }
function send(n) { document.forms[0].submit(); }
function here() { location.href = location.href + '#top'; }
</script>
"""
CASES = {
    "gotoPage(3)": "/zwgk/list_3.html",
    "javascript:gotoPage('4');": "/zwgk/list_4.html",
    "openDoc('88'); return false;": "/doc/88.html",
    "turn(2)": "/zwgk/nb/index_1.shtml",
    "show('12', 'a')": "d.jsp?dept=12&n=a",
    "window.location.href='/x/1.html'": "/x/1.html",
    "self.location = 'a.htm'": "a.htm",
    "window.open('/y/2.pdf')": "/y/2.pdf",
    "made(1)": None,
    "send(2)": None,
    "here()": None,
    "location.href=this.value": None,
    "unknown(5)": None,
    "void(0)": None,
    "": None,
}


@pytest.mark.parametrize("code", CASES)
def test_where_code_leads(code: str) -> None:
    assert Scripts(PAGE).leads_to(code) == CASES[code]


def test_links_that_are_none_until_they_are_clicked() -> None:
    markup = (
        "<script>function openDoc(id){window.open('/doc/'+id+'.html')}</script><ul>"
        "<li><a href='javascript:void(0)' onclick=\"openDoc('7')\">财政局2023年度报告</a></li>"
        "<li onclick=\"location.href='/doc/8.html'\">教育局2023年度报告<span>2024-01-20</span></li>"
        "<li><a href='javascript:;' data-href='/doc/9.html'>民政局2023年度报告</a></li>"
        "<li><button onclick=\"location.href='?year=2022'\">2022年</button></li>"
        "<li data-url='{{item.url}}'>{{item.title}}</li><li onclick='show()'>展开</li></ul>"
        "<iframe id=f></iframe><script>document.getElementById('f').src = '/inner.html';</script>"
    ).replace('\\"', '"')
    page = Page("http://www.heshan.gov.cn/nb/", markup.encode())
    found = {anchor.url.removeprefix("http://www.heshan.gov.cn"): anchor for anchor in page.anchors}
    assert list(found) == ["/doc/7.html", "/doc/9.html", "/doc/8.html", "/nb/?year=2022", "/inner.html"]
    assert found["/doc/8.html"].dated
    assert found["/nb/?year=2022"].text == "2022年"
    assert found["/inner.html"].area == "frame"


@pytest.mark.parametrize(
    "rubbish",
    [part * 30_000 for part in ("function f(", "function f(a){", "a=", "'", "location.href=", "{", "a ", "f(1);")],
    ids=lambda text: text[:12],
)
def test_hostile_scripts_cost_little(rubbish: str) -> None:
    began = time.process_time()
    scripts = Scripts(f"<script>{rubbish}</script>")
    scripts.leads_to(f"f(1);{rubbish[:3000]}")
    assert scripts.frames == []
    assert time.process_time() - began < 5
