"""What of the archive is asked for again, and when: so that a night without news costs a portal next to nothing.

- Lists over which documents were found are asked for every run. The further pages of one whose first page is as it
  was rest for days, but for the last: whatever row goes from a list or comes to it, all rows behind it shift, so the
  last page is another one. Then all pages of that list are asked for.
- Documents are asked for in turn (``REVISIT_DAYS``, ``REVISIT_REQUESTS``), and at once when no page of this run
  shows a link to them any more. Of those without ETag and date, the reports of the newest year have half of the turn
  to themselves: they are the ones that get corrected, and so come round several times as often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zlib import crc32

from archive.index import Known, Role, Run
from crawler.frontier import Link
from crawler.judge import Aim
from crawler.urls import identity

RESTING_DAYS = 5
NEWEST_SOONER = 4  # times as often at least, where documents are larger than a night's share
_ASIDE = (Aim.OTHER, Aim.HUB, Aim.UNSURE)
_REVISITED = (Role.ARTICLE, Role.ATTACHMENT, Role.IMAGE)


@dataclass
class Revisits:
    """The plan of one visit. ``known`` is what is archived, by key; ``days`` and ``requests`` bound what is due."""

    known: dict[str, Known]
    run: Run
    days: int
    requests: int
    orphan_checks: int
    due: set[str] = field(default_factory=set)
    ways: set[str] = field(default_factory=set)
    _shown: dict[str, set[str]] = field(default_factory=dict)
    _rested: list[Link] = field(default_factory=list)
    _orphans: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.clock = datetime.now(UTC)
        self._plan_documents()
        self._plan_ways()

    # -- documents and pages that rest -------------------------------------------------------------------------------

    def answered_by_archive(self, known: Known, link: Link) -> bool:
        """Whether the archived body stands for asking the portal."""
        if self.run.resumed and known.last_seen >= self.run.started:
            return True
        if known.gone is not None or link.recheck:
            return False
        if known.role in _REVISITED:
            return identity(known.url) not in self.due
        aside = link.settled or (link.aim in _ASIDE and link.key not in self.ways)
        return aside and self.clock - known.last_seen < self._rest(link.key)

    def _rest(self, key: str) -> timedelta:
        """How long a page that is unlikely to have news is left alone: a week or so, not the same for all."""
        if self.days <= 0:
            return timedelta(0)
        return timedelta(days=RESTING_DAYS + crc32(key.encode()) % RESTING_DAYS)

    def _plan_ways(self) -> None:
        """The pages over which archived documents were found: these are looked at every run."""
        todo = [one for one in self.known.values() if one.role in _REVISITED]
        while todo:
            parent = todo.pop().parent_url
            key = identity(parent) if parent else None
            if key is not None and key not in self.ways:
                self.ways.add(key)
                if key in self.known:
                    todo.append(self.known[key])

    def _plan_documents(self) -> None:
        """Choose the archived documents to ask for again this run, those longest unseen first."""
        documents = sorted(
            ((key, one) for key, one in self.known.items() if one.role in _REVISITED and one.gone is None),
            key=lambda pair: pair[1].last_seen,
        )
        conditional = [key for key, one in documents if one.etag or one.last_modified]
        self.due.update(conditional if self.days <= 0 else conditional[: self.requests])
        others = [(key, one) for key, one in documents if not (one.etag or one.last_modified)]
        if self.days <= 0:
            self.due.update(key for key, _ in others)
            return
        share = sum(one.bytes for one in self.known.values()) // self.days
        newest = self._of_the_newest_year()
        left = self._take((pair for pair in others if pair[0] in newest), share // 2, self.days // NEWEST_SOONER)
        self._take(others, share - share // 2 + max(0, left), self.days)

    def _of_the_newest_year(self) -> set[str]:
        """The documents of the newest reports, their files and pictures too: those are the ones that get corrected."""
        years = {key: one.year for key, one in self.known.items() if one.year and one.year <= self.clock.year}
        newest = max(years.values(), default=0)
        found = {key for key, year in years.items() if year == newest}
        hanging = (
            key
            for key, one in self.known.items()
            if key not in years and one.role is not Role.ARTICLE and one.parent_url
            and identity(one.parent_url) in found
        )  # fmt: skip
        return found.union(list(hanging))

    def _take(self, documents: Iterable[tuple[str, Known]], share: int, days: int) -> int:
        """Have documents asked for, as many as make up a share of bytes; what is left of it.

        One that is larger than the whole share stops no other: it waits for these days, and then is all of a night.
        """
        left = share
        for key, one in documents:
            if key in self.due or left <= 0:
                continue
            if one.bytes > share and self.clock - one.last_seen < timedelta(days=days):
                continue
            if one.bytes > left and left < share:
                break
            left -= one.bytes
            self.due.add(key)
        return left

    # -- lists -------------------------------------------------------------------------------------------------------

    def rested(self, link: Link, further: list[Link], *, unseen: bool) -> Iterator[Link]:
        """A page of a list came from the archive: the links to ask for after all, as it is the last of its list.

        ``further`` are the pages it names itself, ``unseen`` says that one of them is news. A page that names a
        later one is not the last; nor is one before the last that any page named.
        """
        walk = link.walk
        if walk is None or link.number < 2 or link.recheck:
            return
        self._rested.append(link)
        if unseen or link.number < walk.last or any(page.number > link.number for page in further):
            return
        if (link.in_reports or link.key in self.ways) and not self.run.resumed:
            yield replace(link, recheck=True, settled=False)

    def shifted(self, link: Link) -> Iterator[Link]:
        """The last page of a list is another one: the pages of that list that rested, to be asked for."""
        mine = [one for one in self._rested if one.walk is link.walk and one.key != link.key]
        self._rested = [one for one in self._rested if one.walk is not link.walk]
        for one in mine:
            yield replace(one, recheck=True, settled=False)

    # -- documents that nothing leads to ------------------------------------------------------------------------------

    def shows(self, page: str, links: set[str]) -> None:
        """A page shows these links, by their keys; what it showed earlier in this run does not count."""
        self._shown[page] = links & self.known.keys()

    def not_there(self, page: str) -> None:
        """A page is gone, so it shows nothing."""
        self._shown.pop(page, None)

    def orphans(self) -> list[Link]:
        """Archived documents to ask for, as no page of this run links to them now; each is given once."""
        linked = set().union(*self._shown.values())
        found = [
            (key, one)
            for key, one in self.known.items()
            if one.role in _REVISITED and one.gone is None and key not in linked and key not in self._orphans
        ]
        found.sort(key=lambda pair: pair[1].last_seen)
        found = found[: max(0, self.orphan_checks - len(self._orphans))]
        self._orphans.update(key for key, _ in found)
        return [
            Link(
                one.url,
                Aim.ARTICLE if one.role is Role.ARTICLE else Aim.ATTACHMENT,
                "archived, and no list links to it now",
                recheck=True,
            )
            for _, one in found
        ]
