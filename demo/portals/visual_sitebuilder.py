"""博达 Visual SiteBuilder: ``/info/COL/ID.htm`` pages, and lists whose further pages count down."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import ClassVar

from demo.lookalikes import Note
from demo.portals.site import Answer, Entry, Request, Site, note_html, note_tags, suffix, tags_of
from demo.reports import Report

LIST = "/zwgk/xxgknb"
DOWNLOAD = "/system/_content/download.jsp"
PER_PAGE = 12
REPORTS, NEWS, GUIDE = 1052, 1023, 1051
OWNER = "1572864513"


class VisualSiteBuilderSite(Site):
    """Page 2 of n is ``list/<n-1>.htm``, the last ``list/1.htm``. This host sends GBK and names no charset."""

    menu = (("政务公开", "/zwgk.htm"), ("新闻中心", "/xwzx.htm"))
    crumb_links: ClassVar = {"政务公开": "/zwgk.htm", "政府信息公开年报": f"{LIST}.htm", "新闻中心": "/xwzx.htm"}

    def build(self) -> None:
        """Home, the disclosure page, one list of all reports, news, files."""
        self._files: dict[str, str] = {}
        reports = [self._report(report) for report in self.reports]
        notes = {
            where: [self._note(n) for n in self.notes if n.where == where] for where in ("reports", "news", "guide")
        }
        self._list(LIST, "政府信息公开年报", [*reports, *notes["reports"]])
        self._list("/xwzx", "新闻中心", notes["news"])
        links = {f"{LIST}.htm": "政府信息公开年报", **{entry.href: entry.text for entry in notes["guide"]}}
        items = "".join(f'<li><a href="{href.lstrip("/")}">{text}</a></li>' for href, text in links.items())
        self.add("/zwgk.htm", partial(self.page, "政务公开", f"<ul class='subnav'>{items}</ul>", ["政务公开"]))
        self.add("/", partial(self.page, "首页", f"<ul>{_items(notes['news'][:6], '')}</ul>", []))
        self.handlers[DOWNLOAD] = self._download
        self.start_path = f"{LIST}.htm" if self.portal.start == "list" else "/"

    def _list(self, path: str, name: str, entries: list[Entry]) -> None:
        entries = sorted(entries, key=lambda entry: entry.published, reverse=True)
        total = max(1, -(-len(entries) // PER_PAGE))
        for number in range(total):
            file = f"{path}.htm" if number == 0 else f"{path}/{total - number}.htm"
            up = "../" * (file.count("/") - 1)
            shown = entries[number * PER_PAGE : (number + 1) * PER_PAGE]
            pager = self._pager(path, total, number, len(entries), up)
            body = f'<div class="list"><ul>{_items(shown, up)}</ul>{pager}</div>'
            self.add(file, partial(self.page, name, body, ["政务公开", name], {"ColumnName": name}))

    @staticmethod
    def _pager(path: str, total: int, current: int, count: int, up: str) -> str:
        def link(number: int, text: str) -> str:
            target = path if number == 0 else f"{path}/{total - number}"
            return f'<a href="{up}{target.lstrip("/")}.htm" class="Next">{text}</a>'

        links = [link(current - 1, "上页")] if current else []
        links += [link(current + 1, "下页"), link(total - 1, "尾页")] if current + 1 < total else []
        where = f"共{count}条&nbsp;&nbsp;{current + 1}/{total}&nbsp;"
        return f'<table class="pb_sys_common"><tr><td>{where}{"".join(links)}</td></tr></table>'

    def _download(self, request: Request) -> Answer:
        path = self._files.get(request.query.get("wbfileid", ""), "")
        if path not in self.paths:
            return self.missing()
        answer = super().answer(Request("GET", request.host, path))
        name = path.rsplit("/", 1)[1]
        return Answer(
            answer.body, "application/octet-stream", 200, (("Content-Disposition", f"attachment; filename={name}"),)
        )

    def attachment_link(self, href: str, name: str) -> str:
        """A list item below the text, as the product's attachment widget writes it."""
        link = f'<a href="{escape(href)}" target="_blank">{escape(name)}</a>'
        return f'<ul style="list-style-type:none"><li>附件【{link}】</li></ul>'

    def _report(self, report: Report) -> Entry:
        number = 10_000 + report.number % 89_999
        path = f"/info/{REPORTS}/{number}.htm"
        number_of_file = str(report.number % 99_999_999)
        file = f"/__local/{number_of_file[:1]}/{number_of_file}.{suffix(report)}"
        self._files[number_of_file] = file

        def page(inner: str) -> str:
            body = f"""<form name="_newscontent_fromname"><div class="article"><h1>{escape(report.title)}</h1>
<div class="info">发布时间：{report.published}　来源：{report.agency.name}　点击：<span id="dynclicks"></span></div>
<div id="vsb_content_4"><div class="v_news_content">{inner}</div></div></div></form>"""
            return self.page(
                report.title,
                body,
                ["政务公开", "政府信息公开年报"],
                tags_of(report, "政府信息公开年报", self.url(path)),
            )

        if report.carrier != "html":
            self.add_file(file, report)
        query = f"urltype=news.DownloadAttachUrl&owner={OWNER}&wbfileid={number_of_file}"
        return self.publish(report, path, page, f"{DOWNLOAD}?{query}")

    def _note(self, note: Note) -> Entry:
        column = {"reports": REPORTS, "guide": GUIDE, "news": NEWS}[note.where]
        path = f"/info/{column}/{10_000 + note.number % 89_999}.htm"
        text = f'<div id="vsb_content"><div class="v_news_content">{note_html(note)}</div></div>'
        body = f"<h1>{escape(note.title)}</h1>{text}"
        self.add(path, partial(self.page, note.title, body, ["新闻中心"], note_tags(note)))
        return Entry(note.title, note.published, path)


def _items(entries: list[Entry], up: str) -> str:
    return "".join(
        f'<li id="line_u5_{number}"><a href="{up}{entry.href.lstrip("/")}" title="{escape(entry.text)}">'
        f"{escape(entry.text)}</a><span>{entry.published:%Y/%m/%d}</span></li>"
        for number, entry in enumerate(entries)
    )
