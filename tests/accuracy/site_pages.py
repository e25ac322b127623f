"""A page of a government site around an article: what its head, its strips and its neighbours say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from random import Random
from typing import Any

SCRIPT = "<script>var title='政府信息公开年报'; var _hmt = _hmt || []; document.write('<p>相关文章</p>');</script>"
MENU = (
    "首页",
    "要闻动态",
    "政务公开",
    "政务服务",
    "互动交流",
    "政府信息公开指南",
    "政府信息公开年报",
    "法定主动公开内容",
)


@dataclass
class SitePage:
    """A page. Whatever is empty is left out. ``related`` are links beside the article, ``after`` those below it."""

    article: str
    heading: str = ""  # as shown above the article; \n breaks it
    heading_tag: str = "h1"
    title: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    crumbs: tuple[str, ...] = ()
    info: str = ""
    strip: dict[str, str] = field(default_factory=dict)
    signature: str = ""
    related: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    footer: str = ""
    url: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    layout: bool = False

    def html(self, rng: Random) -> bytes:
        metas = "".join(f'<meta name="{k}" content="{escape(v)}">' for k, v in self.metas.items())
        heading = escape(self.heading).replace("\n", "<br>")
        top = f"<{self.heading_tag}>{heading}</{self.heading_tag}>" if heading else ""
        strip = "".join(f"<tr><th>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in self.strip.items())
        crumbs = "<div class='wz'>当前位置：" + " &gt; ".join(f"<a>{escape(c)}</a>" for c in self.crumbs) + "</div>"
        links = _links(self.related)
        body = (
            (f"<table class='xxgk'>{strip}</table>" if strip else "") + top + (f"<p class='info'>{escape(self.info)}</p>" if self.info else "")
            + f"<div id='zoom'>{self.article}"
            + (f"<p style='text-align:right'>{escape(self.signature)}</p>" if self.signature else "") + "</div>"
            + "".join(f"<p><a href='/files/{i}.{name.rsplit('.', 1)[-1]}'>附件：{escape(name)}</a></p>" for i, name in enumerate(self.attachments))
            + _links(self.after)
        )  # fmt: skip
        if self.layout:
            body = f"<table width='100%'><tr><td width='180'>{links}</td><td>{body}</td></tr></table>"
        else:
            body = (f"<div class='side'>{links}</div>" if links else "") + body
        menu = "<ul class='nav'>" + "".join(f"<li><a href='/{i}'>{m}</a></li>" for i, m in enumerate(MENU)) + "</ul>"
        return (
            f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(self.title)}</title>{metas}{SCRIPT}</head><body>"
            f"{menu}{crumbs if self.crumbs else ''}<div class='main'>{body}</div><div class='foot'>{escape(self.footer)}</div>"
            f"</body></html>"
        ).encode()  # fmt: skip


def as_text(page: SitePage) -> bytes:
    """What is left of a page when its title and article are saved as text: a line a paragraph, a tab a cell."""
    html = re.sub(r"</(?:p|tr|h\d|li|div)>|<br/?>", "\n", page.article)
    html = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.S)
    lines = [
        re.sub(r"\s+", " ", unescape(re.sub(r"<[^<>]*>", "", re.sub(r"</t[dh]>", "\t", line))))
        for line in html.split("\n")
    ]
    return "\n".join([page.heading or page.title, "", *lines, page.signature]).encode()


def _links(titles: tuple[str, ...]) -> str:
    return (
        "<ul>" + "".join(f"<li><a href='/a/{i}.html'>{escape(t)}</a></li>" for i, t in enumerate(titles)) + "</ul>"
        if titles
        else ""
    )


@dataclass(frozen=True)
class Truth:
    """What a right reading says. None of a value where nothing on the page tells it: then null is right."""

    kind: str
    year: int | None = None
    agencies: tuple[str, ...] = ()
    region: str | None = None
    published: str | None = None
