"""``gongkai archive verify`` and ``show`` on a crawled archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.cli import main
from tests.crawler import sites
from tests.crawler.conftest import Crawl
from tests.crawler.fake_web import Web
from tests.crawler.test_crawl import documents


def test_show_gives_the_bytes_back_and_verify_finds_damage(
    web: Web, crawl: Crawl, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    sites.trs(web)
    crawl(sites.TRS_START)
    one = documents(tmp_path, "article")[0]
    data = ["--data", str(tmp_path)]
    capfdbinary.readouterr()
    assert main(["archive", *data, "show", one.sha256[:12]]) == 0
    assert capfdbinary.readouterr().out == web.pages[one.url]
    assert main(["archive", *data, "show", one.sha256, "--headers"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"HTTP/1.1 200 OK\r\n")
    assert main(["archive", *data, "show", "0" * 64]) == 1
    assert main(["archive", *data, "show", "xyz"]) == 2
    capfdbinary.readouterr()
    assert main(["archive", *data, "verify"]) == 0
    assert b": 0 faults" in capfdbinary.readouterr().out

    [file] = (tmp_path / "warc").glob("*.warc.gz")
    content = bytearray(file.read_bytes())
    content[one.warc_offset + 40] ^= 0xFF
    file.write_bytes(content)
    assert main(["archive", *data, "verify"]) == 1
    assert one.url.encode() in capfdbinary.readouterr().err
