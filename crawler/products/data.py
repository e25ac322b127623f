"""Rows in data: JSON of any shape, markup in strings, JSONP and XML around them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from crawler.anchors import Anchor
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


_ADDRESS_LIKE = re.compile(r"(?:url|link|href|path)$")
_TITLE_LIKE = re.compile(r"(?:title|subject|topic)\w{0,4}$")


def _named(entries: dict[str, str], names: tuple[str, ...], like: re.Pattern[str]) -> str:
    """The value under the first of the names that has one, else under a name of the kind."""
    known = next((entries[name] for name in names if entries.get(name)), "")
    return known or next((value for name, value in entries.items() if value and like.search(name)), "")


def json_rows(value: Any, base: str) -> Iterator[Anchor]:
    """Objects that have an address and a title, as rows."""
    for node in dicts(value):
        lower = {str(key).lower(): entry for key, entry in node.items() if isinstance(entry, str)}
        address = _named(lower, _ADDRESS_KEYS, _ADDRESS_LIKE)
        title = _named(lower, _TITLE_KEYS, _TITLE_LIKE)
        if title and address and ("/" in address or ".htm" in address):
            yield Anchor(urljoin(base, address), unescape(_TAGS.sub("", title)).strip(), "main", dated=True)


_OBJECT = re.compile(r"\{[^{}]{8,1500}\}")
_PAIR = re.compile(r"""["']?([\w$]{1,40})["']?\s*:\s*(?:"((?:[^"\\]|\\.){0,600})"|'((?:[^'\\]|\\.){0,600})')""")


def script_rows(text: str, base: str) -> Iterator[Anchor]:
    """Rows of objects as scripts write them, names bare and strings in either quotation mark."""
    for found in islice(_OBJECT.finditer(text), MAX_NODES):
        pairs = {pair[1]: (pair[2] or pair[3]).replace("\\/", "/") for pair in _PAIR.finditer(found[0])}
        yield from json_rows(pairs, base)


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
