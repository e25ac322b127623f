"""Parsed markup and its words: one lxml tree a page, and the texts that a reader of the page would see.

The crawler looks at every page it fetches, so this is what decides what a crawl costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

_SPACES = re.compile(r"\s+")
# The parser drops what follows the end of a page, and pages put together from parts go on after it.
_ENDS = re.compile(r"</(?:body|html)\s*>", re.I)
_BLANK = re.compile(r"[ \n\t\f\r]*")

# Texts inside these are no words of the page: code, and what stands beside or instead of words.
_texts: Any = etree.XPath(
    "descendant::text()[not(parent::script or parent::style or parent::rt or parent::rp or ancestor::template)]",
    smart_strings=False,
)
_UNSHOWN = frozenset(["script", "style", "rt", "rp", "template"])
_all_texts: Any = etree.XPath(
    "descendant::text()[not(parent::script or parent::style or parent::noscript or parent::title)]"
    "|descendant::comment()",
    smart_strings=False,
)
_classed: Any = etree.XPath("//*[self::div or self::p or self::ul or self::ol or self::span or self::td][@class]")

_active: Any = etree.XPath("//*[@onclick or @data-href or @data-url or @data-link][not(self::a)]")


def parse(markup: str) -> Element:
    """The root of a page or of a piece of markup; an empty ``html`` where there is nothing to parse."""
    parser: Any = etree.HTMLParser(recover=True, huge_tree=True)
    try:
        parser.feed(_ENDS.sub("", markup))
        root: Element | None = parser.close()
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    return etree.Element("html") if root is None else root


def source(element: Element) -> list[str]:
    """All texts in an element, shown or not."""
    return [text for text in element.itertext() if isinstance(text, str)]


def texts(element: Element) -> list[str]:
    """The texts an element shows, as they stand; a script or style gives its source."""
    if element.tag in ("script", "style", "template"):
        return source(element)
    if element.tag not in _UNSHOWN and next(element.iterancestors("template"), None) is None:
        found = [element.text] if element.text else []
        for child in element:
            if len(child):
                break
            if child.text and child.tag not in _UNSHOWN and isinstance(child.tag, str):
                found.append(child.text)
            if child.tail:
                found.append(child.tail)
        else:
            return found
    return list(_texts(element))


def words(element: Element) -> str:
    """The words an element shows, spaces squeezed."""
    return _SPACES.sub(" ", " ".join(texts(element))).strip()


def page_words(root: Element) -> str:
    """The words of a whole page without scripts and styles; what stands in comments counts, as some hold the page."""
    body = next(root.iter("body"), root)
    found = [part if isinstance(part, str) else part.text or "" for part in _all_texts(body)]
    return _SPACES.sub(" ", " ".join(found)).strip()


def short_words(element: Element, limit: int) -> str | None:
    """The words an element shows where they are shorter than ``limit`` characters, else None."""
    found: list[str] = []
    length = -1
    for text in texts(element):
        if _BLANK.fullmatch(text):
            text = "\n" if "\n" in text else " "
        length += len(text) + 1
        if length >= limit:
            return None
        found.append(text)
    return " ".join(found)


def comments(root: Element) -> Iterator[str]:
    """The comments of a page, also those outside its root."""
    for group in (
        reversed(list(root.itersiblings(etree.Comment, preceding=True))),
        root.iter(etree.Comment),
        root.itersiblings(etree.Comment),
    ):
        for comment in group:
            yield comment.text or ""


def holders(root: Element, word: str) -> Iterator[tuple[Element, str]]:
    """The texts and comments of a page that have a word, each with the element it stands in."""
    texts: Any = root.xpath("//text()[contains(., $word)] | //comment()[contains(., $word)]", word=word)
    for found in texts:
        holder = found.getparent()
        if getattr(found, "is_tail", False) and holder is not None:
            holder = holder.getparent()
        if holder is not None:
            yield holder, found if isinstance(found, str) else found.text or ""


def classed(root: Element) -> Iterator[tuple[Element, str]]:
    """The parts of a page that have a class, each with it."""
    return ((element, element.get("class", "")) for element in _classed(root))


def value(element: Element, *names: str) -> str:
    """The first of the attributes that says something; empty without one."""
    return next((found for name in names if (found := element.get(name))), "")


def active(root: Element) -> list[Element]:
    """The parts of a page, links apart, that do something when clicked or name an address to open."""
    found: list[Element] = _active(root)
    return found
