"""What a page keeps from its readers: by attribute, by the style of an element, by a rule of its style sheets.

Only rules that say so for a class, an id or an element's name (also below others of such) are asked, and none that
another rule may undo. A page without the words for it costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple, cast

from lxml import etree

_WORDS = (b"hidden", b"display", b"mso-hide", b"opacity", b"font-size:0", b"font-size: 0")
_NONE = r"(?:0+(?:\.0*)?|\.0+)"
_END = r"\s*(?:!\s*important)?\s*(?=;|$)"
_GONE = re.compile(rf"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*(?:all|screen)){_END}", re.IGNORECASE)
# An element below may undo these, and a script often does: they count for the innermost ones.
_UNSEEN = re.compile(
    rf"(?:^|;)\s*(?:visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*{_NONE}|font-size\s*:\s*{_NONE}(?:[a-z]+|%)?){_END}",
    re.IGNORECASE,
)
_STYLED = " or ".join(
    f"contains(@style, '{word}')"
    for word in ("isplay", "ISPLAY", "isibility", "ISIBILITY", "so-hide", "pacity", "ont-size:0", "ont-size: 0")
)
_SHEET = re.compile(rb"<style\b[^>]*>(.*?)</style", re.IGNORECASE | re.DOTALL)
_SHEET_ENDS = (b"</style", b"</STYLE", b"</Style")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_FOR_SCREENS = re.compile(r"@media\s+(?:all|(?:only\s+)?screen)\s*$", re.IGNORECASE)
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][a-z_-][\w-]*)*)", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:", re.IGNORECASE)
_SCREENS = ("all", "screen", "")
_LONGEST_SHEET = 200_000
_MOST_RULES, _MOST_ELEMENTS, _MOST_STEPS, _MOST_ABOVE = 100, 50_000, 5, 40


class _Simple(NamedTuple):
    """One step of a selector: an element's name (or none), its id and classes as ``#id`` and ``.class``."""

    tag: str
    names: frozenset[str]


_Selector = tuple[_Simple, ...]
_Rules = dict[str, set[_Selector]]  # by a class or id of the last step


def may_hide(page: bytes) -> bool:
    """Whether a page in UTF-8 may hide anything; a look at the tree for it is only worth it then."""
    lowered = page.lower()
    return any(word in lowered for word in _WORDS)


def names_hidden(page: bytes) -> frozenset[str]:
    """The classes and ids (``.class``, ``#id``) that style sheets of a page in UTF-8 may hide elements by."""
    names: set[str] = set()
    if not any(end in page for end in _SHEET_ENDS):
        return frozenset()
    for sheet in _SHEET.findall(page):
        if b"none" in sheet.lower() or b"mso-hide" in sheet:
            for rule in sheet.decode(errors="replace").split("}"):
                selectors, _, declared = rule.rpartition("{")
                if _GONE.search(declared):
                    names.update(_NAME.findall(selectors))
    return frozenset(names)


def hidden_elements(root: etree._Element) -> set[etree._Element]:
    """The elements that the page's readers do not see; those below them need not be named again."""
    found = cast("list[etree._Element]", root.xpath(f"//*[@hidden or {_STYLED}]"))
    return {e for e in found if e.get("hidden") is not None or _is_unseen(e)} | _hidden_by_sheets(root)


def _is_unseen(element: etree._Element) -> bool:
    style = element.get("style") or ""
    return bool(_GONE.search(style) or (len(element) == 0 and _UNSEEN.search(style)))


def _hidden_by_sheets(root: etree._Element) -> set[etree._Element]:
    hide, show = _rules(root)
    if not hide:
        return set()
    named = cast("list[etree._Element]", root.xpath("//*[@class or @id]"))
    return {
        element
        for element in (named if len(named) <= _MOST_ELEMENTS else ())
        if _is_meant(element, hide) and not _is_meant(element, show) and not _DISPLAY.search(element.get("style") or "")
    }


def _rules(root: etree._Element) -> tuple[_Rules, _Rules]:
    """What the style sheets hide, and what they show, by a class or id; rules that are not simple are left out."""
    hide: _Rules = {}
    show: _Rules = {}
    for sheet in root.iter("style"):
        text = "".join(cast("Iterator[str]", sheet.itertext()))
        if len(text) > _LONGEST_SHEET or "none" not in text.lower() or sheet.get("media", "all") not in _SCREENS:
            continue
        for selectors, declared in _declarations(_COMMENT.sub("", text)):
            if not _DISPLAY.search(declared):
                continue
            to = hide if _GONE.search(declared) else show
            for selector in filter(None, map(_selector, selectors.split(","))):
                if sum(map(len, to.values())) < _MOST_RULES:
                    to.setdefault(min(selector[-1].names), set()).add(selector)
    return hide, show


def _declarations(sheet: str) -> Iterator[tuple[str, str]]:
    """The selectors and declarations that hold on a screen of any size."""
    other = False
    for rule in sheet.split("}"):
        parts = rule.split("{")
        if len(parts) == 3:
            other = not _FOR_SCREENS.search(parts[0].strip())
        if len(parts) in (2, 3) and not other and "@" not in (selectors := parts[-2].rpartition(";")[2]):
            yield selectors, parts[-1]
        elif len(parts) == 1:
            other = False


def _selector(text: str) -> _Selector | None:
    """The steps of a selector, the last of which has a class or an id; None for any other."""
    steps = []
    for word in text.split():
        step = _SIMPLE.fullmatch(word)
        if step is None:
            return None
        steps.append(_Simple((step[1] or "").lower(), frozenset(_NAME.findall(step[2]))))
    return tuple(steps) if 0 < len(steps) <= _MOST_STEPS and steps[-1].names else None


def _is_meant(element: etree._Element, rules: _Rules) -> bool:
    """Whether any of the rules fits."""
    return any(_fits(element, selector) for name in _names(element) for selector in rules.get(name, ()))


def _fits(element: etree._Element, selector: _Selector) -> bool:
    if not _is_step(element, selector[-1]):
        return False
    steps = list(selector[:-1])
    for above in islice(element.iterancestors(), _MOST_ABOVE) if steps else ():
        if steps and _is_step(above, steps[-1]):
            steps.pop()
    return not steps


def _is_step(element: etree._Element, step: _Simple) -> bool:
    return (not step.tag or element.tag == step.tag) and step.names <= _names(element)


def _names(element: etree._Element) -> frozenset[str]:
    names = [f".{name}" for name in (element.get("class") or "").split()]
    return frozenset([*names, f"#{element.get('id')}"])
