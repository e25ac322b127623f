"""Many portals in one process: memory must not grow with their number, as sixteen are visited at a time."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.crawling import AT_ONCE
from benchmarks.measure import Contestant, compare, python

PORTALS = (25, 200)
REPORTS = 10
_SENTENCE = "本机关严格按照政府信息公开条例的要求做好各项工作，及时准确公开政府信息。"


def main() -> None:
    """Print the table: the peak of the memory is what to look at."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as name, _portals() as address:
        data = Path(name) / "data"
        contestants = []
        for count in PORTALS:
            entries = Path(name) / f"{count}.yml"
            entries.write_text("".join(_entry(n) for n in range(count)), encoding="utf-8")
            settings = [word for setting in AT_ONCE for word in ("-s", setting)]
            crawl = python("-m", "gongkai", "crawl", "--data", str(data), "--portals", str(entries), *settings)
            proxy = {"http_proxy": address}
            contestants.append(
                Contestant(f"{count} portals", crawl, lambda: shutil.rmtree(data, ignore_errors=True), proxy)
            )
        compare("Many portals in one process", "portals", PORTALS[-1], contestants, runs=1)


def _entry(number: int) -> str:
    start = f"http://www.xian{number}.gov.cn/"
    return f'- {{id: xian{number}, name: 第{number}县人民政府, region_code: "110100", start_urls: ["{start}"]}}\n'


def _page(host: str, path: str) -> str | None:
    city = host.split(".")[1]
    if path == "/":
        return f'<title>{city}</title><a href="/zfxxgknb/">政府信息公开年报</a><a href="/zwgk/">政务公开</a>'
    title = f"{city}第{{}}局2022年政府信息公开工作年度报告"
    if path == "/zfxxgknb/":
        rows = (f'<li><a href="t20230120_{n}.html">{title.format(n)}</a>2023-01-20</li>' for n in range(REPORTS))
        return f"<title>政府信息公开年报</title><ul>{''.join(rows)}</ul>"
    if path.startswith("/zfxxgknb/t"):
        number = path.rpartition("_")[2].removesuffix(".html")
        return (
            f"<title>{title.format(number)}</title><h1>{title.format(number)}</h1><p>一、总体情况{_SENTENCE * 150}</p>"
        )
    return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        found = _page(parts.hostname or "", parts.path)
        body = f'<html><meta charset="utf-8">{found or "404"}</html>'.encode()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _portals() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


if __name__ == "__main__":
    main()
