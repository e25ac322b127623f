"""``gongkai status``: one line a portal."""

from __future__ import annotations

import argparse
import json
import sys

SUMMARY = (
    "One line a portal: last crawl, pages, reports by year, what is new or gone, what is blocked or failing and why."
)
EXAMPLE = "gongkai status --json | jq 'select(.state != \"ok\")'"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--json``."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Tell how every portal is doing."""
    from db.engine import DatabaseUnusableError, open_database
    from db.status import portal_states
    from gongkai.display import table

    try:
        states = portal_states(open_database(args.data))
    except DatabaseUnusableError as error:
        print(f"gongkai status: {error}", file=sys.stderr)
        return 1
    if args.json:
        for state in states:
            print(json.dumps(state.as_json(), ensure_ascii=False))
        return 0
    headings = ("portal", "name", "state", "platform", "last crawl", "pages", "new", "changed", "gone", "reports",
                "by year", "why")  # fmt: skip
    rows = [
        (s.portal, s.name, s.state, s.platform, s.last_crawl_text, s.pages, s.new, s.changed, s.gone, s.reports,
         s.years_text, s.reason)
        for s in states
    ]  # fmt: skip
    table("portals", headings, rows)
    if not rows:
        print(f"no portal is known in {args.data}: gongkai crawl fetches them, gongkai demo shows how")
    return 0
