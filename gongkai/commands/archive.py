"""``gongkai archive``: check the WARC files against the index; give back original bytes; make the index again."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from archive.store import Archive

SUMMARY = (
    "Check the WARC files against the index, give back a document's bytes, or make the index from WARC files alone."
)
EXAMPLE = "gongkai archive verify,   gongkai archive show 9f86d081884c > report.html   or   gongkai archive reindex"

MIN_SHA = 8
WITHOUT_NOTES = (
    "written before the archive kept notes: portal, role, parent, own column, versions and gone marks are made out from"
    " the answers; the words of links, columns that only a list named, and the accounts of runs are missing"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="verify|show|reindex")
    actions.add_parser("verify", help="read every document back and compare its hash with the index")
    show = actions.add_parser("show", help="write a document's bytes to stdout")
    show.add_argument("sha", help=f"the document's SHA-256, or its first characters (at least {MIN_SHA})")
    show.add_argument("--headers", action="store_true", help="with the status line and the headers as received")
    again = actions.add_parser("reindex", help="make a lost index again, from the WARC files alone")
    again.add_argument(
        "--portals", type=Path, metavar="FILE", help="the portal file, for WARC files that do not say whose they are"
    )


def run(args: argparse.Namespace) -> int:
    """Verify, show or make the index again. 0 when all is well, 1 when something is missing or damaged."""
    from archive.store import Archive
    from db.engine import DatabaseUnusableError, open_database

    try:
        engine = open_database(args.data)
    except DatabaseUnusableError as fault:
        print(f"gongkai archive: {fault}", file=sys.stderr)
        return 1
    archive = Archive(args.data / "warc")
    if args.action == "reindex":
        return _reindex(archive, engine, args.data, args.portals)
    if args.action == "show":
        return _show(archive, engine, args.sha.lower(), headers=args.headers)
    return _verify(archive, engine)


def _verify(archive: Archive, engine: Engine) -> int:
    from sqlalchemy import select

    from db.models import Document

    total = 0
    faults: list[str] = []
    with engine.connect() as connection:
        rows = connection.execute(
            select(Document.url, Document.sha256, Document.warc_file, Document.warc_offset).order_by(
                Document.warc_file, Document.warc_offset
            )
        )
        for row in rows:
            total += 1
            fault = _fault(archive, row.sha256, row.warc_file, row.warc_offset)
            if fault:
                faults.append(f"{row.url} (sha256 {row.sha256[:12]}): {fault}")
    faults += _damaged_files(archive)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{total} documents in {len(archive.files())} files: {len(faults)} faults")
    return 1 if faults else 0


def _fault(archive: Archive, sha256: str, warc_file: str, warc_offset: int) -> str | None:
    from archive.exchange import ContentDamagedError, ContentTooLargeError
    from archive.store import ArchiveError

    try:
        found = archive.response(warc_file, warc_offset)
        body = found.body
    except (ContentDamagedError, ContentTooLargeError):
        body = found.raw_body  # kept as received, and hashed so
    except ArchiveError as fault:
        return f"not in the archive: {fault}"
    actual = hashlib.sha256(body).hexdigest()
    return None if actual == sha256 else f"its bytes have the hash {actual[:12]}"


def _damaged_files(archive: Archive) -> Iterator[str]:
    """Files whose records' own digests fail, or that break off without being written to."""
    from archive.verify import file_faults

    for path in archive.files():
        for fault in file_faults(path):
            yield f"{path.name}: {fault}"


def _reindex(archive: Archive, engine: Engine, data: Path, portal_file: Path | None) -> int:
    from sqlalchemy import select

    from archive.reindex import reindex
    from crawler.derived import Derivation
    from crawler.portals import SHIPPED, PortalFileError, read_portals
    from crawler.products import PRODUCTS
    from crawler.run import CrawlRunningError, only_one
    from db.index import DatabaseIndex
    from db.models import CrawlRun, Document
    from gongkai.display import progress_of_items

    try:
        portals = read_portals(portal_file or SHIPPED, frozenset(PRODUCTS))
        with only_one(data), progress_of_items("reindex") as advance:
            with engine.connect() as connection:
                if (
                    connection.execute(select(Document.document_id).limit(1)).first()
                    or connection.execute(select(CrawlRun.run_id).limit(1)).first()
                ):
                    where = "an index is there already; to make it again, move gongkai.db (and its -wal) away first"
                    print(f"gongkai archive reindex: {data}: {where}", file=sys.stderr)
                    return 2
            account = reindex(archive, DatabaseIndex(engine), Derivation(portals), advance)
    except PortalFileError as fault:
        print(f"gongkai archive reindex: {fault}", file=sys.stderr)
        return 2
    except CrawlRunningError as fault:
        print(f"gongkai archive reindex: {fault}", file=sys.stderr)
        return 1
    for fault_found in account.faults:
        print(fault_found, file=sys.stderr)
    for name in account.old:
        print(f"{name}: {WITHOUT_NOTES}", file=sys.stderr)
    counts = ", ".join(f"{count} {event.value}" for event, count in account.told.items()) or "no notes"
    print(f"{account.files} files: {counts}; {account.derived} documents made out from their bytes")
    print("the figures are read again with: gongkai extract")
    return 1 if account.faults or account.old else 0


def _show(archive: Archive, engine: Engine, sha: str, *, headers: bool) -> int:
    from sqlalchemy import select

    from db.models import Document

    if len(sha) < MIN_SHA or any(letter not in "0123456789abcdef" for letter in sha):
        print(f"gongkai archive: {sha!r} is no SHA-256; give at least {MIN_SHA} hex digits", file=sys.stderr)
        return 2
    with engine.connect() as connection:
        rows = connection.execute(
            select(Document.sha256, Document.warc_file, Document.warc_offset).where(Document.sha256.startswith(sha))
        ).all()
    if len({row.sha256 for row in rows}) != 1:
        what = "no document" if not rows else "more than one document"
        print(f"gongkai archive: {what} with a SHA-256 that begins {sha}", file=sys.stderr)
        return 1
    found = archive.response(rows[0].warc_file, rows[0].warc_offset)
    if headers:
        lines = [f"HTTP/1.1 {found.status} {found.reason}", *(f"{name}: {value}" for name, value in found.headers)]
        sys.stdout.buffer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace") + found.raw_body)
    else:
        sys.stdout.buffer.write(found.body)
    sys.stdout.buffer.flush()
    return 0
