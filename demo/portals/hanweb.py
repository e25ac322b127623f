"""Hanweb JCMS: ``/art/2022/1/14/art_COL_ID.html``, lists in a data store whose other pages come from dataproxy.jsp."""

from __future__ import annotations

from functools import partial
from html import escape
from urllib.parse import urlencode

from demo.lookalikes import Note
from demo.portals.site import Answer, Entry, Request, Site, note_html, note_tags, redirect, suffix, tags_of
from demo.reports import Report

PROXY = "/module/web/jpage/dataproxy.jsp"
ICON = "/images/ico_doc.gif"
PIXEL = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
DOWNLOAD = "/module/download/downfile.jsp"
PER_PAGE = 15
GROUP = 45
HOME, DISCLOSURE, GUIDE, NEWS, REPORTS = 1, 12, 1229001, 1229010, 1229020
KINDS = {"gov": (1229021, "市政府年报"), "bm": (1229022, "部门年报"), "kfq": (1229023, "开发区年报")}


class HanwebSite(Site):
    """The first group of a list is in the page, 45 lines; more are asked for with the proxy's own parameters."""

    menu = (("政务公开", f"/col/col{DISCLOSURE}/index.html"), ("新闻中心", f"/col/col{NEWS}/index.html"))
    unit = 5023

    def build(self) -> None:
        """Home, disclosure column, report column with a child per class, news, files, proxy."""
        self.lists: dict[int, list[Entry]] = {}
        self.names = {DISCLOSURE: "政务公开", GUIDE: "政府信息公开指南", NEWS: "新闻中心", REPORTS: "政府信息公开年报"}
        for kind, (column, name) in KINDS.items():
            self.names[column] = name
            reports = [report for report in self.reports if report.agency.kind == kind]
            self.lists[column] = [self._report(report, column) for report in reports]
        self.lists[KINDS["gov"][0]] += self._notes("reports", KINDS["gov"][0])
        self.lists[NEWS] = self._notes("news", NEWS)
        self.lists[GUIDE] = self._notes("guide", GUIDE)
        for column in self.lists:
            self.add(self.column_path(column), partial(self._list_page, column))
        self._menu_page(REPORTS, [column for column, _ in KINDS.values()])
        self._menu_page(DISCLOSURE, [GUIDE, REPORTS, NEWS])
        self.add("/", self._home)
        self.add("/index.html", self._home)
        self.add(ICON, lambda: PIXEL, "image/gif")
        self.handlers[PROXY] = self._proxy
        self.handlers[DOWNLOAD] = self._download
        self.start_path = self.column_path(REPORTS) if self.portal.start == "column" else "/"

    @staticmethod
    def column_path(column: int) -> str:
        """The address of a column."""
        return f"/col/col{column}/index.html"

    def _menu_page(self, column: int, children: list[int]) -> None:
        links = "".join(f'<li><a href="{self.column_path(c)}">{self.names[c]}</a></li>' for c in children)
        name = self.names[column]
        body = f'<div class="left_nav"><ul>{links}</ul></div>'
        self.add(self.column_path(column), lambda: self.page(name, body, [name], {"ColumnName": name}))

    def _home(self) -> str:
        news = "".join(_record(entry) for entry in self.lists[NEWS][:8])
        return self.page("首页", f'<div class="news"><ul>{news}</ul></div>', [])

    def _sorted(self, column: int) -> list[Entry]:
        return sorted(self.lists[column], key=lambda entry: entry.published, reverse=True)

    def _next_group(self, column: int) -> str:
        query = {"page": 1, "appid": 1, "webid": 33, "path": "/", "columnid": column, "unitid": self.unit}
        query |= {"webname": self.name, "permissiontype": 0}
        return f"{PROXY}?{urlencode(query)}"

    def _store(self, column: int, shown: list[Entry]) -> str:
        records = "".join(f"<record><![CDATA[{_record(entry)}]]></record>" for entry in shown)
        following = f'<nextgroup><![CDATA[<a href="{self._next_group(column)}"></a>]]></nextgroup>'
        return f"<datastore>{following}<recordset>{records}</recordset></datastore>"

    def _list_page(self, column: int) -> str:
        entries, name = self._sorted(column), self.names[column]
        query = {"col": 1, "appid": 1, "webid": 33, "path": "/", "columnid": column, "sourceContentType": 1}
        query |= {"unitid": self.unit, "webname": self.name, "permissiontype": 0}
        arguments = ",".join(f"{key}:'{value}'" for key, value in query.items())
        body = f"""<div class="list"><div id="{self.unit}" class="default_pgContainer">
<script type="text/xml">{self._store(column, entries[:GROUP])}</script></div>
<script>$(function(){{$('#{self.unit}').jpage({{urlParams:{{{arguments}}},perPage:{PER_PAGE},totalRecord:{len(entries)},
groupSize:{GROUP // PER_PAGE},proxyUrl:'{PROXY}',openCookie:false}})}})</script></div>"""
        crumbs = [name] if column == NEWS else ["政务公开", "政府信息公开年报", name]
        return self.page(name, body, crumbs, {"ColumnName": name})

    def _proxy(self, request: Request) -> Answer:
        asked = {**request.query, **request.form}
        try:
            column = int(asked.get("columnid", ""))
            first = int(asked.get("startrecord") or (int(asked.get("page", 1)) - 1) * GROUP + 1)
            last = int(asked.get("endrecord") or first + GROUP - 1)
        except ValueError:
            return Answer(b"", status=500)
        shown = self._sorted(column)[first - 1 : min(last, first + 99)] if column in self.lists and first > 0 else []
        if not shown:
            return self.pack("<datastore><recordset></recordset></datastore>\r\n", "text/xml")
        return self.pack("<?xml version='1.0' encoding='utf-8'?>" + self._store(column, shown), "text/xml")

    def _download(self, request: Request) -> Answer:
        target = f"/attach/0/{request.query.get('filename', '')}"
        return redirect(target) if target in self.paths else self.missing()

    def attachment_link(self, href: str, name: str) -> str:
        """A link to the download script, with the icon the editor puts before it."""
        return f'<img src="{ICON}"/><a href="{escape(href)}">{escape(name)}</a>'

    def _report(self, report: Report, column: int) -> Entry:
        day = report.published
        path = f"/art/{day.year}/{day.month}/{day.day}/art_{column}_{report.number % 90_000_000}.html"
        file = f"{report.number:08x}{report.year}.{suffix(report)}"

        def page(inner: str) -> str:
            name = self.names[column]
            head = f'<tr><td class="title">{escape(report.title)}</td></tr>'
            info = f"<tr><td>发布日期：{day}　来源：{report.agency.name}　浏览次数：<span></span></td></tr>"
            text = f'<tr><td class="bt_content"><div id="zoom">{inner}</div></td></tr>'
            body = f'<table id="article">{head}{info}{text}</table>'
            return self.page(report.title, body, ["政务公开", name], tags_of(report, name, self.url(path)))

        if report.carrier != "html":
            self.add_file(f"/attach/0/{file}", report)
        return self.publish(report, path, page, f"{DOWNLOAD}?classid=0&filename={file}")

    def _notes(self, where: str, column: int) -> list[Entry]:
        return [self._note(note, column) for note in self.notes if note.where == where]

    def _note(self, note: Note, column: int) -> Entry:
        day = note.published
        path = f"/art/{day.year}/{day.month}/{day.day}/art_{column}_{note.number % 90_000_000}.html"
        body = f'<div class="title">{escape(note.title)}</div><div id="zoom">{note_html(note)}</div>'
        self.add(path, lambda: self.page(note.title, body, [self.names[column]], note_tags(note)))
        return Entry(note.title, day, path)


def _record(entry: Entry) -> str:
    return (
        f'<li><a href="{entry.href}" title="{escape(entry.text)}" target="_blank">{escape(entry.text)}</a>'
        f"<span>{entry.published}</span></li>"
    )
