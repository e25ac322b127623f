"""HTML as sites serve it: one page model, many hands."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from random import Random

from tests.accuracy.layout import Box, Grid, matrix, width
from tests.accuracy.pages import Page


@dataclass
class Markup:
    """How the page is written. ``cell``: plain, p, mso, span, font, div; ``chrome``: plain, full, layout, bare."""

    cell: str = "p"
    chrome: str = "full"
    editor: str = "TRS_Editor"
    encoding: str = "utf-8"
    declare: bool = True
    upper: bool = False
    unclosed: bool = False
    thead: bool = False
    colgroup: bool = False
    comments: bool = False
    mobile_copy: bool = False
    divs: bool = False  # no table elements at all
    no_spans: bool = False  # spans written out as empty cells
    hidden_cells: bool = False
    split_digits: bool = False
    wrap_p: bool = False
    tail_after_html: bool = False
    script_article: bool = False
    blank: str = "&nbsp;"
    tags: str = "all"  # all, site (only those of the site), none
    poster: str = ""  # another office that posted the report


def _digits(text: str, mark: Markup, rng: Random) -> str:
    if mark.split_digits and len(text) > 1 and text.isdigit():
        at = rng.randint(1, len(text) - 1)
        return f"<span>{text[:at]}</span><span lang=EN-US>{text[at:]}</span>"
    return escape(text).replace("\n", "<br>").replace("\u00a0", "&nbsp;")


def _inner(box: Box, mark: Markup, rng: Random) -> str:
    text = _digits(box.text, mark, rng) if box.text else mark.blank
    if mark.comments and rng.random() < 0.1:
        text = f"<!-- {rng.randint(1, 99)} -->" + text
    if mark.cell == "p":
        return f'<p style="text-align:center">{text}</p>'
    if mark.cell == "mso":
        return (
            '<p class="MsoNormal" align="center" style="mso-pagination:widow-orphan"><span lang="EN-US" '
            f'style="font-size:10.5pt;mso-hansi-font-family:宋体">{text}<o:p></o:p></span></p>'
        )
    if mark.cell == "span":
        return f'<span style="font-family:宋体"><span>{text}</span></span>'
    if mark.cell == "font":
        return f'<font face="宋体" size="2"><b>{text}</b></font><br>'
    if mark.cell == "div":
        return f"<div><div>\n        {text}\n    </div></div>"
    if mark.cell == "multi":
        return "".join(f"<p>{part}</p>" for part in text.split("<br>"))
    return text


def _table(grid: Grid, mark: Markup, rng: Random, attributes: str = 'border="1"') -> str:
    if mark.divs:
        rows = "".join(
            '<div class="tr">' + "".join(f'<div class="td">{escape(b.text) if b else ""}</div>' for b in row) + "</div>"
            for row in matrix(grid)
        )
        return f'<div class="table">{rows}</div>'
    rows = grid
    if mark.no_spans:
        rows = [[b if b is None else Box(b.text) for b in row] for row in matrix(grid)]  # type: ignore[misc]
        rows = [[b or Box() for b in row] for row in rows]
    out = [f"<table {attributes}>"]
    if mark.colgroup:
        out.append("<colgroup>" + "<col width=72>" * width(grid) + "</colgroup>")
    head = 0
    if mark.thead:
        while head < len(rows) and not any(b.key for b in rows[head]):
            head += 1
    out.append("<thead>" if head else "<tbody>")
    for y, row in enumerate(rows):
        if head and y == head:
            out.append("</thead><tbody>")
        out.append("<tr>")
        for box in row:
            tag = "th" if head and y < head else "td"
            spans = (f' colspan="{box.cs}"' if box.cs > 1 else "") + (f' rowspan="{box.rs}"' if box.rs > 1 else "")
            out.append(f"<{tag}{spans}>{_inner(box, mark, rng)}" + ("" if mark.unclosed else f"</{tag}>"))
        if mark.hidden_cells:
            out.append('<td style="display:none">999</td>')
        out.append("" if mark.unclosed else "</tr>")
    out.append("</table>" if not mark.unclosed or rng.random() < 0.9 else "")
    return "\n".join(out)


def article(page: Page, mark: Markup, rng: Random) -> str:
    """The report itself, without the site around it."""
    lines = page.title.split("\n") if page.title else []
    out = [f'<p style="text-align:center"><strong>{escape(line)}</strong></p>' for line in lines]
    for kind, part in page.parts:
        if isinstance(part, str):
            tag = "h2" if kind == "h" and mark.editor == "plain" else "p"
            out.append(f"<{tag}>　　{escape(part)}</{tag}>")
            continue
        table = _table(part, mark, rng)
        out.append(f"<p>{table}" if mark.wrap_p else table)
    if mark.mobile_copy:
        copies = "".join(_table(g, Markup(cell="plain"), rng) for g in page.grids)
        out.append(f'<div class="mobile" style="display: none">{copies}</div>')
    return "\n".join(out)


def _strip(page: Page, poster: str) -> str:
    a = page.facts.agency
    return (
        f"<table class='xxgk_strip'><tr><td>索 引 号：</td><td>{a.region.code}0{page.facts.year}/2022-00047</td><td>主题分类：</td>"
        f"<td>政府信息公开年报</td></tr><tr><td>发布机构：</td><td>{escape(poster or a.printed)}</td><td>发布日期：</td>"
        f"<td>{page.facts.published} 16:08</td></tr><tr><td>名　　称：</td><td colspan='3'>{escape(page.title)}</td></tr></table>"
    )


def render(page: Page, mark: Markup, rng: Random) -> bytes:
    """A saved page. Returns its bytes in the encoding of the style."""
    a, facts = page.facts.agency, page.facts
    title = escape(page.title.replace("\n", "")) or "政府信息公开年报"
    body = article(page, mark, rng)
    if mark.script_article:
        body = f'<script type="text/html" id="content">{body}</script>'
    classes = {"TRS_Editor": "class=TRS_Editor", "UE": 'id="zoom" class="TRS_UEDITOR trs_web"', "ke": 'class="ke-content"',
               "vsb": 'id="vsb_content_2"><div class="v_news_content"', "word": "class=WordSection1", "plain": 'class="main"'}  # fmt: skip
    framed = f"<div {classes[mark.editor]}>{body}</div>" + ("</div>" if mark.editor == "vsb" else "")
    charset = f'<meta http-equiv="Content-Type" content="text/html; charset={mark.encoding}">' if mark.declare else ""
    if mark.chrome == "bare":
        html = f"<html><head>{charset}<title>{title}</title></head><body>{framed}</body></html>"
    else:
        tags = f'<meta name="SiteName" content="{a.website}"><meta name="SiteIDCode" content="{a.region.code}0012">'
        tags += (
            f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{facts.published}">'
            f'<meta name="ContentSource" content="{escape(mark.poster or a.short)}"><meta name="ColumnName" content="政府信息公开年报">'
        )
        tags = {"all": tags, "site": tags[: tags.find('<meta name="ArticleTitle')], "none": ""}[mark.tags]
        crumbs = '<div class="position">当前位置：<a href="/">首页</a> &gt; <a>政府信息公开</a> &gt; <a>政府信息公开年报</a></div>'
        menu = (
            "<ul>"
            + "".join(f"<li><a href='/{i}'>{t}</a></li>" for i, t in enumerate(("要闻动态", "政务公开", "互动交流")))
            + "</ul>"
        )
        foot = f"<div class=footer>主办：{a.website}　备案号：豫ICP备05001234号-1　网站标识码：{a.region.code}0012　电话：12345</div>"
        info = f"<div>发布时间：{facts.published} 来源：{escape(mark.poster or a.short)} 浏览次数：1204 字体：[大 中 小]</div>"
        if mark.chrome == "full":
            framed = _strip(page, mark.poster) + info + framed
        if mark.chrome == "layout":
            framed = (
                f"<table width=980 cellpadding=0><tr><td>{crumbs}</td></tr><tr><td><table><tr><td width=200>{menu}</td>"
                f"<td><table><tr><td>{info}</td></tr><tr><td>{framed}</td></tr></table></td></tr></table></td></tr></table>"
            )
        html = (
            f"<!DOCTYPE html><html><head>{charset}<title>{title}_{a.website}</title>{tags}</head><body>"
            f"{menu}{crumbs}{framed}{foot}</body></html>"
        )
    if mark.upper:
        for tag in ("table", "tr", "td", "tbody", "p", "br", "div", "span"):
            html = (
                html.replace(f"<{tag}>", f"<{tag.upper()}>")
                .replace(f"</{tag}>", f"</{tag.upper()}>")
                .replace(f"<{tag} ", f"<{tag.upper()} ")
            )
    if mark.tail_after_html:
        cut = html.rfind("<h2") if "<h2" in html else html.find("<table", len(html) // 3)
        html = html[:cut] + "</body></html>" + html[cut:]
    return html.encode("gb18030" if mark.encoding.startswith("gb") else mark.encoding, errors="xmlcharrefreplace")
