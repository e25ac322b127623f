"""The list of divisions and its look-ups by code and by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FILE = Path(__file__).parent / "divisions.tsv"

Level = Literal["province", "prefecture", "county"]
RANK = {"province": 0, "prefecture": 1, "county": 2}

# Short names that the suffix rule does not give.
_SHORT = {
    "内蒙古自治区": "内蒙古", "广西壮族自治区": "广西", "西藏自治区": "西藏", "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆", "香港特别行政区": "香港", "澳门特别行政区": "澳门",
    "克孜勒苏柯尔克孜自治州": "克孜勒苏", "鄂伦春自治旗": "鄂伦春", "鄂温克族自治旗": "鄂温克", "东乡族自治县": "东乡",
}  # fmt: skip
# What people call these beside the short name and 州.
_ALIASES = {
    "克孜勒苏柯尔克孜自治州": ("克州",), "巴音郭楞蒙古自治州": ("巴州",), "博尔塔拉蒙古自治州": ("博州",),
    "恩施土家族苗族自治州": ("恩施州",), "锡林郭勒盟": ("锡盟",),
}  # fmt: skip
_PEOPLES = re.compile(
    r"(?<=..)(?:蒙古族|回族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|"
    "佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|阿昌族|"
    "普米族|塔吉克|怒族|裕固族|保安族|独龙族|鄂温克族|蒙古|各族)+$"
)
_SUFFIXES = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "新区",
    "矿区",
    "省",
    "市",
    "县",
    "区",
    "州",
    "盟",
    "旗",
)


@dataclass(frozen=True, slots=True)
class Region:
    """A division while it had this code, name and parent.

    ``full_name`` joins the names from the province down (``河南省信阳市``, ``北京市密云区``, ``湖北省天门市``).
    ``valid_from`` and ``valid_to`` are the first and the last year-end it was in force (``valid_to`` None: still).
    """

    code: str
    name: str
    short: str
    full_name: str
    level: Level
    parent_code: str | None
    valid_from: int
    valid_to: int | None

    def valid_in(self, year: int | None) -> bool:
        """Whether it was in force at the end of the year (always true for None)."""
        return year is None or (self.valid_from <= year and (self.valid_to is None or year <= self.valid_to))

    def years_from(self, year: int | None) -> int:
        """How many years outside its time the year lies; for None, whether it has ended at all (then 1)."""
        if year is None:
            return 0 if self.valid_to is None else 1
        if self.valid_in(year):
            return 0
        return self.valid_from - year if year < self.valid_from else year - (self.valid_to or year)


def short_name(name: str) -> str:
    """A division's name without its kind and peoples: 信阳, 延边, 阿拉善左旗 stays."""
    if name in _SHORT:
        return _SHORT[name]
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            short = name[: -len(suffix)]
            if suffix.startswith("自治"):
                short = _PEOPLES.sub("", short)
            if suffix == "旗" and short[-1] in "左右前后中":
                return name
            return short
    return name


def names_of(one: Region) -> tuple[str, ...]:
    """The names a division goes by in full or with its kind: 海南藏族自治州 and 海南州."""
    names = [one.name, *_ALIASES.get(one.name, ())]
    for suffix, kind in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")):
        if one.name.endswith(suffix):
            names.append(one.short + kind)
    return tuple(names)


@cache
def all_regions() -> tuple[Region, ...]:
    """Every division since 2000, one entry for each time it had another name or parent."""
    lines = FILE.read_text(encoding="utf-8").splitlines()[1:]
    raw = [line.split("\t") for line in lines]
    latest = {row[0]: row for row in sorted(raw, key=lambda row: int(row[4]))}
    regions = []
    for code, name, level, parent, since, until in raw:
        full, above = name, parent
        while above:
            up = latest[above]
            full, above = up[1] + full, up[3]
        regions.append(
            Region(
                code,
                name,
                short_name(name),
                full,
                level,  # type: ignore[arg-type]
                parent or None,
                int(since),
                int(until) if until else None,
            )
        )
    return tuple(regions)


@cache
def _by_code() -> dict[str, list[Region]]:
    index: dict[str, list[Region]] = {}
    for one in all_regions():
        index.setdefault(one.code, []).append(one)
    return index


@cache
def name_index() -> dict[str, list[tuple[Region, bool]]]:
    """Divisions by each of their names; the flag says that the name is a full one, not the short one."""
    index: dict[str, list[tuple[Region, bool]]] = {}
    for one in all_regions():
        for name in names_of(one):
            index.setdefault(name, []).append((one, True))
        if one.short != one.name and len(one.short) >= 2:
            index.setdefault(one.short, []).append((one, False))
    return index


def region(code: str | None, year: int | None = None) -> Region | None:
    """The division of a code (six digits, or longer ones that begin with it) in a year, else nearest to it."""
    if not code or len(code) < 6:
        return None
    found = _by_code().get(code[:6])
    return min(found, key=lambda r: (r.years_from(year), -r.valid_from)) if found else None


def parents(one: Region) -> list[Region]:
    """The divisions above, nearest first."""
    above = region(one.parent_code, one.valid_to) if one.parent_code else None
    return [above, *parents(above)] if above else []


def is_within(code: str, above: str) -> bool:
    """Whether a code is that of ``above`` or of a division below it, by the digits."""
    if above.endswith("0000"):
        return code[:2] == above[:2]
    if above.endswith("00"):
        return code[:4] == above[:4]
    return code[:6] == above[:6]


def named(name: str, within: str | None = None, year: int | None = None) -> list[Region]:
    """The divisions of a name below ``within``, nearest to the year in time; full names, higher levels first."""
    found = [(r, full) for r, full in name_index().get(name, ()) if within is None or is_within(r.code, within)]
    if any(full for _, full in found):
        found = [(r, full) for r, full in found if full]
    if not found:
        return []
    nearest = min(r.years_from(year) for r, _ in found)
    best: dict[str, Region] = {}
    for one, _ in found:
        if one.years_from(year) == nearest:
            best[one.code] = one
    return sorted(best.values(), key=lambda r: RANK[r.level])
