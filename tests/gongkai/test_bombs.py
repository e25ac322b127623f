"""Extraction of an archive that holds documents made to exhaust their reader: each is named, the run goes on."""

from __future__ import annotations

import hashlib
import io
import struct
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
from gongkai.extraction import extract_archive

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
