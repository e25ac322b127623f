"""A fetched page as the crawler explores it: its links with their words and surroundings, its tags, its breadcrumb."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawler.markup import Element, active, classed, holders, page_words, parse, short_words, source, value, words
from crawler.scripted import Scripts

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

MAX_HTML = 6_000_000
MAX_LINKS = 5_000
MAX_REFRESH = 5  # seconds; a page that sends its reader on later is one to be read
MAX_BLOCK_NAME = 24  # characters; what is longer is no heading of a block of links

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
_MORE = re.compile(r"^[\[(（]?\+?(?:查看|点击|浏览)?(?:更多|全部|more)(?:内容|信息|详情)?[\])）.…+>＞»\s]*$", re.I)
_LOOK = re.compile(
    r"^[\[(（]?(?:点击|在线)?(?:查看|下载|浏览|阅读|打开|预览)(?:详情|全文|原文|附件|文件|正文)?[\])）>»\s]*$|^(?:详情|详细)$"
)
_CODE = re.compile(r"^(?:javascript:|#.*|about:.*|data:.*|mailto:.*|tel:.*)", re.I | re.S)
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
            base = _joined(self.url, href)
            if base and urlsplit(base).hostname == urlsplit(self.url).hostname:
                return base
        return self.url

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
            parts = [words(anchor) for anchor in _inside(tag, "a")]
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
                has_link = next(_inside(tag, "a"), None) is not None
                if has_link or _CRUMB_SEPARATORS.search(_CRUMB_WORDS.split(said)[-1]):
                    return tag
                tag = tag.getparent()
        named = (part for part, names in classed(self.root) if _CRUMB_NAMES.search(names))
        for part in islice(named, 3):
            if next(_inside(part, "a"), None) is not None and len(words(part)) <= 300:
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
            if src and (url := _joined(self.base, src)):
                yield Anchor(url, tag.get("title", ""), "frame")
        for src in self.scripts.frames if empty else ():
            if (url := _joined(self.base, src)) is not None:
                yield Anchor(url, "", "frame")
        for tag in self.root.iter("option"):
            given = tag.get("value", "")
            if ("/" in given or ".htm" in given or "?" in given) and (url := _joined(self.base, given)):
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
        return _joined(self.url, found[1]) if found else None

    def _refreshed_to(self) -> str | None:
        for tag in self.root.iter("meta"):
            if tag.get("http-equiv", "").strip().lower() != "refresh":
                continue
            found = _REFRESH.match(tag.get("content", ""))
            if found and int(found[1]) <= MAX_REFRESH and next(tag.iterancestors("noscript"), None) is None:
                return _joined(self.base, found[2])
        return None


def anchors_of(
    root: Element, base: str, crumb: Element | None = None, scripts: Scripts | None = None
) -> Iterator[Anchor]:
    """The links of parsed markup, with the longer of words and ``title``, and the area they stand in.

    What is no ``<a>`` but opens an address when clicked is a link too.
    """
    areas: dict[Element, str] = {}
    rows: dict[Element, bool] = {}
    crumbs = set(_inside(crumb, "a")) if crumb is not None else set()
    scripts = scripts or Scripts("")
    for tag in root.iter("a", "area"):
        url = _target(tag, base, scripts)
        if url is not None:
            yield Anchor(url, _link_words(tag), "crumb" if tag in crumbs else _area(tag, areas), _dated(tag, rows))
    for tag in active(root):
        url = _target(tag, base, scripts)
        said = short_words(tag, 300) if url is not None else None
        if url is not None and said and next(_inside(tag, "a"), None) is None:
            dated = bool(_DATE.search(said)) or _dated(tag, rows)
            yield Anchor(url, _SPACES.sub(" ", said).strip(), _area(tag, areas), dated)


def _inside(tag: Element, name: str) -> Iterator[Element]:
    return tag.iterdescendants(name)


def _target(tag: Element, base: str, scripts: Scripts) -> str | None:
    href = tag.get("href", "").strip()
    if href and not href.lower().startswith(("javascript:", "#", "mailto:", "tel:", "data:", "about:")):
        return _joined(base, href)
    named = value(tag, "data-href", "data-url", "data-link").strip()
    if not named or not ("/" in named or "." in named or "?" in named) or named.startswith(("{", "javascript:")):
        named = ""
    found = named or scripts.leads_to(_CODE.sub("", href)) or scripts.leads_to(tag.get("onclick", ""))
    return _joined(base, found) if found else None


def _joined(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href.strip().replace("\\", "/"))
    except ValueError:
        return None


def _link_words(tag: Element) -> str:
    said = words(tag)
    title = _SPACES.sub(" ", tag.get("title") or tag.get("alt") or "").strip()
    if len(title) > len(said) or said.endswith(("…", "...")):
        said = title or said
    if not said:
        image = next(_inside(tag, "img"), None)
        said = value(image, "alt", "title") if image is not None else ""
    if _MORE.match(said):
        said = _block_name(tag, said) or said
    elif _LOOK.match(said):
        said = _row_name(tag) or said
    return said[:300]


def _block_name(tag: Element, said: str) -> str:
    """The heading of the block whose 更多 a link is: the few words that stand beside it."""
    for block in islice(tag.iterancestors(), 3):
        beside = short_words(block, 60)
        if beside is None or block.tag in ("body", "html", "ul", "ol", "table"):
            return ""
        name = _SPACES.sub("", beside).replace(_SPACES.sub("", said), "", 1).strip("|｜>»·+")
        if len(name) >= 2:
            return name if len(name) <= MAX_BLOCK_NAME else ""
    return ""


def _row_name(tag: Element) -> str:
    """What a link that says 点击查看 leads to: the longest cell of its row, or the row."""
    row = next((one for one in islice(tag.iterancestors(), 4) if one.tag in ("tr", "li", "dd", "dl")), None)
    if row is None or len(list(_inside(row, "a"))) > 3:
        return ""
    cells = [words(cell) for cell in row.iterchildren() if isinstance(cell.tag, str) and tag not in set(cell.iter("a"))]
    return max(cells, key=len, default="") if max(map(len, cells), default=0) >= 4 else ""


def _area(tag: Element, areas: dict[Element, str]) -> str:
    """Where a link stands, by the names of what encloses it; remembered per enclosing tag."""
    way: list[Element] = []
    area = "main"
    for parent in tag.iterancestors():
        known = areas.get(parent)
        if known is not None:
            area = known
            break
        way.append(parent)
        name = parent.tag
        if name in ("body", "html"):
            break
        names = f"{parent.get('id', '')} {parent.get('class', '')}".split()
        if name == "footer" or any(_AWAY_NAMES.search(name) for name in names):
            area = "foot"
            break
        if name in ("nav", "header") or any(_NAV_NAMES.search(name) for name in names):
            area = "nav"
            break
    areas.update(dict.fromkeys(way, area))
    return area


_DATE = re.compile(r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}|[\[(（]\d{1,2}-\d{1,2}[\])）]")


def _dated(tag: Element, rows: dict[Element, bool]) -> bool:
    """Whether a date stands in the link's row."""
    row = tag.getparent()
    if row is None:
        return False
    if row.tag not in ("li", "tr", "dd"):
        above = row.getparent()
        row = above if above is not None and above.tag in ("li", "tr", "dd", "div") else row
    known = rows.get(row)
    if known is None:
        said = short_words(row, 300)
        known = rows[row] = said is not None and bool(_DATE.search(said))
    return known
