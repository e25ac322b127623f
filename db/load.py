"""Loading: what reading a document gave becomes rows, all of them or none; loading it again changes nothing.

The caller opens the transaction (``db.engine.writing``) and a savepoint a document, so that a report is all
there or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db.agencies import agency_of, forget_report, note_report
from db.between_years import check_between_years
from db.evidence import write_places
from db.figures import read_figures, storable, store_figures, stored_figures
from db.models import Base, Check, Document, ProblemRow, Report, ReportVersion, Section
from db.versions import candidates, current, remember, renumber
from domain.deadlines import is_late
from extract.document import Place, Problem
from extract.report import CellReading, Reading

# Bulk rows go to the tables themselves: nothing else in the session holds them.
_SECTIONS, _CHECKS, _PROBLEMS = (Base.metadata.tables[of.__tablename__] for of in (Section, Check, ProblemRow))

Action = Literal["new", "changed", "unchanged", "other_copy", "not_report", "unreadable", "incomplete"]


@dataclass(frozen=True)
class Outcome:
    """What loading did. ``new`` and ``changed`` reports have their figures from this document now; an
    ``other_copy`` is linked to a report whose figures stay those of a better document; an ``incomplete`` one
    is a report whose agency or year nobody could tell.
    """

    action: Action
    report_id: int | None = None


def load(session: Session, document: Document, reading: Reading, read_by: str) -> Outcome:
    """Store what reading ``document`` gave; ``read_by`` is the version of the reader."""
    cells, problems = storable(reading)
    problems = [*reading.problems, *problems]
    complete = reading.kind == "report" and reading.agency is not None and reading.year is not None
    if reading.kind == "report" and not complete:
        missing = "agency" if reading.agency is None else "year"
        problems.append(Problem(f"{missing}.unknown", f"a report whose {missing} is not known, so it is not counted"))
    _note_reading(document, reading, cells, problems, read_by)
    if not complete:
        _detach(session, document)
        _store_problems(session, document, problems)
        return Outcome("incomplete" if reading.kind == "report" else reading.kind)
    agency = agency_of(session, reading, document.portal)
    report = session.scalars(
        select(Report).where(Report.agency_id == agency.agency_id, Report.year == reading.year)
    ).first()
    if document.report_id is not None and (report is None or report.report_id != document.report_id):
        _detach(session, document)
    outcome = _attach(session, document, reading, cells, agency.agency_id, report)
    _store_problems(session, document, problems)
    note_report(session, agency, reading)
    if outcome.action != "other_copy":
        check_between_years(session, agency.agency_id, reading.year or 0)
    return outcome


def mark_gone(session: Session) -> int:
    """Carry over to reports that their document has vanished from the portal, or is back. How many changed."""
    found = session.execute(
        select(Report, Document.gone)
        .join(Document, Document.document_id == Report.document_id)
        .where((Report.gone.is_(None)) != (Document.gone.is_(None)))
    ).all()
    for report, gone in found:
        report.gone = gone.date() if gone else None
    session.flush()
    return len(found)


def _note_reading(
    document: Document, reading: Reading, cells: list[CellReading], problems: list[Problem], read_by: str
) -> None:
    document.read_by, document.kind = read_by, reading.kind
    document.title, document.published = reading.title, reading.published
    document.agency, document.year = reading.agency, reading.year
    document.figures = sum(cell.value is not None for cell in cells)
    document.uncertain = sum(cell.status == "unreadable" or cell.confidence < 1 for cell in cells)
    said = "; ".join(dict.fromkeys(problem.message for problem in problems))
    document.reason = None if reading.kind == "report" else said or "the reader gave no reason"


def _attach(
    session: Session,
    document: Document,
    reading: Reading,
    cells: list[CellReading],
    agency_id: int,
    report: Report | None,
) -> Outcome:
    """Link the document to its report and, if it is the best of the report's documents, store its figures."""
    is_new = report is None
    if report is None:
        report = Report(agency_id=agency_id, year=reading.year, agency=reading.agency, url=document.url)
        report.document_id, report.sha256 = document.document_id, document.sha256
        session.add(report)
        session.flush()
    document.report_id = report.report_id
    session.flush()
    remember(session, report, document, reading, cells)
    best = current(candidates(session, report.report_id))
    if best.document is document:
        same = report.document_id == document.document_id and _stands(session, report, reading, cells)
        _fill(session, report, document, reading, cells, is_new=is_new)
        renumber(session, report)
        _settle_publication(session, report)
        return Outcome("new" if is_new else "unchanged" if same else "changed", report.report_id)
    if best.document.document_id != report.document_id:
        best.document.read_by = None  # its figures are in the archive, not here: it is read again
    renumber(session, report)
    _settle_publication(session, report)
    return Outcome("other_copy", report.report_id)


def _settle_publication(session: Session, report: Report) -> None:
    """The day of publication is that of the current body, or the first that a copy of the report tells."""
    told = {
        version.document_id: version.published
        for version in session.scalars(select(ReportVersion).where(ReportVersion.report_id == report.report_id))
    }
    days = [day for day in told.values() if day is not None]
    report.published = told[report.document_id] or min(days, default=None)
    report.late = is_late(report.year, report.scope, report.published)
    session.flush()


def _stands(session: Session, report: Report, reading: Reading, cells: list[CellReading]) -> bool:
    """Whether the stored report says the same as the reading, so that reading again changed nothing."""
    return (report.title, report.form) == (reading.title, reading.form) and stored_figures(
        session, report.report_id
    ) == read_figures(cells)


def _fill(
    session: Session, report: Report, document: Document, reading: Reading, cells: list[CellReading], *, is_new: bool
) -> None:
    """Write the report and everything that hangs on it from this reading."""
    report.agency, report.year = reading.agency or report.agency, reading.year or report.year
    report.region_code, report.form = reading.region_code, reading.form
    report.scope, report.level = reading.scope, reading.level
    report.title, report.url, report.portal = reading.title, document.url, document.portal
    report.document_id, report.sha256 = document.document_id, document.sha256
    report.figures = sum(cell.value is not None for cell in cells)
    report.blanks = sum(cell.status in ("blank", "dash") for cell in cells)
    report.problems = len(reading.problems)
    report.gone = document.gone.date() if document.gone else None
    session.flush()
    if not is_new:
        for held in (_SECTIONS, _CHECKS):
            session.execute(delete(held).where(held.c.report_id == report.report_id))
    store_figures(session, report.report_id, cells, is_new=is_new)
    _store_sections(session, report.report_id, reading)
    _store_checks(session, report.report_id, reading, cells)


def _store_sections(session: Session, report_id: int, reading: Reading) -> None:
    rows = [
        {"report_id": report_id, "position": n, "number": s.number, "heading": s.heading, "text": s.text}
        for n, s in enumerate(reading.sections, start=1)
    ]
    if rows:
        session.execute(insert(_SECTIONS), rows)


def _store_checks(session: Session, report_id: int, reading: Reading, cells: list[CellReading]) -> None:
    """The reading's checks. A passed one keeps the places of its operands only: the rule names them."""
    # A row's code and a column's name a cell of one table only, so the rule's table need not be asked.
    places: dict[str, Place] = {f"{cell.row}.{cell.column}": cell.place for cell in cells}
    rows: list[dict[str, Any]] = []
    for check in reading.checks:
        known = {name: places[name] for name in check.cells if name in places}
        rows.append(
            {
                "report_id": report_id,
                "rule": check.rule,
                "subject": check.subject,
                "status": check.status,
                "left": check.left,
                "right": check.right,
                "cause": check.cause,
                "cells": None if check.status == "pass" else ", ".join(check.cells),
                "place": write_places(known, check.cells),
            }
        )
    if rows:
        session.execute(insert(_CHECKS), rows)


def _store_problems(session: Session, document: Document, problems: list[Problem]) -> None:
    session.execute(delete(_PROBLEMS).where(_PROBLEMS.c.document_id == document.document_id))
    rows = [
        {
            "document_id": document.document_id,
            "report_id": document.report_id,
            "code": problem.code,
            "message": _with_alternatives(problem),
            "place": str(problem.place) if problem.place else None,
        }
        for problem in problems
    ]
    if rows:
        session.execute(insert(_PROBLEMS), rows)


def _with_alternatives(problem: Problem) -> str:
    seen = " / ".join(problem.alternatives)
    return f"{problem.message} (also read as: {seen})" if seen else problem.message


def _detach(session: Session, document: Document) -> None:
    """Undo what an earlier reading of the same document said, now that it is read as something else.

    A report left without its source goes; the other documents that gave it are read again and bring it back.
    """
    if document.report_id is None:
        return
    report = session.get_one(Report, document.report_id)
    document.report_id = None
    session.execute(
        delete(ReportVersion).where(
            ReportVersion.report_id == report.report_id, ReportVersion.document_id == document.document_id
        )
    )
    if report.document_id != document.document_id:
        session.flush()
        renumber(session, report)
        return
    agency_id, year = report.agency_id, report.year
    for other in session.scalars(select(Document).where(Document.report_id == report.report_id)):
        if other is not document:
            other.report_id, other.read_by = None, None
    session.flush()
    session.delete(report)
    session.flush()
    check_between_years(session, agency_id, year)
    forget_report(session, agency_id)
