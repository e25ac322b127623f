"""Every response of a portal goes into the WARC archive as the downloader hands it over, and is then unpacked."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from archive.exchange import DECODED_LIMIT, Exchange
from archive.index import Capture, Role
from archive.records import Original
from crawler.replay import ARCHIVED, NOT_MODIFIED, from_archive
from crawler.visit import Visit

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class ArchiveMiddleware:
    """Writes request and response; an unchanged body becomes a revisit record; a 304 is answered by the archive.

    ``request.meta`` gets ``stored`` (the place in the archive) and ``fetched`` (when).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._limit = crawler.settings.getint("DOWNLOAD_MAXSIZE") or DECODED_LIMIT

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveMiddleware:
        """As Scrapy makes middlewares."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """The same response, archived; for a 304 the archived one, or a plain request where that cannot be read."""
        spider: Any = self.crawler.spider
        if ARCHIVED in response.flags:
            return response
        fetched = datetime.now(UTC)
        exchange = Exchange(
            url=response.url,
            fetched=fetched,
            status=response.status,
            reason=_reason(response.status),
            headers=_pairs(response.headers),
            body=response.body,
            method=request.method,
            request_headers=_pairs(request.headers),
            request_body=request.body,
            protocol=response.protocol if response.protocol and response.protocol.startswith("HTTP/1") else "HTTP/1.1",
            limit=self._limit,  # what unpacks to more is refused
            address=str(response.ip_address) if response.ip_address and not request.meta.get("proxy") else None,
        )
        link = request.meta.get("link")
        visit = spider.visit_of(request)
        known = visit.known.get(link.key) if visit is not None and link is not None else None
        same = known is not None and (response.status == 304 or exchange.sha256 == known.sha256)
        original = None
        if known is not None and same:
            if not spider.archive.holds(known.warc_file, known.warc_offset):
                request.meta["lost"] = True
            elif not request.meta.get("lost"):
                original = Original(known.url, known.fetched)
        request.meta["stored"] = spider.archive.write(exchange, original)
        request.meta["fetched"] = fetched
        if visit is not None:
            visit.summary.bytes += len(response.body)
            if link is None and response.status == 200 and not request.meta.get("rendering"):
                self._keep_robots(visit, request, exchange)
        if response.status == 304 and known is not None:
            return from_archive(spider.archive, known, request, NOT_MODIFIED) or _unconditional(request)
        return _unpacked(response, exchange)

    @staticmethod
    def _keep_robots(visit: Visit, request: Request, exchange: Exchange) -> None:
        """A request without a link is Scrapy's own, for robots.txt: what it allowed is part of the record."""
        stored = request.meta["stored"]
        visit.index.record(
            Capture(
                portal=visit.portal.id,
                url=request.url,
                role=Role.ROBOTS,
                sha256=stored.sha256,
                bytes=len(exchange.content),
                http_status=exchange.status,
                fetched=exchange.fetched,
                warc_file=stored.warc_file,
                warc_offset=stored.warc_offset,
            )
        )


def _unconditional(request: Request) -> Request:
    plain: Request = request.replace(meta={**request.meta, "lost": True})
    for name in ("If-None-Match", "If-Modified-Since"):
        plain.headers.pop(name, None)
    return plain


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )


def _unpacked(response: Response, exchange: Exchange) -> Response:
    """The response without its content coding, of the class that its bytes ask for; damage goes to the errback."""
    if "Content-Encoding" not in response.headers:
        return response
    body = exchange.unpacked
    del response.headers["Content-Encoding"]
    kind = responsetypes.from_args(headers=response.headers, url=response.url, body=body)
    return response.replace(cls=kind, body=body)


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
