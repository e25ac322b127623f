"""The links of markup: their address, their words, and where on the page they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from crawler.markup import Element, active, short_words, value, words
from crawler.scripted import Scripts

CACHED = 10_000  # addresses remembered: the links of a site's frame stand on every page
MAX_BLOCK_NAME = 24  # characters; what is longer is no heading of a block of links

_SPACES = re.compile(r"\s+")
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
_DATE = re.compile(r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}|[\[(（]\d{1,2}-\d{1,2}[\])）]")


class Anchor(NamedTuple):
    """A link as found: address, words, where on the page. ``area`` is main, nav, crumb, foot or frame."""

    url: str
    text: str
    area: str = "main"
    dated: bool = False


def anchors_of(
    root: Element, base: str, crumb: Element | None = None, scripts: Scripts | None = None
) -> Iterator[Anchor]:
    """The links of parsed markup, with the longer of words and ``title``, and the area they stand in.

    What is no ``<a>`` but opens an address when clicked is a link too.
    """
    areas: dict[Element, str] = {}
    rows: dict[Element, bool] = {}
    crumbs = set(crumb.iterdescendants("a")) if crumb is not None else set()
    scripts = scripts or Scripts("")
    for tag in root.iter("a", "area"):
        url = _target(tag, base, scripts)
        if url is not None:
            yield Anchor(url, _link_words(tag), "crumb" if tag in crumbs else _area(tag, areas), _dated(tag, rows))
    for tag in active(root):
        url = _target(tag, base, scripts)
        said = short_words(tag, 300) if url is not None else None
        if url is not None and said and next(tag.iterdescendants("a"), None) is None:
            dated = bool(_DATE.search(said)) or _dated(tag, rows)
            yield Anchor(url, _SPACES.sub(" ", said).strip(), _area(tag, areas), dated)


def _target(tag: Element, base: str, scripts: Scripts) -> str | None:
    href = tag.get("href", "").strip()
    if href and not href.lower().startswith(("javascript:", "#", "mailto:", "tel:", "data:", "about:")):
        return joined(base, href)
    named = value(tag, "data-href", "data-url", "data-link").strip()
    if not named or not ("/" in named or "." in named or "?" in named) or named.startswith(("{", "javascript:")):
        named = ""
    found = named or scripts.leads_to(_CODE.sub("", href)) or scripts.leads_to(tag.get("onclick", ""))
    return joined(base, found) if found else None


def joined(base: str, href: str) -> str | None:
    """The address of a link on a page; None where it is none."""
    return _joined(_start(base) if href.startswith(("/", "http://", "https://")) else base, href)


@lru_cache(maxsize=CACHED)
def _joined(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href.strip().replace("\\", "/"))
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _start(base: str) -> str:
    """The root of an address's site: all of it that an address from the root on needs, whatever page it stands on."""
    try:
        parts = urlsplit(base)
    except ValueError:
        return base
    return f"{parts.scheme}://{parts.netloc}/" if parts.scheme and parts.netloc else base


def _link_words(tag: Element) -> str:
    said = words(tag)
    title = _SPACES.sub(" ", tag.get("title") or tag.get("alt") or "").strip()
    if len(title) > len(said) or said.endswith(("…", "...")):
        said = title or said
    if not said:
        image = next(tag.iterdescendants("img"), None)
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
    if row is None or len(list(row.iterdescendants("a"))) > 3:
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
