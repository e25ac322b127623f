"""Refusals in a row: whether a portal is blocked, or a folder of it closed.

A challenge or a throttle is the portal's word to all that asks. A plain refusal (HTTP 401, 403, 405) may be about one
folder: after several in a row an address that answered before is asked for once more. Where it is refused too, the
portal is blocked; where it answers, the folder that all the refused addresses stand in is closed, if nothing in it
ever answered, and the rest of the portal is visited.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from urllib.parse import urlsplit

IN_A_ROW = 5
MOST_ROUNDS = 5


class Next(Enum):
    """What follows from a refusal."""

    GO_ON = auto()
    ASK_AGAIN = auto()
    BLOCKED = auto()


@dataclass
class Refusals:
    """The account of one visit; ``closed`` are folders (host and path) with the evidence."""

    closed: dict[str, str] = field(default_factory=dict)
    well: str | None = None
    _row: list[str] = field(default_factory=list)
    _plain: bool = True
    _evidence: str = ""
    _asking: list[str] | None = None
    _rounds: int = 0
    _open: set[str] = field(default_factory=set)

    def answered(self, url: str) -> str | None:
        """An address gave what it should: the folder that is closed, if that was in question."""
        self._open.update(_folders(url))
        self.well = self.well or url
        self._row, self._plain = [], True
        asked, self._asking = self._asking, None
        folder = _shared(asked) if asked else None
        if folder is None or folder in self._open:
            return None
        self.closed[folder] = self._evidence
        return folder

    def refused(self, url: str, evidence: str, *, plain: bool) -> Next:
        """An address was refused; ``plain`` says that it may be about the address alone."""
        if self._asking is not None:  # what was under way already says no more
            self._asking.append(url)
            return Next.BLOCKED if url == self.well else Next.GO_ON
        if self.shut(url):
            return Next.GO_ON
        self._row.append(url)
        self._plain = self._plain and plain
        self._evidence = evidence
        if len(self._row) < IN_A_ROW:
            return Next.GO_ON
        if not self._plain or self.well is None or self._rounds >= MOST_ROUNDS:
            return Next.BLOCKED
        self._rounds += 1
        self._asking, self._row = self._row, []
        return Next.ASK_AGAIN

    @property
    def asking(self) -> bool:
        """Whether it is being asked if the portal still answers; nothing else is meanwhile."""
        return self._asking is not None

    def ended(self, url: str) -> None:
        """A request is over: where it was the one in question, and brought no answer and no refusal, nothing is."""
        if url == self.well:
            self._asking = None

    def shut(self, url: str) -> bool:
        """Whether an address stands in a closed folder."""
        return bool(self.closed) and any(folder in self.closed for folder in _folders(url))


def _folders(url: str) -> list[str]:
    """The folders that an address stands in, the host first."""
    parts = urlsplit(url)
    folders = [f"{parts.netloc.removeprefix('www.')}/"]
    for name in parts.path.split("/")[1:-1]:
        folders.append(f"{folders[-1]}{name}/")
    return folders


def _shared(urls: list[str]) -> str | None:
    """The innermost folder that all the addresses stand in."""
    shared = _folders(urls[0])
    for url in urls[1:]:
        mine = set(_folders(url))
        shared = [folder for folder in shared if folder in mine]
    return shared[-1] if shared else None
