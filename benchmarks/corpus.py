"""What the benchmarks read: the demo portals' reports, saved as files."""

from __future__ import annotations

import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.server import DemoPortals


@contextmanager
def html_reports(copies: int = 1) -> Iterator[tuple[Path, int]]:
    """A folder with every demo report that is an HTML page with tables, ``copies`` times, and how many files."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as name, DemoPortals() as demo:
        folder = Path(name)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": demo.proxy}))
        pages = []
        for report in demo.truth:
            if report.carrier in ("html", "both") and report.tables and "pictures" not in report.faults:
                with opener.open(report.url, timeout=30) as answer:
                    body = answer.read()
                if b"<table" in body.lower():
                    pages.append(body)
        for copy in range(copies):
            for number, body in enumerate(pages):
                (folder / f"{copy:02d}-{number:04d}.html").write_bytes(body)
        yield folder, copies * len(pages)
