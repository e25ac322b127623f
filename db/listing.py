"""The list of reports that scripts rely on."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Engine, select

from db.models import Report

AT_ONCE = 1_000


def listed_reports(
    engine: Engine, *, year: int | None = None, agency: str | None = None
) -> Iterator[dict[str, object]]:
    """Reports by region, agency and year, as ``gongkai reports --json`` prints them; streamed."""
    query = select(
        Report.agency, Report.region_code, Report.year, Report.form, Report.title, Report.url, Report.published,
        Report.failed_checks, Report.scope, Report.level, Report.late, Report.version, Report.sha256, Report.portal,
    ).order_by(Report.region_code, Report.agency, Report.year, Report.report_id)  # fmt: skip
    if year is not None:
        query = query.where(Report.year == year)
    if agency is not None:
        query = query.where(Report.agency.contains(agency, autoescape=True))
    with engine.connect() as connection:
        for row in connection.execution_options(yield_per=AT_ONCE).execute(query).mappings():
            listed = dict(row)
            listed["published"] = row["published"].isoformat() if row["published"] else None
            yield listed
