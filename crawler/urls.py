"""Addresses: one identity for the copies a portal serves of a page, and what a portal's own hosts are."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from functools import cache, lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from w3lib.url import safe_url_string

if TYPE_CHECKING:
    from tldextract import TLDExtract

MAX_URL = 2000
CACHED = 10_000  # addresses remembered: a page's links come again on the next page
DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that name a visitor or a view and never a document.
_VISITOR = frozenset(
    [
        "ismobile",
        "ddtab",
        "jsessionid",
        "phpsessid",
        "aspsessionid",
        "sessionid",
        "session_id",
        "spm",
        "from_source",
        "isappinstalled",
    ]
)
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.I)
# gkmlpt's sid is a site's number, a session's is long and random.
_SESSION_PAIR = re.compile(r"sid=[0-9a-z]{16,}$", re.I)
_APP_COPY = re.compile(r"_app(\.s?html?)$")
_DIRECTORY_PAGE = re.compile(r"/index\.(?:s?html?|jsp|aspx?|php)$", re.I)

ATTACHMENT_ENDINGS = frozenset(
    ["doc", "docx", "wps", "wpt", "pdf", "ofd", "xls", "xlsx", "et", "zip", "rar", "7z", "rtf"]
)
IMAGE_ENDINGS = frozenset(["jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp"])
_OTHER_FILES = frozenset(
    [
        "css",
        "js",
        "ico",
        "svg",
        "mp3",
        "mp4",
        "avi",
        "wmv",
        "flv",
        "mov",
        "m4a",
        "exe",
        "apk",
        "dmg",
        "swf",
        "ppt",
        "pptx",
        "ttf",
        "woff",
        "woff2",
        "eot",
    ]
)
_DOWNLOADS = re.compile(
    r"/download/downfile\.jsp|/downfile|/_content/download\.jsp|/attachment/0/|/attach/0/|/filemanager/|/download(?:file|attach)"
    r"|[?&]file(?:name|path)?=[^&]+\.(?:docx?|pdf|wps|xlsx?|ofd|zip|rar)",
    re.I,
)
_VIEWER = re.compile(r"/(?:pdfjs|pdf\.js|viewer)[^?]*\?(?:.*&)?(?:file|url|src)=([^&#]+)", re.I)

# What is registered under .cn stands below one of these, or at once below .cn (CNNIC): 城市.gov.cn, 城市.js.cn.
_UNDER_CN = frozenset(
    re.split(
        r"\s+",
        "ac com edu gov mil net org 公司 網絡 网络 xn--55qx5d xn--od0alg xn--io0a7i ah bj cq fj gd gs gx gz "
        "ha hb he hi hk hl hn jl js jx ln mo nm nx qh sc sd sh sn sx tj tw xj xz yn zj",
    )
)
_RESERVED = frozenset(["example", "test", "invalid", "localhost"])  # nobody registers below these (RFC 2606)
_CATEGORIES = frozenset(["gov", "com", "org", "net", "edu"])

# Hosts that speak for a whole government rather than for one of its agencies.
_GOVERNMENT_LABELS = frozenset(
    ["www", "zwgk", "xxgk", "zfxxgk", "gk", "info", "public", "zwgkml", "gov", "zf", "portal", "m"]
)


class PortalAddressError(ValueError):
    """An address that cannot be crawled; the message has it and the reason."""


@lru_cache(maxsize=CACHED)
def canonical(url: str) -> str:
    """The address without fragment, session, visitor's parameters and default port; app copies lead to the page.

    Raises :class:`PortalAddressError` for what is no http address.
    """
    if len(url) > MAX_URL:
        raise PortalAddressError(f"{url[:80]}…: longer than {MAX_URL} characters")
    try:
        parts = urlsplit(safe_url_string(url.strip()))
        host, port = parts.hostname, parts.port
    except ValueError as fault:
        raise PortalAddressError(f"{url[:80]}: {fault}") from fault
    if parts.scheme not in DEFAULT_PORTS or not host:
        raise PortalAddressError(f"{url[:80]}: not an http address")
    netloc = f"[{host}]" if ":" in host else host.rstrip(".").lower()
    if port and port != DEFAULT_PORTS[parts.scheme]:
        netloc += f":{port}"
    path = _APP_COPY.sub(r"\1", _SESSION_IN_PATH.sub("", parts.path)) or "/"
    query = parts.query
    if query and any(word in query.lower() for word in _VISITOR):
        query = "&".join(pair for pair in query.split("&") if pair.partition("=")[0].lower() not in _VISITOR)
    if "sid=" in query.lower():
        query = "&".join(pair for pair in query.split("&") if not _SESSION_PAIR.match(pair))
    return urlunsplit((parts.scheme, netloc, path, query, ""))


@cache
def _bare_host(netloc: str) -> str:
    return netloc.removeprefix("www.")


@lru_cache(maxsize=CACHED)
def identity(url: str) -> str:
    """What copies of a page share: scheme, www., index pages and the order of parameters make no other page."""
    parts = urlsplit(canonical(url))
    path = _DIRECTORY_PAGE.sub("/", parts.path)
    if len(path) > 1:
        path = path.rstrip("/")
    query = parts.query
    if "&" in query:
        query = urlencode(sorted(parse_qsl(query, keep_blank_values=True)))
    return (
        f"{_bare_host(parts.netloc)}{unquote(path)}?{query}" if query else f"{_bare_host(parts.netloc)}{unquote(path)}"
    )


def ending(url: str) -> str:
    """The file ending of an address's path, in small letters: ``docx``; empty without one."""
    name = urlsplit(url).path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


@lru_cache(maxsize=CACHED)
def is_attachment(url: str) -> bool:
    """Whether the address is that of a document file, by its ending or a download script's path."""
    return ending(url) in ATTACHMENT_ENDINGS or bool(_DOWNLOADS.search(url))


def is_image(url: str) -> bool:
    """Whether the address is that of a picture."""
    return ending(url) in IMAGE_ENDINGS


def is_no_document(url: str) -> bool:
    """Whether the address is a style sheet, a script, a film: nothing that a report comes in."""
    return ending(url) in _OTHER_FILES


@lru_cache(maxsize=CACHED)
def viewed_file(url: str) -> str | None:
    """The file that a viewer page shows (``pdfjs/web/viewer.html?file=…``), as written there."""
    found = _VIEWER.search(url)
    return unquote(found[1]) if found else None


@cache
def registered_domain(host: str) -> str:
    """The domain somebody registered: ``tjbh.gov.cn`` for ``czj.tjbh.gov.cn``; an address or bare name is itself."""
    if is_literal(host):
        return host
    labels = host.split(".")
    if labels[-1] == "cn":
        own = labels[-3 if labels[-2:-1] and labels[-2] in _UNDER_CN else -2 :]
        found = ".".join(own) if len(own) > 1 and own[0] and own[-2:][0] else ""
    else:
        found = "" if labels[-1] in _RESERVED else _by_suffix(host)
    return found or ".".join(labels[-3 if len(labels) > 2 and labels[-2] in _CATEGORIES else -2 :])


def _by_suffix(host: str) -> str:
    """By the list of public suffixes, as far as the library has it: no download at run time."""
    found: str = _suffixes()(host).top_domain_under_public_suffix
    return found


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract  # seldom needed, and slow to import

    return TLDExtract(suffix_list_urls=(), cache_dir=None)


def is_literal(host: str) -> bool:
    """Whether a host is an IP address in any notation a resolver takes: dotted, short, octal, hex, one number, v6."""
    bare = host.strip("[]").rstrip(".")
    try:
        ip_address(bare.partition("%")[0])
        return True
    except ValueError:
        pass
    try:
        socket.inet_aton(bare)
        return True
    except (OSError, UnicodeError):
        return False


@dataclass(frozen=True)
class Scope:
    """The hosts of one portal: where its start addresses stand, and the subdomains that may belong to it."""

    hosts: frozenset[str]
    domain: str | None
    ports: frozenset[tuple[str, int]]
    schemes: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, start_urls: tuple[str, ...]) -> Scope:
        """The scope of start addresses. An agency's own site does not own its city's whole domain."""
        hosts: set[str] = set()
        ports: set[tuple[str, int]] = set()
        schemes: dict[str, str] = {}
        domain = None
        for url in start_urls:
            parts = urlsplit(canonical(url))
            host = parts.hostname or ""
            hosts.add(_bare_host(host))
            ports.add((host, parts.port or DEFAULT_PORTS[parts.scheme]))
            schemes.setdefault(_bare_host(parts.netloc), f"{parts.scheme}://{parts.netloc}")
            if not is_literal(host) and "." in host:
                top = registered_domain(host)
                label = host.removesuffix(top).rstrip(".").rpartition(".")[2]
                if not label or label in _GOVERNMENT_LABELS:
                    domain = top
        return cls(frozenset(hosts), domain, frozenset(ports), tuple(schemes.items()))

    def preferred(self, url: str) -> str:
        """The canonical address, on a start host in the form (scheme, www.) that the operator gave."""
        clean = canonical(url)
        parts = urlsplit(clean)
        form = dict(self.schemes).get(_bare_host(parts.netloc))
        return clean if form is None else form + clean[len(parts.scheme) + 3 + len(parts.netloc) :]

    def has(self, url: str, *, by_report_column: bool = False) -> bool:
        """Whether an address is the portal's own.

        ``by_report_column`` says that a report column links to it: then sister hosts under the same registered
        domain belong too, even where the start host speaks for one agency.
        """
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").lower()
        try:
            port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
        except ValueError:
            return False
        if port not in (80, 443) and (host, port) not in self.ports:
            return False
        if _bare_host(host) in self.hosts:
            return True
        if is_literal(host) or "." not in host:
            return False
        if self.domain is not None:
            return registered_domain(host) == self.domain
        if any(host.endswith(f".{own}") for own in self.hosts):
            return True
        return by_report_column and registered_domain(host) in {registered_domain(own) for own in self.hosts}
