"""What must hold before a new database takes the place of the published one; the thresholds are data.

``assertions.yml`` beside this module has the defaults, ``DIR/assertions.yml`` an operator's own lines.
"""

from __future__ import annotations

import logging
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from db.models import Check, Report

log = logging.getLogger(__name__)

DEFAULTS = Path(__file__).with_name("assertions.yml")
OWN = "assertions.yml"


class AssertionFileError(ValueError):
    """A line of the file of assertions cannot be used; the message names it and what it must be."""


@dataclass(frozen=True)
class PortalThresholds:
    """What one portal must have: a number of reports, a share of those published now (None: as all portals)."""

    least_reports: int = 0
    least_share: float | None = None


@dataclass(frozen=True)
class Thresholds:
    """The lines of ``assertions.yml``; their meaning stands there."""

    least_share: float
    least_portal_share: float
    small_portal: int
    nights_in_trouble: int
    portals: Mapping[str, PortalThresholds] = field(default_factory=dict)


def thresholds(data_dir: Path) -> Thresholds:
    """The defaults with the lines of ``DIR/assertions.yml`` over them. Raises :class:`AssertionFileError`."""
    lines = _lines(DEFAULTS)
    own = data_dir / OWN
    if own.is_file():
        lines |= _lines(own)
    portals = lines.pop("portals")
    if not isinstance(portals, dict) or not all(isinstance(given, dict) for given in portals.values()):
        raise AssertionFileError(f"{own}: portals must be lines like xinyang: {{least_reports: 40}}")
    for name, value in lines.items():
        _must_be_number(own, name, value)
    known = {one.name for one in fields(PortalThresholds)}
    for portal, given in portals.items():
        if given.keys() - known:
            raise AssertionFileError(f"{own}: portals.{portal}: knows {', '.join(sorted(known))} only")
        for name, value in given.items():
            _must_be_number(own, f"portals.{portal}.{name}", value)
    return Thresholds(**lines, portals={str(name): PortalThresholds(**given) for name, given in portals.items()})


def _lines(path: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise AssertionFileError(f"{path}: cannot be read: {error}") from error
    if not isinstance(found or {}, dict):
        raise AssertionFileError(f"{path}: must be lines of NAME: VALUE")
    unknown = (found or {}).keys() - {one.name for one in fields(Thresholds)}
    if unknown:
        raise AssertionFileError(f"{path}: no such line: {', '.join(map(str, unknown))}")
    return dict(found or {})


def _must_be_number(path: Path, name: str, value: object) -> None:
    whole = not name.endswith("share")
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)) or value < 0:
        raise AssertionFileError(f"{path}: {name}: {value!r} is not a {'whole number' if whole else 'share'} from 0 up")
    if not whole and value > 1:
        raise AssertionFileError(f"{path}: {name}: {value!r} is more than 1, which is everything")


def objections(engine: Engine, data_dir: Path) -> list[str]:
    """Why the working database should not be published; empty where nothing speaks against it.

    Reports that are marked gone count as not there: a portal that loses its reports overnight, or that answers
    404 to everything, is looked at by a person before the site says so. Raises :class:`AssertionFileError`.
    """
    must = thresholds(data_dir)
    found: list[str] = []
    by_portal = select(Report.portal, func.count()).where(Report.gone.is_(None)).group_by(Report.portal)
    with Session(engine) as session:
        now = Counter({portal or "": n for portal, n in session.execute(by_portal)})
        unchecked = session.scalar(
            select(func.count(Report.report_id)).where(
                Report.form.is_not(None), ~select(Check.check_id).where(Check.report_id == Report.report_id).exists()
            )
        )
    if unchecked:
        found.append(f"{unchecked:,} reports with a form have no checks: run 'gongkai extract --all'")
    before = _published(data_dir / "public.db")
    if now.total() < must.least_share * before.total():
        found.append(f"only {now.total():,} reports, where {before.total():,} are published")
    for portal, reports in before.items():
        share = must.portals.get(portal, PortalThresholds()).least_share
        least = must.least_portal_share if share is None else share
        if reports >= must.small_portal and now[portal] < least * reports:
            found.append(f"portal {portal}: only {now[portal]:,} reports, where {reports:,} are published")
    for portal, one in must.portals.items():
        if now[portal] < one.least_reports:
            found.append(f"portal {portal}: only {now[portal]:,} reports, where at least {one.least_reports:,} must be")
    return found


def _published(path: Path) -> Counter[str]:
    """Reports by portal as they are published now, without those gone; none where nothing is."""
    if not path.is_file():
        return Counter()
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            sql = "SELECT coalesce(portal, ''), count(*) FROM reports WHERE gone IS NULL GROUP BY 1"
            return Counter(dict(database.execute(sql)))
    except sqlite3.DatabaseError as error:
        log.warning("%s: cannot be read (%s): published anew without comparing", path, error)
        return Counter()
