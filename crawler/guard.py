"""What is never requested: other sites, other schemes, private addresses. Redirects pass here too."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.resolver import dnscache
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import DNSLookupError

from crawler.urls import DEFAULT_PORTS, PortalAddressError, identity, is_literal

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class RefusedRequestError(IgnoreRequest):
    """A request that is not made; the message says why."""


class OffPortalError(RefusedRequestError):
    """An address that is not the portal's own."""


class ForbiddenSchemeError(RefusedRequestError):
    """A scheme other than http and https."""


class PrivateAddressError(RefusedRequestError):
    """An IP literal, a local name, or a name that leads to a private address."""


class CeilingError(RefusedRequestError):
    """The portal was asked as often as it may be in one night."""


_LOCAL_NAMES = ("localhost", "localdomain", "local", "internal", "intranet", "lan", "home.arpa", "corp")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet."""
    try:
        ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and (mapped := ip.ipv4_mapped or ip.sixtofour):
        ip = mapped
    return ip.is_global and not ip.is_multicast


def is_local_name(host: str) -> bool:
    """Whether a name means this machine or network by convention."""
    bare = host.rstrip(".").lower()
    return "." not in bare or any(bare == name or bare.endswith(f".{name}") for name in _LOCAL_NAMES)


class GuardMiddleware:
    """Refuses what leads off the portal, and assigns the host's slot.

    The host and port of a portal file's start address are the operator's own word and pass. Where a proxy serves
    the request no name is resolved here; without one, the address that was checked is the one that is used.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._checked: dict[str, str | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardMiddleware:
        """As Scrapy makes middlewares."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """None to go on. Raises a subclass of :class:`RefusedRequestError`."""
        spider: Any = self.crawler.spider
        parts = urlparse_cached(request)
        host = (parts.hostname or "").rstrip(".").lower()
        if parts.scheme not in DEFAULT_PORTS or not host:
            raise ForbiddenSchemeError(f"{request.url}: only http and https are fetched")
        try:
            port = parts.port or DEFAULT_PORTS[parts.scheme]
        except ValueError as fault:
            raise ForbiddenSchemeError(f"{request.url}: {fault}") from fault
        visit = spider.visit_of(request)
        link = request.meta.get("link")
        named = visit is not None and (host, port) in visit.scope.ports
        if not named:
            if is_literal(host) or is_local_name(host):
                raise PrivateAddressError(f"{request.url}: IP literals and local names are not fetched")
            if not request.meta.get("proxy"):
                await self._check(host, request.url)
        if visit is None or not visit.scope.has(request.url, by_report_column=link is not None and link.in_reports):
            raise OffPortalError(f"{request.url}: not the portal's own host")
        if visit.spent:  # a redirect, robots.txt and another attempt count like any request
            raise CeilingError(f"{request.url}: {visit.ceiling}")
        request.meta["download_slot"] = slot_of(host)

    def process_response(self, request: Request, response: Response) -> Response:
        """A redirect to the same address that sets a cookie is a check by a firewall: it is not gone along with."""
        location = (response.headers.get("Location") or b"").decode("latin-1")
        if 300 < response.status < 400 and location and "Set-Cookie" in response.headers:
            try:
                same = identity(urljoin(request.url, location)) == identity(request.url)
            except PortalAddressError:
                same = False
            if same:
                request.meta["dont_redirect"] = True
        return response

    async def _check(self, host: str, url: str) -> None:
        if host not in self._checked:
            try:
                found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
            except OSError as fault:  # not left to the downloader: a name may be found, and lead elsewhere, then
                raise CannotResolveHostError(f"{url}: {fault}") from DNSLookupError(str(fault))
            addresses = [str(entry[4][0]) for entry in found]
            private = next((address for address in addresses if not is_public(address)), None)
            self._checked[host] = private
            if private is None and addresses:
                # What was checked is what is connected to; Scrapy's resolver knows IPv4 only.
                dnscache[host] = next((address for address in addresses if ":" not in address), addresses[0])
        if self._checked[host] is not None:
            raise PrivateAddressError(f"{url}: the name leads to the private address {self._checked[host]}")


class Redirects(RedirectMiddleware):
    """Scrapy's, without its Referer: a portal need not know on which page a moved address stood."""

    def _engine_started(self) -> None:
        """Scrapy's looks for its Referer part here and complains of its absence."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """Remove the header."""
        request.headers.pop("Referer", None)


def slot_of(host: str) -> str:
    """The downloader's slot of a host: with and without ``www.`` is one server."""
    return host.removeprefix("www.")
