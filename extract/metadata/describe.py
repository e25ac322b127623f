"""Puts the evidence together: the metadata of one document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.agencies import AgencyLevel, Scope, level_of, scope_of
from extract.document import Document, Problem
from extract.metadata.authors import Author, find_author
from extract.metadata.dates import published as find_published
from extract.metadata.kinds import FormTables, judge
from extract.metadata.page import look_at
from extract.metadata.titles import Candidate, candidates
from extract.metadata.years import YearFound, find_year
from extract.report import Context, Section
from extract.sections import cut

_GATHERS = re.compile(
    r"(?:汇总|综合|汇集|整合).{0,16}(?:各|全[省市县区旗州])|全[省市县区旗州](?:各级|政府系统|行政机关|各部门|各乡镇)"
    r"|代表[省市县区旗州]?政府"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """Who, when, what. ``reason`` tells why it is, or is not, a report (``told`` false: only for what it lacks); what
    stays open is in ``problems``.

    ``region`` is the division's full name (``河南省信阳市``), or what the site calls its place where the code
    is no known division's.
    """

    kind: Literal["report", "not_report"]
    reason: str
    title: str | None
    agency: str | None
    region_code: str | None
    region: str | None
    year: int | None
    published: date | None
    scope: Scope | None
    level: AgencyLevel | None
    problems: tuple[Problem, ...] = ()
    told: bool = True


def describe(
    document: Document, context: Context, tables: FormTables, sections: list[Section] | None = None
) -> Metadata:
    """The metadata of a document. Never raises on any content; what contradicts itself or stays open is a problem.

    ``tables`` tells whether it holds the form's tables, and any number in them; ``sections`` are those of
    :func:`extract.sections.cut`, where they are cut already.
    """
    page = look_at(document, context)
    titles = candidates(page)
    guess = find_published(page, None)
    year = find_year(page, titles, guess)
    published = find_published(page, year.year)
    author = find_author(page, titles, year.year)
    verdict = judge(page, titles, cut(document) if sections is None else sections, tables, year.year)
    problems = [*_year_problems(year), *_title_problems(titles)]
    problems += [Problem(code, words) for code, words in author.problems]
    if verdict.is_report and verdict.tables_missing and tables == "none":
        problems.append(Problem("tables.missing", "the sections stand without their tables: they may be pictures"))
    if not verdict.is_report:
        problems = [Problem("not_report", verdict.reason)]
    return Metadata(
        kind="report" if verdict.is_report else "not_report",
        reason=verdict.reason,
        title=_title(titles),
        agency=author.agency,
        region_code=author.region_code,
        region=author.region.full_name if author.region else author.place or None,
        year=year.year,
        published=published,
        scope=scope_of(author.agency, bool(_GATHERS.search(page.text))) if author.agency else None,
        level=_level(author),
        problems=tuple(problems),
        told=verdict.told,
    )


def _title(titles: list[Candidate]) -> str | None:
    """The best title; a line of the text that says nothing of a report is none."""
    fit = (c for c in titles if c.score[0] or c.source not in ("body", "listed", "text"))
    return next((c.title.text for c in fit), None)


def _level(author: Author) -> AgencyLevel | None:
    return level_of(author.agency, author.region, author.region_code) if author.agency else None


def _year_problems(found: YearFound) -> list[Problem]:
    if found.year is None:
        return [Problem("year.unknown", "neither title, period, column nor date tells the year")]
    if found.against:
        return [Problem("year.conflict", f"{found.basis}: {found.year}; {'; '.join(found.against)}")]
    if found.basis in ("publication", "column"):
        return [Problem("year.inferred", f"{found.year}, from the {found.basis} alone")]
    return []


def _title_problems(titles: list[Candidate]) -> list[Problem]:
    """Two titles of the page that name two agencies, neither being a short form of the other."""
    named = [
        c
        for c in titles
        if c.title.is_report and c.title.agency and c.source not in ("text", "parent", "link", "listed")
    ]
    for other in named[1:]:
        one, two = named[0].title.agency or "", other.title.agency or ""
        core = two.lstrip("省市县区州旗")
        if not (one.endswith(core) or two.endswith(one.lstrip("省市县区州旗")) or core in one):
            return [Problem("agency.conflict", f"{named[0].source}: {one}; {other.source}: {two}")]
    return []
