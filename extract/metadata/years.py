"""The year a report is about: its title, the period it counts, its column, and last the year before it came out.

Each is evidence of its own; where they contradict each other the reading says so and takes the title, unless
the period and the place both speak for another year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from domain.title_text import FIRST_YEAR, LAST_YEAR, arabic_years
from extract.metadata.dates import year_in_url
from extract.metadata.page import Page
from extract.metadata.titles import Candidate

_PERIOD_WORDS = re.compile(
    r"统计(?:期限|时间|时限|周期|口径|年限|时段|起止)|(?:期限|时限)(?:为|是|自|从|:|：)|数据统计|起止(?:时间|期限)"
)
_FULL_YEAR = re.compile(r"(20\d\d)年1月1日(?:起)?[,，]?(?:至|到|-|—|–|~|～)+(?:(20\d\d)年|同年|当年)?12月3[01]日")
_DIGITS = re.compile(r"(?<!\d)(20\d\d)")
_OPENING = re.compile(r"(?<!\d)(20\d\d)年(?:度|[,，]|以来|我|在|全|来)[^。；;\n]{0,24}")
# A sentence on what is to come speaks of the year after.
_PLANS = re.compile(r"拟|将(?!政|信息|公开|其|此|该|各|工作)|计划|下一步|打算|年[,，]?(?:我[\u4e00-\u9fff]{1,2})?要")
_COLUMN_PART = re.compile(r"^[a-z_-]*?(20\d\d)(?:[a-z_-]{0,8})$", re.I)
_YEAR_WORD = re.compile(r"(?<!\d)(20\d\d)年")


@dataclass(frozen=True, slots=True)
class YearFound:
    """The year, the evidence it rests on, and what contradicts it (``source: year``)."""

    year: int | None
    basis: str | None
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """The years of the counting period's two ends. More than one year apart, it counts from the beginning on."""

    first: int
    last: int

    @property
    def cumulative(self) -> bool:
        """Whether it counts several years together, so that it tells less of the report's own."""
        return self.last - self.first > 1


def find_year(page: Page, titles: list[Candidate], published: date | None) -> YearFound:
    """Weigh what the document says about its year."""
    named = next((c.title.year for c in titles if c.title.is_report is not False and c.title.year), None)
    period = period_in(page.text)
    column = next(column_years(page), None)
    counted = period.last if period and not period.cumulative else None
    came_out = year_in_url(page.url) or (published.year if published else None)
    if named is None:
        return _without_title(page, period, column, came_out)
    if counted and counted != named and (column == counted or came_out == counted + 1 != named + 1):
        return YearFound(counted, "period", (f"title: {named}",))
    against = []
    if counted and counted != named:
        against.append(f"period: {counted}")
    if published and published < date(named, 12, 1):
        against.append(f"published: {published.isoformat()}")
    others = {
        c.title.year
        for c in titles
        if c.title.is_report and c.title.year and c.source not in ("text", "link", "listed")
    }
    against += [f"another title: {year}" for year in sorted(others - {named})]
    return YearFound(named, "title", tuple(against))


def _without_title(page: Page, period: Period | None, column: int | None, came_out: int | None) -> YearFound:
    if period:
        odd = came_out is not None and came_out < period.last
        return YearFound(period.last, "period", (f"published: {came_out}",) if odd else ())
    year = _spoken_of(page.text)
    # A report does not come out in the year it reports: that one is of what is planned.
    if year and not (year == came_out and column in (None, year - 1)):
        return YearFound(year, "text", (f"column: {column}",) if column and column not in (year, year + 1) else ())
    if column:
        return YearFound(column, "column")
    return YearFound(came_out - 1, "publication") if came_out else YearFound(None, None)


def _spoken_of(text: str) -> int | None:
    """The first year that the text tells of as gone by."""
    for found in _OPENING.finditer(arabic_years(text)):
        if _plausible(int(found[1])) and not _PLANS.search(found[0]):
            return int(found[1])
    return None


def period_in(text: str) -> Period | None:
    """The counting period, tolerant of split and lost digits (``202411日起至20241231日``)."""
    for word in _PERIOD_WORDS.finditer(text):
        sentence = re.split(r"[。；;]", re.sub(r"\s", "", arabic_years(text[word.start() : word.start() + 120])))[0][
            :70
        ]
        years = [year for y in _DIGITS.findall(sentence) if _plausible(year := int(y))]
        if years and re.search(r"[至到\-—–~～]|12月|1231|年度", sentence):
            return Period(min(years[:2]), max(years[:2]))
    match = _FULL_YEAR.search("".join(text[:4000].split()))
    if match:
        first, last = int(match[1]), int(match[2] or match[1])
        return Period(min(first, last), max(first, last))
    return None


def column_years(page: Page) -> Iterator[int]:
    """Years that the place of the page names: ``fbtime=2021``, ``/2021n/``, a column or breadcrumb ``2021年``."""
    parts = urlsplit(page.url) if len(page.url) < 2000 else urlsplit("")
    for key, value in parse_qsl(parts.query):
        if key.lower() in ("fbtime", "title", "year", "nf", "nd", "annual") and re.fullmatch(r"20\d\d", value):
            yield int(value)
    folders = parts.path.split("/")
    for index, folder in enumerate(folders[:-1]):
        after = folders[index + 1]
        match = _COLUMN_PART.match(folder)
        if (
            match
            and not (folder.isdigit() and re.match(r"^\d{1,2}(?:-\d{1,2})?$", after))
            and _plausible(int(match[1]))
        ):
            yield int(match[1])
    place = " ".join(
        filter(None, (page.context.column_name, page.context.breadcrumb, page.tag("breadcrumb", "columnname")))
    )
    yield from (int(year) for year in _YEAR_WORD.findall(place))


def _plausible(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR
