"""Memory of one process that reads thousands of reports: it must stay flat, and under 150 MiB."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import cycle, islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.corpus import html_reports
from benchmarks.measure import python

DOCUMENTS = 5_000
STEP = 500


def main() -> None:
    """Read 5,000 documents in a process of their own and print its resident memory at intervals."""
    with html_reports() as (folder, _):
        subprocess.run(python("-m", "benchmarks.memory", str(folder)), check=True)


def read_all(paths: list[Path]) -> None:
    """Read the files round and round until 5,000 were read."""
    from extract.json_lines import line
    from extract.reader import read
    from extract.report import Context

    table = Table(title=f"Memory over {DOCUMENTS:,} documents ({len(paths)} different ones)", title_justify="left")
    table.add_column("documents read", justify="right")
    table.add_column("resident MiB", justify="right")
    for count, path in enumerate(islice(cycle(paths), DOCUMENTS), 1):
        line(read(path.read_bytes(), Context(source=f"{count}/{path.name}")), with_cells=True)
        if count in (1, STEP // 5) or count % STEP == 0:
            table.add_row(f"{count:,}", f"{_resident():.0f}")
    Console().print(table)


def _resident() -> float:
    """Resident memory of this process in MiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


if __name__ == "__main__":
    read_all(sorted(Path(sys.argv[1]).iterdir()))
