"""A fetched page as the crawler explores it: its links, its tags, its breadcrumb."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.anchors import Anchor, anchors_of, joined
from crawler.markup import Element, classed, holders, page_words, parse, source, value, words
from crawler.scripted import Scripts

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

MAX_HTML = 6_000_000
MAX_LINKS = 5_000
MAX_REFRESH = 5  # seconds; a page that sends its reader on later is one to be read

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SPACES = re.compile(r"\s+")
_CRUMB_WORDS = re.compile(r"(?:当前|所在|您的|现在的?|你的)位置")
_CRUMB_NAMES = re.compile(r"crumb|position|location|dqwz|weizhi|dangqian|mbx|curpath|wzdh|bread", re.I)
_CRUMB_SEPARATORS = re.compile(r"\s*(?:[>＞»›]+|&gt;|/|→|\\|-{2,})\s*")
_MOVED = re.compile(
    r"""(?:window|document|self|top|parent)?\.?location(?:\.href)?\s*(?:=|\.replace\s*\(|\.assign\s*\()\s*["']([^"']{1,500})["']"""
)

_REFRESH = re.compile(r"\s*(\d{1,4})(?:\.\d*)?\s*[;,\s]\s*(?:url\s*=\s*)?[\"']?([^\"'\s]{1,2000})", re.I)


def decode(body: bytes, content_type: str = "") -> str:
    """Text of a page whose charset may be wrong or missing: BOM, UTF-8, what it says of itself, GB18030."""
    if body.startswith(codecs.BOM_UTF8):
        return body[3:].decode("utf-8", "replace")
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace")
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(body)  # a cut last character is no fault
    except UnicodeDecodeError:
        text = ""
    if text and (text.isascii() or _CHINESE.search(text)):
        return text
    declared = _META_CHARSET.search(body[:4096])
    name = declared[1].decode("ascii").lower() if declared else content_type.partition("charset=")[2].strip().lower()
    if name in ("big5", "big5-hkscs"):
        return body.decode("big5", "replace")
    return body.decode("gb18030", "replace")


class Page:
    """A page or data reply. ``url`` is where it was found in the end.

    For a reply that a product asked for, ``number`` is its page (from 1) and ``posted`` what was sent.
    """

    def __init__(
        self,
        url: str,
        body: bytes,
        content_type: str = "",
        status: int = 200,
        *,
        number: int | None = None,
        posted: dict[str, str] | None = None,
    ) -> None:
        self.url = url
        self.number = number
        self.posted = posted or {}
        self.body = body
        self.content_type = content_type.lower()
        self.status = status

    @cached_property
    def text(self) -> str:
        """The source, decoded; at most :data:`MAX_HTML` bytes of it."""
        return decode(self.body[:MAX_HTML], self.content_type)

    @cached_property
    def lowered(self) -> str:
        """The source in small letters: a search for a plain word in it costs far less than a pattern."""
        return self.text.lower()

    @cached_property
    def is_html(self) -> bool:
        """Whether it is a page rather than data or a file."""
        if any(word in self.content_type for word in ("json", "xml;", "text/xml", "application/xml", "image/", "pdf")):
            return "xhtml" in self.content_type
        head = self.body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return head.startswith(b"<") or b"<html" in head or b"<body" in head or b"<a " in head or b"<div" in head

    @cached_property
    def root(self) -> Element:
        """The parsed page."""
        return parse(self.text)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page parsed once more, at ten times the price: for products whose markup is odd."""
        from bs4 import BeautifulSoup  # seldom needed, and slow to import

        return BeautifulSoup(self.text, "lxml")

    @cached_property
    def base(self) -> str:
        """What relative links start from: ``<base href>`` where it stays on the host, else the page's address."""
        href = next((tag.get("href") for tag in self.root.iter("base") if tag.get("href") is not None), None)
        if href is not None:
            base = joined(self.url, href)
            if base and urlsplit(base).hostname == urlsplit(self.url).hostname:
                return base
        return self.url

    @cached_property
    def folder(self) -> str:
        """Host and folder of the page's address: what stands below it begins so. Empty for the root."""
        parts = urlsplit(self.url)
        folder = parts.path.rpartition("/")[0] + "/"
        return f"{parts.hostname}{folder}" if len(folder) > 1 else ""

    @cached_property
    def tags(self) -> dict[str, str]:
        """The page's own tags by name in small letters: ``columnname``, ``articletitle``, ``siteidcode``."""
        found: dict[str, str] = {}
        for tag in self.root.iter("meta"):
            name = value(tag, "name", "property").strip().lower()
            content = value(tag, "content").strip()
            if name and content:
                found.setdefault(name, content)
        return found

    @cached_property
    def title(self) -> str:
        """What stands in ``<title>``."""
        tag = next(self.root.iter("title"), None)
        return "" if tag is None else _SPACES.sub(" ", "".join(source(tag))).strip()[:300]

    @cached_property
    def headings(self) -> list[str]:
        """Titles the page may go by: its ArticleTitle tag, its main headings, its title."""
        found = [self.tags.get("articletitle", "")]
        found += [words(tag) for tag in islice(self.root.iter("h1", "h2"), 6)]
        found.append(self.title)
        return [text for text in dict.fromkeys(found) if 1 < len(text) <= 300]

    @cached_property
    def breadcrumb(self) -> list[str]:
        """The names on the way to the page, from the site's home on; empty without one."""
        tag = self._crumb_tag
        if tag is None:
            return []
        said = _CRUMB_WORDS.split(words(tag))[-1].lstrip("：: 是")
        parts = [part.strip(" ：:") for part in _CRUMB_SEPARATORS.split(said)]
        if len(parts) < 2:
            parts = [words(anchor) for anchor in tag.iterdescendants("a")]
        return [part for part in parts if part and len(part) <= 60][:12]

    @cached_property
    def _crumb_tag(self) -> Element | None:
        said_so = (
            holder
            for holder, text in (holders(self.root, "位置") if "位置" in self.text or "&#" in self.text else ())
            if _CRUMB_WORDS.search(text)
        )
        for holder in islice(said_so, 3):
            tag: Element | None = holder
            for _ in range(3):
                if tag is None or tag.tag in ("body", "html"):
                    break
                said = words(tag)
                if len(said) > 300:
                    break
                has_link = next(tag.iterdescendants("a"), None) is not None
                if has_link or _CRUMB_SEPARATORS.search(_CRUMB_WORDS.split(said)[-1]):
                    return tag
                tag = tag.getparent()
        named = (part for part, names in classed(self.root) if _CRUMB_NAMES.search(names))
        for part in islice(named, 3):
            if next(part.iterdescendants("a"), None) is not None and len(words(part)) <= 300:
                return part
        return None

    @cached_property
    def body_text(self) -> str:
        """The words of the page without scripts and styles, spaces squeezed."""
        return page_words(self.root)

    @cached_property
    def anchors(self) -> list[Anchor]:
        """Every link of the page, frames and choices of lists included; at most :data:`MAX_LINKS`."""
        found: dict[tuple[str, str], Anchor] = {}
        for anchor in self._anchors():
            if len(found) >= MAX_LINKS:
                break
            found.setdefault((anchor.url, anchor.text), anchor)
        return list(found.values())

    def _anchors(self) -> Iterator[Anchor]:
        yield from anchors_of(self.root, self.base, self._crumb_tag, self.scripts)
        empty = False
        for tag in self.root.iter("iframe", "frame"):
            src = tag.get("src", "").strip()
            empty = empty or not src or src.startswith(("about:", "javascript:"))
            if src and (url := joined(self.base, src)):
                yield Anchor(url, tag.get("title", ""), "frame")
        for src in self.scripts.frames if empty else ():
            if (url := joined(self.base, src)) is not None:
                yield Anchor(url, "", "frame")
        for tag in self.root.iter("option"):
            given = tag.get("value", "")
            if ("/" in given or ".htm" in given or "?" in given) and (url := joined(self.base, given)):
                yield Anchor(url, words(tag))

    @cached_property
    def scripts(self) -> Scripts:
        """What the page's scripts lead to."""
        return Scripts(self.text)

    @cached_property
    def moved_to(self) -> str | None:
        """Where a page sends its reader: at once by its ``refresh`` tag, or by a script that is all there is to it."""
        if refreshed := self._refreshed_to():
            return refreshed
        if len(self.body) > 4000 or len(self.body_text) > 200:
            return None
        found = _MOVED.search(self.text)
        return joined(self.url, found[1]) if found else None

    def _refreshed_to(self) -> str | None:
        for tag in self.root.iter("meta"):
            if tag.get("http-equiv", "").strip().lower() != "refresh":
                continue
            found = _REFRESH.match(tag.get("content", ""))
            if found and int(found[1]) <= MAX_REFRESH and next(tag.iterancestors("noscript"), None) is None:
                return joined(self.base, found[2])
        return None
