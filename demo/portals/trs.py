"""TRS WCM: ``t20220123_5786521.html`` articles, ``createPageHTML`` pagers, ``_app.shtml`` copies, ``./P020….docx``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from html import escape
from typing import ClassVar

from demo.lookalikes import Note
from demo.places import mirror_host
from demo.portals.site import Answer, Entry, Request, Site, note_html, note_tags, suffix, tags_of
from demo.reports import Report
from demo.traps import astray, calendar_page

ROOT = "/zwgk/zfxxgk/zfxxgknb/"
CLASSES = {"gov": ("szf", "政府"), "bm": ("bm", "部门"), "jd": ("jd", "街道"), "xz": ("xz", "乡镇")}
CLASSES |= {"kfq": ("kfq", "开发区"), "gy": ("gy", "公共企事业单位")}
BY_YEAR = "bm"
CALENDAR = "/zwgk/rl"
PER_PAGE = 10


def _relative(href: str, folder: str) -> str:
    """``./202201/t….html`` for what stands below the list's folder, as the product writes it."""
    return f"./{href.removeprefix(folder)}" if href.startswith(folder) else href


class TrsSite(Site):
    """Page 2 is ``index_1.html``. Departments are filed by year; a department may have a site of its own."""

    menu = (("政务公开", "/zwgk/"), ("新闻动态", "/xwdt/"), ("办事服务", "/bsfw/"), ("互动交流", "/hdjl/"))
    first_extra_page = 1
    container = "TRS_Editor"
    disallow = ("/zwgk/wlbs/",)
    crumb_links: ClassVar = {"政务公开": "/zwgk/", "政府信息公开年报": ROOT, "新闻动态": "/xwdt/"}

    def build(self) -> None:
        """Home, the disclosure page, report columns by class (departments by year), news, traps."""
        for path, title in (("/bsfw/", "办事服务"), ("/hdjl/", "互动交流"), ("/zwgk/wlbs/", "网络报送")):
            self.add(path, partial(self.page, title, f"<p>{title}栏目建设中。</p>", [title]))
        self.columns: dict[str, str] = {}
        for kind, (slug, name) in CLASSES.items():
            reports = [report for report in self.reports if report.agency.kind == kind]
            if reports:
                self.columns[f"{ROOT}{slug}/"] = name
                self._class_column(f"{ROOT}{slug}/", name, reports, by_year=slug == BY_YEAR)
        self._notes()
        crumbs = ["政务公开", "政府信息公开年报"]
        self.add(ROOT, lambda: self.page("政府信息公开年报", self._links(self.columns), crumbs, self._column_tags()))
        self.add("/zwgk/", self._disclosure_page)
        self.add("/", self._home)
        self.start_path = ROOT if self.portal.start == "column" else "/"

    def _column_tags(self) -> dict[str, str]:
        return {"ColumnName": "政府信息公开年报", "ColumnType": "信息公开年报"}

    def _links(self, links: dict[str, str]) -> str:
        items = "".join(f'<li><a href="{href}">{escape(text)}</a></li>' for href, text in links.items())
        return f'<div class="column-menu"><ul>{items}</ul></div>'

    def _home(self) -> str:
        news = "".join(
            f'<li><a href="{self.note_path(note)}">{escape(note.title)}</a></li>'
            for note in self.notes
            if note.where == "news"
        )
        others = {f"http://{host}/": name for host, name in self._agency_sites().items()}
        body = f'<div class="news"><h3>要闻</h3><ul>{news}</ul></div>'
        return self.page("首页", body + f"<h3>部门网站</h3>{self._links(others)}", [])

    def _agency_sites(self) -> dict[str, str]:
        own = {agency.host: agency.name for agency in self.portal.agencies if agency.host != self.portal.host}
        return own if self.host == self.portal.host else {}

    def _disclosure_page(self) -> str:
        links = {"/zwgk/zfxxgkzn/": "政府信息公开指南"} if self.notes else {}
        links |= {"/xwdt/": "法定主动公开内容", ROOT: "政府信息公开年报"}
        links |= {"/zwgk/wlbs/": "网络报送系统", f"{CALENDAR}/2024/1.html": "工作日历"}
        return self.page("政务公开", self._links(links) + f"<ul>{astray(mirror_host())}</ul>", ["政务公开"])

    def answer(self, request: Request) -> Answer:
        """The pages, and a calendar that never ends."""
        if month := calendar_page(request.path, CALENDAR):
            return self.pack(self.page("工作日历", month, ["政务公开"]))
        return super().answer(request)

    def _class_column(self, path: str, name: str, reports: list[Report], by_year: bool) -> None:
        crumbs = ["政务公开", "政府信息公开年报", name]
        if not by_year:
            entries = [self._report(report, path, crumbs) for report in reports]
            self._list(path, name, crumbs, entries + self._notes_in(path))
            return
        years = defaultdict(list)
        for report in reports:
            years[report.year].append(report)
        links = {f"{path}{year}n/": f"{year}年" for year in sorted(years, reverse=True)}
        self.add(path, lambda: self.page(name, self._links(links), crumbs, self._column_tags()))
        for year, of_year in years.items():
            inner = [*crumbs, f"{year}年"]
            column = f"{path}{year}n/"
            self._list(column, f"{year}年", inner, [self._report(report, column, inner) for report in of_year], links)

    def _list(
        self, path: str, name: str, crumbs: list[str], entries: list[Entry], beside: dict[str, str] | None = None
    ) -> None:
        entries = sorted(entries, key=lambda entry: entry.published, reverse=True)
        total = max(1, -(-len(entries) // PER_PAGE))
        for number in range(total):
            shown = entries[number * PER_PAGE : (number + 1) * PER_PAGE]
            file = "index.html" if number == 0 else f"index_{number + self.first_extra_page - 1}.html"
            make = self._list_page(path, name, crumbs, shown, self.pager(total, number), beside or {})
            self.add(path + file, make)
            if number == 0:
                self.add(path, make)

    def _list_page(
        self, path: str, name: str, crumbs: list[str], shown: list[Entry], pager: str, beside: dict[str, str]
    ) -> Callable[[], str]:
        items = "".join(
            f'<li><a href="{_relative(entry.href, path)}" title="{escape(entry.text)}">'
            f"{escape(entry.text)}</a><span>{entry.published}</span></li>"
            for entry in shown
        )
        body = f'{self._links(beside)}<ul class="list">{items}</ul><div class="page">{pager}</div>'
        return lambda: self.page(name, body, crumbs, self._column_tags())

    def pager(self, total: int, current: int) -> str:
        """The script that writes the pager; ``current`` counts from 0."""
        return f'<script>createPageHTML({total}, {current}, "index", "html");</script>'

    def _report(self, report: Report, column: str, crumbs: list[str]) -> Entry:
        number = 1_000_000 + report.number % 8_999_999
        folder = f"{column}{report.published:%Y%m}/"
        path = f"{folder}t{report.published:%Y%m%d}_{number}.html"
        attachment = f"./P02022{report.number:012d}.{suffix(report)}"
        copy = path.replace(".html", "_app.shtml")

        def page(inner: str) -> str:
            tags = tags_of(report, crumbs[-1], self.url(path))
            return self.page(report.title, self._article(report, inner, copy), crumbs, tags)

        entry = self.publish(report, path, page, attachment)
        self.add(copy, lambda: page(self.report_body(report, attachment)))
        report.also_at.append(self.url(copy))
        if report.carrier != "html":
            self.add_file(folder + attachment.removeprefix("./"), report)
        return entry

    def _article(self, report: Report, inner: str, copy: str) -> str:
        return (
            f'<div class="xl_info">发布日期：{report.published}　来源：{report.agency.name}　'
            f'<a href="{copy}">手机版</a> <a href="?isMobile=false">电脑版</a></div>'
            f'<div class="view {self.container}">{inner}</div>'
        )

    def note_path(self, note: Note) -> str:
        """Where a look-alike stands."""
        if note.where == "guide":
            return "/zwgk/zfxxgkzn/"
        column = f"{ROOT}szf/" if note.where == "reports" else "/xwdt/"
        return f"{column}{note.published:%Y%m}/t{note.published:%Y%m%d}_{note.number % 8_999_999}.html"

    def _notes(self) -> None:
        for note in self.notes:
            body = f'<div class="view {self.container}"><h2>{escape(note.title)}</h2>{note_html(note)}</div>'
            self.add(self.note_path(note), partial(self.page, note.title, body, ["新闻动态"], note_tags(note)))
        self._list("/xwdt/", "新闻动态", ["新闻动态"], self._notes_in("/xwdt/"))

    def _notes_in(self, column: str) -> list[Entry]:
        entries = [Entry(note.title, note.published, self.note_path(note)) for note in self.notes]
        return [entry for entry in entries if entry.href.startswith(column)]


class TrsOneBasedSite(TrsSite):
    """The variant whose pager counts from 1: page 2 is ``index_2.html``."""

    first_extra_page = 2
    container = "trs_editor_view"

    def pager(self, total: int, current: int) -> str:
        """``createPageHTML('paging', pages, page, 'index', 'html', items)``, counting from 1."""
        return f"<script>createPageHTML('paging',{total},{current + 1},'index','html',{total * PER_PAGE});</script>"
