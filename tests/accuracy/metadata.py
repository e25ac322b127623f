"""Kind, year, agency, region and day of publication: how right they are, by style, and the worst pages."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from extract.reader import read
from extract.report import Context, Reading
from tests.accuracy import lookalikes, reports_named
from tests.accuracy.site_pages import SitePage, Truth, as_text

FIELDS = ("kind", "year", "agency", "region", "published")
GOALS = {"kind": 99.5, "year": 99.5, "agency": 98.0, "region": 98.0}
GROUPS = {"report": reports_named.STYLES, "look-alike": lookalikes.STYLES, "look-alike as text": lookalikes.STYLES,
          "report as text": {name: reports_named.STYLES[name] for name in reports_named.IN_TEXT}}  # fmt: skip


@dataclass
class Named:
    """What was read of one page. ``wrong`` are (field, read for expected); ``asked`` the fields that count."""

    group: str
    style: str
    source: str
    asked: tuple[str, ...]
    wrong: dict[str, str] = field(default_factory=dict)
    silent: list[str] = field(default_factory=list)
    title: str = ""
    problems: str = ""


def page_of(group: str, style: str, seed: int) -> tuple[bytes, SitePage, Truth]:
    rng = Random(seed)
    page, truth = GROUPS[group][style](rng)
    if group.endswith("as text"):
        return as_text(page), SitePage("", page.heading), replace(truth, published=None)
    return page.html(rng), page, truth


def compare(reading: Reading, truth: Truth, into: Named) -> Named:
    """Where nothing tells a value, null is right and anything else is a guess."""
    read_as = {"kind": reading.kind, "year": reading.year, "agency": reading.agency, "region": reading.region_code,
               "published": reading.published.isoformat() if reading.published else None}  # fmt: skip
    wanted = {"kind": truth.kind, "year": truth.year, "region": truth.region, "published": truth.published}
    for name in into.asked:
        got = read_as[name]
        right = (got in truth.agencies if truth.agencies else got is None) if name == "agency" else got == wanted[name]
        if not right:
            expected = truth.agencies[:1] if name == "agency" else wanted[name]
            into.wrong[name] = f"{got!r} for {expected!r}"
            told = any(p.code.startswith((name, "document", "tables")) for p in reading.problems)
            if got is not None and not told and name != "kind":
                into.silent.append(name)
    into.problems = "; ".join(f"{p.code}: {p.message}" for p in reading.problems[:4])
    return into


def read_page(group: str, style: str, seed: int) -> tuple[Named, bytes]:
    data, page, truth = page_of(group, style, seed)
    source = f"{group} {style} {seed}.html".replace("/", " ")
    context = Context(**{"source": "saved.html", "url": page.url or None, **page.context})
    if group.endswith("as text"):
        source, context = source.replace("html", "txt"), Context(source="saved.txt")
    asked = FIELDS if truth.kind == "report" else ("kind",)
    found = Named(group, style, source, asked, title=page.heading or page.title or str(page.context))
    return compare(read(data, context), truth, found), data


def measure(count: int, seed: int, folder: Path | None = None, only: str = "") -> list[Named]:
    """``count`` pages of every style; written to ``folder`` where it is given, for looking at."""
    found = []
    for group, styles in GROUPS.items():
        for style in styles:
            if only and only not in style:
                continue
            for i in range(count):
                one, data = read_page(group, style, zlib.crc32(f"{seed}/{group}/{style}/{i}".encode()))
                found.append(one)
                if folder and one.wrong:
                    (folder / one.source).write_bytes(data)
    return found


def _share(some: Sequence[Named], name: str) -> float | None:
    asked = [one for one in some if name in one.asked]
    return 100 * sum(name not in one.wrong for one in asked) / len(asked) if asked else None


def _row(name: str, some: Sequence[Named]) -> str:
    cells = "".join(f"{'-':>11s}" if (s := _share(some, f)) is None else f"{s:10.2f}%" for f in FIELDS)
    pad = 40 - sum(2 if ord(c) > 0x2000 else 1 for c in name)
    return f"{name}{' ' * pad}{len(some):5d}{cells}{sum(len(one.silent) for one in some):8d}"


def table(some: Sequence[Named], styles: bool = True) -> str:
    """A line a style (of those with faults), a line a group, and the goals."""
    head = f"{'metadata':40s}{'docs':>5s}" + "".join(f"{f:>11s}" for f in FIELDS) + f"{'SILENT':>8s}"
    lines = [head, "-" * len(head)]
    for group in GROUPS:
        mine = [one for one in some if one.group == group]
        for style in dict.fromkeys(one.style for one in mine):
            these = [one for one in mine if one.style == style]
            if styles and any(one.wrong for one in these):
                lines.append(_row(f"  {style}", these))
        if mine:
            lines.append(_row(group.upper(), mine))
    goals = "".join(f"{GOALS[f]:10.1f}%" if f in GOALS else f"{'':>11s}" for f in FIELDS)
    return "\n".join([*lines, _row("ALL", some), f"{'goal':45s}{goals}"])


def worst(some: Sequence[Named], count: int) -> str:
    """The pages with most wrong, different styles first."""
    lines: list[str] = []
    rank: dict[str, int] = {}
    faulty = []
    for one in some:
        if one.wrong:
            rank[one.style] = rank.get(one.style, 0) + 1
            faulty.append((rank[one.style], -len(one.silent), -len(one.wrong), one))
    for *_, one in sorted(faulty, key=lambda item: item[:3])[:count]:
        wrong = "; ".join(f"{name}: {words}" for name, words in one.wrong.items())
        lines.append(f"  {one.source}: {one.title!r}\n    {wrong}" + (f"\n    {one.problems}" if one.problems else ""))
    return "\n".join(lines)
