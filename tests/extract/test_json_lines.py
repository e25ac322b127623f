"""The JSON of a reading."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from extract.document import Place
from extract.json_lines import dump, line
from extract.report import CellReading, Reading


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        ("25.1", "25.1"),
        ("0.00001", "0.00001"),
        ("12000", "12000"),
        ("0.1", "0.1"),
        ("123456789.123456789", "123456789.123456789"),
    ],
)
def test_an_amount_is_printed_digit_by_digit(amount: str, printed: str) -> None:
    assert dump({"amount": Decimal(amount)}) == f'{{"amount": {printed}}}'


def test_words_that_look_like_figures_stay_words() -> None:
    assert json.loads(dump(["decimal 1", '"25.1"', "中\u0000文"])) == ["decimal 1", '"25.1"', "中\u0000文"]


def test_the_2014_form_has_no_columns() -> None:
    reading = Reading("a", "", "text/html", "report", form="2014")
    reading.cells = [CellReading("statistics", "staff", "value", 3, "3", "number", Place())]
    found = json.loads(line(reading))
    assert found["tables"]["statistics"] == {"staff": 3}
    assert found["sha256"] is None


def test_rows_and_columns_stand_in_the_order_of_the_form() -> None:
    reading = Reading("a", "b", "text/html", "report", form="2021")
    reading.cells = [
        CellReading("disputes", row, column, 1, "1", "number", Place())
        for row, column in [("litigation_direct", "total"), ("reconsideration", "total"), ("reconsideration", "upheld")]
    ]
    found = json.loads(line(reading))["tables"]["disputes"]
    assert [(row, list(columns)) for row, columns in found.items()] == [
        ("reconsideration", ["upheld", "total"]),
        ("litigation_direct", ["total"]),
    ]
