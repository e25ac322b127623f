"""What must hold before a new database takes the place of the published one: no mass disappearance."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from db.models import Check, Report

LEAST_SHARE = 0.9  # of the reports that are published now
LEAST_PORTAL_SHARE = 0.5  # of those of one portal
SMALL_PORTAL = 10  # below so many reports a portal's share says nothing


def objections(engine: Engine, data_dir: Path) -> list[str]:
    """Why the working database should not be published; empty where nothing speaks against it."""
    found: list[str] = []
    by_portal = select(Report.portal, func.count()).group_by(Report.portal)
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
    if now.total() < LEAST_SHARE * before.total():
        found.append(f"only {now.total():,} reports, where {before.total():,} are published")
    for portal, reports in before.items():
        if reports >= SMALL_PORTAL and now[portal] < LEAST_PORTAL_SHARE * reports:
            found.append(f"portal {portal}: only {now[portal]:,} reports, where {reports:,} are published")
    return found


def _published(path: Path) -> Counter[str]:
    """Reports by portal as they are published now; none where nothing is."""
    if not path.is_file():
        return Counter()
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        return Counter(dict(database.execute("SELECT coalesce(portal, ''), count(*) FROM reports GROUP BY 1")))
