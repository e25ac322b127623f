"""Whose report it is: the title, the text, then what the page says of its source.

发布机构 may be the office that posted the page, so that it counts only where title and text are silent, and
where it fits what the text calls itself (我局, 我镇, 我办).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from domain.agencies import is_central, is_town, looks_like_agency, looks_like_place, town_of, without_ministry
from domain.agency_names import complete_name, full_forms, is_bare, names_zone, stands_for, zone_of
from domain.agency_regions import region_of_agency
from domain.regions import (
    Region,
    code_in_area,
    code_in_index_number,
    code_in_site_id,
    is_within,
    match_prefix,
    parents,
    region,
)
from domain.remembering import remembered
from extract.metadata.page import Page
from extract.metadata.spoken import agencies_in, sites_in
from extract.metadata.titles import Candidate, beside_title

_OPENING = 4000  # characters of a text that say whose it is
_SELF = re.compile(r"[我本]([局委办厅院镇乡县市区旗省州盟校处所站]|街道|机关|单位|中心|管委会)")
_PLACES = ("县", "市", "区", "旗", "省", "州", "盟")
_SOURCES = ("contentsource", "发布机构", "信息公开机构", "公开机构", "公开主体", "发文机关", "发文单位", "发布单位",
            "责任单位", "来源", "信息来源", "author", "作者")  # fmt: skip
_SOURCE_LINE = re.compile(r"(?:来源|信息来源|发布机构|发文机关|发布单位)\s*[:：]\s*([\u4e00-\u9fff（）()]{2,30})")
_DAY = re.compile(r"^(?:20\d\d|二[〇零○]..)年.{1,3}月.{1,3}日$")
_SIGNED = re.compile(r"^([\u4e00-\u9fff（）()]{3,40}?)((?:20\d\d|二[〇零○]..)年.{1,3}月.{1,3}日)?$")
_OF_SITE = re.compile(r"网$|网站$|^(?:首页|政务公开|本站|本网)")
_TITLE_PARTS, _CRUMBS = re.compile(r"[_|\-—–]"), re.compile(r"\s*[>＞»›/]+\s*")
_LONGEST_TITLE = 600
_SITE_WORDS = re.compile(r"(?:门户)?网站?.*$|政务公开.*$|信息公开.*$|欢迎.*?访问|主办[:：]?")
_PLACE = re.compile(
    r"(?!自治|[省县区旗盟]|市(?!中区))[\u4e00-\u9fff]{2,7}?(?:自治[区州县旗]|[省市县旗盟州]|(?<![发园景社片新高保])区|(?<=[\u4e00-\u9fff]{2})新区)"
)


@dataclass(frozen=True, slots=True)
class Author:
    """The agency and where it belongs. ``basis`` names the evidence, ``problems`` what stays open: (code, words).

    ``place`` is what the site calls its place where that is no known division.
    """

    agency: str | None
    basis: str | None
    region: Region | None
    region_code: str | None
    problems: tuple[tuple[str, str], ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page comes from: its division's code (perhaps not a known one) and names, nearest first."""

    code: str | None
    names: tuple[str, ...]


def find_author(page: Page, titles: list[Candidate], year: int | None) -> Author:
    """The agency as published, with what its place adds, and the division it belongs to."""
    place = place_of(page, year)
    name, basis = _name(page, titles, place)
    if name is None:
        known = region(place.code, year)
        return Author(
            None,
            None,
            known,
            place.code,
            place=_joined(place),
            problems=(("agency.unknown", "no source names the agency"),),
        )
    name = _in_full(_longer_form(name, page, titles), page, titles)
    problems: list[tuple[str, str]] = []
    if not place.names and is_bare(name) and (site := _site_in_text(name, page, year)):
        place = Place(site.code, _names(site))
        problems.append(("region.inferred", f"{site.full_name}: only a site that the text names tells it"))
    match = region_of_agency(name, place.code, year)
    begins = bool(match and match.length)
    if match and match.region is None:
        words = ", ".join(one.full_name for one in match.candidates[:6])
        problems.append(("region.ambiguous", f"{name}: {words}"))
    found = match.region if match else None
    if found is None and not is_central(name):
        found = None if match and match.region is None and place.code is None else region(place.code, year)
    code = found.code if found else (None if is_central(name) else place.code)
    if found and place.code and not (is_within(found.code, place.code) or is_within(place.code, found.code)):
        problems.append(("region.conflict", f"{name} is of {found.full_name}, the page of {place.code}"))
    names = _names(found) if found else place.names
    begins = begins or any(name.startswith(n) for n in names) or (found is None and bool(_places_in(name)))
    prefix = match_prefix(without_ministry(name), found.code if found else place.code, year)
    full = complete_name(name, names, begins, prefix if without_ministry(name) == name else None, code)
    if is_bare(full) and not begins:
        problems.append(("agency.incomplete", f"{full}: no source names its place"))
    if zone_of(name):
        problems.append(("agency.short", f"{full}: which zone of its place is not said"))
    if len(forms := full_forms(full)) > 1:
        problems.append(("agency.short", f"{full}: may stand for {', '.join(forms)}"))
    return Author(full, basis, found, code, tuple(problems), _joined(place))


def place_of(page: Page, year: int | None) -> Place:
    """The division of the site or portal. Its codes are hints: old ones and copies of other sites' occur."""
    codes = [page.context.region_code, code_in_site_id(page.tag("siteidcode") or "")]
    if area := re.search(r"[?&]area=([0-9A-Za-z]+)", page.url):
        codes.append(code_in_area(area[1]))
    if number := page.tag("索引号", "信息索引号"):
        codes.append(code_in_index_number(number))
    code: str | None = None
    for other in filter(None, codes):
        if code is None or (other != code and is_within(other, code) and region(other)):
            code = other
    if code is None:
        for site in _site_names(page):
            match = match_prefix(site)  # the site is of today, whatever year it reports
            if match and match.region and match.full:
                code = match.region.code
                break
    known = region(code, year)
    return Place(code, _names(known) if known else _places_by_name(page))


def _site_in_text(name: str, page: Page, year: int | None) -> Region | None:
    """The one division the text names as a site's or an author's, where the agency's name leaves such a one out."""
    found = {}
    opening = page.text[:_OPENING]
    for words in (*sites_in(opening), *agencies_in(opening)):
        match = match_prefix(words, None, year)
        if match and match.region and match.full and match.length == len(words):
            found[match.region.code] = match.region
    kind = name[:3] if name.startswith("自治") else name[0]
    fit = [one for one in found.values() if kind[-1] not in _PLACES or one.name.endswith(kind)]
    return fit[0] if len(fit) == 1 else None


def _joined(place: Place) -> str:
    return "".join(reversed(place.names))


def _names(one: Region) -> tuple[str, ...]:
    return (one.name, *(above.name for above in parents(one)))


def _site_names(page: Page) -> tuple[str, ...]:
    return _named_by(page.context.portal_name, page.tag("sitename"), (page.tag("title") or "")[:_LONGEST_TITLE])


@lru_cache(maxsize=1 << 6)
def _named_by(portal: str | None, site: str | None, title: str) -> tuple[str, ...]:
    """The site's names, from the portal, the page's tag and what follows the title proper."""
    tail = _TITLE_PARTS.split(title)[1:]
    return tuple(_SITE_WORDS.sub("", words).strip() for words in (portal, site, *tail) if words)


def _places_by_name(page: Page) -> tuple[str, ...]:
    """Places that the site's name gives, nearest first, where no code is known (or it is no division's)."""
    for words in _site_names(page):
        if places := _places_in(words):
            return places
    return ()


def _places_in(words: str) -> tuple[str, ...]:
    """``云泽市柳汀区人民政府``: 柳汀区, 云泽市."""
    found: list[str] = []
    end = 0
    while match := _PLACE.match(words, end):
        found.insert(0, match[0])
        end = match.end()
    return tuple(found)


def _name(page: Page, titles: list[Candidate], place: Place) -> tuple[str | None, str | None]:
    named = [c for c in titles if c.title.agency and c.title.is_report is not False and c.source != "text"]
    # A title that does not name the report (审计局2024年…) counts where a page has titles, not in any line of it.
    sites = set(_site_names(page))
    sure = [
        c for c in named if c.title.is_report or (c.source not in ("body", "title") and c.title.agency not in sites)
    ]
    for candidate in sure:
        return candidate.title.agency, candidate.source
    if beside := beside_title(page):
        return beside, "heading"
    own = _SELF.search(page.text)
    kind = own[1] if own else None
    for name in _names_in_text(page, titles):
        if kind in _PLACES or _fits(name, kind):  # a body also says 我县
            return name, "text"
    for candidate in named:
        if candidate.title.agency not in sites:
            return candidate.title.agency, candidate.source
    if signed := _signed(page):
        return signed, "signature"
    if kind in _PLACES and place.names:
        government = next((n for n in place.names if n.endswith(kind)), None)
        if government:
            return government, "place"
    for name in _tagged_names(page):
        if _fits(name, kind):
            return name, "source"
    return None, None


def _signed(page: Page) -> str | None:
    """Who signs below the text: an agency with the day, in one line or two."""
    for line, following in pairwise((*page.tail, "")):
        match = _SIGNED.match(re.sub(r"\s", "", line))
        if match and (match[2] or _DAY.match(re.sub(r"\s", "", following))):
            return next(iter(_agencies_in(match[1])), None)
    return None


def _names_in_text(page: Page, titles: list[Candidate]) -> Iterator[str]:
    yield from (c.title.agency for c in titles if c.title.agency and c.title.is_report and c.source == "text")
    yield from agencies_in(page.text[:_OPENING])


def _tagged_names(page: Page) -> Iterator[str]:
    """What tags, lines and breadcrumb name as the source, the site's own name last."""
    for key in _SOURCES:
        if value := page.document.tags.get(key):
            yield from _agencies_in(value)
    for line, _ in page.head:
        if match := _SOURCE_LINE.search(line):
            yield from _agencies_in(match[1])
    crumbs = page.tag("breadcrumb") or page.context.breadcrumb or ""
    for part in reversed(_CRUMBS.split(crumbs)):
        yield from _agencies_in(part)
    for site in _site_names(page):
        yield from _agencies_in(site)


@remembered(1 << 8)  # sources and columns of a portal come again on its every page
def _agencies_in(words: str) -> tuple[str, ...]:
    """The name that the words are, or none."""
    name = _brackets_closed("".join(words.split()).strip("【】[]:："))
    if looks_like_agency(name) and not _OF_SITE.search(name):
        return (name,)
    return ()


def _brackets_closed(name: str) -> str:
    """Without brackets around all of it, or one that its pair is missing of."""
    name = name.replace("(", "（").replace(")", "）")
    if "（" not in name and "）" not in name:
        return name
    whole = re.fullmatch(r"（([^（）]*)）", name)
    if whole:
        return whole[1]
    return name if name.count("（") == name.count("）") else name.strip("（）")


def _fits(name: str, kind: str | None) -> bool:
    """Whether a name can be what the text calls 我局, 我镇, 我办."""
    if kind is None or kind in ("机关", "单位"):
        return True
    if kind in ("镇", "乡", "街道"):
        return is_town(name) and kind in name
    if kind == "校":
        return bool(re.search(r"[学校园]$", name))
    if kind == "办":
        return bool(re.search(r"办公[室厅]?$|办$|办事处$", name))
    return kind in name[2:] or (kind in ("市", "县", "区") and looks_like_place(name))


def _longer_form(name: str, page: Page, titles: list[Candidate]) -> str:
    """The fuller name of the same agency where the page gives it: 海口市教育局 for 教育局, 老洲乡 with its county."""
    if match_prefix(name) or is_central(name):
        return name
    town, zone = town_of(name), zone_of(name)
    for other in chain(_names_in_titles(titles), _names_in_text(page, titles), _tagged_names(page)):
        longer = other.endswith(name) or (town is not None and town in other[2:])
        longer = longer or (zone is not None and other.removesuffix("管理委员会").removesuffix("管委会").endswith(zone))
        if longer and len(other) > len(name) and (match_prefix(other) or _places_in(other)):
            return other
    return name


def _in_full(name: str, page: Page, titles: list[Candidate]) -> str:
    """A shortened name as the page writes it in full, where it does so in one way only."""
    spoken = {form for form in full_forms(name) if form[2:] in page.text}
    if not spoken and names_zone(name):
        others = chain(_names_in_titles(titles), _names_in_text(page, titles))
        spoken = {other for other in others if stands_for(name, other)}
    return spoken.pop() if len(spoken) == 1 else name


def _names_in_titles(titles: list[Candidate]) -> Iterator[str]:
    return (c.title.agency for c in titles if c.title.agency)
