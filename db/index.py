"""The archive's index in the database: ``documents``, ``portals`` and ``crawl_runs``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Executable, Update, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from archive.index import Capture, Known, Outcome, Place, PortalEntry, Role, Run, RunSummary
from db.models import Base, CrawlRun, Document, Portal

RUNNING = "running"
STOPPED = "stopped"

# Made once and over the table itself: a crawl runs these for every page.
_DOCUMENTS = Base.metadata.tables[Document.__tablename__]
_SEEN_ANEW = ("etag", "last_modified")
_PLACE = ("warc_file", "warc_offset")
_AT = _DOCUMENTS.c.url == bindparam("at_url")
_SAME = _AT & (_DOCUMENTS.c.sha256 == bindparam("at_sha256"))


def _setting(*columns: str) -> Update:
    """Set columns of the version at an address."""
    return _DOCUMENTS.update().where(_SAME).values({name: bindparam(name) for name in columns})


_FOUND_AT = ("parent_url", "link_text", "column_name")
_SETTLE = _setting("role", *_FOUND_AT)
_CAPTURED = tuple(field.name for field in fields(Capture))
_NEXT_VERSION = select(func.coalesce(func.max(_DOCUMENTS.c.version), 0) + 1).where(_AT).scalar_subquery()


def _recording(dialect: str, *moved: str) -> Executable:
    """Add a version, or say of the one that is there that it was seen again: the statement of every page."""
    values: dict[str, Any] = {name: bindparam(name) for name in (*_CAPTURED, "last_seen")}
    adding = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(_DOCUMENTS)
    given = adding.values(**values, version=_NEXT_VERSION)
    anew: dict[str, Any] = {name: given.excluded[name] for name in ("last_seen", *_SEEN_ANEW, *moved)}
    settled = given.on_conflict_do_update(index_elements=["url", "sha256"], set_=anew | {"gone": None})
    return settled.returning(_DOCUMENTS.c.version, _DOCUMENTS.c.fetched)


class DatabaseIndex:
    """:class:`archive.index.Index` over an engine whose schema is up to date. Each call is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._record = _recording(engine.dialect.name)
        self._record_moved = _recording(engine.dialect.name, *_PLACE)

    def put_portal(self, entry: PortalEntry) -> None:
        """Add a portal or bring its entry up to date; its state stays."""
        entered = {
            "name": entry.name,
            "region_code": entry.region_code,
            "start_url": entry.start_url,
            "platform": entry.platform,
        }
        with self.engine.begin() as connection:
            changed = connection.execute(update(Portal).where(Portal.portal == entry.portal).values(**entered))
            if not changed.rowcount:
                connection.execute(insert(Portal).values(portal=entry.portal, state="never", **entered))

    def start_run(self, portal: str, now: datetime, night: timedelta = timedelta(0)) -> Run:
        """Begin a run, or go on with one that was never finished; see the protocol."""
        with self.engine.begin() as connection:
            open_run = connection.execute(
                select(CrawlRun.run_id, CrawlRun.started, CrawlRun.requests)
                .where(CrawlRun.portal == portal, CrawlRun.state.in_([RUNNING, STOPPED]))
                .order_by(CrawlRun.run_id.desc())
                .limit(1)
            ).first()
            latest = connection.execute(
                select(func.max(CrawlRun.run_id)).where(CrawlRun.portal == portal)
            ).scalar_one_or_none()
            others = select(func.coalesce(func.sum(CrawlRun.requests), 0)).where(
                CrawlRun.portal == portal, CrawlRun.started > now - night
            )
            if open_run is not None and open_run.run_id == latest:
                connection.execute(update(CrawlRun).where(CrawlRun.run_id == latest).values(state=RUNNING))
                before = connection.execute(others.where(CrawlRun.run_id != latest)).scalar_one()
                asked = open_run.requests if open_run.started > now - night else 0
                return Run(open_run.run_id, portal, open_run.started, True, asked, before)
            added = connection.execute(insert(CrawlRun).values(portal=portal, started=now, state=RUNNING))
            assert added.inserted_primary_key is not None
            before = connection.execute(others).scalar_one()
            return Run(int(added.inserted_primary_key[0]), portal, now, resumed=False, asked_before=before)

    def asked(self, run: Run, requests: int) -> None:
        """Write down how many requests a run may have sent by now."""
        with self.engine.begin() as connection:
            connection.execute(update(CrawlRun).where(CrawlRun.run_id == run.run_id).values(requests=requests))

    def finish_run(self, run: Run, summary: RunSummary, now: datetime) -> None:
        """End a run, and set the portal's state, reason and last crawl by it."""
        counts = asdict(summary)
        del counts["portal"]
        stopped = summary.state == STOPPED
        with self.engine.begin() as connection:
            connection.execute(
                update(CrawlRun)
                .where(CrawlRun.run_id == run.run_id)
                .values(finished=None if stopped else now, **counts)
            )
            if not stopped:
                connection.execute(
                    update(Portal)
                    .where(Portal.portal == run.portal)
                    .values(state=summary.state, reason=summary.reason, last_crawl=now, platform_found=summary.platform)
                )

    def known(self, portal: str) -> Iterator[Known]:
        """The current version of every address of a portal: the one seen last."""
        rows = select(
            Document.url,
            Document.role,
            Document.sha256,
            Document.bytes,
            Document.fetched,
            Document.last_seen,
            Document.warc_file,
            Document.warc_offset,
            Document.parent_url,
            Document.etag,
            Document.last_modified,
            Document.gone,
            Document.year,
        ).where(Document.portal == portal)
        current: dict[str, Known] = {}
        with self.engine.connect() as connection:
            for row in connection.execute(rows.order_by(Document.last_seen, Document.version)):
                current[row.url] = Known(row.url, Role(row.role), *row[2:])
        yield from current.values()

    def record(self, capture: Capture, *, moved: bool = False) -> Outcome:
        """Add a version, or mark the one that is there as seen at ``capture.fetched``; see the protocol."""
        row = vars(capture) | {"role": capture.role.value, "last_seen": capture.fetched, "at_url": capture.url}
        with self.engine.begin() as connection:
            there = connection.execute(self._record_moved if moved else self._record, row).one()
        if there.fetched != capture.fetched:
            return Outcome.UNCHANGED
        return Outcome.CHANGED if there.version > 1 else Outcome.NEW

    def settle(self, places: Iterable[Place]) -> None:
        """Give versions the role, parent, words and column that a run settled on."""
        rows = [
            {"at_url": place.url, "at_sha256": place.sha256, "role": place.role.value}
            | {name: getattr(place, name) for name in _FOUND_AT}
            for place in places
        ]
        if rows:
            with self.engine.begin() as connection:
                connection.execute(_SETTLE, rows)

    def seen(self, url: str, sha256: str, when: datetime) -> None:
        """An address answered that this version still stands."""
        with self.engine.begin() as connection:
            connection.execute(
                update(Document).where(Document.url == url, Document.sha256 == sha256).values(last_seen=when, gone=None)
            )

    def mark_gone(self, url: str, when: datetime) -> None:
        """An address is no longer there. Its versions stay; a second call keeps the first date."""
        with self.engine.begin() as connection:
            connection.execute(update(Document).where(Document.url == url, Document.gone.is_(None)).values(gone=when))
