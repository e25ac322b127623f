"""Checks between two years of one agency are worked out when either report comes, and for no one else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from db.models import Check, Report
from tests.db.archive_of_tests import Story, TestArchive

FIRST = Story(year=2021, carried_out=5, in_force=12)
SECOND = Story(year=2022, carried_in=5, in_force=13, issued=2, repealed=1)


def between(archive: TestArchive, rule: str, subject: str) -> list[Any]:
    query = (
        select(Report.year, Check.status, Check.left, Check.right, Check.cause)
        .join(Report, Report.report_id == Check.report_id)
        .where(Check.rule == rule, Check.subject == subject)
    )
    return archive.ask(lambda session: [tuple(row) for row in session.execute(query)])


@pytest.mark.parametrize("order", [(FIRST, SECOND), (SECOND, FIRST)])
def test_years_that_fit_pass_whichever_came_first(archive: TestArchive, order: tuple[Story, ...]) -> None:
    for story in order:
        archive.tell(story)
    assert between(archive, "applications.carry_over", "total") == [(2022, "pass", 5, 5, None)]
    assert between(archive, "proactive_disclosure.in_force", "normative_documents") == [(2022, "pass", 13, 13, None)]


def test_years_that_contradict_each_other_fail_with_both_cells(archive: TestArchive) -> None:
    archive.tell(FIRST)
    outcome = archive.tell(replace(SECOND, carried_in=9))
    assert between(archive, "applications.carry_over", "total") == [(2022, "fail", 9, 5, "source")]
    check = archive.ask(
        lambda s: s.scalars(
            select(Check).where(Check.rule == "applications.carry_over", Check.subject == "total")
        ).one()
    )
    assert check.cells == "carried_in.total, 2021:carried_out.total"
    assert check.place == ("carried_in.total: table 2 row 4 cell 10; 2021:carried_out.total: table 2 row 28 cell 10")
    assert archive.ask(lambda s: s.get_one(Report, outcome.report_id).failed_checks) == 2


def test_a_corrected_report_settles_the_year_after(archive: TestArchive) -> None:
    archive.tell(replace(FIRST, carried_out=7))
    archive.tell(SECOND)
    assert between(archive, "applications.carry_over", "total")[0][1] == "fail"
    archive.tell(FIRST, body="2")
    assert between(archive, "applications.carry_over", "total") == [(2022, "pass", 5, 5, None)]
    assert archive.ask(lambda s: set(s.scalars(select(Report.failed_checks)))) == {0}


def test_a_blank_is_not_checked(archive: TestArchive) -> None:
    archive.tell(replace(FIRST, changed={("applications", "carried_out", "total"): None}))
    archive.tell(SECOND)
    assert between(archive, "applications.carry_over", "total") == [(2022, "not_checked", None, None, None)]


@pytest.mark.parametrize("other", [Story(year=2020, form="2019"), Story(year=2019, form="2014"), Story(year=2019)])
def test_what_cannot_be_compared_is_not(archive: TestArchive, other: Story) -> None:
    archive.tell(other)
    archive.tell(FIRST)
    assert between(archive, "proactive_disclosure.in_force", "normative_documents") == []
    carried = between(archive, "applications.carry_over", "total")
    assert [row[0] for row in carried] == ([2021] if other.year == 2020 else [])


def test_another_agency_is_left_alone(archive: TestArchive) -> None:
    archive.tell(FIRST)
    archive.tell(replace(SECOND, agency="青溪市教育局"))
    assert between(archive, "applications.carry_over", "total") == []
