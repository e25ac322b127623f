"""The views of ``public.db``, written from the registry of forms."""

from __future__ import annotations

from domain.registry import SeriesSource, registry


def applications_long() -> str:
    """A row a number: every cell of the applications tables, with its labels."""
    selects = [
        f"""SELECT a.report_id, a.agency_id, r.agency, a.year, a.region_code, a.scope, a.level, a."row",
       '{code}' AS "column", a."{code}" AS value, w.zh AS row_zh, {_text(column.label)} AS column_zh
  FROM applications AS a
  JOIN reports AS r ON r.report_id = a.report_id
  JOIN form_rows AS w ON w."row" = a."row\""""  # noqa: S608 - codes of the registry
        for code, column in registry().tables["applications"].columns.items()
    ]
    return 'CREATE VIEW "applications_long" AS\n' + "\nUNION ALL\n".join(selects)


def series() -> str:
    """One line through the years, whichever form a report used: a row per report and harmonised indicator."""
    selects = []
    for code, indicator in registry().indicators.items():
        for source in indicator.sources.values():
            selects.append(
                f"""SELECT r.agency_id, r.agency, r.year, r.region_code, r.scope, r.level,
       '{code}' AS indicator, {_text(indicator.zh)} AS indicator_zh, {_value(source)} AS value,
       {_text(indicator.unit)} AS unit, r.form, '{source.note}' AS comparability, {_text(source.reason)} AS reason,
       r.report_id
  FROM reports AS r
 WHERE r.form = '{source.form}'"""  # noqa: S608 - codes of the registry
            )
    return 'CREATE VIEW "series" AS\n' + "\nUNION ALL\n".join(selects)


VIEWS = {"applications_long": applications_long, "series": series}


def _value(source: SeriesSource) -> str:
    """The sum of the cells; NULL as soon as one of them is."""
    return " + ".join(_cell(*cell) for cell in source.cells)


def _cell(table: str, row: str, column: str) -> str:
    of = registry().tables[table]
    if table == "statistics":
        return f'(SELECT c."{row}" FROM {of.db_table} AS c WHERE c.report_id = r.report_id)'  # noqa: S608
    key = "stage" if table == "disputes" else "row"
    return f"""(SELECT c."{column}" FROM {of.db_table} AS c WHERE c.report_id = r.report_id AND c."{key}" = '{row}')"""  # noqa: S608


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
