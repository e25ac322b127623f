"""The division an agency belongs to, from its name and from where its report was found."""

from __future__ import annotations

import re

from domain.agencies import is_town, town_of, without_ministry
from domain.regions import RegionMatch, counties_of_town, is_within, match_prefix, named, region

_BRANCH = re.compile(r"([\u4e00-\u9fff]{2,8}?)(?:分局|分队|分中心)$")
# What stands before the place: the Party's name, a division of Xinjiang's production corps (第一师阿拉尔市).
_BEFORE = re.compile(
    r"^(?:中共|中国共产党|共青团|(?:新疆生产建设兵团|兵团)?第[一二三四五六七八九十]{1,3}师(?=[\u4e00-\u9fff]{2,6}市))"
)
_BRACKETED = re.compile(r"[(（]([\u4e00-\u9fff]{2,6})[)）]")


def region_of_agency(name: str, within: str | None = None, year: int | None = None) -> RegionMatch | None:
    """The division in an agency's name, settled by ``within`` (the code of the page's region); None where it has none.

    A branch bureau belongs to the place of the branch (``益阳市生态环境局安化分局``: 安化县), a place in brackets
    outweighs the one at the start (``北京大兴国际机场临空经济区（廊坊）``), a town without its county is looked up.
    """
    plain = _BEFORE.sub("", without_ministry(name))
    found = match_prefix(plain, within, year)
    branch = _branch(plain, found, within, year)
    if branch:
        return branch
    bracketed = _bracketed(plain, found, within, year)
    if bracketed:
        return bracketed
    if found is None and is_town(plain):
        return _town(plain, within)
    if found and found.region and not found.full and within and is_within(within, found.region.code):
        # 重庆解放碑中央商务区, 温州高新区: a short name in passing does not say more than the page's own region.
        inner = region(within, year)
        return RegionMatch(inner, found.length, False) if inner else found
    return found


def _branch(name: str, found: RegionMatch | None, within: str | None, year: int | None) -> RegionMatch | None:
    if found is None or found.region is None or found.region.level == "county":
        return None
    match = _BRANCH.search(name[found.length :])
    if match is None:
        return None
    for start in range(len(match[1]) - 1):
        inner = [r for r in named(match[1][start:], found.region.code, year) if r.code != found.region.code]
        if within and len(inner) > 1:
            inner = [r for r in inner if is_within(r.code, within)] or inner
        if len(inner) == 1:
            return RegionMatch(inner[0], found.length, True)
    return None


def _bracketed(name: str, found: RegionMatch | None, within: str | None, year: int | None) -> RegionMatch | None:
    match = _BRACKETED.search(name)
    if match is None:
        return None
    places = named(match[1], None, year)
    if within and len(places) > 1:
        places = [r for r in places if is_within(r.code, within) or is_within(within, r.code)]
    if len(places) != 1 or (found and found.region and is_within(found.region.code, places[0].code)):
        return None
    return RegionMatch(places[0], found.length if found else 0, True)


def _town(name: str, within: str | None) -> RegionMatch | None:
    town = town_of(name)
    inner = region(within)
    if town is None or (inner and inner.level == "county"):
        return None
    counties = [r for code in counties_of_town(town, within) if (r := region(code))]
    if len(counties) == 1:
        return RegionMatch(counties[0], 0, False)
    return RegionMatch(None, 0, False, tuple(counties)) if counties else None
