"""``gongkai publish``: build public.db from the working database and swap it in."""

from __future__ import annotations

import argparse
import sys

SUMMARY = "Build public.db afresh from the working database and swap it in when it is whole."
EXAMPLE = "gongkai publish --data /srv/gongkai"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It needs none of its own."""


def run(args: argparse.Namespace) -> int:
    """Publish; 1 where the new database is not fit, and the old one stays."""
    from datetime import UTC, datetime

    from db.engine import DatabaseUnusableError, open_database
    from gongkai.display import progress_of_steps, table
    from publish.build import PublishError, publish

    try:
        engine = open_database(args.data)
        with progress_of_steps("publish") as step:
            done = publish(engine, args.data, datetime.now(UTC).date(), step)
    except (DatabaseUnusableError, PublishError) as error:
        print(f"gongkai publish: {error}", file=sys.stderr)
        return 1
    table("published", ("table", "rows"), [(name, f"{rows:,}") for name, rows in sorted(done.rows.items())])
    print(f"{done.path}: gongkai serve --data {args.data} shows it")
    return 0
