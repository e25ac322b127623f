"""``datasette-metadata.yml``, written from the registry of forms, ``columns.yml`` and ``queries.yml``.

``python -m publish.metadata`` (``make docs``) writes the file at the top of the project again.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from publish.build import FULL_TEXT
from publish.columns import columns_of, described, described_tables

FILE = Path(__file__).parents[1] / "datasette-metadata.yml"
HEADER = (
    "# Written by `make docs` from the registry of forms, publish/columns.yml and publish/queries.yml. Do not edit.\n"
)
DEFAULT_PAGE_SIZE = 50

# How the site is served: `gongkai serve` passes these to Datasette as --setting.
SETTINGS: dict[str, int | bool] = {
    "default_page_size": DEFAULT_PAGE_SIZE,
    "max_returned_rows": 2000,
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 1500,
    "facet_suggest_time_limit_ms": 100,
    "suggest_facets": False,
    "allow_csv_stream": True,
    "max_csv_mb": 0,
    "truncate_cells_html": 300,
    "default_cache_ttl": 300,
}


def metadata() -> dict[str, Any]:
    """The whole of it, as Datasette takes it."""
    return {
        "title": "公开 gongkai：政府信息公开年报数据库",
        "description": (
            "中国各级行政机关政府信息公开工作年度报告的开放档案：每个数字都可追溯到原文。 "
            "The open archive of China's government-disclosure reports: every number leads back to its source."
        ),
        "license": "CC0 1.0 · 数据为官方文件所载事实，引用请注明出处 (facts from official documents; please cite)",
        "license_url": "https://creativecommons.org/publicdomain/zero/1.0/",
        "source": "各行政机关门户网站，报告附原文链接 · The agencies' own portals; each report links to its original",
        "about": "《政府信息公开条例》第四十九、五十条 · Regulations on Open Government Information, articles 49, 50",
        "databases": {"public": {"tables": {name: _table(name) for name in described_tables()}, "queries": _queries()}},
    }


def metadata_text() -> str:
    """The file's text."""
    return HEADER + yaml.dump(metadata(), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


@cache
def queries() -> dict[str, dict[str, Any]]:
    """The canned queries as ``queries.yml`` has them."""
    with (Path(__file__).parent / "queries.yml").open(encoding="utf-8") as file:
        loaded: dict[str, dict[str, Any]] = yaml.safe_load(file)
    return loaded


def _table(name: str) -> dict[str, Any]:
    entry = described_tables()[name]
    table: dict[str, Any] = {
        "title": entry["title"],
        "description": f"{entry['zh']} {entry['en']}",
        "columns": {column: described(name, column).text for column in columns_of(name)},
    }
    for ours, theirs in (("label", "label_column"), ("sort", "sort"), ("sort_desc", "sort_desc"), ("facets", "facets")):
        if ours in entry:
            table[theirs] = entry[ours]
    table["size"] = entry.get("page_size", DEFAULT_PAGE_SIZE)
    for full_text in FULL_TEXT:
        if full_text.table == name:
            table["fts_table"], table["fts_pk"] = full_text.name, full_text.key
    return table


def _queries() -> dict[str, Any]:
    return {
        name: {
            "title": f"{query['zh']} · {query['en']}",
            "description": " ".join(
                [query["about_zh"], query["about_en"], *(f"【{p}】{says}。" for p, says in query["parameters"].items())]
            ),
            "sql": query["sql"],
            "params": list(query["parameters"]),
            "hide_sql": True,
        }
        for name, query in queries().items()
    }


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, so that the SQL stays readable."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


if __name__ == "__main__":
    FILE.write_text(metadata_text(), encoding="utf-8")
