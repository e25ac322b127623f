"""From the archive's index to the database: what is read, in which order, and what a fault costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.engine import writing
from db.extraction import Answer, Extraction, Task, extract
from db.models import Document, Region, Report
from extract.report import Reading
from tests.db.archive_of_tests import FETCHED, Story, TestArchive, no_report, reading

PAGE, FILE = "https://www.qingxi.example/a.html", "https://www.qingxi.example/a.docx"


class Reader:
    """Answers by address, and remembers what it was asked."""

    def __init__(self, readings: dict[str, Reading]) -> None:
        self.readings = readings
        self.asked: list[Task] = []

    def __call__(self, tasks: Sequence[Task]) -> Iterable[Answer]:
        for task in tasks:
            self.asked.append(task)
            found = self.readings.get(task.context.source)
            yield Answer(task, found, None if found else "lost")


def run(archive: TestArchive, reader: Reader, read_by: str = "1", **more: Any) -> Extraction:
    return extract(archive.engine, reader, read_by, **more)


def test_pages_are_read_before_what_hangs_on_them(archive: TestArchive) -> None:
    archive.document(FILE, role="attachment", parent_url=PAGE, link_text="附件1")
    archive.document(PAGE, link_text="2021年报", column_name="公开年报")
    page = reading(replace(Story(), form=None), cells=[])
    reader = Reader({PAGE: page, FILE: reading(Story())})
    run(archive, reader)
    first, second = (task.context for task in reader.asked)
    assert (first.source, second.source) == (PAGE, FILE)
    assert (first.portal_name, first.region_code, first.link_text) == ("青溪市人民政府", "990100", "2021年报")
    assert (second.parent_title, second.column_name) == (page.title, "公开年报")
    assert second.published == page.published
    assert archive.ask(lambda s: s.scalars(select(Report.url)).all()) == [FILE]


def test_what_was_read_is_not_read_again_but_by_a_new_reader_or_when_asked(archive: TestArchive) -> None:
    archive.document(PAGE)
    reader = Reader({PAGE: reading(Story())})
    counts = []
    for read_by, everything in (("1", False), ("1", False), ("2", False), ("2", True)):
        run(archive, reader, read_by, everything=everything)
        counts.append(len(reader.asked))
    assert counts == [1, 1, 2, 3]


@pytest.mark.parametrize("role", ["list", "robots", "other"])
def test_only_pages_and_files_are_read(archive: TestArchive, role: str) -> None:
    archive.document(PAGE, role=role)
    reader = Reader({})
    assert run(archive, reader).failures == []
    assert reader.asked == []


def test_a_fault_costs_its_own_document_only_and_is_named(archive: TestArchive) -> None:
    archive.document(PAGE)
    lost = archive.document("https://www.qingxi.example/lost.html")
    account = run(archive, Reader({PAGE: reading(Story())}))
    assert account.outcomes == {"new": 1, "failed": 1}
    assert account.failures == [("https://www.qingxi.example/lost.html", "lost")]
    assert archive.ask(lambda s: s.get_one(Document, lost).read_by) is None


def test_the_unreadable_are_in_the_account(archive: TestArchive) -> None:
    archive.document(PAGE)
    account = run(archive, Reader({PAGE: no_report("unreadable", "encrypted")}))
    assert account.failures == [(PAGE, "encrypted")]


def test_copies_of_what_turned_out_no_report_are_read_in_the_same_run(archive: TestArchive) -> None:
    archive.document(PAGE)
    archive.document(FILE, role="attachment")
    run(archive, Reader({PAGE: reading(Story()), FILE: reading(Story())}))
    run(archive, Reader({PAGE: no_report(), FILE: reading(Story())}), "2")
    assert archive.ask(lambda s: s.scalars(select(Report.url)).all()) == [FILE]


def test_a_body_that_came_back_is_current_again(archive: TestArchive) -> None:
    old = archive.document(PAGE, "1")
    run(archive, Reader({PAGE: reading(Story())}))
    new = archive.document(PAGE, "2")
    run(archive, Reader({PAGE: reading(replace(Story(), granted=19))}))
    assert archive.ask(lambda s: s.scalars(select(Report.document_id)).one()) == new
    with writing(archive.engine) as session:
        session.get_one(Document, old).last_seen = FETCHED + timedelta(days=1)
    run(archive, Reader({PAGE: reading(Story())}))
    assert archive.ask(lambda s: s.scalars(select(Report.document_id)).one()) == old
    reader = Reader({PAGE: reading(Story())})
    run(archive, reader)
    assert reader.asked == []


def test_divisions_are_filled_in_once(archive: TestArchive) -> None:
    run(archive, Reader({}))
    region = archive.ask(lambda s: s.get_one(Region, "411500"))
    assert (region.name, region.full_name, region.parent_code) == ("信阳市", "河南省信阳市", "410000")


def test_a_page_is_read_with_its_pictures_and_again_when_new_ones_came(archive: TestArchive) -> None:
    archive.document(PAGE)
    reader = Reader({PAGE: reading(Story())})
    counts = []
    for picture in (None, "a.png", None, "b.png"):
        if picture:
            archive.document(f"https://www.qingxi.example/{picture}", role="image", parent_url=PAGE)
        run(archive, reader)
        counts.append((len(reader.asked), [one.url[-5:] for one in reader.asked[-1].pictures]))
    assert counts == [(1, []), (2, ["a.png"]), (2, ["a.png"]), (3, ["a.png", "b.png"])]
