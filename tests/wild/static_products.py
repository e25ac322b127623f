# ruff: noqa: E501
"""Products whose lists are plain pages: how each names its columns, articles and further pages."""

from __future__ import annotations

import base64
import json
import random
import uuid

from tests.wild.site import Node, Site
from tests.wild.world import Item


class Product:
    """Columns at folders with an index page, fifteen rows a page, further pages at index_n."""

    name = "plain"
    family = ""
    ext = "html"
    per_page = 15

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.ext = rng.choice(getattr(self, "exts", (self.ext,)))

    # Addresses.
    def column(self, site: Site, node: Node) -> str:
        parent = node.parent.path if node.parent and node.parent.host == node.host else "/"
        folder = parent.split("?")[0].rsplit("/", 1)[0] + "/"
        return f"{folder}{node.slug}/" + self.rng.choice(["", f"index.{self.ext}"])

    def article(self, site: Site, node: Node, item: Item) -> str:
        raise NotImplementedError

    def page_path(self, node: Node, page: int, pages: int) -> str:
        folder = node.path.rsplit("/", 1)[0]
        return node.path if page == 1 else f"{folder}/index_{page - 1}.{self.ext}"

    def pager(self, site: Site, node: Node, page: int, pages: int, records: int) -> str:
        return self.anchors(node, page, pages)

    # Publishing.
    def place(self, site: Site, node: Node) -> None:
        """Give a column and everything below it their addresses."""
        node.host = node.host or (node.parent.host if node.parent else site.host)
        node.path = node.path or self.column(site, node)
        for child in node.children:
            self.place(site, child)
        for item in node.items:
            if not item.main:
                item.main = f"http://{node.host}{self.article(site, node, item)}"
            site.put_article(node, item, item.main)

    def publish(self, site: Site, node: Node) -> None:
        """Serve a placed column and everything below it."""
        for child in node.children:
            self.publish(site, child)
        if node.children:
            self.publish_menu(site, node)
        if node.items:
            site.lists.append((self, node))
            self.publish_list(site, node)

    def publish_menu(self, site: Site, node: Node) -> None:
        links = [(child.title, site.href(node, child.url)) for child in node.children]
        menu = site.look.menu(links)
        if node.items:
            node.extra += menu
        else:
            site.put_list(node, node.path, f"<h2>{node.title}</h2>{menu}")

    def publish_list(self, site: Site, node: Node) -> None:
        chunks = [node.items[k : k + self.per_page] for k in range(0, len(node.items), self.per_page)]
        for number, chunk in enumerate(chunks, 1):
            beside = self.page_path(node, number, len(chunks)).rpartition("/")[0] == node.path.rpartition("/")[0]
            links = site.rows(node, chunk) if beside else [(item.main, item.link, item.date) for item in chunk]
            rows = site.look.rows(links)
            pager = (
                self.pager(site, node, number, len(chunks), len(node.items)) if len(chunks) > 1 or self.always else ""
            )
            site.put_list(node, self.page_path(node, number, len(chunks)), rows + pager, self.head(site, node))

    always = False

    def head(self, site: Site, node: Node) -> str:
        return ""

    def anchors(self, node: Node, page: int, pages: int) -> str:
        """Page links as text: next, last and some numbers."""

        def link(text: str, to: int) -> str:
            return f'<a href="{self.page_path(node, to, pages)}">{text}</a> ' if to != page else f"<span>{text}</span> "

        shown = "".join(link(str(k), k) for k in range(max(1, page - 2), min(pages, page + 2) + 1))
        following = link("下一页", page + 1) if page < pages else "下一页"
        return f'<div class="page">{link("首页", 1)}{shown}{following}{link("尾页", pages)}</div>'


class Trs(Product):
    name, family, exts = "TRS", "trs", ("html", "htm", "shtml")
    always = True

    def article(self, site: Site, node: Node, item: Item) -> str:
        y, m, d = item.date
        folder = node.path.rsplit("/", 1)[0]
        return f"{folder}/{y}{m:02d}/t{y}{m:02d}{d:02d}_{site.number()}.{self.ext}"

    def pager(self, site: Site, node: Node, page: int, pages: int, records: int) -> str:
        return f'<div class="page"><script>createPageHTML({pages}, {page - 1}, "index", "{self.ext}");</script></div>'


class TrsCount(Trs):
    name = "TRS countPage"

    def article(self, site: Site, node: Node, item: Item) -> str:
        folder = node.path.rsplit("/", 1)[0]
        stem = self.rng.choice(["tnull_", "t"])
        return f"{folder}/{stem}{site.number()}.{self.ext}"

    def pager(self, site: Site, node: Node, page: int, pages: int, records: int) -> str:
        return f"<script>var currentPage = {page - 1};//所在页从0开始\nvar countPage = {pages}//共多少页\n</script>"


class TrsHunan(Trs):
    name = "TRS Hunan"

    def page_path(self, node: Node, page: int, pages: int) -> str:
        return node.path if page == 1 else f"{node.path.rsplit('/', 1)[0]}/index_{page}.{self.ext}"

    def pager(self, site: Site, node: Node, page: int, pages: int, records: int) -> str:
        return f"<script>createPageHTML('paging',{pages},{page},'index','{self.ext}',{records});</script>"


class Nfcms(Product):
    name = "NFCMS"

    def article(self, site: Site, node: Node, item: Item) -> str:
        return f"{node.path.rsplit('/', 1)[0]}/content/post_{site.number()}.html"

    def page_path(self, node: Node, page: int, pages: int) -> str:
        return node.path if page == 1 else f"{node.path.rsplit('/', 1)[0]}/index_{page}.html"


class Boda(Product):
    name, family, ext = "Boda", "boda", "htm"

    def column(self, site: Site, node: Node) -> str:
        parent = node.parent.path.removesuffix(".htm") if node.parent and node.parent.host == node.host else ""
        parent = "" if parent in ("/", "/index") else parent
        return f"{parent}/{node.slug}.htm"

    def article(self, site: Site, node: Node, item: Item) -> str:
        return f"/info/{1000 + len(node.slug)}/{site.number()}.htm"

    def page_path(self, node: Node, page: int, pages: int) -> str:
        return node.path if page == 1 else f"{node.path.removesuffix('.htm')}/{pages - page + 1}.htm"


class Henan(Product):
    name = "Henan"
    always = True

    def article(self, site: Site, node: Node, item: Item) -> str:
        y, m, d = item.date
        return f"/{y}/{m:02d}-{d:02d}/{site.number()}.html"

    def pager(self, site: Site, node: Node, page: int, pages: int, records: int) -> str:
        return f'<div id="pageDec" pagesize="{self.per_page}" pagecount="{records}"></div><script src="/js/page.js"></script>'


class Shanghai(Product):
    name, family = "Shanghai", "shanghai"

    def column(self, site: Site, node: Node) -> str:
        return f"/nw{site.number()}/index.html"

    def article(self, site: Site, node: Node, item: Item) -> str:
        y, m, d = item.date
        return f"{node.path.rsplit('/', 1)[0]}/{y}{m:02d}{d:02d}/{site.hex32()}.html"

    def page_path(self, node: Node, page: int, pages: int) -> str:
        return node.path if page == 1 else f"{node.path.rsplit('/', 1)[0]}/index_{page}.html"


class Shaanxi(Product):
    name = "Shaanxi"

    def column(self, site: Site, node: Node) -> str:
        parent = node.parent.path if node.parent and node.parent.host == node.host else "/"
        return f"{parent.rsplit('/', 1)[0]}/{node.slug}/1.html"

    def article(self, site: Site, node: Node, item: Item) -> str:
        return f"{node.path.rsplit('/', 1)[0]}/{17 * 10**17 + site.number() * 10**9 + 7}.html"

    def page_path(self, node: Node, page: int, pages: int) -> str:
        return f"{node.path.rsplit('/', 1)[0]}/{page}.html"


class Kunming(Product):
    name, ext = "Kunming", "shtml"

    def article(self, site: Site, node: Node, item: Item) -> str:
        y, m, d = item.date
        return f"/c/{y}-{m:02d}-{d:02d}/{site.number()}.shtml"


class NumericDirs(Product):
    name = "numeric dirs"

    def column(self, site: Site, node: Node) -> str:
        parent = node.parent.path.rsplit("/", 1)[0] if node.parent and node.parent.host == node.host else ""
        return f"{parent}/{site.number()}/index.html"

    def article(self, site: Site, node: Node, item: Item) -> str:
        return f"{node.path.rsplit('/', 1)[0]}/{site.number()}/index.html"


class Jhtml(Product):
    name, ext = ".jhtml", "jhtml"

    def column(self, site: Site, node: Node) -> str:
        return f"/{site.hex32()[:4].upper()}Y/index.jhtml"

    def article(self, site: Site, node: Node, item: Item) -> str:
        return f"{node.path.rsplit('/', 1)[0]}/{site.number()}.jhtml"


class Contents(Product):
    name = "contents/ID"

    def column(self, site: Site, node: Node) -> str:
        return f"/contents/{site.number()}/"

    def article(self, site: Site, node: Node, item: Item) -> str:
        return f"{node.path}{site.number()}.html"


class Aspx(Product):
    name = "details.aspx"

    def column(self, site: Site, node: Node) -> str:
        return f"/InfoPublic.aspx?cid={site.number()}&page=1&kw="

    def article(self, site: Site, node: Node, item: Item) -> str:
        return f"/details.aspx?dept={len(node.slug) + 100}&id={site.number()}"

    def page_path(self, node: Node, page: int, pages: int) -> str:
        return node.path.replace("page=1", f"page={page}")


class PhpShow(Product):
    name = "xxgk-show"

    def column(self, site: Site, node: Node) -> str:
        return f"/xxgk-list-{site.number()}.html"

    def article(self, site: Site, node: Node, item: Item) -> str:
        return f"/xxgk-show-{site.number()}.html"

    def page_path(self, node: Node, page: int, pages: int) -> str:
        return node.path if page == 1 else node.path.replace(".html", f"-{page}.html")


class Iframe(Trs):
    name = "iframe list"

    def publish_list(self, site: Site, node: Node) -> None:
        folder = node.path.rsplit("/", 1)[0]
        frame = Node(node.title, node.slug, items=node.items, host=node.host, path=f"{folder}/list/index.{self.ext}")
        start = self.rng.choice([f"{folder}/", ""])
        site.put_list(node, node.path, f'<iframe src="{start}list/index.{self.ext}" width="100%"></iframe>')
        super().publish_list(site, frame)


class Embedded(Trs):
    name = "embedded rows"

    def publish_list(self, site: Site, node: Node) -> None:
        rows = site.rows(node, node.items)
        kind = self.rng.choice(["datastore", "json", "comments"])
        if kind == "datastore":
            records = "".join(f"<record><![CDATA[{site.look.rows([row], 'ul')}]]></record>" for row in rows)
            body = f'<script type="text/xml"><datastore><totalrecord>{len(rows)}</totalrecord><recordset>{records}</recordset></datastore></script>'
        elif kind == "json":
            data = [{"title": t, "url": h, "date": f"{d[0]}-{d[1]:02d}-{d[2]:02d}"} for h, t, d in rows]
            body = f"<div id=list></div><script>var listData = {json.dumps(data, ensure_ascii=self.rng.random() < 0.5)};</script>"
        else:
            shown = site.look.rows(rows[: self.per_page])
            rest = "".join(f"<record><![CDATA[{site.look.rows([row], 'ul')}]]></record>" for row in rows)
            body = f'{shown}<script type="text/xml"><recordset>{rest}</recordset></script>'
        site.put_list(node, node.path, body)


class Base64Pager(Trs):
    name = "base64 pager"

    def pager(self, site: Site, node: Node, page: int, pages: int, records: int) -> str:
        text = base64.b64encode(self.anchors(node, page, pages).encode()).decode()
        return f'<div id="pages" style="display:none">{text}</div>'


class Openness(Product):
    name = "Openness"

    def column(self, site: Site, node: Node) -> str:
        year = next((w for w in (node.title[:4],) if w.isdigit()), None)
        word = "OpennessAnnualReport"
        return (
            f"/openness/{word}/year/{site.number()}/{year}.html"
            if year
            else f"/openness/{word}/?branch_id={site.number()}"
        )

    def article(self, site: Site, node: Node, item: Item) -> str:
        return f"/openness/OpennessAnnualReport/show/{site.number()}.html"

    def page_path(self, node: Node, page: int, pages: int) -> str:
        return node.path if page == 1 else f"{node.path}{'&' if '?' in node.path else '?'}page={page}"


class Longshine(Product):
    name = "Longshine"

    def column(self, site: Site, node: Node) -> str:
        return f"/public/column/{site.number()}?type=3&action=list"

    def article(self, site: Site, node: Node, item: Item) -> str:
        if item.is_report and len({one.agency for one in node.items if one.is_report}) == 1:
            return f"{node.path.replace('action=list', 'action=detail')}&title={item.year}"
        return f"/public/content/{site.number()}.html"

    def page_path(self, node: Node, page: int, pages: int) -> str:
        return node.path if page == 1 else f"{node.path}&pageIndex={page}"


class Unknown(Product):
    """A product that nobody has seen: random addresses, random page links."""

    name = "unknown"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.word = rng.choice(["show", "view", "article", "detail", "info", "doc"])
        self.column_style = rng.choice(["folder", "query", "file", "number", "pinyin"])
        self.article_style = rng.choice(["word", "query", "dash", "date", "hex", "bare", "nested", "uuid"])
        self.page_style = rng.choice(["query", "underscore", "dash", "segment", "offset"])
        self.pager_style = rng.choice(["anchors", "anchors", "next", "select", "numbers", "symbols", "relnext"])
        self.per_page = rng.choice([8, 10, 15, 20])

    def column(self, site: Site, node: Node) -> str:
        parent = node.parent.path if node.parent and node.parent.host == node.host else "/"
        slug = f"c{site.number()}" if self.column_style == "number" else node.slug
        if self.column_style == "query":
            return f"/list.do?catId={site.number()}"
        if self.column_style == "file":
            return f"/{self.word}list/{slug}{site.number()}.html"
        return f"{parent.split('?')[0].rsplit('/', 1)[0]}/{slug}/"

    def article(self, site: Site, node: Node, item: Item) -> str:
        y, m, d = item.date
        n = site.number()
        folder = node.path.split("?")[0].rsplit("/", 1)[0]
        return {
            "word": f"/{self.word}/{n}.html", "query": f"/{self.word}.do?id={n}&t=1", "dash": f"/{self.word}-{n}-1.htm",
            "date": f"{folder}/{y}-{m:02d}/{d:02d}/{n}.html", "hex": f"/{self.word}/{site.hex32()}",
            "bare": f"{folder}/{n}", "nested": f"/{self.word}/{y}/{m}/{n}/index.htm",
            "uuid": f"{folder}/{uuid.UUID(hex=site.hex32())}.html",
        }[self.article_style]  # fmt: skip

    def page_path(self, node: Node, page: int, pages: int) -> str:
        path = node.path
        if page == 1:
            return path
        joint = "&" if "?" in path else "?"
        if self.page_style == "offset":
            return f"{path}{joint}start={(page - 1) * self.per_page}"
        if self.page_style == "query" or "?" in path:
            return f"{path}{joint}p={page}"
        stem = path.removesuffix(".html")
        end = ".html" if path.endswith(".html") else ""
        if self.page_style == "segment":
            return f"{stem.rstrip('/')}/p/{page}{end}"
        return f"{stem}{'list' if stem.endswith('/') else ''}{'_' if self.page_style == 'underscore' else '-'}{page}{end or '.html'}"

    def pager(self, site: Site, node: Node, page: int, pages: int, records: int) -> str:
        def at(to: int) -> str:
            return self.page_path(node, to, pages)

        if self.pager_style == "next":
            return f'<p><a href="{at(page + 1)}">下一页</a></p>' if page < pages else "<p>下一页</p>"
        if self.pager_style == "relnext":
            return f'<a rel="next" class="next" href="{at(page + 1)}">后一页</a>' if page < pages else ""
        if self.pager_style == "select":
            return (
                "<select>"
                + "".join(f'<option value="{at(k)}">第{k}页</option>' for k in range(1, pages + 1))
                + "</select>"
            )
        if self.pager_style == "numbers":
            return "<div>" + "".join(f'<a href="{at(k)}">{k}</a>' for k in range(1, pages + 1)) + "</div>"
        if self.pager_style == "symbols":
            return (
                f'<a href="{at(page + 1)}">&gt;</a>' if page < pages else ""
            ) + f'<a href="{at(pages)}">&gt;&gt;</a>'
        return self.anchors(node, page, pages)


STATIC = (Trs, TrsCount, TrsHunan, Nfcms, Boda, Henan, Shanghai, Shaanxi, Kunming, NumericDirs, Jhtml, Contents, Aspx,
          PhpShow, Iframe, Embedded, Base64Pager, Openness, Longshine)  # fmt: skip

__all__ = ["STATIC", "Product", "Unknown"]
