"""Documents that hold several reports: the towns of a county one after another, or the years of one agency.

A reading is of one report. The one that the page is named after is read, else the newest of one agency's, else the
first; every other is named in a problem with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from domain.titles import read_title
from extract.document import Block, Document, Paragraph, Problem, Table
from extract.report import Context

_OPENS = re.compile(r"^\s*一\s*[、.．]\s*(?:总体情况|概述|总体概况|基本情况|工作概况)\s*[。：:]?\s*$")
_SECOND_SECTION = re.compile(r"[二2][、.．]")
_TITLE = re.compile(r"^.{2,50}(?:年度报告|年报)$")
_LACKS_AGENCY = re.compile(r"^(?:20\d\d年?(?:度)?)?政府信息公开")
_SENTENCE = re.compile(r"[。；;：:，,]")
_SPACE = re.compile(r"\s+")
_FOLLOWING = 3  # paragraphs: those of two reports, or of two years, differ
_LONGEST_NAME = 30
_MOST_PARTS = 200  # a county has fewer towns
_MOST_NAMED = 40


@dataclass(slots=True)
class _Part:
    """A report in a document: where its blocks start, its title, and the beginning of its first section."""

    start: int
    title: str | None
    body: tuple[str, ...]


def of_one_report(document: Document, context: Context) -> Document:
    """The document without the reports that are not read, each a problem; the same one if it holds a single report."""
    parts = _parts(document.blocks)
    if len(parts) < 2:
        return document
    ends = [part.start for part in parts[1:]] + [len(document.blocks)]
    chosen = _chosen(document, context, parts, ends)
    blocks = document.blocks[: parts[0].start] + document.blocks[parts[chosen].start : ends[chosen]]
    name = parts[chosen].title or "the first"
    problems = [
        Problem(
            "report.several",
            f"one of {len(parts)} reports of this document, “{name}”, was read; not read: “{part.title or 'untitled'}”",
            document.blocks[part.start].place,
        )
        for n, part in enumerate(parts[:_MOST_NAMED])
        if n != chosen
    ]
    return replace(document, blocks=blocks, problems=[*document.problems, *problems])


def _parts(blocks: Sequence[Block]) -> list[_Part]:
    """The reports, each once: a page that shows its one report twice repeats title and text."""
    found: list[_Part] = []
    for part in islice(_opened(blocks), _MOST_PARTS):
        if not any(_is_same(part, other) for other in found):
            found.append(part)
    return found


def _is_same(part: _Part, other: _Part) -> bool:
    return part.body == other.body and (part.title == other.title or part.title is None)


def _opened(blocks: Sequence[Block]) -> Iterator[_Part]:
    """Every first section with the title above it. In a list of contents another heading follows, and no text."""
    titled: tuple[int, str] | None = None
    for at, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or not (written := block.text.strip()):
            continue
        if written[0] != "一" and written[-1] not in "告报":
            continue
        text = _SPACE.sub("", written)
        if _TITLE.search(text):
            titled = _with_name(blocks, at, text)
        elif len(text) < 20 and _OPENS.match(text):
            body = tuple(_following(blocks, at))
            if body and not _SECOND_SECTION.match(body[0]):
                yield _Part(titled[0] if titled else at, titled[1] if titled else None, body)
                titled = None


def _with_name(blocks: Sequence[Block], at: int, title: str) -> tuple[int, str]:
    """Where a title begins, and its text with the agency that stands on the line above it."""
    above = blocks[at - 1] if at else None
    if _LACKS_AGENCY.match(title) and isinstance(above, Paragraph):
        name = _SPACE.sub("", above.text)
        if 0 < len(name) <= _LONGEST_NAME and not _SENTENCE.search(name):
            return at - 1, name + title
    return at, title


def _following(blocks: Sequence[Block], at: int) -> Iterator[str]:
    texts = (
        _SPACE.sub("", block.text)
        for block in blocks[at + 1 : at + 1 + 4 * _FOLLOWING]
        if isinstance(block, Paragraph) and block.text.strip()
    )
    for _, text in zip(range(_FOLLOWING), texts, strict=False):
        yield text


def _chosen(document: Document, context: Context, parts: Sequence[_Part], ends: Sequence[int]) -> int:
    """Which report is read; one without any table only where none has one."""
    numbers = list(range(len(parts)))
    with_tables = [
        n for n in numbers if any(isinstance(block, Table) for block in document.blocks[parts[n].start : ends[n]])
    ]
    numbers = with_tables or numbers
    names = [document.tags.get("articletitle"), context.link_text, document.tags.get("title"), context.parent_title]
    for name in filter(None, names):
        spelled = _SPACE.sub("", name)
        named = [n for n in numbers if (title := parts[n].title) and (title in spelled or spelled in title)]
        if len(named) == 1:
            return named[0]
    titles = {n: read_title(parts[n].title or "") for n in numbers}
    if len({title.agency for title in titles.values()}) == 1:
        return max(numbers, key=lambda n: (titles[n].year or 0, -n))
    return numbers[0]
