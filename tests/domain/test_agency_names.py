"""Names of agencies in full: the place that a site leaves out, the bodies that people abbreviate."""

from __future__ import annotations

import pytest

from domain.agency_names import complete_name, full_forms, is_bare, stands_for
from domain.regions import match_prefix

COUNTY = ("会同县", "怀化市", "湖南省")
DISTRICT = ("霞山区", "湛江市", "广东省")
CITY = ("武汉市", "湖北省")


@pytest.mark.parametrize(
    ("name", "places", "full"),
    [
        # left out because the site says it
        ("市财政局", CITY, "武汉市财政局"),
        ("市政府办公室", CITY, "武汉市人民政府办公室"),
        ("县教育局", COUNTY, "会同县教育局"),
        ("市财政局", DISTRICT, "湛江市财政局"),
        ("区财政局", DISTRICT, "湛江市霞山区财政局"),
        ("教育局", DISTRICT, "湛江市霞山区教育局"),
        ("高椅乡", COUNTY, "会同县高椅乡人民政府"),
        ("东街街道", DISTRICT, "湛江市霞山区东街街道办事处"),
        ("第二中学", COUNTY, "会同县第二中学"),
        ("人民医院", COUNTY, "会同县人民医院"),
        ("档案馆", COUNTY, "会同县档案馆"),
        ("经济技术开发区管委会", CITY, "武汉市经济技术开发区管理委员会"),
        # names of their own stay
        ("华中科技大学", CITY, "华中科技大学"),
        ("青泽广播电视台", CITY, "青泽广播电视台"),
        ("市财政局", (), "市财政局"),
        # a division's name, as its bodies bear it
        ("霞山区教育局", (), "湛江市霞山区教育局"),
        ("湖南省怀化市会同县财政局", (), "会同县财政局"),
        ("江苏省徐州市财政局", (), "徐州市财政局"),
        ("阿拉善盟阿拉善左旗人民政府办公室", (), "阿拉善左旗人民政府办公室"),
        ("青海省海南州教育局", (), "海南州教育局"),
        ("北京市西城区什刹海街道", (), "北京市西城区什刹海街道办事处"),
        ("重庆市云阳县教育委员会", (), "重庆市云阳县教育委员会"),
        ("云阳县教育委员会", (), "云阳县教育委员会"),
        ("贺州市", (), "贺州市人民政府"),
        ("兴县", (), "兴县人民政府"),
        ("市坪街道", DISTRICT, "湛江市霞山区市坪街道办事处"),
        ("兴安盟", (), "兴安盟行政公署"),
        ("喀什地区", (), "喀什地区行政公署"),
        ("地区财政局", ("喀什地区", "新疆维吾尔自治区"), "喀什地区财政局"),
        ("虹口区", (), "上海市虹口区人民政府"),
        ("信阳财政局", (), "信阳市财政局"),
        ("怀远二中", (), "怀远县第二中学"),
        # a short place in a name of its own, and branches that bear it
        ("盐城市亭湖生态环境局", (), "盐城市亭湖生态环境局"),
        ("如东生态环境局", (), "如东生态环境局"),
        ("江西省南昌市青山湖区生态环境局", (), "南昌市青山湖区生态环境局"),
        ("平顶山市郏县生态环境局", (), "平顶山市郏县生态环境局"),
        ("义乌工商职业技术学院", (), "义乌工商职业技术学院"),
        ("番禺经济技术开发区", (), "番禺经济技术开发区管理委员会"),
        # bodies in short
        ("青泽市卫健委", (), "青泽市卫生健康委员会"),
        ("青泽市政府办", (), "青泽市人民政府办公室"),
        ("青泽市管委会", (), "青泽市管理委员会"),
        ("徐州市气象部门", (), "徐州市气象局"),
        ("青泽市文旅局", (), "青泽市文旅局"),  # several bodies go by it
    ],
)
def test_names_in_full(name: str, places: tuple[str, ...], full: str) -> None:
    match = match_prefix(name)
    assert complete_name(name, places, bool(match and match.length), match) == full


@pytest.mark.parametrize("name", ["市财政局", "教育局", "第二中学", "公安局交通警察支队", "市场监督管理局霞山分局"])
def test_names_that_leave_their_place_out(name: str) -> None:
    assert is_bare(name)


@pytest.mark.parametrize("name", ["武汉市财政局", "桥头镇中学", "滨江学校"])
def test_other_names(name: str) -> None:
    assert not is_bare(name)


def test_a_short_name_with_several_meanings_gives_them_all() -> None:
    assert full_forms("青泽市发改委") == ["青泽市发展和改革委员会", "青泽市发展改革委员会"]
    assert full_forms("青泽市财政局") == []


def test_a_zone_in_short_stands_for_its_long_name() -> None:
    long = "温州高新技术产业开发区（温州经济技术开发区）管委会"
    assert stands_for("温州高新区（经开区）管委会", long)
    assert not stands_for("温州高新区管委会", "温州经济技术开发区管委会")
    assert not stands_for("温州市财政局", long)
