"""Figures between a reading and the tables: rows to store, with their evidence, and stored rows read back."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import Table as DbTable
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db.evidence import write_places, write_raw
from db.models import Base
from db.types import FEN_PER_10K_YUAN, fen
from domain.registry import Table, registry
from extract.document import Problem
from extract.report import CellReading, Reading, Value

LARGEST_INTEGER = 2**63 - 1
Figures = dict[str, dict[str, dict[str, Value]]]


def db_table(table: Table) -> DbTable:
    """The database table of a table of the forms."""
    return Base.metadata.tables[table.db_table]


def row_key(table: Table) -> str | None:
    """The column that holds the row code; None for the 2014 form, which has a column per row instead."""
    if "value" in table.columns:
        return None
    return "stage" if table.code == "disputes" else "row"


def storable(reading: Reading) -> tuple[list[CellReading], list[Problem]]:
    """The cells that the registry knows and a column can hold; each other one becomes a problem."""
    kept: dict[tuple[str, str, str], CellReading] = {}
    problems: list[Problem] = []
    for cell in reading.cells:
        name = f"{cell.table}.{cell.row}.{cell.column}"
        table = registry().tables.get(cell.table)
        if table is None or cell.row not in table.rows or cell.column not in table.columns:
            problems.append(
                Problem("figure.unknown", f"{name} is no cell of the forms, so it is not stored", cell.place)
            )
        elif (cell.table, cell.row, cell.column) in kept:
            problems.append(Problem("figure.twice", f"{name} was read twice; the first stands", cell.place))
        elif cell.value is not None and _size(cell) > LARGEST_INTEGER:
            problems.append(Problem("figure.too_large", f"{name} is {cell.raw!r}: too large to be meant", cell.place))
        else:
            kept[cell.table, cell.row, cell.column] = cell
    return list(kept.values()), problems


def store_figures(session: Session, report_id: int, cells: list[CellReading], *, is_new: bool = False) -> None:
    """Write a report's figures in place of what is there; ``is_new`` says that nothing is."""
    by_table: dict[str, list[CellReading]] = {}
    for cell in cells:
        by_table.setdefault(cell.table, []).append(cell)
    for table in registry().tables.values():
        target = db_table(table)
        if not is_new:
            session.execute(delete(target).where(target.c.report_id == report_id))
        rows = list(_rows(table, report_id, by_table.get(table.code, [])))
        if rows:
            session.execute(insert(target), rows)


def stored_figures(session: Session, report_id: int) -> Figures:
    """A report's figures as ``{table: {row: {column: value}}}``, blanks left out."""
    figures: Figures = {}
    for table in registry().tables.values():
        source = db_table(table)
        key = row_key(table)
        for row in session.execute(select(source).where(source.c.report_id == report_id)).mappings():
            if key is None:
                found = {code: {"value": row[code]} for code in table.rows if row[code] is not None}
            else:
                values = {code: row[code] for code in table.columns if row[code] is not None}
                found = {row[key]: values} if values else {}
            if found:
                figures.setdefault(table.code, {}).update(found)
    return figures


def read_figures(cells: list[CellReading]) -> Figures:
    """The same of cells just read."""
    figures: Figures = {}
    for cell in cells:
        if cell.value is not None:
            figures.setdefault(cell.table, {}).setdefault(cell.row, {})[cell.column] = cell.value
    return figures


def _rows(table: Table, report_id: int, cells: list[CellReading]) -> Iterator[dict[str, Any]]:
    """The rows to store: one per row code, or for the 2014 form one in all."""
    key = row_key(table)
    if key is None:
        if cells:
            yield _row(report_id, {}, list(table.rows), {cell.row: cell for cell in cells}, _money(table))
        return
    by_row: dict[str, dict[str, CellReading]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, {})[cell.column] = cell
    columns, money = list(table.columns), _money(table)
    for code in table.rows:
        if code in by_row:
            yield _row(report_id, {key: code}, columns, by_row[code], money)


def _row(
    report_id: int, key: dict[str, str], order: list[str], cells: dict[str, CellReading], money: set[str]
) -> dict[str, Any]:
    row: dict[str, Any] = {"report_id": report_id, **key}
    for code in order:
        value = cells[code].value if code in cells else None
        row[code] = value
        if code in money:
            row[f"{code}_fen"] = None if value is None else fen(Decimal(value))
    row["place"] = write_places({code: cell.place for code, cell in cells.items()}, order)
    row["raw"] = write_raw(cells.items())
    return row


def _size(cell: CellReading) -> Decimal:
    """The largest integer that storing the cell takes: for money that is its amount in 分."""
    value = Decimal(cell.value or 0)
    return abs(value * FEN_PER_10K_YUAN if isinstance(cell.value, Decimal) else value)


def _money(table: Table) -> set[str]:
    lines = table.rows if row_key(table) is None else table.columns
    return {code for code, line in lines.items() if line.kind == "money"}
