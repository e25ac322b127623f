"""What the cells of real reports hold, and what they say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.values import CellValue, looks_like_value, raised, read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("0", 0),
        ("１２", 12),
        ("1,234", 1234),
        ("1，234", 1234),
        ("1\u2009234", 1234),
        ("12件", 12),
        ("12（件）", 12),
        ("共12件", 12),
        ("'12", 12),
        ("＝12", 12),
        ("12；", 12),
        ("12 件", 12),
        ("3人次", 3),
        ("12 ", 12),
        (" \t12\n", 12),
        ("\xa012\u3000", 12),
        ("\u200b12", 12),
        ("12.", 12),
        ("12。", 12),
        ("12.0", 12),
        ("0.0000", 0),
        ("+0", 0),
        ("12*", 12),
        ("12①", 12),
        ("12[1]", 12),
        ("12注1", 12),
        (f"12{raised('34')}", 12),
        (f"12{raised('[34]')}", 12),
        ("007", 7),
    ],
)
def test_counts(text: str, value: int) -> None:
    assert read(text) == CellValue(value, "number")


@pytest.mark.parametrize("text", ["", " ", "\xa0", "\u3000", "\u200b", "\n\t", "\ufeff"])
def test_a_blank_is_never_zero(text: str) -> None:
    assert read(text) == CellValue(None, "blank")


@pytest.mark.parametrize("text", ["-", "—", "——", "–", "/", "／", "\\", "--", "－", "***", "…"])
def test_a_dash_is_a_dash(text: str) -> None:
    assert read(text) == CellValue(None, "dash")


@pytest.mark.parametrize(
    ("text", "kind", "fault"),
    [
        ("无", "count", "value.text"),
        ("详见附表", "count", "value.text"),
        ("约12", "count", "value.text"),
        ("O", "count", "value.text"),
        ("1e5", "count", "value.text"),
        ("25%", "count", "value.text"),
        ("12/13", "count", "value.text"),
        ("三", "count", "value.text"),
        ("N/A", "count", "value.text"),
        ("3.5", "count", "value.fraction"),
        ("-3", "count", "value.negative"),
        ("+3", "count", "value.sign"),
        ("1,23", "count", "value.thousands"),
        ("12,34,567", "count", "value.thousands"),
        ("①", "count", "value.mark"),
        ("½", "count", "value.mark"),
        ("1234567890123456", "count", "value.range"),
        ("增2减1", "signed", "value.text"),
        ("增/减", "signed", "value.text"),
        ("-3", "money", "value.negative"),
        ("3万5千元", "money", "value.text"),
    ],
)
def test_what_is_no_plain_number_gives_none_and_the_fault(text: str, kind: str, fault: str) -> None:
    result = read(text, kind)  # type: ignore[arg-type]
    assert (result.value, result.status, result.fault) == (None, "text", fault)


@pytest.mark.parametrize(("text", "value"), [("1\n2", 12), ("1 2", 12), ("2 51\n", 251), ("1 234", 1234)])
def test_a_number_split_by_a_break_is_joined_and_reported(text: str, value: int) -> None:
    result = read(text)
    assert (result.value, result.fault) == (value, "value.split")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("+2", 2),
        ("-1", -1),
        ("－1", -1),
        ("−1", -1),
        ("增2", 2),
        ("增加2", 2),
        ("新增2", 2),
        ("减少1", -1),
        ("减1", -1),
        ("增2项", 2),
        ("2（增）", 2),
        ("1减", -1),
        ("↑3", 3),
        ("↓3", -3),
        ("无变化", 0),
        ("不变", 0),
        ("持平", 0),
        ("0", 0),
        ("12", 12),
    ],
)
def test_signed_changes(text: str, value: int) -> None:
    assert read(text, "signed") == CellValue(value, "number")


@pytest.mark.parametrize(
    ("text", "power", "value"),
    [
        ("3.5", 4, "3.5"),
        ("3.5万元", 4, "3.5"),
        ("3.5万元", 0, "3.5"),
        ("3.5万", 0, "3.5"),
        ("251000元", 4, "25.1"),
        ("251000", 0, "25.1"),
        ("1,234.56", 4, "1234.56"),
        ("1.2亿元", 4, "12000"),
        ("￥3.50", 4, "3.5"),
        ("0.0000", 4, "0"),
        ("0", 4, "0"),
        ("0.1", 0, "0.00001"),
        ("5千元", 4, "0.5"),
    ],
)
def test_money_is_exact_and_in_10k_yuan(text: str, power: int, value: str) -> None:
    result = read(text, "money", power)
    assert (result.value, result.status) == (Decimal(value), "number")
    assert isinstance(result.value, Decimal)


@given(st.text(max_size=40))
def test_any_text_gives_a_value_or_the_reason_why_not(text: str) -> None:
    for kind in ("count", "signed", "money"):
        result = read(text, kind)  # type: ignore[arg-type]
        assert (result.value is not None) == (result.status == "number")
        assert result.status != "text" or result.fault
    looks_like_value(text)


@given(st.integers(0, 10**12))
def test_every_dress_of_a_number_is_the_same_number(number: int) -> None:
    wide = str(number).translate({48 + n: 0xFF10 + n for n in range(10)})
    for text in (str(number), f"{number:,}", f" {number}\n", f"{number}件", wide, f"{number}.00"):
        assert read(text).value == number
        assert looks_like_value(text)
