"""One portal in one run: what it has offered, what is known of it, what came of it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from archive.index import Capture, Index, Known, Outcome, Role, Run, RunSummary
from crawler.frontier import Budget, Frontier, Link
from crawler.hours import Hours
from crawler.judge import Aim
from crawler.portals import Portal
from crawler.refusals import Next, Refusals
from crawler.revisits import Revisits
from crawler.sameness import same_page
from crawler.settling import Settlement, Settling
from crawler.urls import PortalAddressError, identity
from crawler.verdict import Evidence, verdict

log = logging.getLogger(__name__)

OUTSIDE = "end of the hours"
CEILING = "ceiling"
WRITTEN_AHEAD = 20
REMEMBERED = 2_000  # addresses: the links of a site's frame are offered on every page
MAX_ATTEMPTS = 4
MAX_DEPTH = 12
MAX_WAITING = 50_000  # links: beyond, none is taken that only looks around; four times as many are all
_KEPT_FAILURES = 200

Trace = Callable[[str, str, str, str, str], None]


@dataclass
class Limits:
    """The settings that bound a visit; see ``crawler.settings`` for their meaning."""

    requests: int
    concurrency: int
    revisit_days: int
    revisit_requests: int
    orphan_checks: int
    hours: Hours | None = None


@dataclass
class Visit:
    """The state of a portal's crawl. All decisions that need memory are made here; no network, no parsing."""

    portal: Portal
    run: Run
    index: Index
    limits: Limits
    budget: Budget
    trace: Trace
    frontier: Frontier = field(default_factory=Frontier)
    known: dict[str, Known] = field(default_factory=dict)
    under_way: Counter[str] = field(default_factory=Counter)
    products: Counter[str] = field(default_factory=Counter)
    contents: set[int] = field(default_factory=set)
    settling: Settlement = field(default_factory=Settlement)
    met: Evidence = field(default_factory=Evidence)
    refusals: Refusals = field(default_factory=Refusals)
    started_pages: int = 0
    home: bytes | None = None
    fresh: dict[str, Known] | None = None  # what came in this run, where another portal shares the host
    urgent: list[Link] = field(default_factory=list)  # asked for before all that waits
    halted: str | None = None

    def __post_init__(self) -> None:
        self.scope = self.portal.scope
        self.preferred = lru_cache(maxsize=REMEMBERED)(self.scope.preferred)
        self.has = lru_cache(maxsize=REMEMBERED)(self.scope.has)
        self.summary = RunSummary(self.portal.id, requests=self.run.asked)
        self.known = {identity(one.url): one for one in self.index.known(self.portal.id)}
        limits = self.limits
        self.revisits = Revisits(
            self.known, self.run, limits.revisit_days, limits.revisit_requests, limits.orphan_checks
        )
        for url in self.portal.start_urls:
            self.offer(Link(url, Aim.COLUMN, "a start address of the portal file"))
            parts = urlsplit(url)
            home = f"{parts.scheme}://{parts.netloc}/"
            self.offer(Link(home, Aim.HUB, "the home page of a start address"))

    # -- what to fetch -----------------------------------------------------------------------------------------------

    def offer(self, link: Link) -> bool:
        """Take a link into the queue, unless it is off the portal, too deep, one too many, or was there before."""
        try:
            url = self.preferred(link.url)
            known = self.known.get(identity(url))
        except PortalAddressError as fault:
            self.trace(self.portal.id, "leave", str(fault), link.url, link.text)
            return False
        if not self.has(url, by_report_column=link.in_reports):
            self.trace(self.portal.id, "leave", "not the portal's own host", link.url, link.text)
            return False
        if link.depth > MAX_DEPTH:
            self.trace(self.portal.id, "leave", "too deep", link.url, link.text)
            return False
        looks_around = link.aim in (Aim.OTHER, Aim.NOTICES, Aim.HUB)
        if len(self.frontier) >= (MAX_WAITING if looks_around else 4 * MAX_WAITING):
            self.trace(self.portal.id, "leave", "too many links wait", link.url, link.text)
            return False
        if known is not None and not link.form and link.json_body is None:
            url = known.url
        link = link if link.url == url else replace(link, url=url)
        added = self.frontier.add(link)
        if added:
            self.trace(self.portal.id, f"take {link.aim}", link.reason, url, link.text)
        return added

    def key_of(self, link: Link) -> str:
        """The key that a link would have in the queue; its own where it leads off the portal."""
        try:
            return link.key_at(self.preferred(link.url))
        except PortalAddressError:
            return link.url

    def next_link(self) -> Link | None:
        """The next link to request now, or None: nothing queued, the ceiling, or enough under way."""
        if self.halted is not None or sum(self.under_way.values()) >= self.limits.concurrency:
            return None
        if len(self.frontier) and self.limits.hours is not None and not self.limits.hours.open():
            self.halted = f"{OUTSIDE} {self.limits.hours}"
            return None
        if self.spent:
            self.halted = self.ceiling
            return None
        if self.urgent:
            first = self.urgent.pop()
            self.trace(self.portal.id, f"take {first.aim}", first.reason, first.url, first.text)
            self.under_way[first.key] += 1
            return first
        if self.refusals.asking:
            return None
        while (link := self.frontier.pop()) is not None:
            if self.refusals.shut(link.url):
                self.trace(self.portal.id, "leave", "its folder is closed", link.url, link.text)
                continue
            if (
                link.walk is not None
                and link.aim in (Aim.PAGE, Aim.DATA)
                and link.walk.over
                and not (link.attempts or link.recheck)
            ):
                self.trace(self.portal.id, "leave", "the list's pages bring nothing new", link.url, link.text)
                continue
            if not link.attempts and not self.budget.allows(link):
                self.trace(self.portal.id, "leave", _spent(link), link.url, link.text)
                continue
            self.frontier.fetched(link)
            if self._fresh_file(link):
                continue
            if not link.attempts:
                self.budget.spend(link)
                if link.walk is not None and link.aim in (Aim.PAGE, Aim.DATA):
                    link.walk.taken += 1
            self.under_way[link.key] += 1
            return link
        return None

    @property
    def spent(self) -> bool:
        """Whether the portal was asked as often as it may be in one night."""
        return self.run.asked_before + self.summary.requests >= self.limits.requests

    @property
    def ceiling(self) -> str:
        """The ceiling in words."""
        return f"{CEILING} of {self.limits.requests} requests a night"

    def asks(self) -> None:
        """A request is sent. Some are written down ahead, so that a killed process cannot spend them twice."""
        if self.summary.requests % WRITTEN_AHEAD == 0:
            self.index.asked(self.run, self.summary.requests + WRITTEN_AHEAD)
        self.summary.requests += 1

    def done_with(self, link: Link) -> None:
        """A request has come to its end, one way or the other."""
        self.refusals.ended(link.url)
        self.under_way[link.key] -= 1
        if self.under_way[link.key] <= 0:
            del self.under_way[link.key]

    @property
    def idle(self) -> bool:
        """Whether nothing is under way and nothing more will be asked."""
        return not self.under_way and (self.halted is not None or not (len(self.frontier) or self.urgent))

    def _fresh_file(self, link: Link) -> bool:
        """Whether a file or picture is archived and not due: then it is not asked for at all."""
        known = self.known.get(link.key)
        return (
            link.aim in (Aim.ATTACHMENT, Aim.IMAGE)
            and known is not None
            and not link.recheck
            and self.revisits.answered_by_archive(known, link)
        )

    def ask_for_orphans(self) -> bool:
        """At the end, ask for archived documents that no page links to any more; whether there are any."""
        if self.halted is not None or not self.met.report_links:
            return False
        for link in self.revisits.orphans():
            self.ask_again(link)
        return len(self.frontier) > 0

    def ask_again(self, link: Link) -> None:
        """Take an address into the queue though it was there before."""
        why = "whether the list has changed" if link.walk else link.reason
        self.trace(self.portal.id, f"take {link.aim}", why, link.url, link.text)
        self.frontier.anew(link)

    def took(self, link: Link, role: Role, words: str, *, in_reports: bool) -> None:
        """A page showed what it is; a report whose text was not seen before speaks for the lists that led to it."""
        if role is Role.ARTICLE or in_reports:
            self.frontier.satisfied(link)
        if role is not Role.ARTICLE:
            return
        self.met.report_links += 1
        self.summary.reports_seen += 1
        self.budget.earn()
        self.pays(link, words)

    def pays(self, link: Link, content: str | bytes) -> None:
        """A report or a file speaks for the lists that led to it, unless the same was seen elsewhere."""
        seen = hash(content)
        if seen not in self.contents and link.branch is not None:
            link.branch.earn()
        self.contents.add(seen)

    # -- what came -----------------------------------------------------------------------------------------------------

    def record(self, key: str, capture: Capture, own_column: str | None = None, *, lost: bool = False) -> Outcome:
        """Put a capture into the index and the counts.

        ``own_column`` is the column that the page itself names; ``lost`` says that its earlier record cannot be read.
        """
        outcome = self.index.record(capture, moved=lost)
        self._count(outcome)
        if self.fresh is not None:
            self.fresh[key] = Known(
                capture.url,
                capture.role,
                capture.sha256,
                capture.bytes,
                capture.fetched,
                capture.fetched,
                capture.warc_file,
                capture.warc_offset,
            )
        if outcome is not Outcome.UNCHANGED or key in self.settling:
            self.settling.add(key, Settling(capture.url, capture.sha256, capture.role, own_column))
        return outcome

    def unchanged(self, known: Known, when: datetime) -> None:
        """The portal said, or its bytes showed, that an archived version still stands."""
        self.index.seen(known.url, known.sha256, when)
        self._count(Outcome.UNCHANGED)

    def _count(self, outcome: Outcome) -> None:
        if outcome is Outcome.NEW:
            self.summary.new += 1
        elif outcome is Outcome.CHANGED:
            self.summary.changed += 1
        else:
            self.summary.unchanged += 1

    def failed(self, link: Link, reason: str, *, final: bool = False) -> None:
        """An address did not give what it should: ask again later, or give it up with the reason."""
        if not final and link.attempts + 1 < MAX_ATTEMPTS and self.halted is None:
            self.trace(self.portal.id, "later", reason, link.url, link.text)
            self.frontier.retry(link.again())
            return
        self.summary.failed += 1
        dead = link.url in self.met.dead  # dead links leave room for those that say more of a portal
        if len(self.met.failures) < _KEPT_FAILURES // (2 if dead else 1):
            self.met.failures[link.url] = reason
        self.trace(self.portal.id, "failed", reason, link.url, link.text)
        log.warning("%s: %s: %s", self.portal.id, link.url, reason)

    def met_obstacle(self, link: Link, evidence: str, *, plain: bool = False) -> None:
        """A challenge, firewall or throttle answered: several in a row end the visit, or close a folder."""
        self.met.obstacles[evidence] += 1
        follows = self.refusals.refused(link.url, evidence, plain=plain)
        if follows is Next.ASK_AGAIN and self.refusals.well is not None:
            why = "whether the portal still answers, as several addresses in a row were refused"
            self.urgent.append(Link(self.refusals.well, Aim.HUB, why, recheck=True))
        elif follows is Next.BLOCKED and self.halted is None:
            self.halted = f"blocked: {evidence}"

    def answers(self, link: Link) -> None:
        """The portal itself gave what it should: the folder that it was asked for may be closed."""
        folder = self.refusals.answered(link.url)
        if folder is not None:
            self.met.closed[folder] = evidence = self.refusals.closed[folder]
            self.met.obstacles[evidence] = 0
            log.warning("%s: the folder %s is closed: %s", self.portal.id, folder, evidence)

    def needs_scripts(self, link: Link, why: str, evidence: str | None) -> None:
        """A list that nothing but scripts show stays unread; ``evidence`` is the challenge that its scripts met."""
        self.met.scripted[link.url] = why
        self.trace(self.portal.id, "unread", why, link.url, link.text)
        if evidence is not None:
            self.met_obstacle(link, evidence)

    def missing(self, link: Link, when: datetime) -> None:
        """An address is not there: an archived one is marked gone."""
        known = self.known.get(link.key)
        self.met.dead.add(link.url)
        self.revisits.not_there(link.key)
        if known is not None and known.gone is None:
            self.index.mark_gone(known.url, when)
            self.summary.gone += 1

    def is_home_again(self, link: Link, body: bytes) -> bool:
        """Whether a page is the home page once more, under another address."""
        if urlsplit(link.url).path in ("", "/"):
            self.home = body
            return False
        return self.home is not None and same_page(self.home, body)

    # -- the end -------------------------------------------------------------------------------------------------------

    def finish(self, seconds: float, stopped: bool = False) -> RunSummary:
        """Judge the run, and write it down."""
        self.summary.seconds = round(seconds, 3)
        named = [name for name, _ in self.products.most_common() if name != "generic"]
        self.summary.platform = named[0] if named else ("generic" if self.products else None)
        nothing_left = self.halted == self.ceiling and not self.summary.pages
        if self.halted and (nothing_left or self.halted.startswith(OUTSIDE)):
            self.summary.state, self.summary.reason = "stopped", f"stopped at the {self.halted}; the next run goes on"
        elif stopped:
            self.summary.state, self.summary.reason = "stopped", "stopped on request; the next run goes on"
        else:
            self.summary.state, self.summary.reason = verdict(self.summary, self.met, self.halted)
        self.index.settle(self.settling.places(self.frontier))
        self.index.finish_run(self.run, self.summary, datetime.now(UTC))
        return self.summary


def _spent(link: Link) -> str:
    """Why the budget has no page left for a link."""
    return "its list has led to nothing for long" if link.drought else f"the budget for {link.aim} pages is spent"
