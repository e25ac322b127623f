"""Hanweb JCMS (大汉): rows in an XML data store, more groups of them from ``dataproxy.jsp``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawler.anchors import Anchor
from crawler.page import Page
from crawler.products.base import MAX_PAGES, Fetch, Product, markup_rows, number_in

PROXY = "/module/web/jpage/dataproxy.jsp"
MAX_PER_PAGE = 100
EMPTY_REPLY = 60  # bytes: a reply of 54 is the end of the list or a failure

_STORE = re.compile(r"<datastore\b.*?</datastore>", re.S | re.I)
_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.S | re.I)
_NEXT = re.compile(r"<nextgroup>(.*?)</nextgroup>", re.S | re.I)
_HREF = re.compile(r"""href\s*=\s*\\?["']([^"'\\]+)|^\s*(?:<!\[CDATA\[)?\s*(/[^\s\]<>"']+)""", re.I)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)|totalRecord\s*[:=]\s*[\"']?(\d+)", re.I)
_PER_PAGE = re.compile(r"perPage\s*[:=]\s*[\"']?(\d+)|[?&;]perpage=(\d+)", re.I)
_PROXY = re.compile(r"""["']([^"']*dataproxy\.jsp[^"']*)["']""", re.I)
_COLUMN = re.compile(r"/col/col(\d+)/|columnid[\"']?\s*[:=]\s*[\"']?(\d+)", re.I)
_UNIT = re.compile(
    r"unitid[\"']?\s*[:=]\s*[\"']?(\d+)|<div[^>]*\bid=[\"'](\d+)[\"'][^>]*>\s*<script[^>]*text/xml", re.I
)
_WEB = re.compile(r"webid[\"']?\s*[:=]\s*[\"']?(\d+)", re.I)
_WEB_NAME = re.compile(r"webname[\"']?\s*[:=]\s*[\"']([^\"'&]{1,80})|[?&;]webname=([^&\"']{1,200})", re.I)
_ARTICLE = re.compile(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\w+")


class HanwebJcms(Product):
    """The first group of rows stands in the page; ``nextgroup`` names the next, or it is asked for by numbers."""

    name = "hanweb"
    label = "Hanweb JCMS"

    def signs(self, page: Page) -> str | None:
        """A data store, the proxy's address, or the form of column and article addresses."""
        if "<datastore" in page.text:
            return "a datastore"
        if "dataproxy.jsp" in page.text:
            return "dataproxy.jsp"
        if re.search(r"/col/col\d+/", page.url) or len(_ARTICLE.findall(page.text)) >= 2:
            return "addresses like /art/2022/1/14/art_1_2.html"
        return None

    def rows(self, page: Page) -> Iterator[Anchor]:
        """The rows of every data store of the page or reply."""
        for store in _STORE.findall(page.text):
            for record in _RECORD.findall(store):
                yield from markup_rows(_plain(record), page.url)

    def pages(self, page: Page) -> Iterator[Fetch]:
        """The next group as the page names it; else every further group by its numbers."""
        stores = _STORE.findall(page.text)
        here = int(dict(parse_qsl(urlsplit(page.url).query)).get("page", "1") or 1)
        for store in stores:
            following = self._named(store, page)
            if following is not None:
                yield Fetch(following, here + 1, data=True)
                return
        if "dataproxy.jsp" not in urlsplit(page.url).path:
            yield from self._counted(stores, page)

    def _named(self, store: str, page: Page) -> str | None:
        found = _NEXT.search(store)
        href = _HREF.search(_plain(found[1])) if found else None
        if href is None or not _RECORD.search(store):
            return None
        return urljoin(page.url, unescape(href[1] or href[2]))

    def _counted(self, stores: list[str], page: Page) -> Iterator[Fetch]:
        held = sum(len(_RECORD.findall(store)) for store in stores)
        total = _first(_TOTAL, page.text)
        column = _first(_COLUMN, page.url) or _first(_COLUMN, page.text)
        unit = _first(_UNIT, page.text)
        if not total or total <= held or not column or not unit:
            return
        size = min(held or _first(_PER_PAGE, page.text) or 15, MAX_PER_PAGE)
        proxy = _PROXY.search(page.text)
        name = _WEB_NAME.search(page.text)
        fixed = {
            "col": "1",
            "appid": "1",
            "webid": str(_first(_WEB, page.text) or 1),
            "path": "/",
            "columnid": str(column),
            "sourceContentType": "1",
            "unitid": str(unit),
            "webname": (name[1] or name[2]) if name else "",
            "permissiontype": "0",
        }
        address = urljoin(page.url, unescape(proxy[1]).partition("?")[0] if proxy else PROXY)
        for number in range(2, min((total - 1) // size + 1, MAX_PAGES) + 1):
            # Some hosts obey the record numbers and some the page: both say the same here.
            span = {
                "startrecord": str((number - 1) * size + 1),
                "endrecord": str(min(number * size, total)),
                "perpage": str(size),
                "page": str(number),
            }
            yield Fetch(f"{address}?{urlencode(span | fixed)}", number, data=True)

    def wants_post(self, page: Page) -> bool:
        """A refusal of the method, or the short reply without rows that is the end of a list or a failure."""
        if "dataproxy.jsp" not in urlsplit(page.url).path or page.posted:
            return False
        return page.status == 405 or (len(page.body) <= EMPTY_REPLY and not _RECORD.search(page.text))

    def files(self, page: Page) -> Iterator[Anchor]:
        """Download scripts that stand in the page's scripts."""
        for path in dict.fromkeys(re.findall(r"/module/download/downfile\.jsp\?[^\"'<>\s]{3,300}", page.text)):
            yield Anchor(urljoin(page.url, unescape(path)), "")


def _first(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return int(next((group for group in found.groups() if group), 0)) if found else 0


def _plain(markup: str) -> str:
    """Markup that may stand in CDATA or be escaped once more."""
    markup = markup.replace("<![CDATA[", "").replace("]]>", "").replace("\\/", "/").replace('\\"', '"')
    return unescape(markup) if "&lt;" in markup else markup


_XXGK_TOTAL = re.compile(r"共\s*(?:<[^>]*>)?\s*(\d{1,5})\s*(?:</[^>]*>)?\s*页")
_XXGK_POST = re.compile(
    r"\.(?:post|ajax)\s*\(\s*[\"']([^\"'\s]*/module/xxgk/search\.jsp[^\"'\s]*)[\"']\s*,\s*(\{[^{}]{2,1500}\})"
)
_XXGK_FIELD = re.compile(r"[\"']?(\w+)[\"']?\s*:\s*(?:[\"']([^\"']*)[\"']|(\w+))")


class HanwebXxgk(Product):
    """Hanweb's disclosure module: one agency-year is ``xxgkAnnualReport.jsp?area=CODE&fbtime=YYYY``."""

    name = "hanweb-xxgk"
    label = "Hanweb xxgk"

    def signs(self, page: Page) -> str | None:
        """The module's scripts."""
        return "/module/xxgk/" if "/module/xxgk/" in page.text or "/module/xxgk/" in page.url else None

    def rows(self, page: Page) -> Iterator[Anchor]:
        """Yearly reports named in scripts, and rows of a search's reply."""
        if page.number is not None:
            yield from (anchor for anchor in markup_rows(_plain(page.text), page.url) if not anchor.text.isdigit())
        for path in dict.fromkeys(re.findall(r"[\w/.]*xxgkAnnualReport\.jsp\?[^\"'<>\s]{3,200}", page.text)):
            query = dict(parse_qsl(urlsplit(unescape(path)).query))
            year = query.get("fbtime", "")
            if year:
                yield Anchor(urljoin(page.url, unescape(path)), f"{year}年", "main", dated=True)

    def pages(self, page: Page) -> Iterator[Fetch]:
        """The pages of a search: by the form that the page holds, or by what its script posts."""
        total = number_in(_XXGK_TOTAL, page.text)
        if page.number is not None:
            if "search.jsp" in urlsplit(page.url).path and page.posted:
                yield from self._searched(page.url, dict(page.posted), page.number + 1, total or 0)
            return
        form = page.soup.find("form", action=re.compile(r"/module/xxgk/search\.jsp"))
        if form is not None and not isinstance(form, str):
            inputs = form.find_all("input", attrs={"name": True})
            fields = {str(field["name"]): str(field.get("value") or "") for field in inputs}
            yield from self._searched(urljoin(page.url, str(form["action"])), fields, 2, total or 0, data=False)
            return
        for address, written in _XXGK_POST.findall(page.text):
            fields = {name: self._value(page, text, word) for name, text, word in _XXGK_FIELD.findall(written)}
            yield from self._searched(urljoin(page.url, address), fields, 1, 1)

    @staticmethod
    def _searched(url: str, fields: dict[str, str], first: int, last: int, *, data: bool = True) -> Iterator[Fetch]:
        for number in range(first, min(last, MAX_PAGES) + 1):
            yield Fetch(url, number, data=data, form=tuple({**fields, "currpage": str(number)}.items()))

    @staticmethod
    def _value(page: Page, text: str, word: str) -> str:
        """What a script posts in a field: a text, a number, a variable of the page, or an input's value."""
        if not word or word.isdigit():
            return text or word
        found = re.search(rf"\b{re.escape(word)}\s*=\s*[\"']?([\w-]{{0,80}})", page.text)
        if found is not None and found[1] != "$":
            return found[1]
        named = page.soup.find(attrs={"id": word}) or page.soup.find(attrs={"name": word})
        return "" if named is None or isinstance(named, str) else str(named.get("value") or "")
