"""Lists whose pages are asked for with a form: its page number set by a script, or ASP.NET's post back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlencode, urljoin, urlsplit

from crawler.markup import Element, words
from crawler.page import Page
from crawler.products.base import MAX_PAGES, Fetch, page_count

MAX_FORMS = 12

PAGE_FIELD = re.compile(
    r"^(?:\w{0,12}[._-])?(?:cur(?:r(?:ent)?)?|now|to|go|goto)?_?page(?:_?(?:no|num|number|index|id|now|current))?$|^cpage$|^pn$|^pageindex$",
    re.I,
)
_POST_BACK = re.compile(r"__doPostBack\s*\(\s*[\"']([^\"']{1,200})[\"']\s*,\s*[\"']([^\"']{0,60})[\"']\s*\)")
_CALLED = re.compile(r"^\s*javascript:\s*[\w$.]{1,60}\s*\(\s*[\"']?(\d{1,4})[\"']?\s*[,)]", re.I)
_NUMBER = re.compile(r"^\D{0,4}(\d{1,3})\D{0,4}$")


def posted_pages(page: Page) -> Iterator[Fetch]:
    """The other pages of a list that forms of the page ask for."""
    for form in islice(page.root.iter("form"), MAX_FORMS):
        fields = _fields(form)
        if "__EVENTTARGET" in fields:
            yield from _posted_back(page, form, fields)
            continue
        field = next((name for name in fields if PAGE_FIELD.match(name)), None)
        if field is not None and _is_pager(page, form):
            yield from _numbered(page, form, fields, field)


def _fields(form: Element) -> dict[str, str]:
    """The fields a browser would send: no buttons, no boxes that are not ticked."""
    found: dict[str, str] = {}
    for field in form.iter("input", "select", "textarea"):
        name, kind = field.get("name"), field.get("type", "").lower()
        if not name or kind in ("submit", "button", "image", "file", "reset", "password"):
            continue
        if kind in ("radio", "checkbox") and field.get("checked") is None:
            continue
        if field.tag == "select":
            options = list(field.iter("option"))
            chosen = next((one for one in options if one.get("selected") is not None), options[0] if options else None)
            found[name] = "" if chosen is None else chosen.get("value") or words(chosen)
        else:
            found[name] = field.get("value") or ""
    return found


def _address(page: Page, form: Element) -> str:
    try:
        return urljoin(page.base, form.get("action") or page.url)
    except ValueError:
        return page.url


def _is_pager(page: Page, form: Element) -> bool:
    """Whether links or words beside the form speak of pages."""
    return page_count(page) > 1 or _last_called(page) > 1


def _last_called(page: Page) -> int:
    """The largest number that a numbered link hands to a function."""
    last = 0
    for anchor in page.root.iter("a"):
        called = _CALLED.match(anchor.get("href") or "") or _CALLED.match(f"javascript:{anchor.get('onclick') or ''}")
        if called and _NUMBER.match(words(anchor)):
            last = max(last, int(called[1]))
    return last


def _numbered(page: Page, form: Element, fields: dict[str, str], field: str) -> Iterator[Fetch]:
    address = _address(page, form)
    post = form.get("method", "get").lower() == "post"
    for number in range(2, min(page_count(page) or _last_called(page), MAX_PAGES) + 1):
        sent = fields | {field: str(number)}
        if post:
            yield Fetch(address, number, form=tuple(sent.items()))
        else:
            parts = urlsplit(address)
            yield Fetch(parts._replace(query=urlencode(sent), fragment="").geturl(), number)


def _posted_back(page: Page, form: Element, fields: dict[str, str]) -> Iterator[Fetch]:
    address = _address(page, form)
    for anchor in form.iter("a"):
        called = _POST_BACK.search(f"{anchor.get('href') or ''} {anchor.get('onclick') or ''}")
        number = _NUMBER.match(words(anchor)) if called else None
        if called is None or number is None or not 1 <= int(number[1]) <= MAX_PAGES:
            continue
        sent = fields | {"__EVENTTARGET": called[1], "__EVENTARGUMENT": called[2]}
        yield Fetch(address, int(number[1]), form=tuple(sent.items()))
