"""Nights of a portal whose pages are never twice the same: what happens to reports is told, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.wild.nights import Nights
from tests.wild.proxy import Proxy
from tests.wild.web import Web


@pytest.mark.slow
def test_each_night_tells_what_happened_to_reports_and_nothing_else(tmp_path: Path) -> None:
    web = Web()
    with Proxy(web, 1) as proxy:
        nights = Nights(web, proxy, tmp_path, (("TRS", "by_class", True),), 1)
        nights.run(1)
        nights.run(2)
        nights.happen(6)
        nights.run(4)  # what the fourth and the sixth night bring at once
    first, second = (sum(sent.values()) for sent in nights.bytes[:2])
    assert second <= 0.05 * first
    assert [event for event in nights.events if event.told != 4] == []
    assert {event.what for event in nights.events} == {"gone", "moved"}
    assert (nights.false, nights.versions()) == ([], 0)
