"""Looking at a site before it becomes a portal: a short, polite crawl into a folder that is thrown away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from archive.index import Known, Role, RunSummary
from archive.store import Archive
from crawler.judge import column_evidence
from crawler.page import Page
from crawler.portals import Portal
from crawler.products import PRODUCTS, recognise
from crawler.products.base import MAX_PAGES
from crawler.run import WARC_FOLDER
from crawler.urls import MAX_URL, identity
from domain.titles import read_title

SHORT_CRAWL: dict[str, Any] = {
    "PORTAL_REQUESTS": 120,
    "EXPLORE_PAGES": 40,
    "EXPLORE_OTHER": 10,
    "NOTICE_PAGES": 8,
    "ARTICLE_PAGES": 12,  # the lists say what there is; some reports are looked at to see that they can be had
}
MAX_STARTS = 3
_CODE = re.compile(r"^(\d{6})\d{4}$")


@dataclass
class Column:
    """A list in which reports stand: how it calls itself, its first page, its reports by year (0 without one)."""

    name: str
    url: str
    years: Counter[int] = field(default_factory=Counter)


@dataclass
class Findings:
    """What a short crawl saw: lists of reports, reports by year, and what the site calls itself."""

    portal: Portal
    summary: RunSummary
    columns: list[Column] = field(default_factory=list)
    site_name: str | None = None
    region_code: str | None = None
    starts: tuple[str, ...] = ()

    @property
    def years(self) -> Counter[int]:
        """Reports by year, where a title tells it."""
        found: Counter[int] = Counter()
        for column in self.columns:
            found.update({year: count for year, count in column.years.items() if year})
        return found


def portal_for(url: str, taken: set[str]) -> Portal:
    """A portal entry for an address, named after its host."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    label = re.sub(r"\.(?:gov|com|org|net)\.cn$|\.[a-z]+$", "", host) or host
    base = re.sub(r"[^a-z0-9-]", "-", label.lower()).strip("-") or "portal"
    name = base
    number = 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return Portal(name, host, None, (url,))


def findings(portal: Portal, summary: RunSummary, data: Path, known: list[Known]) -> Findings:
    """What the archived pages of a short crawl say."""
    return _Look(portal, summary, data, known).findings()


class _Look:
    """The archived pages of a short crawl, read once more for what their lists name."""

    def __init__(self, portal: Portal, summary: RunSummary, data: Path, known: list[Known]) -> None:
        self.found = Findings(portal, summary)
        self.archive = Archive(data / WARC_FOLDER)
        self.known = {identity(one.url): one for one in known}
        self.pages = {key: self._page(one) for key, one in self.known.items() if one.role in (Role.LIST, Role.ARTICLE)}

    def _page(self, one: Known) -> Page:
        body = self.archive.body(one.warc_file, one.warc_offset)
        is_reply = b"<html" not in body[:3000].lower() and b"<body" not in body[:3000].lower()
        return Page(one.url, body, number=1 if is_reply else None)

    def findings(self) -> Findings:
        """Read the lists, then the articles that were fetched."""
        where: dict[str, tuple[str, int]] = {}
        for key, page in self.pages.items():
            self._site(page)
            if self.known[key].role is Role.LIST:
                for url, year in _named(page):
                    where.setdefault(url, (self._first(key), year))
        for key, page in self.pages.items():
            if self.known[key].role is Role.ARTICLE:
                above, year = where.get(key, ("", 0))
                year = year or next((title.year for title in map(read_title, page.headings) if title.year), None) or 0
                parent = identity(self.known[key].parent_url or self.known[key].url)
                where[key] = above or self._first(parent if parent in self.known else key), year
        columns: dict[str, Column] = {}
        for at, year in where.values():
            column = columns.setdefault(at, Column(self._name(at), self.known[at].url))
            column.years[year] += 1
        self.found.columns = sorted(columns.values(), key=lambda column: (-column.years.total(), column.url))
        self.found.starts = self._starts()
        return self.found

    def _site(self, page: Page) -> None:
        tags = page.tags if page.is_html and page.number is None else {}
        code = _CODE.match(tags.get("siteidcode", ""))
        self.found.site_name = self.found.site_name or tags.get("sitename")
        self.found.region_code = self.found.region_code or (code[1] if code else None)

    def _first(self, key: str) -> str:
        """The first page of the list that a page of it, or a reply with its rows, belongs to."""
        for _ in range(MAX_PAGES):
            page, one = self.pages.get(key), self.known.get(key)
            above = identity(one.parent_url) if one is not None and one.parent_url else None
            before = self.pages.get(above) if above else None
            if page is None or above is None or before is None or self.known[above].role is not Role.LIST:
                return key
            if page.number is None and (self._name(key) != self._name(above) or not _further(page.url, before.url)):
                return key
            key = above
        return key

    def _name(self, key: str) -> str:
        page = self.pages.get(key)
        if page is None:
            return key
        return (
            page.tags.get("columnname") or next(iter(page.breadcrumb[-1:]), "") or next(iter(page.headings), "") or key
        )

    def _starts(self) -> tuple[str, ...]:
        """The addresses to crawl from: the given ones, or the columns where one report was given."""
        given = self.found.portal.start_urls
        first = self.known.get(identity(given[0]))
        if first is None or first.role is not Role.ARTICLE:
            return given
        tops = [self._top(identity(column.url)) for column in self.found.columns if column.years.total() > 1]
        return tuple(dict.fromkeys(tops))[:MAX_STARTS] or given

    def _top(self, key: str) -> str:
        """The highest column of reports above a list."""
        top = key
        for _ in range(MAX_STARTS * 2):
            one = self.known.get(key)
            key = identity(one.parent_url) if one is not None and one.parent_url else ""
            page = self.pages.get(key)
            if page is None or self.known[key].role is not Role.LIST:
                break
            top = key if column_evidence(page) else top
        return self.known[top].url


def _named(page: Page) -> Iterator[tuple[str, int]]:
    """The reports that a list names: the identity of each and its year, 0 where the words have none."""
    reply = page.number is not None
    products = list(PRODUCTS.values()) if reply else [product for product, _ in recognise(page)]
    anchors = [] if reply else list(page.anchors)
    for product in products:
        anchors += product.rows(page)
    for anchor in anchors:
        title = read_title(anchor.text)
        if title.is_report and anchor.area == "main" and anchor.url.startswith("http") and len(anchor.url) < MAX_URL:
            yield identity(anchor.url), title.year or 0


def _further(url: str, first: str) -> bool:
    """Whether an address can be a further page of the list that begins at another."""
    ours, theirs = urlsplit(first), urlsplit(url)
    return theirs.hostname == ours.hostname and theirs.path.startswith(ours.path.rpartition("/")[0] + "/")


def entry_text(found: Findings) -> str:
    """The portal file's entry for a site, to be read over by a person: the region code is only the site's own word."""
    platform = found.summary.platform
    entry = {
        "id": found.portal.id,
        "name": found.site_name or found.portal.name,
        "region_code": found.region_code,
        "start_urls": list(found.starts or found.portal.start_urls),
        "platform": platform if platform and platform != "generic" else "auto",
    }
    return yaml.safe_dump([entry], allow_unicode=True, sort_keys=False)
