"""What every simulated site does: hold pages, publish reports and look-alikes on them, answer requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from html import escape
from typing import ClassVar
from urllib.parse import urljoin

from demo.attachments import DOCX_TYPE, docx, picture, plain_text
from demo.lookalikes import Note
from demo.markup import article_html
from demo.narrative import article
from demo.places import Portal
from demo.reports import Report


@dataclass(frozen=True)
class Request:
    """A request as a site sees it; header names are in lower case, ``query`` and ``form`` hold last values."""

    method: str
    host: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """A response before the server adds length and validators."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Entry:
    """A line of a list: link text, date, and the address relative to the site's root (or absolute)."""

    text: str
    published: date
    href: str


Make = Callable[[], str | bytes]
Handler = Callable[[Request], Answer]


def redirect(location: str) -> Answer:
    """A 302 to an address."""
    return Answer(b"", status=302, headers=(("Location", location),))


class Site:
    """A portal's site. Products add their pages in :meth:`build` and style them in :meth:`page`."""

    menu: tuple[tuple[str, str], ...] = ()
    disallow: tuple[str, ...] = ()
    crumb_links: ClassVar[dict[str, str]] = {}

    def __init__(self, portal: Portal, reports: list[Report], notes: list[Note], host: str | None = None) -> None:
        self.portal = portal
        self.host = host or portal.host
        self.reports = [report for report in reports if report.agency.host == self.host]
        self.notes = notes if host is None else []
        self.name = portal.name if host is None else self.reports[0].agency.name
        self._made: dict[str, tuple[Make, str]] = {}
        self._answers: dict[str, Answer] = {}
        self.handlers: dict[str, Handler] = {}
        self.start_path = "/"
        self.build()

    def build(self) -> None:
        """Add every page and set ``start_path`` to where the portal file points."""
        raise NotImplementedError

    # --- pages -------------------------------------------------------------------------------------------

    def add(self, path: str, make: Make, content_type: str = "text/html") -> None:
        """A page at a path, made when it is first asked for."""
        self._made[path] = (make, content_type)

    @property
    def paths(self) -> list[str]:
        """The paths of all pages that are not computed from the request."""
        return list(self._made)

    def answer(self, request: Request) -> Answer:
        """The response to a request: a page, a handler's answer, or 404."""
        if handler := self.handlers.get(request.path):
            return handler(request)
        if request.path not in self._made:
            return self.missing()
        if request.path not in self._answers:
            make, content_type = self._made[request.path]
            self._answers[request.path] = self.pack(make(), content_type)
        return self._answers[request.path]

    def pack(self, content: str | bytes, content_type: str = "text/html") -> Answer:
        """Text in the site's charset; GBK sites do not name theirs in the header."""
        if isinstance(content, bytes):
            return Answer(content, content_type)
        if self.portal.charset == "gbk":
            return Answer(content.encode("gb18030"), content_type)
        return Answer(content.encode(), f"{content_type}; charset=utf-8")

    def missing(self) -> Answer:
        """The 404 page."""
        page = self.page("页面不存在", "<p>您访问的页面不存在或已被删除。</p>", [])
        return Answer(self.pack(page).body, status=404)

    def robots(self) -> str:
        """The site's robots.txt."""
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in self.disallow)]
        if self.portal.crawl_delay:
            lines.append(f"Crawl-delay: {self.portal.crawl_delay}")
        return "\n".join([*lines, ""])

    def url(self, path: str) -> str:
        """The absolute address of a path."""
        return urljoin(f"http://{self.host}/", path)

    def page(
        self, title: str, body: str, crumbs: list[str], tags: dict[str, str] | None = None, script: str = ""
    ) -> str:
        """A whole page: national page tags, menu, breadcrumb, content, footer."""
        named = {"SiteName": self.name, "SiteDomain": self.host, "SiteIDCode": self.portal.site_code, **(tags or {})}
        metas = "\n".join(f'<meta name="{name}" content="{escape(value)}"/>' for name, value in named.items())
        menu = "".join(f'<li><a href="{href}">{text}</a></li>' for text, href in self.menu)
        trail = "".join(f" &gt; {self._crumb(crumb)}" for crumb in crumbs)
        charset = "" if self.portal.charset == "gbk" else '<meta charset="utf-8"/>'
        return f"""<!DOCTYPE html>
<html><head>{charset}
<title>{escape(" ".join(title.split()))}_{escape(self.name)}</title>
{metas}
</head>
<body>
<div class="header"><h1><a href="/">{escape(self.name)}</a></h1><ul class="nav">{menu}</ul></div>
<div class="location">您现在的位置：<a href="/">首页</a>{trail}</div>
{body}
{script}
<div class="footer"><p>主办：{escape(self.name)}　网站标识码：{self.portal.site_code}</p>
<p><a href="http://www.other-province.example/">友情链接</a> <a href="mailto:admin@{self.host}">联系我们</a>
<a href="javascript:void(0)" onclick="window.print()">打印本页</a></p></div>
</body></html>
"""

    def _crumb(self, name: str) -> str:
        href = self.crumb_links.get(name)
        return f'<a href="{href}">{escape(name)}</a>' if href else f"<span>{escape(name)}</span>"

    # --- reports and notes -------------------------------------------------------------------------------

    def publish(self, report: Report, path: str, page: Callable[[str], str], attachment: str | None = None) -> Entry:
        """Put a report on its page; ``page`` wraps the article, ``attachment`` is the href of its file, if any."""
        base = self.url(path)
        report.url = base
        self.add(path, lambda: page(self.report_body(report, attachment)))
        if report.carrier != "html" and attachment:
            report.attachment = urljoin(base, attachment)
        for part in article(report).parts if "pictures" in report.faults else []:
            for name in part.pictures:
                self.add(urljoin(path, name), partial(picture, name), "image/png")
        return Entry(report.title.replace("\n", ""), report.published, path)

    def report_body(self, report: Report, attachment: str | None) -> str:
        """The inner HTML of a report's page: the text, a link to its file, or both."""
        whole = article(report)
        name = f"{whole.title.replace(chr(10), '')}.{'txt' if report.carrier == 'txt' else 'docx'}"
        link = f"<p>附件：{self.attachment_link(attachment or '', name)}</p>"
        if report.carrier in ("docx", "txt"):
            return f"<p>现将《{escape(whole.title)}》予以公布，详见附件。</p>{link}"
        text = article_html(whole, report.style, title_tag="h2" if report.number % 2 else "")
        return text + (link if report.carrier == "both" else "")

    def attachment_link(self, href: str, name: str) -> str:
        """The link to an attached file, as the product marks it up."""
        return f'<a href="{escape(href)}" appendix="true">{escape(name)}</a>'

    def add_file(self, path: str, report: Report) -> None:
        """Serve a report's attached file at a path."""
        if report.carrier == "txt":
            self.add(path, lambda: plain_text(article(report)), "text/plain")
        elif report.carrier != "html":
            self.add(path, lambda: docx(article(report)), DOCX_TYPE)


def suffix(report: Report) -> str:
    """The file suffix of a report's attachment."""
    return "txt" if report.carrier == "txt" else "docx"


def tags_of(report: Report, column: str, url: str) -> dict[str, str]:
    """The national page tags of a report's page."""
    return {
        "ColumnName": column,
        "ColumnType": "信息公开年报",
        "ArticleTitle": report.title.replace("\n", ""),
        "PubDate": f"{report.published:%Y-%m-%d} 09:30",
        "ContentSource": report.agency.name,
        "Url": url,
    }


def note_html(note: Note) -> str:
    """The text of a look-alike."""
    return "".join(f"<p>{escape(line)}</p>" for line in note.paragraphs)


def note_tags(note: Note) -> dict[str, str]:
    """The page tags of a look-alike."""
    return {"ArticleTitle": note.title, "PubDate": str(note.published)}
