"""Crawls of made-up portals that nobody wrote the crawler for: everything is found, nothing forbidden is asked for."""

from __future__ import annotations

import pytest

from tests.wild.measure import Trial, forbidden_requests
from tests.wild.portal import Builder
from tests.wild.proxy import Proxy
from tests.wild.web import Web

CASES = (
    ("Kunming", "by_year", True),  # dates in addresses that end like a pager's 1/445
    ("xxgk-show", "subdomains", False),  # 信访局, 应急管理局 and 目录 among the links
    ("unknown", "by_class", False),
    ("JCMS", "long_list", False),
)


@pytest.mark.slow
def test_every_report_is_found_and_nothing_forbidden_is_asked_for(tmp_path):
    web = Web()
    portals = [Builder(web, 7, n, name, shape, trapped=traps).build() for n, (name, shape, traps) in enumerate(CASES)]
    with Proxy(web) as proxy:
        trial = Trial(portals, proxy, tmp_path)
        night = trial.night(timeout=120)
        found = trial.found()
        again = trial.night(timeout=120)
    for portal in portals:
        lost = [item.main for item in portal.reports if item.number not in found[portal.id].crawled]
        assert len(lost) <= 0.05 * len(portal.reports), (portal.product, portal.structure, lost)
        assert not found[portal.id].wrong, portal.product
    assert forbidden_requests(portals, night.books) == {}
    assert forbidden_requests(portals, again.books) == {}
