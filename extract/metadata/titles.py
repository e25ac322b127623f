"""The titles a document goes by, each read, best first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.agencies import looks_like_agency
from domain.agency_kinds import agency_kind
from domain.titles import Title, read_title
from extract.metadata.page import Page, file_name
from extract.metadata.spoken import matches_round

# How far each source of a title is trusted when two say equally much.
_WEIGHTS = {
    "body": 9, "heading": 9, "articletitle": 8, "name": 7, "title": 6, "link": 5,
    "listed": 4, "parent": 4, "file": 3, "text": 2,
}  # fmt: skip
_WORDS = re.compile(r"公 ?开|年 ?报|报 ?告|年 ?度")
_LABELLED = re.compile(r"^(?!附件)[^：:]{1,6}[：:]")
_QUOTED = re.compile(r"《([^《》]{4,80}?(?:报告|年报))》")
_ANNOUNCED = re.compile(
    r"(?:公布|公开|发布|公告|编制|制作|形成|撰写)(?:了|如下)?[：:]?((?:20\d\d年度?)?[^，。；;、：:《》]{0,40}?(?:20\d\d年?度?)?"
    r"(?:政府)?信息公?开?[^，。；;、：:《》]{0,8}(?:报告|年报))(?=[，。；;如（(]|$)"
)
_REPORT_ENDS = re.compile(r"(?:报告|年报)(?=[，,。；;如（(]|$)")
_OPENS_LINE = re.compile(
    r"^([^，。；;、：:《》\n]{2,40}20\d\d年?度?(?:政府)?信息公开[^，。；;、：:《》]{0,8}(?:报告|年报))", re.M
)
_NAMED = re.compile(r"(?:信息名称|文件名称|名\s*称|标\s*题)\s*[:：]\s*(.{6,100})")
_NO_SITE = re.compile(r"(?<!政府)(?<![省市县区旗州盟])$")
_COMPLETE = re.compile(r"(?:报告|年报)[)）》]?$")
_BROKEN_OFF = re.compile(r"20\d\d年?度?(?:年度)?$|政府信?息?公?开?(?:工作)?(?:年度?)?$")
_PUBLISHED_NOW = re.compile(r"现就([^，。；;]{2,50}?报告)(?:如下|公布|公开|[，。])")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A title and where it stood.

    ``source`` is ``body``, ``heading``, ``articletitle``, ``name``, ``title``, ``link``, ``parent``, ``file`` or
    ``text``; a ``listed`` one is among several in the lines of a page. ``order`` breaks ties: the first found, of
    listed ones the last.
    """

    source: str
    title: Title
    order: int = 0

    @property
    def score(self) -> tuple[int, int, int]:
        """How much it says of a report, how far its source is trusted, and where it stood."""
        said = self.title
        named = 4 * (said.is_report is True) + 2 * (said.agency is not None) + (said.year is not None)
        return named, _WEIGHTS[self.source], self.order


def candidates(page: Page) -> list[Candidate]:
    """Every title found, best first; repeated wordings once."""
    found: dict[str, Candidate] = {}
    for source, text in _sources(page):
        title = read_title(text)
        if title.text and title.text not in found:
            found[title.text] = Candidate(source, title, -len(found))
    return sorted(_listed_apart(list(found.values())), key=lambda c: c.score, reverse=True)


def _listed_apart(found: list[Candidate]) -> list[Candidate]:
    """Where lines of the page name several reports, they list neighbours too: the last stands nearest the text."""
    lines = [c for c in found if c.source == "body" and c.title.is_report and c.title.year]
    if len({c.title.year for c in lines}) < 2:
        return found
    return [Candidate("listed", c.title, -c.order) if c in lines else c for c in found]


def _sources(page: Page) -> Iterator[tuple[str, str]]:
    tags, context = page.document.tags, page.context
    for line, heading in page.head:
        if heading:
            yield "heading", line
        elif named := _NAMED.match(line):
            yield "name", named[1]
    yield from (("body", text) for text in _body_titles(page))
    if title := tags.get("articletitle"):
        yield "articletitle", title
    for key in ("信息名称", "文件名称", "名称", "标题"):
        if title := tags.get(key):
            yield "name", title
    if title := tags.get("title"):
        yield "title", title
    if context.link_text:
        yield "link", context.link_text
    if context.parent_title:
        yield "parent", context.parent_title
    if name := file_name(page):
        yield "file", name
    yield from (("text", text) for text in _titles_in_text(page.text[:3000]))


def _body_titles(page: Page) -> Iterator[str]:
    """Lines above the first section that can be a title, broken ones joined."""
    site = page.tag("sitename")
    lines = [line for line, _ in page.head if line != site]
    for index, line in enumerate(lines):
        if len(line) > 80 or "。" in line or _LABELLED.match(line):
            continue
        if _WORDS.search(line):
            yield line
        joined = line
        for following in lines[index + 1 : index + 3]:
            if (
                not _goes_on(joined)
                or len(joined) + len(following) > 90
                or "。" in following
                or following[:2] == line[:2]
            ):
                break
            joined += following
            if _WORDS.search(joined):
                yield joined


def _goes_on(line: str) -> bool:
    """Whether a title may go on in the next line: it is an agency, a year, or breaks off within the report's name."""
    squeezed = "".join(line.split())
    if _COMPLETE.search(squeezed):
        return False
    return bool(_BROKEN_OFF.search(squeezed)) or looks_like_agency(squeezed)


def _titles_in_text(text: str) -> Iterator[str]:
    for rule in (_QUOTED, _ANNOUNCED, _PUBLISHED_NOW, _OPENS_LINE):
        for match in matches_round(_REPORT_ENDS, rule, text, 1) if rule is _ANNOUNCED else rule.finditer(text):
            yield match[1]


def beside_title(page: Page) -> str | None:
    """A department that stands alone in the line below or above a title that names nobody.

    A government there may be the site's name.
    """
    lines = [re.sub(r"\s", "", line) for line, _ in page.head]
    for index, line in enumerate(lines):
        title = read_title(line)
        if title.is_report and title.year and title.agency is None and title.text == line:
            for near in (*lines[index + 1 : index + 2], *lines[max(index - 1, 0) : index]):
                if agency_kind(near) and _NO_SITE.search(near) and looks_like_agency(near):
                    return near
    return None
