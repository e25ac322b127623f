"""The level of an agency whose division the list does not know."""

from __future__ import annotations

import pytest

from domain.agencies import level_of


@pytest.mark.parametrize(
    ("name", "code", "level"),
    [
        ("云泽市财政局", "380100", "prefecture"),
        ("云泽市人民政府", "380100", "prefecture"),
        ("云泽高新技术产业开发区管理委员会", "380100", "prefecture"),
        ("柳汀区民政局", "380102", "county"),
        ("云泽市柳汀区民政局", "380100", None),
        ("玉岑县商务局", "380100", "county"),
        ("玉岑县芸溪镇人民政府", "380122", "township"),
        ("青澜省水利厅", "380000", "province"),
        ("云泽市财政局", None, None),
        ("云泽市财政局", "3801", None),
    ],
)
def test_an_unknown_code_tells_the_level_by_its_digits(name: str, code: str | None, level: str | None) -> None:
    assert level_of(name, None, code) == level
