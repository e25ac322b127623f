"""The demo portals on loopback: one server that is an HTTP proxy for all invented hosts.

A crawler reaches the portals as it would through any proxy (``http_proxy=http://127.0.0.1:PORT``); a request
with a relative address and a ``Host`` header is answered too. Hosts that are not invented here get 502: the
proxy never opens a connection of its own.
"""

from __future__ import annotations

import gzip
import hashlib
import random
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from demo.portals.site import Answer, Request
from demo.reports import Report
from demo.world import CHANGES, Changes, World, build_world

LAST_MODIFIED = format_datetime(datetime(2026, 3, 2, 1, 30, tzinfo=UTC), usegmt=True)
MAX_BODY = 1 << 20


@dataclass(frozen=True)
class Logged:
    """A request the server answered. ``conditional`` holds the conditional headers it came with."""

    time: float
    method: str
    host: str
    path: str
    conditional: dict[str, str]
    status: int
    bytes: int
    user_agent: str


@dataclass
class DemoPortals:
    """The portals, served while the context is open.

    ``fail_rate`` answers that share of requests with 503 or a cut connection; ``delay`` waits that many seconds
    before each answer; ``night`` 2 shows the changed reports at once (or call :meth:`advance`); ``only`` names
    the portals to serve; ``folder`` is where the portal file is written (a temporary one otherwise).
    """

    seed: int = 1
    night: int = 1
    fail_rate: float = 0.0
    delay: float = 0.0
    port: int = 0
    only: tuple[str, ...] = ()
    folder: Path | None = None
    requests: list[Logged] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.world: World = build_world(self.seed, self.night, self.only)
        self._lock = threading.Lock()
        self._dice = random.Random(self.seed)  # noqa: S311 - which answers fail
        self._temporary = None if self.folder else tempfile.TemporaryDirectory(prefix="gongkai-demo-")
        folder = self.folder or Path(self._temporary.name if self._temporary else ".")
        folder.mkdir(parents=True, exist_ok=True)
        self.portal_file = folder / "demo-portals.yml"
        self.portal_file.write_text(self.world.portal_file(), encoding="utf-8")
        self._server = _Server(("127.0.0.1", self.port), _Handler)
        self._server.demo = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
        if self._temporary:
            self._temporary.cleanup()

    @property
    def proxy(self) -> str:
        """The address to set as ``http_proxy``."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def truth(self) -> list[Report]:
        """Every true report on the portals now, with its address, figures and faults."""
        return self.world.reports

    def advance(self) -> Changes:
        """Go on to the second night: one report is replaced, one removed, one added."""
        self.night = 2
        self.world = build_world(self.seed, 2, self.only)
        return CHANGES

    def misfortune(self) -> str | None:
        """Whether this answer fails, and how."""
        with self._lock:
            if self._dice.random() >= self.fail_rate:
                return None
            return self._dice.choice(("unavailable", "cut"))

    def log(self, entry: Logged) -> None:
        """Note an answered request."""
        with self._lock:
            self.requests.append(entry)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    demo: DemoPortals

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves in the middle is nothing to report."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 60
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        """Requests are kept in ``DemoPortals.requests``, not printed."""

    def do_GET(self) -> None:
        """Answer, or fail as the dice say."""
        demo = self.server.demo
        try:
            request = self._request()
        except ValueError:
            self.close_connection = True
            self._send(Request(self.command, "", self.path), Answer(b"", status=400))
            return
        if demo.delay:
            time.sleep(demo.delay)
        misfortune = demo.misfortune()
        if misfortune == "cut":
            self.close_connection = True
            return
        answer = Answer(b"", status=503) if misfortune else self._answer(request)
        self._send(request, answer)

    def do_POST(self) -> None:
        """As GET, with the form."""
        self.do_GET()

    def do_HEAD(self) -> None:
        """As GET, without the body."""
        self.do_GET()

    def do_CONNECT(self) -> None:
        """The demo portals are http only."""
        self.close_connection = True
        self._send(Request("CONNECT", self.path, ""), Answer(b"", status=502))

    def _request(self) -> Request:
        address = urlsplit(self.path)
        host = (address.hostname if address.scheme else self.headers.get("Host", "").partition(":")[0]) or ""
        length = self.headers.get("Content-Length", "0")
        body = self.rfile.read(min(int(length), MAX_BODY)) if length.isdigit() else b""
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)) if body else {}
        return Request(
            method=self.command,
            host=host.lower(),
            path=unquote(address.path) or "/",
            query=dict(parse_qsl(address.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            form=form,
        )

    def _answer(self, request: Request) -> Answer:
        site = self.server.demo.world.sites.get(request.host)
        if site is None:
            return Answer(b"no such host among the demo portals\n", "text/plain", status=502)
        if request.path == "/robots.txt":
            return Answer(site.robots().encode(), "text/plain")
        answer = site.answer(request)
        if site.portal.validators and answer.status == 200:
            tag = f'"{hashlib.sha1(answer.body, usedforsecurity=False).hexdigest()[:16]}"'
            if tag in request.headers.get("if-none-match", ""):
                return Answer(b"", answer.content_type, 304, (("ETag", tag),))
            return Answer(answer.body, answer.content_type, 200, (("ETag", tag), ("Last-Modified", LAST_MODIFIED)))
        if site.portal.gzip and answer.status == 200:
            packed = gzip.compress(answer.body, mtime=0)
            return Answer(packed, answer.content_type, 200, (*answer.headers, ("Content-Encoding", "gzip")))
        return answer

    def _send(self, request: Request, answer: Answer) -> None:
        self._log(request, answer)  # before the client can have read the answer and look at the log
        self.send_response(answer.status)
        if answer.status != 304:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        if request.method != "HEAD" and answer.status != 304:
            self.wfile.write(answer.body)

    def _log(self, request: Request, answer: Answer) -> None:
        asked = ("if-none-match", "if-modified-since")
        self.server.demo.log(
            Logged(
                time=time.time(),
                method=request.method,
                host=request.host,
                path=self.path.removeprefix(f"http://{request.host}") or "/",
                conditional={name: request.headers[name] for name in asked if name in request.headers},
                status=answer.status,
                bytes=len(answer.body),
                user_agent=request.headers.get("user-agent", ""),
            )
        )
