"""What an archived answer is, made out from its bytes and address alone: for WARC files that say no more of it."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from archive.exchange import ContentDamagedError, ContentTooLargeError, header
from archive.index import Capture, PortalEntry, Role
from archive.store import ArchivedResponse
from crawler.exploring import is_file
from crawler.judge import column_evidence, report_evidence, title_verdict
from crawler.page import Page
from crawler.portals import Portal
from crawler.urls import PortalAddressError, Scope, is_attachment, is_image
from domain.titles import is_report_column


class Derivation:
    """Makes rows of the index from answers; the portal file says whose an address is."""

    def __init__(self, portals: list[Portal]) -> None:
        self._portals: list[tuple[Portal, Scope]] = [(portal, portal.scope) for portal in portals]

    def __call__(self, response: ArchivedResponse, led_by: str | None) -> tuple[PortalEntry | None, Capture] | None:
        """The portal and the row; None for an answer that is of no portal of the file, or without content."""
        portal = self._portal_of(response.url)
        try:
            body = response.body
        except (ContentDamagedError, ContentTooLargeError):
            body = response.raw_body  # kept as received, and hashed so
        if portal is None or not body.strip():
            return None
        media_type = header(response.headers, "content-type") or ""
        page = Page(response.url, body, media_type, response.status)
        role = _role(page)
        crumbs = page.breadcrumb if page.is_html else []
        column = page.tags.get("columnname") if page.is_html else None
        return portal.entry, Capture(
            portal=portal.id,
            url=response.url,
            role=role,
            sha256=hashlib.sha256(body).hexdigest(),
            bytes=len(body),
            http_status=response.status,
            fetched=response.fetched,
            warc_file="",
            warc_offset=0,
            parent_url=None if role is Role.ROBOTS else led_by,
            column_name=column or next((name for name in crumbs if is_report_column(name)), None),
            breadcrumb=" > ".join(crumbs) or None,
            media_type=media_type.partition(";")[0].strip() or None,
            etag=header(response.headers, "etag"),
            last_modified=header(response.headers, "last-modified"),
        )

    def _portal_of(self, url: str) -> Portal | None:
        """The first portal whose own an address is, else the first that may reach it by a column of reports."""
        for by_report_column in (False, True):
            for portal, scope in self._portals:
                try:
                    if scope.has(url, by_report_column=by_report_column):
                        return portal
                except PortalAddressError:
                    return None
        return None


def _role(page: Page) -> Role:
    if urlsplit(page.url).path == "/robots.txt":
        return Role.ROBOTS
    if not page.is_html:
        if is_image(page.url) or page.content_type.startswith("image/"):
            return Role.IMAGE
        return Role.ATTACHMENT if is_file(page) or is_attachment(page.url) else Role.LIST
    if column_evidence(page) is None and _names_no_report(page):
        return Role.LIST
    return Role.ARTICLE if report_evidence(page.body_text) is not None else Role.LIST


def _names_no_report(page: Page) -> bool:
    title = title_verdict(page)
    return title is not None and title.is_report is False
