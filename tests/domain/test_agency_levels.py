"""The level of an agency whose division the list does not know."""

from __future__ import annotations

import pytest

from domain.agencies import is_central, level_of
from domain.agency_regions import region_of_agency


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


@pytest.mark.parametrize(
    ("name", "central"),
    [
        ("教育部", True),
        ("中华人民共和国财政部", True),
        ("国家发展和改革委员会", True),
        ("海关总署", True),
        ("国家税务总局会同县税务局", False),
        ("水利部淮河水利委员会", False),
        ("徐州市气象部门", False),
    ],
)
def test_central_bodies(name: str, central: bool) -> None:
    assert is_central(name) == central


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("中共信阳市委机构编制委员会办公室", "411500"),
        ("第一师阿拉尔市财政局", "659002"),
        ("新疆生产建设兵团第八师石河子市审计局", "659001"),
        ("益阳市生态环境局安化分局", "430923"),
        ("长白山保护开发区管理委员会", None),
        ("水利部太湖流域管理局", None),
    ],
)
def test_the_division_in_a_name(name: str, code: str | None) -> None:
    found = region_of_agency(name)
    assert (found.region.code if found and found.region else None) == code
