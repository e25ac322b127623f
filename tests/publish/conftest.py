from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.engine import open_database
from db.models import CrawlRun
from db.regions import fill_regions
from publish.build import publish
from publish.site import site
from tests.db.archive_of_tests import FETCHED, Story, TestArchive, no_report

TODAY = date(2025, 6, 1)
HOSTILE = "<script>alert(1)</script>=cmd|' /C calc'!A0"
CITIES = (("990100", "某省青溪市", "青溪市", "qingxi"), ("990200", "某省白石市", "白石市", "baishi"))
AGENCIES = ("环境保护局", "教育局", "财政局", "人民政府")


def form_of(year: int) -> str:
    return "2014" if year < 2019 else "2019" if year < 2021 else "2021"


def fill(archive: TestArchive) -> None:
    """Two cities, four agencies each, 2016-2024, with a missing, a late, a contradictory and a changed report."""
    for code, region, city, portal in CITIES:
        archive.portal(portal, name=f"{city}人民政府", region_code=code, state="ok", last_crawl=FETCHED)
        for agency in AGENCIES:
            for year in range(2016, 2025):
                if (city, agency, year) == ("白石市", "财政局", 2023):
                    continue
                whole = agency == "人民政府"
                story = Story(
                    agency=city + agency, year=year, form=form_of(year), region_code=code, region=region,
                    scope="jurisdiction" if whole else "agency", published=date(year + 1, 3 if whole else 1, 20),
                    received=40 + year - 2016, carried_in=5, in_force=12 + year - 2016,
                    text="一是主动公开环保信息。二是完善生活垃圾分类管理条例配套措施。",
                )  # fmt: skip
                if (city, agency, year) == ("青溪市", "教育局", 2022):
                    story = replace(story, published=date(2023, 2, 9), title=HOSTILE, text=HOSTILE)
                if (city, agency, year) == ("青溪市", "财政局", 2022):
                    story = replace(story, changed={("applications", "new_received", "total"): 99})
                archive.tell(story, url=f"https://{portal}.example/{agency}/{year}.html", portal=portal)
    archive.tell(
        Story(agency="白石市教育局", region_code="990200", region="某省白石市", year=2024, received=77, carried_in=5),
        url="https://baishi.example/教育局/2024.html", body="2", portal="baishi",
    )  # fmt: skip
    archive.load(archive.document("https://qingxi.example/guide.html"), no_report())
    archive.portal("heishan", name="黑山市人民政府", state="blocked", reason="瑞数 challenge, HTTP 412")
    from db.engine import writing

    with writing(archive.engine) as session:
        session.add(CrawlRun(portal="qingxi", started=FETCHED, finished=FETCHED, state="ok", pages=9, new=9))
    fill_regions(archive.engine)


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published archive that no test writes to."""
    folder = tmp_path_factory.mktemp("published")
    archive = TestArchive(open_database(folder))
    fill(archive)
    publish(archive.engine, folder, TODAY)
    archive.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def get(data_dir: Path) -> Iterator[Callable[..., Any]]:
    """Ask the site as a browser would: ``get("/public")``."""
    loop = asyncio.new_event_loop()
    served = site(data_dir)
    loop.run_until_complete(served.invoke_startup())

    def ask(path: str) -> Any:
        return loop.run_until_complete(served.client.get(path))

    yield ask
    loop.close()
