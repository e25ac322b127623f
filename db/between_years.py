"""Rules between two years' reports of one agency, kept as checks of the later report.

What is carried in is what was carried out the year before, column by column; the rules and the normative
documents in force are those of the year before, plus issued, minus repealed (2021 form).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.orm import Session

from db.evidence import is_certain, read_places, write_places
from db.figures import db_table
from db.models import Check, Report
from domain.registry import registry
from extract.document import Place

CARRY_OVER = "applications.carry_over"
IN_FORCE = "proactive_disclosure.in_force"
RULES = {
    CARRY_OVER: ("上年结转 = 上一年报告的结转下年", "carried in = carried out in the report of the year before"),
    IN_FORCE: (
        "现行有效 = 上一年现行有效 + 本年制发 - 本年废止",
        "in force = in force the year before + issued - repealed",
    ),
}
Rows = dict[str, RowMapping]


@dataclass(frozen=True)
class _Operand:
    """A stored cell: which one (``2021:carried_out.total`` for another year's), its value and its evidence."""

    name: str
    value: int | None
    certain: bool
    place: Place | None


def check_between_years(session: Session, agency_id: int, year: int) -> None:
    """Work out anew the checks that the report of ``year`` has a part in: its own and those of the year after."""
    around = select(Report.year, Report.report_id).where(
        Report.agency_id == agency_id, Report.year.between(year - 1, year + 1)
    )
    reports = {row.year: row.report_id for row in session.execute(around)}
    later = [y for y in (year, year + 1) if y in reports]
    session.execute(
        delete(Check).where(Check.report_id.in_([reports[y] for y in later]), Check.rule.in_((CARRY_OVER, IN_FORCE)))
    )
    compared = {y: report_id for y, report_id in reports.items() if y - 1 in reports or y + 1 in reports}
    rows = {
        table: {y: _rows(session, table, report_id) for y, report_id in compared.items()}
        for table in ("applications", "proactive_disclosure")
    }
    checks: list[dict[str, Any]] = []
    for y in later:
        if y - 1 in reports:
            now, before = rows["applications"][y], rows["applications"][y - 1]
            checks += [{"report_id": reports[y], **check} for check in _carry_over(now, before, y - 1)]
            now, before = rows["proactive_disclosure"][y], rows["proactive_disclosure"][y - 1]
            checks += [{"report_id": reports[y], **check} for check in _in_force(now, before, y - 1)]
    if checks:
        session.execute(insert(Check), checks)
    for y in later:
        count_failed(session, reports[y])


def count_failed(session: Session, report_id: int) -> None:
    """Write on a report how many of its checks fail."""
    failed = select(func.count()).where(Check.report_id == report_id, Check.status == "fail").scalar_subquery()
    session.execute(update(Report).where(Report.report_id == report_id).values(failed_checks=failed))


def _rows(session: Session, table: str, report_id: int) -> Rows:
    source = db_table(registry().tables[table])
    wanted = ("carried_in", "carried_out", "rules", "normative_documents")
    query = select(source).where(source.c.report_id == report_id, source.c.row.in_(wanted))
    return {row["row"]: row for row in session.execute(query).mappings()}


def _carry_over(now: Rows, before: Rows, year_before: int) -> Iterator[dict[str, Any]]:
    if "carried_in" not in now or "carried_out" not in before:
        return
    for column in registry().tables["applications"].columns:
        left = _operand("applications", now, "carried_in", column)
        right = _operand("applications", before, "carried_out", column, year_before)
        yield _check(CARRY_OVER, column, [left], [(1, right)])


def _in_force(now: Rows, before: Rows, year_before: int) -> Iterator[dict[str, Any]]:
    """Only where both reports have the 2021 form's columns: the 2019 form counts published documents instead."""
    for row in ("rules", "normative_documents"):
        if row not in now or row not in before:
            continue
        left = _operand("proactive_disclosure", now, row, "in_force")
        held = _operand("proactive_disclosure", before, row, "in_force", year_before)
        if left.place is None or held.place is None:
            continue
        issued = _operand("proactive_disclosure", now, row, "issued")
        repealed = _operand("proactive_disclosure", now, row, "repealed")
        yield _check(IN_FORCE, row, [left], [(1, held), (1, issued), (-1, repealed)])


def _operand(table: str, rows: Rows, row: str, column: str, year: int | None = None) -> _Operand:
    stored = rows[row]
    places = read_places(stored["place"], list(registry().tables[table].columns))
    name = f"{row}.{column}" if year is None else f"{year}:{row}.{column}"
    return _Operand(name, stored[column], is_certain(stored["raw"], column), places.get(column))


def _check(rule: str, subject: str, left: list[_Operand], right: list[tuple[int, _Operand]]) -> dict[str, Any]:
    operands = [*left, *(operand for _, operand in right)]
    sums: tuple[int, int] | None = None
    if all(operand.value is not None for operand in operands):
        sums = sum(o.value or 0 for o in left), sum(sign * (o.value or 0) for sign, o in right)
    status = "not_checked" if sums is None else "pass" if sums[0] == sums[1] else "fail"
    certain = all(operand.certain for operand in operands)
    return {
        "rule": rule,
        "subject": subject,
        "status": status,
        "left": sums[0] if sums else None,
        "right": sums[1] if sums else None,
        "cause": ("source" if certain else "reading") if status == "fail" else None,
        "cells": ", ".join(operand.name for operand in operands),
        "place": write_places({o.name: o.place for o in operands if o.place}, [o.name for o in operands]),
    }
