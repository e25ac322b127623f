"""``docs/data-dictionary.md``, written from the same registries as the tables themselves.

``python -m publish.dictionary`` (``make docs``) writes the file again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from db.between_years import RULES
from domain.registry import registry
from publish.columns import columns_of, described, described_tables
from publish.schema import foreign_key, public_tables

FILE = Path(__file__).parents[1] / "docs" / "data-dictionary.md"


def dictionary() -> str:
    """The document's text."""
    return "\n".join([*_head(), *_tables(), *_rows(), *_rules(), *_series()]) + "\n"


def _head() -> Iterator[str]:
    yield "<!-- Written by `make docs`. Do not edit. -->"
    yield "# Data dictionary · 数据字典"
    yield ""
    yield "The tables and views of `public.db`. NULL means blank, a dash, or not read - never 0. Money is kept"
    yield "as exact decimals in 万元, with an integer twin in 分 (`…_fen`) to sort and sum by. Totals are taken over"
    yield "one `scope` and one `level` only: a government's report already sums up its departments."
    yield ""
    yield "Evidence. `place` says where each cell of a row stands in the document that `reports.sha256` names:"
    yield "`issued-in_force: table 1 row 3 cells 2-4; …` gives the columns from `issued` to `in_force`, in the order"
    yield "below, the cells 2 to 4 of the third row of the first table (`rows 2-8`, `lines 2-8` likewise; `page`,"
    yield "and `box left top right bottom` in points for PDF and pictures; `?` where the place is not known). Without"
    yield "names it is all columns. A NULL with a place is a blank cell; a column without a place has no cell in the"
    yield "document. `raw` is a JSON object of the cells whose text is more than the plain number, each with `raw`, and"
    yield "`status`, `confidence` (below 1) or `settled_by` where there is something to say."
    yield ""


def _tables() -> Iterator[str]:
    for name, entry in described_tables().items():
        yield f"## `{name}` · {entry['title']}"
        yield ""
        yield f"{entry['zh']} {entry['en']}"
        yield ""
        yield "| column | 含义 | meaning | unit |"
        yield "| --- | --- | --- | --- |"
        keys = public_tables()[name].key if name in public_tables() else ()
        for column in columns_of(name):
            told = described(name, column)
            to = foreign_key(name, column) if name in public_tables() else None
            note = (" (key)" if column in keys else "") + (f" → `{to[0]}`" if to else "")
            yield f"| `{column}`{note} | {_cell(told.zh)} | {_cell(told.en)} | {told.unit or ''} |"
        yield ""


def _rows() -> Iterator[str]:
    yield "## Rows of the forms · 表格行"
    yield ""
    yield "| table | code | 名称 | meaning | forms |"
    yield "| --- | --- | --- | --- | --- |"
    for table in registry().tables.values():
        for row in table.rows.values():
            path = " > ".join(table.row_path(row.code))
            yield f"| `{table.db_table}` | `{row.code}` | {_cell(path)} | {_cell(row.en)} | {', '.join(row.forms)} |"
    yield ""


def _rules() -> Iterator[str]:
    yield "## Rules that are checked · 校验规则"
    yield ""
    yield "| rule | 含义 | meaning |"
    yield "| --- | --- | --- |"
    for table in registry().tables.values():
        for rule in table.rules:
            yield f"| `{rule.rule}` | {_cell(rule.zh)} | {_cell(rule.en)} |"
    for name, (zh, en) in RULES.items():
        yield f"| `{name}` | {_cell(zh)} | {_cell(en)} |"
    yield ""


def _series() -> Iterator[str]:
    yield "## Indicators of `series` · 统一指标"
    yield ""
    yield "| indicator | 名称 | form | taken from | comparability | why |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for indicator in registry().indicators.values():
        for source in indicator.sources.values():
            cells = " + ".join(f"`{'.'.join(cell)}`" for cell in source.cells)
            yield (
                f"| `{indicator.code}` | {_cell(indicator.zh)} | {source.form} | {cells} | {source.note} "
                f"| {_cell(source.reason)} |"
            )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(dictionary(), encoding="utf-8")
