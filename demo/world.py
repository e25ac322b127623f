"""All portals together, as they stand on a night: sites by host, the true reports, the portal file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import yaml

from demo.lookalikes import notes_of
from demo.places import Portal, mirror_host, portals
from demo.portals.closed import ChallengeSite, ClosedSite
from demo.portals.gkmlpt import GkmlptSite
from demo.portals.hanweb import HanwebSite
from demo.portals.longshine import LongshineSite
from demo.portals.mirror import MirrorSite
from demo.portals.odd import OddSite
from demo.portals.site import Site
from demo.portals.trs import TrsOneBasedSite, TrsSite
from demo.portals.ucap import UcapSite
from demo.portals.visual_sitebuilder import VisualSiteBuilderSite
from demo.reports import Report, corrected, reports_of

FAMILIES: dict[str, Callable[..., Site]] = {
    "trs": TrsSite,
    "trs_one_based": TrsOneBasedSite,
    "hanweb": HanwebSite,
    "gkmlpt": GkmlptSite,
    "vsb": VisualSiteBuilderSite,
    "ucap": UcapSite,
    "longshine": LongshineSite,
    "odd": OddSite,
    "challenge": ChallengeSite,
    "closed": ClosedSite,
}


@dataclass(frozen=True)
class Changes:
    """What the portals change between two nights: (agency, year) of each."""

    replaced: tuple[str, int]
    removed: tuple[str, int]
    added: tuple[str, int]


CHANGES = Changes(
    replaced=("云泽市教育局", 2022),
    removed=("岚江市水利局", 2023),
    added=("云泽市财政局", 2025),
)


def _on_night(reports: list[Report], night: int) -> list[Report]:
    """The first night lacks the report that is added later; the second has one replaced and one removed."""
    shown = []
    for report in reports:
        key = (report.agency.name, report.year)
        if key == (CHANGES.added if night == 1 else CHANGES.removed):
            continue
        shown.append(corrected(report) if night > 1 and key == CHANGES.replaced else report)
    return shown


@dataclass
class World:
    """The sites by host and the reports on them; every report knows its address."""

    sites: Mapping[str, Site | MirrorSite]
    reports: list[Report]
    portals: list[Portal]
    start_urls: dict[str, str]

    def portal_file(self) -> str:
        """The portal file (YAML) that a crawl of this world starts from."""
        entries = [
            {
                "id": portal.id,
                "name": portal.name,
                "region_code": portal.region_code,
                "start_urls": [self.start_urls[portal.id]],
                "platform": "auto",
            }
            for portal in self.portals
        ]
        return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False)


def build_world(seed: int = 1, night: int = 1, only: tuple[str, ...] = ()) -> World:
    """The world on a night; ``only`` names portal ids to leave the others out."""
    sites: dict[str, Site] = {}
    found: list[Report] = []
    chosen = [portal for portal in portals() if not only or portal.id in only]
    for portal in chosen:
        reports = _on_night(reports_of(portal, seed), night)
        notes = notes_of(portal)
        make = FAMILIES[portal.family]
        sites[portal.host] = make(portal, reports, notes)
        for host in {report.agency.host for report in reports} - {portal.host}:
            sites[host] = make(portal, reports, notes, host)
        found += reports
    copied = sites.get(chosen[0].host) if chosen else None
    starts = {portal.id: sites[portal.host].url(sites[portal.host].start_path) for portal in chosen}
    others = {mirror_host(): MirrorSite(copied)} if copied else {}
    return World({**sites, **others}, found, chosen, starts)
