"""``public.db``: whole or not at all, and all that was promised in it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from db.engine import open_database
from domain.registry import registry
from publish.added import last_due_year
from publish.build import PublishError, publish
from publish.schema import public_tables
from publish.site import site
from publish.staging import copied
from publish.views import VIEWS
from tests.db.archive_of_tests import Story, TestArchive, no_report
from tests.publish.conftest import TODAY, fill

PROMISED = {
    "regions", "portals", "agencies", "documents", "reports", "proactive_disclosure", "applications", "disputes",
    "statistics_2014", "sections", "checks", "crawl_runs",
}  # fmt: skip


def ask(folder: Path, sql: str, *given: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "public.db")) as database:
        return database.execute(sql, given).fetchall()


def test_every_promised_table_and_view_is_there(data_dir: Path) -> None:
    there = dict(ask(data_dir, "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"))
    assert {name for name, kind in there.items() if kind == "table"} >= PROMISED
    assert {name for name, kind in there.items() if kind == "view"} == {"applications_long", "series"}


@pytest.mark.parametrize("table", ["applications", "disputes", "proactive_disclosure", "statistics"])
def test_columns_are_the_codes_of_the_forms(data_dir: Path, table: str) -> None:
    of = registry().tables[table]
    columns = {row[1] for row in ask(data_dir, f"PRAGMA table_info({of.db_table})")}
    assert columns >= set(of.rows if table == "statistics" else of.columns)


def test_whose_numbers_they_are_stands_beside_them(data_dir: Path) -> None:
    row = ask(
        data_dir,
        """SELECT a.year, a.region_code, a.scope, a.level, g.name
             FROM applications AS a JOIN agencies AS g USING (agency_id)
            WHERE g.name = '青溪市教育局' AND a.year = 2021 LIMIT 1""",
    )
    assert row == [(2021, "990100", "agency", "prefecture", "青溪市教育局")]


def test_applications_long_has_a_row_a_number(data_dir: Path) -> None:
    rows = ask(data_dir, "SELECT count(*) FROM applications")[0][0]
    assert ask(data_dir, "SELECT count(*) FROM applications_long")[0][0] == 7 * rows
    row = ask(
        data_dir,
        """SELECT row_zh, column_zh, value FROM applications_long WHERE agency = '青溪市教育局' AND year = 2024
             AND "row" = 'new_received' AND "column" = 'total'""",
    )
    assert row == [("一、本年新收政府信息公开申请数量", "总计", 48)]


def test_series_runs_through_all_three_forms(data_dir: Path) -> None:
    rows = ask(
        data_dir,
        """SELECT year, value, form, comparability FROM series
            WHERE agency = '青溪市教育局' AND indicator = 'applications_received' ORDER BY year""",
    )
    assert [row[0] for row in rows] == list(range(2016, 2025))
    assert rows[0] == (2016, 40, "2014", "same")
    assert rows[-1] == (2024, 48, "2021", "same")
    denied = """SELECT year, value, comparability FROM series
                 WHERE agency = '青溪市教育局' AND indicator = 'denied' ORDER BY 1"""
    assert ask(data_dir, denied)[0] == (2016, 0, "not_comparable")
    assert ask(data_dir, denied)[-1] == (2024, 48 + 5 - 5 - 20 - 8, "same")


def test_series_is_null_as_soon_as_a_part_is(tmp_path: Path) -> None:
    archive = TestArchive(open_database(tmp_path))
    archive.tell(Story(changed={("applications", "denied_internal_affairs", "total"): None}))
    publish(archive.engine, tmp_path, TODAY)
    assert ask(tmp_path, "SELECT value FROM series WHERE indicator = 'denied'") == [(None,)]


def test_successors_are_hinted_at_and_nothing_is_merged(tmp_path: Path) -> None:
    archive = TestArchive(open_database(tmp_path))
    for agency, years in (("青溪市环境保护局", range(2016, 2019)), ("青溪市生态环境局", range(2019, 2022))):
        for year in years:
            story = Story(agency=agency, year=year, region_code="990100", region="某省青溪市", received=5, carried_in=0)
            archive.tell(story, url=f"https://q.example/{year}.html")
    publish(archive.engine, tmp_path, TODAY)
    hint = """SELECT a.name, b.name, s.relation, s.last_year, s.first_year FROM agency_successions AS s
                JOIN agencies AS a ON a.agency_id = predecessor_id JOIN agencies AS b ON b.agency_id = successor_id"""
    assert ask(tmp_path, hint) == [("青溪市环境保护局", "青溪市生态环境局", "renamed", 2018, 2019)]
    assert ask(tmp_path, "SELECT count(DISTINCT agency_id) FROM series") == [(2,)]
    served = site(tmp_path)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(served.invoke_startup())
    page = loop.run_until_complete(served.client.get("/public/agencies/1")).text
    loop.close()
    assert "可能的后继" in page
    assert "青溪市生态环境局" in page


def test_what_should_be_there_and_is_not_is_said(data_dir: Path) -> None:
    states = dict(ask(data_dir, "SELECT state, count(*) FROM expected_reports GROUP BY state"))
    assert states == {"published": 70, "late": 1, "missing": 1}
    query = "SELECT g.name, e.year FROM expected_reports e JOIN agencies g USING (agency_id) WHERE state = 'missing'"
    missing = ask(data_dir, query)
    assert missing == [("白石市财政局", 2023)]


@pytest.mark.parametrize(
    ("portal_state", "unread", "state"),
    [
        ("ok", False, "missing"),
        ("blocked", False, "blocked"),
        ("failing", False, "failing"),
        ("blocked", True, "unread"),
    ],
)
def test_silence_is_told_from_what_we_could_not_see(
    tmp_path: Path, portal_state: str, unread: bool, state: str
) -> None:
    archive = TestArchive(open_database(tmp_path))
    archive.portal("qingxi", state=portal_state)
    archive.tell(replace(Story(), year=2022))
    if unread:
        file = archive.document("https://qingxi.example/2023.pdf", role="attachment")
        reading = no_report("unreadable", "encrypted")
        reading.agency, reading.year = Story().agency, 2023
        archive.load(file, reading)
    publish(archive.engine, tmp_path, date(2024, 6, 1))
    assert ask(tmp_path, "SELECT year, state FROM expected_reports ORDER BY year") == [
        (2022, "published"),
        (2023, state),
    ]


@pytest.mark.parametrize(("today", "year"), [(date(2025, 1, 31), 2023), (date(2025, 2, 1), 2024)])
def test_a_year_is_due_after_its_deadline(today: date, year: int) -> None:
    assert last_due_year(today) == year


def test_a_government_is_not_expected_before_its_own_deadline(tmp_path: Path) -> None:
    archive = TestArchive(open_database(tmp_path))
    archive.tell(replace(Story(), year=2022, scope="jurisdiction"))
    years = []
    for today in (date(2024, 3, 31), date(2024, 4, 1)):
        publish(archive.engine, tmp_path, today)
        years.append([row[0] for row in ask(tmp_path, "SELECT year FROM expected_reports")])
    assert years == [[2022], [2022, 2023]]


def test_a_reader_keeps_what_it_has_open_and_the_next_one_gets_the_new(tmp_path: Path) -> None:
    archive = TestArchive(open_database(tmp_path))
    archive.tell(Story())
    publish(archive.engine, tmp_path, TODAY)
    with closing(sqlite3.connect(f"file:{tmp_path}/public.db?immutable=1", uri=True)) as reader:
        count = "SELECT count(*) FROM reports"
        assert reader.execute(count).fetchone() == (1,)
        archive.tell(replace(Story(), year=2022, carried_in=5))
        publish(archive.engine, tmp_path, TODAY)
        assert reader.execute(count).fetchone() == (1,)
        assert ask(tmp_path, count) == [(2,)]
    assert not list(tmp_path.glob(".public-*"))


def test_a_failed_build_leaves_the_published_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = TestArchive(open_database(tmp_path))
    archive.tell(Story())
    publish(archive.engine, tmp_path, TODAY)
    before = (tmp_path / "public.db").read_bytes()
    monkeypatch.setitem(VIEWS, "bad", lambda: "NO SQL")
    with pytest.raises(PublishError, match="could not be built"):
        publish(archive.engine, tmp_path, TODAY)
    assert (tmp_path / "public.db").read_bytes() == before
    assert not list(tmp_path.glob(".public-*"))


def test_what_a_killed_build_left_is_cleared(tmp_path: Path) -> None:
    archive = TestArchive(open_database(tmp_path))
    (tmp_path / ".public-999.db").write_bytes(b"half")
    publish(archive.engine, tmp_path, TODAY)
    assert sorted(p.name for p in tmp_path.glob("*public*")) == ["public.db"]
    assert not list(tmp_path.glob(".public*"))


def test_an_empty_archive_can_be_published(tmp_path: Path) -> None:
    assert publish(open_database(tmp_path), tmp_path, TODAY).rows["reports"] == 0


def test_another_engine_is_copied_row_by_row_to_the_same_end(tmp_path: Path) -> None:
    archive = TestArchive(open_database(tmp_path / "a"))
    fill(archive)
    (tmp_path / "b").mkdir()
    copied(archive.engine, tmp_path / "b" / "gongkai.db")
    publish(archive.engine, tmp_path / "a", TODAY)
    publish(open_copy(tmp_path / "b"), tmp_path / "b", TODAY)
    for table in public_tables():
        if table != "publication":
            assert ask(tmp_path / "a", f"SELECT * FROM {table}") == ask(tmp_path / "b", f"SELECT * FROM {table}"), table


def open_copy(folder: Path) -> Engine:
    return create_engine(f"sqlite:///{folder / 'gongkai.db'}")
