"""When a report was published: the page's tags, its text, its address; implausible dates are passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extract.metadata.page import Page

_DATE = re.compile(
    r"(?<!\d)(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)|(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)"
)
_LABEL = re.compile(
    r"(?<!统计)(?<!起止)(?<!受理)(?<!办公)(发布|发表|公开|生成|撰写|发文|成文|上传|录入|更新)?\s*(?:日\s*期|时\s*间)\s*[:：]?[\s|｜]*"
)
_IN_URL = re.compile(r"[/_t](20\d\d)(\d\d)(\d\d)(?=[_/.])|/(20\d\d)[-/](\d{1,2})[-/](\d{1,2})/")
_MONTH_IN_URL = re.compile(r"/(20\d\d)-?(0[1-9]|1[0-2])/")
# Verbs of when a paper was written, which may be days before it came out.
_WRITTEN = ("生成", "撰写", "发文", "成文", "录入")
# A day with an hour is that of a page: no report counts hours.
_MOMENT = re.compile(r"20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?\s*\d{1,2}[:：时]\d{2}")
_LONGEST = 120
_TAGS = ("pubdate", "publishdate", "发布日期", "发布时间", "公开日期", "生成日期", "发文日期", "成文日期", "产生日期")


def published(page: Page, year: int | None) -> date | None:
    """The publication date, no earlier than the reported year."""
    for found in _dates(page):
        if date(2004, 1, 1) <= found and (year is None or found.year >= year):
            return found
    return None


def _dates(page: Page) -> Iterator[date]:
    for name in _TAGS:
        if (value := page.document.tags.get(name)) and (found := first_date(value)):
            yield found
    labelled = list(_labelled(page))
    yield from (found for verb, found in labelled if verb not in _WRITTEN)
    for line, _ in page.head:
        if len(line) < _LONGEST and (near := _MOMENT.search(line)) and (found := first_date(near[0])):
            yield found
    yield from (found for verb, found in labelled if verb in _WRITTEN)
    for line, _ in page.head:
        # A line that is a date and little else, as under a title.
        if len(line) <= 24 and (found := first_date(line)):
            yield found
    if page.context.published:
        yield page.context.published
    if found := date_in_url(page.url):
        yield found


def _labelled(page: Page) -> Iterator[tuple[str | None, date]]:
    """The dates behind a label, each with the label's verb."""
    for line, _ in page.head:
        for label in _LABEL.finditer(line):
            if (near := _DATE.match(line, label.end())) and (found := _dated(near)):
                yield label[1], found


def first_date(text: str) -> date | None:
    """The first real date in a text, written ``2023-01-17``, ``2023年1月17日`` or ``20230117``."""
    for match in _DATE.finditer(text):
        if found := _dated(match):
            return found
    return None


def date_in_url(url: str) -> date | None:
    """The date in an address: ``t20230117_``, ``/2022/1/14/``, ``/20230331/``, ``/2023/01-19/``."""
    for match in _IN_URL.finditer(url):
        if found := _dated(match):
            return found
    return None


def year_in_url(url: str) -> int | None:
    """The year of the date in an address, where it gives the month at least (``/202301/``)."""
    if found := date_in_url(url):
        return found.year
    match = _MONTH_IN_URL.search(url)
    return int(match[1]) if match else None


def _dated(match: re.Match[str]) -> date | None:
    """The date in a match's three filled groups; None where there is no such day."""
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None
