"""``gongkai reports``: list the reports in the database."""

from __future__ import annotations

import argparse
import json
import sys

SUMMARY = "List the reports in the database, with their failed checks."
EXAMPLE = "gongkai reports --json --year 2023"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--json`` and filters."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--year", type=int, metavar="YEAR", help="only reports about this year")
    parser.add_argument("--agency", metavar="WORDS", help="only agencies whose name holds these words")


def run(args: argparse.Namespace) -> int:
    """List them, by region, agency and year."""
    from db.engine import DatabaseUnusableError, open_database
    from db.listing import listed_reports
    from gongkai.display import table

    try:
        found = listed_reports(open_database(args.data), year=args.year, agency=args.agency)
        if args.json:
            for report in found:
                print(json.dumps(report, ensure_ascii=False))
            return 0
        rows = [
            (r["agency"], r["region_code"], r["year"], r["form"], r["published"], r["failed_checks"], r["url"])
            for r in found
        ]
    except DatabaseUnusableError as error:
        print(f"gongkai reports: {error}", file=sys.stderr)
        return 1
    table(f"{len(rows):,} reports", ("agency", "region", "year", "form", "published", "failed checks", "url"), rows)
    if not rows:
        print("none: gongkai extract loads what gongkai crawl has fetched")
    return 0
