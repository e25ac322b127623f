"""The spider: visits many portals in one process, each with its own state, and explores what comes back."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from scrapy import Request, Spider, signals
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from archive.index import Index, RunSummary
from archive.store import Archive, Stored
from crawler.certificates import certificate_fault
from crawler.exploring import explore, keep_file
from crawler.faults import described, timed_out
from crawler.frontier import Budget, Link
from crawler.guard import CeilingError, OffPortalError, PrivateAddressError, RefusedRequestError
from crawler.hours import Hours, read_hours
from crawler.judge import Aim
from crawler.neighbours import Neighbours
from crawler.page import Page
from crawler.politeness import RobotsRefusedError
from crawler.portals import Portal
from crawler.replay import ARCHIVED
from crawler.visit import Limits, Trace, Visit

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class PortalSpider(Spider):
    """Hands out requests from the visits' queues and gives what comes back to them."""

    name = "gongkai"

    def __init__(
        self,
        portals: list[Portal],
        archive: Archive,
        index: Index,
        trace: Trace,
        summaries: list[RunSummary],
        watch: Callable[[PortalSpider], None] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(**more)
        self.archive = archive
        self.index = index
        self.trace = trace
        self.waiting = deque(portals)
        self.total = len(portals)
        self.neighbours = Neighbours(portals)
        self.visits: dict[str, Visit] = {}
        self.began: dict[str, float] = {}
        self.certified: set[tuple[str, str]] = set()
        self.summaries = summaries
        self.hours: Hours | None = None
        self.crawl_delay: Callable[[str, float], None] = lambda slot, seconds: None
        self.on_progress: Callable[[], None] = lambda: None
        if watch is not None:
            watch(self)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> PortalSpider:
        """As Scrapy makes spiders."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.hours = read_hours(crawler.settings.get("GONGKAI_HOURS") or "")
        crawler.signals.connect(spider.count_request, signal=signals.request_reached_downloader)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """The first requests of the first portals."""
        for request in self._fill():
            yield request

    def count_request(self, request: Request) -> None:
        """Every request that leaves counts for its portal, robots.txt and retries too."""
        visit = self.visit_of(request)
        if visit is not None:
            visit.asks()

    def visit_of(self, request: Request) -> Visit | None:
        """The visit that a request is made for; one for robots.txt is known by its host."""
        name = request.meta.get("visit")
        if name is not None:
            return self.visits.get(name)
        for visit in self.visits.values():
            if visit.scope.has(request.url, by_report_column=True):
                request.meta["visit"] = visit.portal.id
                return visit
        return None

    # -- visits ------------------------------------------------------------------------------------------------------

    def _fill(self) -> Iterator[Request]:
        """Begin portals as long as there is room, with their first requests."""
        room = self.settings.getint("CONCURRENT_PORTALS")
        while self.waiting and len(self.visits) < room and self.open():
            portal = self.neighbours.next(self.waiting, self.visits)
            if portal is None:
                return
            try:
                visit = self._begin(portal)
            except Exception as fault:  # nor may a portal that cannot be begun keep the others from it
                self.logger.exception("%s: cannot be begun", portal.id)
                reason = f"failing: cannot be begun: {type(fault).__name__}: {fault}"
                self.summaries.append(RunSummary(portal.id, "failing", reason))
                continue
            yield from self._requests(visit)
            yield from self._end_if_idle(visit)

    def _go_on(self, visit: Visit) -> Iterator[Request]:
        """Ask for more of a visit; where it is over, begin the next."""
        yield from self._requests(visit)
        yield from self._end_if_idle(visit)
        if visit.portal.id not in self.visits:
            yield from self._fill()

    def open(self) -> bool:
        """Whether it is an hour in which requests are started."""
        return self.hours is None or self.hours.open()

    def _begin(self, portal: Portal) -> Visit:
        get = self.settings.getint
        limits = Limits(
            requests=get("PORTAL_REQUESTS"),
            concurrency=get("PORTAL_CONCURRENCY"),
            revisit_days=get("REVISIT_DAYS"),
            revisit_requests=get("REVISIT_REQUESTS"),
            orphan_checks=get("ORPHAN_CHECKS"),
            hours=self.hours,
        )
        budget = Budget(
            get("EXPLORE_PAGES"), get("EXPLORE_OTHER"), get("NOTICE_PAGES"), articles=get("ARTICLE_PAGES") or None
        )
        self.index.put_portal(portal.entry)
        run = self.index.start_run(portal.id, datetime.now(UTC), timedelta(hours=get("NIGHT_HOURS")))
        visit = Visit(portal, run, self.index, limits, budget, self.trace)
        visit.fresh = {} if self.neighbours.shares(portal.id) else None
        self.visits[portal.id] = visit
        self.began[portal.id] = time.monotonic()
        return visit

    def _end_if_idle(self, visit: Visit) -> Iterator[Request]:
        """Finish a visit with nothing left to do, after asking for its orphans."""
        if visit.portal.id not in self.visits or not visit.idle:
            return
        if visit.ask_for_orphans():
            yield from self._requests(visit)
            if not visit.idle:
                return
        del self.visits[visit.portal.id]
        self._finish(visit)
        if visit.fresh is not None:
            there = {key: one for key, one in visit.known.items() if one.gone is None}
            self.neighbours.ended(visit.portal.id, there | visit.fresh)

    def _finish(self, visit: Visit, *, stopped: bool = False) -> None:
        seconds = time.monotonic() - self.began.pop(visit.portal.id)
        try:
            summary = visit.finish(seconds, stopped)
        except Exception as fault:  # the others are finished all the same; this one's run goes on with the next
            self.logger.exception("%s: cannot be finished", visit.portal.id)
            reason = f"failing: cannot be finished: {type(fault).__name__}: {fault}"
            summary = replace(visit.summary, state="failing", reason=reason)
        self.summaries.append(summary)

    def closed(self, reason: str) -> None:
        """What is not finished when the process is told to stop goes on with the next run."""
        for visit in self.visits.values():
            self._finish(visit, stopped=True)
        self.visits.clear()
        self.archive.close()

    # -- requests and answers ----------------------------------------------------------------------------------------

    def _requests(self, visit: Visit) -> Iterator[Request]:
        while (link := visit.next_link()) is not None:
            yield self._request(visit, link)

    def _request(self, visit: Visit, link: Link) -> Request:
        headers = {}
        body = ""
        if link.json_body is not None:
            headers["Content-Type"] = "application/json;charset=UTF-8"
            body = link.json_body
        elif link.form:
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
            body = urlencode(link.form)
        if link.parent_url is not None:
            headers["Referer"] = link.parent_url
        return Request(
            link.url,
            method="POST" if body else "GET",
            headers=headers,
            body=body,
            callback=self.answered,
            errback=self.went_wrong,
            dont_filter=True,
            meta={"visit": visit.portal.id, "link": link},
        )

    def answered(self, response: Response) -> Iterator[Request]:
        """A response came: explore it, then ask for more."""
        link: Link = response.meta["link"]
        visit = self.visits.get(response.meta["visit"])
        if visit is None:
            return
        try:
            self._look_at_certificate(visit, response)
            self._take(visit, link, response)
        except Exception as fault:  # one odd page must not end a portal, nor one portal the others
            self.logger.exception("%s: %s: cannot be explored", visit.portal.id, link.url)
            visit.failed(link, f"cannot be explored: {type(fault).__name__}: {fault}", final=True)
        self.on_progress()
        visit.done_with(link)
        yield from self._go_on(visit)

    def _look_at_certificate(self, visit: Visit, response: Response) -> None:
        """Once for each host; what the archive answers has none."""
        host = urlparse_cached(response).hostname or ""
        given: Any = response.certificate
        if given is None or (visit.portal.id, host) in self.certified:
            return
        self.certified.add((visit.portal.id, host))
        fault = certificate_fault(given.original.to_cryptography(), host, datetime.now(UTC))
        if fault is not None:
            visit.met.certificates[host] = fault

    def _take(self, visit: Visit, link: Link, response: Response) -> None:
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        number = link.number if link.aim is Aim.DATA else None
        page = Page(response.url, response.body, content_type, response.status, number=number, posted=link.posted)
        answer = Answer(response)
        if link.aim in (Aim.ATTACHMENT, Aim.IMAGE):
            keep_file(visit, link, page, answer)
        else:
            explore(visit, link, page, answer, self.archive)

    def went_wrong(self, failure: Failure) -> Iterator[Request]:
        """No response came, or a middleware refused the request."""
        request: Request = failure.request  # type: ignore[attr-defined]
        link: Link = request.meta["link"]
        visit = self.visits.get(request.meta["visit"])
        if visit is None:
            return
        fault: BaseException = failure.value  # type: ignore[assignment]
        if isinstance(fault, RobotsRefusedError):
            visit.met.refused += 1
            self.trace(visit.portal.id, "leave", "robots.txt disallows it", link.url, link.text)
        elif isinstance(fault, CeilingError):
            visit.halted = visit.halted or visit.ceiling
            self.trace(visit.portal.id, "leave", visit.ceiling, link.url, link.text)
        elif isinstance(fault, OffPortalError | PrivateAddressError):
            self.trace(visit.portal.id, "leave", str(fault), link.url, link.text)
            if link.aim is not Aim.OTHER and link.depth == 0:
                visit.failed(link, str(fault), final=True)
        else:
            # Waiting is dear: an address that never comes to its end is asked for twice, not four times.
            waited = timed_out(fault) and link.attempts > 0
            visit.failed(link, described(fault), final=waited or isinstance(fault, RefusedRequestError))
        visit.done_with(link)
        yield from self._go_on(visit)


class Answer:
    """What the archive and the middlewares know of a response."""

    def __init__(self, response: Response) -> None:
        self.archived = ARCHIVED in response.flags
        self.lost = bool(response.meta.get("lost"))
        self.not_modified = "not-modified" in response.flags
        self.stored: Stored | None = response.meta.get("stored")
        self.fetched: datetime = response.meta.get("fetched") or datetime.now(UTC)
        self.unread: str | None = response.meta.get("unread")
        self.obstacle: str | None = response.meta.get("obstacle")
        self.redirected = bool(response.meta.get("redirect_urls"))
        self.to_itself = response.status in (301, 302, 303, 307, 308) and "Set-Cookie" in response.headers
        self.leads_to = _header(response, "Location")
        self.etag = _header(response, "ETag")
        self.last_modified = _header(response, "Last-Modified")
        self.path = urlparse_cached(response).path


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
