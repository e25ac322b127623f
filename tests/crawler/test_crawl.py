"""Whole crawls of invented portals through the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engine import open_database
from db.models import Document
from tests.crawler import sites
from tests.crawler.conftest import Crawl
from tests.crawler.fake_web import Web


def documents(data: Path, role: str | None = None) -> list[Document]:
    with Session(open_database(data)) as session:
        query = select(Document).order_by(Document.url, Document.version)
        return [one for one in session.scalars(query) if role is None or one.role == role]


def urls(data: Path, role: str = "article") -> set[str]:
    return {one.url for one in documents(data, role)}


@pytest.mark.parametrize("start", ["/", "/zwgk/", "/zwgk/zfxxgk/zfxxgknb/", "/zwgk/zfxxgk/zfxxgknb/2022n/"])
def test_reports_are_found_from_any_start(web: Web, crawl: Crawl, tmp_path: Path, start: str) -> None:
    wanted = sites.trs(web)
    [summary] = crawl(f"http://www.qingshan.gov.cn{start}")
    assert (summary.state, summary.reason, summary.platform) == ("ok", None, "trs")
    assert urls(tmp_path) == wanted
