"""What is still to be fetched of one portal, best first, with the bounds that keep a hostile portal harmless."""

from __future__ import annotations

import heapq
import json
from dataclasses import dataclass, field, replace

from crawler.judge import PRIORITY, Aim
from crawler.urls import identity

BARREN_PAGES = 3
UNPROVED_PAGES = 10
LATER = 30  # how far a failed address falls back in the queue


@dataclass
class Walk:
    """The pages of one list. After some pages in a row without a new link the rest is left.

    So it is after more pages in a row whose links are new, as those of an endless list are, but none of which names
    a report, an agency or a year.
    """

    limit: int
    patience: int = UNPROVED_PAGES
    taken: int = 0
    barren: int = 0
    unproved: int = 0

    @property
    def over(self) -> bool:
        """Whether no further page is worth a request."""
        return self.barren >= BARREN_PAGES or self.unproved >= self.patience or self.taken >= self.limit

    def count(self, *, brought: bool, named: bool) -> None:
        """Count a page: whether it brought new links, and whether one of them named what reports are named by."""
        self.barren = 0 if brought else self.barren + 1
        self.unproved = 0 if named else self.unproved + 1


@dataclass(frozen=True)
class Link:
    """An address to fetch: what for, where it was found, in what words."""

    url: str
    aim: Aim
    reason: str
    text: str = ""
    parent_url: str | None = None
    column: str | None = None
    in_reports: bool = False
    depth: int = 0
    number: int = 1
    product: str | None = None
    form: tuple[tuple[str, str], ...] = ()
    json_body: str | None = None
    walk: Walk | None = field(default=None, compare=False)
    attempts: int = 0
    recheck: bool = False
    fetch_url: str | None = None
    settled: bool = False  # a further page of a list whose first page has not changed since it was archived

    @property
    def posted(self) -> dict[str, str]:
        """What is sent with the request."""
        if self.json_body is not None:
            return {str(name): str(value) for name, value in json.loads(self.json_body).items()}
        return dict(self.form)

    @property
    def key(self) -> str:
        """Its identity; what is posted is part of it."""
        posted = "&".join(f"{name}={value}" for name, value in self.form) or (self.json_body or "")
        return f"{identity(self.url)} POST {posted}" if posted else identity(self.url)

    @property
    def name(self) -> str:
        """The address under which the index keeps what comes back: a posted form is written as parameters."""
        posted = "&".join(f"{name}={value}" for name, value in self.form) or (self.json_body or "")
        if not posted:
            return self.url
        return f"{self.url}{'&' if '?' in self.url else '?'}__method=POST&{posted}"

    def again(self) -> Link:
        """The same for another attempt."""
        return replace(self, attempts=self.attempts + 1)


@dataclass
class Budget:
    """How many pages a run may spend on looking around, by aim; what names reports is not limited by it."""

    explore: int = 300
    other: int = 80
    notices: int = 60
    unsure_misses: int = 200
    columns: int = 300  # pages of columns; every report that is found pays for some more
    columns_a_report: int = 5

    def allows(self, aim: Aim) -> bool:
        """Whether one more page for this aim fits."""
        if aim is Aim.OTHER:
            return self.other > 0 and self.explore > 0
        if aim is Aim.NOTICES:
            return self.notices > 0 and self.explore > 0
        if aim is Aim.HUB:
            return self.explore > 0
        if aim is Aim.COLUMN:
            return self.columns > 0
        return aim is not Aim.UNSURE or self.unsure_misses > 0

    def spend(self, aim: Aim) -> None:
        """Count a page that was fetched for this aim."""
        if aim in (Aim.OTHER, Aim.NOTICES, Aim.HUB):
            self.explore -= 1
        if aim is Aim.OTHER:
            self.other -= 1
        if aim is Aim.NOTICES:
            self.notices -= 1
        if aim is Aim.COLUMN:
            self.columns -= 1

    def earn(self) -> None:
        """A report was found: columns lead somewhere here."""
        self.columns += self.columns_a_report


class Frontier:
    """A queue by priority, then depth, then the order of discovery. An address enters once a run."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, int, Link]] = []
        self._order = 0
        self._best: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, link: Link) -> bool:
        """Queue a link; False when the address was offered before for as good an aim."""
        priority = PRIORITY[link.aim]
        if self._best.get(link.key, -1) >= priority:
            return False
        known = link.key in self._best
        self._best[link.key] = priority
        self._push(link, priority)
        return not known

    def retry(self, link: Link) -> None:
        """Queue a link that failed once more, behind what is as good."""
        self._push(link, PRIORITY[link.aim] - LATER * link.attempts)

    def pop(self) -> Link | None:
        """The best link that is still wanted."""
        while self._heap:
            link = heapq.heappop(self._heap)[-1]
            priority = PRIORITY[link.aim]
            if not link.attempts and self._best.get(link.key) != priority:
                continue  # offered again for a better aim, and fetched for that
            return link
        return None

    def fetched(self, link: Link) -> None:
        """Never take the address again this run."""
        self._best[link.key] = 1_000

    def has(self, key: str) -> bool:
        """Whether an address was met this run."""
        return key in self._best

    def _push(self, link: Link, priority: int) -> None:
        self._order += 1
        heapq.heappush(self._heap, (-priority, link.depth, self._order, link))
