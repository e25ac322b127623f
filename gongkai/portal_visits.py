"""The crawl of a night: portals already visited this night are left, and none takes the others down with it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.index import RunSummary
from crawler.portals import Portal
from crawler.run import CrawlFailedError
from db.engine import open_database
from db.status import runs_since

log = logging.getLogger(__name__)

Crawl = Callable[[list[Portal], Path, dict[str, Any]], list[RunSummary]]


def visit_portals(
    portals: list[Portal], data_dir: Path, settings: dict[str, Any], since: datetime, crawl: Crawl
) -> list[RunSummary]:
    """Crawl the portals without a finished run since ``since``; the runs of all of them, those before included.

    Where the crawling process dies (out of memory, a fault in a library), each portal that it left unfinished is
    crawled again in a process of its own; the one that kills that too is failing, with the status it ended with.
    """
    told: dict[str, RunSummary] = {}
    unfinished = _unfinished(portals, data_dir, since)
    try:
        told |= {one.portal: one for one in crawl(unfinished, data_dir, settings)}
    except CrawlFailedError as fault:
        log.error("%s: each portal that is not finished is crawled by itself now", fault)
        for portal in _unfinished(portals, data_dir, since):
            try:
                told |= {one.portal: one for one in crawl([portal], data_dir, settings)}
            except CrawlFailedError as again:
                told[portal.id] = RunSummary(portal.id, "failing", f"failing: {again}")
    finished = runs_since(open_database(data_dir), since)
    both = {**finished, **told}
    return [both[portal.id] for portal in portals if portal.id in both]


def _unfinished(portals: list[Portal], data_dir: Path, since: datetime) -> list[Portal]:
    finished = runs_since(open_database(data_dir), since)
    return [portal for portal in portals if portal.id not in finished]
