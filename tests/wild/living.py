# ruff: noqa: E501
"""Portals that live: reports come, change, move, vanish and come back, and the frame around them is never the same."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable

from extract.document import Table
from tests.extract.generator import make
from tests.wild import world
from tests.wild.portal import Builder, Portal
from tests.wild.site import Node
from tests.wild.web import Answer, Asked, Route, Web, bare
from tests.wild.world import Agency, Item

WORD = 'class="MsoNormal" style="margin:0;text-align:center;line-height:150%;font-family:宋体;font-size:10.5pt"'
HOT = ("我县召开重点项目推进会", "关于防范电信诈骗的提示", "暴雨蓝色预警", "全县秋粮生产形势分析会", "老旧小区改造公告")


def _markup(table: Table) -> str:
    """A table as Word leaves it: a paragraph and a span with their styles in every cell."""
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td width="66" rowspan="{cell.rowspan}" colspan="{cell.colspan}" style="border:1px solid #000;padding:0 5.4pt">'
            f'<p {WORD}><span lang="EN-US" style="color:#000">{html.escape(cell.text) or "&nbsp;"}</span></p></td>'
            for cell in row
        )
        + "</tr>"
        for row in table.rows
    )
    return f'<table border="1" cellspacing="0" class="MsoNormalTable">{rows}</table>'


def with_forms(item: Item) -> None:
    """Put the tables of the official form into a report: pages get as large as real ones, 30 kB and more."""
    tables = [block for block in make(item.number, form="2021").document.blocks if isinstance(block, Table)]
    head, _, rest = item.body.partition("<table")
    _, _, tail = rest.partition("</table>")
    item.body = head + "".join(_markup(table) for table in tables) + tail


class LivingPortal(Builder):
    """A portal that can be changed from night to night."""

    portal: Portal

    def __init__(self, web: Web, seed: int, index: int, product: str, structure: str, *, restless: bool) -> None:
        super().__init__(web, seed, index, product, structure, trapped=False)
        self.web = web
        self.night = 0
        self.site.href = self._href  # type: ignore[method-assign]
        self.portal = self.build()
        self.portal.failing = 0.0
        if restless:
            self.portal.conditional = False
            for host in self.portal.hosts:
                web.gates[host] = self._frame()
        self.touched: set[int] = set()

    def make(self, agency: Agency, year: int, context: str) -> Item:
        item = super().make(agency, year, context)
        if item.form == "html":
            with_forms(item)
        return item

    def _frame(self) -> Callable[[Asked, Route], Answer]:
        """Counters, clocks, hot lists and tokens in every page, other ones every night."""
        charset = "gb18030" if self.site.look.charset.startswith("gbk") else "utf-8"
        views = random.Random(self.index)

        def gate(asked: Asked, route: Route) -> Answer:
            answer = route(asked)
            if b"</body>" not in answer.body:
                return answer
            hot = random.Random(f"{self.index}/{self.night}").sample(HOT, 3)
            links = "".join(f'<li><a href="/xwzx/hot/{self.night}{k}.html">{t}</a></li>' for k, t in enumerate(hot))
            frame = (
                f'<div class="side"><h3>热点新闻</h3><ul>{links}</ul></div><div>浏览次数：<span>{views.randint(1, 9999)}</span>'
                f"今天是2026年11月{self.night + 1}日 星期一</div><input type=hidden name=csrf value={views.random()}>"
            ).encode(charset, "replace")
            body = answer.body.replace(b"</body>", frame + b"</body>")
            return Answer(body, answer.status, answer.type, dict(answer.headers))

        return gate

    def _href(self, node: Node, url: str) -> str:
        """As the site writes links, but always the same way: a list is not another one for its spelling."""
        own = f"http://{node.host}"
        plain = random.Random(url).random() < 0.5 and url.startswith(own + "/")
        return url.removeprefix(own) if plain else url

    # What can happen.

    def pick(self, *, deep: bool = False) -> tuple[Item, Node] | None:
        """A report in a list that nothing has happened to: from the first page, or from a later one."""
        found = []
        for product, node in self.site.lists:
            size = getattr(product, "per_page", 0) or getattr(product, "size", 15)
            rows = node.items[size:-1] if deep else node.items[: min(size, 8)]
            found += [(item, node) for item in rows if self._usable(item)]
        if not found:
            return None
        item, node = self.rng.choice(found)
        self.touched.add(item.number)
        return item, node

    def _usable(self, item: Item) -> bool:
        return (
            item.is_report and item.form == "html" and item.number not in self.touched and len(item.urls) == 1
            and bare(item.main) in self.web.exact
        )  # fmt: skip

    def republish(self, node: Node) -> None:
        for product, one in self.site.lists:
            if one is node:
                product.publish_list(self.site, node)

    def amend(self, item: Item) -> None:
        """Another number in place, under the same address."""
        answer = self._answer(item)
        word = "主动公开政府信息"
        for written in (word.encode(self._charset), word.encode("unicode_escape")):
            body, done = re.subn(re.escape(written) + rb"\d+", written + b"4321", answer.body)
            if done:
                self.web.page(item.main, Answer(body, 200, answer.type))
                return
        raise ValueError(f"{item.main}: no number to change")

    def vanish(self, item: Item, node: Node | None) -> None:
        """404; with a node its list drops the row, without one the row stays."""
        item.hidden = True
        self.web.page(item.main, Answer(b"<html><title>404</title>404 Not Found</html>", 404))
        if node is not None:
            node.items.remove(item)
            self.republish(node)

    def move(self, item: Item, node: Node) -> None:
        """Another address, with a frame that differs; the old one is not there any more."""
        answer, old = self._answer(item), item.main
        new = re.sub(r"(\d+)(\D*)$", lambda found: f"{int(found[1]) + 7}{found[2]}", old)
        extra = '<div class="prevnext"><a href="/a.html">上一篇：关于会议的通知</a></div></body>'.encode(self._charset)
        self.web.page(new, Answer(answer.body.replace(b"</body>", extra), 200, answer.type))
        self.web.page(old, Answer(b"<html><title>404</title>404 Not Found</html>", 404))
        item.main = new
        item.urls.add(bare(new))
        self.republish(node)

    def publish_late(self, node: Node) -> Item | None:
        """A report of a year past, on top of a list."""
        held = {(item.agency, item.year) for item in self.site.items}
        years = {item.year for item in node.items if item.year}
        for agency in self.agencies:
            for year in years:
                if (agency.name, year) not in held:
                    item = self.make(agency, int(str(year)), "mixed")
                    item.form, item.date = "html", (int(str(year)) + 1, 9, 9)
                    item.title = item.link = f"{agency.name}{year}年政府信息公开工作年度报告"
                    item.body = world._body(self.rng, agency, int(str(year)), item.number)
                    node.items.insert(0, item)
                    product = next(product for product, one in self.site.lists if one is node)
                    item.main = f"http://{node.host}{product.article(self.site, node, item)}"
                    self.site.put_article(node, item, item.main)
                    self.republish(node)
                    return item
        return None

    def bring_back(self, item: Item, node: Node, answer: Answer) -> None:
        """The page and its row are there again."""
        item.hidden = False
        self.web.page(item.main, answer)
        node.items.append(item)
        self.republish(node)

    def _answer(self, item: Item) -> Answer:
        return self.web.exact[bare(item.main)](Asked("GET", item.main, {}, b""))

    @property
    def _charset(self) -> str:
        return "gb18030" if self.site.look.charset.startswith("gbk") else "utf-8"
