"""The index in the database: versions by content, runs that go on where they stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from archive.index import Capture, Known, Outcome, PortalEntry, Role, RunSummary
from db.index import DatabaseIndex
from db.models import Base, CrawlRun, Document, Portal

NIGHT = datetime(2026, 1, 31, 2, tzinfo=UTC)
DAY = timedelta(days=1)
CAPTURE = Capture(
    portal="qingshan",
    url="http://www.qingshan.gov.cn/nb/t1.html",
    role=Role.ARTICLE,
    sha256="a" * 64,
    bytes=10,
    http_status=200,
    fetched=NIGHT,
    warc_file="x.warc.gz",
    warc_offset=5,
    parent_url="http://www.qingshan.gov.cn/nb/",
    link_text="2021年度",
    etag='"1"',
)


@pytest.fixture
def index() -> DatabaseIndex:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    index = DatabaseIndex(engine)
    index.put_portal(PortalEntry("qingshan", "青山市人民政府", "110100", "http://www.qingshan.gov.cn/", "auto"))
    return index


def known(index: DatabaseIndex) -> dict[str, Known]:
    return {one.url: one for one in index.known("qingshan")}


def test_a_row_is_a_version(index: DatabaseIndex) -> None:
    assert index.record(CAPTURE) is Outcome.NEW
    assert index.record(replace(CAPTURE, fetched=NIGHT + DAY, warc_offset=77)) is Outcome.UNCHANGED
    assert index.record(replace(CAPTURE, sha256="b" * 64, fetched=NIGHT + 2 * DAY)) is Outcome.CHANGED
    with Session(index.engine) as session:
        rows = session.scalars(select(Document).order_by(Document.version)).all()
        assert [(r.version, r.sha256[0], r.fetched, r.last_seen, r.warc_offset) for r in rows] == [
            (1, "a", NIGHT, NIGHT + DAY, 5),
            (2, "b", NIGHT + 2 * DAY, NIGHT + 2 * DAY, 5),
        ]
    assert known(index)[CAPTURE.url].sha256 == "b" * 64


def test_a_version_that_comes_back_is_current_again(index: DatabaseIndex) -> None:
    for day, sha in enumerate("aba"):
        index.record(replace(CAPTURE, sha256=sha * 64, fetched=NIGHT + day * DAY))
    assert known(index)[CAPTURE.url].sha256 == "a" * 64


def test_seen_and_gone(index: DatabaseIndex) -> None:
    index.record(CAPTURE)
    index.seen(CAPTURE.url, CAPTURE.sha256, NIGHT + DAY)
    assert known(index)[CAPTURE.url].last_seen == NIGHT + DAY
    index.mark_gone(CAPTURE.url, NIGHT + 2 * DAY)
    index.mark_gone(CAPTURE.url, NIGHT + 3 * DAY)
    assert known(index)[CAPTURE.url].gone == NIGHT + 2 * DAY
    index.record(replace(CAPTURE, fetched=NIGHT + 4 * DAY))
    assert known(index)[CAPTURE.url].gone is None


def test_a_run_that_never_finished_goes_on(index: DatabaseIndex) -> None:
    first = index.start_run("qingshan", NIGHT)
    again = index.start_run("qingshan", NIGHT + DAY)
    assert (again.run_id, again.started, again.resumed) == (first.run_id, NIGHT, True)
    index.finish_run(again, RunSummary("qingshan", "blocked", "blocked: 412", "trs", requests=3, new=2), NIGHT + DAY)
    assert not index.start_run("qingshan", NIGHT + 2 * DAY).resumed
    with Session(index.engine) as session:
        portal = session.get_one(Portal, "qingshan")
        assert (portal.state, portal.reason, portal.last_crawl) == ("blocked", "blocked: 412", NIGHT + DAY)
        assert portal.platform_found == "trs"
        run = session.get_one(CrawlRun, first.run_id)
        assert (run.state, run.requests, run.new, run.finished) == ("blocked", 3, 2, NIGHT + DAY)


def test_a_run_stopped_on_request_goes_on_too(index: DatabaseIndex) -> None:
    run = index.start_run("qingshan", NIGHT)
    index.finish_run(run, RunSummary("qingshan", "stopped"), NIGHT)
    with Session(index.engine) as session:
        assert session.get_one(Portal, "qingshan").state == "never"
    assert index.start_run("qingshan", NIGHT + DAY).resumed


def test_a_portal_entry_is_brought_up_to_date(index: DatabaseIndex) -> None:
    index.put_portal(PortalEntry("qingshan", "青山市", "110100", "http://new.gov.cn/", "trs"))
    with Session(index.engine) as session:
        portal = session.get_one(Portal, "qingshan")
        assert (portal.name, portal.start_url, portal.platform, portal.state) == (
            "青山市",
            "http://new.gov.cn/",
            "trs",
            "never",
        )
