"""Kind, year, agency, region and date on pages of every style: at the goals, and nothing guessed."""

import pytest

from tests.accuracy.metadata import FIELDS, GOALS, Named, measure


@pytest.fixture(scope="module")
def pages() -> list[Named]:
    return measure(1, seed=11)


@pytest.mark.parametrize("name", FIELDS)
def test_the_goals_are_met(pages: list[Named], name: str) -> None:
    asked = [one for one in pages if name in one.asked]
    wrong = [f"{one.style}: {one.title!r} {one.wrong[name]}" for one in asked if name in one.wrong]
    assert len(wrong) <= len(asked) * (100 - GOALS.get(name, 99.5)) / 100, wrong


def test_no_report_is_turned_away(pages: list[Named]) -> None:
    assert [one.title for one in pages if one.group == "report" and "kind" in one.wrong] == []
