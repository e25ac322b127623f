"""What is still to be fetched of one portal, best first, with the bounds that keep a hostile portal harmless."""

from __future__ import annotations

import heapq
import json
import re
from dataclasses import dataclass, field, replace
from hashlib import sha256

from crawler.branch import Branch, Walk
from crawler.judge import PRIORITY, Aim
from crawler.urls import MAX_URL, identity

LATER = 30  # how far a failed address falls back in the queue
BEHIND = 200  # how far what a list that does not pay still offers falls back: behind everything else

# Fields of a form that hold the state of one view: ASP.NET's, and tokens against forgery.
_VIEW = re.compile(r"__(?:VIEWSTATE|EVENTVALIDATION|PREVIOUSPAGE|LASTFOCUS)|.*(?:token|csrf)", re.I)


Worth = tuple[bool, int, bool, bool, int, str, int, str]


@dataclass(frozen=True, slots=True)
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
    branch: Branch | None = field(default=None, compare=False)
    from_article: bool = False  # a file or picture of an article, not one that a list links to
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
    def _lasting(self) -> str:
        """What is posted, but for what a page makes up anew for every view."""
        if not self.form:
            return self.json_body or ""
        lasting = "&".join(f"{name}={value}" for name, value in self.form if not _VIEW.match(name))
        return lasting or (self.json_body or "")

    @property
    def key(self) -> str:
        """Its identity; what is posted is part of it."""
        return self.key_at(self.url)

    def key_at(self, url: str) -> str:
        """The identity it has under another address."""
        posted = self._lasting
        return f"{identity(url)} POST {posted}" if posted else identity(url)

    @property
    def name(self) -> str:
        """The address under which the index keeps what comes back: a posted form is written as parameters."""
        posted = self._lasting
        if not posted:
            return self.url
        joint = "&" if "?" in self.url else "?"
        if len(self.url) + len(posted) + 20 > MAX_URL:  # by its digest: an address of the index can be asked for again
            posted = f"__sent={sha256(posted.encode()).hexdigest()}"
        return f"{self.url}{joint}__method=POST&{posted}"

    @property
    def drought(self) -> int:
        """How long the lists it was found in have led to nothing; 0 while they pay."""
        return 0 if self.branch is None else self.branch.drought

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
    dry: int = 200  # pages of lists that have led to nothing for long
    articles: int | None = None  # pages that their words name as reports; None: all of them

    def allows(self, link: Link) -> bool:
        """Whether one more page for this aim fits."""
        aim = link.aim
        if link.drought and self.dry <= 0:
            return False
        if aim in (Aim.ARTICLE, Aim.ATTACHMENT, Aim.IMAGE):
            return self.articles is None or self.articles > 0
        if aim is Aim.OTHER:
            return self.other > 0 and self.explore > 0
        if aim is Aim.NOTICES:
            return self.notices > 0 and self.explore > 0
        if aim is Aim.HUB:
            return self.explore > 0
        if aim is Aim.COLUMN:
            return self.columns > 0
        return aim is not Aim.UNSURE or self.unsure_misses > 0

    def spend(self, link: Link) -> None:
        """Count a page that is fetched."""
        aim = link.aim
        self.dry -= link.drought > 0
        if link.branch is not None:
            link.branch.spend()
        if aim is Aim.ARTICLE and self.articles is not None:
            self.articles -= 1
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
    """A queue by priority, then depth, then the order of discovery. An address enters once for each better aim.

    What is left of a list that does not pay falls behind everything else, further with every page spent on it, and
    comes back when one of its pages is a report after all. An address that was fetched for little is looked at once
    more when it turns out to be a report or a column by its words: what a page is must not depend on which of two
    ways to it was found first.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, int, Link]] = []
        self._order = 0
        self._best: dict[str, int] = {}
        self._looked: dict[str, Link] = {}
        self._found: dict[str, tuple[Worth, Link]] = {}

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, link: Link) -> bool:
        """Queue a link; False when the address was offered before for as good an aim."""
        key = link.key
        self._note(key, link)
        priority = PRIORITY[link.aim]
        looked = self._looked.get(key)
        if looked is not None and not _says_more(link, looked):
            return False
        if looked is None and self._best.get(key, -1) >= priority:
            return False
        known = key in self._best
        self._best[key] = priority
        self._push(link)
        return not known

    def retry(self, link: Link) -> None:
        """Queue a link that failed once more, behind what is as good."""
        self._push(link)

    def anew(self, link: Link) -> None:
        """Queue an address though it was taken before in this run."""
        self._best[link.key] = PRIORITY[link.aim]
        self._push(link)

    def pop(self) -> Link | None:
        """The best link that is still wanted."""
        while self._heap:
            rank, depth, order, link = heapq.heappop(self._heap)
            if not link.attempts and self._best.get(link.key) != PRIORITY[link.aim]:
                continue  # offered again for a better aim, and fetched for that
            now = _rank(link)
            if now > rank:
                heapq.heappush(self._heap, (now, depth, order, link))
                continue
            return link
        return None

    def fetched(self, link: Link) -> None:
        """Do not take the address again this run, unless other words for it say more."""
        self._best[link.key] = 1_000
        self._looked[link.key] = link

    def satisfied(self, link: Link) -> None:
        """What the address is showed itself: other words for it would say no more."""
        self._looked[link.key] = replace(link, aim=Aim.ARTICLE)

    def has(self, key: str) -> bool:
        """Whether an address was met this run."""
        return key in self._best

    def found(self, key: str) -> Link | None:
        """Where an address was found best: by a rule that does not ask which way came first."""
        found = self._found.get(key)
        return None if found is None else found[1]

    def _note(self, key: str, link: Link) -> None:
        before, worth = self._found.get(key), _worth(link)
        if before is None or worth < before[0]:
            self._found[key] = worth, link

    def _push(self, link: Link) -> None:
        self._order += 1
        heapq.heappush(self._heap, (_rank(link), link.depth, self._order, link))


def _rank(link: Link) -> int:
    """Smaller comes earlier."""
    return LATER * link.attempts + BEHIND * link.drought - PRIORITY[link.aim]


def _says_more(link: Link, looked: Link) -> bool:
    """Whether other words for an address that was fetched call for another look: once, and for reports only."""
    if looked.aim in (Aim.ARTICLE, Aim.COLUMN, Aim.ATTACHMENT, Aim.IMAGE, Aim.PAGE, Aim.DATA) or looked.recheck:
        return False
    if link.aim in (Aim.ARTICLE, Aim.COLUMN):
        return True
    return link.aim is Aim.UNSURE and link.in_reports and not looked.in_reports


def _worth(link: Link) -> Worth:
    """What makes one finding of an address better than another; smaller is better.

    A file belongs to its article rather than to a list; then the words that say most, the column that holds
    reports, the list with the shortest address.
    """
    parent = link.parent_url or ""
    return (
        not link.from_article,
        -PRIORITY[link.aim],
        not link.in_reports,
        link.column is None,
        len(parent),
        parent,
        -len(link.text),
        link.text,
    )
