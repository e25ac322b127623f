# ruff: noqa: E501
"""How a made-up site looks: random but constant markup for pages, navigation, lists and articles."""

from __future__ import annotations

import html
import random
from collections.abc import Iterable, Sequence

Row = tuple[str, str, tuple[int, int, int]]  # href, text, date

LISTS = ("ul", "ul_bare", "ol", "table", "wide_table", "cards", "dl", "paragraphs", "divs")
CONTAINERS = {
    "trs": ("TRS_Editor", "trs_editor_view", "TRS_UEDITOR", "Custom_UnionStyle"),
    "jcms": ("zoom",), "ucap": ("UCAP-CONTENT",), "boda": ("v_news_content",), "shanghai": ("ivs_content",),
    "": ("wp_articlecontent", "article-content", "articleBox", "xl_main", "gknb_content", "pages_content",
         "ewb-article-content", "xlxlcont", "nr", "text", "con", "detail-body"),
}  # fmt: skip


class Look:
    """The design of one site."""

    def __init__(self, rng: random.Random, site: str, family: str = "") -> None:
        self.rng = rng
        self.site = site
        self.list_style = rng.choice(LISTS)
        self.container = rng.choice(CONTAINERS.get(family) or CONTAINERS[""])
        self.charset = rng.choice(["utf-8", "utf-8", "utf-8", "gbk-silent", "gbk-meta"])
        self.tags = rng.random() < 0.6
        self.crumbs = rng.choice(["当前位置：", "您现在的位置：", "", None])
        self.truncates = rng.random() < 0.25
        self.table_layout = rng.random() < 0.2
        self.padding = "<script>/* " + "var settings=0; " * rng.choice([300, 800]) + "*/</script>"
        self.nav: list[tuple[str, str]] = []
        self.footer: list[tuple[str, str]] = []

    @property
    def type(self) -> str:
        return "text/html" if self.charset.startswith("gbk") else "text/html; charset=utf-8"

    def encode(self, text: str) -> bytes:
        return text.encode("gb18030" if self.charset.startswith("gbk") else "utf-8", "replace")

    def page(
        self, title: str, body: str, trail: Sequence[tuple[str, str]] = (), column: str = "", meta: str = "",
        base: str = "",
    ) -> bytes:  # fmt: skip
        """A whole page."""
        tags = ""
        if self.charset in ("gbk-meta", "utf-8"):
            tags += f'<meta charset="{"gb2312" if self.charset == "gbk-meta" else "utf-8"}">'
        if self.tags:
            tags += f'<meta name="SiteName" content="{self.site}">'
            if column:
                tags += f'<meta name="ColumnName" content="{column}">'
        crumbs = ""
        if self.crumbs is not None and trail:
            links = " &gt; ".join(f'<a href="{href}">{text}</a>' for text, href in trail)
            crumbs = f'<div class="wz">{self.crumbs}{links}</div>'
        nav = "<div class=nav><ul>" + "".join(f'<li><a href="{u}">{t}</a></li>' for t, u in self.nav) + "</ul></div>"
        foot = "".join(f'<a href="{u}" target=_blank>{t}</a> ' for t, u in self.footer)
        middle = f"{crumbs}<div class=main>{body}</div>"
        if self.table_layout:
            middle = f"<table width=1000><tr><td width=200></td><td>{middle}</td></tr></table>"
        page = (
            f"<!DOCTYPE html><html><head>{tags}{meta}<title>{title}-{self.site}</title>{base}{self.padding}</head><body>"
            f"<div class=header>{self.site}</div>{nav}{middle}"
            f"<div class=footer>{foot}主办单位：{self.site} 网站标识码</div></body></html>"
        )
        return self.encode(page)

    def rows(self, rows: Iterable[Row], style: str | None = None) -> str:
        """A list of dated links."""
        style = style or self.list_style
        cells = [self._row(href, text, f"{d[0]}-{d[1]:02d}-{d[2]:02d}") for href, text, d in rows]
        if style in ("ul", "ul_bare", "ol"):
            tag = "ol" if style == "ol" else "ul"
            items = "".join(f"<li>{a}{'' if style == 'ul_bare' else f'<span>{d}</span>'}</li>" for a, d in cells)
            return f'<{tag} class="list">{items}</{tag}>'
        if style == "table":
            return "<table>" + "".join(f"<tr><td>{a}</td><td>[{d}]</td></tr>" for a, d in cells) + "</table>"
        if style == "wide_table":
            lines = "".join(
                f"<tr><td>{k}</td><td>{a}</td><td>年报</td><td>{d}</td></tr>" for k, (a, d) in enumerate(cells)
            )
            return f"<table><tr><th>序号</th><th>名称</th><th>类别</th><th>发布日期</th></tr>{lines}</table>"
        if style == "cards":
            return "".join(f'<div class="card"><h4>{a}</h4><p class="t">发布时间：{d}</p></div>' for a, d in cells)
        if style == "dl":
            return "<dl>" + "".join(f"<dt>{a}</dt><dd>{d}</dd>" for a, d in cells) + "</dl>"
        if style == "paragraphs":
            return "".join(f"<p>·{a} （{d}）</p>" for a, d in cells)
        return '<div class="lb">' + "".join(f"<div><span>{d}</span>{a}</div>" for a, d in cells) + "</div>"

    def _row(self, href: str, text: str, date: str) -> tuple[str, str]:
        shown = text
        if self.truncates and len(text) > 14:
            shown = text[:13] + "..."
            return f'<a href="{html.escape(href)}" title="{html.escape(text)}" target="_blank">{shown}</a>', date
        return f'<a href="{html.escape(href)}" target="_blank">{html.escape(shown)}</a>', date

    def menu(self, links: Sequence[tuple[str, str]], style: str = "") -> str:
        """Links to columns: a list, tabs, cells of a table, a picker."""
        style = style or self.rng.choice(["list", "list", "tabs", "table", "select", "divs", "image"])
        if style == "select":
            options = "".join(f'<option value="{u}">{t}</option>' for t, u in links)
            return f'<select onchange="location.href=this.value"><option>请选择</option>{options}</select>'
        if style == "table":
            return "<table><tr>" + "".join(f'<td><a href="{u}">{t}</a></td>' for t, u in links) + "</tr></table>"
        if style == "tabs":
            return '<div class="tab">' + "".join(f'<a class="t" href="{u}">{t}</a>|' for t, u in links) + "</div>"
        if style == "divs":
            return "".join(f'<div class="lm"><a href="{u}"><b>{t}</b></a></div>' for t, u in links)
        if style == "image":
            return "".join(
                f'<a href="{u}" title="{t}"><img src="/images/i{k}.png" alt="{t}"></a>'
                for k, (t, u) in enumerate(links)
            )
        return "<ul>" + "".join(f'<li><a href="{u}">{t}</a></li>' for t, u in links) + "</ul>"

    def article(
        self, title: str, body: str, trail: Sequence[tuple[str, str]], date: tuple[int, int, int], **tags: str
    ) -> bytes:
        """An article's page."""
        day = f"{date[0]}-{date[1]:02d}-{date[2]:02d}"
        meta = ""
        if self.tags:
            meta = f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{day} 10:00">'
            meta += "".join(f'<meta name="{k}" content="{v}">' for k, v in tags.items())
        source = tags.get("ContentSource", self.site)
        inner = (
            f'<h1>{title}</h1><div class="info">发布日期：{day} 来源：{source} 字号：大 中 小</div>'
            f'<div id="{self.container}" class="{self.container}">{body}</div><a href="javascript:window.print()">打印</a>'
        )
        return self.page(title, inner, trail, trail[-1][0] if trail else "", meta)
