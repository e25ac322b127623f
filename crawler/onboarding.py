"""Looking at a site before it becomes a portal: a short, polite crawl into a folder that is thrown away."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from archive.index import Known, Role, RunSummary
from archive.store import Archive
from crawler.page import Page
from crawler.portals import Portal
from crawler.run import WARC_FOLDER
from domain.titles import read_title

SHORT_CRAWL: dict[str, Any] = {"PORTAL_REQUESTS": 60, "EXPLORE_PAGES": 25, "EXPLORE_OTHER": 8, "NOTICE_PAGES": 5}
_CODE = re.compile(r"^(\d{6})\d{4}$")


@dataclass
class Findings:
    """What a short crawl saw: columns of reports by name, reports by year, and what the site calls itself."""

    portal: Portal
    summary: RunSummary
    columns: Counter[str] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    site_name: str | None = None
    region_code: str | None = None


def portal_for(url: str, taken: set[str]) -> Portal:
    """A portal entry for an address, named after its host."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    label = re.sub(r"\.(?:gov|com|org|net)\.cn$|\.[a-z]+$", "", host) or host
    base = re.sub(r"[^a-z0-9-]", "-", label.lower()).strip("-") or "portal"
    name = base
    number = 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return Portal(name, host, None, (url,))


def findings(portal: Portal, summary: RunSummary, data: Path, known: list[Known]) -> Findings:
    """What the archived pages of a short crawl say."""
    found = Findings(portal, summary)
    archive = Archive(data / WARC_FOLDER)
    for one in known:
        if one.role not in (Role.ARTICLE, Role.LIST):
            continue
        page = Page(one.url, archive.body(one.warc_file, one.warc_offset))
        if not page.is_html:
            continue
        tags = page.tags
        found.site_name = found.site_name or tags.get("sitename")
        code = _CODE.match(tags.get("siteidcode", ""))
        found.region_code = found.region_code or (code[1] if code else None)
        if one.role is Role.ARTICLE:
            year = next((t.year for t in map(read_title, page.headings) if t.year), None)
            found.columns[tags.get("columnname") or " > ".join(page.breadcrumb[:-1]) or (one.parent_url or "")] += 1
            if year:
                found.years[year] += 1
    return found


def entry_text(found: Findings) -> str:
    """The portal file's entry for a site, to be read over by a person: the region code is only the site's own word."""
    platform = found.summary.platform
    entry = {
        "id": found.portal.id,
        "name": found.site_name or found.portal.name,
        "region_code": found.region_code,
        "start_urls": list(found.portal.start_urls),
        "platform": platform if platform and platform != "generic" else "auto",
    }
    return yaml.safe_dump([entry], allow_unicode=True, sort_keys=False)
