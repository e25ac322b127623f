"""The product nobody has seen: whatever its lists and pagers show in links and words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawler.anchors import Anchor
from crawler.markup import comments, texts
from crawler.page import Page
from crawler.products.base import MAX_PAGES, Fetch, Product, markup_rows, with_query
from crawler.products.data import json_rows, json_total, load, script_rows, string_rows
from crawler.products.forms import PAGE_FIELD, posted_pages

MAX_HOLDERS = 200
MAX_EMBEDDED = 2_000_000
MAX_VALUES = 50

_NEXT = re.compile(r"^(?:下一?页|后一?页|下页|next(?:\s*page)?)[>»›]*$|^[>›»]$", re.I)
_ROW = re.compile(r"""["'](?:url|link|href|linkurl|infourl)["']\s*:""", re.I)
_PLAIN_ROW = re.compile(r"""[{,]\s*\w{0,12}(?:url|link|href)\s*:\s*["']""", re.I)
_ISLAND = re.compile(r"<!\[CDATA\[(.{1,20000}?)\]\]>", re.S)
_FEED = re.compile(r"<(item|record|row|doc)\b[^>]*>(.{1,6000}?)</\1>", re.S | re.I)
_FEED_TITLE = re.compile(r"<(?:\w*title|name)\b[^>]*>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</", re.S | re.I)
_FEED_ADDRESS = re.compile(
    r"<(?:\w*url|link|href)\b[^>]*>\s*(?:<!\[CDATA\[)?\s*([^<>\s\]]{2,500}?)\s*(?:\]\]>)?\s*</", re.I
)
# A script asks for rows: $.getJSON('/front/list?catId=12&page=' + p), fetch("/api/columns/7"), url: '/query/…'.
_ASKED = re.compile(
    r"""(?:getJSON|\.get|\bajax|\baxios|\bfetch|\burl\s*:)\s*\(?\s*(?:\{[^{}]{0,120}?\burl\s*:\s*)?["'](/[^"'<>\s]{4,300})["'](\s*\+)?"""
)
_LISTS = re.compile(r"list|search|query|page|find|catalog|column|channel|content|data|article|info|api", re.I)
_NO_LIST = re.compile(
    r"\.(?:js|css|s?html?|png|jpg|gif)(?:$|\?)|count|hits?\b|click|visit|log|weather|user|save|submit|(?:^|/)add|update|delete|captcha|code|token"
    r"|comment|vote|mail|sms|pay|cart",
    re.I,
)
MAX_ASKED = 3
FEW_ROWS = 3
_START = re.compile(r"\[\s*\{|\{\s*\"")
_NUMBER = re.compile(r"^第?\s*(\d{1,3})\s*页?$")  # 2024 is a year


class Generic(Product):
    """Follows 下一页 and numbered page links that stay in the list's folder or script, forms that ask for pages,
    and addresses that a script of a list without rows asks for.
    """

    name = "generic"
    label = "generic"

    def signs(self, page: Page) -> str | None:
        """Always: it adds what the others have no rule for."""
        return "any page"

    def rows(self, page: Page) -> Iterator[Anchor]:
        """Rows that the page embeds in scripts, templates and comments, as data or as markup."""
        reply = load(page.text) if page.number is not None or not page.is_html else None
        if reply is not None:
            yield from json_rows(reply, page.url)
            yield from string_rows(reply, page.url)
            return
        if "<datastore" not in page.text:  # another product's
            yield from _islands(page.text[:MAX_EMBEDDED], page.base)
        for holder in islice(page.root.iter("script", "textarea", "template"), MAX_HOLDERS):
            text = "".join(texts(holder))
            if "<datastore" in text or len(text) > MAX_EMBEDDED:
                continue  # another product's, or no list
            if "<a " in text or "<a\t" in text:
                yield from markup_rows(text.replace('\\"', '"').replace("\\/", "/").replace("\\'", "'"), page.base)
            if _ROW.search(text):
                yield from self._embedded(text, page.base)
            elif _PLAIN_ROW.search(text):
                yield from script_rows(text, page.base)
        for comment in comments(page.root):
            if "<li" in comment and "<a " in comment and len(comment) <= MAX_EMBEDDED:
                yield from markup_rows(comment, page.base)

    @staticmethod
    def _embedded(text: str, base: str) -> Iterator[Anchor]:
        """Rows of JSON values that stand somewhere in a script."""
        position = 0
        for _ in range(MAX_VALUES):
            found = _START.search(text, position)
            if found is None:
                return
            try:
                value, position = json.JSONDecoder().raw_decode(text, found.start())
            except (ValueError, RecursionError):
                position = found.start() + 1
                continue
            yield from json_rows(value, base)

    def pages(self, page: Page) -> Iterator[Fetch]:
        """Pages that anchors name by number or as the next one, that forms ask for, that scripts ask for."""
        if page.number is not None:
            yield from self._following(page)
            return
        ours = urlsplit(page.url)
        for anchor in page.anchors:
            number = _NUMBER.match(anchor.text)
            if not number and not _NEXT.match(anchor.text):
                continue
            theirs = urlsplit(anchor.url)
            if theirs.hostname != ours.hostname or theirs.scheme not in ("http", "https"):
                continue
            if _same_list(ours.path, theirs.path):
                yield Fetch(anchor.url, int(number[1]) if number else 2)
        yield from posted_pages(page)
        if sum(anchor.area == "main" and anchor.dated for anchor in page.anchors) < FEW_ROWS:
            yield from self._asked(page)

    @staticmethod
    def _asked(page: Page) -> Iterator[Fetch]:
        """The first page of rows from each address that a script of the page asks for."""
        for match in islice(_ASKED.finditer(page.text[:MAX_EMBEDDED]), MAX_ASKED):
            address, joined = unescape(match[1]), match[2]
            if not _LISTS.search(address) or _NO_LIST.search(address):
                continue
            if joined and not address.endswith("="):
                continue  # put together from more than a number
            name = urlsplit(address).query.rpartition("&")[2].partition("=")[0]
            if joined and not PAGE_FIELD.match(name):
                continue
            yield Fetch(urljoin(page.url, address) + ("1" if joined else ""), 1, data=True)

    @staticmethod
    def _following(page: Page) -> Iterator[Fetch]:
        """The page of rows after this one, where the address has its number and there is more."""
        query = dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))
        field = next((name for name, value in query.items() if PAGE_FIELD.match(name) and value.isdigit()), None)
        reply = load(page.text)
        rows = sum(1 for _ in json_rows(reply, page.url))
        number = (page.number or 1) + 1
        if field is None or not rows or number > MAX_PAGES:
            return
        total = json_total(reply)
        if not total or (number - 1) * rows < total:
            yield Fetch(with_query(page.url, **{field: int(query[field]) + 1}), number, data=True)


def _islands(text: str, base: str) -> Iterator[Anchor]:
    """Rows in XML that a page holds: links in CDATA, records with a title and an address."""
    if "<![CDATA[" in text:
        for island in _ISLAND.finditer(text):
            if "<a" in island[1]:
                yield from markup_rows(island[1], base)
    for record in _FEED.finditer(text) if "</title>" in text or "</link>" in text.lower() or "url>" in text else ():
        title, address = _FEED_TITLE.search(record[2]), _FEED_ADDRESS.search(record[2])
        if title and address and ("/" in address[1] or "." in address[1]):
            yield Anchor(urljoin(base, unescape(address[1])), unescape(title[1]).strip(), "main", dated=True)


def _same_list(ours: str, theirs: str) -> bool:
    """Whether a path can be another page of the list: the same script, or a file in or below its folder."""
    folder = ours.rpartition("/")[0] + "/"
    stem = ours.rpartition(".")[0]
    return theirs == ours or theirs.startswith(folder) or (bool(stem) and theirs.startswith(stem + "/"))
