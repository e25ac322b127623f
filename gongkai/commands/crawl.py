"""``gongkai crawl``: fetch what is new or changed from the portals into the archive."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.index import Index, RunSummary
    from crawler.portals import Portal

SUMMARY = "Fetch what is new or changed from the portals of the portal file into the archive."
EXAMPLE = "gongkai crawl xinyang -s DOWNLOAD_DELAY=2 -s GONGKAI_CONTACT=mail@example.org"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("portal", nargs="*", help="ids of the portal file; all of them without any")
    parser.add_argument(
        "--portals", type=Path, metavar="FILE", help="the portal file (default: the one shipped with the program)"
    )
    parser.add_argument(
        "-s", dest="settings", action="append", default=[], metavar="NAME=VALUE", help="a Scrapy or gongkai setting"
    )
    parser.add_argument("--trace", action="store_true", help="print every link taken or left, and why")


def run(args: argparse.Namespace) -> int:
    """Crawl, and print how each portal went. 0 when all are ok, 1 when some are blocked or failing."""
    from crawler.portals import SHIPPED, PortalFileError, choose, read_portals
    from crawler.products import PRODUCTS
    from crawler.run import CrawlRunningError, SettingError, crawl, parse_settings, settings_with
    from db.engine import DatabaseUnusableError

    try:
        portals = choose(read_portals(args.portals or SHIPPED, frozenset(PRODUCTS)), args.portal)
        settings: dict[str, Any] = dict(parse_settings(args.settings))
        settings_with(settings)
    except (PortalFileError, SettingError) as fault:
        print(f"gongkai crawl: {fault}", file=sys.stderr)
        return 2
    if args.trace:
        settings["GONGKAI_TRACE"] = True
    with _Progress(len(portals)) as watch:
        try:
            summaries = crawl(portals, args.data, settings, open_index=open_index, in_process=True, watch=watch)
        except (CrawlRunningError, DatabaseUnusableError) as fault:
            print(f"gongkai crawl: {fault}", file=sys.stderr)
            return 1
    print_summary(summaries)
    if not summaries:
        print("gongkai crawl: outside the hours of GONGKAI_HOURS: nothing was asked for", file=sys.stderr)
    return 0 if summaries and all(one.state == "ok" for one in summaries) else 1


def open_index(data: Path) -> Index:
    """The archive's index in the working database of a data folder."""
    from db.engine import open_database
    from db.index import DatabaseIndex

    return DatabaseIndex(open_database(data))


def crawl_portals(portals: list[Portal], data: Path, settings: dict[str, Any] | None = None) -> list[RunSummary]:
    """Crawl from Python, in a process of its own; can be called again and again."""
    from crawler.run import crawl

    return crawl(portals, data, settings, open_index=open_index)


def print_summary(summaries: list[RunSummary]) -> None:
    """A table of the runs on stdout, and the reason of each that is not ok on stderr."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title="crawl")
    for heading in ("portal", "state", "product"):
        table.add_column(heading)
    numbers = ("requests", "pages", "bytes", "reports", "new", "changed", "unchanged", "gone", "failed", "seconds")
    for heading in numbers:
        table.add_column(heading, justify="right")
    for one in summaries:
        counts = (one.requests, one.pages, one.bytes, one.reports_seen, one.new, one.changed, one.unchanged)
        table.add_row(
            one.portal,
            one.state,
            one.platform or "",
            *(f"{count:,}" for count in (*counts, one.gone, one.failed)),
            f"{one.seconds:.1f}",
        )
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    for one in summaries:
        if one.reason:
            print(f"{one.portal}: {one.reason}", file=sys.stderr)


class _Progress:
    """A progress line on stderr, only on a terminal: portals done, pages, reports."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self._console = Console(stderr=True)
        self._total = total
        self._bar = Progress(
            TextColumn("crawl"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total} portals"),
            TextColumn("{task.fields[pages]} pages, {task.fields[reports]} reports"),
            TimeElapsedColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )

    def __enter__(self) -> Callable[[Any], None]:
        self._bar.start()
        return self.watch

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def watch(self, spider: Any) -> None:
        """Show a spider's progress from now on, where somebody looks."""
        if self._bar.disable:
            return
        task = self._bar.add_task("crawl", total=self._total, pages=0, reports=0)

        def show() -> None:
            runs = [*spider.summaries, *(visit.summary for visit in spider.visits.values())]
            self._bar.update(
                task,
                completed=len(spider.summaries),
                pages=sum(one.pages for one in runs),
                reports=sum(one.reports_seen for one in runs),
            )

        spider.on_progress = show
