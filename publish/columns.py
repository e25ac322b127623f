"""What every table and column means: figures from the registry of forms, the rest from ``columns.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from db.figures import row_key
from domain.registry import Column, Row, Table, registry
from publish.schema import public_tables

VIEW_COLUMNS = {
    "applications_long": (
        "report_id", "agency_id", "agency", "year", "region_code", "scope", "level", "row", "column", "value",
        "row_zh", "column_zh",
    ),
    "series": (
        "agency_id", "agency", "year", "region_code", "scope", "level", "indicator", "indicator_zh", "value", "unit",
        "form", "comparability", "reason", "report_id",
    ),
}  # fmt: skip


class UndescribedColumnError(KeyError):
    """A table or column of ``public.db`` that neither the registry nor ``columns.yml`` describes."""


@dataclass(frozen=True)
class Described:
    """A column's meaning in Chinese and English, and its unit where it has one."""

    name: str
    zh: str
    en: str
    unit: str | None

    @property
    def text(self) -> str:
        """Both, with the unit, in one line."""
        unit = f" [{self.unit}]" if self.unit else ""
        return f"{self.zh} · {self.en}{unit}"


@cache
def described_tables() -> dict[str, dict[str, Any]]:
    """The tables and views as ``columns.yml`` has them: title, zh, en, label, sort, facets."""
    loaded: dict[str, dict[str, Any]] = _file()["tables"]
    return loaded


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table or view of ``public.db``, in order."""
    if table in VIEW_COLUMNS:
        return VIEW_COLUMNS[table]
    return tuple(column.name for column in public_tables()[table].columns)


def described(table: str, column: str) -> Described:
    """What a column means. Raises :class:`UndescribedColumnError` where no one has said it."""
    of_table = described_tables().get(table)
    if of_table is None:
        raise UndescribedColumnError(f"columns.yml does not describe the table {table}")
    figure = _figure(table, column)
    if figure is not None:
        return figure
    entry = of_table.get("columns", {}).get(column) or _file()["columns"].get(column)
    if entry is None:
        raise UndescribedColumnError(f"columns.yml does not describe {table}.{column}")
    return Described(column, entry["zh"], entry["en"], entry.get("unit"))


def _figure(db_table: str, column: str) -> Described | None:
    """A column of figures, from the registry. ``…_fen`` is the integer twin of an amount of money."""
    name = "applications" if db_table == "applications_long" else db_table
    tables: dict[str, Table] = {table.db_table: table for table in registry().tables.values()}
    if name not in tables:
        return None
    table = tables[name]
    lines: dict[str, Row] | dict[str, Column] = table.rows if row_key(table) is None else table.columns
    line = lines.get(column) or lines.get(column.removesuffix("_fen"))
    if line is None:
        return None
    if line.code != column:
        return Described(column, f"{line.label}（以分计）", f"{line.en}, in fen (1/100 yuan)", "分")
    label = " > ".join(table.row_path(column)) if row_key(table) is None else line.label
    return Described(column, label, line.en, line.unit)


@cache
def _file() -> dict[str, Any]:
    with (Path(__file__).parent / "columns.yml").open(encoding="utf-8") as file:
        loaded: dict[str, Any] = yaml.safe_load(file)
    return loaded
