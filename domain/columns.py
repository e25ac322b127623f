"""Columns of portals: which hold disclosure reports, which part them by year, class or agency."""

from __future__ import annotations

import re

from domain.agencies import looks_like_agency
from domain.title_text import one_line, years

_REPORTS = re.compile(
    r"^(?:历年|部门|各部门|街道|乡镇|镇街|县区|本级|市级|区级|县级|省级|法定)?(?:政府信息|政务信息|信息|政务|政府)?(?:公开)?"
    r"(?:工作)?(?:年度(?:工作)?报告|年报)$"
)
_YEAR = re.compile(r"^[(（]?20\d{2}[)）]?(?:年度?)?(?:(?:政府)?信息公开)?(?:工作)?(?:年报|年度报告)?[)）]?$")
_CLASS = re.compile(
    r"^(?:[省市县区州盟旗](?:直|级|政府|属)?|各|本级)?(?:政府)?(?:工作)?"
    r"(?:部门|直属机构|机构|街道|乡镇|镇街|街镇|镇乡|街道办事处|镇|乡|县区|区县|县市区|单位|园区|开发区|功能区|派出机构|本级|垂管|双管)"
    r"(?:[(（][^()（）]*[)）])?(?:、.*)?(?:(?:政府)?(?:信息)?公开)?(?:年报|年度报告)?$"
    r"|^[省市县区]政府(?:部门|本级|办公[室厅])?(?:年报|年度报告)?$"
)
_ARROWS = re.compile(r"[>»＞\s]")
_SLUG = re.compile(
    r"(?:zf)?(?:xx)?gk(?:gz|zl)?(?:nd)?(?:nb|ndbg|ndgb|nbg|nianbao)"
    r"|^\d*nd(?:xxgk|gk)?(?:bg|gb)|^nianbao|annualreport|^(?:zf)?xxgkbg|^(?:bm|xz|jd|szbm|gbm)nb\d*$"
)


def is_report_column(text: str) -> bool:
    """Whether a column's name says that it holds disclosure reports: 政府信息公开年报, 年度报告, 部门公开年报.

    A title of one report (with an agency or a year) is none: ``read_title`` reads those.
    """
    name = _ARROWS.sub("", one_line(text))
    return len(name) <= 24 and bool(_REPORTS.match(name))


def is_agency_or_year_column(text: str) -> bool:
    """Whether a name below a report column parts it by year, class or agency: 2023年, 部门年报, 街道, 市财政局."""
    name = _ARROWS.sub("", one_line(text))
    if not name or len(name) > 30:
        return False
    if _YEAR.match(name):
        return bool(years(name))
    return bool(_CLASS.match(name)) or looks_like_agency(name)


def slug_is_report_column(path: str) -> bool:
    """Whether a URL path names a report column by one of its parts: ``zfxxgknb``, ``gknb2018``, ``xxgkndbg_10370``.

    A hint only: slugs mislead, and a part may be the agency's.
    """
    return any(_SLUG.search(part) for part in path.lower().split("/") if 3 <= len(part) <= 60)
