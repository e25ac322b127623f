"""What one page is, and what it leads to."""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import urljoin

from archive.index import Role
from crawler.anchors import Anchor
from crawler.branch import Branch, Walk
from crawler.frontier import Link
from crawler.judge import Aim, Verdict, column_evidence, judge, report_evidence, title_verdict
from crawler.markup import Element, value
from crawler.page import Page
from crawler.products.base import MAX_PAGES, Product
from crawler.urls import is_attachment, is_image, viewed_file
from crawler.visit import Visit
from domain.titles import is_report_column

_TAGS = re.compile(r"<[^>]*>")

MIN_TEXT = 200
MAX_IMAGES = 40
NOTICE_LIST_PAGES = 5


class Reading:
    """What one page is and leads to."""

    def __init__(self, visit: Visit, link: Link, page: Page, products: list[Product]) -> None:
        self.visit = visit
        self.link = link
        self.page = page
        self.products = products
        html = page.is_html
        self.evidence = column_evidence(page) if html and link.aim is not Aim.DATA else None
        self.title = title_verdict(page) if html and link.aim is not Aim.DATA else None
        self.words = self._words() if html and link.aim is not Aim.DATA else ""
        self.report = report_evidence(self.words)
        named = is_report_column(link.text) if link.text else False
        inherited = link.in_reports and link.aim in (Aim.COLUMN, Aim.UNSURE, Aim.PAGE, Aim.DATA, Aim.ARTICLE)
        self.in_reports = bool(self.evidence) or named or inherited
        self.own_column = self._own_column()
        self.column = self._column()
        self.branch = self._branch()
        self.judged = self._judged()
        self.offers = [(anchor, verdict) for anchor, verdict in self.judged if verdict.aim is not None]

    def _words(self) -> str:
        """The page's text, with what its product keeps of it in scripts."""
        return " ".join([self.page.body_text, *(_TAGS.sub(" ", product.text(self.page)) for product in self.products)])

    def _own_column(self) -> str | None:
        """The column that the page itself names, by its tag or its breadcrumb."""
        own = self.page.tags.get("columnname") if self.page.is_html else None
        if own:
            return own
        crumbs = self.page.breadcrumb if self.evidence and self.page.is_html else []
        return next((name for name in crumbs if is_report_column(name)), None)

    def _column(self) -> str | None:
        if self.own_column:
            return self.own_column
        if self.link.aim is Aim.COLUMN and self.link.text:
            return self.link.text
        return self.link.column

    def _branch(self) -> Branch | None:
        """The account of the list that the page's links are found in; a page on the way to lists opens none."""
        above = self.link.branch
        if self.link.aim in (Aim.PAGE, Aim.DATA, Aim.ARTICLE):
            return above
        on_the_way = self.link.aim in (Aim.HUB, Aim.OTHER) and not self.in_reports
        return above if on_the_way or self.link.depth == 0 else Branch(above)

    def _judged(self) -> list[tuple[Anchor, Verdict]]:
        anchors = list(self.page.anchors) if self.page.is_html and self.link.aim is not Aim.DATA else []
        for product in self.products:
            anchors += product.rows(self.page)
        found = []
        for anchor in anchors:
            verdict = judge(anchor, self.page, in_reports=self.in_reports)
            if verdict.aim is None:
                self.visit.trace(self.visit.portal.id, "leave", verdict.reason, anchor.url, anchor.text)
            found.append((anchor, verdict))
        return found

    @cached_property
    def role(self) -> Role:
        """Article, list or other."""
        if self.link.aim is Aim.DATA:
            return Role.LIST
        if self.title is not None and self.title.is_report is False and not self.in_reports:
            return Role.OTHER if self.link.aim is Aim.ARTICLE else Role.LIST
        if self.report is not None and not (self.title is not None and self.title.is_report is False):
            return Role.ARTICLE
        reports = sum(verdict.aim is Aim.ARTICLE for _, verdict in self.offers)
        rows = sum(
            verdict.aim in (Aim.ARTICLE, Aim.UNSURE) and anchor.area == "main" for anchor, verdict in self.offers
        )
        if self.link.aim is Aim.ARTICLE:
            return self._article_role(reports)
        said = self.title is not None and self.title.is_report
        if said and reports < 2 and self.link.aim in (Aim.UNSURE, Aim.HUB, Aim.OTHER, Aim.NOTICES):
            return self._article_role(reports)
        if self.link.aim is Aim.UNSURE:
            if rows < 2 and self._has_files() and not (self.title is not None and self.title.is_report is False):
                return Role.ARTICLE
            return Role.LIST if rows else Role.OTHER
        return Role.LIST

    @property
    def why(self) -> str:
        """What speaks for the role, in words."""
        rows = sum(verdict.aim in (Aim.ARTICLE, Aim.UNSURE, Aim.ATTACHMENT) for _, verdict in self.offers)
        if self.role is Role.ARTICLE:
            said = self.report or (self.title and self.title.is_report and "its title names a report")
            return said or ("files or pictures where a report should be" if self._has_files() else "its link names one")
        if self.role is Role.LIST and self.in_reports:
            said = self.evidence or ("its link names one" if is_report_column(self.link.text) else "it stands in one")
            return f"a column of reports: {said}; {rows} rows"
        if self.role is Role.LIST:
            return f"no column of reports; {rows} rows that name reports, {len(self.offers)} links taken"
        return "neither a report nor a list of any"

    def _article_role(self, reports: int) -> Role:
        if reports >= 3 and len(self.words) < 4000:
            return Role.LIST
        if len(self.words) >= MIN_TEXT or self._has_files() or self._pictures:
            return Role.ARTICLE
        return Role.OTHER

    @cached_property
    def _files(self) -> list[Anchor]:
        found = [anchor for anchor in self.page.anchors if is_attachment(anchor.url) or viewed_file(anchor.url)]
        for product in self.products:
            found += [anchor for anchor in product.files(self.page) if is_attachment(anchor.url)]
        for tag in self.page.root.iter("iframe", "embed", "object"):
            url = self._absolute(value(tag, "src", "data"))
            if url and (viewed_file(url) or is_attachment(url)):
                found.append(Anchor(url, "", "main"))
        return [anchor for anchor in found if anchor.area != "foot"]

    def _absolute(self, url: str) -> str | None:
        try:
            return urljoin(self.page.base, url) if url else None
        except ValueError:
            return None

    def _has_files(self) -> bool:
        return bool(self._files)

    @cached_property
    def _pictures(self) -> list[str]:
        """Pictures in the article of a page that has no table: they may be the report's tables."""
        if next(self.page.root.iter("table"), None) is not None and self.report is not None and len(self.words) > 3000:
            return []
        found: dict[str, None] = {}
        for tag in self.page.root.iter("img"):
            url = self._absolute(value(tag, "src", "data-src", "data-original"))
            if url and is_image(url) and _in_article(tag):
                found.setdefault(url)
        for product in self.products:
            for anchor in product.files(self.page):
                if is_image(anchor.url):
                    found.setdefault(anchor.url)
        return list(found)[:MAX_IMAGES]

    def children(self) -> list[Link]:
        """The links to offer."""
        if self.role is Role.ARTICLE:
            return [*self._article_children(), *self._column_children()]
        found = [self._link(anchor, verdict) for anchor, verdict in self.offers]
        return found + self._page_children()

    def _article_children(self) -> list[Link]:
        found = []
        for anchor in self._files:
            url = _shown(anchor.url)
            if url:
                found.append(child_of(self.link, url, Aim.ATTACHMENT, "a file of an article", anchor.text))
        found += [
            child_of(self.link, url, Aim.IMAGE, "a picture of an article without tables") for url in self._pictures
        ]
        return found

    def _column_children(self) -> list[Link]:
        """From an article on: columns of reports it names, and the other years where it is itself a column."""
        itself = self.link.aim in (Aim.COLUMN, Aim.UNSURE, Aim.HUB, Aim.OTHER)
        return [
            self._link(anchor, verdict)
            for anchor, verdict in self.offers
            if verdict.aim in ((Aim.COLUMN, Aim.ARTICLE, Aim.UNSURE) if itself else (Aim.COLUMN,))
            or (self.link.depth == 0 and verdict.aim is not Aim.ATTACHMENT)
        ]

    def _link(self, anchor: Anchor, verdict: Verdict) -> Link:
        assert verdict.aim is not None
        framed = anchor.area == "frame" and self.link.aim is Aim.NOTICES  # the notices themselves
        inside = self.in_reports and verdict.aim in (Aim.ARTICLE, Aim.UNSURE, Aim.ATTACHMENT, Aim.PAGE, Aim.COLUMN)
        return Link(
            url=_shown(anchor.url) or anchor.url,
            aim=Aim.NOTICES if framed else verdict.aim,
            reason=verdict.reason,
            text=anchor.text,
            parent_url=self.link.name if self.link.posted else self.page.url,
            column=self.column if inside else None,
            in_reports=inside,
            depth=self.link.depth + 1,
            branch=self.branch,
        )

    def _page_children(self) -> list[Link]:
        """The other pages of a list, and its rows behind scripts."""
        aside = self.link.aim in (Aim.OTHER, Aim.HUB) and not self.in_reports
        expected = self.in_reports or self.link.aim is Aim.COLUMN
        limit = MAX_PAGES
        walk = self.link.walk or (Walk(limit) if expected else Walk(limit, patience=NOTICE_LIST_PAGES))
        found = []
        for product in self.products:
            known = [fetch for fetch in product.pages(self.page) if fetch.number <= limit]
            fetches = [fetch for fetch in known if fetch.in_reports or not aside]
            for fetch in fetches:
                found.append(
                    Link(
                        url=fetch.url,
                        aim=Aim.DATA if fetch.data else Aim.PAGE,
                        reason=f"page {fetch.number} of a list ({product.label})",
                        parent_url=self.page.url,
                        column=self.column,
                        in_reports=self.in_reports or fetch.in_reports,
                        depth=self.link.depth,
                        number=fetch.number,
                        product=product.name if fetch.data else None,
                        form=fetch.form,
                        json_body=fetch.json_body,
                        walk=walk,
                        branch=self.branch,
                    )
                )
            if fetches:
                break  # the first product that knows the list's pages; the generic one would guess them again
        return found


def _shown(url: str) -> str | None:
    """The file that an address shows in a viewer, as the viewer would find it; the address itself for any other."""
    target = viewed_file(url)
    if target is None:
        return url
    try:
        return urljoin(url, target)
    except ValueError:
        return None


def _in_article(tag: Element) -> bool:
    """Whether a picture stands in an article's text rather than in the page's frame."""
    for parent in tag.iterancestors():
        names = f"{parent.get('id', '')} {parent.get('class', '')}".lower()
        if any(word in names for word in ("foot", "header", "nav", "logo", "share", "menu", "banner", "qrcode")):
            return False
    return True


def child_of(link: Link, url: str, aim: Aim, reason: str, text: str = "", parent: str | None = None) -> Link:
    """A link from a page that was fetched as ``link``, with its words and column."""
    is_file = aim in (Aim.ATTACHMENT, Aim.IMAGE)
    return Link(
        url=url,
        aim=aim,
        reason=reason,
        text=text or link.text,
        parent_url=parent or link.url,
        column=link.column,
        in_reports=link.in_reports,
        depth=link.depth + 1,
        branch=None if is_file else link.branch,
        from_article=is_file,
    )
