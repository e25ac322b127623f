"""The versions of a report: every body that gives it, which of them is current, and what differs.

A report may stand in several documents: a page and its attachment, a copy on another portal, a corrected
copy, an older body of the same address. Each is a row of ``report_versions``. Their numbers and the current
one follow from the documents alone, never from the order they were loaded in.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from db.figures import Figures, read_figures, stored_figures
from db.models import Document, Report, ReportVersion, Section
from extract.report import CellReading, Reading

DIGEST_LENGTH = 12
CORRECTED = ("更正", "更新版", "修订", "重新发布")


@dataclass(frozen=True)
class Candidate:
    """A document that gives the report, with what its place among the others depends on."""

    document: Document
    title: str
    published: date | None

    @property
    def rank(self) -> tuple[bool, bool, int, int, bool, str]:
        """The best body has the highest: there still, a correction, most figures, most certain, the page itself."""
        document = self.document
        return (
            document.gone is None,
            any(word in self.title for word in CORRECTED),
            document.figures or 0,
            -(document.uncertain or 0),
            document.role != "attachment",
            document.url,
        )

    @property
    def order(self) -> tuple[int, date, bool, str]:
        """Where it stands in the row of versions: by the bodies of its address, then by publication."""
        document = self.document
        return document.version, self.published or date.max, document.role == "attachment", document.url


def current(candidates: list[Candidate]) -> Candidate:
    """The body that the report is taken from: the best among the bodies that each address was last seen with.

    A portal may put an old body back; then that is the newest again.
    """
    newest: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda one: (one.document.last_seen, one.document.version)):
        newest[candidate.document.url] = candidate
    return max(newest.values(), key=lambda candidate: candidate.rank)


def candidates(session: Session, report_id: int) -> list[Candidate]:
    """The documents linked to a report, with what their versions remember."""
    rows = session.execute(
        select(Document, ReportVersion)
        .join(ReportVersion, ReportVersion.document_id == Document.document_id)
        .where(ReportVersion.report_id == report_id)
    )
    return [Candidate(document, version.title or "", version.published) for document, version in rows]


def read_returned(session: Session) -> None:
    """Have bodies read again that an address has gone back to, since their figures are not in the tables now."""
    now = aliased(Document)
    returned = (
        select(Document)
        .join(Report, Report.report_id == Document.report_id)
        .join(now, (now.document_id == Report.document_id) & (now.url == Document.url))
        .where(Document.document_id != Report.document_id, Document.last_seen > now.last_seen)
    )
    for document in session.scalars(returned):
        document.read_by = None
    session.flush()


def renumber(session: Session, report: Report) -> None:
    """Number a report's versions anew and say of each what changed against the one before."""
    rows = {
        version.document_id: version
        for version in session.scalars(select(ReportVersion).where(ReportVersion.report_id == report.report_id))
    }
    ordered = [
        rows[c.document.document_id] for c in sorted(candidates(session, report.report_id), key=lambda c: c.order)
    ]
    if [version.version for version in ordered] != list(range(1, len(ordered) + 1)):
        for version in ordered:  # out of the way of the unique numbers first
            version.version = -2 * version.report_version_id
        session.flush()
    before: ReportVersion | None = None
    for number, version in enumerate(ordered, start=1):
        version.version = number
        changes = None if before is None else differences(before, version)
        if version.changes != changes:
            version.changes = changes
        before = version
    report.version = rows[report.document_id].version
    session.flush()


def differences(before: ReportVersion, after: ReportVersion) -> list[dict[str, Any]]:
    """What changed: figures one by one, title, day of publication, and sections by their heading."""
    changes: list[dict[str, Any]] = []
    old, new = _flat(before.figures), _flat(after.figures)
    for cell in sorted(old.keys() | new.keys()):
        if old.get(cell) != new.get(cell):
            changes.append({"what": "figure", "cell": cell, "before": old.get(cell), "after": new.get(cell)})
    if before.title != after.title:
        changes.append({"what": "title", "before": before.title, "after": after.title})
    if before.published != after.published:
        days = [day.isoformat() if day else None for day in (before.published, after.published)]
        changes.append({"what": "published", "before": days[0], "after": days[1]})
    texts, retold = before.texts or {}, after.texts or {}
    for heading in (*texts, *(h for h in retold if h not in texts)):
        if texts.get(heading) != retold.get(heading):
            changes.append(
                {"what": "section", "heading": heading, "before": heading in texts, "after": heading in retold}
            )
    return changes


def remember(session: Session, report: Report, document: Document, reading: Reading, cells: list[CellReading]) -> None:
    """Note a document as a version of its report.

    Where there are several versions each keeps its figures, also the one that stood alone until now.
    """
    versions = {
        version.document_id: version
        for version in session.scalars(select(ReportVersion).where(ReportVersion.report_id == report.report_id))
    }
    version = versions.get(document.document_id) or ReportVersion(
        report_id=report.report_id,
        document_id=document.document_id,
        version=-2 * document.document_id - 1,  # clashes with none until they are numbered
        loaded=datetime.now(UTC),
    )
    version.title, version.published = reading.title, reading.published
    if versions.keys() - {document.document_id}:
        version.figures = _as_json(read_figures(cells))
        version.texts = {section.heading: _digest(section.text) for section in reading.sections}
        alone = versions.get(report.document_id)
        if alone is not None and alone is not version and alone.texts is None:
            alone.figures = _as_json(stored_figures(session, report.report_id))
            told = select(Section.heading, Section.text).where(Section.report_id == report.report_id)
            alone.texts = {heading: _digest(text) for heading, text in session.execute(told)}
    session.add(version)
    session.flush()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]


def _as_json(figures: Figures) -> dict[str, Any]:
    """Figures for a JSON column: money as exact text."""
    return {
        table: {
            row: {c: format(v, "f") if isinstance(v, Decimal) else v for c, v in columns.items()}
            for row, columns in rows.items()
        }
        for table, rows in figures.items()
    }


def _flat(figures: dict[str, Any] | None) -> dict[str, Any]:
    return {
        f"{table}.{row}.{column}": value
        for table, rows in (figures or {}).items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }
