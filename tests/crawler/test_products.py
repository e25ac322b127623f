"""Every product: it knows itself on a page of its own, finds the other pages of a list, and rows outside anchors."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

import pytest

from crawler.page import Page
from crawler.portals import SHIPPED, read_portals
from crawler.products import PRODUCTS, recognise
from crawler.products.base import Fetch

ROOT = "http://www.qingshan.gov.cn"
LIST = f"{ROOT}/zwgk/gknb/"
ROW = '<li><a href="/a/1.html" title="青山市财政局2022年政府信息公开工作年度报告">青山市财政局2022年…</a></li>'
DATE_ROW = '<li><a href="{}">财政局2022年政府信息公开年报</a></li>'
PAGER = base64.b64encode(b'<a href="list_2.html">2</a><a href="list_3.html">3</a>').decode()
HEX = "0123456789abcdef0123456789abcdef"
TREE = '[{"id":1,"name":"机构"},{"id":2,"name":"政府信息公开年报","children":[{"id":3,"name":"2022年"}]}]'
ARTICLES = {"total": 201, "articles": [{"title": "财政局2022年年报", "url": "/gkmlpt/content/3/1/post_1.html"}]}
UCAP_REPLY = {"results": {"data": {"total": 41, "results": [{"titleHtml": "<b>年报</b>", "url": "/c1/1.shtml"}]}}}
JPAAS = "/api-gateway/jpaas-publish-server/front/page/build/unit"
WAS = "/was5/web/search?channelid=2&classsql=chnlid%3D5&prepage=10&page="


@dataclass(frozen=True)
class Case:
    """A saved page (or a reply, with ``number``) and what the product should make of it."""

    product: str
    markup: str
    pages: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    url: str = LIST
    number: int | None = None
    content_type: str = "text/html"
    files: tuple[str, ...] = ()
    posted: tuple[tuple[str, str], ...] = ()


CASES = {
    "trs, from 0": Case(
        "trs", '<script>createPageHTML(3, 0, "index", "html");</script>', ("index_1.html", "index_2.html")
    ),
    "trs, same ending": Case("trs", "createPageHTML(2,0,'index','shtml')", ("index_1.shtml",)),
    "trs, Hunan": Case("trs", "createPageHTML('paging',3,1,'index','html',500)", ("index_2.html", "index_3.html")),
    "trs, countPage": Case(
        "trs", "<script>var countPage = 3</script>", ("index_1.shtml", "index_2.shtml"), url=f"{LIST}index.shtml"
    ),
    "trs, one page": Case("trs", 'createPageHTML(1, 0, "index", "html")'),
    "trs, countPage in the call": Case(
        "trs", 'var countPage=2;createPageHTML(countPage, 0, "index", "html")', ("index_1.html",)
    ),
    "hanweb, first group": Case(
        "hanweb",
        "<datastore><nextgroup><![CDATA[<a href='/module/web/jpage/dataproxy.jsp?page=2&amp;columnid=e'></a>]]>"
        "</nextgroup>"
        f"<recordset><record><![CDATA[{ROW}]]></record></recordset></datastore>",
        (f"{ROOT}/module/web/jpage/dataproxy.jsp?page=2&columnid=e",),
        (f"{ROOT}/a/1.html",),
    ),
    "hanweb, end of list": Case("hanweb", "<datastore><nextgroup></nextgroup><recordset></recordset></datastore>"),
    "hanweb, file in a script": Case(
        "hanweb",
        "<datastore></datastore><script>f('/module/download/downfile.jsp?classid=0&filename=1.doc')</script>",
        files=(f"{ROOT}/module/download/downfile.jsp?classid=0&filename=1.doc",),
    ),
    "hanweb-xxgk, years": Case(
        "hanweb-xxgk",
        "<script>open('/module/xxgk/xxgkAnnualReport.jsp?area=0010&fbtime=2022')</script>",
        rows=(f"{ROOT}/module/xxgk/xxgkAnnualReport.jsp?area=0010&fbtime=2022",),
    ),
    "hanweb-xxgk, a script that posts": Case(
        "hanweb-xxgk",
        "<script>var area = '001'; $.post('/module/xxgk/search.jsp', {infotypeId:'0204', divid: \"d1\", area: area,"
        "jdid: jdid, texttype: 0, currpage: page}, function(html){})</script><input id='jdid' value='3'>",
        (f"{ROOT}/module/xxgk/search.jsp infotypeId=0204&divid=d1&area=001&jdid=3&texttype=0&currpage=1",),
    ),
    "hanweb-xxgk, a reply": Case(
        "hanweb-xxgk",
        f"<table><tr><td>{ROW}</td></tr></table><a href='#'>1</a> 共3页",
        (f"{ROOT}/module/xxgk/search.jsp divid=d1&currpage=3",),
        rows=(f"{ROOT}/a/1.html",),
        url=f"{ROOT}/module/xxgk/search.jsp",
        number=2,
        posted=(("divid", "d1"), ("currpage", "2")),
    ),
    "hanweb-xxgk, search": Case(
        "hanweb-xxgk",
        '<form action="/module/xxgk/search.jsp"><input name="divid" value="d1"><input name="currpage" value="1"></form>'
        "共2页",
        (f"{ROOT}/module/xxgk/search.jsp divid=d1&currpage=2",),
    ),
    "jpaas, list": Case(
        "jpaas",
        f"<script src='{JPAAS}'></script><div queryData=\"{{'webId':'w1','tagId':'t1','pageType':'column'}}\"></div>",
        (
            f"{ROOT}{JPAAS}?parseType=bulidstatic&webId=w1&tagId=t1&pageType=column&paramJson=%7B%22pageNo%22%3A1%2C%22pageSize%22%3A%2215%22%7D",
        ),
    ),
    "jpaas, reply": Case(
        "jpaas",
        json.dumps({"data": {"html": ROW}, "x": "jpaas-publish-server"}),
        (f"{ROOT}{JPAAS}?webId=w&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A%2215%22%7D",),
        (f"{ROOT}/a/1.html",),
        url=f"{ROOT}{JPAAS}?webId=w&paramJson=x",
        number=1,
    ),
    "gkmlpt, tree": Case(
        "gkmlpt",
        f"<script>window._CONFIG = {{SID: '7', TREE: {TREE}}}</script>",
        (f"{ROOT}/r/gkmlpt/api/all/2?page=1&sid=7", f"{ROOT}/r/gkmlpt/api/all/3?page=1&sid=7"),
        url=f"{ROOT}/r/gkmlpt/index",
    ),
    "gkmlpt, reply": Case(
        "gkmlpt",
        json.dumps(ARTICLES),
        (f"{ROOT}/gkmlpt/api/all/2?page=2&sid=7", f"{ROOT}/gkmlpt/api/all/2?page=3&sid=7"),
        (f"{ROOT}/gkmlpt/content/3/1/post_1.html",),
        url=f"{ROOT}/gkmlpt/api/all/2?page=1&sid=7",
        number=1,
    ),
    "gkmlpt, article": Case(
        "gkmlpt",
        "<script>window._CONFIG={SID:'7', DETAIL: {\"content\": \"<a href='/attachment/0/1/n.docx'>x</a>\"}}</script>",
        url=f"{ROOT}/gkmlpt/content/3/1/post_1.html",
        files=(f"{ROOT}/attachment/0/1/n.docx",),
    ),
    "nfcms": Case("nfcms", DATE_ROW.format("content/post_1.html") + "共3页", ("index_2.html", "index_3.html")),
    "ucap, channel": Case(
        "ucap",
        '<meta name="channelId" content="c9"><script>$.post("/getFileListByCodeId")</script>',
        (f"{ROOT}/getFileListByCodeId channelId=c9&page=1&size=20&relateSubChannels=true",),
    ),
    "ucap, search": Case(
        "ucap",
        f'<script>u="/searchList/{HEX}?_isAgg=true"</script>',
        (f"{ROOT}/searchList/{HEX}?_isAgg=true&_isJson=true&_pageSize=20&page=1",),
    ),
    "ucap, reply": Case(
        "ucap",
        json.dumps(UCAP_REPLY | {"x": "getFileListByCodeId"}),
        (f"{ROOT}/searchList/{HEX}?page=2",),
        (f"{ROOT}/c1/1.shtml",),
        url=f"{ROOT}/searchList/{HEX}?page=1",
        number=1,
    ),
    "boda": Case(
        "boda",
        '<a href="list/7.htm">下页</a><a href="list/1.htm">尾页</a><div id="vsb_content">',
        tuple(f"list/{k}.htm" for k in range(7, 0, -1)),
        url=f"{LIST}list.htm",
    ),
    "longshine": Case(
        "longshine",
        '<a href="/public/column/66?type=4">x</a><a href="?type=3&action=list&pageIndex=2">2</a>',
        (f"{ROOT}/public/column/65?type=3&action=list&pageIndex=2",),
        (f"{ROOT}/public/column/65?type=3&action=list", f"{ROOT}/public/column/66?type=3&action=list"),
        url=f"{ROOT}/public/column/65?type=3&action=list",
    ),
    "openness": Case(
        "openness",
        "<script>go('/openness/OpennessAnnualReport/year/6/2022.html')</script>",
        rows=(f"{ROOT}/openness/OpennessAnnualReport/year/6/2022.html",),
    ),
    "truecms, list": Case(
        "truecms",
        "<script>u='/TrueCMS/messageController/getMessage.do';columnId='646920ac-76b4-4c03-9c53-b220ab7f3bfd'</script>",
        (
            f"{ROOT}/TrueCMS/messageController/getMessage.do?columnId=646920ac-76b4-4c03-9c53-b220ab7f3bfd"
            "&startrecord=1&endrecord=10&perpage=10",
        ),
    ),
    "truecms, reply": Case(
        "truecms",
        'cb({"xml":"<record><![CDATA[<a href=\\"/c/content/u.html\\">年报<\\/a>]]><\\/record>"}) getMessage.do',
        (f"{ROOT}/g/getMessage.do?startrecord=11&endrecord=20&perpage=10",),
        (f"{ROOT}/c/content/u.html",),
        url=f"{ROOT}/g/getMessage.do?startrecord=1",
        number=1,
    ),
    "truecms, rows in the page": Case("truecms", f'<div id="initData"><!--{ROW}--></div>', rows=(f"{ROOT}/a/1.html",)),
    "epoint, list": Case(
        "epoint",
        "<script>getgovinfolist;var siteGuid='7eb5';var categorynum='003';var deptcode='D1'</script>",
        (
            f"{ROOT}/EWB-FRONT/rest/lightfrontaction/getgovinfolist "
            '{"deptcode": "D1", "categorynum": "003", "siteGuid": "7eb5", "pageIndex": "0", "pageSize": "20"}',
        ),
    ),
    "epoint, reply": Case(
        "epoint",
        json.dumps(
            {"custom": {"data": [{"infourl": "/x/1.html", "title": "年报", "infodate": "2023"}]}, "s": "getgovinfolist"}
        ),
        (f'{ROOT}/getgovinfolist {{"pageIndex": "1", "pageSize": "20"}}',),
        (f"{ROOT}/x/1.html",),
        url=f"{ROOT}/getgovinfolist",
        number=1,
    ),
    "was, list": Case("was", f'<iframe src="{WAS}3"></iframe>', (f"{ROOT}{WAS}1",)),
    "was, reply": Case(
        "was",
        "<a href=###pypy###/n/t1.html###pypy###>年报</a>",
        (f"{ROOT}{WAS}2",),
        (f"{ROOT}/n/t1.html",),
        url=f"{ROOT}{WAS}1",
        number=1,
    ),
    "henan": Case("henan", '<div id="pageDec" pagesize="15" pagecount="31"></div>', ("index_1.html", "index_2.html")),
    "shanghai": Case("shanghai", '<div id="ivs_content"></div>共3页', ("index_2.html", "index_3.html")),
    "kunming": Case(
        "kunming", DATE_ROW.format("/c/2023-01-11/64.shtml") + "共 3 页", ("index_1.shtml", "index_2.shtml")
    ),
    "yanan": Case(
        "yanan",
        DATE_ROW.format("1749603841671188482.html") + '<a href="3.html">3</a>',
        ("2.html", "3.html"),
        url=f"{LIST}1.html",
    ),
    "yunnan": Case("yunnan", f'<div id="pages">{PAGER}</div>', ("list_2.html", "list_3.html")),
    "generic, pager": Case("generic", '<a href="p2.html">2</a><a href="p2.html">下一页</a>', ("p2.html", "p2.html")),
    "generic, rows in a script": Case(
        "generic", '<script>var list=[{"title":"年报","url":"/a/1.html"}]</script>', rows=(f"{ROOT}/a/1.html",)
    ),
    "generic, years are no pages": Case("generic", '<a href="2023.html">2023</a><a href="2022.html">2022</a>'),
    "generic, pager by a function of the page": Case(
        "generic",
        "<script>function toPage(n){ if(n<1) return false; location.href='list_'+n+'.html'; }</script>"
        "<a href='javascript:toPage(2)'>2</a><a href='javascript:;' onclick='toPage(3)'>3</a>",
        ("list_2.html", "list_3.html"),
    ),
    "generic, pager by a form": Case(
        "generic",
        '<form method="post" action="/list.do"><input type=hidden name=catId value=7><input type=hidden name=pageNo>'
        "<input type=submit name=go></form><script>function go(n){document.forms[0].submit()}</script>共3页",
        (f"{ROOT}/list.do catId=7&pageNo=2", f"{ROOT}/list.do catId=7&pageNo=3"),
    ),
    "generic, pager by a form that is no POST": Case(
        "generic",
        '<form action="/list.do"><input name=currentPage value=1><input name=id value=7></form>'
        "<a href='javascript:jump(2)'>2</a>",
        (f"{ROOT}/list.do?currentPage=2&id=7",),
    ),
    "generic, a search form is no pager": Case(
        "generic", '<form action="/search"><input name=q><input name=page value=1></form>'
    ),
    "generic, post back": Case(
        "generic",
        '<form method="post" action="List.aspx?id=3"><input type=hidden name="__EVENTTARGET"><input type=hidden '
        'name="__EVENTARGUMENT"><input type=hidden name="__VIEWSTATE" value="dDw9">'
        """<a href="javascript:__doPostBack('Pager','2')">2</a></form>""",
        ("List.aspx?id=3 __EVENTTARGET=Pager&__EVENTARGUMENT=2&__VIEWSTATE=dDw9",),
    ),
    "generic, an interface that a script asks": Case(
        "generic",
        "<ul id=list></ul><script>$.getJSON('/front/list?catId=12&page='+p, show)</script>",
        (f"{ROOT}/front/list?catId=12&page=1",),
    ),
    "generic, a counter is no interface": Case(
        "generic", "<script>$.get('/api/count?id=1');fetch('/js/list.js');$.post('/front/list?id=1')</script>"
    ),
    "generic, an interface's reply": Case(
        "generic",
        json.dumps({"total": 3, "list": [{"docTitle": "财政局2022年年报", "docUrl": "/a/1.html"}]}),
        (f"{ROOT}/front/list?catId=12&page=3",),
        (f"{ROOT}/a/1.html",),
        url=f"{ROOT}/front/list?catId=12&page=2",
        number=2,
        content_type="application/json",
    ),
    "generic, objects in a script": Case(
        "generic", "<script>var rows=[{id:'1',title:'年报',url:'/a/1.html'}]</script>", rows=(f"{ROOT}/a/1.html",)
    ),
    "generic, an island": Case(
        "generic",
        "<xml><recordset><record><![CDATA[<li><a href='/a/1.html'>年报</a></li>]]></record></recordset></xml>",
        rows=(f"{ROOT}/a/1.html",),
    ),
    "generic, a feed": Case(
        "generic",
        "<script type='text/xml'><rss><item><title>年报</title><link>/a/1.html</link></item></rss></script>",
        rows=(f"{ROOT}/a/1.html",),
    ),
    "generic, rows in a comment": Case("generic", f"<!-- {ROW} -->", rows=(f"{ROOT}/a/1.html",)),
}


def written(fetch: Fetch) -> str:
    posted = "&".join(f"{name}={value}" for name, value in fetch.form) or (fetch.json_body or "")
    return f"{fetch.url} {posted}".strip()


@pytest.mark.parametrize("name", CASES)
def test_product(name: str) -> None:
    case = CASES[name]
    markup = case.markup if case.number else f"<html><body>{case.markup}</body></html>"
    page = Page(case.url, markup.encode(), case.content_type, number=case.number, posted=dict(case.posted))
    product = PRODUCTS[case.product]
    assert case.number or case.product in [found.name for found, _ in recognise(page)], "does not know itself"
    base = case.url.rpartition("/")[0] + "/"
    wanted = [url if url.startswith("http") else base + url for url in case.pages]
    assert [written(fetch) for fetch in product.pages(page)] == wanted
    assert [anchor.url for anchor in product.rows(page)] == list(case.rows)
    assert [anchor.url for anchor in product.files(page)] == list(case.files)


@pytest.mark.parametrize("name", PRODUCTS)
def test_every_product_has_a_case_and_survives_rubbish(name: str) -> None:
    assert any(case.product == name for case in CASES.values())
    product = PRODUCTS[name]
    for rubbish in (
        b"",
        b"\xff\xfe\x00",
        b"<" * 5000,
        b"{" * 5000,
        b"[" * 5000,
        b"createPageHTML(,,)",
        b"<datastore>" * 50,
    ):
        for number in (None, 1):
            page = Page(LIST, rubbish, number=number)
            product.signs(page)
            assert len(list(product.pages(page))) <= 300
            assert [*product.rows(page), *product.files(page)] == []


def pages_of(platform: str) -> list[Case]:
    """The cases of a product that are pages of a list under an address of no special form."""
    name = "generic" if platform == "auto" else platform
    return [case for case in CASES.values() if case.product == name and case.number is None and case.url == LIST]


@pytest.mark.parametrize("portal", read_portals(SHIPPED, frozenset(PRODUCTS)), ids=lambda portal: portal.id)
def test_every_shipped_portal_under_every_page_of_its_product(portal) -> None:
    """A list as the entry's product makes it, at the entry's own address: known for what it is, all pages its own."""
    scope = portal.scope
    assert portal.platform == "auto" or portal.platform in PRODUCTS
    assert not scope.has("http://www.example.com/")
    for url in portal.start_urls:
        assert scope.has(scope.preferred(url))
        for case in pages_of(portal.platform):
            page = Page(url, f"<html><body>{case.markup}</body></html>".encode())
            known = recognise(page, portal.platform)
            assert portal.platform in ("auto", known[0][0].name, *(product.name for product, _ in known))
            product = PRODUCTS[case.product]
            fetches = list(product.pages(page))
            assert len(fetches) >= len(case.pages) or product.name in ("boda", "yanan"), "by the address's own name"
            found = [*(fetch.url for fetch in fetches), *(anchor.url for anchor in product.rows(page))]
            assert all(scope.has(one) or ROOT in one for one in found)


@pytest.mark.parametrize("name", PRODUCTS)
def test_every_product_is_among_the_made_up_portals(name: str) -> None:
    from tests.wild.portal import PRODUCTS as MADE_UP

    simulated = {
        "trs": "TRS", "hanweb": "JCMS", "hanweb-xxgk": "xxgk", "jpaas": "JPAAS", "gkmlpt": "gkmlpt", "nfcms": "NFCMS",
        "ucap": "UCAP POST", "boda": "Boda", "longshine": "Longshine", "openness": "Openness", "truecms": "TrueCMS",
        "epoint": "Epoint", "was": "TRS WAS", "henan": "Henan", "shanghai": "Shanghai", "kunming": "Kunming",
        "yanan": "Shaanxi", "yunnan": "base64 pager", "generic": "contents/ID",
    }  # fmt: skip
    assert simulated[name] in MADE_UP


@pytest.mark.parametrize(
    ("status", "reply", "posted", "wants"),
    [
        (405, "<html>Method Not Allowed</html>", {}, True),
        (200, "<datastore></datastore>", {}, True),
        (200, "", {}, True),
        (200, f"<datastore><recordset><record><![CDATA[{ROW}]]></record></recordset></datastore>", {}, False),
        (405, "", {"columnid": "1"}, False),
    ],
)
def test_an_interface_that_does_not_answer_a_get_is_asked_by_post(
    status: int, reply: str, posted: dict[str, str], wants: bool
) -> None:
    url = f"{ROOT}/module/web/jpage/dataproxy.jsp?columnid=1"
    page = Page(url, reply.encode(), "text/xml", status, number=2, posted=posted)
    assert PRODUCTS["hanweb"].wants_post(page) is wants
    assert not any(product.wants_post(page) for name, product in PRODUCTS.items() if name != "hanweb")
