"""Divisions by code, by name and at the start of agencies' names."""

import time

import pytest

from domain.agency_regions import region_of_agency
from domain.regions import (
    code_in_area,
    code_in_index_number,
    code_in_site_id,
    counties_of_town,
    is_within,
    match_prefix,
    named,
    parents,
    region,
)
from domain.regions.divisions import all_regions
from domain.titles import read_title


@pytest.mark.parametrize(
    ("code", "year", "full_name"),
    [
        ("110000", None, "北京市"), ("411500", None, "河南省信阳市"), ("110118", None, "北京市密云区"),
        ("110228", 2010, "北京市密云县"), ("429006", None, "湖北省天门市"), ("442000", None, "广东省中山市"),
        ("350822", None, "福建省龙岩市永定县"), ("350803", 2020, "福建省龙岩市永定区"),
        ("659001", None, "新疆维吾尔自治区石河子市"),
        ("420600", 2009, "湖北省襄樊市"), ("420600", 2012, "湖北省襄阳市"), ("4115000001", None, "河南省信阳市"),
        ("500157", 2025, "重庆市两江新区"),
    ],
)  # fmt: skip
def test_a_code_gives_the_division_of_its_time(code, year, full_name):
    assert region(code, year).full_name == full_name


@pytest.mark.parametrize("code", ["", None, "000000", "999999", "abc", "12"])
def test_codes_that_are_none(code):
    assert region(code) is None


def test_every_division_hangs_on_another_up_to_a_province():
    for one in all_regions():
        top = parents(one)[-1] if parents(one) else one
        assert top.level == "province"
        assert one.full_name.startswith(top.name)
        assert one.valid_to is None or one.valid_from <= one.valid_to


def test_a_renamed_county_has_two_codes_with_their_years():
    old, new = region("350822"), region("350803")
    assert (old.valid_to, new.valid_from) == (2013, 2014)
    assert not old.valid_in(2014)
    assert new.valid_in(2014)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("海南州", "632500"), ("海南藏族自治州", "632500"), ("延边州", "222400"), ("恩施州", "422800"),
        ("海南", "460000"),
        ("吉林市", "220200"), ("三都县", "522732"), ("阿拉善左旗", "152921"), ("信阳", "411500"), ("广西", "450000"),
    ],
)  # fmt: skip
def test_names_in_full_and_short(name, code):
    assert named(name)[0].code == code


PREFIXES = [
    ("湖南省怀化市会同县高椅乡人民政府", None, "431225"),
    ("徐州市气象局", None, "320300"),
    ("盐城市亭湖生态环境局", None, "320902"),
    ("南通市如东生态环境局", None, "320623"),
    ("益阳市生态环境局安化分局", None, "430923"),
    ("广州市规划和自然资源局番禺区分局", None, "440113"),
    ("海南州财政局", None, "632500"),
    ("海南省财政厅", None, "460000"),
    ("朝阳区财政局", "110000", "110105"),
    ("朝阳区财政局", "220100", "220104"),
    ("朝阳区财政局", "110105", "110105"),
    ("城区财政局", "140500", "140502"),
    ("吉林市财政局", None, "220200"),
    ("吉林省财政厅", None, "220000"),
    ("永定县人民政府", None, "350822"),
    ("永定区人民政府", "350000", "350803"),
    ("天门市交通运输局", None, "429006"),
    ("荆州市公安局", None, "421000"),
    ("北京大兴国际机场临空经济区（廊坊）管理委员会", None, "131000"),
    ("重庆解放碑中央商务区管理委员会", "500103", "500103"),
    ("国家税务总局会同县税务局", None, "431225"),
    ("义乌工商职业技术学院", None, "330782"),
    ("高椅乡人民政府", None, "431225"),
    ("高椅乡人民政府", "431200", "431225"),
    ("铜陵市义安区老洲乡", None, "340706"),
]


@pytest.mark.parametrize(("name", "within", "code"), PREFIXES)
def test_the_division_of_an_agency(name, within, code):
    assert region_of_agency(name, within).region.code == code


@pytest.mark.parametrize(("name", "count"), [("朝阳区财政局", 2), ("新华区教育局", 3), ("高岭镇人民政府", 4)])
def test_a_name_that_fits_several_is_left_open(name, count):
    match = region_of_agency(name)
    assert match.region is None
    assert len(match.candidates) == count


@pytest.mark.parametrize(
    "name", ["青泽市财政局", "国家公务员局", "市财政局", "公安局", "", "人民政府", "西咸新区底张街道办事处"]
)
def test_names_without_a_known_division(name):
    assert match_prefix(name) is None


def test_every_division_is_found_by_its_full_name():
    current = [one for one in all_regions() if one.valid_to is None]
    assert len(current) > 3000
    for one in current:
        assert match_prefix(f"{one.full_name}财政局").region.code == one.code
        assert match_prefix(f"{one.name}财政局", one.code).region.code == one.code


def test_every_division_can_stand_in_a_title():
    for one in all_regions():
        assert read_title(f"{one.name}财政局2021年政府信息公开工作年度报告").agency == f"{one.name}财政局"


def test_codes_in_other_numbers():
    assert code_in_site_id("3203000040") == "320300"
    assert code_in_site_id("政府网站标识码") is None
    assert code_in_site_id("bm12000001") is None
    assert code_in_area("11330902002638059M") == "330902"
    assert code_in_area("113708830043262784") == "370883"
    assert code_in_index_number("620702074/2024-00047") == "620702"
    assert code_in_index_number("014416330/2018-04736") is None


def test_towns_are_found_below_a_division():
    assert counties_of_town("高椅乡") == ["431225"]
    assert counties_of_town("高岭镇", "110000") == ["110118"]
    assert is_within("110118", "110000")
    assert not is_within("110118", "120000")


def test_a_match_costs_microseconds():
    match_prefix("北京市")
    start = time.process_time()
    for _ in range(1000):
        match_prefix("湖南省怀化市会同县高椅乡人民政府")
    assert time.process_time() - start < 0.5
