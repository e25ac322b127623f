"""Counts that the text of a report states, and whether its tables say the same.

宿迁's text of 2024 says 134 reconsiderations where its table says 170: only such plain statements are compared.
A number is taken where its clause names it without doubt; parts (``其中``, by channel or applicant), comparisons
with other years, rounded numbers and numbers of two things together are left alone. Several different numbers for
one thing are compared only for agreement: if none agrees, it is not settled which of them the table should show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from domain.registry import registry
from domain.title_text import fold
from extract.report import CellReading, Check, CheckStatus, Section, Value

# What the text may state beyond the harmonised indicators: codes of rows of the applications table.
_ROWS = {
    "carried_in": (("applications", "carried_in", "total"),),
    "carried_out": (("applications", "carried_out", "total"),),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """A count stated in the text: an indicator of the series (or ``carried_in``, ``carried_out``), where and how."""

    indicator: str
    value: int
    sentence: str
    section: int | None


_UNIT = r"(?:件次|人次|[件份宗起条个])"
_N = rf"(?P<n>\d{{1,7}}){_UNIT}"
_MENTIONED = re.compile("申请|复议|诉讼|结转|顺延|办结")  # what the rules are about, each about some of them
_COUNT = re.compile(rf"\d{_UNIT}")  # every rule has one
_APPLICATION = (
    r"(?:(?:公民|法人|社会|群众|公众|各类|书面|有效|依法|各种|和其他组织|、)*的?(?:政府)?信息公开的?申请"
    r"|依申请公开(?:政府信息)?的?申请|依申请公开)"
)
_COUNTED = r"(?:数量|总数|总量|数|表|事项|案件|总计|共计|合计|共有|共|为|了|约)*"
_RULES: tuple[tuple[str, frozenset[str], re.Pattern[str]], ...] = tuple(
    (indicator, frozenset(words.split()), re.compile(pattern))
    for indicator, words, pattern in (
        ("applications_received", "申请", rf"(?:收到|受理|接收|接到|新收)(?:到)?{_APPLICATION}{_COUNTED}{_N}"),
        ("applications_received", "申请", rf"(?:收到|受理|接收|接到|新收)(?:到|的)?{_N}(?:的)?{_APPLICATION}"),
        (
            "carried_in",
            "结转",
            rf"(?:上年度?|上一年度?|去年)(?:度)?结转(?:的)?(?:办理|继续办理)?(?:{_APPLICATION}|申请)?{_COUNTED}{_N}",
        ),
        (
            "carried_out",
            "结转 顺延",
            rf"(?:结转|顺延)(?:至|到)?(?:下年度|下一年度|下年|次年|明年|20\d\d年度?)(?:继续)?(?:办理|答复)?(?:的)?(?:{_APPLICATION}|申请)?{_COUNTED}{_N}",
        ),
        (
            "carried_out",
            "结转 顺延",
            rf"{_N}(?:{_APPLICATION}|申请)?(?:结转|顺延)(?:至|到)?(?:下年度|下一年度|下年|次年|明年|20\d\d年)",
        ),
        ("applications_concluded", "申请", rf"(?:答复|办结)(?:了)?(?:{_APPLICATION}){_COUNTED}{_N}"),
        ("applications_concluded", "办结", rf"(?<!未)办结{_COUNTED}{_N}"),
        ("reconsiderations", "复议", rf"行政复议(?:案件|申请|案|数量|数)*{_COUNTED}{_N}"),
        ("reconsiderations", "复议", rf"{_N}(?:因?政府信息公开(?:工作)?(?:引起|引发)?的?)?行政复议(?!维持|纠正|结果)"),
        ("litigations", "诉讼", rf"(?<![、和及与或])(?:行政)?诉讼(?:案件|案|数量|数)*{_COUNTED}{_N}"),
    )
)
_NONE = re.compile(r"(?:未|没有|无|尚未)(?:收到|发生|出现|接到|产生|因|有|涉及|被|受理)")
_NO_APPLICATION = re.compile(rf"(?:未|没有)(?:收到|接到|受理)(?:过|到|任何)?{_APPLICATION}")
_OTHER_SUBJECT = re.compile(
    r"其中|包括|同比|较上年|比上年|增长|增加|下降|减少|历年|累计至|近[三五]年|分别|约|余|多件|人大|政协|建议|提案|信访|信件|热线"
)
_PART = re.compile(
    r"通过|当面|信函|网络|网上|邮寄|传真|自然人|法人|维持|纠正|驳回|撤销|审结|尚未|直接|未经|复议后|下属|本级"
)
_INCLUDING = re.compile(r"^[(（,，]?(?:其中)?(?:含|包括|包含)[^)）]{0,10}(?:上年|结转)")
_ONWARD = re.compile(r"(?:结转|顺延)(?:至|到)?20\d\d年")
_SENTENCE_END, _COMMA, _THOUSANDS = (
    re.compile(r"[。；;\n]"),
    re.compile("[，,]"),
    re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))"),
)
_LONGEST_SENTENCE = 2000
_YEAR = re.compile(r"(20\d\d)年")


def stated_counts(sections: Iterable[Section], year: int | None = None) -> list[Statement]:
    """The counts that the text states without doubt, in its order; ``year`` is the report's, where it is known."""
    found: list[Statement] = []
    sections = list(sections)
    year = year or _own_year(sections)
    for section in sections:
        for sentence in _SENTENCE_END.split(_plain(section.text)):
            if 0 < len(sentence) <= _LONGEST_SENTENCE:
                found += _in_sentence(sentence, section.number, year)
    return found


def _plain(text: str) -> str:
    text = fold(text).replace(" ", "").replace("\t", "")
    return _THOUSANDS.sub("", text)


def _own_year(sections: list[Section]) -> int | None:
    """The year the text is about: the one it names first."""
    match = _YEAR.search("\n".join(section.text for section in sections))
    return int(match[1]) if match else None


def _in_sentence(sentence: str, section: int | None, year: int | None) -> Iterator[Statement]:
    mentioned = _MENTIONED.findall(sentence)
    if not mentioned:
        return
    named = {int(y) for y in _YEAR.findall(sentence)}
    if year is None or named <= {year}:
        yield from _zeros(sentence, section)
    if not _COUNT.search(sentence):
        return
    for indicator, words, rule in _RULES:
        for match in () if words.isdisjoint(mentioned) else rule.finditer(sentence):
            clause = re.split(r"[，,（(]", sentence[: match.start()])[-1] + match[0]
            if _doubtful(clause, sentence[: match.start()], sentence[match.end() :], year):
                continue
            if indicator.startswith("carried") and section != 3 and "申请" not in sentence:
                continue  # money is carried over too
            if indicator in ("reconsiderations", "litigations") and section != 4 and "信息公开" not in sentence:
                continue  # a justice bureau handles reconsiderations by trade
            yield Statement(indicator, int(match["n"]), sentence, section)


def _doubtful(clause: str, before: str, after: str, year: int | None) -> bool:
    if _OTHER_SUBJECT.search(clause) or _OTHER_SUBJECT.search(before) or _INCLUDING.match(after):
        return True
    if _PART.search(clause) and not re.search(r"通过.*共", clause):
        return True
    if re.match(r"(?:以上|左右|余|多)", after) or re.search(r"复议[、和及与或]+(?:提起)?(?:行政)?诉讼", clause):
        return True
    years = {int(y) for y in _YEAR.findall(_ONWARD.sub("", before + clause + after))}
    return len(years) > 1 or (bool(years) and year is not None and years != {year})


def _zeros(sentence: str, section: int | None) -> Iterator[Statement]:
    """``未收到政府信息公开申请``, ``没有因政府信息公开引起的行政复议、行政诉讼``."""
    if _NO_APPLICATION.search(sentence) and not _OTHER_SUBJECT.search(sentence):
        yield Statement("applications_received", 0, sentence, section)
    for clause in _COMMA.split(sentence):
        none = _NONE.search(clause)
        if (
            none is None
            or ("信息公开" not in sentence and section != 4)
            or re.search(r"败诉|纠正|撤销|审结|\d", _YEAR.sub("", clause))
        ):
            continue
        rest = clause[none.end() :]
        if "复议" in rest:
            yield Statement("reconsiderations", 0, sentence, section)
        if "诉讼" in rest:
            yield Statement("litigations", 0, sentence, section)


def narrative_rules() -> dict[str, tuple[str, str]]:
    """The rules that :func:`narrative_checks` applies, each in Chinese and English words."""
    table = registry().tables["applications"]
    rows = {code: (table.rows[code].label, table.rows[code].en) for code in _ROWS}
    named = {code: (i.zh, i.en) for code, i in registry().indicators.items()} | rows
    stated = dict.fromkeys(indicator for indicator, *_ in _RULES)
    return {
        f"narrative.{code}": (f"正文所述“{named[code][0]}” = 表中数字", f"the text's “{named[code][1]}” = the table's")
        for code in stated
    }


def narrative_checks(sections: Iterable[Section], cells: Iterable[CellReading], year: int | None = None) -> list[Check]:
    """Compare what the text states with the tables: rule ``narrative.<indicator>``, left the text, right the table.

    No check for what the text does not state; ``not_checked`` where the table's figure is blank or unread, or
    the text gives several numbers of which none is the table's.
    """
    stated: dict[str, set[int]] = {}
    for statement in stated_counts(sections, year):
        stated.setdefault(statement.indicator, set()).add(statement.value)
    if not stated:
        return []
    cells = list(cells)
    rows = {row for indicator in stated for choice in _choices(indicator) for _, row, _ in choice}
    figures = {(cell.table, cell.row, cell.column): cell for cell in cells if cell.row in rows}
    return [_compare(indicator, values, figures) for indicator, values in stated.items()] if cells else []


_Places = tuple[tuple[str, str, str], ...]  # table, row, column of each
_Figures = dict[tuple[str, str, str], CellReading]


def _compare(indicator: str, values: set[int], figures: _Figures) -> Check:
    operands = _operands(indicator, figures)
    names = tuple(f"{row}.{column}" for _, row, column in operands)
    right: Value = None
    if operands and all(figures[o].value is not None for o in operands):
        right = sum(figures[o].value or 0 for o in operands)
    rule = f"narrative.{indicator}"
    if right is None or (len(values) > 1 and right not in values):
        left = next(iter(values)) if len(values) == 1 else None
        return Check(rule, "", "not_checked", left, right, None, names)
    status: CheckStatus = "pass" if right in values else "fail"
    certain = all(figures[o].confidence >= 1 and figures[o].settled_by is None for o in operands)
    cause = None if status == "pass" else "source" if certain else "reading"
    return Check(rule, "", status, right if right in values else next(iter(values)), right, cause, names)  # type: ignore[arg-type]


def _operands(indicator: str, figures: _Figures) -> _Places:
    """The cells that hold an indicator in the form that was read; none where the form was not."""
    return next((cells for cells in _choices(indicator) if all(cell in figures for cell in cells)), ())


@cache
def _choices(indicator: str) -> tuple[_Places, ...]:
    """The cells that hold an indicator in each form that has it."""
    if indicator in _ROWS:
        return (_ROWS[indicator],)
    return tuple(source.cells for source in registry().indicators[indicator].sources.values())
