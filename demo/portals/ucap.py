"""UCAP 开普云: ``/cNNN/YYYYMM/<32hex>.shtml`` pages, lists by POST to ``/getFileListByCodeId``."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from html import escape

from demo.lookalikes import Note
from demo.portals.site import Answer, Entry, Request, Site, note_html, note_tags, suffix, tags_of
from demo.reports import Report

API = "/getFileListByCodeId"
MAX_SIZE = 50
PAGE_SIZE, FIRST_LINES = 15, 5
COLUMNS = {
    "reports": ("c100248", "政府信息公开年报"),
    "news": ("c100105", "工作动态"),
    "guide": ("c100240", "公开指南"),
}


def _hex(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


class UcapSite(Site):
    """The list page holds the first lines only; the channel's id stands in a page tag and in the script."""

    menu = (("政务公开", "/zwgk/index.shtml"), ("工作动态", "/c100105/list.shtml"))

    def build(self) -> None:
        """Home, disclosure page, lists with their API, articles, files."""
        self.lists: dict[str, list[Entry]] = {code: [] for code, _ in COLUMNS.values()}
        self.lists[COLUMNS["reports"][0]] += [self._report(report) for report in self.reports]
        for note in self.notes:
            self.lists[COLUMNS[note.where][0]].append(self._note(note))
        for code, name in COLUMNS.values():
            self.lists[code].sort(key=lambda entry: entry.published, reverse=True)
            self.add(f"/{code}/list.shtml", partial(self._list_page, code, name))
        links = "".join(f'<li><a href="/{code}/list.shtml">{name}</a></li>' for code, name in COLUMNS.values())
        self.add("/zwgk/index.shtml", partial(self.page, "政务公开", f"<ul>{links}</ul>", ["政务公开"]))
        self.add("/", partial(self.page, "首页", '<a href="/zwgk/index.shtml">政务公开</a>', []))
        self.channels = {_hex(code): code for code, _ in COLUMNS.values()}
        self.handlers[API] = self._api
        self.start_path = f"/{COLUMNS['reports'][0]}/list.shtml" if self.portal.start == "list" else "/"

    def _list_page(self, code: str, name: str) -> str:
        channel = _hex(code)
        items = "".join(
            f'<li><a href="{entry.href}">{escape(entry.text)}</a><span>{entry.published}</span></li>'
            for entry in self.lists[code][:FIRST_LINES]
        )
        script = f"""<script>var channelId="{channel}";var pageSize={PAGE_SIZE};
$(function(){{$.post("{API}",{{channelId:channelId,page:1,size:pageSize,relateSubChannels:1}},showList,"json");}});</script>"""
        body = f'<div class="list-box"><ul id="list">{items}</ul><div id="pagination"></div></div>'
        return self.page(name, body, ["政务公开", name], {"ColumnName": name, "channelId": channel}, script)

    def _api(self, request: Request) -> Answer:
        asked = {**request.query, **request.form}
        code = self.channels.get(asked.get("channelId", ""))
        page, size = asked.get("page", "1"), asked.get("size", "15")
        if request.method != "POST" or code is None or not (page.isdecimal() and size.isdecimal()):
            return Answer(b'{"code":500,"results":null}', "application/json")
        width = max(1, min(int(size), MAX_SIZE))
        first = max(0, int(page) - 1) * width
        results = [
            {
                "title": entry.text,
                "titleHtml": f"<span>{escape(entry.text)}</span>",
                "url": entry.href,
                "redirectUrl": "",
                "publishedTimeStr": f"{entry.published} 08:30",
                "channelId": asked["channelId"],
            }
            for entry in self.lists[code][first : first + width]
        ]
        data = {"page": int(page), "rows": width, "total": len(self.lists[code]), "results": results}
        return self.pack(json.dumps({"code": 200, "results": {"data": data}}, ensure_ascii=False), "application/json")

    def _article(self, title: str, strip: str, inner: str) -> str:
        return (
            f'<div class="article"><h1><ucaptitle>{escape(title)}</ucaptitle></h1><div class="info">{strip}</div>'
            f'<div id="UCAP-CONTENT"><ucapcontent>{inner}</ucapcontent></div></div>'
        )

    def _report(self, report: Report) -> Entry:
        code, name = COLUMNS["reports"]
        identity = _hex(f"{report.agency.name}/{report.year}")
        folder = f"/{code}/{report.published:%Y%m}/"
        path = f"{folder}{identity}.shtml"
        file = f"files/{identity[:16]}.{suffix(report)}"

        def page(inner: str) -> str:
            strip = f"发布时间：{report.published} 08:30　来源：{report.agency.name}　访问量：<span></span>"
            body = self._article(report.title, strip, inner)
            return self.page(report.title, body, ["政务公开", name], tags_of(report, name, self.url(path)))

        if report.carrier != "html":
            self.add_file(folder + file, report)
        return self.publish(report, path, page, file)

    def _note(self, note: Note) -> Entry:
        code, name = COLUMNS[note.where]
        path = f"/{code}/{note.published:%Y%m}/{_hex(note.title)}.shtml"
        body = self._article(note.title, f"发布时间：{note.published}", note_html(note))
        self.add(path, partial(self.page, note.title, body, ["政务公开", name], note_tags(note)))
        return Entry(note.title, note.published, path)
