"""The index made again from the WARC files alone.

Files with notes (:mod:`archive.notes`) tell the index all that the crawl told it, in the same order. Of older files
only the answers are there: what a document is and where it was found is made out from its bytes and its request as
far as that goes, and the account says for which files. A file that breaks off is read up to there and named.
"""

from __future__ import annotations

import zlib
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.index import Capture, Index, Place, PortalEntry, Run, RunSummary
from archive.notes import VERSION_FIELD, Event, Note, NoteError, read_lines
from archive.repair import last_complete_member
from archive.store import Archive, ArchivedResponse, archived_response

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

REMEMBERED = 200_000  # answers whose notes may still follow
_READ_BY_NOTES = ("response", "revisit")

Derive = Callable[[ArchivedResponse, str | None], tuple[PortalEntry | None, Capture] | None]
"""What an answer without notes is, and the portal it is of; its place in the archive is filled in by the caller.

The second argument is the page that led to it, as its request said.
"""


@dataclass
class Account:
    """What came of it: ``told`` counts by event, ``derived`` documents of ``old`` files, ``faults`` in words."""

    files: int = 0
    told: Counter[Event] = field(default_factory=Counter)
    derived: int = 0
    old: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Record:
    """A record of a file: its offset, and what kind it is."""

    offset: int
    kind: str
    record: ArcWarcRecord


def reindex(archive: Archive, index: Index, derive: Derive, progress: Callable[[int, int], None]) -> Account:
    """Tell an empty index all that the archive's files say. ``progress`` gets (files done, files)."""
    account = Account()
    teller = _Teller(index, account)
    files = sorted(archive.files(), key=_begun)
    for done, path in enumerate(files, 1):
        account.files += 1
        _read_file(path, teller, derive, account)
        progress(done, len(files))
    return account


def _begun(path: Path) -> tuple[datetime, str]:
    """When a file was begun, by its first record: the order in which the index was told."""
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                return datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")), path.name
    except (ArchiveLoadFailed, EOFError, ValueError, OSError, TypeError, zlib.error):
        pass
    return datetime.min.replace(tzinfo=UTC), path.name


def _read_file(path: Path, teller: _Teller, derive: Derive, account: Account) -> None:
    noted = False
    older = _Older(path.name, teller, derive)
    for found in _records(path, account):
        if found.kind == "warcinfo":
            noted = VERSION_FIELD in read_lines(found.record.content_stream().read())
            if not noted:
                account.old.append(path.name)
        elif found.kind == "metadata" and noted:
            _take_note(path.name, found, teller, account)
        elif found.kind in _READ_BY_NOTES and noted:
            teller.answer(found.record.rec_headers.get_header("WARC-Record-ID"), path.name, found.offset)
        elif not noted:
            older.take(found)
    older.end()


def _take_note(name: str, found: _Record, teller: _Teller, account: Account) -> None:
    headers = found.record.rec_headers
    values = read_lines(found.record.content_stream().read())
    try:
        note = Note(
            Event(values.get("event", "")),
            datetime.fromisoformat(headers.get_header("WARC-Date")),
            headers.get_header("WARC-Target-URI"),
            headers.get_header("WARC-Concurrent-To"),
            values,
        )
        teller.tell(note)
    except (NoteError, ValueError) as fault:
        account.faults.append(f"{name}: the note at {found.offset} cannot be understood: {fault}")


def _records(path: Path, account: Account) -> Iterator[_Record]:
    """The records of a file, each read before the next is asked for; where it breaks off, that is a fault."""
    offset = 0
    fault: Exception | None = None
    with path.open("rb") as file:
        end = last_complete_member(file)
        size = file.seek(0, 2)
        file.seek(0)
        records = ArchiveIterator(file)
        try:
            for record in records:
                offset = records.offset
                if offset >= end:
                    break
                yield _Record(offset, record.rec_type, record)
        except (ArchiveLoadFailed, EOFError, ValueError, OSError, zlib.error) as error:
            fault = error
    if end < size:
        account.faults.append(f"{path.name}: breaks off at {end}: the last {size - end} bytes are no whole record")
    elif fault is not None:
        account.faults.append(f"{path.name}: unreadable after the record at {offset}: {fault}")


class _Teller:
    """Tells the index what the notes say."""

    def __init__(self, index: Index, account: Account) -> None:
        self.index = index
        self.account = account
        self._answers: OrderedDict[str, tuple[str, int]] = OrderedDict()
        self._runs: dict[str, Run] = {}

    def answer(self, name: str, warc_file: str, offset: int) -> None:
        """An answer of which a note may follow."""
        self._answers[name] = (warc_file, offset)
        if len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)

    def tell(self, note: Note) -> None:
        """Tell the index. Raises :class:`NoteError` for a note without what it needs."""
        self._TELL[note.event](self, note)
        self.account.told[note.event] += 1

    def _portal(self, note: Note) -> None:
        self.index.put_portal(note.told(PortalEntry))

    def _started(self, note: Note) -> None:
        portal = note.values.get("portal", "")
        night = timedelta(seconds=float(note.values.get("night_seconds", "0")))
        self._runs[portal] = self.index.start_run(portal, note.moment, night)

    def _finished(self, note: Note) -> None:
        summary = note.told(RunSummary)
        run = self._runs.pop(summary.portal, None) or self.index.start_run(summary.portal, note.moment)
        self.index.finish_run(run, summary, note.moment)

    def _document(self, note: Note) -> None:
        place = self._answers.get(note.about or "")
        if place is None:
            raise NoteError(f"the answer of {note.url} is not in the archive")
        moved = note.values.get("moved") == "true"
        more: dict[str, Any] = {"url": note.url, "fetched": note.moment}
        capture = note.told(Capture, **more, warc_file=place[0], warc_offset=place[1])
        self.index.record(capture, moved=moved)

    def _place(self, note: Note) -> None:
        self.index.settle([note.told(Place, url=note.url)])

    def _seen(self, note: Note) -> None:
        self.index.seen(note.url or "", note.values.get("sha256", ""), note.moment)

    def _gone(self, note: Note) -> None:
        self.index.mark_gone(note.url or "", note.moment)

    _TELL: ClassVar[dict[Event, Callable[[_Teller, Note], None]]] = {
        Event.PORTAL: _portal,
        Event.STARTED: _started,
        Event.FINISHED: _finished,
        Event.DOCUMENT: _document,
        Event.PLACE: _place,
        Event.SEEN: _seen,
        Event.GONE: _gone,
    }


class _Older:
    """The answers of a file without notes: each waits for its request, which says the page that led to it."""

    def __init__(self, name: str, teller: _Teller, derive: Derive) -> None:
        self.name = name
        self.teller = teller
        self.derive = derive
        self._last: tuple[int, ArchivedResponse] | None = None
        self._hashes: dict[str, str] = {}

    def take(self, found: _Record) -> None:
        """A record of the file."""
        if found.kind == "request":
            self._tell(found.record.http_headers.get_header("Referer") if found.record.http_headers else None)
        elif found.kind == "revisit":
            self.end()
            self._seen(found.record.rec_headers)
        elif found.kind == "response":
            self.end()
            self._last = (found.offset, archived_response(found.record))

    def end(self) -> None:
        """The last answer has no request."""
        self._tell(None)

    def _tell(self, led_by: str | None) -> None:
        if self._last is None:
            return
        (offset, response), self._last = self._last, None
        index = self.teller.index
        if response.status in (404, 410):
            index.mark_gone(response.url, response.fetched)
            return
        found = self.derive(response, led_by) if 200 <= response.status < 300 else None
        if found is None:
            return
        portal, capture = found
        if portal is not None:
            index.put_portal(portal)
        index.record(Capture(**vars(capture) | {"warc_file": self.name, "warc_offset": offset}))
        self._hashes[capture.url] = capture.sha256
        self.teller.account.derived += 1

    def _seen(self, headers: Any) -> None:
        url = headers.get_header("WARC-Refers-To-Target-URI")
        if url in self._hashes:
            moment = datetime.fromisoformat(headers.get_header("WARC-Date"))
            self.teller.index.seen(url, self._hashes[url], moment)
