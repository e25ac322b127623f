"""Publishers of every kind and level, in words of our own: none is taken from the readers' lists of kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from domain.regions.divisions import Region, all_regions, parents

CITY_BODIES = (
    "发展和改革委员会", "教育局", "科学技术局", "工业和信息化局", "民族宗教事务局", "公安局", "民政局", "司法局", "财政局", "人力资源和社会保障局",
    "自然资源和规划局", "生态环境局", "住房和城乡建设局", "交通运输局", "水务局", "农业农村局", "商务局", "文化广电和旅游局", "卫生健康委员会",
    "退役军人事务局", "应急管理局", "审计局", "外事办公室", "国有资产监督管理委员会", "市场监督管理局", "体育局", "统计局", "医疗保障局", "信访局",
    "地方金融监督管理局", "林业和草原局", "行政审批服务局", "城市管理和综合执法局", "机关事务管理局", "乡村振兴局", "粮食和物资储备局",
    "人民防空办公室", "数据局", "大数据发展管理局", "政务服务和数据管理局", "住房公积金管理中心", "公共资源交易中心", "供销合作社联合社",
    "地方志编纂委员会办公室", "档案馆", "残疾人联合会", "红十字会", "地震局", "烟草专卖局", "消防救援支队", "公路事业发展中心", "园林绿化中心",
    "投资促进局", "口岸管理办公室", "人民政府国有资产监督管理委员会", "人民政府研究室", "人民政府金融工作办公室", "气象局", "邮政管理局",
    "疾病预防控制局", "知识产权局", "药品监督管理局", "海洋与渔业局", "畜牧兽医局", "水库移民管理局", "煤炭工业局", "中医药管理局",
)  # fmt: skip
OLD_BODIES = (
    "国土资源局", "环境保护局", "工商行政管理局", "质量技术监督局", "食品药品监督管理局", "卫生和计划生育委员会", "文化广电新闻出版局", "旅游局",
    "安全生产监督管理局", "扶贫开发办公室", "物价局", "人口和计划生育局", "粮食局", "农业局", "畜牧局", "房产管理局", "规划局", "人事局",
)  # fmt: skip
PROVINCE_BODIES = (
    "财政厅", "教育厅", "水利厅", "自然资源厅", "生态环境厅", "发展和改革委员会", "商务厅", "文化和旅游厅", "卫生健康委员会", "审计厅",
    "应急管理厅", "统计局", "机关事务管理局", "国防动员办公室", "林业局", "广播电视局", "体育局", "人民政府外事办公室",
)  # fmt: skip
PUBLIC_BODIES = (
    "第一中学", "第三中学", "实验小学", "人民医院", "中医院", "妇幼保健院", "第二人民医院", "自来水有限公司", "公共交通集团有限公司", "殡仪馆",
    "图书馆", "职业技术学院", "特殊教育学校", "幼儿园", "疾病预防控制中心", "供热公司", "燃气有限责任公司",
)  # fmt: skip
TOWN_STEMS = (
    "清水", "龙泉", "新安", "东湖", "石桥", "白云", "长岭", "青山", "大河", "高坪", "太平", "双溪", "马家河", "三道沟", "柳林", "沙坝", "葛根",
    "上官", "下社", "中寨", "江北", "城南", "黄花", "乌兰", "塔什", "州河", "区坊", "旗杆", "市坪", "县门口",
)  # fmt: skip


@dataclass(frozen=True)
class Agency:
    """``names`` are the accepted answers: as printed, and with the city in front as full names are."""

    printed: str
    names: tuple[str, ...]
    region: Region
    me: str  # how the text calls it: 我局, 我镇 …
    website: str  # the site it is published on
    short: str = ""  # the name without its place, as departments sign at home


@dataclass(frozen=True)
class Publisher:
    """Who reports. ``accepted`` are the right answers; ``bare`` is the name without its place, as at home."""

    kind: str
    printed: str
    accepted: tuple[str, ...]
    bare: str
    me: str
    region: Region
    site: str
    site_region: Region

    def as_agency(self) -> Agency:
        return Agency(self.printed, self.accepted, self.region, self.me, self.site, self.bare)


@cache
def pools() -> dict[str, list[Region]]:
    """Divisions in force from 2007 to today, by what they are called."""
    now = [
        r for r in all_regions() if r.valid_to is None and r.valid_from <= 2007 and r.code[:2] not in ("71", "81", "82")
    ]
    names = [r.name for r in now]
    low = [r for r in now if r.level == "county"]
    return {
        "province": [r for r in now if r.level == "province"],
        "city": [r for r in now if r.level == "prefecture" and r.name.endswith("市")],
        "prefecture": [r for r in now if r.level == "prefecture" and r.name.endswith("自治州")],
        "region": [r for r in now if r.name.endswith("地区")],
        "league": [r for r in now if r.level == "prefecture" and r.name.endswith("盟")],
        "district": [r for r in low if r.name.endswith("区") and not r.name.endswith(("林区", "特区"))],
        "county": [r for r in low if r.name.endswith("县") and names.count(r.name) == 1],
        "autonomous county": [r for r in low if r.name.endswith("自治县")],
        "county city": [r for r in low if r.name.endswith("市") and names.count(r.name) == 1],
        "banner": [r for r in low if r.name.endswith("旗")],
    }  # fmt: skip


def called(place: Region) -> str:
    """The place as its bodies bear it: a district with its city."""
    above = parents(place)
    return (above[0].name if above and place.name.endswith("区") and above[0].name.endswith("市") else "") + place.name


def _publisher(
    kind: str, place: Region, body: str, me: str, printed: str = "", region: Region | None = None
) -> Publisher:
    full = called(place) + body
    accepted = dict.fromkeys((full, printed or full, place.name + body))
    return Publisher(
        kind, printed or full, tuple(accepted), body, me, region or place, place.name + "人民政府", place
    )  # fmt: skip


def _me(body: str) -> str:
    for end, word in (
        ("办公室", "办"),
        ("中心", "中心"),
        ("公司", "公司"),
        ("医院", "院"),
        ("学院", "院"),
        ("学", "校"),
        ("馆", "馆"),
    ):
        if body.endswith(end):
            return "我" + word
    return "我" + body[-1] if body[-1] in "局委厅办校院" else "我单位"


def _government(rng: Random, kind: str) -> Publisher:
    place = rng.choice(pools()[kind])
    body, me = rng.choice(
        (("人民政府", "我" + place.name[-1]), ("人民政府", "我" + place.name[-1]), ("人民政府办公室", "我办"))
    )
    if place.name.endswith(("盟", "地区")):
        body, me = rng.choice((("行政公署", "我" + place.name[-1]), ("行政公署办公室", "我办")))
    one = _publisher(kind, place, body, me)
    return Publisher(kind, one.printed, one.accepted, one.printed, me, place, one.site, place)


def _body(rng: Random, kind: str, bodies: tuple[str, ...]) -> Publisher:
    place = rng.choice(pools()[kind])
    body = rng.choice(bodies)
    return _publisher(f"{kind} body", place, body, _me(body))


def _town(rng: Random) -> Publisher:
    place = rng.choice(pools()[rng.choice(("district", "county", "county city", "banner", "autonomous county"))])
    stem = rng.choice(TOWN_STEMS)
    body, me = rng.choice((
        (stem + "镇人民政府", "我镇"), (stem + "乡人民政府", "我乡"), (stem + "街道办事处", "我街道"), (stem + "回族乡人民政府", "我乡"),
        (stem + "镇人民政府", "我镇"),
    ))  # fmt: skip
    if place.name.endswith("旗"):
        body, me = rng.choice(((stem + "苏木人民政府", "我苏木"), (stem + "镇人民政府", "我镇")))
    return _publisher("town", place, body, me)


def _zone(rng: Random) -> Publisher:
    place = rng.choice(pools()["city"])
    short = place.name[:-1]
    name = rng.choice((
        f"{short}经济技术开发区管理委员会", f"{short}高新技术产业开发区管理委员会", f"{place.name}{rng.choice(TOWN_STEMS[:12])}新区管理委员会",
        f"{short}综合保税区管理委员会", f"{place.name}旅游度假区管理委员会", f"{place.name}循环经济产业园区管理委员会",
    ))  # fmt: skip
    bare = name.removeprefix(place.name).removeprefix(short)
    return Publisher("zone", name, (name,), bare, "我委", place, place.name + "人民政府", place)


def _branch(rng: Random) -> Publisher:
    city = rng.choice(pools()["city"])
    below = [r for r in all_regions() if r.parent_code == city.code and r.valid_to is None and r.valid_from <= 2007]
    if not below:
        return _branch(rng)
    inner = rng.choice(below)
    name = rng.choice((
        f"{city.name}生态环境局{inner.short}分局", f"{city.name}公安局{inner.short}分局", f"{city.name}{inner.short}生态环境局",
        f"{city.name}自然资源和规划局{inner.name}分局",
    ))  # fmt: skip
    return Publisher("branch", name, (name,), name, "我局", inner, inner.name + "人民政府", inner)


def _vertical(rng: Random) -> Publisher:
    place = rng.choice([*pools()["city"], *pools()["county"], *pools()["county city"]])
    name, me = rng.choice((
        (f"国家税务总局{place.name}税务局", "我局"), (f"国家统计局{place.short}调查队", "我队"), (f"{place.name}气象局", "我局"),
        (f"中华人民共和国{place.short}海关", "我关"), (f"{place.name}烟草专卖局", "我局"),
    ))  # fmt: skip
    return Publisher("vertical", name, (name,), name, me, place, place.name + "人民政府", place)


def _branch_of_ministry(rng: Random) -> Publisher:
    city = rng.choice(pools()["city"])
    short = city.short
    name, me = rng.choice((
        (f"国家金融监督管理总局{short}监管分局", "我分局"), (f"国家税务总局{city.name}税务局第一稽查局", "我局"), (f"中国人民银行{city.name}分行", "我行"),
        (f"{short}海事局", "我局"), (f"{short}出入境边防检查站", "我站"), (f"国家统计局{short}调查队", "我队"), (f"{city.name}邮政管理局", "我局"),
    ))  # fmt: skip
    return Publisher("branch of a ministry", name, (name,), name, me, city, city.name + "人民政府", city)


def _corps(rng: Random) -> Publisher:
    """The production corps of Xinjiang: its divisions share their offices with the cities they keep."""
    cities = {
        "659002": ("第一师", "阿拉尔市"),
        "659001": ("第八师", "石河子市"),
        "659003": ("第三师", "图木舒克市"),
        "659004": ("第六师", "五家渠市"),
    }
    code, (division, city) = rng.choice(list(cities.items()))
    place = next(r for r in all_regions() if r.code == code and r.valid_to is None)
    body = rng.choice(("财政局", "教育局", "审计局", "市场监督管理局"))
    name = rng.choice((f"新疆生产建设兵团{division}{city}{body}", f"{division}{city}{body}", city + body))
    return Publisher("corps", name, (name, city + body), body, "我局", place, city + "人民政府", place)


def _town_of_city(rng: Random) -> Publisher:
    """Cities without counties: Dongguan, Zhongshan, Jiayuguan."""
    code = rng.choice(("441900", "442000", "620200"))
    place = next(r for r in all_regions() if r.valid_to is None and r.code == code)
    body, me = rng.choice((("虎门镇人民政府", "我镇"), ("城南街道办事处", "我街道"), ("清水镇人民政府", "我镇")))
    return _publisher("town of a city", place, body, me)


def _once(rng: Random) -> Publisher:
    """Divisions that have gone since: a county that became a district, a city renamed."""
    gone = [
        r
        for r in all_regions()
        if r.level == "county" and r.valid_to and 2012 <= r.valid_to <= 2020 and r.name.endswith(("县", "市"))
    ]
    gone = [r for r in gone if r.valid_from <= 2007 and sum(o.name == r.name for o in all_regions()) == 1]
    place = rng.choice(gone)
    body = rng.choice(("财政局", "教育局", "农业局", "人民政府"))
    return _publisher("once", place, body, _me(body) if body[-1] == "局" else "我" + place.name[-1])


def _zone_of_state(rng: Random) -> Publisher:
    name, code = rng.choice((("上海市浦东新区教育局", "310115"), ("天津市滨海新区财政局", "120116"), ("神农架林区教育局", "429021"),
                             ("六枝特区审计局", "520203"), ("晋城市城区民政局", "140502"), ("乐山市市中区司法局", "511102"),
                             ("荆州市沙市区水利局", "421002"), ("东乡族自治县民政局", "622926")))  # fmt: skip
    place = next(r for r in all_regions() if r.code == code and r.valid_to is None)
    body = name[name.index(place.name) + len(place.name) :]
    return Publisher("odd division", name, (name,), body, "我局", place, place.name + "人民政府", place)


def _public(rng: Random) -> Publisher:
    place = rng.choice(pools()[rng.choice(("city", "county", "county city", "district"))])
    body = rng.choice(PUBLIC_BODIES)
    return _publisher("public body", place, body, _me(body))


def _merged(rng: Random) -> Publisher:
    place = rng.choice([*pools()["city"], *pools()["county"]])
    body = rng.choice(
        (
            "教育体育局（体育局）",
            "大数据管理局（行政审批局）",
            "文化广电和旅游局（文物局）",
            "发展和改革局（粮食和物资储备局）",
        )
    )
    one = _publisher("merged", place, body, "我局")
    return Publisher(
        "merged", one.printed, (*one.accepted, one.printed.replace("（", "(").replace("）", ")")), body, "我局", place, one.site, place
    )  # fmt: skip


MAKERS: dict[str, Callable[[Random], Publisher]] = {
    **{kind: (lambda rng, kind=kind: _government(rng, kind)) for kind in
       ("province", "city", "prefecture", "league", "region", "district", "county", "autonomous county", "county city", "banner")},
    "province body": lambda rng: _body(rng, "province", PROVINCE_BODIES),
    "city body": lambda rng: _body(rng, "city", CITY_BODIES),
    "prefecture body": lambda rng: _body(rng, "prefecture", CITY_BODIES),
    "region body": lambda rng: _body(rng, "region", CITY_BODIES),
    "district body": lambda rng: _body(rng, "district", CITY_BODIES),
    "county body": lambda rng: _body(rng, "county", CITY_BODIES),
    "county city body": lambda rng: _body(rng, "county city", CITY_BODIES),
    "banner body": lambda rng: _body(rng, "banner", CITY_BODIES),
    "old body": lambda rng: _body(rng, "county", OLD_BODIES),
    "town": _town,
    "zone": _zone,
    "branch": _branch,
    "vertical": _vertical,
    "public body": _public,
    "merged": _merged,
    "branch of a ministry": _branch_of_ministry,
    "corps": _corps,
    "town of a city": _town_of_city,
    "odd division": _zone_of_state,
    "once": _once,
}  # fmt: skip
# The bodies whose bare name a site uses alone.
AT_HOME = (
    "city body",
    "district body",
    "county body",
    "county city body",
    "banner body",
    "town",
    "old body",
    "public body",
)


def publisher(rng: Random, kind: str = "") -> Publisher:
    """One of a kind, by default of any that still is."""
    return MAKERS[kind or rng.choice([kind for kind in MAKERS if kind != "once"])](rng)
