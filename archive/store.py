"""The WARC store: a folder of ``*.warc.gz`` files, one series per writing process.

Every record is its own gzip member and an exchange's two are written with one system call, so that a process killed
at any moment leaves at most one unfinished member at the end of its last file. A file being written has a marker
``<name>.open`` beside it and is locked; the next writer truncates the unfinished member of files whose writer is gone.
Readers go by offset and never meet the tail.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from archive.exchange import Exchange, Headers, decoded
from archive.notes import VERSION, VERSION_FIELD, Event, lines
from archive.records import Original, exchange_records, info_record, metadata_record, record_name
from archive.repair import MARKER, repair_folder

ROTATE_BYTES = 512 * 1024 * 1024
SYNC_SECONDS = 1.0
COMPRESSION = 6  # on pages of portals 1 takes two thirds of the time, for files 9% larger


class ArchiveError(Exception):
    """A record is not where the index says; the message names file and offset."""


class ArchiveAddressError(ValueError):
    """An archive address of a kind that no store is written for."""


@dataclass(frozen=True)
class Stored:
    """Where a response was written. ``sha256`` is of the decoded content."""

    warc_file: str
    warc_offset: int
    sha256: str


@dataclass(frozen=True)
class ArchivedResponse:
    """A response as received: ``raw_body`` still has its content coding, ``body`` has not."""

    url: str
    fetched: datetime
    status: int
    reason: str
    headers: Headers
    raw_body: bytes
    record_type: str

    @property
    def body(self) -> bytes:
        """The decoded content. Raises ContentTooLargeError or ContentDamagedError."""
        return decoded(self.raw_body, self.headers)


def open_archive(address: str | Path, **options: Any) -> Archive:
    """The archive at an address: a folder today (a path or ``file:`` URL)."""
    text = str(address)
    if text.startswith("file://"):
        return Archive(Path(urlsplit(text).path), **options)
    if "://" in text:
        raise ArchiveAddressError(f"{text}: only folders can hold an archive (a path, or file:///path)")
    return Archive(Path(text), **options)


class Archive:
    """WARC files in one folder (``DIR/warc``). Reading needs no lock; each writing process has its own files."""

    def __init__(self, folder: Path, *, rotate_bytes: int = ROTATE_BYTES, software: str = "gongkai") -> None:
        self.folder = folder
        self.rotate_bytes = rotate_bytes
        self.software = software
        self._file: BinaryIO | None = None
        self._name = ""
        self._size = 0
        self._part = 0
        self._synced = 0.0
        started = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        self._series = f"gongkai-{started}-{secrets.token_hex(4)}"

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- writing ---------------------------------------------------------------------------------------------------

    def write(self, exchange: Exchange, revisit_of: Original | None = None) -> Stored:
        """Archive a response and its request.

        With ``revisit_of`` a revisit record is written instead: of the server-not-modified profile for a 304,
        else of the identical-payload-digest profile. :meth:`body` cannot read those: keep the original's place.
        """
        file = self._writable()
        offset = self._size
        self._append(file, *exchange_records(exchange, revisit_of, record_name(self._name, offset)))
        if time.monotonic() - self._synced > SYNC_SECONDS:
            self.sync()
        return Stored(self._name, offset, exchange.sha256)

    def note(
        self,
        event: Event,
        values: Mapping[str, Any],
        *,
        moment: datetime | None = None,
        url: str | None = None,
        about: tuple[str, int] | None = None,
    ) -> None:
        """Write down what the index is told, of the answer at the place ``about`` or of an address."""
        named = record_name(*about) if about else None
        self._append(self._writable(), metadata_record(lines(event, values), moment or datetime.now(UTC), url, named))

    def sync(self) -> None:
        """Force what was written to the disk. Happens at least every second of writing, and on close."""
        if self._file is not None:
            os.fsync(self._file.fileno())
            self._synced = time.monotonic()

    def close(self) -> None:
        """Finish the current file. Writing again starts the next one of the series."""
        if self._file is None:
            return
        self.sync()
        (self.folder / f"{self._name}{MARKER}").unlink(missing_ok=True)
        self._file.close()
        self._file = None

    def _writable(self) -> BinaryIO:
        if self._file is not None and self._size >= self.rotate_bytes:
            self.close()
        if self._file is None:
            self._start_file()
        assert self._file is not None
        return self._file

    def _start_file(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._part == 0:
            repair_folder(self.folder)
        self._name = f"{self._series}-{self._part:05d}.warc.gz"
        self._part += 1
        path = self.folder / self._name
        # Locked before its marker exists: a marker without a lock is what says that the writer died.
        self._file = path.open("xb", buffering=0)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        (self.folder / f"{self._name}{MARKER}").touch()
        self._size = 0
        info = {"software": self.software, "format": "WARC File Format 1.1", VERSION_FIELD: VERSION}
        self._append(self._file, info_record(self._name, info, datetime.now(UTC)))

    def _append(self, file: BinaryIO, *records: bytes) -> None:
        """Write records, each a gzip member, in one call: a killed process leaves no response without its request."""
        members = b"".join(map(_gzip_member, records))
        written = 0
        while written < len(members):
            written += file.write(members[written:])
        self._size += written

    # -- reading ---------------------------------------------------------------------------------------------------

    def response(self, warc_file: str, warc_offset: int) -> ArchivedResponse:
        """The response at a place of the index. Raises :class:`ArchiveError` when it is not there."""
        if Path(warc_file).name != warc_file:
            raise ArchiveError(f"{warc_file!r} is no file of the archive")
        try:
            with (self.folder / warc_file).open("rb") as file:
                file.seek(warc_offset)
                record = next(iter(ArchiveIterator(file)))
                return archived_response(record)
        except (OSError, EOFError, StopIteration, ArchiveLoadFailed, ValueError, zlib.error) as fault:
            raise ArchiveError(f"{warc_file} at {warc_offset}: {fault or 'no record'}") from fault

    def body(self, warc_file: str, warc_offset: int) -> bytes:
        """The decoded content of the response at a place of the index."""
        return self.response(warc_file, warc_offset).body

    def holds(self, warc_file: str, warc_offset: int) -> bool:
        """Whether a file reaches beyond an offset: cheap, and enough to notice a lost file or tail."""
        try:
            return (self.folder / Path(warc_file).name).stat().st_size > warc_offset
        except OSError:
            return False

    def files(self) -> list[Path]:
        """All WARC files, oldest first."""
        return sorted(self.folder.glob("*.warc.gz"))

    def records(self, warc_file: str) -> Iterator[tuple[int, ArchivedResponse]]:
        """Every response and revisit of a file with its offset; an unfinished tail ends the walk."""
        with (self.folder / warc_file).open("rb") as file:
            records = ArchiveIterator(file)
            try:
                for record in records:
                    if record.rec_type in ("response", "revisit"):
                        found = archived_response(record)  # before its offset is asked for, which reads over the body
                        yield records.get_record_offset(), found
            except (ArchiveLoadFailed, EOFError, ValueError, zlib.error):
                return


def _gzip_member(data: bytes) -> bytes:
    packer = zlib.compressobj(COMPRESSION, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return packer.compress(data) + packer.flush()


def archived_response(record: ArcWarcRecord) -> ArchivedResponse:
    """The response of a record, read whole. Raises ValueError where no record starts."""
    http = record.http_headers
    status, _, reason = (http.statusline if http else "0").partition(" ")
    url, moment = (record.rec_headers.get_header(name) for name in ("WARC-Target-URI", "WARC-Date"))
    if not url or not moment:  # an offset into the midst of a record can look like the start of one
        raise ValueError("no record starts here")
    return ArchivedResponse(
        url=url,
        fetched=datetime.fromisoformat(moment),
        status=int(status) if status.isdigit() else 0,
        reason=reason,
        headers=tuple(http.headers) if http else (),
        raw_body=record.raw_stream.read(),
        record_type=record.rec_type,
    )
