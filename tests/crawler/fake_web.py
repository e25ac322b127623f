"""A small web for tests: an HTTP proxy on loopback that answers for every invented host name."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]
HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(title: str, body: str, meta: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{meta}</head>'
        f"<body>{body}</body></html>"
    ).encode()


HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def report(title: str, more: str = "", meta: str = "") -> bytes:
    text = "".join(
        f"<h3>{heading}</h3><p>本机关严格按照条例要求做好各项工作，及时准确公开政府信息。{title}。</p>"
        for heading in HEADINGS
    )
    table = "<table><tr><td>规章</td><td>0</td></tr></table>"
    return page(title, f'<h1>{title}</h1><div class="content">{text}{table}{more}</div>', meta)


@dataclass
class Web:
    """What the proxy answers: by address, else by a rule; and what it was asked."""

    pages: dict[str, bytes | Answer] = field(default_factory=dict)
    rule: Callable[[str, dict[str, str]], Answer | None] = lambda url, headers: None
    asked: list[tuple[float, str, str]] = field(default_factory=list)
    bodies: list[tuple[str, bytes]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    most_at_once: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    port: int = 0
    now: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def urls(self) -> list[str]:
        return [url for _, _, url in self.asked]

    def answer(self, url: str, headers: dict[str, str]) -> Answer:
        special = self.rule(url, headers)
        if special is not None:
            return special
        found = self.pages.get(url)
        if found is None:
            return 404, HTML, page("404", "页面不存在")
        return (200, dict(HTML), found) if isinstance(found, bytes) else found

    def forget(self) -> None:
        self.asked.clear()
        self.bodies.clear()
        self.sent = 0


@contextmanager
def serving(web: Web) -> Iterator[Web]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            host = self.path.split("/")[2] if "://" in self.path else self.headers.get("Host", "")
            with web.lock:
                web.asked.append((time.monotonic(), self.command, self.path))
                web.bodies.append((self.path, body))
                web.agents.add(self.headers.get("User-Agent", ""))
                web.now[host] += 1
                web.most_at_once[host] = max(web.most_at_once[host], web.now[host])
            try:
                status, headers, content = web.answer(self.path, {k.lower(): v for k, v in self.headers.items()})
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                web.sent += len(content)
                if "Content-Length" in headers:
                    self.close_connection = True
            finally:
                with web.lock:
                    web.now[host] -= 1

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    web.port = server.server_address[1]
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
