"""What the home page and the pages of a report and of an agency show, read from ``public.db``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from db.evidence import read_places
from db.figures import row_key
from domain.registry import Column, Row, Table, registry
from publish.datasette_plugin.versions import VERSIONS, versions
from publish.metadata import queries

DATABASE = "public"
BEIJING = ZoneInfo("Asia/Shanghai")
NAMES = {
    "jurisdiction": "全辖区汇总 whole jurisdiction",
    "agency": "本机关 the agency itself",
    "central": "中央 central",
    "province": "省级 province",
    "prefecture": "地市级 prefecture",
    "county": "县级 county",
    "township": "乡镇级 township",
    "published": "已发布 published",
    "late": "迟发 late",
    "missing": "未见 missing",
    "renamed": "更名 renamed",
    "merged": "合并 merged",
    "absorbed": "并入 absorbed",
    "blocked": "网站拦截 blocked",
    "failing": "网站出错 failing",
    "unread": "无法读取 unread",
    "source": "原文自相矛盾 the report contradicts itself",
    "reading": "可能读错 may be misread",
}


@dataclass(frozen=True)
class FormCell:
    """A figure as the page shows it: its value (None: blank or not read), its evidence, and whether a check fails."""

    value: object
    evidence: str
    present: bool
    failed: bool
    written: bool


@dataclass(frozen=True)
class FormLine:
    """A line of the form with its cells, the headings above it, and the place of its cells."""

    label: str
    en: str
    above: str
    cells: list[FormCell]
    place: str


@dataclass(frozen=True)
class FormTable:
    """A table of a report as the form prints it."""

    title: str
    en: str
    name: str
    columns: list[tuple[str, str]]
    lines: list[FormLine]


async def page_variables(datasette: Any, template: str, request: Any) -> dict[str, Any]:
    """Variables for our own templates; none for Datasette's others."""
    if DATABASE not in datasette.databases:
        return {}
    database = datasette.get_database(DATABASE)
    if template == "index.html":
        return {"gongkai": await _home(database)}
    if template == "row-public-reports.html":
        return {"gongkai": await _report(database, request.url_vars["pks"])}
    if template == "row-public-agencies.html":
        return {"gongkai": await _agency(database, request.url_vars["pks"])}
    return {}


def beijing(moment: str) -> str:
    """A moment (ISO 8601) as people in China read it."""
    return f"{datetime.fromisoformat(moment).astimezone(BEIJING):%Y-%m-%d %H:%M} 北京时间"


async def _rows(database: Any, sql: str, *given: object) -> list[Mapping[str, Any]]:
    result = await database.execute(sql, given)
    return [dict(row) for row in result.rows]


async def _home(database: Any) -> dict[str, Any]:
    facts = {row["fact"]: row["value"] for row in await _rows(database, "SELECT fact, value FROM publication")}
    if "built" in facts:
        facts["built"] = beijing(facts["built"])
    by_year = await _rows(
        database, "SELECT year, count(*) AS reports, sum(late) AS late FROM reports GROUP BY year ORDER BY year DESC"
    )
    listed = [{"name": name, "zh": query["zh"], "en": query["en"]} for name, query in queries().items()]
    return {"facts": facts, "by_year": by_year, "queries": listed}


async def _report(database: Any, key: str) -> dict[str, Any]:
    """A report with its tables as the form has them, its checks that fail, its documents and its text."""
    found = await _rows(
        database,
        """SELECT r.*, g.full_name AS region, p.name AS portal_name FROM reports AS r
             LEFT JOIN regions AS g ON g.region_code = r.region_code
             LEFT JOIN portals AS p ON p.portal = r.portal WHERE r.report_id = ?""",
        key,
    )
    if not found:
        return {}
    failing = await _rows(
        database,
        """SELECT c.*, u.zh, u.en FROM checks AS c JOIN check_rules AS u ON u.rule = c.rule
            WHERE c.report_id = ? AND c.status = 'fail' ORDER BY c.rule, c.check_id""",
        key,
    )
    counts = await _rows(database, "SELECT status, count(*) AS n FROM checks WHERE report_id = ? GROUP BY status", key)
    blamed = {name.strip() for check in failing for name in (check["cells"] or "").split(",")}
    tables = []
    for table in registry().tables.values():
        stored = await _rows(database, f'SELECT * FROM "{table.db_table}" WHERE report_id = ?', key)  # noqa: S608
        if stored:
            tables.append(_form_table(table, stored, blamed, found[0]["form"]))
    return {
        "report": found[0],
        "names": NAMES,
        "failing": failing,
        "checks": {row["status"]: row["n"] for row in counts},
        "tables": tables,
        "sections": await _rows(database, "SELECT * FROM sections WHERE report_id = ? ORDER BY position", key),
        "versions": versions(await _rows(database, VERSIONS, key)),
        "documents": await _rows(
            database, "SELECT * FROM documents WHERE report_id = ? ORDER BY role, url, version", key
        ),
        "problems": await _rows(database, "SELECT * FROM problems WHERE report_id = ? LIMIT 200", key),
        "years": await _rows(
            database, "SELECT year, report_id FROM reports WHERE agency_id = ? ORDER BY year", found[0]["agency_id"]
        ),
    }


_SUCCESSION = """SELECT s.*, a.agency_id, a.name, a.first_year AS since, a.last_year AS until
  FROM agency_successions AS s JOIN agencies AS a ON a.agency_id = s.{}_id WHERE s.{}_id = ? ORDER BY a.name"""


async def _agency(database: Any, key: str) -> dict[str, Any]:
    """An agency with its names, its years and its series."""
    found = await _rows(
        database,
        """SELECT a.*, k.zh AS kind_zh FROM agencies AS a
             LEFT JOIN agency_kinds AS k ON k.kind = a.kind WHERE agency_id = ?""",
        key,
    )
    if not found:
        return {}
    years = await _rows(
        database,
        """SELECT e.year, e.state, e.reason, e.report_id, r.published, r.failed_checks, r.form
             FROM expected_reports AS e LEFT JOIN reports AS r ON r.report_id = e.report_id
            WHERE e.agency_id = ? ORDER BY e.year""",
        key,
    )
    values = await _rows(
        database,
        "SELECT indicator, indicator_zh, year, value, comparability, reason FROM series WHERE agency_id = ?",
        key,
    )
    held = {(row["indicator"], row["year"]): row for row in values}
    series = [
        {"zh": indicator.zh, "en": indicator.en, "cells": [held.get((code, row["year"])) for row in years]}
        for code, indicator in registry().indicators.items()
    ]
    return {
        "agency": found[0],
        "names": NAMES,
        "spoken": await _rows(database, "SELECT * FROM agency_names WHERE agency_id = ? ORDER BY first_year", key),
        "predecessors": await _rows(database, _SUCCESSION.format("predecessor", "successor"), key),
        "successors": await _rows(database, _SUCCESSION.format("successor", "predecessor"), key),
        "years": years,
        "series": series,
    }


def _form_table(table: Table, stored: Sequence[Mapping[str, Any]], blamed: set[str], form: str | None) -> FormTable:
    key = row_key(table)
    if key is None:
        lines = [_statistics_line(table, row, stored[0]) for row in table.rows.values()]
        return FormTable(
            table.label, table.en, table.db_table, [("数量", "figure")], [x for x in lines if x.cells[0].present]
        )
    by_row = {row[key]: row for row in stored}
    held = {code: read_places(row["place"], list(table.columns)) for code, row in by_row.items()}
    used = [c for c in table.columns.values() if any(c.code in places for places in held.values())]
    lines = [
        _line(table, row, by_row[row.code], held[row.code], used, blamed)
        for row in table.rows.values()
        if row.code in by_row
    ]
    return FormTable(table.label, table.en, table.db_table, [(_label(c, form), c.en) for c in used], lines)


def _line(
    table: Table,
    row: Row,
    stored: Mapping[str, Any],
    places: Mapping[str, object],
    used: Iterable[Column],
    blamed: set[str],
) -> FormLine:
    cells = [
        FormCell(
            stored[column.code],
            str(places.get(column.code, "")),
            column.code in places,
            f"{row.code}.{column.code}" in blamed,
            column.code in (stored["raw"] or ""),
        )
        for column in used
    ]
    above = " › ".join(table.row_path(row.code)[:-1])
    return FormLine(row.label, row.en, above, cells, stored["place"] or "")


def _statistics_line(table: Table, row: Row, stored: Mapping[str, Any]) -> FormLine:
    place = read_places(stored["place"], list(table.rows)).get(row.code)
    cell = FormCell(stored[row.code], str(place or ""), place is not None, False, row.code in (stored["raw"] or ""))
    return FormLine(row.label, row.en, " › ".join(table.row_path(row.code)[:-1]), [cell], str(place or ""))


def _label(column: Column, form: str | None) -> str:
    return column.labels_by_form.get(form or "", column.label)
