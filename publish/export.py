"""Exporting the published tables: CSV, Parquet, one XLSX workbook, and a Frictionless Data Package over the CSV.

Rows stream; nothing holds a table in memory. Text that a spreadsheet would take for a formula gets an
apostrophe before it in the CSV; Parquet holds everything as it is.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from publish.package import data_package
from publish.schema import PublicTable, exported_tables
from publish.site import published_file

ROWS_AT_ONCE = 10_000
XLSX_ROWS = 1_048_575  # a sheet's rows below its heading
XLSX_TEXT = 32_767
XLSX_EXACT = 10**15  # Excel keeps fifteen digits
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?$")
_ARROW = {"integer": pa.int64(), "boolean": pa.bool_(), "float": pa.float64()}

Row = Sequence[Any]


class Sheet(Protocol):
    """A file, or part of one, that takes a table's rows."""

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""

    def __enter__(self) -> Sheet: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Finish the file."""


@dataclass(frozen=True)
class Exported:
    """What was written: rows by table, and the files."""

    rows: dict[str, int]
    files: list[Path]


def export(data_dir: Path, out: Path, progress: Callable[[str], None] = lambda step: None) -> Exported:
    """Write every public table of ``data_dir`` into the folder ``out``.

    Raises NothingPublishedError where there is no ``public.db``.
    """
    path = published_file(data_dir)
    out.mkdir(parents=True, exist_ok=True)
    rows: dict[str, int] = {}
    workbook = xlsxwriter.Workbook(
        out / "gongkai.xlsx",
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database, closing(workbook):
        for table in exported_tables().values():
            progress(table.name)
            rows[table.name] = _export_table(database, table, out, workbook)
    package = out / "datapackage.json"
    package.write_text(json.dumps(data_package(rows), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    files = [out / f"{name}.{suffix}" for name in rows for suffix in ("csv", "parquet")]
    return Exported(rows, [*files, out / "gongkai.xlsx", package])


def neutral(value: object) -> object:
    """A value for a spreadsheet's CSV: what would run as a formula becomes plain text."""
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.match(value):
        return "'" + value
    return value


def _export_table(database: sqlite3.Connection, table: PublicTable, out: Path, workbook: Any) -> int:
    written = 0
    with ExitStack() as stack:
        sheets: list[Sheet] = [
            stack.enter_context(sheet)
            for sheet in (_Csv(table, out), _Parquet(table, out), _Worksheets(table, workbook))
        ]
        for rows in _read(database, table):
            for sheet in sheets:
                sheet.write(rows)
            written += len(rows)
    return written


def _read(database: sqlite3.Connection, table: PublicTable) -> Iterator[list[Row]]:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    order = ", ".join(f'"{name}"' for name in table.key)
    found = database.execute(f'SELECT {columns} FROM "{table.name}" ORDER BY {order}')  # noqa: S608 - names of our own
    while rows := found.fetchmany(ROWS_AT_ONCE):
        yield rows


class _Csv:
    """``<table>.csv``, UTF-8 with a byte order mark, which Excel needs."""

    def __init__(self, table: PublicTable, out: Path) -> None:
        self._file = (out / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([column.name for column in table.columns])

    def write(self, rows: Sequence[Row]) -> None:
        self._writer.writerows([[neutral(value) for value in row] for row in rows])

    def __enter__(self) -> Sheet:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


class _Parquet:
    """``<table>.parquet``, a row group a batch."""

    def __init__(self, table: PublicTable, out: Path) -> None:
        self._kinds = [column.kind for column in table.columns]
        fields = [pa.field(column.name, _ARROW.get(column.kind, pa.string())) for column in table.columns]
        self._schema = pa.schema(fields)
        self._writer = pq.ParquetWriter(out / f"{table.name}.parquet", self._schema, compression="zstd")

    def write(self, rows: Sequence[Row]) -> None:
        columns = [
            [None if value is None else bool(value) for value in values] if kind == "boolean" else list(values)
            for kind, values in zip(self._kinds, zip(*rows, strict=True), strict=True)
        ]
        arrays = [pa.array(column, field.type) for column, field in zip(columns, self._schema, strict=True)]
        self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))

    def __enter__(self) -> Sheet:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()


class _Worksheets:
    """The table's sheet of the workbook, and another for every million rows more."""

    def __init__(self, table: PublicTable, workbook: Any) -> None:
        self._table = table
        self._workbook = workbook
        self._sheets = 0
        self._start()

    def _start(self) -> None:
        self._sheets += 1
        name = self._table.name if self._sheets == 1 else f"{self._table.name} {self._sheets}"
        self._sheet = self._workbook.add_worksheet(name[:31])
        self._sheet.freeze_panes(1, 0)
        self._row = 0
        self._put([column.name for column in self._table.columns])

    def write(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if self._row > XLSX_ROWS:
                self._start()
            self._put(row)

    def _put(self, row: Row) -> None:
        for n, value in enumerate(row):
            if isinstance(value, str):
                self._sheet.write_string(self._row, n, value[:XLSX_TEXT])
            elif isinstance(value, int) and abs(value) >= XLSX_EXACT:
                self._sheet.write_string(self._row, n, str(value))
            elif value is not None:
                self._sheet.write_number(self._row, n, value)
        self._row += 1

    def __enter__(self) -> Sheet:
        return self

    def __exit__(self, *_: object) -> None:
        return
