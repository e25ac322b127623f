"""Serving the site over HTTP, taking up a newly published database without being told."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import uvicorn

from publish.site import site

LOOK_EVERY_SECONDS = 5.0


def serve(data_dir: Path, host: str, port: int) -> None:
    """Serve until stopped. Raises :class:`NothingPublishedError`, or OSError where the port is taken.

    Datasette opens the database as immutable, so a swapped-in one needs a Datasette of its own: the server ends
    its requests in good order and begins anew.
    """
    while asyncio.run(_serve_one(data_dir, host, port)):
        print("gongkai serve: a new database was published; starting with it", file=sys.stderr)


async def _serve_one(data_dir: Path, host: str, port: int) -> bool:
    """Serve the database that is there now. True where another took its place, False where we were stopped."""
    served = _identity(data_dir)
    datasette = site(data_dir)
    await datasette.invoke_startup()
    server = uvicorn.Server(uvicorn.Config(datasette.app(), host=host, port=port, log_level="warning", lifespan="on"))
    print(f"serving {data_dir / 'public.db'} on http://{host}:{port}/ (Ctrl-C stops it)", flush=True)
    running = asyncio.create_task(server.serve())
    replaced = False
    while not running.done():
        await asyncio.wait({running}, timeout=LOOK_EVERY_SECONDS)
        if not running.done() and _identity(data_dir) not in (served, None):
            replaced = server.should_exit = True
    if running.exception() is None and not server.started:
        raise OSError(f"cannot listen on {host}:{port}: the port may be taken; choose another with --port")
    running.result()
    return replaced


def _identity(data_dir: Path) -> tuple[int, int] | None:
    """Which file is there: it changes when another is swapped in."""
    try:
        found = (data_dir / "public.db").stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns
