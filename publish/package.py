"""The Frictionless Data Package that describes exported CSV files, from the registries of columns."""

from __future__ import annotations

from typing import Any

from publish.columns import described, described_tables
from publish.metadata import metadata
from publish.schema import PublicColumn, PublicTable, exported_tables, foreign_key

_TYPES: dict[str, dict[str, Any]] = {
    "integer": {"type": "integer"},
    "float": {"type": "number"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]},
    "date": {"type": "date"},
    "datetime": {"type": "datetime", "format": "%Y-%m-%d %H:%M:%S.%f"},
    "string": {"type": "string"},
}


def data_package(rows: dict[str, int]) -> dict[str, Any]:
    """The descriptor, given the number of rows of each exported table."""
    about = metadata()
    return {
        "profile": "tabular-data-package",
        "name": "gongkai",
        "title": about["title"],
        "description": about["description"],
        "licenses": [{"name": "CC0-1.0", "path": about["license_url"], "title": about["license"]}],
        "sources": [{"title": about["source"]}],
        "resources": [_resource(exported_tables()[name], count) for name, count in rows.items()],
    }


def _resource(table: PublicTable, rows: int) -> dict[str, Any]:
    entry = described_tables()[table.name]
    pointed = [(c.name, to) for c in table.columns if (to := foreign_key(table.name, c.name)) is not None]
    schema: dict[str, Any] = {
        "fields": [_field(table, column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    if pointed:
        schema["foreignKeys"] = [
            {"fields": [name], "reference": {"resource": "" if to[0] == table.name else to[0], "fields": [to[1]]}}
            for name, to in pointed
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": entry["title"],
        "description": f"{entry['zh']} {entry['en']}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "rows": rows,
        "schema": schema,
    }


def _field(table: PublicTable, column: PublicColumn) -> dict[str, Any]:
    told = described(table.name, column.name)
    field: dict[str, Any] = {"name": column.name, "title": told.zh, "description": told.text, **_TYPES[column.kind]}
    if told.unit:
        field["unit"] = told.unit
    return field
