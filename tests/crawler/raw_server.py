"""A proxy on loopback that answers with raw bytes, however wrong, and counts what each host has under way."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Bytes = Iterable[bytes]  # pieces to send, one after the other; the connection is closed after the last
NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


@dataclass
class RawWeb:
    """What each host answers to a path; and what came of it."""

    hosts: dict[str, Callable[[str], Bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    talking: dict[str, list[socket.socket]] = field(default_factory=dict)
    most_at_once: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    port: int = 0

    def talk(self, client: socket.socket) -> None:
        """One request, one answer. It is under way until its last piece is about to be sent, or the client leaves."""
        head = b""
        while b"\r\n\r\n" not in head:
            piece = client.recv(65536)
            if not piece:
                return
            head += piece
        address = head.split(b" ", 2)[1].decode("latin-1")
        host, _, path = address.partition("://")[2].partition("/")
        self.asked.append((host, f"/{path}"))
        if path == "robots.txt" or host not in self.hosts:
            client.sendall(NO_ROBOTS)
            return
        talking = self.talking.setdefault(host, [])
        talking.append(client)
        together = sum(not _has_left(other) for other in list(talking))
        self.most_at_once[host] = max(self.most_at_once[host], together)
        try:
            for piece in self.hosts[host](f"/{path}"):
                if _has_left(client):
                    return
                client.sendall(piece)
                self.sent[host] += len(piece)
        finally:
            talking.remove(client)


def _has_left(client: socket.socket) -> bool:
    """Whether the other side has closed: a server that sleeps between two pieces has not noticed yet."""
    try:
        return bool(select.select([client], [], [], 0)[0]) and not client.recv(1, socket.MSG_PEEK)
    except (OSError, ValueError):  # reset, or closed here
        return True


@contextmanager
def serving_raw(web: RawWeb) -> Iterator[RawWeb]:
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    web.port = listener.getsockname()[1]
    stopped = threading.Event()

    def one(client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            web.talk(client)

    def accept() -> None:
        while not stopped.is_set():
            with contextlib.suppress(OSError):
                client, _ = listener.accept()
                threading.Thread(target=one, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield web
    finally:
        stopped.set()
        listener.close()


def drip(data: bytes, seconds: float = 0.2, pieces: int = 10_000) -> Bytes:
    """A byte at a time, for ever so long."""
    for n in range(pieces):
        yield data[n : n + 1] or b"x"
        time.sleep(seconds)
