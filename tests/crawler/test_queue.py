"""The queue of a visit: however many links a page makes up, only so many wait, and reports go before the rest."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from archive.index import Run
from crawler import visit as visits
from crawler.frontier import Budget, Link
from crawler.judge import Aim
from tests.gongkai.test_nightly import portal


class NoIndex:
    def known(self, _portal: str) -> list[Any]:
        return []


def test_only_so_many_links_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "MAX_WAITING", 10)
    said: list[str] = []
    index: Any = NoIndex()
    visit = visits.Visit(
        portal("a"),
        Run(1, "a", datetime.now(UTC), False),
        index,
        visits.Limits(100, 8, 60, 10, 10, None),
        Budget(),
        lambda *told: said.append(told[2]),
    )
    others = sum(visit.offer(Link(f"http://a.example/o{n}.html", Aim.OTHER, "a link")) for n in range(100))
    reports = sum(visit.offer(Link(f"http://a.example/r{n}.html", Aim.ARTICLE, "a row")) for n in range(100))
    assert (others, reports) == (9, 30)  # and the address it begins with
    assert said.count("too many links wait") == 91 + 70
