"""gkmlpt (Guangdong): a script holds ``window._CONFIG`` with the tree of columns; a JSON API gives the lists."""

from __future__ import annotations

import json
import re
from functools import partial
from html import escape

from demo.lookalikes import Note
from demo.portals.site import Answer, Entry, Request, Site, note_html, note_tags, suffix, tags_of
from demo.reports import Report

SID = "756031"
API = "/gkmlpt/api/all/"
PER_PAGE = 100
GUIDE, REPORTS, NEWS = 3720, 3725, 3731
COLUMNS = {
    "gov": (37251, "市政府年报"),
    "bm": (37252, "部门年报"),
    "jd": (37253, "镇街年报"),
    "xz": (37253, "镇街年报"),
}


class GkmlptSite(Site):
    """Lists exist only in the API; the newest articles hold their text only in ``window._CONFIG.DETAIL``."""

    menu = (("政府信息公开目录", "/gkmlpt/index"), ("政务动态", "/zwdt/"))

    def build(self) -> None:
        """Home, the catalogue page, its API, articles, files."""
        self.lists: dict[int, list[Entry]] = {GUIDE: [], NEWS: [], REPORTS: []}
        for report in self.reports:
            column, name = COLUMNS[report.agency.kind]
            entry = self._report(report, column, name)
            self.lists.setdefault(column, []).append(entry)
            self.lists[REPORTS].append(entry)
        for note in self.notes:
            column = {"guide": GUIDE, "news": NEWS, "reports": COLUMNS["gov"][0]}[note.where]
            entry = self._note(note, column)
            self.lists[column].append(entry)
            if note.where == "reports":
                self.lists[REPORTS].append(entry)
        self.add("/gkmlpt/index", self._catalogue)
        self.add("/zwdt/", partial(self.page, "政务动态", self._news(), ["政务动态"]))
        link = '<a class="banner" href="/gkmlpt/index"><img src="/images/gkml.png" alt="政府信息公开目录"/></a>'
        self.add("/", partial(self.page, "首页", link + self._news(), []))
        self.start_path = "/"

    def answer(self, request: Request) -> Answer:
        """The pages, and the API by column."""
        if found := re.fullmatch(rf"{API}(\d+)", request.path):
            return self._api(int(found[1]), request)
        return super().answer(request)

    def _news(self) -> str:
        items = "".join(f'<li><a href="{entry.href}">{escape(entry.text)}</a></li>' for entry in self.lists[NEWS])
        return f'<ul class="news-list">{items}</ul>'

    def _tree(self) -> list[dict[str, object]]:
        children = [
            {"id": column, "name": name, "parent_id": REPORTS, "children": []}
            for column, name in dict(COLUMNS.values()).items()
            if column in self.lists
        ]
        return [
            {"id": GUIDE, "name": "政府信息公开指南", "parent_id": 0, "children": []},
            {"id": REPORTS, "name": "政府信息公开年报", "parent_id": 0, "children": children},
            {"id": NEWS, "name": "法定主动公开内容", "parent_id": 0, "children": []},
        ]

    def _config(self, more: dict[str, object]) -> str:
        config = {"SID": SID, "SITE": {"id": SID, "name": self.name}, "LANG": "zh-CN", **more}
        return f"<script>window._CONFIG = {json.dumps(config, ensure_ascii=False)};</script>".replace("</p", "<\\/p")

    def _catalogue(self) -> str:
        shell = '<div id="app"><div class="left-tree"></div><div class="list">正在加载……</div></div>'
        script = self._config({"TREE": self._tree(), "PAGE": "index"})
        return self.page("政府信息公开目录", shell, ["政府信息公开目录"], script=script)

    def _api(self, column: int, request: Request) -> Answer:
        page = request.query.get("page", "1")
        if column not in self.lists or request.query.get("sid") != SID or not page.isdecimal():
            return Answer(b'{"message":"not found"}', "application/json", status=404)
        entries = sorted(self.lists[column], key=lambda entry: entry.published, reverse=True)
        offset = (int(page) - 1) * PER_PAGE
        shown = entries[offset : offset + PER_PAGE] if offset >= 0 else []
        if not shown:
            return Answer(b'{"message":"not found"}', "application/json", status=404)
        articles = [
            {
                "id": int(entry.href.rsplit("_", 1)[1].removesuffix(".html")),
                "title": entry.text,
                "url": self.url(entry.href),
                "post_url": entry.href,
                "created_at": f"{entry.published} 10:21:35",
                "display_publish_time": f"{entry.published}",
                "publisher": self.name,
            }
            for entry in shown
        ]
        names = {
            GUIDE: "政府信息公开指南",
            REPORTS: "政府信息公开年报",
            NEWS: "法定主动公开内容",
            **dict(COLUMNS.values()),
        }
        reply = {"classify": {"id": column, "name": names[column]}, "total": len(entries), "offset": offset}
        return self.pack(json.dumps({**reply, "articles": articles}, ensure_ascii=False), "application/json")

    def attachment_link(self, href: str, name: str) -> str:
        """A link of the product's own class."""
        return f'<a class="nfw-cms-attachment" href="{escape(href)}" alt="{escape(name)}">{escape(name)}</a>'

    def _report(self, report: Report, column: int, name: str) -> Entry:
        number = 100_000 + report.number % 9_900_000
        path = f"/gkmlpt/content/{number // 1_000_000}/{number // 1000}/post_{number}.html"
        file = f"/attachment/0/{number // 1000}/{number}/{report.number}.{suffix(report)}"

        def page(inner: str) -> str:
            detail = {
                "id": number,
                "title": report.title.replace("\n", ""),
                "publisher": report.agency.name,
                "date": f"{report.published} 09:12:44",
                "classify": {"id": column, "name": name},
                "content": inner,
            }
            strip = (("发布机构", report.agency.name), ("名称", report.title.replace("\n", "")))
            rows = "".join(f"<tr><td>{key}：</td><td>{escape(value)}</td></tr>" for key, value in strip)
            # Pages of the product's later version leave the text to the browser.
            text = "" if report.year == 2025 and report.agency.kind == "jd" else inner
            body = (
                f'<table class="doc-info">{rows}<tr><td>发布日期：</td><td>{report.published}</td></tr></table>'
                f'<h1 class="title document-number">{escape(report.title)}</h1>'
                f'<div class="content article-content">{text}</div>'
            )
            crumbs = ["政府信息公开年报", name]
            return self.page(
                report.title, body, crumbs, tags_of(report, name, self.url(path)), self._config({"DETAIL": detail})
            )

        if report.carrier != "html":
            self.add_file(file, report)
        return self.publish(report, path, page, file)

    def _note(self, note: Note, column: int) -> Entry:
        number = 100_000 + note.number % 9_900_000
        path = f"/gkmlpt/content/{number // 1_000_000}/{number // 1000}/post_{number}.html"
        body = (
            f'<h1 class="title">{escape(note.title)}</h1><div class="content article-content">{note_html(note)}</div>'
        )
        script = self._config(
            {"DETAIL": {"id": number, "title": note.title, "classify": {"id": column}, "content": note_html(note)}}
        )
        self.add(path, partial(self.page, note.title, body, [], note_tags(note), script))
        return Entry(note.title, note.published, path)
