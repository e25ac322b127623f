"""Longshine (Anhui): ``/public/content/ID.html`` pages, a list per agency at ``/public/column/ORG?type=3``."""

from __future__ import annotations

import re
from functools import partial
from html import escape

from demo.lookalikes import Note
from demo.portals.site import Answer, Entry, Request, Site, note_html, note_tags, suffix, tags_of
from demo.reports import Report

PER_PAGE = 8


class LongshineSite(Site):
    """``action=list`` pages with ``pageIndex``; ``action=detail`` shows a year's report, the newest without a year."""

    menu = (("政府信息公开", "/public/"), ("新闻资讯", "/news/"))

    def build(self) -> None:
        """Home, the list of agencies, a column per agency, articles, files."""
        self.organisations: dict[int, str] = {}
        self.lists: dict[int, list[Entry]] = {}
        self.by_year: dict[tuple[int, str], str] = {}
        for number, agency in enumerate(self.portal.agencies):
            organisation = 6597001 + number * 20
            self.organisations[organisation] = agency.name
            reports = [report for report in self.reports if report.agency is agency]
            entries = [self._report(report, organisation) for report in reports]
            if number == 0:
                entries += [self._note(note) for note in self.notes if note.where == "reports"]
            self.lists[organisation] = sorted(entries, key=lambda entry: entry.published, reverse=True)
        links = "".join(
            f'<li><a href="/public/column/{organisation}?type=3&amp;action=list">{name}</a></li>'
            for organisation, name in self.organisations.items()
        )
        news = [self._note(note) for note in self.notes if note.where != "reports"]
        items = "".join(f'<li><a href="{entry.href}">{escape(entry.text)}</a></li>' for entry in news)
        self.add(
            "/public/",
            partial(self.page, "政府信息公开", f"<h3>政府信息公开年报</h3><ul>{links}</ul>", ["政府信息公开"]),
        )
        self.add("/news/", partial(self.page, "新闻资讯", f"<ul>{items}</ul>", ["新闻资讯"]))
        self.add("/", partial(self.page, "首页", f'<p><a href="/public/">政府信息公开</a></p><ul>{items}</ul>', []))
        self.start_path = "/"

    def answer(self, request: Request) -> Answer:
        """The pages, and the columns computed from the query."""
        found = re.fullmatch(r"/public/column/(\d+)", request.path)
        if found and int(found[1]) in self.lists:
            return self._column(int(found[1]), request)
        return super().answer(request)

    def _column(self, organisation: int, request: Request) -> Answer:
        if request.query.get("type") != "3":
            return self.pack(self.page("主动公开", "<p>暂无信息。</p>", []))
        if request.query.get("action") == "detail":
            newest = max((year for o, year in self.by_year if o == organisation), default="")
            path = self.by_year.get((organisation, request.query.get("title", newest)))
            return super().answer(Request("GET", request.host, path)) if path else self.missing()
        index = request.query.get("pageIndex", "1")
        entries = self.lists[organisation]
        total = max(1, -(-len(entries) // PER_PAGE))
        current = min(max(1, int(index)), total) if index.isdecimal() else 1
        items = "".join(
            f'<li><a href="{entry.href}">{escape(entry.text)}</a><span>{entry.published}</span></li>'
            for entry in entries[(current - 1) * PER_PAGE : current * PER_PAGE]
        )
        name = self.organisations[organisation]
        base = f"/public/column/{organisation}?type=3&amp;action=list&amp;pageIndex="
        following = f'<a href="{base}{current + 1}">下一页</a>' if current < total else ""
        pager = f'<div class="page"><span>{current}/{total}</span>{following}<a href="{base}{total}">尾页</a></div>'
        body = (
            f'<div class="xxgk_content"><h3>{name}年报</h3><ul class="clearfix xxgk_nav_list">{items}</ul>{pager}</div>'
        )
        return self.pack(self.page(f"{name}政府信息公开年报", body, [name, "政府信息公开年报"]))

    def _report(self, report: Report, organisation: int) -> Entry:
        number = 1_000_000 + report.number % 8_999_999
        path = f"/public/content/{number}.html"
        file = f"/upload/{report.published:%Y%m%d}/{number}.{suffix(report)}"
        self.by_year[organisation, str(report.year)] = path

        def page(inner: str) -> str:
            title = escape(report.title)
            strip = f"""<table class="xxgk_table">
<tr><th>索引号：</th><td>{report.number}/{report.published:%Y%m}-00001</td>
<th>发布机构：</th><td>{report.agency.name}</td></tr><tr><th>发布日期：</th><td>{report.published}</td>
<th>名称：</th><td>{title}</td></tr></table>"""
            body = f'{strip}<h1 class="wztit">{title}</h1><div class="wzcon j-fontContent clearfix">{inner}</div>'
            crumbs = [report.agency.name, "政府信息公开年报"]
            return self.page(report.title, body, crumbs, tags_of(report, "政府信息公开年报", self.url(path)))

        if report.carrier != "html":
            self.add_file(file, report)
        entry = self.publish(report, path, page, file)
        report.also_at.append(self.url(f"/public/column/{organisation}?type=3&action=detail&title={report.year}"))
        return entry

    def _note(self, note: Note) -> Entry:
        path = f"/public/content/{1_000_000 + note.number % 8_999_999}.html"
        text = f'<div class="wzcon j-fontContent clearfix">{note_html(note)}</div>'
        body = f'<h1 class="wztit">{escape(note.title)}</h1>{text}'
        self.add(path, partial(self.page, note.title, body, ["新闻资讯"], note_tags(note)))
        return Entry(note.title, note.published, path)
