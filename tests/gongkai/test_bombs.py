"""Extraction of an archive that holds documents made to exhaust their reader: each is named, the run goes on."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import time
import zipfile
import zlib
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.exchange import Exchange
from archive.index import Capture, PortalEntry, Role
from archive.store import Archive
from db.engine import open_database
from db.index import DatabaseIndex
from db.models import Document
from gongkai.cli import main
from gongkai.extraction import extract_archive
from publish.refusals import refusal

NOON = datetime(2025, 2, 3, 4, tzinfo=UTC)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        for name, part in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), part)
    return out.getvalue()


def entities() -> bytes:
    """An XML part whose one word is 10^10 characters."""
    names = "abcdefghij"
    declared = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    text = f'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">{declared}]><w:document xmlns:w="{WORD}">&j;</w:document>'
    return zipped(word__document_xml=text.encode())


def large_picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(30_000 * (1 + 30_000 // 8)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def endless_drawing() -> bytes:
    """A PDF of one page whose drawing takes gigabytes: the worker that tries is ended."""
    drawn = zlib.compress(b"0 0 m 100 100 l S " * 40_000_000, 1)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(drawn), drawn),
    )
    body = b"".join(b"%d 0 obj%b\nendobj\n" % (number, item) for number, item in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def many_pages(count: int = 10_000) -> bytes:
    """A PDF of many pages that all show the same line."""
    line = b"BT /F1 12 Tf 50 700 Td (a line of text) Tj ET"
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>/Contents 4 0 R>>"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(line), line),
        *[page] * count,
    )
    body = b"".join(b"%d 0 obj%b\nendobj\n" % (number, item) for number, item in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def nested(depth: int = 5) -> bytes:
    """A ZIP archive that holds sixteen of itself, and so on down: 42.zip in small."""
    data, name = bytes(1 << 20), "a.html"
    for _ in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for number in range(16):
                packed.writestr(f"{number}.{name.rsplit('.', 1)[1]}", data)
        data, name = out.getvalue(), "a.zip"
    return data


SPANS = (b"<table>" + b"<tr>" + b"<td colspan=65534 rowspan=65534>1</td>" * 200 + b"</tr>") * 50

BOMBS = [
    # file, bytes, a word of the reason and one of the Chinese sentence beside it
    ("zip.docx", zipped(word__document_xml=bytes(70 << 20)), "unpacks to more", "解压"),
    ("nested.zip", nested(), "nested more than", "嵌套"),
    ("entity.docx", entities(), "declares a document type", "展开"),
    ("picture.png", large_picture(), "picture is too large: 900 million pixels", "图片"),
    ("pages.pdf", many_pages(), "the PDF has 10000 pages", "一部分"),
    ("deep.html", b"<html>" + b"<div><table><tr><td>" * 210_000, "more than 800000 tags", "远多于"),
]


@pytest.mark.parametrize(("name", "data", "reason", "zh"), BOMBS, ids=[bomb[0] for bomb in BOMBS])
def test_reading_and_explaining_a_bomb_names_it(
    name: str, data: bytes, reason: str, zh: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, page = tmp_path / name, tmp_path / "page.html"
    file.write_bytes(data)
    assert main(["read", str(file)]) == 1
    told = capsys.readouterr()
    reading = json.loads(told.out)
    assert (reading["kind"], reading["sha256"]) == ("unreadable", hashlib.sha256(data).hexdigest())
    assert reason in reading["problems"][0]["message"]
    assert reason in told.err
    assert len(told.err) < 300
    assert main(["explain", str(file), "--out", str(page)]) == 1
    assert reason in capsys.readouterr().err
    shown = page.read_text(encoding="utf-8")
    assert zh in shown
    assert refusal(reading["problems"][0]["message"]).en in shown


def test_cells_that_span_65534_columns_cost_little(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "spans.html").write_bytes(SPANS)
    start = time.monotonic()
    assert main(["read", str(tmp_path / "spans.html")]) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "not_report"
    assert time.monotonic() - start < 20


def test_explaining_has_the_limits_of_reading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, page = tmp_path / "scan.png", tmp_path / "page.html"
    file.write_bytes(b"any")
    monkeypatch.setattr("extract.reader.read_document", lambda *given: time.sleep(60))
    monkeypatch.setattr("gongkai.workers.SECONDS", 0.5)
    assert main(["explain", str(file), "--out", str(page)]) == 1
    assert "not done after 0.5 seconds" in capsys.readouterr().err
    assert "读取超过 0.5 秒" in page.read_text(encoding="utf-8")
    monkeypatch.setattr("gongkai.workers.SECONDS", 60.0)
    monkeypatch.setattr("extract.reader.read_document", lambda *given: bytearray(2 << 30))
    assert main(["explain", str(file), "--out", str(page)]) == 1
    assert "needs more than 1024 MiB of memory" in capsys.readouterr().err


def test_bombs_are_named_unreadable_and_the_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GONGKAI_DATABASE_URL", raising=False)
    bombs = {
        "zip.docx": zipped(word__document_xml=bytes(70 << 20)),
        "entity.docx": entities(),
        "picture.png": large_picture(),
        "drawing.pdf": endless_drawing(),
        "deep.html": b"<html>" + b"<div><table><tr><td>" * 210_000,
    }
    engine = open_database(tmp_path)
    index = DatabaseIndex(engine)
    index.put_portal(PortalEntry("p", "青山市人民政府", "110100", "http://www.example.cn/", "auto"))
    with Archive(tmp_path / "warc") as archive:
        for name, body in {**bombs, "plain.html": "<html><p>通知</p></html>".encode()}.items():
            url = f"http://www.example.cn/{name}"
            stored = archive.write(Exchange(url, NOON, 200, "OK", (), body, ()))
            index.record(
                Capture(
                    "p", url, Role.ATTACHMENT, stored.sha256, len(body), 200, NOON, stored.warc_file, stored.warc_offset
                )
            )
    account = extract_archive(engine, tmp_path)
    named = {url.rsplit("/", 1)[1]: reason for url, reason in account.failures}
    assert account.outcomes["unreadable"] == len(bombs), account
    assert set(named) == set(bombs)
    assert all(named.values())
    with Session(engine) as session:
        kinds = {d.url.rsplit("/", 1)[1]: (d.kind, d.sha256) for d in session.scalars(select(Document))}
    assert kinds["plain.html"][0] == "not_report"
    for name, body in bombs.items():
        assert kinds[name] == ("unreadable", hashlib.sha256(body).hexdigest()), name
    engine.dispose()
