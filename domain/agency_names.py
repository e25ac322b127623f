"""Short names of agencies written out: the place that a site leaves out, the body that people abbreviate.

``市财政局`` on the site of 武汉市 is 武汉市财政局, ``高椅乡`` is 会同县高椅乡人民政府, ``怀远二中`` 怀远县第二中学. A
county's bodies bear the county's name alone, a district's the city's as well (朝阳区 is in Beijing and in Changchun).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.agencies import (
    is_central,
    is_town,
    looks_like_agency,
    looks_like_place,
    town_of,
    without_ministry,
)
from domain.agency_kinds import agency_kind, kinds
from domain.regions import Region, RegionMatch, counties_of_town, names_of, parents
from domain.yaml_files import load

_BARE = re.compile(
    r"^(自治[区州县旗]|地区|[省市县区州盟旗])(?!委|中(?!医)|级|直|区|场|政协|人大)(?=[\u4e00-\u9fff]{2,})"
)
_SCHOOL = re.compile(r"第?([一二三四五六七八九十]{1,2})([中小幼])$")
_ZONE = re.compile(r"(?:开发区|高新区|经开区|度假区|示范区|保税区|产业园区|工业园区)$")
_SOME_ZONE = re.compile(r"^[省市县区旗州]?((?:经济|工业|产业|高新)?(?:开发区|园区))(?:管委会|管理委员会)?$")
_COMMITTEE = re.compile(r"(?:管委会|管理委员会)$")
_ANY_BODY = re.compile(r"^(\S{2,8})部门$")
# Branches of a city's bureau bear the short name of their county: 盐城市亭湖生态环境局, 如东生态环境局.
_KINDS_OF_BRANCHES = ("ecology", "natural_resources", "tax", "customs")


@dataclass(frozen=True, slots=True)
class Shortened:
    """The words for the shortenings: what each body, zone and school stands for, and bodies known without a place."""

    bodies: dict[str, list[str]]
    short_bodies: tuple[str, ...]
    zones: dict[str, list[str]]
    schools: dict[str, str]
    without_place: re.Pattern[str]
    functions: tuple[str, ...]


@cache
def _shortened() -> Shortened:
    data = load(Path(__file__).parent / "short_names.yml")
    bodies = dict(sorted(data["bodies"].items(), key=lambda item: -len(item[0])))
    without_place = re.compile(f"(?:{'|'.join(data['without_place'])})$")
    return Shortened(
        bodies, tuple(bodies), data["zones"], data["schools"], without_place, tuple(data["functions"].split())
    )


def is_bare(name: str) -> bool:
    """Whether a name leaves its place out: 市财政局, 教育局, 第二中学."""
    return bool(_BARE.match(name)) or _known_by_body(name)


def zone_of(name: str) -> str | None:
    """The zone in a name that says no more of it than its kind: 开发区 in 开发区管委会."""
    found = _SOME_ZONE.match(name)
    return found[1] if found else None


def _known_by_body(name: str) -> bool:
    return name in _bodies() or bool(_shortened().without_place.match(name) or _function(name))


def _function(name: str) -> bool:
    """Whether a body's name begins with what it does, not with where it is: 水库移民管理局, 职业技术学院."""
    of_ministry = is_central(name) or without_ministry(name) != name  # 教育部, 水利部淮河水利委员会
    return name.startswith(_shortened().functions) and looks_like_agency(name) and not of_ministry


@cache
def _bodies() -> frozenset[str]:
    """The names of departments without any place, from the list of kinds: 教育局, 审计局."""
    return frozenset(ending for kind in kinds().values() for ending in kind["endings"])


def full_forms(name: str) -> list[str]:
    """What a shortened name can stand for, the name itself left out; empty where nothing in it is short.

    >>> full_forms("青泽市教体局")
    ['青泽市教育体育局', '青泽市教育和体育局', '青泽市教育与体育局']
    """
    words = _shortened()
    if school := _SCHOOL.search(name):
        return [f"{name[: school.start()]}第{school[1]}{words.schools[school[2]]}"]
    for short, longs in words.bodies.items() if name.endswith(words.short_bodies) else ():
        if name.endswith(short) and not name.endswith(tuple(longs)):
            return [name.removesuffix(short) + long for long in longs]
    return []


def names_zone(name: str) -> bool:
    """Whether a zone's short name is part of it, so that it may stand for a longer one."""
    return any(zone in name for zone in _shortened().zones)


def stands_for(short: str, long: str) -> bool:
    """Whether a zone's shortened name can stand for the long one (高新区（经开区）管委会)."""
    words = _shortened()
    if not names_zone(short) or short[:2] != long[:2] or len(long) <= len(short):
        return False
    for zone, longs in words.zones.items():
        if zone in short and not any(full in long for full in longs):
            return False
    return bool(_COMMITTEE.search(short)) == bool(_COMMITTEE.search(long))


def written_out(name: str) -> str:
    """A name with its body in full where that is certain: 镇 and a bare place become governments."""
    if name.endswith("街道"):
        return name + "办事处"
    if looks_like_place(name) and name.endswith(("盟", "地区")):
        return name + "行政公署"
    if name.endswith(("镇", "乡", "苏木")) or looks_like_place(name):
        return name + "人民政府"
    if _ZONE.search(name):
        return name + "管理委员会"
    name = re.sub(r"(?<=[省市县区旗盟州镇乡])政府(?=$|办公?[室厅]?$)", "人民政府", name)
    name = re.sub(r"行署(?=$|办公室$)", "行政公署", re.sub(r"(?<=人民政府)办$", "办公室", name))
    name = re.sub(r"^政府(?=办公[室厅]$)", "人民政府", name)
    if (office := _ANY_BODY.match(name)) and agency_kind(office[1] + "局"):
        return office[1] + "局"
    forms = full_forms(name)
    return forms[0] if len(forms) == 1 else name


def complete_name(
    name: str,
    places: Sequence[str],
    begins_with_place: bool,
    match: RegionMatch | None = None,
    code: str | None = None,
) -> str:
    """A name as its agency would sign it: the place filled in, a bare place made its government.

    ``places`` are the names of the page's division and those above it, nearest first; ``begins_with_place``
    says that the name names its division itself, ``match`` which one that is (where it is a known one), ``code`` is
    that of the page's division. A town gets its county, ``市财政局`` its city, and a district comes with its city.
    """
    short_school = bool(_SCHOOL.search(name))
    name = written_out(name)
    if match and match.region and match.length:
        return _place_in_full(name, match, short_school)
    if begins_with_place:
        return name
    town = town_of(name)
    bare = None if town and _own_name(town, code) else _BARE.match(name)
    if bare:
        owner = next((i for i, place in enumerate(places) if _is_kind(place, bare[1])), None)
        if owner is not None and not (town and owner):  # a town is its county's
            return _with_city(places[owner], places[owner + 1 :]) + name[len(bare[1]) :]
    if places and (town or _known_by_body(name)):
        return _with_city(places[0], places[1:]) + name
    return name


def _own_name(town: str, code: str | None) -> bool:
    """Whether a town's first character is its own: 市坪镇, 区坊乡, and not the county's in 县城关镇."""
    if code and counties_of_town(town[1:], code):
        return False
    short = len(re.sub(r"(?:街道|镇|乡|苏木)$", "", town)) <= 2  # 坊乡 and 坪街道 are hardly names
    return short or bool(counties_of_town(town)) or not counties_of_town(town[1:])


def _is_kind(place: str, kind: str) -> bool:
    return place.endswith(kind) or (kind == "省" and place.endswith("自治区"))


def _with_city(place: str, above: Sequence[str]) -> str:
    district = place.endswith("区") and not place.endswith(("特区", "林区"))
    return above[0] + place if above and district and above[0].endswith("市") else place


def _place_in_full(name: str, match: RegionMatch, short_school: bool) -> str:
    """The division at the start of a name as it is called: no province or prefecture before a city or county."""
    region = match.region
    assert region is not None
    spoken, rest = name[: match.length], name[match.length :]
    if not match.full:
        kind = agency_kind(rest)
        whole = kind not in _KINDS_OF_BRANCHES and rest in _bodies() and not is_town(rest)
        return called(region) + rest if whole or short_school else name
    own = next((n for n in sorted(names_of(region), key=len, reverse=True) if spoken.endswith(n)), None)
    if own is None:
        return name
    above = [one.name for one in parents(region)]
    # A county has a natural resources bureau of its own, and its city's branch goes by the short name.
    if agency_kind(rest) in _KINDS_OF_BRANCHES and agency_kind(rest) != "natural_resources":
        return name.removeprefix(above[-1]) if len(above) > 1 else name
    if own.endswith("区"):
        return _with_city(own, above) + rest
    # The counties of Chongqing are written with the municipality and without: as printed.
    return name if above and len(above) == 1 and above[0].endswith("市") else own + rest


def called(region: Region) -> str:
    """What the bodies of a division put before their names: 会同县, 徐州市, 北京市西城区."""
    return _with_city(region.name, [one.name for one in parents(region)])
