"""The index of the archive as the crawler sees it: plain data classes and a protocol.

What keeps the index (today the SQLAlchemy one of ``db.index``) is chosen by the command, so the crawler knows no
database. A row of the index is one version: one content hash at one address.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What a document is to the archive."""

    LIST = "list"
    ARTICLE = "article"
    ATTACHMENT = "attachment"
    IMAGE = "image"
    ROBOTS = "robots"
    OTHER = "other"


class Outcome(StrEnum):
    """What recording a capture changed in the index."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class PortalEntry:
    """A portal as the portal file has it."""

    portal: str
    name: str
    region_code: str | None
    start_url: str
    platform: str


@dataclass(frozen=True)
class Capture:
    """A fetched and archived body that is worth a row: where it was found, what it is, where its bytes are.

    ``parent_url`` is the page an attachment or image belongs to, or the list that linked an article. ``fetched`` is
    aware; ``bytes`` is the size of the decoded content that ``sha256`` is the hash of.
    """

    portal: str
    url: str
    role: Role
    sha256: str
    bytes: int
    http_status: int
    fetched: datetime
    warc_file: str
    warc_offset: int
    parent_url: str | None = None
    link_text: str | None = None
    column_name: str | None = None
    breadcrumb: str | None = None
    media_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Known:
    """The current version at an address, with what a conditional request and a replay need.

    ``year`` is that of the report in it, where it has been read.
    """

    url: str
    role: Role
    sha256: str
    bytes: int
    fetched: datetime
    last_seen: datetime
    warc_file: str
    warc_offset: int
    parent_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    gone: datetime | None = None
    year: int | None = None


@dataclass(frozen=True)
class Place:
    """What a version turned out to be and where it stands, settled at the end of a run; see :class:`Capture`."""

    url: str
    sha256: str
    role: Role
    parent_url: str | None
    link_text: str | None
    column_name: str | None


@dataclass(frozen=True)
class Run:
    """A crawl of one portal. ``resumed`` says that an earlier process began it and was stopped.

    ``asked`` requests were sent in this run by earlier processes, ``asked_before`` by other runs of the same night.
    """

    run_id: int
    portal: str
    started: datetime
    resumed: bool
    asked: int = 0
    asked_before: int = 0


@dataclass
class RunSummary:
    """How a crawl of one portal went.

    ``state`` is ok, blocked, failing, or stopped (on request, to be resumed); ``reason`` has the evidence for
    anything but ok. Counts: ``requests`` sent to the portal, ``pages`` answered with content, ``bytes`` received,
    ``new``/``changed``/``unchanged`` documents, ``gone`` ones, ``failed`` addresses given up.
    """

    portal: str
    state: str = "ok"
    reason: str | None = None
    platform: str | None = None
    requests: int = 0
    pages: int = 0
    bytes: int = 0
    seconds: float = 0.0
    reports_seen: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    failed: int = 0


class Index(Protocol):
    """What the crawler asks of the index. Every call is durable against a killed process when it returns."""

    def put_portal(self, entry: PortalEntry) -> None:
        """Add a portal or bring its entry up to date."""

    def start_run(self, portal: str, now: datetime, night: timedelta = timedelta(0)) -> Run:
        """Begin a run, or go on with one never finished. Runs begun less than ``night`` ago are of the same night."""

    def asked(self, run: Run, requests: int) -> None:
        """Write down how many requests a run may have sent by now."""

    def finish_run(self, run: Run, summary: RunSummary, now: datetime) -> None:
        """End a run, and set the portal's state, reason and last crawl by it."""

    def known(self, portal: str) -> Iterable[Known]:
        """The current version of every address of a portal: the one seen last."""

    def record(self, capture: Capture, *, moved: bool = False) -> Outcome:
        """Add a version, or mark the one that is there as seen at ``capture.fetched``.

        ``moved`` gives an unchanged version its new place in the archive, as its old record cannot be read.
        """

    def settle(self, places: Iterable[Place]) -> None:
        """Give versions the role, parent, words and column that a run settled on."""

    def seen(self, url: str, sha256: str, when: datetime) -> None:
        """An address answered that this version still stands."""

    def mark_gone(self, url: str, when: datetime) -> None:
        """An address is no longer there. Its versions stay."""
