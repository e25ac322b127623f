"""Exported files open in what people open them with, and hold what the database holds."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from publish.export import export, neutral
from publish.schema import exported_tables
from publish.site import NothingPublishedError
from tests.publish.conftest import HOSTILE


@pytest.fixture(scope="module")
def out(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    export(data_dir, folder / "out")
    return folder / "out"


def stored(data_dir: Path, table: str) -> list[tuple[Any, ...]]:
    key = ", ".join(f'"{name}"' for name in exported_tables()[table].key)
    with closing(sqlite3.connect(data_dir / "public.db")) as database:
        return database.execute(f'SELECT * FROM "{table}" ORDER BY {key}').fetchall()


@pytest.mark.parametrize("table", exported_tables())
def test_csv_holds_every_row(out: Path, data_dir: Path, table: str) -> None:
    raw = (out / f"{table}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    with (out / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == [column.name for column in exported_tables()[table].columns]
    assert rows == [["" if v is None else str(neutral(v)) for v in row] for row in stored(data_dir, table)]


@pytest.mark.parametrize("table", exported_tables())
def test_parquet_holds_every_value_as_it_is(out: Path, data_dir: Path, table: str) -> None:
    read = pq.read_table(out / f"{table}.parquet")
    assert read.column_names == [column.name for column in exported_tables()[table].columns]
    rows = [tuple(row.values()) for row in read.to_pylist()]
    assert rows == [tuple(row) for row in stored(data_dir, table)]


def test_the_workbook_has_a_sheet_a_table_and_no_formula(out: Path, data_dir: Path) -> None:
    book = openpyxl.load_workbook(out / "gongkai.xlsx", read_only=True)
    assert set(book.sheetnames) == set(exported_tables())
    titles = [row[8].value for row in book["reports"].iter_rows(min_row=2)]
    assert HOSTILE in titles
    cells = [cell for row in book["reports"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert len(list(book["applications"].iter_rows())) == 1 + len(stored(data_dir, "applications"))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("-12", "-12"),
        ("-0.35", "-0.35"),
        ("教育局", "教育局"),
        ("", ""),
        (None, None),
        (-5, -5),
    ],
)
def test_what_would_run_as_a_formula_becomes_text(value: object, written: object) -> None:
    assert neutral(value) == written


# What a field's type means, by the Table Schema specification of Frictionless.
CASTS: dict[str, Any] = {
    "integer": lambda text, field: int(text),
    "number": lambda text, field: float(text),
    "string": lambda text, field: text,
    "boolean": lambda text, field: {"1": True, "0": False}[text],
    "date": lambda text, field: date.fromisoformat(text),
    "datetime": lambda text, field: datetime.strptime(text, field["format"]),
}


def test_the_data_package_describes_the_files(out: Path) -> None:
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert package["profile"] == "tabular-data-package"
    assert package["name"] == "gongkai"
    assert package["licenses"][0]["name"]
    names = [resource["name"] for resource in package["resources"]]
    assert names == list(exported_tables())
    for resource in package["resources"]:
        with (out / resource["path"]).open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        fields = resource["schema"]["fields"]
        assert header == [field["name"] for field in fields]
        assert resource["rows"] == len(rows)
        assert all(field["description"] for field in fields)
        for row in rows:
            for text, field in zip(row, fields, strict=True):
                if text:
                    CASTS[field["type"]](text, field)
        keys = [tuple(row[header.index(name)] for name in resource["schema"]["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
        for key in resource["schema"].get("foreignKeys", ()):
            assert key["reference"]["resource"] in {"", *names}


def test_nothing_published_is_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(NothingPublishedError):
        export(tmp_path, tmp_path / "out")
