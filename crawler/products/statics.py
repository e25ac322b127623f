"""Products whose lists are numbered files, and what tells them apart."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from crawler.anchors import Anchor, anchors_of
from crawler.markup import Element, parse
from crawler.page import Page
from crawler.products.base import MAX_PAGES, Extent, Fetch, Product, StaticPager, page_count

_LONG_NUMBER = re.compile(r"\d{18}$")


def largest(pattern: str, text: str) -> int:
    """The largest number that a pattern's group has in the text; 0 without any."""
    return max((int(number) for number in re.findall(pattern, text)), default=0)


class Henan(StaticPager):
    """The Henan platform: ``index_{n-1}.html``, the extent in ``#pageDec``'s attributes."""

    name = "henan"
    label = "Henan platform"

    def signs(self, page: Page) -> str | None:
        """``#pageDec`` or the form of article addresses."""
        if "pageDec" in page.text:
            return "#pageDec"
        found = re.findall(r"/20\d{2}/\d{2}-\d{2}/\d+\.html", page.text)
        return "addresses like /2023/01-19/2677014.html" if len(found) > 1 else None

    def extent(self, page: Page) -> Extent | None:
        """``pagecount`` is the number of records where it exceeds what pages of ``pagesize`` can mean."""
        tag = page.soup.find(id="pageDec")
        if tag is None or isinstance(tag, str):
            total = max(page_count(page), largest(r"index_(\d{1,4})\.html", page.text) + 1)
            return Extent(total, "index_{}.html") if total > 1 else None
        size, count = (str(tag.get(name) or "") for name in ("pagesize", "pagecount"))
        if not count.isdigit():
            return None
        pages = -(-int(count) // int(size)) if size.isdigit() and int(size) > 0 else int(count)
        return Extent(pages, "index_{}.html")


class Shanghai(StaticPager):
    """Shanghai: ``index_n.html``, counted from 1."""

    name = "shanghai"
    label = "Shanghai"

    def signs(self, page: Page) -> str | None:
        """The content's id or the form of column addresses."""
        if "ivs_content" in page.text:
            return "#ivs_content"
        return "addresses like /nw12344/" if re.search(r"/nw\d+/", page.url) else None

    def extent(self, page: Page) -> Extent | None:
        """From the pager's words or its links."""
        total = max(page_count(page), largest(r"index_(\d{1,4})\.html", page.text))
        return Extent(total, "index_{}.html", first=2) if total > 1 else None


class Kunming(StaticPager):
    """Kunming: ``index_{n-1}.shtml``, articles ``/c/2023-01-11/6433727.shtml``."""

    name = "kunming"
    label = "Kunming platform"

    def signs(self, page: Page) -> str | None:
        """The form of article addresses."""
        return (
            "addresses like /c/2023-01-11/1.shtml"
            if re.search(r"/c/20\d{2}-\d{2}-\d{2}/\d+\.shtml", page.text)
            else None
        )

    def extent(self, page: Page) -> Extent | None:
        """From the pager's words or its links."""
        total = max(page_count(page), largest(r"index_(\d{1,4})\.shtml", page.text) + 1)
        return Extent(total, "index_{}.shtml") if total > 1 else None


class Yanan(StaticPager):
    """Shaanxi 延安: ``1.html``, ``2.html``; articles have ids of 18 or 19 digits."""

    name = "yanan"
    label = "Shaanxi 延安"

    def signs(self, page: Page) -> str | None:
        """The form of article addresses."""
        before = (source.rpartition("/")[2] for source in f"{page.url} {page.text}".split(".html")[:-1])
        return "ids of 19 digits" if any(_LONG_NUMBER.search(part) for part in before) else None

    def extent(self, page: Page) -> Extent | None:
        """From the pager's words or its links, on a page that is ``1.html`` or a folder."""
        if urlsplit(page.url).path.rpartition("/")[2] not in ("", "1.html", "index.html"):
            return None
        total = max(page_count(page), largest(r"[\"'/](\d{1,3})\.html[\"']", page.text))
        return Extent(total, "{}.html", first=2) if total > 1 else None


class Yunnan(Product):
    """云南: the pager is markup in Base64 in ``#pages``."""

    name = "yunnan"
    label = "云南"

    def signs(self, page: Page) -> str | None:
        """``#pages`` that decodes to markup."""
        return "Base64 in #pages" if self._pager(page) is not None else None

    def pages(self, page: Page) -> Iterator[Fetch]:
        """The numbered links of the decoded pager."""
        pager = self._pager(page)
        for anchor in anchors_of(pager, page.base) if pager is not None else ():
            if anchor.text.isdigit() and 1 < int(anchor.text) <= MAX_PAGES:
                yield Fetch(anchor.url, int(anchor.text))
            elif anchor.text in ("下一页", "下页", ">"):
                yield Fetch(anchor.url, 2)

    @staticmethod
    def _pager(page: Page) -> Element | None:
        if "pages" not in page.text:
            return None
        tag = page.soup.find(id="pages")
        if tag is None or isinstance(tag, str):
            return None
        written = str(tag.get("value") or tag.get("data-pages") or tag.get_text()).strip()
        try:
            markup = base64.b64decode(written, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return None
        return parse(markup) if "<" in markup else None


class Longshine(Product):
    """Longshine (Anhui): an organisation's reports are ``/public/column/ORG?type=3&action=list``."""

    name = "longshine"
    label = "Longshine"

    _COLUMN = re.compile(r"((?:https?://[\w.:-]+)?(?:/[\w.-]+)*/public/column/\d+)")

    def signs(self, page: Page) -> str | None:
        """The form of column and content addresses."""
        if "/public/column/" in page.text or "/public/column/" in page.url:
            return "/public/column/"
        return "/public/content/" if "/public/content/" in page.text else None

    def rows(self, page: Page) -> Iterator[Anchor]:
        """For every organisation the page names, its column of reports."""
        for path in dict.fromkeys(self._COLUMN.findall(f"{urlsplit(page.url).path} {page.text}")):
            yield Anchor(urljoin(page.url, f"{path}?type=3&action=list"), "政府信息公开年报", "main")

    def pages(self, page: Page) -> Iterator[Fetch]:
        """``pageIndex=n`` as far as the pager says."""
        if "/public/column/" not in page.url or "type=3" not in page.url:
            return
        total = max(page_count(page), largest(r"pageIndex=(\d{1,4})", page.text))
        address = re.sub(r"[?&]pageIndex=\d+", "", page.url)
        for number in range(2, min(total, MAX_PAGES) + 1):
            yield Fetch(f"{address}{'&' if '?' in address else '?'}pageIndex={number}", number)


class Openness(Product):
    """Openness (Anhui): ``OpennessAnnualReport/show/ID.html``, listed by year and branch."""

    name = "openness"
    label = "Openness"

    _LISTS = re.compile(r"[\w/.-]*(?:Openness|Xxgk)AnnualReport/(?:year/[\w/]+\.html|\?branch_id=\d+)", re.I)

    def signs(self, page: Page) -> str | None:
        """The module's name."""
        if "annualreport" not in page.lowered and "annualreport" not in page.url.lower():
            return None
        found = re.search(r"(?:Openness|Xxgk)AnnualReport", page.text + page.url, re.I)
        return found[0] if found else None

    def rows(self, page: Page) -> Iterator[Anchor]:
        """Lists by year or branch that stand in scripts."""
        for path in dict.fromkeys(self._LISTS.findall(page.text)):
            yield Anchor(urljoin(page.url, path), "政府信息公开年报", "main")
