"""The rules of a correct report."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.checks import check
from extract.document import Place
from extract.report import CellReading, Check, Value

APPLICANTS = (
    "natural_person", "business", "research_institution", "public_interest", "legal_service", "other_organisation"
)  # fmt: skip


def cells(table: str, figures: dict[str, dict[str, Value]], confidence: float = 1.0) -> list[CellReading]:
    return [
        CellReading(table, row, column, value, str(value), "blank" if value is None else "number", Place(), confidence)
        for row, columns in figures.items()
        for column, value in columns.items()
    ]


def one(checks: list[Check], rule: str, subject: str) -> Check:
    return next(c for c in checks if (c.rule, c.subject) == (rule, subject))


def row(*values: Value) -> dict[str, Value]:
    return dict(zip((*APPLICANTS, "total"), values, strict=True))


@pytest.mark.parametrize(
    ("figures", "status"),
    [
        (row(1, 2, 0, 0, 0, 0, 3), "pass"),
        (row(1, 2, 0, 0, 0, 0, 4), "fail"),
        (row(1, 2, 0, 0, 0, 0, None), "not_checked"),
        (row(1, 2, None, 0, 0, 0, 3), "not_checked"),
    ],
)
def test_the_total_of_a_row(figures: dict[str, Value], status: str) -> None:
    assert (
        one(check(cells("applications", {"granted": figures}), "2021"), "applications.row_total", "granted").status
        == status
    )


def test_a_failure_of_cells_read_with_certainty_is_the_sources() -> None:
    figures = {"granted": row(1, 2, 0, 0, 0, 0, 4)}
    assert one(check(cells("applications", figures), "2021"), "applications.row_total", "granted").cause == "source"
    unsure = check(cells("applications", figures, 0.7), "2021")
    assert one(unsure, "applications.row_total", "granted").cause == "reading"


def test_the_balance_of_a_column_names_both_sides() -> None:
    figures = {
        "new_received": row(*[5] * 7),
        "carried_in": row(*[1] * 7),
        "concluded_total": row(*[4] * 7),
        "carried_out": row(*[2] * 7),
    }
    found = one(check(cells("applications", figures), "2021"), "applications.balance", "total")
    assert (found.status, found.left, found.right) == ("pass", 6, 6)
    assert found.cells == ("new_received.total", "carried_in.total", "concluded_total.total", "carried_out.total")


def results(form: str) -> dict[str, dict[str, Value]]:
    from domain.registry import registry

    table = registry().tables["applications"]
    rows = [r.code for r in table.rows.values() if form in r.forms and r.group and r.code != "concluded_total"]
    return {code: row(*[1] * 7) for code in rows} | {"concluded_total": row(*[len(rows)] * 7)}


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_rows_that_a_form_does_not_print_are_no_operands(form: str) -> None:
    found = one(check(cells("applications", results(form)), form), "applications.results", "total")
    assert found.status == "pass"
    assert ("other.total" in found.cells) == (form == "2019")


def test_a_row_that_the_form_prints_and_the_report_lacks_leaves_the_sum_unchecked() -> None:
    figures = results("2021")
    del figures["denied_third_party"]
    found = one(check(cells("applications", figures), "2021"), "applications.results", "total")
    assert (found.status, found.right) == ("not_checked", None)


def test_other_rows_of_another_form_are_added_as_they_stand() -> None:
    """A report in the 2021 form whose 其他处理 is one row: its sum is still the sum of its rows."""
    assert one(check(cells("applications", results("2019")), "2021"), "applications.results", "total").status == "pass"


def test_the_tree_of_the_2014_form() -> None:
    figures: dict[str, dict[str, Value]] = {
        "applications_received": {"value": 10},
        "applications_in_person": {"value": 1},
        "applications_fax": {"value": 2},
        "applications_online": {"value": 3},
        "applications_letter": {"value": 4},
        "funding": {"value": Decimal("1.5")},
    }
    found = check(cells("statistics", figures), "2014")
    assert one(found, "statistics.channels", "").status == "pass"
    assert {c.rule for c in found} == {"statistics.channels"}


def test_disputes() -> None:
    figures: dict[str, dict[str, Value]] = {
        "reconsideration": {"upheld": 1, "corrected": 1, "other_result": 0, "pending": 0, "total": 3}
    }
    found = check(cells("disputes", figures), "2021")
    assert [(c.subject, c.status, c.left, c.right, c.cause) for c in found] == [
        ("reconsideration", "fail", 3, 2, "source")
    ]


def test_nothing_read_nothing_checked() -> None:
    assert check([], None) == []
