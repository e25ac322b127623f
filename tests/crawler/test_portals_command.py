"""``gongkai portals add`` and ``check`` on an invented portal."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from gongkai.cli import main
from tests.crawler import sites
from tests.crawler.fake_web import Web


def test_add_writes_an_entry_that_check_confirms(web: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sites.trs(web)
    file = tmp_path / "portals.yml"
    given = ["--portals", str(file), "-s", "DOWNLOAD_DELAY=0"]
    assert main(["portals", "add", sites.TRS_START, *given]) == 0
    said = capsys.readouterr().err
    assert "product trs" in said
    assert "2021: 3, 2022: 3, 2023: 3" in said
    assert "2023年: 3 reports, 2023: http://www.qingshan.gov.cn/zwgk/zfxxgk/zfxxgknb/2023n/" in said
    [entry] = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert (entry["id"], entry["platform"], entry["start_urls"]) == ("qingshan", "trs", [sites.TRS_START])
    assert main(["portals", "add", sites.TRS_START, *given]) == 2
    assert main(["portals", "check", "qingshan", *given]) == 0
    web.pages.clear()
    assert main(["portals", "check", *given]) == 1


def test_an_entry_from_one_article_starts_at_its_column(web: Web, tmp_path: Path) -> None:
    article = sorted(sites.trs(web))[0]
    file = tmp_path / "portals.yml"
    assert main(["portals", "add", article, "--portals", str(file), "-s", "DOWNLOAD_DELAY=0"]) == 0
    [entry] = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert entry["start_urls"] == ["http://www.qingshan.gov.cn/zwgk/zfxxgk/zfxxgknb/"]


def test_a_look_counts_what_lists_name_and_fetches_few_reports(
    web: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = sites.hanweb(web, named=False, count=60) and "http://www.linhai.gov.cn/col/col5500/index.html"
    main(["portals", "add", start, "--portals", str(tmp_path / "p.yml"), "-s", "DOWNLOAD_DELAY=0"])
    assert "2022: 60" in capsys.readouterr().err
    assert sum("/art/" in url for url in web.urls) <= 12


def test_a_site_without_reports_gets_no_entry(web: Web, tmp_path: Path) -> None:
    file = tmp_path / "portals.yml"
    assert main(["portals", "add", "http://www.nowhere.gov.cn/", "--portals", str(file), "-s", "DOWNLOAD_DELAY=0"]) == 1
    assert not file.exists()
