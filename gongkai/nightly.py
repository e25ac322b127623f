"""The nightly run: crawl, extract, check, publish, one at a time and never twice at once.

Each step goes on where a killed run stopped: the crawl by its queue, extraction by what is not yet read,
publishing anew. A fault of one portal or document is in the account and stops nothing else.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LOCK = "nightly.lock"
RUNS = "runs"


class NightlyRunningError(Exception):
    """Another nightly run holds the lock of this folder."""


@dataclass
class Night:
    """The account of a run. ``trouble`` names everything that someone should look at."""

    started: datetime
    finished: datetime | None = None
    portals: list[dict[str, Any]] = field(default_factory=list)
    documents: dict[str, int] = field(default_factory=dict)
    unread: list[tuple[str, str]] = field(default_factory=list)
    objections: list[str] = field(default_factory=list)
    published: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def trouble(self) -> list[str]:
        """One line each: portals not ok, steps that failed, why nothing was published."""
        portals = [f"{p['portal']}: {p['reason'] or p['state']}" for p in self.portals if p["state"] != "ok"]
        return [*portals, *self.errors, *(f"not published: {why}" for why in self.objections)]

    def as_json(self) -> dict[str, Any]:
        """The account for machines."""
        return {
            "started": self.started.isoformat(timespec="seconds"),
            "finished": self.finished.isoformat(timespec="seconds") if self.finished else None,
            "portals": self.portals,
            "documents": self.documents,
            "unread": [{"source": source, "reason": reason} for source, reason in self.unread],
            "published": self.published,
            "objections": self.objections,
            "errors": self.errors,
            "trouble": self.trouble,
        }


@contextmanager
def locked(data_dir: Path) -> Iterator[None]:
    """Hold the folder's lock; the system lets go of it when the process ends, however it ends."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / LOCK).open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise NightlyRunningError(f"a nightly run is at work in {data_dir} already (process {holder})") from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def run_night(
    data_dir: Path, crawl: Callable[[], list[dict[str, Any]]], jobs: int, say: Callable[[str], None]
) -> Night:
    """Do all steps in order. ``crawl`` gives one summary a portal. Raises NightlyRunningError."""
    with locked(data_dir):
        night = Night(datetime.now(UTC))
        say("crawl")
        with _errors_into(night, "crawl"):
            night.portals = crawl()
        say("extract")
        with _errors_into(night, "extract"):
            _extract(data_dir, jobs, night)
        say("check and publish")
        with _errors_into(night, "publish"):
            _publish(data_dir, night)
        night.finished = datetime.now(UTC)
        _write(data_dir, night)
        return night


def _extract(data_dir: Path, jobs: int, night: Night) -> None:
    from db.engine import open_database
    from gongkai.extraction import extract_archive

    account = extract_archive(open_database(data_dir), data_dir, jobs=jobs)
    night.documents, night.unread = dict(account.outcomes), account.failures


def _publish(data_dir: Path, night: Night) -> None:
    from db.engine import open_database
    from publish.assertions import objections
    from publish.build import publish

    engine = open_database(data_dir)
    night.objections = objections(engine, data_dir)
    if not night.objections:
        night.published = publish(engine, data_dir, datetime.now(UTC).date()).rows


@contextmanager
def _errors_into(night: Night, step: str) -> Iterator[None]:
    """A step that fails is told and the next one tried: what was archived before is still worth publishing."""
    try:
        yield
    except Exception as error:
        night.errors.append(f"{step}: {type(error).__name__}: {error}")


def _write(data_dir: Path, night: Night) -> None:
    """Keep the account as ``runs/<start>.json``, written whole."""
    folder = data_dir / RUNS
    folder.mkdir(exist_ok=True)
    path = folder / f"{night.started:%Y%m%dT%H%M%SZ}.json"
    part = path.with_suffix(".part")
    part.write_text(json.dumps(night.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(path)
