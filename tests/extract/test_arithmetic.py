"""When the form's arithmetic may choose among a recogniser's readings, and when it must not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.arithmetic import Alternatives, settle
from extract.document import Place
from extract.report import CellReading

STAGE = "reconsideration"
COLUMNS = ("upheld", "corrected", "other_result", "pending", "total")
Key = tuple[str, str, str]


def stage(*raw: str, confidence: dict[str, float] | None = None) -> list[CellReading]:
    """A row of the disputes table: upheld, corrected, other, pending, total."""
    cells = []
    for column, text in zip(COLUMNS, raw, strict=True):
        value = int(text) if text.isdigit() else None
        share = (confidence or {}).get(column, 0.99995)
        place = Place(page=1, bbox=(COLUMNS.index(column), 0, 1, 1))
        cells.append(
            CellReading(
                "disputes", STAGE, column, value, text, "number" if text.isdigit() else "unreadable", place, share
            )
        )
    return cells


def others(**readings: Alternatives) -> dict[Key, Alternatives]:
    return {("disputes", STAGE, column): found for column, found in readings.items()}


def values(cells: list[CellReading]) -> list[object]:
    return [cell.value for cell in cells]


def test_the_one_reading_that_fits_is_taken_and_says_why() -> None:
    cells = stage("1", "2", "0", "3", "8", confidence={"total": 0.55})
    settled = settle(cells, others(total=(("6", 0.4), ("5", 0.05))), "2021")
    assert values(settled.cells) == [1, 2, 0, 3, 6]
    assert settled.cells[-1].settled_by == "disputes.row_total"
    assert settled.cells[-1].raw == "6"
    assert settled.problems == []


def test_an_unread_figure_is_read_where_only_one_reading_fits() -> None:
    cells = stage("1", "?", "0", "3", "6", confidence={"corrected": 0.3})
    settled = settle(cells, others(corrected=(("2", 0.3), ("7", 0.3))), "2021")
    assert values(settled.cells) == [1, 2, 0, 3, 6]
    assert settled.cells[1].settled_by == "disputes.row_total"


def test_never_a_value_that_the_recogniser_did_not_see() -> None:
    cells = stage("1", "2", "0", "3", "8", confidence={"total": 0.55})
    settled = settle(cells, others(total=(("9", 0.4),)), "2021")
    assert settled.cells[-1].value is None
    assert settled.cells[-1].status == "unreadable"
    assert [(p.code, p.alternatives) for p in settled.problems] == [("cell.unsure", ("8", "9"))]


def test_two_ways_that_fit_leave_both_figures_open() -> None:
    cells = stage("1", "1", "0", "0", "9", confidence={"upheld": 0.5, "corrected": 0.5})
    settled = settle(cells, others(upheld=(("8", 0.45),), corrected=(("8", 0.45),)), "2021")
    assert values(settled.cells) == [None, None, 0, 0, 9]
    assert len(settled.problems) == 2


def test_a_figure_read_with_certainty_is_not_changed_though_the_report_contradicts_itself() -> None:
    cells = stage("1", "2", "0", "3", "7")
    settled = settle(cells, others(total=(("6", 0.00001),)), "2021")
    assert settled.cells == cells
    assert settled.problems == []


def test_a_source_that_is_wrong_is_likelier_than_a_far_fetched_reading() -> None:
    cells = stage("1", "2", "0", "3", "7", confidence={"total": 0.995})
    settled = settle(cells, others(total=(("6", 0.0004),)), "2021")
    assert values(settled.cells) == [1, 2, 0, 3, 7]
    assert settled.cells[-1].settled_by is None


def test_equations_that_hold_confirm_what_was_read_in_doubt() -> None:
    cells = stage("1", "2", "0", "3", "6", confidence={"total": 0.6})
    settled = settle(cells, others(total=(("8", 0.4),)), "2021")
    assert settled.cells == cells


def test_a_doubtful_figure_that_no_equation_confirms_is_not_read() -> None:
    cells = [replace(c, row="reconsideration") for c in stage("1", "2", "0", "3", "?")][:2]
    doubtful = replace(cells[0], confidence=0.55)
    settled = settle([doubtful, cells[1]], others(upheld=(("7", 0.4),)), "2021")
    assert values(settled.cells) == [None, 2]
    assert [p.code for p in settled.problems] == ["cell.unsure"]


def test_text_is_never_touched() -> None:
    cells = [replace(cell, confidence=1.0) for cell in stage("1", "2", "0", "3", "8")]
    assert settle(cells, {}, "2021").cells == cells


@pytest.mark.parametrize("count", [10, 60])
def test_the_search_is_bounded(count: int) -> None:
    from domain.registry import registry

    table = registry().tables["applications"]
    cells, seen = [], {}
    for row in list(table.rows)[:count]:
        for column in table.columns:
            cells.append(CellReading("applications", row, column, 1, "1", "number", Place(page=1), 0.4))
            seen["applications", row, column] = (("7", 0.3), ("4", 0.2), ("0", 0.1))
    settled = settle(cells, seen, "2021")
    assert len(settled.cells) == len(cells)
