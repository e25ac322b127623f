"""Which division an agency's name begins with: ``湖南省怀化市会同县…``, ``徐州市…``, ``盐城市亭湖…``, ``海南州…``.

Names are looked up by their length, longest first, so that a match costs a handful of dictionary look-ups.
A name that fits several divisions is settled by where the page comes from; what stays open is told as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from domain.regions.divisions import RANK, Region, is_within, name_index

# Short names of counties that are everyday words in an agency's name: 荆州市公安局, 乐山市市中心医院.
_EVERYDAY = frozenset(
    {"公安", "市中", "城中", "新建", "和平", "建设", "文化", "交通", "长安", "城关", "中原", "东方", "新城"}
)
# A mountain or lake of the same short name is another thing: 长白山, 太湖流域.
_LANDSCAPE = re.compile(r"^(?:[山湖河江岛](?!西|南|北|东|区|市|县)|流域)")
_TOWNISH = re.compile(r"^[\u4e00-\u9fff]{0,4}(?:街道|镇|乡|村|社区|苏木)")

_FARTHEST = 100  # characters: the divisions at the beginning of a name take less


@dataclass(frozen=True, slots=True)
class RegionMatch:
    """A division at the start of a name. ``region`` is None where several fit: they are in ``candidates``.

    ``length`` counts the characters that name it; ``full`` is false where only a short name stood there.
    """

    region: Region | None
    length: int
    full: bool
    candidates: tuple[Region, ...] = ()


@cache
def _longest() -> int:
    return max(map(len, name_index()))


def _at(text: str, start: int) -> Iterator[tuple[Region, int, bool]]:
    index = name_index()
    for length in range(min(_longest(), len(text) - start), 1, -1):
        for one, full in index.get(text[start : start + length], ()):
            yield one, length, full


def match_prefix(text: str, within: str | None = None, year: int | None = None) -> RegionMatch | None:
    """The finest division that the text begins with, or None. ``within`` is the code of the page's own region."""
    return _matched(text[:_FARTHEST], within, year)


@lru_cache(maxsize=1 << 10)  # one document's names are asked for several times, the places of a portal all the time
def _matched(text: str, within: str | None, year: int | None) -> RegionMatch | None:
    chains = [chain for one, length, full in _at(text, 0) for chain in _chains(text, one, length, full)]
    if not chains:
        return None
    settled = _nearest(chains, within, year)
    length, full = settled[0][1], settled[0][2]
    codes = {one.code: one for one, _, _ in settled}
    if len(codes) > 1:
        return RegionMatch(None, length, full, tuple(codes.values()))
    one = settled[0][0]
    return RegionMatch(one, length, full)


Chain = tuple[Region, int, bool]


def _chains(text: str, one: Region, length: int, full: bool) -> Iterator[Chain]:
    """A division and, where the text goes on with one below it, those: (region, end, named in full)."""
    rest = text[length:]
    in_passing = one.short in _EVERYDAY or not rest or _TOWNISH.match(rest) or _LANDSCAPE.match(rest)
    if not full and one.level == "county" and in_passing:
        return
    yield one, length, full
    if one.level == "county":
        return
    for below, size, named_in_full in _at(text, length):
        if RANK[below.level] > RANK[one.level] and is_within(below.code, one.code):
            yield from _chains(text, below, length + size, named_in_full)


def _nearest(chains: list[Chain], within: str | None, year: int | None) -> list[Chain]:
    """The chains that name most, then lie nearest to the page's region and to the year."""

    def distance(chain: Chain) -> tuple[int, int, int, int]:
        one, length, full = chain
        # A county that kept its name while its code changed is told by the page's code, else by the year.
        years = 0 if one.code == within else one.years_from(year)
        return (-length, 0 if full else 1, _how_far(one.code, within), years)

    if within:
        # 海南 may be the province or the prefecture: the page's region outweighs one more character of a short name.
        near = [c for c in chains if _how_far(c[0].code, within) < 3]
        far_full = [c for c in chains if c[2] and _how_far(c[0].code, within) == 3]
        chains = near or far_full or chains
    best = min(map(distance, chains))
    chosen = [chain for chain in chains if distance(chain) == best]
    top = min(RANK[chain[0].level] for chain in chosen)
    return [chain for chain in chosen if RANK[chain[0].level] == top]


def _how_far(code: str, within: str | None) -> int:
    """0 in the page's region, 1 above it, 2 in the same province, 3 elsewhere."""
    if within is None or is_within(code, within):
        return 0
    if is_within(within, code):
        return 1
    return 2 if code[:2] == within[:2] else 3
