"""The truth of the demo portals is consistent: every rule holds, but for the faults that are listed."""

from __future__ import annotations

import pytest

from demo.places import portals
from demo.reports import FAULTS, Report, reports_of
from domain.registry import Rule, Table, registry

REPORTS = [report for portal in portals() for report in reports_of(portal, seed=1)]
SOUND = [report for report in REPORTS if not report.faults or report.faults[0] in ("old_form", "text_differs")]
BREAKS_SUMS = {"sum_wrong", "blank_totals", "blank_zeros", "empty_template"}


def violations(report: Report, table: Table, rule: Rule) -> list[str]:
    """Where a rule does not hold; a blank operand counts as a violation."""
    rows = report.tables.get(table.code)
    if not rows:
        return []
    if rule.over == "rows":
        sides = [([rows[r][c] for c in rule.left], [rows[r][c] for c in rule.right]) for r in rows]
    else:
        columns = table.columns if rule.over == "columns" else ["value"]
        left, right = ([r for r in side if r in rows] for side in (rule.left, rule.right))
        sides = [([rows[r][c] for r in left], [rows[r][c] for r in right]) for c in columns]
    return [
        f"{rule.rule}: {left} != {right}" for left, right in sides if None in left + right or sum(left) != sum(right)
    ]


def all_violations(report: Report) -> list[str]:
    tables = registry().tables.values()
    return [found for table in tables for rule in table.rules for found in violations(report, table, rule)]


def test_sound_reports_obey_every_rule() -> None:
    assert not [(report.agency.name, report.year, found) for report in SOUND if (found := all_violations(report))]


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_occurs_and_breaks_what_it_says(fault: str) -> None:
    reports = [report for report in REPORTS if fault in report.faults]
    assert reports
    assert all(bool(all_violations(report)) == (fault in BREAKS_SUMS) for report in reports)


def test_what_is_carried_over_arrives_next_year() -> None:
    known = {(report.agency.name, report.year): report for report in SOUND if "applications" in report.tables}
    for (name, year), report in known.items():
        if following := known.get((name, year + 1)):
            carried = report.tables["applications"]["carried_out"]
            assert following.tables["applications"]["carried_in"] == carried, (name, year)


def test_documents_in_force_follow_from_the_year_before() -> None:
    known = {(report.agency.name, report.year): report for report in SOUND if report.form == "2021"}
    for (name, year), report in known.items():
        if following := known.get((name, year + 1)):
            for row in ("rules", "normative_documents"):
                before = report.tables["proactive_disclosure"][row]["in_force"]
                after = following.tables["proactive_disclosure"][row]
                assert after["in_force"] == before + after["issued"] - after["repealed"], (name, year)


def test_reports_fill_exactly_the_cells_of_their_form() -> None:
    for report in REPORTS:
        for code, rows in report.tables.items():
            table = registry().tables[code]
            for row, cells in rows.items():
                if not report.clause_forms:
                    assert set(cells) == set(table.rows[row].columns[str(report.form)]), (report.title, row)


def test_there_is_enough_of_everything() -> None:
    agencies = {report.agency.name for report in REPORTS}
    assert len(agencies) >= 40
    assert {report.form for report in REPORTS} == {"2014", "2019", "2021", None}
    assert {report.agency.level for report in REPORTS} == {"province", "prefecture", "county", "township"}
    assert {report.year for report in REPORTS} >= set(range(2014, 2026))
    assert {report.carrier for report in REPORTS} == {"html", "docx", "both", "txt"}


def test_the_same_seed_gives_the_same_reports() -> None:
    portal = portals()[0]
    assert reports_of(portal, 7) == reports_of(portal, 7)
    assert reports_of(portal, 7) != reports_of(portal, 8)
