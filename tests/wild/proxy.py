"""An HTTP proxy on loopback that plays a :class:`Web` and keeps the books on who asked for what."""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
import time
from collections import Counter, defaultdict

from tests.wild.web import Answer, Asked, Web, etag


class Books:
    """What was asked: requests in order, bytes sent by host, and the most requests under way at a time by host."""

    def __init__(self) -> None:
        self.log: list[
            tuple[str, str, int, int, float]
        ] = []  # method, url, status, bytes, seconds since the books began
        self.began = time.monotonic()
        self.busiest: Counter[str] = Counter()
        self.now: Counter[str] = Counter()
        self.sent: Counter[str] = Counter()


class Proxy:
    """Run as a context manager; ``address`` goes into http_proxy."""

    def __init__(self, web: Web, seed: int = 0) -> None:
        self.web = web
        self.books = Books()
        self.failing: dict[str, float] = defaultdict(float)  # host: share of broken answers
        self.conditional: set[str] = set()  # hosts that answer 304
        self.weights: dict[str, float] = {}
        self._rng = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self.address = ""

    def __enter__(self) -> Proxy:
        threading.Thread(target=self._serve, daemon=True).start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    def turn_page(self) -> Books:
        """Close the books and begin new ones."""
        old, self.books = self.books, Books()
        return old

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._talk, "127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        self._loop.run_forever()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                asked = await _read(reader)
                if asked is None or not await self._answer(asked, writer):
                    break
        with contextlib.suppress(ConnectionError):
            writer.close()

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection can be used again."""
        books, host = self.books, asked.host
        books.now[host] += 1
        books.busiest[host] = max(books.busiest[host], books.now[host])
        answer = Answer(b"", 502)
        try:
            if asked.method != "CONNECT":
                answer = self._decide(asked)
            await asyncio.sleep(0.003)
            return await self._send(asked, answer, writer)
        finally:
            books.now[host] -= 1
            books.log.append(
                (asked.method, asked.url, answer.status, len(answer.body), round(time.monotonic() - books.began, 2))
            )

    def _decide(self, asked: Asked) -> Answer:
        share = self.failing[asked.host]
        if share and not asked.path.endswith("/robots.txt") and self._rng.random() < share:
            kind = self._rng.choice(["500", "503", "reset", "cut", "empty"])
            if kind in ("500", "503"):
                return Answer(b"<html>error</html>", int(kind))
            if kind == "reset":
                return Answer(b"", 0)
            answer = self.web.find(asked)
            if kind == "cut" and len(answer.body) > 1:
                return Answer(answer.body, answer.status, answer.type, answer.headers, cut=True)
            return Answer(b"", 200)
        answer = self.web.find(asked)
        if asked.host in self.conditional and answer.status == 200 and asked.method == "GET" and not answer.pace:
            tag = etag(answer.body)
            answer.headers = {**answer.headers, "ETag": tag}
            if asked.headers.get("if-none-match") == tag:
                return Answer(b"", 304, None, {"ETag": tag})
        return answer

    async def _send(self, asked: Asked, answer: Answer, writer: asyncio.StreamWriter) -> bool:
        if answer.status == 0:
            writer.transport.abort()
            return False
        lines = [f"HTTP/1.1 {answer.status} Any"]
        if answer.type:
            lines.append(f"Content-Type: {answer.type}")
        lines += [f"{name}: {value}" for name, value in answer.headers.items()]
        if answer.status != 304:
            lines.append(f"Content-Length: {len(answer.body)}")
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace"))
        self.books.sent[asked.host] += len(answer.body)
        if answer.pace:
            for start in range(0, len(answer.body), 16):
                writer.write(answer.body[start : start + 16])
                await writer.drain()
                await asyncio.sleep(answer.pace)
                if writer.transport.is_closing():
                    return False
            return True
        if answer.cut:
            writer.write(answer.body[: len(answer.body) // 2])
            await writer.drain()
            writer.transport.abort()
            return False
        if asked.method != "HEAD":
            writer.write(answer.body)
        await writer.drain()
        return True


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    line = await reader.readline()
    if not line:
        return None
    method, url, _ = line.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (raw := (await reader.readline()).decode("latin-1").strip()) != "":
        name, _, value = raw.partition(":")
        headers[name.lower()] = value.strip()
    size = int(headers.get("content-length", 0))
    return Asked(method, url, headers, await reader.readexactly(size) if size else b"")
