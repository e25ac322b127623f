"""What the crawler's tests share: a fake web behind a proxy, and a crawl over it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.index import RunSummary
from crawler.portals import Portal
from db.engine import open_database
from gongkai.commands.crawl import crawl_portals
from tests.crawler.fake_web import Web, serving

FAST = {"DOWNLOAD_DELAY": 0, "RETRY_TIMES": 1}


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with serving(Web()) as served:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{served.port}")
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        yield served


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database to copy: migrating one anew for each crawl takes longer than the crawl."""
    folder = tmp_path_factory.mktemp("empty")
    engine = open_database(folder)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return folder / "gongkai.db"


Crawl = Callable[..., list[RunSummary]]


@pytest.fixture
def crawl(tmp_path: Path, empty_database: Path) -> Crawl:
    shutil.copy(empty_database, tmp_path / "gongkai.db")

    def run(*starts: str, platform: str = "auto", **settings: Any) -> list[RunSummary]:
        portals = [Portal(f"p{n}", "青山市人民政府", "110100", (start,), platform) for n, start in enumerate(starts)]
        return crawl_portals(portals, tmp_path, FAST | settings)

    return run
