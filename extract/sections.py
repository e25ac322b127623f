"""The text of a report cut into its six sections, or the customary seven of the years before 2019.

A heading is a line of its own: a numeral and a known label, a known label alone, or a numeral that goes on
counting with a short title. Words of headings inside a sentence (``报告主要包括：总体情况、…``) are none, and
sub-headings （一） stay in their section. Labels come from the registry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from domain.registry import registry
from domain.title_text import fold
from extract.document import Document, Paragraph, Table
from extract.report import Section

_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}
_NUMERAL = re.compile(
    r"^\s*[【\[◆■●]?\s*(?:第?(?P<cn>[一二三四五六七八九十])\s*(?:部分)?\s*[、.．,，:：﹑､\s]"
    r"|(?P<digit>\d)\s*[、.．﹑､](?!\d))\s*|^\s*、\s*"
)
_BRACKETED = re.compile(r"^\s*[(（]\s*(?P<cn>[一二三四五六七八九十])\s*[)）]\s*[、.．]?\s*")
_BREAK_AFTER = "。：:；;，,（( \t】]"
_SENTENCE = re.compile(r"[。；;！!？?，,]")
_FILLERS = re.compile(
    r"政府信息公开|政务公开|信息公开|政府信息|公开|工作|情况|年度|本年|方面|有关|主要|存在|措施|申请|提起|被|因|等"
    r"|的|和|及|与|对|[\s、，,。．.；;：:（）()\"“”《》]"
)
_FOOTER = re.compile(
    r"^(?:扫一扫|分享到|打印|关闭|\[?(?:打印|关闭)|上一[篇条]|下一[篇条]|版权所有|主办单位|承办单位|网站标识码|网站地图"
    r"|.{0,4}ICP备|相关(?:附件|文档|链接|阅读|稿件)|附件(?:下载)?[:：]?|责任编辑|【?打印本页|返回顶部)"
)
_LOOSE = re.compile(r"[\s、，,]")
_LONGEST_HEADING = 45
_LONGEST_CONTINUED, _LONGEST_REST = 40, 12  # the next line, after a numeral alone, or after a part of the title


@dataclass(slots=True)
class _Heading:
    number: int | None
    known: bool
    numeral: int | None
    text: str
    rest: str


@dataclass(slots=True)
class _Open:
    heading: _Heading
    lines: list[str] = field(default_factory=list)


def cut(document: Document) -> list[Section]:
    """The sections of a report in the order of the page, tables left out; empty where there are no headings.

    ``heading`` is as written, without its numeral. A section that is only listed in a table of contents is
    dropped in favour of the one with the text.
    """
    lines = list(_lines(document))
    sections = _cut_lines(lines, _NUMERAL)
    if sum(section.heading.known for section in sections) < 2:
        bracketed = _cut_lines(lines, _BRACKETED)
        if sum(section.heading.known for section in bracketed) >= 3:
            sections = bracketed
    if not any(section.heading.known for section in sections):
        return []
    return [Section(s.heading.number, s.heading.text, "\n".join(s.lines)) for s in _without_contents(sections)]


def _lines(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from _split(block.text)
        elif isinstance(block, Table) and not block.flat:
            yield from _article_in_cell(block)


def _split(text: str) -> Iterator[str]:
    for line in text.splitlines():
        stripped = line.strip(" \t\u3000\xa0\ufeff\u200b")
        if stripped:
            yield stripped


def _article_in_cell(table: Table) -> Iterator[str]:
    """The lines of a layout table's cell that holds an article: one with headings of its own."""
    for text in [cell.text for row in table.rows for cell in row if len(cell.text) > 200]:
        if "\n" in text:
            lines = list(_split(text))
            if sum(1 for line in lines if (h := _heading(line, _NUMERAL)) and h.known) >= 2:
                yield from lines


def _cut_lines(lines: list[str], numeral: re.Pattern[str]) -> list[_Open]:
    sections: list[_Open] = []
    skip = False
    for index, line in enumerate(lines):
        if skip:
            skip = False
            continue
        following = lines[index + 1] if index + 1 < len(lines) else ""
        heading, skip = _heading_here(line, following, numeral)
        if heading and _begins_again(heading, sections):
            break
        if heading and _belongs(heading, sections):
            sections.append(_Open(heading, [heading.rest] if heading.rest else []))
            continue
        skip = False
        if sections and _FOOTER.match(line):
            if sections[-1].heading.number == 6:
                break
        elif sections:
            sections[-1].lines.append(line)
    return sections


def _heading_here(line: str, following: str, numeral: re.Pattern[str]) -> tuple[_Heading | None, bool]:
    """The heading that this line is, and whether it took the next line with it (a heading broken in two)."""
    heading = _heading(line, numeral)
    if len(line) > _LONGEST_HEADING or not 0 < len(following) <= _LONGEST_CONTINUED or not numeral.match(line + " "):
        return heading, False
    alone = numeral.fullmatch(line + " ") is not None
    if alone or len(following) <= _LONGEST_REST:
        joined = _heading(line + following, numeral)
        if joined and joined.known and not joined.rest and (_is_label(joined.text) or not (heading and heading.known)):
            return joined, True
    return heading, False


def _heading(line: str, numeral: re.Pattern[str]) -> _Heading | None:
    start = numeral.match(line)
    if start is None and (len(line) > _LONGEST_HEADING or not _is_label(line.rstrip("。：:；; "))):
        return None
    body = line[start.end() :] if start else line
    count = None
    if start:
        groups = start.groupdict()
        count = _NUMERALS.get(groups.get("cn") or "") or (int(groups["digit"]) if groups.get("digit") else None)
    title, rest = _title_and_rest(body)
    if len(title) > _LONGEST_HEADING:
        return None
    number, known = _section_of(title, numbered=start is not None)
    if known and (start or not rest):
        return _Heading(number, True, count, title, rest)
    counts_on = start and start.groupdict().get("cn") and not rest and not _SENTENCE.search(body)
    if counts_on and len(body) >= 2 and _compact(title) not in _row_labels():
        return _Heading(None, False, count, title, "")
    return None


def _title_and_rest(body: str) -> tuple[str, str]:
    """A known label at the line's start and the text after it, else the whole line as a title."""
    label = _labels().match(fold(body[: _LONGEST_HEADING + 5]))
    if label:
        rest = body[label.end() :].strip()
        if not rest or body[label.end()] in _BREAK_AFTER or rest.startswith("20"):
            return label[0], rest.lstrip("。：:；;，,】]").strip()
    return body.strip().rstrip("。：:；;】]"), ""


@cache
def _labels() -> re.Pattern[str]:
    labels = {label for section in registry().sections.values() for label in (section.label, *section.variants)}
    return re.compile("|".join(map(re.escape, sorted(labels, key=len, reverse=True))))


@cache
def _stems() -> dict[str, int | None]:
    """The words that tell a section, by label: what is left of it without the words all headings share."""
    stems: dict[str, int | None] = {}
    for section in registry().sections.values():
        for label in (section.label, *section.variants):
            stem = _FILLERS.sub("", label)
            if len(stem) >= 2:
                stems.setdefault(stem, section.number)
    return stems


@cache
def _exact() -> dict[str, int | None]:
    return {
        _compact(label): section.number
        for section in registry().sections.values()
        for label in (section.label, *section.variants)
    }


@cache
def _row_labels() -> frozenset[str]:
    """Rows of the forms count 一、二、三 too: where a reader left them in the text, they are no headings."""
    tables = registry().tables.values()
    return frozenset(
        _compact(_NUMERAL.sub("", label)) for table in tables for row in table.rows.values() for label in row.labels
    ) | {_compact(_NUMERAL.sub("", g.label)) for table in tables for g in table.groups.values()}


def _compact(title: str) -> str:
    return _LOOSE.sub("", fold(title))


def _is_label(title: str) -> bool:
    return _compact(title) in _exact()


# What a section is about, sought in the stem of a numbered heading that no label matches.
_TOPICS = (
    (re.compile(r"复议|诉讼"), 4),
    (re.compile(r"问题|改进|不足|下一步"), 5),
    (re.compile(r"其[他它].*(?:事项|报告|说明)"), 6),
    (re.compile(r"主动公开"), 2),
    (re.compile(r"依申请|收到.*申请|处理.*申请"), 3),
    (re.compile(r"^总体|^概述|^概况|总体情况"), 1),
)


def _section_of(title: str, numbered: bool) -> tuple[int | None, bool]:
    compact = _compact(title)
    exact = _exact()
    if compact in exact:
        return exact[compact], True
    if not numbered or compact in _row_labels():
        return None, False
    stem = _FILLERS.sub("", compact)
    stems = _stems()
    if stem in stems:
        return stems[stem], True
    if _SENTENCE.search(title) or len(compact) > 40:
        return None, False
    for topic, number in _TOPICS:
        if topic.search(compact) and "收费" not in compact:
            return number, True
    return None, False


def _belongs(heading: _Heading, sections: list[_Open]) -> bool:
    """Whether a heading opens a section here, and not a list inside one."""
    if not sections:
        return heading.known
    last = sections[-1].heading
    if heading.known:
        seen = {section.heading.number for section in sections if section.lines or section is sections[-1]}
        if heading.number in seen and heading.number is not None:
            # Told twice: a contents list before the text (its entries are empty) or a list inside a section.
            return not any(s.lines for s in sections if s.heading.number == heading.number)
        return True
    return last.numeral is not None and heading.numeral == last.numeral + 1


def _begins_again(heading: _Heading, sections: list[_Open]) -> bool:
    """Whether the report stands on the page a second time (in a script beside the article, say)."""
    numbers = [section.heading.number for section in sections if section.heading.known]
    return heading.known and heading.number == 1 and len(numbers) >= 5 and numbers[0] == 1 and bool(sections[0].lines)


def _without_contents(sections: list[_Open]) -> list[_Open]:
    """Sections without a contents list (empty here, told again later) or empty unknown ones (七、附件)."""
    kept: list[_Open] = []
    for index, section in enumerate(sections):
        again = any(later.heading.number == section.heading.number for later in sections[index + 1 :])
        if section.lines or (section.heading.known and not again):
            kept.append(section)
    return kept
