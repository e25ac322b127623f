"""The nightly run: crawl, extract, check, publish, one at a time and never twice at once.

Each step goes on where a killed run stopped: the crawl by its queue and the portals already done, extraction by
what is not yet read, publishing anew. A fault of one portal or document is in the account and stops nothing else.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from gongkai.night import Night
from gongkai.summary import readable

log = logging.getLogger(__name__)

LOCK = "nightly.lock"
BEGUN = "nightly.json"  # what a run that was killed had begun
RUNS = "runs"
ONE_NIGHT = timedelta(hours=16)

Crawl = Callable[[datetime], list[dict[str, Any]]]


class NightlyRunningError(Exception):
    """Another nightly run holds the lock of this folder."""


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


def run_night(data_dir: Path, crawl: Crawl, jobs: int, say: Callable[[str], None]) -> Night:
    """Do all steps in order. ``crawl`` is told when the night began and gives one summary a portal.

    Raises NightlyRunningError.
    """
    with locked(data_dir):
        night = _begun(data_dir)
        _note_begun(data_dir, night)
        say("crawl")
        with _errors_into(night, "crawl"):
            night.portals = crawl(night.started)
        say("extract")
        with _errors_into(night, "extract"):
            _extract(data_dir, jobs, night)
        say("check and publish")
        with _errors_into(night, "publish"):
            _publish(data_dir, night)
        with _errors_into(night, "portals in trouble"):
            _raise_portals(data_dir, night)
        night.finished = datetime.now(UTC)
        write_account(data_dir, night)
        (data_dir / BEGUN).unlink(missing_ok=True)
        return night


def write_account(data_dir: Path, night: Night) -> None:
    """Keep the account as ``runs/<start>.json`` and ``runs/<start>.md``, each written whole."""
    folder = data_dir / RUNS
    folder.mkdir(exist_ok=True)
    name = f"{night.started:%Y%m%dT%H%M%SZ}"
    _write(folder / f"{name}.md", readable(night))
    _write(folder / f"{name}.json", json.dumps(night.as_json(), ensure_ascii=False, indent=1) + "\n")


def _begun(data_dir: Path) -> Night:
    """The night that a killed run began and did not end, where that was not long ago; else a new one."""
    now = datetime.now(UTC)
    try:
        held = json.loads((data_dir / BEGUN).read_text(encoding="utf-8"))
        started = datetime.fromisoformat(held["started"])
        listed = held["news"]
    except FileNotFoundError:
        return Night(now)
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("%s: cannot be read (%s): a new night begins", data_dir / BEGUN, error)
        return Night(now)
    if not timedelta(0) <= now - started <= ONE_NIGHT:
        return Night(now)
    log.warning("the nightly run of %s was stopped before its end: going on with it", held["started"])
    return Night(started, news=listed, resumed=True)


def _note_begun(data_dir: Path, night: Night) -> None:
    held = {"started": night.started.isoformat(), "news": night.news}
    _write(data_dir / BEGUN, json.dumps(held, ensure_ascii=False) + "\n")


def _extract(data_dir: Path, jobs: int, night: Night) -> None:
    from db.engine import open_database
    from gongkai.extraction import extract_archive

    account = extract_archive(open_database(data_dir), data_dir, jobs=jobs)
    night.documents, night.unread = dict(account.outcomes), account.failures


def _publish(data_dir: Path, night: Night) -> None:
    """Publish where the assertions hold. The news are noted first: once published they are none any more."""
    from db.engine import open_database
    from publish.assertions import objections
    from publish.build import publish
    from publish.news import news

    engine = open_database(data_dir)
    told = [one.as_json() for one in news(engine, data_dir)]
    night.news += [one for one in told if one not in night.news]
    _note_begun(data_dir, night)
    night.objections = objections(engine, data_dir)
    if not night.objections:
        night.published = publish(engine, data_dir, datetime.now(UTC).date()).rows


def _raise_portals(data_dir: Path, night: Night) -> None:
    from db.engine import open_database
    from db.status import nights_in_trouble
    from publish.assertions import thresholds

    least = thresholds(data_dir).nights_in_trouble
    nights = nights_in_trouble(open_database(data_dir))
    for portal in night.portals:
        portal["nights"] = nights.get(portal["portal"], 0)
    night.raised = [p["portal"] for p in night.portals if p["nights"] >= least and p["state"] in ("blocked", "failing")]


@contextmanager
def _errors_into(night: Night, step: str) -> Iterator[None]:
    """A step that fails is told and the next one tried: what was archived before is still worth publishing."""
    try:
        yield
    except Exception as error:
        log.error("%s failed", step, exc_info=error)
        night.errors.append(f"{step}: {type(error).__name__}: {error}")


def _write(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
