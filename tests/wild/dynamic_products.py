# ruff: noqa: E501
"""Products whose lists come from an interface: the page names it, the interface gives the rows."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

from tests.wild.site import Node, Site
from tests.wild.static_products import Product
from tests.wild.web import Answer, Asked
from tests.wild.world import Item


def as_json(data: object) -> Answer:
    return Answer(json.dumps(data, ensure_ascii=False).encode(), 200, "application/json; charset=utf-8")


class Interface(Product):
    """A product with an interface at one path of a host; ``lists`` holds what each column's id gives."""

    always = True

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.lists: dict[str, tuple[Node, Site]] = {}
        self._routed: set[tuple[str, str]] = set()

    def route(self, site: Site, host: str, prefix: str, answer: Callable[[Asked], Answer]) -> None:
        if (host, prefix) not in self._routed:
            self._routed.add((host, prefix))
            site.web.route(host, prefix, answer)

    def chunk(self, column: str, page: int, size: int) -> list[Item]:
        items = self.lists[column][0].items if column in self.lists else []
        return items[(page - 1) * size : page * size] if page > 0 else []

    def row(self, column: str, item: Item) -> str:
        node, site = self.lists[column]
        return (
            site.look.rows([(item.main.removeprefix(f"http://{node.host}"), item.link, item.date)], "ul")
            .split(">", 1)[1]
            .removesuffix("</ul>")
        )


def number(text: str | None, default: int = 1) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else default


class Jcms(Interface):
    name, family = "JCMS", "jcms"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.mode = rng.choice(["records", "records", "page", "next"])
        self.proxy = rng.choice(
            [
                "/module/web/jpage/dataproxy.jsp",
                "/module/jpage/dataproxy.jsp",
                "/module/jslib/jquery/jpage/dataproxy.jsp",
            ]
        )
        self.size = rng.choice([15, 20])

    def column(self, site: Site, node: Node) -> str:
        node.extra = node.extra or ""
        return f"/col/col{site.number()}/index.html"

    def article(self, site: Site, node: Node, item: Item) -> str:
        y, m, d = item.date
        return f"/art/{y}/{m}/{d}/art_{node.path.split('col')[-1].split('/')[0]}_{site.number()}.html"

    def publish_list(self, site: Site, node: Node) -> None:
        column = node.path.split("/col")[-1].split("/")[0]
        self.lists[column] = (node, site)
        self.route(site, node.host, self.proxy, self.answer)
        unit = str(site.number())
        shown = self.size * (3 if self.mode == "records" else 1)
        store = self._store(column, node.items[:shown], 2, unit)
        script = (
            f"<script>$(function(){{$('#{unit}').jpage({{totalRecord:{len(node.items)},proxyUrl:'{self.proxy}',perPage:{self.size},"
            f"groupSize:{shown // self.size},ajaxParam:{{col:1,appid:1,webid:3,path:'/',columnid:{column},sourceContentType:1,unitid:'{unit}',"
            f"webname:'{site.name}',permissiontype:0}}}})}})</script>"
        )
        site.put_list(node, node.path, f'<div id="{unit}"><script type="text/xml">{store}</script></div>{script}')

    def _store(self, column: str, items: list[Item], page: int, unit: str) -> str:
        total = len(self.lists[column][0].items)
        node = self.lists[column][0]
        more = ""
        if (page - 1) * self.size < total:
            ids = f"columnid={column}" if self.mode != "next" else f"infoParam={self._seal(column, page)}"
            more = f'<nextgroup><![CDATA[<a href="{self.proxy}?page={page}&appid=1&webid=3&path=/&{ids}&unitid={unit}&webname=x&permissiontype=0"></a>]]></nextgroup>'
        records = "".join(f"<record><![CDATA[{self.row(column, item)}]]></record>" for item in items)
        assert node
        return f"<datastore>{more}<totalrecord>{total}</totalrecord><totalpage>{-(-total // self.size)}</totalpage><recordset>{records}</recordset></datastore>"

    @staticmethod
    def _seal(column: str, page: int) -> str:
        return "".join(f"{ord(c):02x}" for c in f"{column}:{page}")[::-1]

    def answer(self, asked: Asked) -> Answer:
        q = asked.query
        column, page = q.get("columnid", ""), number(q.get("page"))
        if self.mode == "next":
            sealed = q.get("infoParam", "")[::-1]
            try:
                column = bytes.fromhex(sealed).decode().split(":")[0]
            except ValueError:
                column = ""
        if column not in self.lists:
            return Answer(b"<datastore><recordset></recordset></datastore>"[:54], 200, "text/xml")
        if self.mode == "records" and "startrecord" in q:
            start, end = number(q["startrecord"]), number(q.get("endrecord"), 15)
            items = self.lists[column][0].items[start - 1 : min(end, start + 99)]
            page = end // self.size + 1
        else:
            items = self.chunk(column, page, self.size)
            page += 1
        if not items:
            return Answer(b"<datastore><recordset></recordset></datastore>", 200, "text/xml")
        return Answer(
            ("<?xml version='1.0' encoding='utf-8'?>" + self._store(column, items, page, q.get("unitid", ""))).encode(),
            200,
            "text/xml; charset=utf-8",
        )


class JcmsPath(Jcms):
    name = "JCMS path"

    def column(self, site: Site, node: Node) -> str:
        node.source = str(site.number())
        return Product.column(self, site, node)

    def article(self, site: Site, node: Node, item: Item) -> str:
        return f"{node.path.rsplit('/', 1)[0]}/art/{item.date[0]}/art_{site.number()}.html"

    def publish_list(self, site: Site, node: Node) -> None:
        real, node.path = node.path, f"/col/col{node.source}/index.html"
        super().publish_list(site, node)
        site.web.exact[f"{node.host}{real}"] = site.web.exact.pop(f"{node.host}{node.path}")
        node.path = real


class Jpaas(Interface):
    name = "JPAAS"

    def article(self, site: Site, node: Node, item: Item) -> str:
        return f"{node.path.rsplit('/', 1)[0]}/art/{item.date[0]}/art_{site.hex32()}.html"

    def publish_list(self, site: Site, node: Node) -> None:
        page_id = site.hex32()
        self.lists[page_id] = (node, site)
        path = "/api-gateway/jpaas-publish-server/front/page/build/unit"
        self.route(site, node.host, path, self.answer)
        spelling = self.rng.choice(["bulidstatic", "buildstatic"])
        body = (
            f'<div class="page-content" id="list"></div><script url="{path}" parseType="{spelling}" '
            f"queryData=\"{{'webId':'{site.hex32()}','tplSetId':'{site.hex32()[:12]}','pageType':'column','tagId':'当前栏目list',"
            f"'editType':'null','pageId':'{page_id}','parseType':'{spelling}'}}\" src=\"/script/loader.js\"></script>"
        )
        site.put_list(node, node.path, body)

    def answer(self, asked: Asked) -> Answer:
        q = asked.query
        try:
            param = json.loads(q.get("paramJson") or "{}")
        except ValueError:
            param = {}
        column = q.get("pageId", "")
        if column not in self.lists or not q.get("tplSetId"):
            return as_json({"success": False, "code": "500", "data": {"html": ""}})
        size = number(str(param.get("pageSize", "15")), 15)
        total = len(self.lists[column][0].items)
        page = min(number(str(param.get("pageNo", 1))), max(1, -(-total // size)))  # past the end: the last page again
        rows = "".join(self.row(column, item) for item in self.chunk(column, page, size))
        return as_json(
            {"success": True, "data": {"html": f"<ul class='list'>{rows}</ul><div class='pagination'></div>"}}
        )


class Gkmlpt(Interface):
    name = "gkmlpt"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.below = rng.choice(["children", "childs", "child"])
        self.detail_only = rng.random() < 0.4
        self.absolute = rng.random() < 0.5

    def column(self, site: Site, node: Node) -> str:
        node.source = str(site.number() % 9000 + 100)
        return f"{self.prefix(node)}/gkmlpt/index#{node.source}"

    def prefix(self, node: Node) -> str:
        return ""

    def article(self, site: Site, node: Node, item: Item) -> str:
        n = site.number()
        return f"/gkmlpt/content/{n // 1_000_000}/{n // 1000}/post_{n}.html"

    def publish(self, site: Site, node: Node) -> None:
        top = node
        while top.parent is not None and top.parent.path.startswith("/gkmlpt/"):
            top = top.parent
        self.collect(site, node)
        self.route(site, node.host, "/gkmlpt/api/all/", self.answer)
        sid = site.number()
        self.lists.setdefault("sid:" + node.host, (Node("", str(sid)), site))
        tree = [
            {"id": k, "name": t, self.below: []} for k, t in ((901, "机构职能"), (902, "公开指南"), (903, "政策文件"))
        ]
        tree.append(self.branch(top))
        config = {"SID": self.lists["sid:" + node.host][0].slug, "TREE": tree, "SITE_NAME": site.name}
        body = f"<div id=app></div><script>window._CONFIG = {json.dumps(config, ensure_ascii=False)};</script>"
        page = site.look.page("政府信息公开目录", body)
        site.put(f"http://{node.host}/gkmlpt/index", page)
        site.put(f"http://{node.host}/gkmlpt/", page)

    def collect(self, site: Site, node: Node) -> None:
        self.lists[node.source] = (node, site)
        for child in node.children:
            self.collect(site, child)
        for item in node.items:
            self.detail(site, node, item)

    def detail(self, site: Site, node: Node, item: Item) -> None:
        if item.form != "html":
            return
        detail = {"id": site.number(), "title": item.title, "content": item.body, "publisher": item.agency or site.name}
        shown = "" if self.detail_only else f"<div class='article-content'><h1>{item.title}</h1>{item.body}</div>"
        body = (
            f"{shown}<script>window._CONFIG = {json.dumps({'DETAIL': detail, 'SID': 1}, ensure_ascii=False)};</script>"
        )
        site.put(item.main, site.look.page(item.title, body))

    def branch(self, node: Node) -> dict[str, object]:
        return {"id": int(node.source), "name": node.title, self.below: [self.branch(child) for child in node.children]}

    def answer(self, asked: Asked) -> Answer:
        column = asked.path.rsplit("/", 1)[-1]
        sid = self.lists["sid:" + asked.host][0].slug
        if column not in self.lists or asked.query.get("sid") != sid:
            return Answer(b"{}", 404, "application/json")
        page = number(asked.query.get("page"))
        node = self.lists[column][0]
        items = self.chunk(column, page, 100)
        if not items and page > 1:
            return (
                Answer(b"{}", 404, "application/json")
                if self.absolute
                else as_json({"articles": [], "total": len(node.items)})
            )
        articles = [
            {"id": k, "title": item.link, "url": item.main if self.absolute else item.main.removeprefix(f"http://{node.host}"),
             "date": f"{item.date[0]}-{item.date[1]:02d}-{item.date[2]:02d}", "display_publish_time": "x"}
            for k, item in enumerate(items)
        ]  # fmt: skip
        return as_json(
            {
                "classify": {"id": int(column), "name": node.title},
                "total": len(node.items),
                "offset": (page - 1) * 100,
                "articles": articles,
            }
        )


class UcapPost(Interface):
    name, family, ext = "UCAP POST", "ucap", "shtml"

    def column(self, site: Site, node: Node) -> str:
        node.source = site.hex32()
        last = self.rng.choice(["list.shtml", "index.shtml", "common_list.shtml", ""])
        return f"/c{site.number()}/{last}"

    def article(self, site: Site, node: Node, item: Item) -> str:
        y, m, _ = item.date
        last = self.rng.choice([site.hex32(), f"c01_{site.number()}"])
        return f"{node.path.rsplit('/', 1)[0]}/{y}{m:02d}/{last}.shtml"

    def publish_list(self, site: Site, node: Node) -> None:
        self.lists[node.source] = (node, site)
        self.route(site, node.host, "/getFileListByCodeId", self.answer)
        body = "<ul id=list></ul><script>$.post('/getFileListByCodeId',{channelId:channelId,page:1,size:20,relateSubChannels:false},render)</script>"
        site.put_list(node, node.path, body, f'<meta name="channelId" content="{node.source}">')

    def publish_menu(self, site: Site, node: Node) -> None:
        links = [(child.title, site.href(node, child.url)) for child in node.children]
        site.put_list(node, node.path, site.look.menu(links), f'<meta name="channelId" content="{node.source}">')
        self.lists[node.source] = (Node(node.title, "", host=node.host), site)
        self.route(site, node.host, "/getFileListByCodeId", self.answer)

    def answer(self, asked: Asked) -> Answer:
        if asked.method != "POST":
            return Answer(b"", 405)
        q = asked.query
        column = q.get("channelId", "")
        size = min(number(q.get("size"), 20), 50)
        results = [self.result(column, item) for item in self.chunk(column, number(q.get("page")), size)]
        total = len(self.lists[column][0].items) if column in self.lists else 0
        return as_json({"results": {"data": {"total": total, "results": results}}})

    def result(self, column: str, item: Item) -> dict[str, object]:
        url = item.main.removeprefix(f"http://{self.lists[column][0].host}")
        y, m, d = item.date
        key = self.rng.choice(["url", "url", "redirectUrl"])
        found: dict[str, object] = {
            "titleHtml": item.link,
            "title": item.link,
            "url": "",
            "publishedTimeStr": f"{y}-{m:02d}-{d:02d} 10:00:00",
        }
        found[key] = url
        return found


class UcapGet(UcapPost):
    name = "UCAP GET"

    def publish_list(self, site: Site, node: Node) -> None:
        self.lists[node.source] = (node, site)
        word = self.rng.choice(["searchList", "search"])
        self.route(site, node.host, f"/{word}/", self.answer)
        body = f"<ul id=list></ul><script>var listUrl='/{word}/{node.source}?_isAgg=true&_isJson=true&_pageSize=20&_template=index&page=';load(listUrl+1)</script>"
        site.put_list(node, node.path, body, f'<meta name="channelId" content="{node.source}">')

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "/getFileListByCodeId":
            return Answer(b"", 404)
        column = asked.path.rsplit("/", 1)[-1]
        q = asked.query
        size = min(number(q.get("_pageSize"), 20), 100)
        results = [self.result(column, item) for item in self.chunk(column, number(q.get("page")), size)]
        total = len(self.lists[column][0].items) if column in self.lists else 0
        return as_json({"data": {"total": total, "rows": size, "page": number(q.get("page")), "results": results}})


class TrueCms(Interface):
    name = "TrueCMS"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.cap = rng.choice([50, 20, 10])
        self.shape = rng.choice(["jsonp", "json", "xml"])

    def column(self, site: Site, node: Node) -> str:
        h = site.hex32()
        node.source = f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"
        parent = node.parent.path if node.parent and node.parent.host == node.host else "/"
        return f"{parent.rsplit('/', 1)[0]}/{node.slug}/{node.slug}.html"

    def article(self, site: Site, node: Node, item: Item) -> str:
        h = site.hex32()
        return f"{node.path.rsplit('/', 1)[0]}/content/{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}.html"

    def publish_list(self, site: Site, node: Node) -> None:
        self.lists[node.source] = (node, site)
        path = "/TrueCMS/messageController/getMessage.do"
        self.route(site, node.host, path, self.answer)
        first = site.look.rows(site.rows(node, node.items[: self.cap]), "ul")
        body = (
            f'<div id="initData">{first}</div><div id="pageList"></div><script>var columnId="{node.source}";var perpage={self.cap};'
            f"var total={len(node.items)};$.ajax({{url:'{path}',dataType:'jsonp',data:{{startrecord:1,endrecord:{self.cap},perpage:{self.cap},columnId:columnId}}}});</script>"
        )
        site.put_list(node, node.path, body)

    def answer(self, asked: Asked) -> Answer:
        q = asked.query
        column = q.get("columnId", "")
        items = self.lists[column][0].items if column in self.lists else []
        start = max(1, number(q.get("startrecord")))
        chunk = items[start - 1 : min(number(q.get("endrecord"), 10), start - 1 + self.cap)]
        records = "".join(f"<record><![CDATA[{self.row(column, item)}]]></record>" for item in chunk)
        xml = f"<datastore><totalrecord>{len(items)}</totalrecord><recordset>{records}</recordset></datastore>"
        if self.shape == "xml":
            return Answer(xml.encode(), 200, "text/xml; charset=utf-8")
        data = json.dumps({"data": xml, "success": True}, ensure_ascii=False)
        if self.shape == "jsonp":
            data = f"{q.get('callback', 'jsonpCallback')}({data})"
        return Answer(data.encode(), 200, "application/javascript; charset=utf-8")


class Epoint(Interface):
    name = "Epoint"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.first = rng.choice([0, 1])

    def column(self, site: Site, node: Node) -> str:
        node.source = f"{site.number():012d}"
        return f"/zwgk/{node.source}/list.html"

    def article(self, site: Site, node: Node, item: Item) -> str:
        y, m, d = item.date
        h = site.hex32()
        return f"/zwgk/{node.source}/{y}{m:02d}{d:02d}/{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}.html"

    def publish_list(self, site: Site, node: Node) -> None:
        self.lists[node.source] = (node, site)
        path = "/EWB-FRONT/rest/lightfrontaction/getgovinfolist"
        self.route(site, node.host, path, self.answer)
        body = (
            f"<div id=list></div><script>var siteGuid='7eb5f7f1-9041-43ad-8e13-8fcb82ea831a';var categorynum='{node.source}';var deptcode='';var pageSize=15;"
            f"var pageIndex={self.first};$.post('{path}',JSON.stringify({{token:'',params:{{deptcode:deptcode,categorynum:categorynum,pageIndex:pageIndex,pageSize:pageSize,siteGuid:siteGuid}}}}))</script>"
        )
        site.put_list(node, node.path, body)

    def answer(self, asked: Asked) -> Answer:
        if asked.method != "POST":
            return Answer(b"", 405)
        text = asked.body.decode("utf-8", "replace")
        try:
            data = json.loads(asked.query.get("params") or text)
        except ValueError:
            data = asked.query
        data = data.get("params", data)
        column = str(data.get("categorynum", ""))
        size = number(str(data.get("pageSize", 15)), 15)
        page = number(str(data.get("pageIndex", self.first)), self.first) - self.first + 1
        rows = [
            {
                "infourl": item.main.removeprefix(f"http://{self.lists[column][0].host}"),
                "title": item.link,
                "infodate": "-".join(map(str, item.date)),
            }
            for item in self.chunk(column, page, size)
        ]
        total = len(self.lists[column][0].items) if column in self.lists else 0
        return as_json({"custom": {"total": total, "data": rows}, "status": {"code": 200}})


class Was(Interface):
    name, family, ext = "TRS WAS", "trs", "htm"

    def column(self, site: Site, node: Node) -> str:
        node.source = str(site.number())
        return super().column(site, node)

    def article(self, site: Site, node: Node, item: Item) -> str:
        y, m, d = item.date
        return f"{node.path.rsplit('/', 1)[0]}/{y}{m:02d}/t{y}{m:02d}{d:02d}_{site.number()}.htm"

    def publish_list(self, site: Site, node: Node) -> None:
        self.lists[node.source] = (node, site)
        self.route(site, node.host, "/was5/web/search", self.answer)
        body = (
            f"<div id=list></div><script>var chnlid='{node.source}';var listUrl='/was5/web/search?channelid=229105&classsql=chnlid%3D{node.source}&prepage=10&page=';"
            "$.get(listUrl+1,function(t){eval(t.replace(/###pypy###/g,'\"'))})</script>"
        )
        site.put_list(node, node.path, body)

    def answer(self, asked: Asked) -> Answer:
        q = asked.query
        column = q.get("classsql", "").rpartition("=")[2]
        size = number(q.get("prepage"), 10)
        docs = [
            {"title": item.link.replace("年度", "年度"), "url": item.main, "pubtime": "-".join(map(str, item.date))}
            for item in self.chunk(column, number(q.get("page")), size)
        ]
        total = len(self.lists[column][0].items) if column in self.lists else 0
        return Answer(
            json.dumps({"count": total, "docs": docs}, ensure_ascii=False).replace('"', "###pypy###").encode(),
            200,
            "text/html; charset=utf-8",
        )


class Xxgk(Interface):
    """Agencies with a page a year in the disclosure module; other columns are JCMS ones."""

    name, family = "xxgk", "jcms"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.areas: dict[str, str] = {}
        self.searched = rng.random() < 0.5

    def column(self, site: Site, node: Node) -> str:
        node.source = str(site.number())
        return f"/col/col{node.source}/index.html"

    def article(self, site: Site, node: Node, item: Item) -> str:
        if not item.is_report or self.searched:
            y, m, d = item.date
            return f"/art/{y}/{m}/{d}/art_{node.source}_{site.number()}.html"
        area = self.areas.setdefault(str(item.agency), f"11{site.number():06d}002638059M")
        return f"/module/xxgk/xxgkAnnualReport.jsp?area={area}&fbtime={item.year}"

    def publish_list(self, site: Site, node: Node) -> None:
        if not self.searched:
            Product.publish_list(self, site, node)
            return
        self.lists[node.source] = (node, site)
        self.route(site, node.host, "/module/xxgk/search.jsp", self.answer)
        body = (
            f'<div id="div123"></div><script>var url="/module/xxgk/search.jsp?texttype=0&fbtime=&vc_all=&currpage=1&area={node.source}&infotypeId=A0203&jdid=3&divid=div123";'
            '$.post("/module/xxgk/search.jsp",{infotypeId:"A0203",jdid:"3",area:"'
            + node.source
            + '",divid:"div123",currpage:1,vc_title:"",sortfield:""})</script>'
        )
        site.put_list(node, node.path, body)

    def answer(self, asked: Asked) -> Answer:
        q = asked.query
        column = q.get("area", "")
        total = len(self.lists[column][0].items) if column in self.lists else 0
        rows = "".join(
            f"<tr><td>{self.row(column, item)}</td></tr>" for item in self.chunk(column, number(q.get("currpage")), 15)
        )
        return Answer(
            f"<table>{rows}</table><div>共{total}条 共{-(-total // 15)}页</div>".encode(),
            200,
            "text/html; charset=utf-8",
        )


DYNAMIC = (Jcms, JcmsPath, Jpaas, Gkmlpt, UcapPost, UcapGet, TrueCms, Epoint, Was, Xxgk)
