"""The words of paragraphs, as their readers see them: without what is hidden, struck through, noted or deleted."""

from __future__ import annotations

from lxml import etree

from extract.values import raised

_NOT_SHOWN = """
    tracked-changes note annotation annotation-end ruby-text hidden-text hidden-paragraph table-of-content-source
"""
_UNSEEN = frozenset(_NOT_SHOWN.split())
_ASIDE = frozenset(("text-box", "image", "custom-shape", "rect", "ellipse"))
_MOST_BLANKS = 200
_DEPTH = 200


class Styles:
    """What the named styles of a document do to the words and rows that have them."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self.hidden: set[str] = set()
        self.raised: set[str] = set()
        self.unseen_tables: set[str] = set()
        for root in roots:
            for style in root.iter("{*}style") if root is not None else ():
                self._add(style, attribute(style, "name"))

    def _add(self, style: etree._Element, name: str) -> None:
        for properties in style:
            kind = local(properties)
            if kind == "text-properties":
                struck = attribute(properties, "text-line-through-style") not in ("", "none")
                if struck or attribute(properties, "display") == "none":
                    self.hidden.add(name)
                height = attribute(properties, "text-position").partition(" ")[0]
                if height == "super" or (height.endswith("%") and height[:1].isdigit() and height != "0%"):
                    self.raised.add(name)
            elif kind == "table-properties" and attribute(properties, "display") == "false":
                self.unseen_tables.add(name)


def local(element: etree._Element | None) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if element is not None and isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name."""
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")


def count(element: etree._Element, name: str) -> int:
    """How often something is repeated or how far it spans: 1 where nothing sensible is said."""
    value = attribute(element, name)
    return max(1, int(value)) if value.isdecimal() and len(value) < 10 else 1


def words_of(element: etree._Element, styles: Styles, aside: list[etree._Element] | None = None) -> str:
    """The text of a paragraph, line by line. ``aside`` takes text boxes and pictures that are anchored in it."""
    parts: list[str] = []
    _gather(element, styles, parts, aside, 0)
    return "\n".join(line for raw in "".join(parts).split("\n") if (line := " ".join(raw.split())))


def _gather(
    element: etree._Element, styles: Styles, parts: list[str], aside: list[etree._Element] | None, depth: int
) -> None:
    parts.append(element.text or "")
    for child in element:
        name = local(child)
        if name == "s":
            parts.append(" " * min(count(child, "c"), _MOST_BLANKS))
        elif name == "tab":
            parts.append("\t")
        elif name == "line-break":
            parts.append("\n")
        elif name in _ASIDE:
            if aside is not None:
                aside.append(child)
        elif name and name not in _UNSEEN and depth < _DEPTH:
            style = attribute(child, "style-name") if name in ("span", "a") else ""
            if style not in styles.hidden or not style:
                at = len(parts)
                _gather(child, styles, parts, aside, depth + 1)
                if style in styles.raised and "".join(parts[:at])[-1:].isdigit():
                    parts[at:] = map(raised, parts[at:])
        parts.append(child.tail or "")
