"""The views of ``public.db``, written from the registry of forms.

Each is one join with a CASE over codes, not a UNION of a part per code: so SQLite can look up an agency or a year
in its index and work out only the numbers that are asked for.
"""

from __future__ import annotations

from domain.registry import SeriesSource, registry


def applications_long() -> str:
    """A row a number: every cell of the applications tables, with its labels."""
    values = "\n".join(
        f"""              WHEN '{code}' THEN a."{code}\"""" for code in registry().tables["applications"].columns
    )
    return f"""CREATE VIEW "applications_long" AS
SELECT a.report_id, a.agency_id, r.agency, a.year, a.region_code, a.scope, a.level, a."row",
       c.column_name AS "column",
       CASE c.column_name
{values}
       END AS value,
       w.zh AS row_zh, c.zh AS column_zh
  FROM applications AS a
  JOIN reports AS r ON r.report_id = a.report_id
  JOIN form_rows AS w ON w."row" = a."row"
  JOIN form_columns AS c ON c.table_name = 'applications'"""  # noqa: S608 - codes of the registry


def series() -> str:
    """One line through the years, whichever form a report used: a row per report and harmonised indicator."""
    values = "\n".join(
        f"              WHEN '{code}/{source.form}' THEN {_value(source)}"
        for code, indicator in registry().indicators.items()
        for source in indicator.sources.values()
    )
    return f"""CREATE VIEW "series" AS
SELECT r.agency_id, r.agency, r.year, r.region_code, r.scope, r.level, s.indicator, i.zh AS indicator_zh,
       CASE s.indicator || '/' || s.form
{values}
       END AS value,
       i.unit, r.form, s.comparability, s.reason, r.report_id
  FROM reports AS r
  JOIN indicator_sources AS s ON s.form = r.form
  JOIN indicators AS i ON i.indicator = s.indicator"""  # noqa: S608 - codes of the registry


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
