"""Portals are asked in the hours that the operator names, and at no other time."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.frontier import Link
from crawler.hours import Hours, HoursError, read_hours
from crawler.judge import Aim
from crawler.portals import read_portals
from crawler.products import PRODUCTS
from crawler.run import SettingError, settings_with
from crawler.visit import Visit
from demo.server import DemoPortals
from gongkai.commands.crawl import crawl_portals


def at(clock: str) -> datetime:
    """A time of the clock in China."""
    return datetime.fromisoformat(f"2026-11-22T{clock}:00+08:00")


@pytest.mark.parametrize(
    ("written", "clock", "opened"),
    [
        ("22:00-06:00 Asia/Shanghai", "21:59", False),
        ("22:00-06:00 Asia/Shanghai", "22:00", True),
        ("22:00-06:00", "05:59", True),
        ("22:00-06:00", "06:00", False),
        ("01:00-05:30", "05:29", True),
        ("01:00-05:30", "00:59", False),
        ("20:00-24:00", "23:59", True),
        ("20:00-24:00", "00:00", False),
        ("14:00-22:00 UTC", "22:30", True),
        ("14:00-22:00 UTC", "21:30", False),
        ("00:00-00:00", "12:00", True),
    ],
)
def test_hours_are_on_the_clock_of_their_zone(written: str, clock: str, opened: bool) -> None:
    hours = read_hours(written)
    assert hours is not None
    assert hours.open(at(clock)) is opened


@pytest.mark.parametrize("written", ["22-6", "25:00-06:00", "22:00-06:00 Beijing/Nowhere", "night", "22:00-06:61"])
def test_hours_that_cannot_be_read_are_wrong_usage(written: str) -> None:
    with pytest.raises(HoursError, match="write it as"):
        read_hours(written)
    with pytest.raises(SettingError, match="GONGKAI_HOURS"):
        settings_with({"GONGKAI_HOURS": written})


def test_a_service_gives_hours_and_contact_by_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_HOURS", "22:00-06:00")
    monkeypatch.setenv("GONGKAI_CONTACT", "me@b.example")
    assert settings_with({})["GONGKAI_HOURS"] == "22:00-06:00"
    assert "me@b.example" in settings_with({})["USER_AGENT"]
    assert settings_with({"GONGKAI_HOURS": ""})["GONGKAI_HOURS"] == ""


def shut() -> str:
    """An hour that is far from now."""
    later = datetime.now(UTC) + timedelta(hours=6)
    return f"{later:%H}:00-{later:%H}:30 UTC"


def test_outside_the_hours_nothing_is_asked_for_and_then_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if "proxy" in name.lower() or name == "GONGKAI_DATABASE_URL"]:
        monkeypatch.delenv(name)
    with DemoPortals(only=("lanjiang",), folder=tmp_path) as demo:
        monkeypatch.setenv("http_proxy", demo.proxy)
        portals = list(read_portals(demo.portal_file, frozenset(PRODUCTS)))
        settings: dict[str, Any] = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}
        assert crawl_portals(portals, tmp_path, {**settings, "GONGKAI_HOURS": shut()}) == []
        assert demo.requests == []
        (summary,) = crawl_portals(portals, tmp_path, {**settings, "GONGKAI_HOURS": "00:00-00:00"})
        assert summary.state == "ok"


class TwoLooks(Hours):
    """Hours that end after the second look at the clock."""

    looks = 0

    def open(self, now: datetime | None = None) -> bool:
        type(self).looks += 1
        return self.looks <= 2


def test_a_visit_that_the_hours_end_goes_on_another_night(tmp_path: Path) -> None:
    from archive.index import Run
    from crawler.frontier import Budget
    from crawler.visit import Limits
    from tests.gongkai.test_nightly import portal

    written = read_hours("22:00-06:00")
    assert written is not None
    hours = TwoLooks(written.begin, written.end, written.zone)

    class NoIndex:
        finished: Any = None

        def known(self, _portal: str) -> list[Any]:
            return []

        def settle(self, places: Any) -> None:
            assert not list(places)

        def finish_run(self, _run: Any, summary: Any, _now: datetime) -> None:
            self.finished = summary

    index: Any = NoIndex()
    limits = Limits(100, 8, 60, 10, 10, hours)
    visit = Visit(portal("a"), Run(1, "a", datetime.now(UTC), False), index, limits, Budget(), lambda *_: None)
    for n in range(5):
        visit.offer(Link(f"http://a.example/{n}.html", Aim.ARTICLE, "a row"))
    taken = [link for link in iter(visit.next_link, None) if link is not None]
    assert len(taken) == 2
    for link in taken:
        visit.done_with(link)
    assert visit.idle
    visit.finish(1.0)
    assert index.finished.state == "stopped"
    assert index.finished.reason == "stopped at the end of the hours 22:00-06:00 Asia/Shanghai; the next run goes on"
