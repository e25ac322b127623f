# ruff: noqa: E501
"""Unknown products with one habit each that a crawler may stumble over."""

from __future__ import annotations

import html
import itertools
import json
import random
import re

from tests.wild.site import Node, Site
from tests.wild.static_products import Product, Unknown
from tests.wild.web import Answer, Asked, Route
from tests.wild.world import Item


class Habit(Unknown):
    """A product nobody has seen; its lists have ten rows a page, addresses by folder."""

    structures: tuple[str, ...] = ()  # where the habit shows, if not everywhere

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.column_style = rng.choice(["folder", "number"])
        self.per_page = 10


class Paged(Habit):
    """Lists are long enough to have pages."""

    structures = ("long_list", "by_class", "latest", "by_year")


class BaseHref(Habit):
    """Links are relative to a ``<base>``: the site's root, not the page's folder."""

    name = "unknown base"

    def publish_list(self, site: Site, node: Node) -> None:
        chunks = [node.items[k : k + 10] for k in range(0, len(node.items), 10)]
        for number, chunk in enumerate(chunks, 1):
            rows = [(self._root(item.main, node), item.link, item.date) for item in chunk]
            pager = "".join(
                f'<a href="{self._root(f"http://{node.host}{self.page_path(node, k, len(chunks))}", node)}">{k}</a>'
                for k in range(1, len(chunks) + 1)
            )
            base = self.rng.choice(["/", f"http://{node.host}/"])
            path = self.page_path(node, number, len(chunks))
            site.put_list(node, path, site.look.rows(rows) + pager, base=f'<base href="{base}">')

    @staticmethod
    def _root(url: str, node: Node) -> str:
        return url.removeprefix(f"http://{node.host}/")


class Pictures(Habit):
    """Reports are pictures of pages, or a text with pictures for tables."""

    name = "unknown pictures"
    forms = ("picture", "picture", "html", "pdf")


class Packed(Habit):
    """Reports are files of the less usual kinds behind 点击下载."""

    name = "unknown packed"
    forms = ("zip", "ofd", "doc", "docx", "html")


class Viewed(Habit):
    """Reports are PDF files in the frame of a viewer."""

    name = "unknown viewer"
    forms = ("viewer", "viewer", "pdf", "html")


class Moved(Habit):
    """Columns and articles are stubs that send their reader on: by meta refresh or by script."""

    name = "unknown moved"

    def page_path(self, node: Node, page: int, pages: int) -> str:
        folder = node.path.rsplit("/", 1)[0]
        return f"{folder}/list-{page}.html"

    def publish_list(self, site: Site, node: Node) -> None:
        super().publish_list(site, node)
        self._stub(site, node.host, node.path, self.page_path(node, 1, 1))

    def place(self, site: Site, node: Node) -> None:
        super().place(site, node)
        for item in node.items:
            if item.is_report and item.form == "html" and self.rng.random() < 0.5 and not item.hidden:
                stub = f"/go/{site.number()}.html"
                self._stub(site, node.host, stub, item.main.removeprefix(f"http://{node.host}"))
                item.main = f"http://{node.host}{stub}"
                item.urls.add(f"{node.host}{stub}")

    def _stub(self, site: Site, host: str, path: str, to: str) -> None:
        body = self.rng.choice(
            [
                f'<html><head><meta http-equiv="refresh" content="0; url={to}"></head><body></body></html>',
                f"<html><head><META HTTP-EQUIV='Refresh' CONTENT='1;URL={to}'></head><body>正在跳转</body></html>",
                f'<html><script type="text/javascript">window.location.href="{to}";</script></html>',
                f"<html><body onload=\"location.replace('{to}')\">如果没有跳转请<a href='{to}'>点击这里</a></body></html>",
            ]
        )
        site.put(f"http://{host}{path}", site.look.encode(body))


class ScriptPager(Paged):
    """Page links call a function of the page that puts the address together."""

    name = "unknown script pager"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.function = rng.choice(["gotoPage", "goPage", "toPage", "turn"])
        self.shape = rng.choice(["file", "query", "folder"])
        self.per_page = 6

    def page_path(self, node: Node, page: int, pages: int) -> str:
        folder = node.path.split("?")[0].rsplit("/", 1)[0]
        if page == 1:
            return node.path
        return {
            "file": f"{folder}/list_{page}.html",
            "query": f"{folder}/?pageNo={page}",
            "folder": f"{folder}/p{page}/",
        }[self.shape]

    def pager(self, site: Site, node: Node, page: int, pages: int, records: int) -> str:
        folder = node.path.split("?")[0].rsplit("/", 1)[0]
        address = {
            "file": f"'{folder}/list_' + n + '.html'",
            "query": f'"{folder}/?pageNo=" + n',
            "folder": f"'{folder}/p'+n+'/'",
        }[self.shape]
        links = "".join(f'<a href="javascript:{self.function}({k})">{k}</a>' for k in range(1, min(pages, 3) + 1))
        return (
            f"<script>function {self.function}(n){{ if(n<1||n>{pages}) return; window.location.href = {address}; }}</script>"
            f'<div>{links}<a href="javascript:;" onclick="{self.function}({min(page + 1, pages)})">下一页</a> 共{pages}页 第{page}页</div>'
        )


class PostPager(Paged):
    """Further pages are posted for with a form whose page number a script sets."""

    name = "unknown post pager"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.field = rng.choice(["pageNo", "currentPage", "page", "pageIndex", "curPage"])
        self.named = rng.random() < 0.5

    def publish_list(self, site: Site, node: Node) -> None:
        number = site.number()
        pages = max(1, -(-len(node.items) // 6))

        def answer(asked: Asked) -> Answer:
            asked_for = asked.query.get(self.field, "1") if asked.query.get("catId") == str(number) else "1"
            page = min(max(1, int(asked_for) if asked_for.isdigit() else 1), pages)
            rows = site.look.rows([(item.main, item.link, item.date) for item in node.items[(page - 1) * 6 : page * 6]])
            links = "".join(f'<a href="javascript:goPage({k})">{k}</a> ' for k in range(1, pages + 1))
            form = (
                f'<form id="pageForm" method="post" action="{node.path}"><input type="hidden" name="catId" value="{number}">'
                f'<input type="hidden" name="{self.field}" id="pn" value="{page}"><input type=hidden name=size value=10></form>'
                f"<script>function goPage(n){{document.getElementById('pn').value=n;document.getElementById('pageForm').submit();}}</script>"
                f"<div>{links} 共{pages}页</div>"
            )
            return Answer(
                site.look.page(node.title, node.extra + rows + form, node.trail, node.title), 200, site.look.type
            )

        site.web.exact[f"{node.host}{node.path}"] = answer


class DoPostBack(Paged):
    """ASP.NET: page links post the whole form back with __EVENTTARGET and the view state."""

    name = "unknown postback"

    def column(self, site: Site, node: Node) -> str:
        return f"/List.aspx?id={site.number()}"

    def publish_list(self, site: Site, node: Node) -> None:
        pages = max(1, -(-len(node.items) // 6))

        def answer(asked: Asked) -> Answer:
            right = asked.query.get("__VIEWSTATE", "").startswith("dDw") and "__EVENTTARGET" in asked.query
            given = asked.query.get("__EVENTARGUMENT", "1") if right else "1"
            page = min(max(1, int(given) if given.isdigit() else 1), pages)
            rows = site.look.rows([(item.main, item.link, item.date) for item in node.items[(page - 1) * 6 : page * 6]])
            links = "".join(
                f"<a href=\"javascript:__doPostBack('AspNetPager1','{k}')\">{k}</a>"
                for k in range(1, pages + 1)
                if k != page
            )
            body = (
                f'<form method="post" action="List.aspx?{node.path.partition("?")[2]}" id="form1">'
                f'<input type="hidden" name="__EVENTTARGET" value=""><input type="hidden" name="__EVENTARGUMENT" value="">'
                f'<input type="hidden" name="__VIEWSTATE" value="dDw{site.number()}{page}=="><input type=text name=key value="">{rows}'
                f'<div id="AspNetPager1">{links}</div></form>'
            )
            return Answer(site.look.page(node.title, node.extra + body, node.trail, node.title), 200, site.look.type)

        site.web.exact[f"{node.host}{node.path}"] = answer


class Sessions(Habit):
    """Every answer writes a new session into all its links."""

    name = "unknown sessions"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.kind = rng.choice(["path", "query"])
        self.article_style = rng.choice(["word", "query"])
        self.count = itertools.count(rng.randint(10**6, 10**7))

    def publish_list(self, site: Site, node: Node) -> None:
        super().publish_list(site, node)
        prefix = f"{node.host}{node.path.split('?')[0]}"
        for key in [key for key in site.web.exact if key.startswith(prefix)]:
            site.web.exact[key] = self._marked(site.web.exact[key])

    def _marked(self, route: Route) -> Route:
        def answer(asked: Asked) -> Answer:
            plain = route(asked)
            session = f"{next(self.count):032X}"

            def mark(found: re.Match[bytes]) -> bytes:
                url = found[2].decode()
                path, question, query = url.partition("?")
                if self.kind == "path":
                    url = f"{path};jsessionid={session}{question}{query}"
                else:
                    url += ("&" if question else "?") + f"sid={session.lower()}"
                return found[1] + url.encode() + found[3]

            body = re.sub(rb'(<a [^>]*href=")(/[^"#]*|http://[^"#]*)(")', mark, plain.body)
            return Answer(body, plain.status, plain.type, dict(plain.headers))

        return answer


class Island(Habit):
    """Rows stand in an XML island or in a textarea that a script reads."""

    name = "unknown island"

    def publish_list(self, site: Site, node: Node) -> None:
        rows = [(item.main.removeprefix(f"http://{node.host}"), item.link, item.date) for item in node.items]
        style = self.rng.choice(["xml", "rss", "textarea", "objects"])
        if style == "xml":
            records = "".join(
                f'<record><![CDATA[<li><a href="{url}" title="{text}">{text}</a><span>{d[0]}-{d[1]:02d}-{d[2]:02d}</span></li>]]></record>'
                for url, text, d in rows
            )
            island = f'<xml id="data"><recordset>{records}</recordset></xml>'
        elif style == "rss":
            records = "".join(f"<item><title>{text}</title><link>{url}</link></item>" for url, text, _ in rows)
            island = f'<script type="text/xml" id="data"><rss><channel>{records}</channel></rss></script>'
        elif style == "textarea":
            island = f'<textarea style="display:none" id="data">{html.escape(site.look.rows(rows, "ul"))}</textarea>'
        else:
            records = ",".join(f"{{id:'{k}',title:'{text}',url:'{url}'}}" for k, (url, text, _) in enumerate(rows))
            island = f"<script>var rows=[{records}];show(rows)</script>"
        site.put_list(node, node.path, f"<div id=list></div>{island}")


class Framed(Habit):
    """The list is in a frame: of a frameset, of another agency's frame, or set by script."""

    name = "unknown framed"

    def publish_list(self, site: Site, node: Node) -> None:
        folder = node.path.split("?")[0].rsplit("/", 1)[0]
        inner = f"{folder}/inner/rows.html"
        frame = Node(node.title, node.slug, items=node.items, host=node.host, path=inner)
        kind = self.rng.choice(["frameset", "script", "nested"])
        if kind == "frameset":
            body = f'<html><head><title>{node.title}</title></head><frameset rows="90,*"><frame src="/top.html"><frame src="{inner}" name=main></frameset></html>'
            site.put(node.url, site.look.encode(body))
        elif kind == "script":
            site.put_list(
                node,
                node.path,
                f'<iframe id="f1"></iframe><script>document.getElementById("f1").src = "{inner}";</script>',
            )
        else:
            middle = f"{folder}/inner/frame.html"
            site.put_list(node, node.path, f'<iframe src="{middle}"></iframe>')
            site.put(
                f"http://{node.host}{middle}",
                site.look.encode('<html><body><iframe src="rows.html"></iframe></body></html>'),
            )
        super().publish_list(site, frame)


class Looks(Habit):
    """Every link says 点击查看; what it leads to stands in the cell before it."""

    name = "unknown looks"

    def publish_list(self, site: Site, node: Node) -> None:
        word = self.rng.choice(["点击查看", "查看", "查看详情", "下载", "浏览"])
        chunks = [node.items[k : k + 10] for k in range(0, len(node.items), 10)]
        for number, chunk in enumerate(chunks, 1):
            lines = "".join(
                f"<tr><td>{k}</td><td>{item.title}</td><td>{'-'.join(map(str, item.date))}</td>"
                f'<td><a href="{site.href(node, item.main)}" target="_blank">{word}</a></td></tr>'
                for k, item in enumerate(chunk, 1)
            )
            pager = self.pager(site, node, number, len(chunks), len(node.items)) if len(chunks) > 1 else ""
            table = f"<table><tr><th>序号</th><th>名称</th><th>日期</th><th>操作</th></tr>{lines}</table>"
            site.put_list(node, self.page_path(node, number, len(chunks)), table + pager)


class Matrix(Habit):
    """One table: agencies down, years across, a link in every cell; everything else below it."""

    name = "unknown matrix"

    def publish_list(self, site: Site, node: Node) -> None:
        reports = [item for item in node.items if item.is_report]
        years = sorted({int(item.year or 0) for item in reports}, reverse=True)
        names = list(dict.fromkeys(str(item.agency) for item in reports))
        if not years or len(names) < 2:
            super().publish_list(site, node)
            return
        head = "".join(f"<th>{year}年</th>" for year in years)
        lines = []
        for name in names:
            cells = []
            for year in years:
                here = [item for item in reports if item.agency == name and item.year == year]
                cells.append("<td>" + "".join(f'<a href="{item.main}">{year}</a>' for item in here[:1]) + "</td>")
            lines.append(f"<tr><td>{name}</td>{''.join(cells)}</tr>")
        rest = [item for item in node.items if not item.is_report]
        body = f"<table><tr><th>单位</th>{head}</tr>{''.join(lines)}</table>"
        site.put_list(node, node.path, body + site.look.rows(site.rows(node, rest)))


class Cut(Habit):
    """Titles are cut short in the list and nowhere given whole."""

    name = "unknown cut"

    def publish_list(self, site: Site, node: Node) -> None:
        kept = [item.link for item in node.items]
        dots = self.rng.choice(["...", "…", "……"])
        length = self.rng.choice([15, 18, 22])
        for item in node.items:
            item.link = item.link[:length] + dots if len(item.link) > length + 2 else item.link
        super().publish_list(site, node)
        for item, link in zip(node.items, kept, strict=True):
            item.link = link


class Opened(Habit):
    """Rows open by a function of the page, or hold their address in an attribute."""

    name = "unknown opened"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.article_style = "word"
        self.way = rng.choice(["function", "row", "data"])

    def publish_list(self, site: Site, node: Node) -> None:
        chunks = [node.items[k : k + 10] for k in range(0, len(node.items), 10)]
        script = f"<script>function openDoc(id){{window.open('/{self.word}/'+id+'.html','_blank');}}</script>"
        for number, chunk in enumerate(chunks, 1):
            lines = []
            for item in chunk:
                path = item.main.removeprefix(f"http://{node.host}")
                name = path.rsplit("/", 1)[-1].removesuffix(".html")
                day = f"<span>{item.date[0]}-{item.date[1]:02d}-{item.date[2]:02d}</span>"
                if self.way == "function" and path == f"/{self.word}/{name}.html":
                    lines.append(
                        f'<li><a href="javascript:void(0)" onclick="openDoc(\'{name}\')">{item.link}</a>{day}</li>'
                    )
                elif self.way == "row":
                    lines.append(f"<li onclick=\"window.location.href='{path}'\">{item.link}{day}</li>")
                else:
                    lines.append(f'<li><a href="javascript:;" data-href="{path}">{item.link}</a>{day}</li>')
            pager = self.pager(site, node, number, len(chunks), len(node.items)) if len(chunks) > 1 else ""
            site.put_list(node, self.page_path(node, number, len(chunks)), f"{script}<ul>{''.join(lines)}</ul>{pager}")


class Grouped(Habit):
    """One long page: a heading for each year, below it the agencies' bare names."""

    name = "unknown grouped"

    def publish_list(self, site: Site, node: Node) -> None:
        parts = []
        for year, group in itertools.groupby(node.items, key=lambda item: item.date[0] - 1):
            rows = "".join(f'<a href="{item.main}">{self._short(item)}</a> ' for item in group)
            parts.append(f"<h3>{year}年</h3><div>{rows}</div>")
        site.put_list(node, node.path, "".join(parts))

    @staticmethod
    def _short(item: Item) -> str:
        return str(item.agency) if item.is_report else item.link


class YearQuery(Habit):
    """The list shows the newest year; the others stand behind a choice of years."""

    name = "unknown year choice"

    def publish_list(self, site: Site, node: Node) -> None:
        years = sorted({item.date[0] - 1 for item in node.items}, reverse=True)
        joint = "&" if "?" in node.path else "?"
        choice = self.rng.choice(["select", "links", "buttons"])
        addresses = {year: f"{node.path}{joint}year={year}" for year in years}
        if choice == "select":
            menu = (
                '<select onchange="location.href=this.value">'
                + "".join(f'<option value="{u}">{y}</option>' for y, u in addresses.items())
                + "</select>"
            )
        elif choice == "links":
            menu = "".join(f'<a href="{u}">{y}</a> ' for y, u in addresses.items())
        else:
            menu = "".join(f"<button onclick=\"location.href='{u}'\">{y}年</button>" for y, u in addresses.items())
        for year in years:
            rows = site.look.rows(site.rows(node, [item for item in node.items if item.date[0] - 1 == year]))
            site.put_list(node, addresses[year], menu + rows)
            if year == years[0]:
                site.put_list(node, node.path, menu + rows)


class Ajax(Paged):
    """Rows come as JSON from an address that the page's script names; nobody knows the product."""

    name = "unknown json"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.paged = rng.choice(["pageNum", "page", "pageIndex", "curPage"])
        self.call = rng.choice(["$.getJSON", "$.get", "axios.get", "fetch"])

    def publish_list(self, site: Site, node: Node) -> None:
        number = site.number()
        address = f"/api/front/list?catId={number}"

        def answer(asked: Asked) -> Answer:
            page = int(asked.query.get(self.paged, "1") or 1)
            rows = [
                {
                    "id": k,
                    "docTitle": item.link,
                    "docUrl": item.main.removeprefix(f"http://{node.host}"),
                    "pubDate": "-".join(map(str, item.date)),
                }
                for k, item in enumerate(node.items[(page - 1) * 6 : page * 6])
            ]
            data = {"code": 0, "data": {"total": len(node.items), "pages": -(-len(node.items) // 6), "list": rows}}
            return Answer(json.dumps(data, ensure_ascii=False).encode(), 200, "application/json")

        for page in range(1, -(-len(node.items) // 6) + 2):
            site.web.exact[f"{node.host}{address}&{self.paged}={page}"] = answer
        site.web.exact[f"{node.host}{address}"] = answer
        body = f"<ul id=list></ul><script>var p=1;{self.call}('{address}&{self.paged}='+p, show)</script>"
        site.put_list(node, node.path, body)


class More(Habit):
    """A page of columns shows the newest rows of each under a heading that is no link; the rest is behind 更多."""

    name = "unknown more"

    def publish_menu(self, site: Site, node: Node) -> None:
        word = self.rng.choice(["更多", "更多&gt;&gt;", "MORE", "查看更多", "more+"])
        blocks = []
        for child in node.children:
            rows = site.look.rows(site.rows(child, child.items[:3])) if child.items else ""
            link = f'<a class="gd" href="{site.href(node, child.url)}">{word}</a>'
            head = self.rng.choice(
                [
                    f"<h3>{child.title}</h3>{link}",
                    f"<span>{child.title}</span><em>{link}</em>",
                    f"<b>{child.title}</b> {link}",
                ]
            )
            blocks.append(f'<div class="box"><div class="tit">{head}</div><div class="con">{rows}</div></div>')
        site.put_list(node, node.path, node.extra + "".join(blocks))
        if node.items:
            node.extra += "".join(blocks)


class Tree(Habit):
    """The columns are the nodes of a tree that a script draws."""

    name = "unknown tree"

    def publish_menu(self, site: Site, node: Node) -> None:
        def nodes(parent: Node, number: int) -> list[str]:
            found = []
            for k, child in enumerate(parent.children, 1):
                one = number * 50 + k
                found.append(f'{{id:{one},pId:{number},name:"{child.title}",url:"{child.url}",target:"_self"}}')
                found += nodes(child, one)
            return found

        body = f'<ul id="tree" class="ztree"></ul><script>var zNodes=[{",".join(nodes(node, 1))}];$.fn.zTree.init($("#tree"),{{}},zNodes);</script>'
        site.put_list(node, node.path, node.extra + body)
        if node.items:
            node.extra += body


class ImageLinks(Habit):
    """Columns are linked by pictures without words, or by the areas of a map."""

    name = "unknown images"

    def publish_menu(self, site: Site, node: Node) -> None:
        links = []
        for k, child in enumerate(node.children):
            url = site.href(node, child.url)
            links.append(
                self.rng.choice(
                    [
                        f'<a href="{url}" title="{child.title}"><img src="/images/{k}.png"></a>',
                        f'<a href="{url}"><img src="/images/{k}.png" alt="{child.title}"></a>',
                        f'<map name="m{k}"><area shape="rect" coords="0,0,9,9" href="{url}" alt="{child.title}"></map>',
                    ]
                )
            )
        site.put_list(node, node.path, node.extra + "".join(links))
        if node.items:
            node.extra += "".join(links)


class Mixed(Habit):
    """Each agency has one column for guide, rules and reports, and the reports say only the year."""

    name = "unknown mixed"
    structures = ("agencies", "subdomains")

    def place(self, site: Site, node: Node) -> None:
        if node.source and len(node.children) in (1, 2) and not node.items:
            below = node.children[0] if node.children[0].title == "政府信息公开" else node
            items = [item for child in below.children for item in child.items]
            others = [child for child in node.children if child is not below and below is not node]
            node.children = others
            for item in items:
                if item.is_report:
                    item.link = f"{item.year}年度报告" if self.rng.random() < 0.5 else f"{item.year}年政府信息公开年报"
            node.add(Node("政府信息公开", "zfxxgk", items=items))
        super().place(site, node)


class Nameless(Habit):
    """Every row of the reports' column has the same words; agency and year stand in the page."""

    name = "unknown nameless"

    def publish_list(self, site: Site, node: Node) -> None:
        kept = [item.link for item in node.items]
        words = self.rng.choice(["政府信息公开工作年度报告", "政府信息公开年报", "年度报告"])
        for item in node.items:
            if item.is_report and "年报" in node.title + "".join(title for title, _ in node.trail):
                item.link = words
        super().publish_list(site, node)
        for item, link in zip(node.items, kept, strict=True):
            item.link = link


HABITS: tuple[type[Product], ...] = (
    BaseHref, Pictures, Packed, Viewed, Moved, ScriptPager, PostPager, DoPostBack, Sessions, Island, Framed, Looks,
    Matrix, Cut, Opened, Grouped, YearQuery, Ajax, More, Tree, ImageLinks, Mixed, Nameless,
)  # fmt: skip
