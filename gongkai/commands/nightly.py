"""``gongkai nightly``: crawl, extract, check, publish, in one locked, resumable run."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

SUMMARY = "Crawl, extract, check and publish in one locked, resumable run, for cron or a systemd timer."
EXAMPLE = "gongkai nightly --data /srv/gongkai --portals portals.yml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--portals``, ``-s``, ``--jobs``, ``--json``."""
    parser.add_argument("--portals", type=Path, metavar="FILE", help="the portal file (default: the one shipped)")
    parser.add_argument(
        "-s", dest="settings", action="append", default=[], metavar="NAME=VALUE", help="a Scrapy or gongkai setting"
    )
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="read in N processes (default: 1)")
    parser.add_argument("--json", action="store_true", help="print the account as JSON instead of a summary")


def run(args: argparse.Namespace) -> int:
    """One night. 1 where a portal, a document or the publication is in trouble."""
    from crawler.portals import SHIPPED, PortalFileError, read_portals
    from crawler.products import PRODUCTS
    from crawler.run import SettingError, parse_settings, settings_with
    from gongkai.commands.crawl import crawl_portals
    from gongkai.nightly import NightlyRunningError, run_night, write_account
    from gongkai.notice import notify
    from gongkai.portal_visits import visit_portals
    from publish.assertions import AssertionFileError, thresholds

    try:
        portals = list(read_portals(args.portals or SHIPPED, frozenset(PRODUCTS)))
        settings: dict[str, Any] = dict(parse_settings(args.settings))
        settings_with(settings)
        thresholds(args.data)
    except (PortalFileError, SettingError, AssertionFileError) as fault:
        print(f"gongkai nightly: {fault}", file=sys.stderr)
        return 2

    def crawl(since: datetime) -> list[dict[str, Any]]:
        return [asdict(one) for one in visit_portals(portals, args.data, settings, since, crawl_portals)]

    def say(step: str) -> None:
        print(f"gongkai nightly: {step}", file=sys.stderr, flush=True)

    try:
        night = run_night(args.data, crawl, args.jobs, say)
    except NightlyRunningError as error:
        print(f"gongkai nightly: {error}", file=sys.stderr)
        return 1
    unsent = notify(night, os.environ, args.data)
    if unsent:
        night.errors += [f"notice: {why}" for why in unsent]
        write_account(args.data, night)
    if args.json:
        print(json.dumps(night.as_json(), ensure_ascii=False))
    else:
        _summary(night)
    return 1 if night.trouble or night.unread else 0


def _summary(night: Any) -> None:
    from gongkai.display import failures
    from gongkai.summary import readable

    print(readable(night), end="")
    failures("nightly", night.unread)
    for line in night.trouble:
        print(f"gongkai nightly: {line}", file=sys.stderr)
