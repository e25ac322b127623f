"""Answers from the archive: what is archived and not due is not asked for again; the rest is asked conditionally."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from archive.exchange import ContentDamagedError, ContentTooLargeError
from archive.index import Known
from archive.store import Archive, ArchiveError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

log = logging.getLogger(__name__)

ARCHIVED = "archived"
NOT_MODIFIED = "not-modified"


def from_archive(archive: Archive, known: Known, request: Request, *flags: str) -> Response | None:
    """The archived response for a known document, flagged; None where the archive cannot give it."""
    try:
        found = archive.response(known.warc_file, known.warc_offset)
        body = found.body
    except (ArchiveError, ContentDamagedError, ContentTooLargeError) as fault:
        log.error("%s: cannot be read from the archive (%s): asking the portal again", known.url, fault)
        return None
    headers = {name: value for name, value in found.headers if name.lower() == "content-type"}
    return HtmlResponse(
        url=found.url or request.url,
        status=found.status,
        headers=headers,
        body=body,
        request=request,
        flags=[ARCHIVED, *flags],
        encoding="utf-8",
    )


class ReplayMiddleware:
    """Lets the archive answer where the visit says so, else adds If-None-Match and If-Modified-Since.

    ``request.meta["lost"]`` marks a document whose record cannot be read: it is fetched and archived whole again.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ReplayMiddleware:
        """As Scrapy makes middlewares."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """A response from the archive, or None to go on to the portal."""
        spider: Any = self.crawler.spider
        link = request.meta.get("link")
        visit = spider.visits.get(request.meta.get("visit"))
        if link is None or visit is None or request.meta.get("redirect_times"):
            return None
        known = visit.known.get(link.key)
        if known is None:
            theirs = spider.neighbours.held(visit.portal.id, link.key)
            return None if theirs is None else from_archive(spider.archive, theirs, request)
        if visit.revisits.answered_by_archive(known, link):
            response = from_archive(spider.archive, known, request)
            if response is not None:
                return response
            request.meta["lost"] = True
        elif known.gone is None and not request.meta.get("lost"):
            if known.etag:
                request.headers.setdefault("If-None-Match", known.etag)
            if known.last_modified:
                request.headers.setdefault("If-Modified-Since", known.last_modified)
        return None
