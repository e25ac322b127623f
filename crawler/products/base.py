"""Portal products and their access patterns. A portal is an instance of a product; a product is one small class.

A product adds to the generic exploration what cannot be seen from anchors: the other pages of a list, rows that
stand in scripts or come from an interface, columns of a tree, files of an article. It recognises itself from the
page, because one portal may mix products.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawler.anchors import Anchor, anchors_of
from crawler.markup import parse
from crawler.page import Page

MAX_PAGES = 300

_TAG = r"\s*(?:<[^>]*>\s*)*"
_WORDS = re.compile(rf"共{_TAG}(\d{{1,5}}){_TAG}页")
_NAMES = ("countpage", "pagecount", "totalpage", "total_page")
_NAMED = re.compile(rf"(?:{'|'.join(_NAMES)})s?[\"']?\s*[:=(]\s*[\"']?(\d{{1,5}})")
# 1/12, but not the end of a date in an address: 2022-01-11/445374.shtml.
_FRACTION = re.compile(rf"1(?<![\dA-Za-z/._-]1){_TAG}/{_TAG}(\d{{1,4}})(?![\dA-Za-z/._-])")


@dataclass(frozen=True)
class Fetch:
    """Another request that a list needs: a page of it, or rows as data that ``product`` reads.

    ``form`` makes it a POST; ``json_body`` one with JSON. ``number`` is the page, counted from 1.
    ``in_reports`` says that the product knows it to be a list of reports, whatever the page is that told so.
    """

    url: str
    number: int
    data: bool = False
    form: tuple[tuple[str, str], ...] = ()
    json_body: str | None = None
    in_reports: bool = False


class Product(ABC):
    """A product of a portal maker."""

    name: ClassVar[str]
    label: ClassVar[str]

    @abstractmethod
    def signs(self, page: Page) -> str | None:
        """What on the page says that it is of this product, or None."""

    def pages(self, page: Page) -> Iterable[Fetch]:
        """The other pages of the list on this page."""
        return ()

    def rows(self, page: Page) -> Iterable[Anchor]:
        """Links that stand in scripts or data and not in anchors."""
        return ()

    def wants_post(self, page: Page) -> bool:
        """Whether an interface asked by GET gave the reply of one that has to be asked by POST."""
        return False

    def text(self, page: Page) -> str:
        """Text of an article that the product keeps outside the page's markup."""
        return ""

    def files(self, page: Page) -> Iterable[Anchor]:
        """Files of an article that the product keeps outside its anchors."""
        return ()


@dataclass(frozen=True)
class Extent:
    """How far a list goes: ``total`` pages, ``pattern`` with ``{}`` for the number in a page's address.

    ``first`` is the number that page 2 has there.
    """

    total: int
    pattern: str
    first: int = 1


class StaticPager(Product):
    """Pages 2 to n of a list are files beside it: ``index_1.html``, ``index_2.html``."""

    step: ClassVar[int] = 1  # -1 where the oldest page is 1: page 2 of 9 is ``list/8.htm``, the last ``list/1.htm``

    @abstractmethod
    def extent(self, page: Page) -> Extent | None:
        """How far the list goes; None without a pager."""

    def pages(self, page: Page) -> Iterator[Fetch]:
        """Pages 2 to n."""
        extent = self.extent(page)
        if extent is None:
            return
        for number in range(2, min(extent.total, MAX_PAGES) + 1):
            written = extent.first + self.step * (number - 2)
            if written > 0:
                yield Fetch(urljoin(page.url, extent.pattern.format(written)), number)


def markup_rows(markup: str, base: str) -> Iterator[Anchor]:
    """The links of a piece of markup, each taken for a dated row of a list."""
    for anchor in anchors_of(parse(markup), base):
        yield Anchor(anchor.url, anchor.text, "main", dated=True)


def number_in(pattern: re.Pattern[str], text: str) -> int | None:
    """The first group of a match as a number."""
    found = pattern.search(text)
    return int(found[1]) if found else None


def page_count(page: Page) -> int:
    """The number of pages that a list names in words or scripts; 0 without one."""
    named = any(name in page.lowered for name in _NAMES)
    found = _WORDS.search(page.text) or (_NAMED.search(page.lowered) if named else None) or _FRACTION.search(page.text)
    return int(found[1]) if found else 0


def with_query(url: str, **changes: str | int) -> str:
    """An address with some parameters set anew, in their place."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    query |= {name: str(value) for name, value in changes.items()}
    return parts._replace(query=urlencode(query), fragment="").geturl()
