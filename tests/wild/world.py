# ruff: noqa: E501
"""What made-up portals are about: agencies, their reports, the habits of titles, and what merely looks like a report."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

REGIONS = (
    ("清河县", "130534"), ("盂县", "140322"), ("如东县", "320623"), ("松阳县", "331124"), ("怀远县", "340321"),
    ("绩溪县", "341824"), ("邹城市", "370883"), ("大冶市", "420281"), ("安化县", "430923"), ("珙县", "511526"),
    ("洪雅县", "511423"), ("武山县", "620524"), ("乌恰县", "653024"), ("平利县", "610926"), ("鄂州市", "420700"),
    ("信阳市", "411500"), ("南平市", "350700"), ("舟山市", "330900"),
)  # fmt: skip
DEPARTMENTS = (
    ("发展和改革局", "fgj"), ("教育局", "jyj"), ("财政局", "czj"), ("人力资源和社会保障局", "rsj"), ("民政局", "mzj"),
    ("自然资源局", "zrzyj"), ("交通运输局", "jtysj"), ("农业农村局", "nyncj"), ("卫生健康局", "wjj"), ("审计局", "sjj"),
    ("市场监督管理局", "scjgj"), ("统计局", "tjj"), ("医疗保障局", "ybj"), ("城市管理局", "cgj"), ("司法局", "sfj"),
    ("水利局", "slj"), ("应急管理局", "yjj"), ("林业局", "lyj"), ("信访局", "xfj"), ("商务局", "swj"),
    ("文化广电和旅游局", "wglj"), ("住房和城乡建设局", "zjj"), ("退役军人事务局", "tyj"), ("公安局", "gaj"),
)  # fmt: skip
TOWNS = (
    ("城关镇", "cgz"), ("高岭镇", "glz"), ("南河镇", "nhz"), ("石桥乡", "sqx"), ("东街街道", "djjd"),
    ("柳林镇", "llz"), ("双龙乡", "slx"), ("北塔街道", "btjd"), ("青石镇", "qsz"), ("白沙镇", "bsz"),
)  # fmt: skip


@dataclass(frozen=True)
class Agency:
    """Who publishes: the full name, how its own portal calls it, its slug and class (gov, bm, xz)."""

    name: str
    short: str
    slug: str
    kind: str


@dataclass
class Item:
    """Something a list links to. ``agency`` and ``year`` are set on true reports only."""

    title: str
    link: str
    date: tuple[int, int, int]
    body: str
    agency: str | None = None
    year: int | None = None
    form: str = "html"  # html, docx, pdf, zip, ofd, doc, viewer, picture: where the report itself is; link: a bare file
    urls: set[str] = field(default_factory=set)  # every address at which it is served
    main: str = ""
    page: str = ""  # the address of its page, without scheme
    via: str = ""  # the address of the list that links it
    hidden: bool = False  # forbidden by robots.txt or linked from nowhere: not to be found
    file: bytes = b""
    number: int = 0

    @property
    def is_report(self) -> bool:
        return self.agency is not None


def agencies(rng: random.Random, region: str, departments: int, towns: int) -> list[Agency]:
    """The government, its office, and some departments and towns."""
    head = region[-1] if region[-1] in "县市区" else "县"
    found = [
        Agency(f"{region}人民政府", f"{head}政府", "szf", "gov"),
        Agency(f"{region}人民政府办公室", f"{head}政府办公室", "zfb", "bm"),
    ]
    for name, slug in rng.sample(DEPARTMENTS, departments):
        found.append(Agency(region + name, head + name, slug, "bm"))
    for name, slug in rng.sample(TOWNS, towns):
        office = "办事处" if name.endswith("街道") else "人民政府"
        found.append(Agency(region + name + office, name, slug, "xz"))
    return found


def report(rng: random.Random, agency: Agency, year: int, number: int, context: str) -> Item:
    """A report with one of the title habits that its place allows (``context``: own, year, mixed)."""
    name = agency.name
    bare = name.removesuffix("人民政府").removesuffix("办事处") if agency.kind != "bm" else name
    full = f"{rng.choice([name, name, bare])}{year}年政府信息公开工作年度报告"
    links = [
        full, full, full, full,
        f"{year}年{bare}政府信息公开工作年度报告",
        f"{year}年度{bare}政府信息公开年度报告",
        f"{bare}{year}年度政府信息公开工作报告",
        f"{bare} {year}年政府信息公开工作 年度报告",
        f"{bare}关于{year}年政府信息公开工作的年度报告",
        f"{bare}{year}年政府信息公开年报",
        f"{bare}_{year}年_政府信息公开工作年度报告",
        f"{agency.short}{year}年政府信息公开工作年度报告",
    ]  # fmt: skip
    if context == "own":
        links += [f"{year}年度", f"{year}年政府信息公开工作年度报告", f"{year}年度报告", f"{year}政府信息公开年报"]
    if context == "year":
        links += [agency.short, bare, f"{agency.short}{year}年度报告"]
    link = rng.choice(links)
    title = full if link in links[12:] or rng.random() < 0.3 else link
    late = rng.random() < 0.08
    date = (year + 1, rng.choice([3, 6, 11]) if late else 1, rng.randint(4, 28))
    return Item(title, link, date, _body(rng, agency, year, number), name, year, number=number)


def _body(rng: random.Random, agency: Agency, year: int, number: int) -> str:
    own = "我局" if agency.kind == "bm" else "本级政府" if agency.kind == "gov" else "我镇"
    counts = [rng.randint(1, 900) for _ in range(8)]
    padding = "。".join(f"加强第{number}-{k}项制度建设，推进政务公开规范化标准化，扩大公开范围" for k in range(40))
    return (
        f"<p>根据《中华人民共和国政府信息公开条例》第五十条规定，现公布{agency.name}{year}年政府信息公开工作年度报告。"
        f"本报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。</p>"
        f"<p>一、总体情况</p><p>{year}年，{own}主动公开政府信息{counts[0]}条，{padding}。</p>"
        "<p>二、主动公开政府信息情况</p>"
        "<table border=1><tr><td colspan=4>第二十条第（一）项</td></tr>"
        "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
        f"<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>"
        f"<tr><td>行政规范性文件</td><td>{counts[1]}</td><td>0</td><td>{counts[2]}</td></tr>"
        "<tr><td colspan=4>第二十条第（五）项</td></tr>"
        "<tr><td>信息内容</td><td colspan=3>本年处理决定数量</td></tr>"
        f"<tr><td>行政许可</td><td colspan=3>{counts[3]}</td></tr></table>"
        f"<p>三、收到和处理政府信息公开申请情况</p><p>收到政府信息公开申请{counts[4]}件，均已办结。</p>"
        "<p>四、政府信息公开行政复议、行政诉讼情况</p><p>本年度无行政复议和行政诉讼。</p>"
        f"<p>五、存在的主要问题及改进情况</p><p>公开内容不够全面，下一步将继续改进{padding[:120]}。</p>"
        "<p>六、其他需要报告的事项</p><p>无其他需要报告的事项。</p>"
    )


LOOKALIKES = (
    "图解：{a}{y}年政府信息公开工作年度报告",
    "一图读懂{a}{y}年政府信息公开年报",
    "{a}政府信息公开指南（{y}年版）",
    "{a}{y}年法治政府建设年度报告",
    "{a}{y}年度部门决算公开",
    "{a}政府网站工作年度报表（{y}年度）",
    "{a}住房公积金{y}年年度报告",
    "关于做好{y}年政府信息公开工作年度报告编制工作的通知",
    "{a}{y}年政务公开工作要点",
    "《{a}{y}年政府信息公开工作年度报告》解读",
)
NEWS = ("我{r}召开经济工作会议", "{r}领导调研重点项目", "{r}开展春季植树活动", "关于{y}年假期安排的通知", "{r}举办文化节",
        "{r}推进老旧小区改造", "公示：拟录用人员名单（{y}）", "{r}发布气象灾害预警", "{y}年{r}国民经济统计公报")  # fmt: skip


def lookalike(rng: random.Random, agency: Agency, year: int, number: int) -> Item:
    """A page whose title looks like a report's and that is none."""
    title = rng.choice(LOOKALIKES).format(a=agency.name, y=year)
    text = "。".join(f"围绕第{number}-{k}项重点任务，落实责任，改进服务，公布有关事项" for k in range(12))
    return Item(title, title, (year + 1, rng.randint(1, 12), rng.randint(1, 28)), f"<p>{text}。</p>", number=number)


def news(rng: random.Random, region: str, number: int) -> Item:
    """An ordinary article."""
    year = rng.randint(2014, 2025)
    title = rng.choice(NEWS).format(r=region, y=year) + f"（{number}）"
    text = "。".join(f"会议强调第{number}-{k}项工作，要求统一思想、狠抓落实、确保实效" for k in range(10))
    return Item(title, title, (year, rng.randint(1, 12), rng.randint(1, 28)), f"<p>{text}。</p>", number=number)
