"""Products whose lists come from an interface: UCAP, JPAAS, TrueCMS, Epoint, TRS WAS."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawler.anchors import Anchor
from crawler.page import Page
from crawler.products.base import MAX_PAGES, Fetch, Product, markup_rows, with_query
from crawler.products.data import json_rows, json_total, load, string_rows

_HEX = re.compile(r"^[0-9a-f]{32}$")


class Ucap(Product):
    """UCAP 开普云: a channel's files by POST, or a search by GET; both reply with JSON."""

    name = "ucap"
    label = "UCAP 开普云"
    size = 20

    _CHANNEL = re.compile(r"channel_?id[\"']?\s*[:=]\s*[\"']?([\w-]{1,64})", re.I)
    _SEARCH = re.compile(r"[\"']([^\"'\s]*/search(?:List)?/[0-9a-f]{32}[^\"'\s]*)", re.I)

    def signs(self, page: Page) -> str | None:
        """The interface's name, the content's id, the channel tag, or the form of article addresses."""
        for sign in ("getFileListByCodeId", "UCAP-CONTENT", "ucapcontent"):
            if sign in page.text:
                return sign
        if page.tags.get("channelid"):
            return "the channelId tag"
        if "/search" in page.lowered and self._SEARCH.search(page.text):
            return "a search address"
        if ".shtml" in page.text and re.search(r"/c\d+\w*/\d{6}/[\w]+\.shtml", page.text):
            return "addresses like /c1/202301/c01_1.shtml"
        return None

    def pages(self, page: Page) -> Iterator[Fetch]:
        """From a list: its first page of data; from data: the page after it while there are rows."""
        if page.number is not None:
            reply = load(page.text)
            if any(True for _ in json_rows(reply, page.url)):
                yield from self._following(page, json_total(reply))
            return
        channel = page.tags.get("channelid") or (m[1] if (m := self._CHANNEL.search(page.text)) else "")
        if "getFileListByCodeId" in page.text and channel:
            yield self._channel_page(urljoin(page.url, "/getFileListByCodeId"), channel, 1)
        found = self._SEARCH.search(page.text)
        if found:
            address = urljoin(page.url, unescape(found[1]))
            yield Fetch(with_query(address, _isAgg="true", _isJson="true", _pageSize=self.size, page=1), 1, data=True)

    def _channel_page(self, url: str, channel: str, number: int) -> Fetch:
        form = {"channelId": channel, "page": str(number), "size": str(self.size), "relateSubChannels": "true"}
        return Fetch(url, number, data=True, form=tuple(form.items()))

    def _following(self, page: Page, total: int) -> Iterator[Fetch]:
        number = (page.number or 1) + 1
        if number > MAX_PAGES or (total and (number - 1) * self.size >= total):
            return
        if "channelId" in page.posted:
            yield self._channel_page(page.url, page.posted["channelId"], number)
        else:
            yield Fetch(with_query(page.url, page=number), number, data=True)

    def rows(self, page: Page) -> Iterator[Anchor]:
        """The results of a reply."""
        if page.number is not None:
            yield from json_rows(load(page.text), page.url)


class HanwebJpaas(Product):
    """Hanweb JPAAS: a page unit's markup by GET, its identity in a script's ``queryData``."""

    name = "jpaas"
    label = "Hanweb JPAAS"
    unit = "/api-gateway/jpaas-publish-server/front/page/build/unit"

    _QUERY = re.compile(r"queryData\s*=\s*(?:\"(\{[^\"]{5,2000}\})\"|'(\{[^']{5,2000}\})')")
    _ADDRESS = re.compile(r"[\"']([^\"'\s]*/front/page/build/unit)[\"'?]")

    def signs(self, page: Page) -> str | None:
        """The interface's path."""
        return "jpaas-publish-server" if "jpaas-publish-server" in page.text else None

    def pages(self, page: Page) -> Iterator[Fetch]:
        """From a list: page 1 of each unit; from data: the next while a page brings rows."""
        if page.number is not None:
            if any(True for _ in self.rows(page)) and page.number < MAX_PAGES:
                yield Fetch(self._numbered(page.url, page.number + 1), page.number + 1, data=True)
            return
        found = self._ADDRESS.search(page.text)
        address = urljoin(page.url, found[1] if found else self.unit)
        for double, single in self._QUERY.findall(page.text):
            query = _script_object(unescape(double or single))
            if query.get("webId"):
                fixed = {"parseType": "bulidstatic"} | {key: str(value) for key, value in query.items()}
                yield Fetch(self._numbered(with_query(address, **fixed), 1), 1, data=True)

    @staticmethod
    def _numbered(url: str, number: int) -> str:
        return with_query(url, paramJson=json.dumps({"pageNo": number, "pageSize": "15"}, separators=(",", ":")))

    def rows(self, page: Page) -> Iterator[Anchor]:
        """The links in the markup of a reply."""
        if page.number is not None:
            yield from string_rows(load(page.text), page.url)


def _script_object(text: str) -> dict[str, Any]:
    """An object as scripts write it, with either quotation mark."""
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(value, dict):
            return value
    return {}


class TrueCms(Product):
    """TrueCMS (Jiangsu): XML in JSON(P) from ``getMessage.do``, or rows that stand in ``#initData``."""

    name = "truecms"
    label = "TrueCMS"
    size = 10  # the smallest of the caps that hosts set

    _ADDRESS = re.compile(r"[\"']([^\"'\s]*messageController/getMessage\.do)")
    _COLUMN = re.compile(r"columnId[\"']?\s*[:=]\s*[\"']?([0-9a-fA-F-]{16,64})")

    def signs(self, page: Page) -> str | None:
        """The interface's path or the rows' container."""
        if "getMessage.do" in page.text:
            return "getMessage.do"
        return "#initData" if re.search(r"id=[\"']initData[\"']", page.text) else None

    def pages(self, page: Page) -> Iterator[Fetch]:
        """From a list: the first group; from data: the group after it while there are rows."""
        if page.number is not None:
            if any(True for _ in self.rows(page)) and page.number < MAX_PAGES:
                yield self._group(page.url, page.number + 1)
            return
        column = self._COLUMN.search(page.text)
        if "getMessage.do" in page.text and column:
            found = self._ADDRESS.search(page.text)
            address = urljoin(page.url, found[1] if found else "/TrueCMS/messageController/getMessage.do")
            yield self._group(with_query(address, columnId=column[1]), 1)

    def _group(self, url: str, number: int) -> Fetch:
        first = (number - 1) * self.size + 1
        span = {"startrecord": first, "endrecord": first + self.size - 1, "perpage": self.size}
        return Fetch(with_query(url, **span), number, data=True)

    def rows(self, page: Page) -> Iterator[Anchor]:
        """The links of a reply, or of the hidden rows of a page."""
        if page.number is not None:
            text = page.text.replace("\\/", "/").replace('\\"', '"').replace("<![CDATA[", "").replace("]]>", "")
            yield from markup_rows(unescape(text) if "&lt;a" in text else text, page.url)
            return
        for holder in page.soup.select("#initData"):
            markup = holder.get_text() if "<a" in holder.get_text() else str(holder)
            yield from markup_rows(markup.replace("<!--", "").replace("-->", ""), page.base)


class Epoint(Product):
    """Epoint: rows by POST of JSON to ``getgovinfolist``."""

    name = "epoint"
    label = "Epoint"
    size = 20
    action = "/EWB-FRONT/rest/lightfrontaction/getgovinfolist"

    _ADDRESS = re.compile(r"[\"']([^\"'\s]*getgovinfolist)[\"'?]")
    _FIELD = r"{}[\"']?\s*[:=]\s*[\"']([\w.-]{{1,64}})[\"']"

    def signs(self, page: Page) -> str | None:
        """The interface's name or path."""
        return next((sign for sign in ("getgovinfolist", "EWB-FRONT") if sign in page.text), None)

    def pages(self, page: Page) -> Iterator[Fetch]:
        """Pages from 0 on, as some hosts count, while there are rows."""
        if page.number is not None:
            if (any(True for _ in self.rows(page)) or page.number == 1) and page.number < MAX_PAGES:
                yield self._page(page.url, dict(page.posted), page.number + 1)
            return
        if "getgovinfolist" not in page.text:
            return
        fields = {}
        for name in ("deptcode", "categorynum", "siteGuid"):
            found = re.search(self._FIELD.format(name), page.text, re.I)
            fields[name] = found[1] if found else ""
        found = self._ADDRESS.search(page.text)
        yield self._page(urljoin(page.url, found[1] if found else self.action), fields, 1)

    def _page(self, url: str, fields: dict[str, str], number: int) -> Fetch:
        body = fields | {"pageIndex": str(number - 1), "pageSize": str(self.size)}
        return Fetch(url, number, data=True, json_body=json.dumps(body))

    def rows(self, page: Page) -> Iterator[Anchor]:
        """``custom.data[]`` of a reply."""
        if page.number is not None:
            yield from json_rows(load(page.text), page.url)


class TrsWas(Product):
    """TRS WAS search pages (Fujian and others): ``/was5/web/search?…&page=n``."""

    name = "was"
    label = "TRS WAS"

    _ADDRESS = re.compile(r"[\"']([^\"'\s]*/was5/web/search\?[^\"'\s]*)")

    def signs(self, page: Page) -> str | None:
        """The search's path."""
        return "/was5/web/search" if "/was5/web/search" in page.text or "/was5/web/search" in page.url else None

    def pages(self, page: Page) -> Iterator[Fetch]:
        """The search that a list names; then its pages while they have rows."""
        if "/was5/web/search" in page.url:
            here = int(dict(parse_qsl(urlsplit(page.url).query)).get("page", "1") or 1)
            if any(True for _ in self.rows(page)) and here < MAX_PAGES:
                yield Fetch(with_query(page.url, page=here + 1), here + 1, data=True)
            return
        for address in dict.fromkeys(self._ADDRESS.findall(page.text)):
            url = urljoin(page.url, unescape(address))
            if "channelid=" in url and "searchword" not in url:
                yield Fetch(with_query(url, page=1), 1, data=True)

    def rows(self, page: Page) -> Iterator[Anchor]:
        """The links of a result page; its quotation marks may come as ``###pypy###``."""
        if "/was5/web/search" not in page.url:
            return
        text = page.text.replace("###pypy###", '"')
        reply = load(text)
        if reply is not None:
            yield from json_rows(reply, page.url)
            yield from string_rows(reply, page.url)
        else:
            yield from (anchor for anchor in markup_rows(text, page.url) if not anchor.text.isdigit())
