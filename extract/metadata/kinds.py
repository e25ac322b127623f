"""Whether a document is a report: the form's tables, then its title, its sections and its length."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from domain.titles import read_title
from extract.document import Document, Paragraph, Picture
from extract.metadata.page import Page
from extract.metadata.titles import Candidate
from extract.report import Section

FormTables = Literal["none", "blank", "filled"]

# A page under one of these titles is none even where it holds the form's tables; a notice may carry the report,
# so that only blank tables (those to be filled in) speak against it.
_NEVER = re.compile(r"template|guide|rule|academic|interpretation|explainer|part of a year")
_UNLESS_FILLED = re.compile(r"notice")
_TITLED = ("heading", "articletitle", "name", "title", "link", "file")
_ENOUGH_TEXT = 300
_OPENING = 3000  # characters in which a report says what it counts
# A university reports from September to August, on a form of its own (《高等学校信息公开办法》).
_ACADEMIC = re.compile(
    r"9月1日[^。；;\n]{0,20}8月31日|高等学校信息公开办法[^#]{0,1500}学年|学年[^#]{0,1500}高等学校信息公开办法"
)
_NEIGHBOUR = re.compile(r"\s*(?:上|下)一[条篇]")
ICON = re.compile(
    r"icon|ico_|logo|qrcode|ewm|spacer|blank|\.gif(?:$|\?)|(?:doc|docx|pdf|xls|zip|wps)\.(?:png|gif|jpg)", re.I
)
_ATTACHED = re.compile(r"附件|\.(?:docx?|pdf|wps|xlsx?|ofd|zip|rar)\b", re.I)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Report or not, the reason, whether its tables must be pictures, and whether the document itself tells.

    A document that is ``told`` apart by nothing but what it lacks may hold more where it was not read to its end.
    """

    is_report: bool
    reason: str
    tables_missing: bool = False
    told: bool = True


def judge(
    page: Page, titles: list[Candidate], sections: list[Section], tables: FormTables, year: int | None
) -> Verdict:
    """Decide by the strongest evidence first; the reason names it."""
    lookalike = _lookalike(page, titles)
    named = any(c.title.is_report for c in titles if c.source != "text")
    known = {section.number for section in sections if section.number}
    denied = tables == "none" or (tables == "blank" and lookalike and _UNLESS_FILLED.search(lookalike))
    if lookalike and (denied or _NEVER.search(lookalike)):
        return Verdict(False, lookalike)
    if tables != "none":
        return Verdict(True, "it holds the form's tables")
    if _ACADEMIC.search(re.sub(r"\s", "", page.text[:_OPENING])):
        return Verdict(False, "a university's report for an academic year, which has another form")
    listed = _titles_listed(page.document)
    if listed >= (4 if named else 3) and len(known) < 3:
        return Verdict(False, f"a list of {listed} reports")
    missing = _tables_missing(page.document, sections, year)
    if len(known) >= 4 and (named or 3 in known or 4 in known):
        return Verdict(True, "it has the sections of a report", missing)
    if named and (len(known) >= 2 or page.length >= _ENOUGH_TEXT):
        return Verdict(True, "its title names a report, and it has a report's text", missing)
    if named and _is_pictures(page.document):
        return Verdict(True, "its title names a report, and its body is pictures", True)
    if named:
        return Verdict(False, "only a report's title: the report itself may be an attachment", told=False)
    reason = titles[0].title.reason if titles else "no title"
    return Verdict(False, f"neither the form's tables nor a report's sections; {reason}", told=False)


def _lookalike(page: Page, titles: list[Candidate]) -> str | None:
    """The reason of a title that says that this is something else, unless a better one says it is the report."""
    said = [c for c in titles if c.source in _TITLED]
    if not said:
        said = [c for c in titles if c.source == "body"]
    page_titles = [c for c in said if c.source in ("heading", "articletitle", "name")] or said
    denied = [c for c in page_titles if c.title.is_report is False]
    affirmed = [c for c in page_titles if c.title.is_report]
    if not denied:
        denied = [c for c in said if c.title.is_report is False]
        affirmed = affirmed or [c for c in titles if c.title.is_report and c.source == "body"]
    if denied and not affirmed:
        return denied[0].title.reason
    return None


def _titles_listed(document: Document) -> int:
    """How many different reports short lines name: a list page names many, a report itself."""
    found: set[tuple[str | None, int | None]] = set()
    for block in document.blocks[:400]:
        if isinstance(block, Paragraph) and len(block.text) < 90 and "公开" in block.text:
            if _NEIGHBOUR.match(block.text):
                continue
            title = read_title(block.text)
            if title.is_report and title.year:
                found.add((title.agency, title.year))
    return len(found)


def _is_pictures(document: Document) -> bool:
    """Whether pictures stand for the text: some that are no icons, and no attachment that they may belong to."""
    pictures = [block for block in document.blocks if isinstance(block, Picture) and not ICON.search(block.source)]
    return bool(pictures) and (len(pictures) > 1 or not _ATTACHED.search(document.text))


def _tables_missing(document: Document, sections: list[Section], year: int | None) -> bool:
    """Whether sections 二, 三, 四 stand without their tables: since 2019 every report has them."""
    headed = [section for section in sections if section.number in (2, 3, 4)]
    pictured = any(isinstance(block, Picture) for block in document.blocks)
    return bool(headed) and (pictured or (year is not None and year >= 2019))
