"""Serving the site over HTTP, taking up a newly published database without being told."""

from __future__ import annotations

import asyncio
import socket
import sys
from pathlib import Path

import uvicorn

from publish.site import published_file, site

LOOK_EVERY_SECONDS = 2.0


def serve(data_dir: Path, host: str, port: int) -> None:
    """Serve until stopped. Raises NothingPublishedError, or OSError where the port is taken.

    Datasette opens the database as immutable, so a swapped-in one needs a Datasette of its own: the server ends
    its requests in good order and begins anew, on the same socket, so that nobody finds the door closed.
    """
    published_file(data_dir)
    with _listening(host, port) as listening:
        while asyncio.run(_serve_one(data_dir, listening)):
            print("gongkai serve: a new database was published; starting with it", file=sys.stderr)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, reuse_port=False)
    except OSError as error:
        why = error.strerror or error
        raise OSError(f"cannot listen on {host}:{port} ({why}); choose another with --port") from error


async def _serve_one(data_dir: Path, listening: socket.socket) -> bool:
    """Serve the database that is there now. True where another took its place, False where we were stopped."""
    served = _identity(data_dir)
    datasette = site(data_dir)
    await datasette.invoke_startup()
    server = uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning", lifespan="on"))
    host, port = listening.getsockname()[:2]
    print(f"serving {data_dir / 'public.db'} on http://{host}:{port}/ (Ctrl-C stops it)", flush=True)
    running = asyncio.create_task(server.serve(sockets=[listening.dup()]))
    replaced = False
    while not running.done():
        await asyncio.wait({running}, timeout=LOOK_EVERY_SECONDS)
        if not running.done() and _identity(data_dir) not in (served, None):
            replaced = server.should_exit = True
    running.result()
    return replaced


def _identity(data_dir: Path) -> tuple[int, int] | None:
    """Which file is there: it changes when another is swapped in."""
    try:
        found = (data_dir / "public.db").stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns
