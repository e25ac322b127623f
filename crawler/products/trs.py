"""TRS WCM, the largest family: lists numbered by ``createPageHTML`` or ``countPage``."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.page import Page
from crawler.products.base import Extent, StaticPager

_CALL = re.compile(r"createPageHTML\s*\(([^()]{1,200})\)")
_COUNT = re.compile(r"\bcountPage\s*=\s*[\"']?(\d{1,6})")
_ARTICLE = re.compile(r"/t(?:\d{8}_\d+|null_\d+|\d{5,})\.s?html?")
_EDITOR = ("trs_editor", "trs_ueditor", "custom_unionstyle")


class TrsWcm(StaticPager):
    """``createPageHTML(total, cur, "index", "html")``: page n is ``index_{n-1}``.

    The Hunan variant ``createPageHTML('paging', total, cur, 'index', 'html', rows)`` counts from 1: ``index_n``.
    """

    name = "trs"
    label = "TRS WCM"

    def signs(self, page: Page) -> str | None:
        """The pager's call, the editor's classes, or the form of article addresses."""
        if _CALL.search(page.text):
            return "createPageHTML"
        if "countPage" in page.text and _COUNT.search(page.text):
            return "countPage"
        if any(word in page.lowered for word in _EDITOR):
            return "the TRS editor's classes"
        if _ARTICLE.search(page.url) or len(_ARTICLE.findall(page.text)) >= 2:
            return "addresses like t20220123_5786521.html"
        return None

    def extent(self, page: Page) -> Extent | None:
        """Total and names from the call; where those are variables, ``countPage`` and the page's own name."""
        count = _COUNT.search(page.text) if "countPage" in page.text else None
        for call in _CALL.finditer(page.text):
            words = [word.strip() for word in call[1].split(",")]
            hunan = bool(words) and words[0][:1] in "\"'" and len(words) >= 4
            if hunan:
                words = words[1:]
            if not words or not (words[0].isdigit() or count):
                continue
            total = int(words[0]) if words[0].isdigit() else int(count[1]) if count else 0
            names = [word.strip("\"'") for word in words[1:] if word[:1] in "\"'"]
            name = names[0] if names and re.fullmatch(r"[\w-]{1,60}", names[0]) else self._name(page)
            end = names[1] if len(names) > 1 and re.fullmatch(r"\w{2,6}", names[1]) else self._ending(page)
            return Extent(total, f"{name}_{{}}.{end}", first=2 if hunan else 1)
        return Extent(int(count[1]), f"{self._name(page)}_{{}}.{self._ending(page)}") if count else None

    @staticmethod
    def _ending(page: Page) -> str:
        name = urlsplit(page.url).path.rpartition("/")[2]
        return name.rpartition(".")[2] if "." in name else "html"

    @staticmethod
    def _name(page: Page) -> str:
        name = urlsplit(page.url).path.rpartition("/")[2].partition(".")[0]
        return re.sub(r"_\d+$", "", name) or "index"
