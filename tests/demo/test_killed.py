"""``kill -9`` anywhere on the line, then the same commands again: the database is the one of a quiet night."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from demo.server import DemoPortals

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ONLY = ("yunze", "lanjiang")
COMMANDS = ("crawl", "extract", "publish")
FIGURES = {
    "reports": "agency, year, region_code, form, scope, level, title, url, sha256, published, version, failed_checks",
    "applications": "agency, year, row, natural_person, business, total, place, raw",
    "disputes": "agency, year, stage, upheld, corrected, other_result, pending, total",
    "checks": "agency, year, rule, subject, status, left, right",
    "sections": "agency, year, position, heading, text",
}


def start(command: str, data: Path, demo: DemoPortals) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "gongkai", command, "--data", str(data)]
    if command in ("crawl", "nightly"):
        words += ["--portals", str(demo.portal_file), "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False"]
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return subprocess.Popen(
        words,
        cwd=ROOT,
        env={**environment, "http_proxy": demo.proxy},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def content(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """What was published, without row numbers and times."""
    found = {}
    with closing(sqlite3.connect(data / "public.db")) as database:
        for table, columns in FIGURES.items():
            named = [f"reports.{c}" if c in ("agency", "year") else f"t.{c}" for c in columns.split(", ")]
            names = ", ".join(name.replace("t.left", 't."left"').replace("t.right", 't."right"') for name in named)
            sql = f"SELECT {names} FROM {table} AS t JOIN reports USING (report_id)"
            if table == "reports":
                sql = f"SELECT {columns} FROM reports"
            found[table] = sorted(database.execute(sql).fetchall(), key=repr)
    return found


def quiet_night(data: Path, folder: Path) -> dict[str, list[tuple[object, ...]]]:
    with DemoPortals(only=ONLY, folder=folder) as demo:
        for command in COMMANDS:
            assert start(command, data, demo).wait(280) == 0, command
    return content(data)


def bad_night(data: Path, folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Each command is killed in the middle of its work, twice, before it may finish."""
    with DemoPortals(only=ONLY, folder=folder) as demo:
        for command in COMMANDS:
            for patience in (3.0, 4.0) if command == "crawl" else (0.9, 1.6):
                process = start(command, data, demo)
                time.sleep(patience)
                process.send_signal(signal.SIGKILL)
                process.wait(30)
            assert start(command, data, demo).wait(280) == 0, command
    return content(data)


def test_a_line_that_was_killed_ends_in_the_same_database(tmp_path: Path) -> None:
    expected = quiet_night(tmp_path / "quiet", tmp_path / "a")
    assert len(expected["reports"]) > 100
    assert bad_night(tmp_path / "bad", tmp_path / "b") == expected
