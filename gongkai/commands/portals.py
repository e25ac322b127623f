"""``gongkai portals``: look at a site and write its entry; re-verify entries."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.onboarding import Column, Findings
    from crawler.portals import Portal

SUMMARY = "Look at a site politely and write its entry for the portal file, or check that entries still work."
EXAMPLE = "gongkai portals add http://www.xinyang.gov.cn/ --portals portals.yml   or   gongkai portals check xinyang"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="add|check")
    add = actions.add_parser("add", help="look at a site; print what was seen; append its entry to the portal file")
    add.add_argument("url", help="a home page, a column or a list of reports")
    check = actions.add_parser("check", help="look at each portal again: still there, same product, reports in sight?")
    check.add_argument("portal", nargs="*", help="ids of the portal file; all of them without any")
    for action in (add, check):
        action.add_argument("--portals", type=Path, metavar="FILE", help="the portal file")
        action.add_argument("-s", dest="settings", action="append", default=[], metavar="NAME=VALUE", help="a setting")


def run(args: argparse.Namespace) -> int:
    """Add or check. 0 when all is well, 1 when a site is blocked or shows no reports, 2 for wrong usage."""
    from crawler.portals import PortalFileError
    from crawler.run import CrawlFailedError, SettingError
    from crawler.urls import PortalAddressError

    try:
        return _add(args) if args.action == "add" else _check(args)
    except (PortalFileError, PortalAddressError, SettingError) as fault:
        print(f"gongkai portals: {fault}", file=sys.stderr)
        return 2
    except CrawlFailedError as fault:
        print(f"gongkai portals: {fault}", file=sys.stderr)
        return 1


def _add(args: argparse.Namespace) -> int:
    from crawler.onboarding import entry_text, portal_for
    from crawler.portals import read_portals
    from crawler.products import PRODUCTS
    from crawler.urls import canonical

    url = canonical(args.url)
    there: list[Portal] = []
    if args.portals and args.portals.exists():
        there = read_portals(args.portals, frozenset(PRODUCTS))
    same = next((portal for portal in there if url in portal.start_urls), None)
    if same is not None:
        print(f"gongkai portals: {args.portals} has this address already, as {same.id}", file=sys.stderr)
        return 2
    [found] = _look([portal_for(url, {portal.id for portal in there})], args.settings)
    _tell(found)
    entry = entry_text(found)
    print(entry, end="")
    if found.summary.state != "ok" or not found.years:
        print(f"no entry written: {found.summary.reason or 'no report was seen'}", file=sys.stderr)
        return 1
    if args.portals:
        with args.portals.open("a", encoding="utf-8") as file:
            file.write(entry)
        print(f"written to {args.portals}: read it over, the region code above all", file=sys.stderr)
    return 0


def _check(args: argparse.Namespace) -> int:
    from crawler.portals import SHIPPED, choose, read_portals
    from crawler.products import PRODUCTS

    portals = choose(read_portals(args.portals or SHIPPED, frozenset(PRODUCTS)), args.portal)
    wrong = 0
    for found in _look(portals, args.settings):
        _tell(found)
        declared = found.portal.platform
        if found.summary.platform and declared not in ("auto", found.summary.platform):
            print(f"  the portal file says {declared}", file=sys.stderr)
        wrong += found.summary.state != "ok" or not found.years
    return 1 if wrong else 0


def _look(portals: list[Portal], words: list[str]) -> list[Findings]:
    """A short crawl of each into a folder that is thrown away."""
    from crawler.onboarding import SHORT_CRAWL, findings
    from crawler.run import parse_settings
    from gongkai.commands.crawl import crawl_portals, open_index

    settings: dict[str, Any] = SHORT_CRAWL | parse_settings(words)
    by_id = {portal.id: portal for portal in portals}
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        data = Path(folder)
        summaries = crawl_portals(portals, data, settings)
        index = open_index(data)
        return [findings(by_id[one.portal], one, data, list(index.known(one.portal))) for one in summaries]


def _column(column: Column) -> str:
    years = sorted(year for year in column.years if year)
    span = f", {years[0]}" + (f"-{years[-1]}" if len(years) > 1 else "") if years else ""
    return f"{column.name}: {column.years.total()} reports{span}: {column.url}"


def _tell(found: Findings) -> None:
    """What was seen, in a few lines on stderr: stdout is for the entry."""
    summary = found.summary
    lines = [
        f"{found.portal.id}: {summary.state}, product {summary.platform or 'unknown'}, {summary.requests} requests"
    ]
    if summary.reason:
        lines.append(f"  {summary.reason}")
    lines += [f"  {_column(column)}" for column in found.columns[:10]]
    if len(found.columns) > 10:
        rest = sum(column.years.total() for column in found.columns[10:])
        lines.append(f"  and {rest} reports in {len(found.columns) - 10} more lists")
    if found.years:
        lines.append("  by year: " + ", ".join(f"{year}: {count}" for year, count in sorted(found.years.items())))
    print("\n".join(lines), file=sys.stderr)
