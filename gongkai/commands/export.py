"""``gongkai export``: every public table as CSV, Parquet and one XLSX workbook, with a datapackage.json."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from pathlib import Path

SUMMARY = "Write every public table as CSV (UTF-8 with BOM), Parquet and one XLSX workbook, with a datapackage.json."
EXAMPLE = "gongkai export --out gongkai-2026-11"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--out``."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write into")


def run(args: argparse.Namespace) -> int:
    """Export what was published last."""
    from gongkai.display import progress_of_steps, table
    from publish.export import export
    from publish.site import NothingPublishedError

    try:
        with progress_of_steps("export") as step:
            done = export(args.data, args.out, step)
    except (NothingPublishedError, OSError) as error:
        print(f"gongkai export: {error}", file=sys.stderr)
        return 1
    except sqlite3.OperationalError as error:
        print(f"gongkai export: {args.data / 'public.db'}: {error}; run 'gongkai publish' again", file=sys.stderr)
        return 1
    table("exported", ("table", "rows"), [(name, f"{rows:,}") for name, rows in sorted(done.rows.items())])
    print(f"{args.out}: {len(done.files)} files, {sum(file.stat().st_size for file in done.files):,} bytes")
    return 0
