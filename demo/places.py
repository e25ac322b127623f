"""The invented province: its portals and agencies, as ``places.yml`` lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PLACES = Path(__file__).parent / "places.yml"


@dataclass(frozen=True)
class Agency:
    """A publisher of reports. ``size`` is the number of applications it receives in a usual year."""

    name: str
    portal: str
    place: str
    region_code: str
    kind: str
    level: str
    size: int
    years: tuple[int, ...]
    host: str
    faults: dict[int, str]
    carriers: dict[int, str]
    titles: dict[int, str]
    late: dict[int, date]

    @property
    def scope(self) -> str:
        """``jurisdiction`` for a government above the township, which sums its agencies; else ``agency``."""
        return "jurisdiction" if self.kind == "gov" else "agency"

    @property
    def subject(self) -> str:
        """The name as a standard title has it: governments above the township drop 人民政府."""
        return self.name.removesuffix("人民政府") if self.kind == "gov" else self.name

    @property
    def itself(self) -> str:
        """How the agency speaks of itself in its text."""
        if self.kind == "gov":
            return f"全{self.place[-1]}"
        if self.name.endswith(("街道办事处", "管理委员会", "办公室", "委员会")):
            return {"处": "本街道", "会": "我委", "室": "本办公室"}[self.name[-1]]
        return {"局": "我局", "厅": "我厅", "府": f"我{self.name[-5]}", "学": "我校"}[self.name[-1]]


@dataclass(frozen=True)
class Portal:
    """A simulated portal: its product (``family``), host, and what it makes hard."""

    id: str
    name: str
    place: str
    region_code: str
    family: str
    host: str
    start: str
    level: str
    validators: bool
    gzip: bool
    charset: str
    crawl_delay: float | None
    agencies: tuple[Agency, ...]

    @property
    def site_code(self) -> str:
        """The ``SiteIDCode`` of its page tags: division code and four digits."""
        return f"{self.region_code}0001"


def years(text: str | int) -> tuple[int, ...]:
    """``2014-2019 -2017`` as years: a range, then those left out."""
    span, *left_out = str(text).split()
    first, _, last = span.partition("-")
    missing = {int(word.removeprefix("-")) for word in left_out}
    return tuple(year for year in range(int(first), int(last or first) + 1) if year not in missing)


def _agency(entry: dict[str, Any], portal: dict[str, Any]) -> Agency:
    level = "township" if entry["kind"] in ("jd", "xz") else portal["level"]
    return Agency(
        name=entry["name"],
        portal=portal["id"],
        place=portal["place"],
        region_code=portal["region_code"],
        kind=entry["kind"],
        level=entry.get("level", level),
        size=entry["size"],
        years=years(entry["years"]),
        host=entry.get("host", portal["host"]),
        faults=entry.get("faults", {}),
        carriers=entry.get("carriers", {}),
        titles=entry.get("titles", {}),
        late=entry.get("late", {}),
    )


@cache
def portals() -> tuple[Portal, ...]:
    """All simulated portals, in the order of the file."""
    data = yaml.safe_load(PLACES.read_text(encoding="utf-8"))
    return tuple(
        Portal(
            id=entry["id"],
            name=entry["name"],
            place=entry["place"],
            region_code=entry["region_code"],
            family=entry["family"],
            host=entry["host"],
            start=entry["start"],
            level=entry["level"],
            validators=entry.get("validators", False),
            gzip=entry.get("gzip", False),
            charset=entry.get("charset", "utf-8"),
            crawl_delay=entry.get("crawl_delay"),
            agencies=tuple(_agency(agency, entry) for agency in entry["agencies"]),
        )
        for entry in data["portals"]
    )


@cache
def mirror_host() -> str:
    """The host of the site that copies the first portal's reports; never to be crawled."""
    return str(yaml.safe_load(PLACES.read_text(encoding="utf-8"))["mirror"])
