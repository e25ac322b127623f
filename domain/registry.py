"""The one registry of forms: every table, row, column, label, unit and rule, loaded from ``domain/forms/*.yml``.

Recognition, database models, checks, the JSON of ``gongkai read``, Datasette's descriptions and the data
dictionary all read it, so that a label is written once. Sources of the forms: 国办发〔2014〕32号,
国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from domain.yaml_files import load

FORMS_DIR = Path(__file__).parent / "forms"
TABLE_FILES = ("proactive_disclosure", "applications", "disputes", "statistics_2014")

Kind = Literal["count", "signed", "money"]


class RegistryError(ValueError):
    """A form file contradicts itself; the message names the file, the code and the fault."""


@dataclass(frozen=True)
class Group:
    """A heading of rows or columns that holds no figure itself, such as （三）不予公开."""

    code: str
    label: str
    variants: tuple[str, ...]
    group: str | None
    forms: tuple[str, ...]
    en: str


@dataclass(frozen=True)
class Column:
    """A column of figures. ``kind`` says how its cells read: a count, a signed change, or money (in 万元)."""

    code: str
    label: str
    labels_by_form: dict[str, str]
    variants: tuple[str, ...]
    group: str | None
    forms: tuple[str, ...]
    unit: str
    kind: Kind
    en: str

    @property
    def labels(self) -> tuple[str, ...]:
        """Every wording known, official ones first."""
        return tuple(dict.fromkeys((self.label, *self.labels_by_form.values(), *self.variants)))


@dataclass(frozen=True)
class Row:
    """A row of a table. ``columns`` maps each form that prints the row to the columns it fills there."""

    code: str
    label: str
    labels_by_form: dict[str, str]
    variants: tuple[str, ...]
    group: str | None
    parent: str | None
    columns: dict[str, tuple[str, ...]]
    unit: str
    kind: Kind
    en: str

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms that print this row."""
        return tuple(self.columns)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every wording known, official ones first."""
        return tuple(dict.fromkeys((self.label, *self.labels_by_form.values(), *self.variants)))


@dataclass(frozen=True)
class Rule:
    """An equation that a correct report obeys: the sum of ``left`` equals the sum of ``right``.

    ``over`` says what it is repeated for: ``columns`` (operands are rows, once a column), ``rows`` (operands
    are columns, once a row), or ``None`` (operands are the rows of a one-column table).
    """

    rule: str
    over: Literal["columns", "rows"] | None
    left: tuple[str, ...]
    right: tuple[str, ...]
    zh: str
    en: str


@dataclass(frozen=True)
class Table:
    """A table of the forms. ``code`` is its key in the JSON, ``db_table`` its name in the database."""

    code: str
    db_table: str
    label: str
    variants: tuple[str, ...]
    en: str
    unit: str
    forms: tuple[str, ...]
    columns: dict[str, Column]
    column_groups: dict[str, Group]
    groups: dict[str, Group]
    rows: dict[str, Row]
    rules: tuple[Rule, ...]
    notes: tuple[str, ...]

    def row_path(self, row: str) -> tuple[str, ...]:
        """The labels above a row, outermost first, then its own: ``(三、本年度办理结果, （三）不予公开, 1.属于…)``."""
        path: list[str] = []
        this = self.rows[row]
        node: Group | None = None
        path.append(this.label)
        while this.parent:
            this = self.rows[this.parent]
            path.append(this.label)
        code = this.group
        while code:
            node = self.groups[code]
            path.append(node.label)
            code = node.group
        return tuple(reversed(path))


@dataclass(frozen=True)
class Form:
    """An official form and the years it was prescribed for (the last is ``None`` while in force)."""

    code: str
    years: tuple[int, int | None]
    source: str
    zh: str
    en: str


@dataclass(frozen=True)
class SectionHeading:
    """A section of a report. ``number`` is 1-6 in the current format, ``None`` for one it no longer has."""

    code: str
    number: int | None
    label: str
    variants: tuple[str, ...]
    en: str


@dataclass(frozen=True)
class SeriesSource:
    """Where one form holds an indicator: cells as ``(table, row, column)``, to be added up."""

    form: str
    cells: tuple[tuple[str, str, str], ...]
    note: Literal["same", "narrower", "wider", "not_comparable"]
    reason: str


@dataclass(frozen=True)
class Indicator:
    """A harmonised indicator: one line through the years, from whichever form a report used."""

    code: str
    zh: str
    en: str
    unit: str
    sources: dict[str, SeriesSource]


@dataclass(frozen=True)
class Registry:
    """All of it. ``tables`` is keyed by the JSON code, in the order of a report."""

    forms: dict[str, Form]
    tables: dict[str, Table]
    sections: dict[str, SectionHeading]
    indicators: dict[str, Indicator]


def _load(name: str) -> dict[str, Any]:
    return load(FORMS_DIR / f"{name}.yml")


def _labels_by_form(entry: dict[str, Any]) -> dict[str, str]:
    return {key.removeprefix("label_"): value for key, value in entry.items() if key.startswith("label_")}


def _group(code: str, entry: dict[str, Any], forms: tuple[str, ...]) -> Group:
    return Group(
        code=code,
        label=entry["label"],
        variants=tuple(entry.get("variants", ())),
        group=entry.get("group"),
        forms=tuple(entry.get("forms", forms)),
        en=entry.get("en", ""),
    )


def _column(code: str, entry: dict[str, Any], forms: tuple[str, ...], unit: str) -> Column:
    return Column(
        code=code,
        label=entry["label"],
        labels_by_form=_labels_by_form(entry),
        variants=tuple(entry.get("variants", ())),
        group=entry.get("group"),
        forms=tuple(entry.get("forms", forms)),
        unit=entry.get("unit", unit),
        kind=entry.get("kind", "count"),
        en=entry["en"],
    )


def _row(code: str, entry: dict[str, Any], forms: tuple[str, ...], unit: str, columns: dict[str, Column]) -> Row:
    printed = tuple(entry.get("forms", forms))
    given: dict[str, list[str]] = entry.get("columns") or {}
    filled = {form: tuple(given.get(form, [c for c, col in columns.items() if form in col.forms])) for form in printed}
    for form, names in filled.items():
        for name in names:
            if name not in columns or form not in columns[name].forms:
                raise RegistryError(f"row {code}: column {name} is not in form {form}")
    return Row(
        code=code,
        label=entry["label"],
        labels_by_form=_labels_by_form(entry),
        variants=tuple(entry.get("variants", ())),
        group=entry.get("group"),
        parent=entry.get("parent"),
        columns=filled,
        unit=entry.get("unit", unit),
        kind=entry.get("kind", "count"),
        en=entry["en"],
    )


def _table(name: str) -> Table:
    data = _load(name)
    forms = tuple(data["forms"])
    unit = data["unit"]
    columns = {code: _column(code, entry, forms, unit) for code, entry in data["columns"].items()}
    groups = {code: _group(code, entry, forms) for code, entry in (data.get("groups") or {}).items()}
    rows = {code: _row(code, entry, forms, unit, columns) for code, entry in data["rows"].items()}
    for row in rows.values():
        if row.group and row.group not in groups:
            raise RegistryError(f"{name}.yml: row {row.code} stands under the unknown group {row.group}")
        if row.parent and row.parent not in rows:
            raise RegistryError(f"{name}.yml: row {row.code} stands under the unknown row {row.parent}")
    rules = tuple(
        Rule(r["rule"], r.get("over"), tuple(r["left"]), tuple(r["right"]), r["zh"], r["en"])
        for r in data.get("rules") or ()
    )
    return Table(
        code=data["table"],
        db_table=data.get("db_table", data["table"]),
        label=data["label"],
        variants=tuple(data.get("variants", ())),
        en=data["en"],
        unit=unit,
        forms=forms,
        columns=columns,
        column_groups={c: _group(c, e, forms) for c, e in (data.get("column_groups") or {}).items()},
        groups=groups,
        rows=rows,
        rules=rules,
        notes=tuple(data.get("notes", ())),
    )


def _series_cell(path: str, tables: dict[str, Table]) -> tuple[str, str, str]:
    table, row, *column = path.split(".")
    code = column[0] if column else "value"
    if row not in tables[table].rows or code not in tables[table].columns:
        raise RegistryError(f"series.yml: {path} is no cell of the forms")
    return table, row, code


@cache
def registry() -> Registry:
    """The registry, read once a process. Raises :class:`RegistryError` where the files contradict themselves."""
    tables = {table.code: table for table in map(_table, TABLE_FILES)}
    forms = {
        code: Form(code, (e["years"][0], e["years"][1]), e["source"], e["zh"], e["en"])
        for code, e in _load("forms")["forms"].items()
    }
    sections = {
        str(code): SectionHeading(
            str(code), code if isinstance(code, int) else None, e["label"], tuple(e.get("variants", ())), e["en"]
        )
        for code, e in _load("sections")["sections"].items()
    }
    indicators = {
        code: Indicator(
            code,
            e["zh"],
            e["en"],
            e["unit"],
            {
                form: SeriesSource(
                    form, tuple(_series_cell(p, tables) for p in source["from"]), source["note"], source["reason"]
                )
                for form, source in e["forms"].items()
            },
        )
        for code, e in _load("series")["indicators"].items()
    }
    return Registry(forms, tables, sections, indicators)
