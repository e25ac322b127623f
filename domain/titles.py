"""What a title says: whether it names a disclosure report, of which agency and of which year.

Four in five titles are standard (``X2021年政府信息公开工作年度报告``); the rest turn the order round, drop 年 or
工作, put the report into a notice, or say only ``2020年度``. Look-alikes that share the words are named with the
reason. A title that cannot tell is ``None``: the page decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from domain.agencies import looks_like_agency
from domain.columns import is_agency_or_year_column, is_report_column, slug_is_report_column
from domain.remembering import remembered
from domain.title_text import YEAR, one_line, years
from domain.yaml_files import load

__all__ = [
    "Title",
    "is_agency_or_year_column",
    "is_report_column",
    "read_title",
    "slug_is_report_column",
]


@dataclass(frozen=True, slots=True)
class Title:
    """A title as read. ``agency`` is as written there (``市财政局``, ``贺州市``), not completed by any region.

    ``is_report`` is None where the words alone cannot tell; ``reason`` says why in plain words.
    """

    text: str
    is_report: bool | None
    reason: str
    agency: str | None
    year: int | None


# The words for the report itself. What may stand between 公开 and 报告 is a closed list, the year among it.
_BETWEEN = r"(?:工作|情况|年度|总结|实施|执行|的|年|度|和|与|[(（]?20\d{2}[)）]?)"
# (Possessive, so that no run of 年度年度年度 costs more than its length.)
_CORE = re.compile(
    rf"(?:政府|政务)?(?:信息(?:主动|依法|依申请)?公开(?:信息公开)?|公开信息){_BETWEEN}*+(?:报告|(?<=年)报)"
    rf"|(?:政府信息|政务公开)(?=[^报]{{0,20}}年){_BETWEEN}*+(?:报告|(?<=年)报)"
)
# A title cut short by a list: …政府信息公开工作年…
_CORE_CUT = re.compile(r"(?:政府|政务)信息公开(?:工作)?(?:年度?)?(?:报)?(?:\.{2,}|…+)$")
_SUBJECT = re.compile(r"(?:政府|政务)?信息公开")
_SEPARATORS = re.compile(r"[_|｜]+|-{1,2}|[—–－]+")
_EMPTY_BRACKETS = re.compile(r"[(（\[【〔《]\s*[)）\]】〕》]")
_IN_BRACKETS = re.compile(r"[(（]([^()（）]{2,40})[)）]")
# What stands in brackets or at the end and is no part of a name: a period, the verb of 公开2023年…报告.
_PERIOD = re.compile(r"[(（][^()（）]*\d月[^()（）]*[)）]")
_VERB = re.compile(r"(?<=[局委会室厅府院处站队所校镇乡])(?:公开|公布|发布|编制|印发)$")
# A menu or a site's name in front, on printed pages: 青泽县政务公开青泽县旅游局 (and not 政务公开办).
_MENU_BEFORE = re.compile(
    r"^.{0,40}(?:政务公开|首页|(?:门户|官方|政府)网站?)"
    r"(?![局办处科股委和与及]|政务|领导|管理|服务|工作|事务|中心|协调|审批|监督|建设|监测)(?=[\u4e00-\u9fff]{3})"
)
_SITE_BEFORE = re.compile(r"^中国[·•・]([\u4e00-\u9fff]{2,4}?)(?:政府网|门户网站)?(?=\1)")
_REPORT_WORDS = re.compile(r"(?:政务公开|年度报告|年度|年报|报告|情况|工作|公开|统计表|总结|公报)+$")
_DOCUMENT_NUMBER = re.compile(r"[(（]?[\u4e00-\u9fff]{1,8}[〔\[［(（]\d{4}[〕\]］)）]\d+号[)）]?")
_NOTICE = re.compile(r"^(.*?)(?:关于|印发|转发)(?:印发|公布|发布|公开|报送|上报|报告|呈报|提交|做好)?(.*)$")

_IMAGE_VERSION = re.compile(r"图片版|图文版|图版")

# Not 将 or 特 alone: 将乐县 and 特克斯县 begin with them.
_ANNOUNCED = re.compile(
    r"^(?:[现兹特]?(?:将|就|予以?|向社会)*(?:公布|公开|发布|公告)了?|[现兹](?:将|就))(?=[\u4e00-\u9fff]{3})"
)
_EDGES = re.compile(r"^\d{1,3}(?=[\u4e00-\u9fff])|^(?:年度?|度)+|(?:年度?|[的度]|法定)+$")
_SITE = re.compile(r"政府$|[省市县区旗盟州]$|网|门户")
_OPEN = re.compile(r"^[\s\-_—–·:：，,、.。|/\\>》」）)《「（(]+|[\s\-_—–·:：，,、.。|/\\<《「（(]+$")


@remembered(1 << 8)  # one page repeats its title in half a dozen places
def read_title(text: str) -> Title:
    """Read a title, link text or file name. Never raises; text beyond 600 characters is not looked at."""
    line = one_line(text)
    if not line:
        return Title("", None, "no words", None, None)
    if "年" not in line and "公开" not in line and "20" not in line and not looks_like_agency(line):
        return Title(line, *_other_subject(line), None, None)
    parts = _parts(line)
    readings = [reading for part in parts if (reading := _read_report(part))]
    if not readings:
        return _read_other(line)
    # The first part that says most: a part beside it may be the column's or the site's name.
    best = max(readings, key=lambda r: (r.is_report is False, r.agency is not None, r.year is not None))
    if best.is_report and best.agency is None:
        return replace(best, agency=next(filter(None, map(_department, parts[:-1])), None))
    return best


def _department(part: str) -> str | None:
    """A department that stands apart (2023年…年度报告-信阳市财政局); a government may be only the site's name."""
    found = _clean_agency(YEAR.sub("", part))
    return found if found and not _SITE.search(found) else None


def _parts(line: str) -> list[str]:
    parts = [part for part in _SEPARATORS.split(line) if part]
    return parts if len(parts) == 1 else [*parts, "".join(parts)]


@remembered(1 << 6)  # a title stands alone, and before the site's name
def _read_report(line: str) -> Title | None:
    """The reading of a title that names the report, else None."""
    line = _DOCUMENT_NUMBER.sub("", line)
    core = _CORE.search(line) or _CORE_CUT.search(line)
    if core is None:
        return None
    before, after = line[: core.start()], line[core.end() :]
    year = _nearest_year(before, core[0], after)
    agency = _agency_before(before, core[0]) or _agency_after(after)
    rules = _lookalikes()
    fault = _first_match(rules["before"], before) or _first_match(rules["after"], after)
    fault = fault or _first_match(rules["whole"], line)
    if fault:
        return Title(line, False, fault, agency, year)
    if _IMAGE_VERSION.search(line):
        return Title(line, None, "an image version: the report or an explainer", agency, year)
    if agency is None and year is None:
        return Title(line, None, "names reports, but no agency and no year", None, None)
    return Title(line, True, "names a disclosure report", agency, year)


def _nearest_year(before: str, core: str, after: str) -> int | None:
    return next(iter([*years(core), *reversed(years(before)), *years(after[:16])]), None)


def _agency_before(before: str, core: str) -> str | None:
    name = YEAR.sub("", before)
    if name.endswith("人民") and core.startswith("政府"):
        name += "政府"  # X市人民政府信息公开年报: one 政府 stands for two
    notice = _NOTICE.match(name)
    candidates = [name] if notice is None else [notice[2], notice[1]]
    return next((found for c in candidates if (found := _clean_agency(c))), None)


def _agency_after(after: str) -> str | None:
    words = _EMPTY_BRACKETS.sub("", YEAR.sub("", after))
    bracketed = _IN_BRACKETS.match(words)
    return _clean_agency(bracketed[1]) if bracketed else _department(words)


@remembered(1 << 6)
def _clean_agency(name: str) -> str | None:
    name = _PERIOD.sub("", _EMPTY_BRACKETS.sub("", name))
    name = _SITE_BEFORE.sub("", _MENU_BEFORE.sub("", name))
    name = _ANNOUNCED.sub("", _OPEN.sub("", name))
    name = _EDGES.sub("", name)
    name = _VERB.sub("", _OPEN.sub("", name)).replace("(", "（").replace(")", "）")
    return name if looks_like_agency(name) else None


def _read_other(line: str) -> Title:
    """A title that does not name the report: a look-alike by its subject, or one that cannot tell."""
    verdict, reason = _other_subject(line)
    name = re.sub(r"(?:\.{2,}|…+).*$", "", YEAR.sub("", line))
    name = _SUBJECT.sub("", name) if verdict is None else name
    agency = _clean_agency(_REPORT_WORDS.sub("", _EMPTY_BRACKETS.sub("", name)))
    if agency is None and (bracketed := _IN_BRACKETS.search(name)):
        agency = _clean_agency(bracketed[1])
    if agency is None and len(parts := _SEPARATORS.split(line)) > 1:
        agency = next(filter(None, map(_department, parts)), None)
    return Title(line, verdict, reason, agency, next(iter(years(line)), None))


def _other_subject(line: str) -> tuple[bool | None, str]:
    reason = _first_match(_lookalikes()["subject"], line)
    return (False, reason) if reason else (None, "does not name a report")


class Rules(NamedTuple):
    """Each pattern with its reason, and one that matches where any of them does: most titles are no look-alikes."""

    each: tuple[tuple[re.Pattern[str], str], ...]
    any: re.Pattern[str]


@cache
def _lookalikes() -> dict[str, Rules]:
    """The rules of ``lookalikes.yml`` by the part they are sought in, patterns compiled."""
    data = load(Path(__file__).parent / "lookalikes.yml")
    return {
        part: Rules(
            tuple((re.compile("|".join(patterns)), reason) for reason, patterns in reasons.items()),
            re.compile("|".join(pattern for patterns in reasons.values() for pattern in patterns)),
        )
        for part, reasons in data.items()
    }


def _first_match(rules: Rules, words: str) -> str | None:
    if not rules.any.search(words):
        return None
    return next((reason for rule, reason in rules.each if rule.search(words)), None)
