"""A fetched page as the crawler explores it: its links with their words and surroundings, its tags, its breadcrumb."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

MAX_HTML = 6_000_000
MAX_LINKS = 5_000

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SPACES = re.compile(r"\s+")
_CRUMB_WORDS = re.compile(r"(?:当前|所在|您的|现在的?|你的)位置")
_CRUMB_NAMES = re.compile(r"crumb|position|location|dqwz|weizhi|dangqian|mbx|curpath|wzdh|bread", re.I)
_CRUMB_SEPARATORS = re.compile(r"\s*(?:[>＞»›]+|&gt;|/|→|\\|-{2,})\s*")
_AWAY_NAMES = re.compile(
    r"(?:^|[_-])(?:foot(?:er)?|copyright|friend(?:ly)?-?links?|yqlj|bottom|share)(?:$|[_\-\d])", re.I
)
_NAV_NAMES = re.compile(
    r"(?:^|[_-])(?:nav(?:bar|igation)?|menu|header|top(?:bar)?|topnav|logo|search)(?:$|[_\-\d])", re.I
)
_SCRIPTED = re.compile(
    r"""["']((?:https?:/)?/[^"'\s<>\\]{2,500}|[\w./-]+\.(?:s?html?|jsp|aspx?|php)(?:\?[^"'\s<>\\]*)?)["']"""
)
_MOVED = re.compile(
    r"""(?:window|document|self|top|parent)?\.?location(?:\.href)?\s*(?:=|\.replace\s*\(|\.assign\s*\()\s*["']([^"']{1,500})["']"""
)


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


@dataclass(frozen=True)
class Anchor:
    """A link as found: address, words, where on the page. ``area`` is main, nav, crumb, foot or frame."""

    url: str
    text: str
    area: str = "main"
    dated: bool = False


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

    @property
    def is_html(self) -> bool:
        """Whether it is a page rather than data or a file."""
        if any(word in self.content_type for word in ("json", "xml;", "text/xml", "application/xml", "image/", "pdf")):
            return "xhtml" in self.content_type
        head = self.body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return head.startswith(b"<") or b"<html" in head or b"<body" in head or b"<a " in head or b"<div" in head

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The parsed page."""
        return BeautifulSoup(self.text, "lxml")

    @cached_property
    def base(self) -> str:
        """What relative links start from: ``<base href>`` where it stays on the host, else the page's address."""
        tag = self.soup.find("base", href=True)
        if isinstance(tag, Tag):
            base = _joined(self.url, str(tag["href"]))
            if base and urlsplit(base).hostname == urlsplit(self.url).hostname:
                return base
        return self.url

    @cached_property
    def tags(self) -> dict[str, str]:
        """The page's own tags by name in small letters: ``columnname``, ``articletitle``, ``siteidcode``."""
        found: dict[str, str] = {}
        for tag in self.soup.find_all("meta"):
            name = str(tag.get("name") or tag.get("property") or "").strip().lower()
            content = str(tag.get("content") or "").strip()
            if name and content:
                found.setdefault(name, content)
        return found

    @cached_property
    def title(self) -> str:
        """What stands in ``<title>``."""
        tag = self.soup.find("title")
        return _SPACES.sub(" ", tag.get_text()).strip()[:300] if isinstance(tag, Tag) else ""

    @cached_property
    def headings(self) -> list[str]:
        """Titles the page may go by: its ArticleTitle tag, its main headings, its title."""
        found = [self.tags.get("articletitle", "")]
        found += [_words(tag) for tag in self.soup.find_all(["h1", "h2"])[:6]]
        found.append(self.title)
        return [text for text in dict.fromkeys(found) if 1 < len(text) <= 300]

    @cached_property
    def breadcrumb(self) -> list[str]:
        """The names on the way to the page, from the site's home on; empty without one."""
        tag = self._crumb_tag
        if tag is None:
            return []
        words = _CRUMB_WORDS.split(_words(tag))[-1].lstrip("：: 是")
        parts = [part.strip(" ：:") for part in _CRUMB_SEPARATORS.split(words)]
        if len(parts) < 2:
            parts = [_words(anchor) for anchor in tag.find_all("a")]
        return [part for part in parts if part and len(part) <= 60][:12]

    @cached_property
    def _crumb_tag(self) -> Tag | None:
        for text in self.soup.find_all(string=_CRUMB_WORDS, limit=3):
            tag: Tag | None = text.parent
            for _ in range(3):
                if tag is None or tag.name in ("body", "html"):
                    break
                words = _words(tag)
                if len(words) > 300:
                    break
                if tag.find("a") is not None or _CRUMB_SEPARATORS.search(_CRUMB_WORDS.split(words)[-1]):
                    return tag
                tag = tag.parent
        for named in self.soup.find_all(["div", "p", "ul", "ol", "span", "td"], class_=_CRUMB_NAMES, limit=3):
            if isinstance(named, Tag) and named.find("a") is not None and len(_words(named)) <= 300:
                return named
        return None

    @cached_property
    def body_text(self) -> str:
        """The words of the page without scripts and styles, spaces squeezed."""
        body = self.soup.body or self.soup
        words = [
            str(text)
            for text in body.find_all(string=True)
            if text.parent is not None and text.parent.name not in ("script", "style", "noscript", "title")
        ]
        return _SPACES.sub(" ", " ".join(words)).strip()

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
        yield from anchors_of(self.soup, self.base, self._crumb_tag)
        for tag in self.soup.find_all(["iframe", "frame"], src=True):
            if url := _joined(self.base, str(tag["src"])):
                yield Anchor(url, str(tag.get("title") or ""), "frame")
        for tag in self.soup.find_all("option", value=True):
            value = str(tag["value"])
            if ("/" in value or ".htm" in value or "?" in value) and (url := _joined(self.base, value)):
                yield Anchor(url, _words(tag))

    @cached_property
    def moved_to(self) -> str | None:
        """Where a page that is nothing but a script sends its reader."""
        if len(self.body) > 4000 or len(self.body_text) > 200:
            return None
        found = _MOVED.search(self.text)
        return _joined(self.url, found[1]) if found else None


def anchors_of(soup: BeautifulSoup | Tag, base: str, crumb: Tag | None = None) -> Iterator[Anchor]:
    """The links of parsed markup, with the longer of words and ``title``, and the area they stand in."""
    areas: dict[int, str] = {}
    for tag in soup.find_all("a"):
        url = _target(tag, base)
        if url is None:
            continue
        area = "crumb" if crumb is not None and crumb in tag.parents else _area(tag, areas)
        yield Anchor(url, _link_words(tag), area, _dated(tag))


def _target(tag: Tag, base: str) -> str | None:
    href = str(tag.get("href") or "").strip()
    if href and not href.lower().startswith(("javascript:", "#", "mailto:", "tel:", "data:", "about:")):
        return _joined(base, href)
    scripted = f"{href} {tag.get('onclick') or ''}"
    found = _SCRIPTED.search(scripted)
    return _joined(base, found[1]) if found else None


def _joined(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href.strip().replace("\\", "/"))
    except ValueError:
        return None


def _link_words(tag: Tag) -> str:
    words = _words(tag)
    title = _SPACES.sub(" ", str(tag.get("title") or "")).strip()
    if len(title) > len(words) or words.endswith(("…", "...")):
        words = title or words
    if not words:
        image = tag.find("img")
        words = str(image.get("alt") or image.get("title") or "") if isinstance(image, Tag) else ""
    return words[:300]


def _words(tag: Tag) -> str:
    return _SPACES.sub(" ", tag.get_text(" ")).strip()


def _area(tag: Tag, areas: dict[int, str]) -> str:
    """Where a link stands, by the names of what encloses it; remembered per enclosing tag."""
    way: list[int] = []
    area = "main"
    for parent in tag.parents:
        if id(parent) in areas:
            area = areas[id(parent)]
            break
        way.append(id(parent))
        if parent.name in ("body", "html", "[document]"):
            break
        names = " ".join([parent.name, str(parent.get("id") or ""), *map(str, parent.get("class") or ())])
        if parent.name == "footer" or any(_AWAY_NAMES.search(name) for name in names.split()):
            area = "foot"
            break
        if parent.name in ("nav", "header") or any(_NAV_NAMES.search(name) for name in names.split()):
            area = "nav"
            break
    areas.update(dict.fromkeys(way, area))
    return area


_DATE = re.compile(r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}|[\[(（]\d{1,2}-\d{1,2}[\])）]")


def _dated(tag: Tag) -> bool:
    """Whether a date stands in the link's row."""
    row = tag.parent
    if row is None:
        return False
    if row.name not in ("li", "tr", "dd"):
        row = row.parent if row.parent is not None and row.parent.name in ("li", "tr", "dd", "div") else row
    words = row.get_text(" ")
    return len(words) < 300 and bool(_DATE.search(words))
