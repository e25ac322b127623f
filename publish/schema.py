"""The tables of ``public.db``: those of the working database, with what a reader needs beside each row.

Figures, sections and checks carry the agency, the year and the region of their report, so that they can be
read, filtered and counted by themselves. Codes point to small tables that hold their names in two languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sqlalchemy import Column, Date, Float, Integer, Table
from sqlalchemy.types import Boolean

from db.models import Base
from db.types import ExactDecimal, UtcDateTime

Kind = Literal["integer", "boolean", "float", "decimal", "date", "datetime", "string"]
KINDS: tuple[tuple[type[Any], Kind], ...] = (
    (Integer, "integer"),
    (Boolean, "boolean"),
    (Float, "float"),
    (Date, "date"),
    (UtcDateTime, "datetime"),
    (ExactDecimal, "decimal"),
)

# What rows of a report carry of it; sections and checks need less.
OF_REPORT = ("agency_id", "year", "region_code", "scope", "level")
CONTEXT: dict[str, tuple[str, ...]] = {
    "proactive_disclosure": OF_REPORT,
    "applications": OF_REPORT,
    "disputes": OF_REPORT,
    "statistics_2014": OF_REPORT,
    "sections": ("agency_id", "year"),
    "checks": ("agency_id", "year"),
}
FOREIGN_KEYS: dict[str, tuple[str, str]] = {
    "agency_id": ("agencies", "agency_id"),
    "region_code": ("regions", "region_code"),
    "parent_code": ("regions", "region_code"),
    "portal": ("portals", "portal"),
    "report_id": ("reports", "report_id"),
    "document_id": ("documents", "document_id"),
    "row": ("form_rows", "row"),
    "stage": ("form_rows", "row"),
    "kind": ("agency_kinds", "kind"),
    "predecessor_id": ("agencies", "agency_id"),
    "successor_id": ("agencies", "agency_id"),
    "indicator": ("indicators", "indicator"),
}
# Beside the primary keys: what facets, canned queries and the pages of an agency ask by.
INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "agencies": (("region_code",), ("kind", "level"), ("name",)),
    "agency_names": (("name",), ("agency_id",)),
    "agency_successions": (("successor_id",),),
    "documents": (("report_id",), ("portal",), ("sha256",), ("url",), ("kind",), ("role",)),
    "reports": (
        ("agency_id", "year"), ("year", "level", "scope"), ("region_code", "year"), ("form",), ("portal",),
        ("document_id",), ("late",), ("published",), ("scope",), ("level",), ("failed_checks",),
    ),
    "report_versions": (("report_id",), ("document_id",)),
    "proactive_disclosure": (("row", "year"), ("agency_id",), ("year",), ("region_code",), ("level",), ("scope",)),
    "applications": (
        ("row", "year", "scope", "level", "report_id", "total"), ("agency_id",), ("year",), ("region_code",),
        ("level",), ("scope",),
    ),
    "disputes": (("stage", "year"), ("agency_id",), ("year",), ("region_code",), ("level",), ("scope",)),
    "statistics_2014": (("year",), ("agency_id",), ("region_code",), ("level",), ("scope",)),
    "sections": (("report_id",), ("agency_id", "year"), ("number",), ("year",)),
    "checks": (("report_id",), ("rule", "status"), ("status", "year"), ("agency_id",), ("year",), ("cause",)),
    "problems": (("document_id",), ("report_id",), ("code",)),
    "crawl_runs": (("portal",),),
    "expected_reports": (("year", "state"), ("state",)),
    "form_columns": (("table_name",),),
    "indicator_sources": (("form",),),
}  # fmt: skip
# Tables that publishing adds, by their columns (name, type) with the primary key first.
ADDED: dict[str, tuple[tuple[tuple[str, str], ...], int]] = {
    "form_rows": (
        (("row", "TEXT"), ("table_name", "TEXT"), ("position", "INTEGER"), ("zh", "TEXT"), ("path", "TEXT"),
         ("en", "TEXT"), ("unit", "TEXT"), ("forms", "TEXT")), 1,
    ),
    "form_columns": (
        (("form_column", "TEXT"), ("table_name", "TEXT"), ("column_name", "TEXT"), ("position", "INTEGER"),
         ("zh", "TEXT"), ("en", "TEXT"), ("unit", "TEXT"), ("forms", "TEXT")), 1,
    ),
    "check_rules": ((("rule", "TEXT"), ("zh", "TEXT"), ("en", "TEXT")), 1),
    "indicators": ((("indicator", "TEXT"), ("zh", "TEXT"), ("en", "TEXT"), ("unit", "TEXT")), 1),
    "indicator_sources": (
        (("indicator", "TEXT"), ("form", "TEXT"), ("comparability", "TEXT"), ("reason", "TEXT"), ("cells", "TEXT")), 2,
    ),
    "agency_kinds": ((("kind", "TEXT"), ("zh", "TEXT"), ("en", "TEXT")), 1),
    "agency_successions": (
        (("predecessor_id", "INTEGER"), ("successor_id", "INTEGER"), ("relation", "TEXT"), ("last_year", "INTEGER"),
         ("first_year", "INTEGER"), ("source", "TEXT"), ("source_en", "TEXT")), 2,
    ),
    "expected_reports": (
        (("agency_id", "INTEGER"), ("year", "INTEGER"), ("state", "TEXT"), ("reason", "TEXT"),
         ("report_id", "INTEGER")), 2,
    ),
    "publication": ((("fact", "TEXT"), ("value", "TEXT")), 1),
}  # fmt: skip


# The view that exports hold too. ``applications_long`` is left out: it repeats the numbers of ``applications``.
SERIES: tuple[tuple[str, Kind], ...] = (
    ("agency_id", "integer"), ("agency", "string"), ("year", "integer"), ("region_code", "string"),
    ("scope", "string"), ("level", "string"), ("indicator", "string"), ("indicator_zh", "string"),
    ("value", "integer"), ("unit", "string"), ("form", "string"), ("comparability", "string"),
    ("reason", "string"), ("report_id", "integer"),
)  # fmt: skip


@dataclass(frozen=True)
class PublicColumn:
    """A column: what it holds, whether it is of the primary key, and where it comes from (None: added)."""

    name: str
    kind: Kind
    key: bool
    source: str | None

    @property
    def type(self) -> str:
        """Its SQLite type. Decimals are text, so that they stay exact."""
        return {"integer": "INTEGER", "boolean": "INTEGER", "float": "REAL"}.get(self.kind, "TEXT")


@dataclass(frozen=True)
class PublicTable:
    """A table of ``public.db``; ``source`` is the FROM clause over the working database, None for added ones."""

    name: str
    columns: tuple[PublicColumn, ...]
    source: str | None

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return tuple(column.name for column in self.columns if column.key)

    @property
    def create(self) -> str:
        """The CREATE TABLE statement."""
        lines = [f'"{c.name}" {c.type}{" NOT NULL" if c.key else ""}' for c in self.columns]
        lines.append("PRIMARY KEY (" + ", ".join(f'"{name}"' for name in self.key) + ")")
        for column in self.columns:
            to = foreign_key(self.name, column.name)
            if to is not None:
                lines.append(f'FOREIGN KEY ("{column.name}") REFERENCES "{to[0]}" ("{to[1]}")')
        return f'CREATE TABLE "{self.name}" (\n  ' + ",\n  ".join(lines) + "\n)"

    @property
    def fill(self) -> str | None:
        """The INSERT … SELECT that streams it from the attached working database."""
        if self.source is None:
            return None
        names = ", ".join(f'"{column.name}"' for column in self.columns)
        return f'INSERT INTO main."{self.name}" ({names}) SELECT {", ".join(c.source or "NULL" for c in self.columns)} FROM {self.source}'  # noqa: E501, S608


def foreign_key(table: str, column: str) -> tuple[str, str] | None:
    """The table and column that a column points to, None for a plain one."""
    if column == "kind" and table != "agencies":
        return None
    if table == "checks" and column == "rule":
        return "check_rules", "rule"
    to = FOREIGN_KEYS.get(column)
    return None if to is None or (to[0] == table and column != "parent_code") else to


@cache
def public_tables() -> dict[str, PublicTable]:
    """All tables, those that others point to first."""
    added = {name: _added(name) for name in ADDED}
    return added | {table.name: _public(table) for table in Base.metadata.sorted_tables}


@cache
def exported_tables() -> dict[str, PublicTable]:
    """All tables and the series, which is a view, as exports write them."""
    columns = tuple(PublicColumn(name, kind, name in ("report_id", "indicator"), None) for name, kind in SERIES)
    return public_tables() | {"series": PublicTable("series", columns, None)}


def _added(name: str) -> PublicTable:
    columns, keys = ADDED[name]
    made = tuple(
        PublicColumn(column, "integer" if of == "INTEGER" else "string", n < keys, None)
        for n, (column, of) in enumerate(columns)
    )
    return PublicTable(name, made, None)


def _public(table: Table) -> PublicTable:
    own = [PublicColumn(str(c.name), _kind(c), c.primary_key, f't."{c.name}"') for c in table.columns]
    source = f'work."{table.name}" AS t'
    carried = CONTEXT.get(table.name)
    if carried:
        reports = Base.metadata.tables["reports"]
        context = [PublicColumn(name, _kind(reports.c[name]), False, f'r."{name}"') for name in carried]
        at = 1 + next(n for n, column in enumerate(own) if column.name == "report_id")
        own[at:at] = context
        # CROSS JOIN keeps SQLite reading the large table in its own order.
        source += " CROSS JOIN work.reports AS r ON r.report_id = t.report_id"
    return PublicTable(table.name, tuple(own), source)


def _kind(column: Column[object]) -> Kind:
    for sql_type, kind in KINDS:
        if isinstance(column.type, sql_type):
            return kind
    return "string"
