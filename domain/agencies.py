"""Names of agencies: what can be one, its level and its scope."""

from __future__ import annotations

import re
from typing import Literal

from domain.regions.divisions import Region
from domain.remembering import remembered

AgencyLevel = Literal["central", "province", "prefecture", "county", "township"]
Scope = Literal["jurisdiction", "agency"]

_END = re.compile(
    r"(?:政府|公署|行署|办公[室厅]|局|委员会|委|厅|部|署|司|室|院|处|所|站|队|社|会|馆|校|学|园|场|店|公司|集团|银行|中心|大厅"
    r"|街道|镇|乡|苏木|嘎查|村|社区|[省市县区旗盟州]|新城|基地|部门|机关|本级|[一二三四五六七八九十]中|幼儿园|办|海关|分行|支行|[台团厂矿港])"
    r"(?:[(（][^()（）]{1,20}[)）])?$"
)
_NEVER = re.compile(
    r"信息公开|报告|年报|[，,。；;：:？?！!、•●]|导出|^本(?:[局委办厅院镇乡县市区旗省州盟校单站处所队]|街道|机关|中心)|^全[省市县区]|^各"
    r"|我|各(?:乡|镇|街|部门|单位|县|区|市|级|相关|有关)|现将|向社会|通知|下载|附件|年度|首页|栏目|门户|网站$"
)
_TOWN = re.compile(r"(?:街道|镇|乡|苏木)(?:人民政府|政府|办事处|党工委.*|街道办)?$")
_TOWN_HEAD = re.compile(r"^([\u4e00-\u9fff]{1,12}?(?:街道|镇|乡|苏木))(?=人民政府|政府|办事处|$)")
_PLACE = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,}(?:[省市县旗盟州]|(?<![发园景社片新高保度示作商])区)|(?![本全各该我])[\u4e00-\u9fff]县)$"
)
_DISTRICT = re.compile(r"(?<![发园景社片新高保度示作商])区")
_CENTRAL = re.compile(
    r"^(?:国务院|国家(?!级)|中华人民共和国|中国(?:人民银行|证券|银行保险|气象局|地震局|民用航空)|全国|审计署|海关总署"
    r"|(?:教育|科学技术|科技|工业和信息化|公安|民政|司法|财政|人力资源(?:和)?社会保障|自然资源|国土资源|生态环境|环境保护"
    r"|住房(?:和)?城乡建设|交通运输|铁道|水利|农业农村|农业|商务|文化和旅游|文化|卫生|应急管理|退役军人事务)部(?!门))"
)

# Vertical bodies name their place after the ministry.
_MINISTRY = re.compile(
    r"^(?:国家税务总局|国家统计局|国家矿山安全监察局|国家邮政局|国家外汇管理局|国家金融监督管理总局|中国人民银行|中华人民共和国"
    r"|中国银行保险监督管理委员会|中国银保监会|中国证券监督管理委员会|中国证监会|自然资源部|交通运输部|生态环境部|水利部)"
)


@remembered(1 << 8)  # a document's names are asked for in turn as title, source, column
def looks_like_agency(name: str) -> bool:
    """Whether the words could be an agency's name: by their ending, without punctuation or words of reports."""
    return 2 <= len(name) <= 45 and not _NEVER.search(name) and bool(_END.search(name))


def is_town(name: str) -> bool:
    """Whether it is the government of a town, township or street."""
    return bool(_TOWN.search(name))


def town_of(name: str) -> str | None:
    """The town itself in a name that begins with it: 高椅乡 in 高椅乡人民政府."""
    match = _TOWN_HEAD.match(name)
    return match[1] if match else None


def looks_like_place(name: str) -> bool:
    """Whether it could be the bare name of a province, city, county or district (not of a development zone)."""
    return bool(_PLACE.match(name))


def level_of(name: str, region: Region | None, code: str | None = None) -> AgencyLevel | None:
    """The level of an agency, from its name and the division it belongs to; None where neither tells.

    ``code`` is that of a division the list does not know: its digits still tell the level (GB/T 2260), unless
    the name speaks of a district below it.
    """
    if is_town(name):
        return "township"
    if region:
        return region.level
    if is_central(name):
        return "central"
    place = re.match(r"^[\u4e00-\u9fff]{2,7}?(自治区|自治州|[省县旗盟])", without_ministry(name))
    if place is None:
        level = _level_of_code(code) if code else None
        return None if level != "county" and _DISTRICT.search(name) else level
    return {"省": "province", "自治区": "province", "自治州": "prefecture", "盟": "prefecture"}.get(place[1], "county")  # type: ignore[return-value]


def _level_of_code(code: str) -> AgencyLevel | None:
    if not re.fullmatch(r"\d{6}", code):
        return None
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def is_central(name: str) -> bool:
    """Whether it is a central body, not one's local branch (国家税务总局青泽县税务局)."""
    rest = without_ministry(name)
    return bool(_CENTRAL.match(name)) and (rest in ("", name) or is_central(rest))


def without_ministry(name: str) -> str:
    """A local branch's name without the ministry it begins with."""
    return _MINISTRY.sub("", name)


def scope_of(name: str, gathers_others: bool = False) -> Scope:
    """What a report of this agency sums: its whole jurisdiction, or itself.

    A people's government of a county or above reports for all its agencies (Regulations, article 50); a town
    has none below it. A general office reports for itself unless its text says that it gathers the others
    (``gathers_others``).
    """
    if name.endswith(("人民政府", "行政公署")) and not is_town(name):
        return "jurisdiction"
    if gathers_others and re.search(r"(?:人民政府|行政公署)办公[室厅]$", name):
        return "jurisdiction"
    return "agency"
