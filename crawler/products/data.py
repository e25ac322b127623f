"""Rows in data: JSON of any shape, markup in strings, JSONP and XML around them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin

from crawler.page import Anchor
from crawler.products.base import markup_rows

MAX_DEPTH = 14
MAX_NODES = 50_000

_ADDRESS_KEYS = ("url", "redirecturl", "infourl", "linkurl", "link", "href", "docpuburl", "htmlurl", "visiturl", "path")
_TITLE_KEYS = ("title", "titlehtml", "infotitle", "doctitle", "topic", "subject", "name")
_TOTAL_KEYS = ("total", "totalcount", "totalrecord", "totalrows", "recordcount", "count", "totalnum")
_TAGS = re.compile(r"<[^>]+>")
_WRAPPED = re.compile(r"^[\w.$\s]{0,60}\(\s*(.*?)\s*\)\s*;?\s*$", re.S)


def load(text: str) -> Any:
    """JSON, also wrapped in a call (JSONP); None where it is neither."""
    for candidate in (text, (m[1] if (m := _WRAPPED.match(text)) else "")):
        try:
            return json.loads(candidate)
        except (ValueError, RecursionError):
            continue
    return None


def dicts(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON value, outer ones first."""
    waiting: list[tuple[Any, int]] = [(value, 0)]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node, depth = waiting.pop(0)
        if isinstance(node, dict):
            yield node
        if depth < MAX_DEPTH and isinstance(node, dict | list):
            waiting += [(part, depth + 1) for part in (node.values() if isinstance(node, dict) else node)]


def json_rows(value: Any, base: str) -> Iterator[Anchor]:
    """Objects that have an address and a title, as rows."""
    for node in dicts(value):
        lower = {str(key).lower(): entry for key, entry in node.items() if isinstance(entry, str)}
        address = next((lower[key] for key in _ADDRESS_KEYS if lower.get(key)), "")
        title = next((lower[key] for key in _TITLE_KEYS if lower.get(key)), "")
        if title and address and ("/" in address or ".htm" in address):
            yield Anchor(urljoin(base, address), unescape(_TAGS.sub("", title)).strip(), "main", dated=True)


def json_total(value: Any) -> int:
    """The number of records that a reply names; 0 without one."""
    for node in dicts(value):
        for key, entry in node.items():
            if str(key).lower() in _TOTAL_KEYS and str(entry).isdigit():
                return int(entry)
    return 0


def string_rows(value: Any, base: str) -> Iterator[Anchor]:
    """Links in markup that stands in strings of a JSON value."""
    for node in dicts(value):
        for entry in node.values():
            if isinstance(entry, str) and "<a" in entry:
                yield from markup_rows(entry, base)
