"""Pages inside a page: text areas, frames with their source, template scripts, articles that scripts hold as JSON."""

from __future__ import annotations

import json
import re

from lxml import etree

_EMBEDDED = re.compile(r"<(?:p|div|table|br|span)\b", re.IGNORECASE)
_DETAIL = re.compile(r"""\bDETAIL["']?\s*[:=]\s*(?=\{)""")


def embedded_html(element: etree._Element, tags: dict[str, str]) -> str:
    """The markup that an element holds as text, empty where it holds none.

    What a script says beside its article (title, publisher ...) is put into ``tags``.
    """
    if element.tag == "iframe":
        return element.get("srcdoc") or ""
    text = element.text or ""
    if element.tag == "textarea":
        return text if _EMBEDDED.search(text) else ""
    kind = (element.get("type") or "").lower()
    if "html" in kind or "template" in kind:
        return text if _EMBEDDED.search(text) else ""
    detail = _DETAIL.search(text)
    return _detail(text[detail.end() :], tags) if detail else ""


def _detail(text: str, tags: dict[str, str]) -> str:
    """The article that a script holds as JSON: the longest string with markup; short strings beside it are tags."""
    try:
        found, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(found, dict):
        return ""
    strings = {str(key).lower(): value for key, value in found.items() if isinstance(value, str)}
    bodies = [value for value in strings.values() if _EMBEDDED.search(value)]
    for key, value in strings.items():
        if value.strip() and len(value) <= 200 and "<" not in value:
            tags[key] = value.strip()
    return max(bodies, key=len, default="")
