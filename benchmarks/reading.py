"""HTML reports: reading, recognising and checking them, beside pandas.read_html that merely parses the tables.

Whole processes first, both with their start-up, ours also writing its JSON; then, without start-up, the CPU time of
each document in a process that has read others before, but never this one: the labels of the forms it knows, as in
a run over an archive; the figures, agency and text of the document it has not seen. Both read the same files.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from rich.console import Console
from rich.table import Table

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
PROCESSES = 3


def main() -> None:
    """Print tables for the compact pages of most portals, and for pages as Word saves them."""
    with html_reports(copies=5) as (folder, amount):
        _compare("Reading HTML reports of some 20 KB", folder, amount)
    with word_reports(copies=5) as (folder, amount):
        _compare("Reading HTML reports saved by Word, 100-300 KB", folder, amount)
    for title, reports in (("some 20 KB", html_reports), ("saved by Word", word_reports)):
        with reports() as (folder, amount):
            _warm(f"A document in a warm process, HTML reports {title} ({amount})", folder)


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


def _warm(title: str, folder: Path) -> None:
    names = ("pandas", "gongkai")
    times: dict[str, list[list[float]]] = {name: [] for name in names}
    for _ in range(PROCESSES):  # in turns, so that what else the machine does strikes both
        for name in names:
            printed = subprocess.run(
                python("-m", "benchmarks.reading", name, str(folder)), capture_output=True, text=True, check=True
            )
            times[name].append([float(word) for word in printed.stdout.split()])
    table = Table(title=title, title_justify="left")
    for heading in ("", "median ms", "95% ms", "mean ms", "mean, first = 1"):
        table.add_column(heading, justify="left" if not heading else "right")
    yardstick = 0.0
    for name in names:
        least = sorted(map(min, zip(*times[name], strict=True)))  # the machine's noise falls away
        mean = statistics.mean(least)
        yardstick = yardstick or mean
        values = (statistics.median(least), least[len(least) * 95 // 100], mean)
        table.add_row(name, *(f"{value:.1f}" for value in values), f"{mean / yardstick:.2f}")
    Console().print(table)


def time_each(read: Callable[[bytes], object], folder: Path) -> list[float]:
    """The CPU milliseconds of every second document, read once after the others."""
    documents = [path.read_bytes() for path in sorted(folder.iterdir())]
    for document in documents[::2]:
        read(document)
    found = []
    for document in documents[1::2]:
        began = time.thread_time()
        read(document)
        found.append((time.thread_time() - began) * 1000)
    return found


def _with_pandas(document: bytes) -> None:
    import pandas as pd

    try:
        pd.read_html(BytesIO(document))
    except ValueError:  # a page without tables, or a span it cannot read
        return


def _with_gongkai(document: bytes) -> None:
    from extract.json_lines import line
    from extract.reader import read
    from extract.report import Context

    line(read(document, Context(source="report.html")))


if __name__ == "__main__":
    reader = {"pandas": _with_pandas, "gongkai": _with_gongkai}[sys.argv[1]]
    print(*time_each(reader, Path(sys.argv[2])))
