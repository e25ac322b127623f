"""robots.txt with Crawl-delay, and a throttle that keeps its floors and heeds Retry-After."""

from __future__ import annotations

import logging
import time
from collections import Counter
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider, signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred

from crawler.guard import RefusedRequestError, slot_of

if TYPE_CHECKING:
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler

log = logging.getLogger(__name__)

ROBOTS_NAME = "gongkai"
ROBOTS_ATTEMPTS = 5


class RobotsRefusedError(IgnoreRequest):
    """robots.txt disallows the address."""


class RobotsUnreachableError(IgnoreRequest):
    """robots.txt cannot be had because the server fails: until it can, nothing is fetched (RFC 9309, 2.3.1.4)."""


class _Unreachable(RobotParser):
    """Stands for a robots.txt that could not be fetched: the server failed, or the host is none to be asked."""

    def __init__(self, cause: Exception) -> None:
        self.cause = cause
        self.reason = str(cause) or type(cause).__name__

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> _Unreachable:
        """Not made by Scrapy."""
        raise NotImplementedError

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Nothing is."""
        return False


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's, with named refusals, Crawl-delay, and no permission from a failing server."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._failures: Counter[str] = Counter()
        self._robotstxt_useragent = ROBOTS_NAME

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """What the host's robots.txt says, for every request that waits for it.

        Scrapy's own has all of them wait on one Deferred, which hands its result to the first and None, that is
        permission, to the rest.
        """
        waiting = self._parsers.get(urlparse_cached(request).netloc)
        if not isinstance(waiting, Deferred):
            return await super().robot_parser(request)
        own: Deferred[RobotParser | None] = Deferred()

        def tell(parser: RobotParser | None) -> RobotParser | None:
            own.callback(parser)
            return parser

        waiting.addCallback(tell)
        return await maybe_deferred_to_future(own)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raises what stands against the request."""
        netloc = urlparse_cached(request).netloc
        if isinstance(rp, _Unreachable):
            if isinstance(rp.cause, RefusedRequestError):
                if rp.reason.startswith(f"{urlparse_cached(request).scheme}://{netloc}/"):
                    raise type(rp.cause)(rp.reason)  # the host itself is none to be asked
                raise RobotsUnreachableError(f"robots.txt leads off the portal ({rp.reason})")
            if self._failures[netloc] < ROBOTS_ATTEMPTS:
                self._parsers.pop(netloc, None)  # asked for again with the next request
            raise RobotsUnreachableError(f"{request.url}: robots.txt cannot be had ({rp.reason})")
        if rp is not None and not rp.allowed(request.url, ROBOTS_NAME):
            raise RobotsRefusedError(f"{request.url}: disallowed by robots.txt")

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            raise RobotsUnreachableError(f"HTTP {response.status}")
        if response.status >= 400:
            response = response.replace(body=b"")  # no robots.txt: an error page is none
        await super()._parse_robots(response, netloc, request)
        parser: Any = self._parsers[netloc]
        delay = parser.crawl_delay(ROBOTS_NAME)
        if delay:
            spider: Any = self.crawler.spider
            spider.crawl_delay(slot_of(urlparse_cached(request).hostname or ""), float(delay))

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._failures[netloc] += 1
        waiting: Any = self._parsers[netloc]
        parser = _Unreachable(exc)
        self._parsers[netloc] = parser
        waiting.callback(parser)


class Throttle(AutoThrottle):
    """AutoThrottle with a floor per host from Crawl-delay, and pauses that servers ask for.

    Without ``AUTOTHROTTLE_ENABLED`` delays do not follow the answers' latency; floors and pauses are kept all the same.
    The floor counts from the end of an answer, since only then is it sure that the server has seen the request.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._adjusts = crawler.settings.getbool("AUTOTHROTTLE_ENABLED")
        if self._adjusts:
            super().__init__(crawler)
        else:
            self.crawler = crawler
            crawler.signals.connect(self._spider_opened, signal=signals.spider_opened)
            crawler.signals.connect(self._response_downloaded, signal=signals.response_downloaded)
        self._floors: dict[str, float] = {}
        self._paused: dict[str, float] = {}
        self._longest = crawler.settings.getfloat("MAX_CRAWL_DELAY")
        self._longest_pause = crawler.settings.getfloat("MAX_RETRY_AFTER")

    def _spider_opened(self, spider: Spider) -> None:
        super()._spider_opened(spider)
        crawling: Any = spider
        crawling.crawl_delay = self.floor

    def _start_delay(self) -> float:
        return self.mindelay

    def floor(self, slot: str, seconds: float) -> None:
        """Never ask a host faster than this; capped by MAX_CRAWL_DELAY."""
        self._floors[slot] = min(seconds, self._longest)
        self._hold(slot)

    def _hold(self, key: str) -> None:
        assert self.crawler.engine is not None
        slot = self.crawler.engine.downloader.slots.get(key)
        if slot is not None:
            slot.delay = max(slot.delay, self._floors.get(key, 0.0))

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        # Scrapy lets only a 200 shorten a delay, as errors come fast; a 304 is no error, and most of a night's answers.
        super()._adjust_delay(slot, latency, response.replace(status=200) if response.status == 304 else response)

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        key, slot = self._get_slot(request, spider)
        if key is None or slot is None:
            return
        if key in self._paused:
            slot.delay = self._paused.pop(key)
        if self._adjusts:
            super()._response_downloaded(response, request, spider)
        self._hold(key)
        floor = max(self.mindelay, self._floors.get(key, 0.0))
        slot.lastseen = max(slot.lastseen, time.monotonic() - slot.delay + floor)
        pause = min(retry_after(response), self._longest_pause)
        if pause > slot.delay:
            log.info("%s: asked to wait %.0f s (Retry-After)", key, pause)
            self._paused[key] = slot.delay
            slot.delay = pause


def retry_after(response: Response) -> float:
    """Seconds that a 429 or 503 asks to wait; 0 without Retry-After."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if response.status not in (429, 503) or not value:
        return 0.0
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError):
        return 0.0
