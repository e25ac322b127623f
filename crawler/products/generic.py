"""The product nobody has seen: whatever its lists and pagers show in links and words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from crawler.markup import comments, texts
from crawler.page import Anchor, Page
from crawler.products.base import Fetch, Product, markup_rows
from crawler.products.data import json_rows, load

MAX_HOLDERS = 200
MAX_EMBEDDED = 2_000_000
MAX_VALUES = 50

_NEXT = re.compile(r"^(?:下一?页|后一?页|下页|next(?:\s*page)?)[>»›]*$|^[>›»]$", re.I)
_ROW = re.compile(r"""["'](?:url|link|href|linkurl|infourl)["']\s*:""", re.I)
_START = re.compile(r"\[\s*\{|\{\s*\"")
_NUMBER = re.compile(r"^第?\s*(\d{1,3})\s*页?$")  # 2024 is a year


class Generic(Product):
    """Follows 下一页 and numbered page links that stay in the list's folder or script."""

    name = "generic"
    label = "generic"

    def signs(self, page: Page) -> str | None:
        """Always: it adds what the others have no rule for."""
        return "any page"

    def rows(self, page: Page) -> Iterator[Anchor]:
        """Rows that the page embeds in scripts, templates and comments, as data or as markup."""
        if not page.is_html:
            reply = load(page.text)
            yield from json_rows(reply, page.url)
            return
        for holder in islice(page.root.iter("script", "textarea", "template"), MAX_HOLDERS):
            text = "".join(texts(holder))
            if "<datastore" in text or len(text) > MAX_EMBEDDED:
                continue  # another product's, or no list
            if "<a " in text or "<a\t" in text:
                yield from markup_rows(text.replace('\\"', '"').replace("\\/", "/").replace("\\'", "'"), page.base)
            if _ROW.search(text):
                yield from self._embedded(text, page.base)
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
        """Pages that anchors name by number or as the next one."""
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


def _same_list(ours: str, theirs: str) -> bool:
    """Whether a path can be another page of the list: the same script, or a file in or below its folder."""
    folder = ours.rpartition("/")[0] + "/"
    stem = ours.rpartition(".")[0]
    return theirs == ours or theirs.startswith(folder) or (bool(stem) and theirs.startswith(stem + "/"))
