"""How the portals are doing, from the working database."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from archive.index import RunSummary
from db.models import CrawlRun, Document, Portal, Report


@dataclass(frozen=True)
class PortalState:
    """A portal with its last crawl (pages, new, changed, gone), its documents in all and its reports by year."""

    portal: str
    name: str
    state: str
    reason: str | None
    platform: str | None
    last_crawl: datetime | None
    pages: int
    new: int
    changed: int
    gone: int
    documents: int
    reports_by_year: dict[int, int] = field(default_factory=dict)

    @property
    def reports(self) -> int:
        """All reports taken from the portal."""
        return sum(self.reports_by_year.values())

    @property
    def last_crawl_text(self) -> str:
        """The last crawl, or never."""
        return self.last_crawl.strftime("%Y-%m-%d %H:%M UTC") if self.last_crawl else "never"

    @property
    def years_text(self) -> str:
        """Reports by year in little room: ``2021-2024: 7 7 0 8``."""
        if not self.reports_by_year:
            return ""
        first, last = min(self.reports_by_year), max(self.reports_by_year)
        return f"{first}-{last}: " + " ".join(str(self.reports_by_year.get(y, 0)) for y in range(first, last + 1))

    def as_json(self) -> dict[str, object]:
        """What ``gongkai status --json`` prints."""
        return {
            "portal": self.portal,
            "name": self.name,
            "state": self.state,
            "reason": self.reason,
            "last_crawl": self.last_crawl.isoformat() if self.last_crawl else None,
            "reports": self.reports,
            "reports_by_year": {str(year): n for year, n in sorted(self.reports_by_year.items())},
            "documents": self.documents,
            "pages": self.pages,
            "new": self.new,
            "changed": self.changed,
            "gone": self.gone,
            "platform": self.platform,
        }


def portal_states(engine: Engine) -> list[PortalState]:
    """All portals, those that need attention first."""
    with Session(engine) as session:
        years: dict[str, dict[int, int]] = {}
        for portal, year, n in session.execute(
            select(Report.portal, Report.year, func.count()).group_by(Report.portal, Report.year)
        ):
            years.setdefault(portal or "", {})[year] = n
        per_portal = select(Document.portal, func.count()).group_by(Document.portal)
        documents = dict(session.execute(per_portal).all())
        newest = select(func.max(CrawlRun.run_id)).group_by(CrawlRun.portal)
        runs = {run.portal: run for run in session.scalars(select(CrawlRun).where(CrawlRun.run_id.in_(newest)))}
        states = [
            _state(portal, runs.get(portal.portal), documents.get(portal.portal, 0), years.get(portal.portal, {}))
            for portal in session.scalars(select(Portal))
        ]
    return sorted(states, key=lambda state: (state.state == "ok", state.state, state.portal))


def _state(portal: Portal, run: CrawlRun | None, documents: int, years: dict[int, int]) -> PortalState:
    return PortalState(
        portal=portal.portal,
        name=portal.name,
        state=portal.state,
        reason=portal.reason,
        platform=portal.platform_found or portal.platform,
        last_crawl=portal.last_crawl,
        pages=run.pages if run else 0,
        new=run.new if run else 0,
        changed=run.changed if run else 0,
        gone=run.gone if run else 0,
        documents=documents,
        reports_by_year=years,
    )


def runs_since(engine: Engine, since: datetime) -> dict[str, RunSummary]:
    """The last run of each portal that came to its end after ``since``, as the crawl told it."""
    names = [one.name for one in fields(RunSummary)]
    found: dict[str, RunSummary] = {}
    with Session(engine) as session:
        query = select(CrawlRun).where(CrawlRun.finished >= since).order_by(CrawlRun.run_id)
        for run in session.scalars(query):
            found[run.portal] = RunSummary(**{name: getattr(run, name) for name in names})
    return found


def nights_in_trouble(engine: Engine) -> dict[str, int]:
    """Portals that are not ok, with how many nights running: days (UTC) of runs back to the last that was ok."""
    days: dict[str, set[date]] = {}
    well: set[str] = set()
    with Session(engine) as session:
        ended = select(CrawlRun.portal, CrawlRun.started, CrawlRun.state).where(CrawlRun.finished.is_not(None))
        for portal, started, state in session.execute(ended.order_by(CrawlRun.run_id.desc())):
            if portal in well:
                continue
            if state in ("blocked", "failing"):
                days.setdefault(portal, set()).add(started.date())
            else:
                well.add(portal)
    return {portal: len(nights) for portal, nights in days.items()}
