"""The whole line on the demo portals: what is published is the truth, cell by cell, and nothing else."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from demo.lookalikes import notes_of
from demo.places import portals
from demo.reports import Report
from demo.server import DemoPortals
from demo.world import build_world
from domain.registry import registry
from extract.ocr import missing

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
# A report whose tables are pictures is one without figures where the recogniser of pictures is not installed.
UNREAD = "pictures" if missing() else None
TRUTH = {(report.agency.name, report.year): report for report in build_world().reports}


@dataclass
class Run:
    """A finished program run and the folder it worked on."""

    data: Path
    status: int
    said: str


def gongkai(*words: str, proxy: str | None = None) -> tuple[int, str]:
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    environment |= {"http_proxy": proxy} if proxy else {}
    run = subprocess.run(
        [sys.executable, "-m", "gongkai", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
    )
    return run.returncode, run.stdout + run.stderr


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Run:
    data = tmp_path_factory.mktemp("whole-line")
    return Run(data, *gongkai("demo", "--no-serve", "--data", str(data)))


def query(run: Run, sql: str, *values: object, base: str = "public.db") -> list[sqlite3.Row]:
    with closing(sqlite3.connect(run.data / base)) as database:
        database.row_factory = sqlite3.Row
        return database.execute(sql, values).fetchall()


@pytest.fixture(scope="module")
def published(first: Run) -> dict[tuple[str, int], sqlite3.Row]:
    assert first.status == 0, first.said[-3000:]
    sql = "SELECT reports.*, agencies.name AS agency_name FROM reports JOIN agencies USING (agency_id)"
    return {(row["agency_name"], row["year"]): row for row in query(first, sql)}


def test_every_true_report_is_published_and_no_other(published: dict[tuple[str, int], sqlite3.Row]) -> None:
    assert set(published) == set(TRUTH)


def test_what_a_report_is_agrees_with_the_truth(published: dict[tuple[str, int], sqlite3.Row]) -> None:
    for key, report in TRUTH.items():
        row = published[key]
        found = (row["region_code"], row["scope"], row["level"], row["portal"])
        agency = report.agency
        assert found == (agency.region_code, agency.scope, agency.level, agency.portal), key
        assert row["form"] == (report.form if report.tables and UNREAD not in report.faults else None), key


def cells(run: Run, table: str, report_id: int) -> dict[tuple[str, str], object]:
    rows = query(run, f"SELECT * FROM {table} WHERE report_id = ?", report_id)
    found: dict[tuple[str, str], object] = {}
    for row in map(dict, rows):
        code = row.get("row") or row.get("stage")
        found |= {(code, name) if code else (name, "value"): value for name, value in row.items()}
    return found


def true_cells(report: Report) -> Iterator[tuple[str, str, str, int | Decimal | None]]:
    for table, rows in report.tables.items():
        for row, columns in rows.items():
            for column, value in columns.items():
                yield registry().tables[table].db_table, row, column, value


def test_every_cell_is_right_and_a_blank_is_none(first: Run, published: dict[tuple[str, int], sqlite3.Row]) -> None:
    wrong = []
    for key, report in TRUTH.items():
        if UNREAD in report.faults:
            continue
        known: dict[str, dict[tuple[str, str], object]] = {}
        for table, row, column, value in true_cells(report):
            if table not in known:
                known[table] = cells(first, table, published[key]["report_id"])
            got = known[table].get((row, column))
            if (got is None) != (value is None) or (value is not None and Decimal(str(got)) != value):
                wrong.append((key, table, row, column, value, got))
    assert not wrong


def test_faults_are_found_and_nothing_sound_is_accused(first: Run) -> None:
    sql = """SELECT DISTINCT agencies.name, reports.year, rule FROM checks JOIN reports USING (report_id)
             JOIN agencies USING (agency_id) WHERE checks.status = 'fail'"""
    accused = {(name, year) for name, year, _ in query(first, sql)}
    # What a faulty total or carry-over breaks, it breaks in the report itself or in the one of the next year.
    faulty = {key for key, report in TRUTH.items() if report.faults}
    allowed = faulty | {(name, year + 1) for name, year in faulty}
    assert accused <= allowed
    expected = {key for key, r in TRUTH.items() if r.faults and r.faults[0] in ("sum_wrong", "carry_broken")}
    assert expected <= accused


def test_no_look_alike_became_a_report(first: Run) -> None:
    titles = {note.title for portal in portals() for note in notes_of(portal)}
    assert not titles & {row["title"] for row in query(first, "SELECT title FROM reports")}


def test_portals_that_let_nobody_in_are_named(first: Run) -> None:
    states = {row["portal"]: row["state"] for row in query(first, "SELECT portal, state FROM portals")}
    assert {portal for portal, state in states.items() if state == "blocked"} == {"jishan", "shuoning"}
    assert "瑞数" in first.said


def test_the_second_night_is_a_new_version_a_gone_report_and_a_new_one(first: Run, tmp_path: Path) -> None:
    before = {row["url"]: row["version"] for row in query(first, "SELECT url, version FROM reports")}
    assert before
    with DemoPortals(night=2, only=("yunze", "lanjiang"), folder=tmp_path) as demo:
        at_once = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False")
        words = ("crawl", "--data", str(first.data), "--portals", str(demo.portal_file), *at_once)
        status, said = gongkai(*words, proxy=demo.proxy)
        truth = {(report.agency.name, report.year): report for report in demo.truth}
        changes = demo.advance()
    assert status == 0, said
    for command in ("extract", "publish"):
        status, said = gongkai(command, "--data", str(first.data))
        assert status == 0, said
    sql = "SELECT reports.*, agencies.name AS agency_name FROM reports JOIN agencies USING (agency_id)"
    after = {(row["agency_name"], row["year"]): row for row in query(first, sql)}
    assert set(after) == set(TRUTH) | {changes.added}
    changed = {key for key, row in after.items() if row["version"] != before.get(row["url"], 1)}
    assert changed == {changes.replaced}
    assert {key for key, row in after.items() if row["gone"]} == {changes.removed}
    received = truth[changes.replaced].value("applications", "new_received", "total")
    found = cells(first, "applications", after[changes.replaced]["report_id"])
    assert found["new_received", "total"] == received
