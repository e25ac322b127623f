"""What the working database says that the published one does not: reports new, changed, gone, back, moved, late."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from db.models import Agency, Document, Report, ReportVersion

log = logging.getLogger(__name__)

What = Literal["new", "changed", "moved", "gone", "back", "late"]
KINDS: tuple[What, ...] = ("new", "changed", "moved", "gone", "back", "late")


@dataclass(frozen=True, order=True)
class News:
    """One report in the list of a run. ``late`` stands beside ``new``: a report may be both."""

    what: What
    agency: str
    year: int
    url: str
    portal: str | None

    def as_json(self) -> dict[str, object]:
        """For the run's account."""
        return {"what": self.what, "agency": self.agency, "year": self.year, "url": self.url, "portal": self.portal}


@dataclass(frozen=True)
class _Stand:
    url: str
    sha256: str
    gone: bool
    late: bool


def news(engine: Engine, data_dir: Path) -> list[News]:
    """The difference against ``public.db`` as it is now; every report is new where nothing is published.

    A report that says the same (figures, texts and title, whatever the bytes of its page) at a new address is
    ``moved``, one that says something else at any address ``changed``.
    """
    before = _published(data_dir / "public.db")
    found: list[News] = []
    rows = select(
        Agency.name, Agency.region_code, Report.agency, Report.year, Report.url, Report.sha256, Report.gone,
        Report.late, Report.portal, Report.report_id,
    ).join(Agency, Agency.agency_id == Report.agency_id)  # fmt: skip
    with Session(engine) as session:
        for row in session.execute(rows):
            stand = _Stand(row.url, row.sha256, isinstance(row.gone, date), bool(row.late))
            old = before.get((row.name, row.region_code, row.year)) or before.get(
                (row.agency, row.region_code, row.year)
            )
            same = old is not None and _says_the_same(session, row.report_id, old.sha256, stand.sha256)
            found += [News(what, row.agency, row.year, row.url, row.portal) for what in _what(old, stand, same=same)]
    return sorted(found)


def _says_the_same(session: Session, report_id: int, before: str, after: str) -> bool:
    """Whether two bodies of a report tell the same. Where it is not known any more what one told, they do not."""
    if before == after:
        return True
    told = session.execute(
        select(Document.sha256, ReportVersion.title, ReportVersion.figures, ReportVersion.texts)
        .join(Document, Document.document_id == ReportVersion.document_id)
        .where(ReportVersion.report_id == report_id, Document.sha256.in_([before, after]))
    )
    versions = {
        row.sha256: (row.title, row.figures, row.texts) for row in told if row.figures is not None and row.texts
    }
    return before in versions and versions[before] == versions.get(after)


def _what(old: _Stand | None, now: _Stand, *, same: bool) -> list[What]:
    what: list[What] = []
    if old is None:
        what.append("new")
    elif not same:
        what.append("changed")
    elif old.url != now.url:
        what.append("moved")
    if now.gone and not (old and old.gone):
        what.append("gone")
    if old and old.gone and not now.gone:
        what.append("back")
    if now.late and not (old and old.late):
        what.append("late")
    return what


def _published(path: Path) -> dict[tuple[str, str | None, int], _Stand]:
    if not path.is_file():
        return {}
    sql = """SELECT a.name, a.region_code, r.agency, r.year, r.url, r.sha256, r.gone, r.late
               FROM reports AS r JOIN agencies AS a ON a.agency_id = r.agency_id"""
    found: dict[tuple[str, str | None, int], _Stand] = {}
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            for name, region, agency, year, url, sha256, gone, late in database.execute(sql):
                stand = _Stand(url, sha256, gone is not None, bool(late))
                found[name, region, year] = found[agency, region, year] = stand
    except sqlite3.DatabaseError as error:
        log.warning("%s: cannot be compared with (%s): every report counts as new", path, error)
        return {}
    return found
