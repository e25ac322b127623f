"""``gongkai extract``: read what the archive holds and the database lacks, check it and load it."""

from __future__ import annotations

import argparse
import sys

SUMMARY = "Read what the archive holds and the database lacks, check it and load it."
EXAMPLE = "gongkai extract --all --jobs 2"

MEANING = {
    "new": "new reports",
    "changed": "reports whose text or figures changed",
    "unchanged": "reports read again without a change",
    "other_copy": "further copies of reports",
    "not_report": "pages that are no reports",
    "incomplete": "reports whose agency or year is not known",
    "unreadable": "documents that cannot be read",
    "failed": "documents left for the next time",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--all`` and ``--jobs``."""
    parser.add_argument("--all", action="store_true", help="read everything again, not only what is new")
    parser.add_argument("--jobs", type=_positive, default=1, metavar="N", help="read in N processes (default: 1)")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of processes")
    return number


def run(args: argparse.Namespace) -> int:
    """Extract; 1 where documents could not be read or loaded, each named on stderr."""
    from db.engine import DatabaseUnusableError, open_database
    from gongkai.display import failures, progress_of_items, table
    from gongkai.extraction import extract_archive

    try:
        engine = open_database(args.data)
        with progress_of_items("extract") as advance:
            account = extract_archive(engine, args.data, everything=args.all, jobs=args.jobs, progress=advance)
    except DatabaseUnusableError as error:
        print(f"gongkai extract: {error}", file=sys.stderr)
        return 1
    rows = [(meaning, account.outcomes[outcome]) for outcome, meaning in MEANING.items() if account.outcomes[outcome]]
    rows += [("reports found gone from, or back on, their portal", account.gone)] if account.gone else []
    table("extract", ("what", "documents"), rows or [("nothing new in the archive", 0)])
    failures("extract", account.failures)
    return 1 if account.failures else 0
