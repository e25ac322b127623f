"""A product of its own that no class knows: numbered scripts, a flat list with a page number in the query."""

from __future__ import annotations

from functools import partial
from html import escape

from demo.lookalikes import Note
from demo.portals.site import Answer, Entry, Request, Site, note_html, suffix, tags_of
from demo.reports import Report

PER_PAGE = 9
REPORTS, NEWS, GUIDE = 41, 7, 40
NAMES = {REPORTS: "政府信息公开工作年度报告", NEWS: "通知公告", GUIDE: "公开指南"}


class OddSite(Site):
    """``list.php?cid=41&p=2`` and ``show.php?id=…``; the news list has a next page for ever."""

    menu = (("政府信息公开", "/gk/index.php"), ("通知公告", f"/gk/list.php?cid={NEWS}"))
    disallow = ("/gk/search.php",)

    def build(self) -> None:
        """Home, index of disclosure, lists and articles by query, files."""
        self.articles: dict[str, str] = {}
        self.lists: dict[int, list[Entry]] = {REPORTS: [self._report(report) for report in self.reports]}
        self.lists |= {NEWS: [], GUIDE: []}
        for note in self.notes:
            self.lists[{"reports": REPORTS, "news": NEWS, "guide": GUIDE}[note.where]].append(self._note(note))
        links = "".join(f'<dd><a href="list.php?cid={code}">{name}</a></dd>' for code, name in NAMES.items())
        search = '<dd><a href="search.php?q=年报">检索</a></dd>'
        self.add("/gk/index.php", partial(self.page, "政府信息公开", f"<dl>{links}{search}</dl>", ["政府信息公开"]))
        self.add("/", partial(self.page, "首页", '<map><a href="gk/index.php">政府信息公开</a></map>', []))
        self.handlers |= {"/gk/list.php": self._list, "/gk/show.php": self._show, "/gk/search.php": self._search}
        self.start_path = "/"

    def _list(self, request: Request) -> Answer:
        code, index = request.query.get("cid", ""), request.query.get("p", "1")
        if not (code.isdecimal() and index.isdecimal() and int(code) in self.lists):
            return self.missing()
        name, page = NAMES[int(code)], max(1, int(index))
        entries = sorted(self.lists[int(code)], key=lambda entry: entry.published, reverse=True)
        total = max(1, -(-len(entries) // PER_PAGE))
        endless = int(code) == NEWS
        current = page if page <= total else total
        items = "".join(
            f'<tr><td>·</td><td><a href="{entry.href.rsplit("/", 1)[1]}">{escape(entry.text)}</a></td>'
            f"<td>[{entry.published:%m-%d}]</td></tr>"
            for entry in entries[(current - 1) * PER_PAGE : current * PER_PAGE]
        )
        following = f'<a href="list.php?cid={code}&amp;p={page + 1}">下一页</a>' if endless or page < total else ""
        body = f'<table class="lb">{items}</table><p class="fy">第{page}页 {following}</p>'
        return self.pack(self.page(name, body, ["政府信息公开", name]))

    def _show(self, request: Request) -> Answer:
        path = self.articles.get(request.query.get("id", ""))
        return super().answer(Request("GET", request.host, path)) if path else self.missing()

    def _search(self, request: Request) -> Answer:
        return self.pack(self.page("检索", "<p>请输入关键词。</p>", []))

    def _report(self, report: Report) -> Entry:
        number = str(10_000 + report.number % 989_999)
        path = f"/gk/show.php?id={number}"
        file = f"/gk/down/{number}.{suffix(report)}"

        def page(inner: str) -> str:
            head = f"<td><b>{escape(report.title)}</b></td>"
            info = f"<td>时间：{report.published}　单位：{report.agency.name}</td>"
            body = f'<table width="960"><tr>{head}</tr><tr>{info}</tr><tr><td class="nr">{inner}</td></tr></table>'
            tags = tags_of(report, NAMES[REPORTS], self.url(path))
            return self.page(report.title, body, ["政府信息公开", NAMES[REPORTS]], tags)

        self.articles[number] = path
        if report.carrier != "html":
            self.add_file(file, report)
        return self.publish(report, path, page, file)

    def _note(self, note: Note) -> Entry:
        number = str(10_000 + note.number % 989_999)
        path = f"/gk/show.php?id={number}"
        self.articles[number] = path
        title = f"<tr><td><b>{escape(note.title)}</b></td></tr>"
        body = f'<table width="960">{title}<tr><td class="nr">{note_html(note)}</td></tr></table>'
        self.add(path, partial(self.page, note.title, body, ["通知公告"]))
        return Entry(note.title, note.published, path)
