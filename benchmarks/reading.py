"""HTML reports: reading, recognising and checking them, beside pandas.read_html that merely parses the tables."""

from __future__ import annotations

from pathlib import Path

from benchmarks.corpus import html_reports, word_reports
from benchmarks.measure import Contestant, compare, python

PANDAS = """
import sys
from io import BytesIO
from pathlib import Path
import pandas
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        pandas.read_html(BytesIO(path.read_bytes()))
    except ValueError as error:  # a page without tables, or a span it cannot read
        print(path, error)
"""


def main() -> None:
    """Print a table for the compact pages of most portals, and one for pages as Word saves them."""
    with html_reports(copies=5) as (folder, amount):
        _compare("Reading HTML reports of some 20 KB", folder, amount)
    with word_reports(copies=5) as (folder, amount):
        _compare("Reading HTML reports saved by Word, 100-300 KB", folder, amount)


def _compare(title: str, folder: Path, amount: int) -> None:
    compare(
        title,
        "documents",
        amount,
        [
            Contestant("pandas.read_html, tables only", python("-c", PANDAS, str(folder))),
            Contestant("gongkai read", python("-m", "gongkai", "read", str(folder))),
            Contestant("gongkai read --jobs 2", python("-m", "gongkai", "read", "--jobs", "2", str(folder))),
        ],
    )


if __name__ == "__main__":
    main()
