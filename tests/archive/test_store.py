"""The WARC store: what goes in comes out, and no kill or damage breaks a reader."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zlib
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest

from archive.exchange import ContentDamagedError, ContentTooLargeError, Exchange, decoded
from archive.records import Original
from archive.store import Archive, ArchiveAddressError, ArchiveError, open_archive

NOON = datetime(2026, 1, 31, 12, 0, 0, 123456, tzinfo=UTC)
PAGE = "<html><title>年报</title></html>".encode()


def exchange(url: str = "http://www.qingshan.gov.cn/nb/t1.html?a=1", body: bytes = PAGE, **more: object) -> Exchange:
    fields = {
        "url": url,
        "fetched": NOON,
        "status": 200,
        "reason": "OK",
        "headers": (("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")),
        "body": body,
        "request_headers": (("User-Agent", "gongkai/0"),),
    }
    return Exchange(**(fields | more))  # type: ignore[arg-type]


def warcio_check(folder: Path) -> None:
    for file in folder.glob("*.warc.gz"):
        checked = subprocess.run(
            [sys.executable, "-m", "warcio.cli", "check", str(file)], capture_output=True, text=True, check=False
        )
        assert (checked.returncode, checked.stdout) == (0, ""), checked.stdout + checked.stderr


def test_a_response_comes_back_as_it_was(tmp_path: Path) -> None:
    packed = gzip.compress(PAGE, mtime=0)
    with Archive(tmp_path) as archive:
        plain = archive.write(exchange())
        coded = archive.write(exchange(body=packed, headers=(("Content-Encoding", "gzip"),)))
        empty = archive.write(exchange(body=b"", status=204, reason="No Content"))
    assert plain.sha256 == coded.sha256
    got = archive.response(coded.warc_file, coded.warc_offset)
    assert (got.status, got.reason, got.raw_body, got.body) == (200, "OK", packed, PAGE)
    assert (got.url, got.fetched) == (exchange().url, NOON)
    assert archive.response(plain.warc_file, plain.warc_offset).headers == exchange().headers
    assert archive.body(empty.warc_file, empty.warc_offset) == b""
    warcio_check(tmp_path)


def test_revisits_point_to_the_original(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.write(exchange())
        same = archive.write(exchange(), Original(exchange().url, NOON))
        fresh = archive.write(exchange(status=304, reason="Not Modified", body=b""), Original(exchange().url, NOON))
    assert [record.record_type for _, record in archive.records(same.warc_file)] == ["response", "revisit", "revisit"]
    assert [record.raw_body for _, record in archive.records(same.warc_file)] == [PAGE, b"", b""]
    assert archive.response(fresh.warc_file, fresh.warc_offset).status == 304
    warcio_check(tmp_path)


def test_files_rotate_by_size(tmp_path: Path) -> None:
    with Archive(tmp_path, rotate_bytes=2000) as archive:
        places = [archive.write(exchange(body=bytes(f"{n}" * 50, "ascii"))) for n in range(12)]
    assert len(archive.files()) > 2
    for n, place in enumerate(places):
        assert archive.body(place.warc_file, place.warc_offset) == bytes(f"{n}" * 50, "ascii")
    warcio_check(tmp_path)


KILLED = """
import os, signal, sys
from tests.archive.test_store import Archive, Path, exchange
archive = Archive(Path(sys.argv[1]))
place = archive.write(exchange())
print(place.warc_file, place.warc_offset, flush=True)
with open(Path(sys.argv[1]) / place.warc_file, "ab") as file:
    file.write({tail!r})
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("tail", [b"", gzip.compress(PAGE * 50, mtime=0)[:40], b"\0" * 100, b"\x1f\x8b"], ids=range(4))
def test_a_killed_writer_leaves_readable_files_that_the_next_one_mends(tmp_path: Path, tail: bytes) -> None:
    run = subprocess.run(
        [sys.executable, "-c", KILLED.format(tail=tail), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert run.returncode == -9, run.stderr
    name, offset = run.stdout.split()
    reader = Archive(tmp_path)
    assert reader.body(name, int(offset)) == PAGE
    assert [o for o, _ in reader.records(name)] == [int(offset)]
    with Archive(tmp_path) as archive:
        archive.write(exchange())
    assert reader.body(name, int(offset)) == PAGE
    assert not list(tmp_path.glob("*.open"))
    warcio_check(tmp_path)


def test_a_living_writer_is_left_alone(tmp_path: Path) -> None:
    with Archive(tmp_path) as one, Archive(tmp_path) as other:
        first = one.write(exchange())
        other.write(exchange())
        second = one.write(exchange(body=b"later"))
        assert one.body(second.warc_file, second.warc_offset) == b"later"
    assert first.warc_file == second.warc_file
    warcio_check(tmp_path)


@pytest.mark.parametrize("place", [("gone.warc.gz", 0), ("../../etc/passwd", 0)])
def test_a_wrong_place_is_named(tmp_path: Path, place: tuple[str, int]) -> None:
    with pytest.raises(ArchiveError, match=place[0][-6:]):
        Archive(tmp_path).body(*place)


def test_an_offset_within_a_record_is_named(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        place = archive.write(exchange())
    for offset in (place.warc_offset + 7, 10**9):
        with pytest.raises(ArchiveError, match=str(offset)):
            archive.body(place.warc_file, offset)


def test_addresses(tmp_path: Path) -> None:
    assert open_archive(tmp_path).folder == tmp_path
    assert open_archive(f"file://{tmp_path}").folder == tmp_path
    with pytest.raises(ArchiveAddressError):
        open_archive("s3://bucket/warc")


RAW_DEFLATE = zlib.compressobj(9, zlib.DEFLATED, -15)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PAGE, mtime=0)),
        ("x-gzip", gzip.compress(PAGE[:9], mtime=0) + gzip.compress(PAGE[9:], mtime=0)),
        ("gzip", gzip.compress(PAGE, mtime=0) + b"\0\0"),
        ("gzip", PAGE),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", RAW_DEFLATE.compress(PAGE) + RAW_DEFLATE.flush()),
        ("deflate, gzip", gzip.compress(zlib.compress(PAGE), mtime=0)),
        ("br", brotli.compress(PAGE)),
        ("identity", PAGE),
        ("utf-8", PAGE),
    ],
    ids=range(10),
)
def test_content_codings(coding: str, body: bytes) -> None:
    assert decoded(body, (("content-encoding", coding),)) == PAGE


def test_bombs_and_broken_streams_are_named() -> None:
    bomb = gzip.compress(b"\0" * 5_000_000)
    with pytest.raises(ContentTooLargeError):
        decoded(bomb, (("Content-Encoding", "gzip"),), limit=1_000_000)
    with pytest.raises(ContentTooLargeError):
        decoded(brotli.compress(b"\0" * 5_000_000), (("Content-Encoding", "br"),), limit=1_000_000)
    for coding, whole in (("gzip", gzip.compress(PAGE, mtime=0)), ("br", brotli.compress(PAGE))):
        for end in (len(whole) // 2, len(whole) - 9):
            with pytest.raises(ContentDamagedError):
                decoded(whole[:end], (("Content-Encoding", coding),))
    with pytest.raises(ContentDamagedError, match="zstd"):
        decoded(b"\x28\xb5\x2f\xfd....", (("Content-Encoding", "zstd"),))
    assert len(decoded(bomb, (("Content-Encoding", "gzip"),))) == 5_000_000
