"""What publishing adds to the tables of the working database: names of codes, and which report should be there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from db.between_years import RULES
from db.figures import row_key
from domain.agency_kinds import kinds
from domain.deadlines import deadline
from domain.registry import Column, Row, registry
from domain.successions import Reporter, hints
from extract.narrative import narrative_rules

# The regions of reports that GB/T 2260 does not know (zones, misread codes) still need a row to point to.
_UNKNOWN_REGIONS = """
INSERT INTO regions (region_code, name, full_name, level)
SELECT region_code, coalesce(max(region), region_code), coalesce(max(region), region_code),
       CASE WHEN region_code LIKE '__0000' THEN 'province' WHEN region_code LIKE '____00' THEN 'prefecture'
            ELSE 'county' END
FROM (SELECT region_code, region FROM agencies
      UNION ALL SELECT region_code, NULL FROM reports UNION ALL SELECT region_code, NULL FROM portals)
WHERE region_code IS NOT NULL AND region_code NOT IN (SELECT region_code FROM regions)
GROUP BY region_code
"""
_UNKNOWN_PARENTS = """
UPDATE regions SET parent_code = NULL WHERE parent_code NOT IN (SELECT region_code FROM regions)
"""
_UNKNOWN_RULES = "INSERT OR IGNORE INTO check_rules (rule, zh, en) SELECT DISTINCT rule, rule, rule FROM checks"
# From the first year an agency is seen reporting on, every year that is due is expected.
_EXPECTED = """
WITH RECURSIVE
  due (agency_id, year, scope, level) AS (
    SELECT agency_id, first_year, scope, level FROM agencies
     WHERE first_year IS NOT NULL AND first_year <= :last_year
    UNION ALL
    SELECT agency_id, year + 1, scope, level FROM due WHERE year < :last_year
  ),
  portal_of (agency_id, portal) AS (
    SELECT agency_id, portal FROM (
      SELECT agency_id, portal, row_number() OVER (PARTITION BY agency_id ORDER BY year DESC) AS n FROM reports
    ) WHERE n = 1
  ),
  unread (agency_id, year, reason) AS (
    SELECT n.agency_id, d.year, max(coalesce(d.reason, d.kind)) FROM documents AS d
      JOIN agency_names AS n ON n.name = d.agency
     WHERE d.kind = 'unreadable' AND d.year IS NOT NULL GROUP BY 1, 2
  )
INSERT INTO expected_reports (agency_id, year, state, reason, report_id)
SELECT due.agency_id, due.year,
       CASE WHEN r.late THEN 'late' WHEN r.report_id IS NOT NULL THEN 'published'
            WHEN u.agency_id IS NOT NULL THEN 'unread' WHEN p.state = 'blocked' THEN 'blocked'
            WHEN p.state = 'failing' THEN 'failing' ELSE 'missing' END,
       CASE WHEN r.report_id IS NOT NULL THEN NULL WHEN u.agency_id IS NOT NULL THEN u.reason
            WHEN p.state IN ('blocked', 'failing') THEN p.reason END,
       r.report_id
  FROM due
  LEFT JOIN reports AS r ON r.agency_id = due.agency_id AND r.year = due.year
  LEFT JOIN unread AS u ON u.agency_id = due.agency_id AND u.year = due.year
  LEFT JOIN portal_of AS o ON o.agency_id = due.agency_id
  LEFT JOIN portals AS p ON p.portal = o.portal
 WHERE r.report_id IS NOT NULL OR due.year < :last_year OR due.scope IS NOT 'jurisdiction' OR :jurisdictions_due
 ORDER BY due.agency_id, due.year
"""


def fill_added(database: sqlite3.Connection, today: date) -> None:
    """Fill the added tables. ``today`` decides the last year whose reports are due."""
    _insert(database, "form_rows", _form_rows())
    _insert(database, "form_columns", _form_columns())
    _insert(database, "indicators", ((i.code, i.zh, i.en, i.unit) for i in registry().indicators.values()))
    _insert(database, "indicator_sources", _indicator_sources())
    _insert(database, "agency_kinds", ((code, kind["zh"], kind["en"]) for code, kind in kinds().items()))
    rules = [(r.rule, r.zh, r.en) for table in registry().tables.values() for r in table.rules]
    more = {**RULES, **narrative_rules()}
    _insert(database, "check_rules", [*rules, *((rule, zh, en) for rule, (zh, en) in more.items())])
    for statement in (_UNKNOWN_REGIONS, _UNKNOWN_PARENTS, _UNKNOWN_RULES):
        database.execute(statement)
    _insert(database, "agency_successions", _successions(database))
    last_year = last_due_year(today)
    due = {"last_year": last_year, "jurisdictions_due": today > deadline(last_year, "jurisdiction")}
    database.execute(_EXPECTED, due)
    facts = {
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "last_year_due": str(last_year),
        "reports": str(database.execute("SELECT count(*) FROM reports").fetchone()[0]),
        "agencies": str(database.execute("SELECT count(*) FROM agencies").fetchone()[0]),
    }
    _insert(database, "publication", facts.items())


def last_due_year(today: date) -> int:
    """The last year whose reports are due from agencies: on 1 February the year before."""
    return today.year - 1 if today > deadline(today.year - 1, "agency") else today.year - 2


def _successions(database: sqlite3.Connection) -> Iterable[tuple[Any, ...]]:
    """Who may have taken over from whom; an agency without years is left out."""
    held = database.execute(
        "SELECT agency_id, name, region_code, first_year, last_year FROM agencies WHERE last_year IS NOT NULL"
    )
    for old, new, change in hints(Reporter(*row) for row in held):
        yield old.key, new.key, change.relation, old.last_year, new.first_year, change.source, change.en


def _form_rows() -> Iterable[tuple[Any, ...]]:
    """The lines of the tables with a row per line; the 2014 form has columns instead."""
    for table in registry().tables.values():
        if row_key(table) is None:
            continue
        for position, row in enumerate(table.rows.values(), start=1):
            path = " > ".join(table.row_path(row.code))
            yield row.code, table.db_table, position, row.label, path, row.en, row.unit, ",".join(row.forms)


def _form_columns() -> Iterable[tuple[Any, ...]]:
    for table in registry().tables.values():
        lines: Mapping[str, Row | Column] = table.rows if row_key(table) is None else table.columns
        for position, line in enumerate(lines.values(), start=1):
            key = f"{table.db_table}.{line.code}"
            yield key, table.db_table, line.code, position, line.label, line.en, line.unit, ",".join(line.forms)


def _indicator_sources() -> Iterable[tuple[Any, ...]]:
    for indicator in registry().indicators.values():
        for source in indicator.sources.values():
            cells = " + ".join(".".join(cell) for cell in source.cells)
            yield indicator.code, source.form, source.note, source.reason, cells


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    filled = list(rows)
    if filled:
        marks = ", ".join("?" * len(filled[0]))
        database.executemany(f'INSERT INTO "{table}" VALUES ({marks})', filled)  # noqa: S608 - names of our own
