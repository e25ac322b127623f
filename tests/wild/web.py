"""The made-up web: addresses and what they answer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Answer:
    """An HTTP answer. ``pace`` is seconds between chunks of a slow one; ``cut`` breaks the connection midway."""

    body: bytes = b""
    status: int = 200
    type: str | None = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    pace: float = 0.0
    cut: bool = False


@dataclass(frozen=True)
class Asked:
    """A request as the proxy got it."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    @property
    def path(self) -> str:
        return urlsplit(self.url).path or "/"

    @property
    def query(self) -> dict[str, str]:
        pairs = parse_qsl(urlsplit(self.url).query, keep_blank_values=True)
        return dict(pairs) | dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


Route = Callable[[Asked], Answer]
_SESSION = re.compile(r";jsessionid=[0-9A-Fa-f]+|[?&]sid=[0-9a-f]{16,}$")


class Web:
    """Addresses (without scheme) and what answers them: exact ones first, then (host, path prefix)."""

    def __init__(self) -> None:
        self.exact: dict[str, Route] = {}
        self.prefixed: list[tuple[str, str, Route]] = []
        self.gates: dict[str, Callable[[Asked, Route], Answer]] = {}

    def page(self, url: str, answer: Answer) -> None:
        """Answer this at an address."""
        self.exact[bare(url)] = lambda _: answer

    def route(self, host: str, prefix: str, route: Route) -> None:
        """Answer by a function under a path."""
        self.prefixed.append((host, prefix, route))

    def find(self, asked: Asked) -> Answer:
        """What the host answers."""
        route = self._route(asked)
        gate = self.gates.get(asked.host)
        return gate(asked, route) if gate else route(asked)

    def _route(self, asked: Asked) -> Route:
        viewer = asked.url.partition("?")[0] if "/viewer.html?" in asked.url else asked.url
        for url in (asked.url, _SESSION.sub("", asked.url), viewer):
            exact = self.exact.get(bare(url))
            if exact:
                return exact
        for host, prefix, route in self.prefixed:
            if asked.host == host and asked.path.startswith(prefix):
                return route
        return lambda _: Answer(b"<html><title>404</title>404 Not Found</html>", 404)


def bare(url: str) -> str:
    """Without scheme and fragment; an empty path is /."""
    parts = urlsplit(url)
    return parts.netloc + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def etag(body: bytes) -> str:
    """The entity tag of a body."""
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
