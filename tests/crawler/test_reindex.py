"""The index made again from the WARC files alone is the one that the crawl made."""

from __future__ import annotations

import gzip
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from archive import records
from archive.notes import VERSION_FIELD, Event, lines, read_lines
from gongkai.cli import main
from tests.archive.test_store import warcio_check
from tests.crawler import sites
from tests.crawler.conftest import Crawl
from tests.crawler.fake_web import Web

TABLES = ("portals", "documents", "crawl_runs")


def tables(data: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(data / "gongkai.db")) as database:
        return {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}


def throw_away(data: Path) -> None:
    for path in data.glob("gongkai.db*"):
        path.unlink()


def test_all_tables_of_the_index_come_back(
    web: Web, crawl: Crawl, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sites.trs(web)
    sites.hanweb(web, named=True)
    for night in range(3):
        crawl(sites.TRS_START, "http://www.linhai.gov.cn/", REVISIT_DAYS=0)
        article = sorted(url for url in web.pages if "/t2" in url and url.endswith(".html"))
        if night == 0:
            web.pages[article[0]] = web.pages[article[0]].replace("收到".encode(), "共收到".encode())
            del web.pages[article[1]]
    before = tables(tmp_path)
    assert any(version > 1 for version in column(tmp_path, "version"))
    assert any(gone for gone in column(tmp_path, "gone"))
    warcio_check(tmp_path / "warc")

    assert main(["archive", "--data", str(tmp_path), "reindex"]) == 2
    assert "is there already" in capsys.readouterr().err
    throw_away(tmp_path)
    assert main(["archive", "--data", str(tmp_path), "reindex"]) == 0
    assert tables(tmp_path) == before


def column(data: Path, name: str) -> list[object]:
    with closing(sqlite3.connect(data / "gongkai.db")) as database:
        return [row[0] for row in database.execute(f"SELECT {name} FROM documents")]


def test_a_file_that_breaks_off_is_read_up_to_there_and_named(
    web: Web, crawl: Crawl, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sites.trs(web)
    crawl(sites.TRS_START)
    whole = tables(tmp_path)["documents"]
    [file] = (tmp_path / "warc").glob("*.warc.gz")
    body = file.read_bytes()
    file.write_bytes(body[: len(body) * 3 // 4])
    throw_away(tmp_path)
    assert main(["archive", "--data", str(tmp_path), "reindex"]) == 1
    assert f"{file.name}: breaks off at" in capsys.readouterr().err
    found = tables(tmp_path)["documents"]
    assert 0 < len(found) < len(whole)


def without_notes(file: Path) -> None:
    """Write a file as it was written before there were notes."""
    kept = []
    rest = file.read_bytes()
    while rest:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        record = unpacker.decompress(rest)
        rest = unpacker.unused_data
        if b"WARC-Type: metadata" not in record:
            kept.append(gzip.compress(record.replace(VERSION_FIELD.encode(), b"gongkai-other")))
    file.write_bytes(b"".join(kept))


def test_older_files_without_notes_give_what_their_answers_say(
    web: Web, crawl: Crawl, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sites.trs(web)
    crawl(sites.TRS_START)
    names = "portal, url, role, parent_url, sha256, version, warc_file, fetched, breadcrumb, media_type"

    def rows() -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(tmp_path / "gongkai.db")) as database:
            return database.execute(f"SELECT {names} FROM documents ORDER BY url").fetchall()

    before = rows()
    [warc] = (tmp_path / "warc").glob("*.warc.gz")
    without_notes(warc)
    throw_away(tmp_path)
    file = tmp_path / "portals.yml"
    file.write_text(f"- {{id: p0, name: 青山市人民政府, region_code: '110100', start_urls: ['{sites.TRS_START}']}}\n")
    assert main(["archive", "--data", str(tmp_path), "reindex", "--portals", str(file)]) == 1
    assert f"{warc.name}: written before the archive kept notes" in capsys.readouterr().err
    assert rows() == before


@pytest.mark.parametrize("word", ["", " a ", "two\nlines\r\n", "a\\nb", "\u2028\x85\0", "年报：a: b"])
def test_a_note_says_what_was_told(word: str) -> None:
    assert read_lines(lines(Event.PLACE, {"link_text": word, "column_name": None})) == {
        "event": "place",
        "link_text": word,
    }


def test_the_name_of_a_record_is_made_of_its_place() -> None:
    assert records.record_name("a.warc.gz", 7) == records.record_name("a.warc.gz", 7)
    assert records.record_name("a.warc.gz", 7) != records.record_name("a.warc.gz", 8)
