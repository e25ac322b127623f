"""An index that keeps its own journal in the archive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from archive.index import Capture, Index, Known, Outcome, Place, PortalEntry, Run, RunSummary
from archive.notes import Event
from archive.store import Archive


class JournalledIndex:
    """Whatever an :class:`archive.index.Index` is told is noted in the WARC files first, then told to the index.

    What a process was killed over stands in the journal then, if anywhere: the next run tells the index again.
    """

    def __init__(self, index: Index, archive: Archive) -> None:
        self.index = index
        self.archive = archive
        self._placed: dict[int, int] = {}  # by hashes: the place that a version of this process was noted with

    def put_portal(self, entry: PortalEntry) -> None:
        """See the protocol, as for all that follows."""
        self.archive.note(Event.PORTAL, vars(entry), url=entry.start_url)
        self.index.put_portal(entry)

    def start_run(self, portal: str, now: datetime, night: timedelta = timedelta(0)) -> Run:
        """Noted with the length of the night, as what goes on with what depends on it."""
        values = {"portal": portal, "night_seconds": night.total_seconds()}
        self.archive.note(Event.STARTED, values, moment=now)
        return self.index.start_run(portal, now, night)

    def asked(self, run: Run, requests: int) -> None:
        """Not noted: the end of a run says it."""
        self.index.asked(run, requests)

    def finish_run(self, run: Run, summary: RunSummary, now: datetime) -> None:
        """Noted with all counts."""
        self.archive.note(Event.FINISHED, vars(summary), moment=now)
        self.index.finish_run(run, summary, now)

    def known(self, portal: str) -> Iterable[Known]:
        """What the index knows."""
        return self.index.known(portal)

    def record(self, capture: Capture, *, moved: bool = False) -> Outcome:
        """Noted as concurrent to the answer's record, which has the place; ``moved`` with it."""
        values: dict[str, Any] = {name: value for name, value in vars(capture).items() if name not in _OF_THE_RECORD}
        self.archive.note(
            Event.DOCUMENT,
            values | ({"moved": True} if moved else {}),
            moment=capture.fetched,
            url=capture.url,
            about=(capture.warc_file, capture.warc_offset),
        )
        outcome = self.index.record(capture, moved=moved)
        if outcome is not Outcome.UNCHANGED:
            found = (capture.role, capture.parent_url, capture.link_text, capture.column_name)
            self._placed[hash((capture.url, capture.sha256))] = hash(found)
        return outcome

    def settle(self, places: Iterable[Place]) -> None:
        """Only what differs from where a document was said to stand when it came is noted."""
        settled = list(places)
        for place in settled:
            found = (place.role, place.parent_url, place.link_text, place.column_name)
            if self._placed.pop(hash((place.url, place.sha256)), None) != hash(found):
                self.archive.note(Event.PLACE, vars(place), url=place.url)
        self.index.settle(settled)

    def seen(self, url: str, sha256: str, when: datetime) -> None:
        """Noted, since an answer that differs in its clock only is kept whole and says nothing of it."""
        self.archive.note(Event.SEEN, {"sha256": sha256}, moment=when, url=url)
        self.index.seen(url, sha256, when)

    def mark_gone(self, url: str, when: datetime) -> None:
        """Noted with its moment."""
        self.archive.note(Event.GONE, {}, moment=when, url=url)
        self.index.mark_gone(url, when)


_OF_THE_RECORD = ("url", "fetched", "warc_file", "warc_offset")
