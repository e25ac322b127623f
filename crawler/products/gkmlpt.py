"""gkmlpt and NFCMS, the two products of Guangdong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawler.anchors import Anchor, anchors_of
from crawler.markup import parse
from crawler.page import Page
from crawler.products.base import MAX_PAGES, Extent, Fetch, Product, StaticPager, number_in
from domain.titles import is_report_column

PER_PAGE = 100
MAX_DEPTH = 12

_CONFIG = re.compile(r"window\._CONFIG\s*=\s*")
_SID = re.compile(r"""["']?SID["']?\s*:\s*["']?([\w-]{1,40})""")
_API = re.compile(r"/gkmlpt/api/all/([\w-]+)")


class Gkmlpt(Product):
    """``/gkmlpt/index`` holds the tree of columns; ``/gkmlpt/api/all/{column}?page=n&sid=SID`` their articles."""

    name = "gkmlpt"
    label = "gkmlpt"

    def signs(self, page: Page) -> str | None:
        """The configuration with its tree or site id, or the interface's address."""
        if _CONFIG.search(page.text) and _SID.search(page.text):
            return "window._CONFIG with SID"
        return "/gkmlpt/" if "/gkmlpt/" in page.url else None

    def pages(self, page: Page) -> Iterator[Fetch]:
        """From the tree: page 1 of every column of reports; from a reply: the pages after it."""
        if _API.search(page.url):
            yield from self._after(page)
            return
        sid = _SID.search(page.text)
        prefix = page.url.partition("/gkmlpt")[0]
        if sid is None or "/gkmlpt" not in page.url:
            return
        for column in self.columns(page):
            yield Fetch(f"{prefix}/gkmlpt/api/all/{column}?page=1&sid={sid[1]}", 1, data=True, in_reports=True)

    def _after(self, page: Page) -> Iterator[Fetch]:
        query = dict(parse_qsl(urlsplit(page.url).query))
        reply = _json(page.text)
        if query.get("page", "1") != "1" or not isinstance(reply, dict):
            return
        total = _number(reply.get("total"))
        for number in range(2, min((total - 1) // PER_PAGE + 1, MAX_PAGES) + 1):
            address = page.url.partition("?")[0]
            yield Fetch(f"{address}?page={number}&sid={query.get('sid', '')}", number, data=True)

    def columns(self, page: Page) -> list[str]:
        """The ids of the columns of reports in the tree, with all below them."""
        found: dict[str, None] = {}
        for tree in _values_of(page.text, "TREE"):
            _collect(tree, found, inside=False, depth=0)
        return list(found)

    def rows(self, page: Page) -> Iterator[Anchor]:
        """The articles of a reply of the interface."""
        reply = _json(page.text) if _API.search(page.url) else None
        articles = reply.get("articles") if isinstance(reply, dict) else None
        for article in articles if isinstance(articles, list) else ():
            if isinstance(article, dict) and (url := article.get("url") or article.get("link")):
                yield Anchor(urljoin(page.url, str(url)), str(article.get("title") or ""), "main", dated=True)

    def text(self, page: Page) -> str:
        """The article that ``_CONFIG.DETAIL`` holds; the newest pages leave the rest to the browser."""
        return "\n".join(words for detail in _values_of(page.text, "DETAIL") for words in _strings(detail))

    def files(self, page: Page) -> Iterator[Anchor]:
        """Links in the article that ``_CONFIG.DETAIL`` holds."""
        for detail in _values_of(page.text, "DETAIL"):
            for markup in _strings(detail):
                if "<a" in markup or "<img" in markup:
                    root = parse(markup)
                    yield from anchors_of(root, page.url)
                    for image in root.iter("img"):
                        if (src := image.get("src")) is not None:
                            yield Anchor(urljoin(page.url, src), "")


def _number(value: Any) -> int:
    return int(value) if str(value or "").isdigit() else 0


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _values_of(text: str, key: str) -> Iterator[Any]:
    """JSON values that stand behind a key in a script: ``TREE: [...]``."""
    if key not in text:
        return
    for found in re.finditer(rf"""\b{key}["']?\s*[:=]\s*(?=[\[{{"])""", text):
        try:
            value, _ = json.JSONDecoder().raw_decode(text, found.end())
        except (ValueError, RecursionError):
            continue
        yield value


def _strings(value: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth < MAX_DEPTH and isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part, depth + 1)


def _collect(node: Any, found: dict[str, None], *, inside: bool, depth: int) -> None:
    """Gather the ids of nodes that are columns of reports or stand below one."""
    if depth > MAX_DEPTH:
        return
    if isinstance(node, list):
        for part in node:
            _collect(part, found, inside=inside, depth=depth + 1)
    elif isinstance(node, dict):
        name = next((str(node[key]) for key in ("name", "title", "label") if node.get(key)), "")
        here = inside or is_report_column(name)
        identifier = next((str(node[key]) for key in ("id", "cid", "category_id") if node.get(key)), "")
        if here and re.fullmatch(r"[\w-]{1,40}", identifier):
            found.setdefault(identifier)
        for value in node.values():
            if isinstance(value, list | dict):
                _collect(value, found, inside=here, depth=depth + 1)


class Nfcms(StaticPager):
    """Articles are ``content/post_ID.html``; page n of a list is ``index_n.html``."""

    name = "nfcms"
    label = "NFCMS"

    def signs(self, page: Page) -> str | None:
        """The form of article addresses."""
        return "addresses like content/post_123.html" if re.search(r"content/post_\d+\.html", page.text) else None

    def extent(self, page: Page) -> Extent | None:
        """The count of pages as words or in a script, or the largest number linked to."""
        total = number_in(
            re.compile(r"共\s*(?:<[^>]*>)?\s*(\d{1,5})\s*(?:<[^>]*>)?\s*页|(?<=pageCount)\D{1,5}(\d+)"), page.text
        )
        linked = [int(n) for n in re.findall(r"index_(\d{1,4})\.html", page.text)]
        most = max([total or 0, *linked])
        return Extent(most, "index_{}.html", first=2) if most > 1 else None
