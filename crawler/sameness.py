"""Whether two fetches of a page are the same page: view counters, clocks and tokens make no new version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml.etree import iterwalk

from crawler.judge import REPORT_HEADINGS
from crawler.markup import Element, holders, texts, value
from crawler.page import Page, decode
from crawler.urls import is_attachment, viewed_file

_NOISE = re.compile(
    r"<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->|<input\b[^>]*\btype=[\"']?hidden[^>]*>|<meta\b[^>]*>|<link\b[^>]*>",
    re.S | re.I,
)
_SCRIPT = re.compile(r"<script\b.*?</script>", re.S | re.I)
_COUNTERS = re.compile(
    r"((?:浏览|访问|点击|阅读|查看|下载|人气|点赞)(?:次数|量|数|率)?\s*[：:]?\s*(?:<[^>]*>\s*)*[\[(（]?)\s*\d[\d,]*"
)
_CLOCKS = re.compile(
    r"(?:现在是|当前时间|今天是|服务器时间|页面生成于?|生成时间|今日)[^<]{0,60}|\d{4}[-年/]\d{1,2}[-月/]\d{1,2}日?\s*星期[一二三四五六日天][^<]{0,20}"
)
_SESSIONS = re.compile(r"(?:;jsessionid|[?&](?:_|t|ts|v|rnd|random|timestamp|token|csrf))=[^\"'&\s>]*", re.I)
_ONLY_NUMBER = re.compile(r"^\s*[\d,]+\s*$", re.M)
_TITLE = re.compile(rb"(?:(?!<!--|<script|<style).){0,2000}?<title[^>]*>([^<]{0,400})</title", re.S | re.I)
_SPACES = re.compile(r"\s+")
_CHANGING = frozenset(("a", "li", "dd", "option", "script", "style", "noscript", "head"))
_TOLD = ("articletitle", "pubdate", "contentsource")
ENOUGH_HEADINGS = 3


@lru_cache(maxsize=16)  # the home page of every portal that is visited: other pages are compared with it
def _remembered(body: bytes) -> str:
    return essence(body)


def essence(body: bytes) -> str:
    """The markup without what changes from view to view."""
    return _steady(_NOISE.sub("", decode(body)))


def _steady(text: str) -> str:
    text = _SESSIONS.sub("", _CLOCKS.sub("", _COUNTERS.sub(r"\1", text)))
    return _SPACES.sub(" ", text)


def same_page(before: bytes, after: bytes) -> bool:
    """Whether two bodies of a page say the same. Bodies of very different size are not looked at."""
    if abs(len(before) - len(after)) > 2000:
        return False
    if before == after:
        return True
    return _may_be_same(before, after) and _remembered(before) == essence(after)


def _may_be_same(before: bytes, after: bytes) -> bool:
    """Whether the titles of two bodies do not tell them apart already, where they stand before anything left out."""
    titles = [_TITLE.match(body) for body in (before, after)]
    if not all(titles):
        return True
    one, other = (_steady(decode(match[1])) for match in titles if match)
    return one == other


def same_report(before: Page, after: Page, *, article: bool = True) -> bool:
    """Whether two pages hold the same report: its words, tables, pictures and files, title and day.

    What stands around it, as lists of hot news, counters and links to other articles, is left out. Where the report
    is a file or pictures, an ``article``'s words are those outside lists and links; a list would have none then. False
    where nothing tells a report.
    """
    held = _report(before, article)
    return held is not None and held == _report(after, article)


def _report(page: Page, article: bool) -> tuple[object, ...] | None:
    part = report_part(page.root)
    if part is None and not article:
        return None
    words = _steady(" ".join(_outside_lists(page.root) if part is None else texts(part)))
    part = page.root if part is None else part
    cells = sum(1 for _ in part.iter("td", "th"))
    shown = [value(tag, "src", "data-src", "data-original") for tag in part.iter("img", "iframe", "embed")]
    files = [
        anchor.url
        for anchor in page.anchors
        if anchor.area != "foot" and (is_attachment(anchor.url) or viewed_file(anchor.url))
    ]
    if part is page.root and not (files or shown):
        return None
    told = [page.tags.get(name) for name in _TOLD]
    return words, cells, shown, [_steady(url) for url in files], told, page.headings


def _outside_lists(root: Element) -> Iterator[str]:
    """The words of a page but for rows of lists and links, which change with the news."""
    walk = iterwalk(root, events=("start",))
    for _, element in walk:
        if not isinstance(element.tag, str) or element.tag in _CHANGING:
            walk.skip_subtree()
        elif element.text:
            yield element.text
        if element.tail:
            yield element.tail


def report_part(root: Element) -> Element | None:
    """The smallest part of a page that holds all the headings of a report's sections that it has."""
    found: list[Element] = []
    for heading in REPORT_HEADINGS:
        holder = next((holder for holder, _ in holders(root, heading) if holder.tag != "title"), None)
        if holder is not None and holder not in found:
            found.append(holder)
    if len(found) < ENOUGH_HEADINGS:
        return None
    part = found[0]
    for other in found[1:]:
        above = [part, *part.iterancestors()]
        part = next((one for one in (other, *other.iterancestors()) if one in above), root)
    return part


def same_scripts(before: bytes, after: bytes) -> bool:
    """Whether the scripts of two bodies say the same: a list may keep its rows and their number in one."""
    return _scripts(before) == _scripts(after)


def _scripts(body: bytes) -> list[str]:
    return [_steady(script) for script in _SCRIPT.findall(decode(body))]


def same_text(before: str, after: str) -> bool:
    """Whether two texts that a product keeps in scripts say the same. A line that is but a number counts views."""
    return before == after or _steady(_ONLY_NUMBER.sub("", before)) == _steady(_ONLY_NUMBER.sub("", after))
