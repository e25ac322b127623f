"""Reports whose page tells who, which year and when in every way that pages do: title, text, tags, place, address."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from domain.regions.divisions import parents
from tests.accuracy.facts import make_facts
from tests.accuracy.html_pages import Markup, article
from tests.accuracy.layout import Shape
from tests.accuracy.pages import make_page
from tests.accuracy.publishers import AT_HOME, MAKERS, Publisher, called, pools, publisher
from tests.accuracy.site_pages import SitePage, Truth
from tests.accuracy.wording import Pen

REPORT = "政府信息公开工作年度报告"
Made = tuple[SitePage, Truth]
DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
NEIGHBOURS = ("财政局", "民政局", "水利局", "教育局")


@dataclass
class Draft:
    """A usual report page, to be changed by a style."""

    rng: Random
    who: Publisher
    year: int
    published: date
    page: SitePage

    @property
    def truth(self) -> Truth:
        return Truth("report", self.year, self.who.accepted, self.who.region.code, self.published.isoformat())

    @property
    def standard(self) -> str:
        return f"{self.who.printed}{self.year}年{REPORT}"

    def titled(self, heading: str, **changes: object) -> Made:
        """With this heading, the same in tags and title."""
        plain = re.sub(r"\s", "", heading)
        self.page.metas["ArticleTitle"] = plain
        self.page.heading, self.page.title = heading, f"{plain}_{self.who.site}"
        return self.page, replace(self.truth, **changes)

    def nameless(self) -> None:
        """The title names nobody, and nothing else on the page does."""
        self.page.metas.pop("ContentSource", None)
        self.page.heading = self.page.metas["ArticleTitle"] = f"{self.year}年{REPORT}"
        self.page.title = f"{self.page.heading}_{self.who.site}"
        self.page.info = f"发布时间：{self.published}　浏览次数：12"

    def yearless(self) -> None:
        heading = f"{self.who.printed}{REPORT}"
        self.page.heading = self.page.metas["ArticleTitle"] = heading
        self.page.title = f"{heading}_{self.who.site}"
        self.page.url = "http://www.site.gov.cn/zfxxgk/content_81233.html"
        self.page.article = re.sub(rf"(?<!\d){self.year}年", "本年度", self.page.article)
        self.page.article = re.sub(r"[^。]*统计期限[^。]*。", "", self.page.article)


def draft(rng: Random, kind: str = "", form: str = "", year: int | None = None, shape: Shape | None = None) -> Draft:
    """A usual page. Its text says 我局 and names nobody: a style that wants a name in the text puts it there."""
    who = publisher(rng, kind)
    form = form or rng.choice(("2021", "2021", "2019"))
    facts = make_facts(rng, form, year=year, agency=who.as_agency())
    page = make_page(facts, shape or Shape(), Pen(rng))
    page.parts = [(k, part.split("如有疑问")[0] if isinstance(part, str) else part) for k, part in page.parts]
    page.title = ""
    if form == "2014":
        page.parts = [
            (k, part) for k, part in page.parts if not (isinstance(part, str) and part.startswith("填报单位"))
        ]
    day = date(facts.year + 1, 1, 4) + timedelta(rng.randint(0, 80))
    site = SitePage(
        article(page, Markup(cell=rng.choice(("p", "plain", "mso", "span"))), rng),
        heading=f"{who.printed}{facts.year}年{REPORT}", title=f"{who.printed}{facts.year}年{REPORT}_{who.site}",
        metas={
            "SiteName": who.site, "SiteIDCode": who.site_region.code + "0003", "ArticleTitle": f"{who.printed}{facts.year}年{REPORT}",
            "PubDate": f"{day} 09:30", "ContentSource": who.bare, "ColumnName": "政府信息公开年报",
        },
        crumbs=("首页", "政务公开", "政府信息公开年报"), info=f"发布时间：{day}　来源：{who.bare}　浏览次数：12",
        url=f"http://www.site.gov.cn/zfxxgk/zfxxgknb/{day:%Y%m}/t{day:%Y%m%d}_81233.html", footer=f"主办：{who.site}",
    )  # fmt: skip
    return Draft(rng, who, facts.year, day, site)


def _title(write: Callable[[Draft], str], kind: str = "") -> Callable[[Random], Made]:
    def make(rng: Random) -> Made:
        one = draft(rng, kind)
        return one.titled(write(one))

    return make


def _at_home(prefix: bool, tags: bool = True) -> Callable[[Random], Made]:
    def make(rng: Random) -> Made:
        one = draft(rng, rng.choice(AT_HOME))
        last = one.who.site_region.name[-1]
        bare = (last if prefix and last in "市县区旗" and one.who.kind != "town" else "") + one.who.bare
        if not tags:
            one.page.metas = {}
            one.page.footer = ""
            one.page.context = {"region_code": one.who.site_region.code, "portal_name": one.who.site}
        made, truth = one.titled(f"{bare}{one.year}年{REPORT}")
        made.title = made.heading
        if not tags:
            made.metas = {}
        return made, truth

    return make


def _signature(rng: Random) -> Made:
    one = draft(rng)
    one.nameless()
    one.page.signature = f"{one.who.printed}　{one.published.year}年{one.published.month}月{one.published.day}日"
    return one.page, one.truth


def _own_site(rng: Random) -> Made:
    one = draft(rng, rng.choice(("city body", "county body", "province body", "district body")))
    one.nameless()
    one.page.metas["SiteName"] = one.who.printed
    one.page.title = f"{one.page.heading}_{one.who.printed}"
    return one.page, one.truth


def _source_tag(rng: Random) -> Made:
    one = draft(rng)
    one.nameless()
    one.page.metas["ContentSource"] = one.who.printed
    return one.page, one.truth


def _strip(rng: Random) -> Made:
    one = draft(rng)
    one.nameless()
    one.page.strip = {"索 引 号": f"{one.who.site_region.code}001/{one.year + 1}-00012", "发布机构": one.who.printed,
                      "生成日期": f"{one.published:%Y年%m月%d日}", "名　　称": one.page.heading}  # fmt: skip
    one.page.metas.pop("PubDate")
    one.page.info = ""
    return one.page, one.truth


def _breadcrumb(rng: Random) -> Made:
    one = draft(rng, rng.choice(("city body", "county body", "town")))
    one.nameless()
    one.page.crumbs = ("首页", "政府信息公开", "部门信息公开", one.who.printed, "政府信息公开年报")
    return one.page, one.truth


def _text(sentence: str) -> Callable[[Random], Made]:
    def make(rng: Random) -> Made:
        one = draft(rng)
        one.nameless()
        one.page.article = f"<p>{sentence.format(who=one.who.printed, year=one.year)}</p>" + one.page.article
        return one.page, one.truth

    return make


def _nobody(rng: Random) -> Made:
    """Nothing on the page tells whose department it is: no name, never a guess."""
    one = draft(rng, rng.choice(("city body", "county body")))
    one.nameless()
    one.page.metas["SiteName"] = one.page.footer = ""
    one.page.title = one.page.heading
    return one.page, replace(one.truth, agencies=())


def _orders_of_others(named: bool) -> Callable[[Random], Made]:
    """The text names those who gave the orders; who reports stands in a tag, or nowhere."""

    def make(rng: Random) -> Made:
        one = draft(rng, rng.choice(("city body", "county body", "town")))
        one.nameless()
        place = one.who.site_region.name
        words = rng.choice((
            f"根据《{place}人民政府办公室关于做好{one.year}年政府信息公开工作年度报告编制工作的通知》要求，{one.who.me}编制本报告。",
            f"{one.year}年，在{place}委、{place}人民政府的正确领导下，{one.who.me}认真贯彻落实《条例》。",
            f"按照{place}人民政府办公室{one.year}年政务公开工作要点，{one.who.me}积极推进公开工作。",
            f"现将{one.who.me}{one.year}年政府信息公开工作报告如下。工作中接受{place}人民政府办公室指导。",
        ))  # fmt: skip
        one.page.article = f"<p>{words}</p>" + one.page.article
        if named:
            one.page.metas["ContentSource"] = one.who.printed
            return one.page, one.truth
        one.page.metas["SiteName"] = one.page.footer = ""
        one.page.title = one.page.heading
        return one.page, replace(one.truth, agencies=())

    return make


def _posted_by_another(rng: Random) -> Made:
    one = draft(rng, rng.choice(("city body", "county body", "town")))
    one.page.metas["ContentSource"] = "政府办公室"
    one.page.strip = {"发布机构": one.who.site_region.name + "政务服务管理局", "公开日期": str(one.published)}
    return one.page, one.truth


def _period_year(rng: Random) -> Made:
    one = draft(rng)
    one.yearless()
    one.page.metas.pop("PubDate")
    one.page.info = ""
    words = rng.choice(
        (
            "统计期限自{y}年1月1日起至{y}年12月31日止",
            "统计期限为{y}年1月1日至12月31日",
            "数据统计时间为{y}年1月1日至{y}年12月31日",
        )
    )
    one.page.article = f"<p>本报告所列数据的{words.format(y=one.year)}。</p>" + one.page.article
    return one.page, replace(one.truth, published=None)


def _address_year(rng: Random) -> Made:
    one = draft(rng)
    one.yearless()
    one.page.metas.pop("PubDate")
    one.page.info = "浏览次数：31"
    one.page.url = f"http://www.site.gov.cn/zwgk/nb/{one.published:%Y%m}/t{one.published:%Y%m%d}_7753.shtml"
    return one.page, one.truth


def _column_year(rng: Random) -> Made:
    one = draft(rng)
    one.yearless()
    one.page.metas.pop("PubDate")
    one.page.info = ""
    one.page.crumbs = ("首页", "政府信息公开年报", f"{one.year}年")
    return one.page, replace(one.truth, published=None)


def _late(rng: Random) -> Made:
    one = draft(rng)
    late = date(one.year + 2, rng.randint(1, 11), rng.randint(1, 28))
    one.page.metas["PubDate"], one.page.info = f"{late} 10:10", f"发布时间：{late}"
    one.page.url = f"http://www.site.gov.cn/nb/{late:%Y%m}/t{late:%Y%m%d}_1.html"
    return one.page, replace(one.truth, published=late.isoformat())


def _migrated(rng: Random) -> Made:
    """The address and tag are of the day the site moved; the line under the title is of the report."""
    one = draft(rng)
    moved = date(one.year + 3, 6, 18)
    one.page.url = f"http://www.site.gov.cn/nb/{moved:%Y%m}/t{moved:%Y%m%d}_1.html"
    return one.page, one.truth


def _neighbours(rng: Random) -> Made:
    one = draft(rng)
    place = one.who.site_region.name
    one.page.related = (*(f"{place}{n}{one.year - i}年{REPORT}" for i, n in enumerate(NEIGHBOURS)),
                        f"一图读懂{place}{one.year}年{REPORT}", "政府信息公开指南")  # fmt: skip
    one.page.after = (
        f"上一篇：{one.who.printed}{one.year - 1}年{REPORT}",
        f"下一篇：{place}审计局{one.year + 1}年{REPORT}",
    )
    one.page.layout = rng.random() < 0.5
    return one.page, one.truth


def _title_tag_only(rng: Random) -> Made:
    one = draft(rng)
    one.page.metas.pop("ArticleTitle")
    one.page.heading = ""
    separator = rng.choice(("_", "-", " - ", "|", "－", "——", "_政府信息公开年报_"))
    one.page.title = f"{one.standard}{separator}{one.who.site}门户网站"
    return one.page, one.truth


def _column_title(rng: Random) -> Made:
    one = draft(rng)
    one.page.metas.pop("ArticleTitle")
    one.page.title = f"政府信息公开年报_{one.who.site}"
    return one.page, one.truth


def _markup_title(rng: Random) -> Made:
    one = draft(rng)
    one.page.metas["ArticleTitle"] = rng.choice((
        f"{one.who.printed}<br/>{one.year}年{REPORT}", f"<font color='red'>{one.standard}</font>", f"{one.who.printed}&nbsp;{one.year}年{REPORT}",
        f"<script>alert(1)</script>{one.standard}",
    ))  # fmt: skip
    one.page.heading = one.page.metas["ArticleTitle"] if rng.random() < 0.5 else one.page.heading
    one.page.title = one.page.metas["ArticleTitle"]
    return one.page, one.truth


def _file_name(rng: Random) -> Made:
    one = draft(rng)
    one.page = SitePage(
        one.page.article, context={"source": f"年报/{one.standard}.html", "region_code": one.who.site_region.code}
    )
    return one.page, replace(one.truth, published=None)


def _link_text(rng: Random) -> Made:
    one = draft(rng)
    one.page = SitePage(one.page.article, context={"link_text": one.standard, "region_code": one.who.site_region.code})
    return one.page, replace(one.truth, published=None)


def _no_codes(rng: Random) -> Made:
    """No code anywhere: the region is in the name alone, which only one division bears."""
    one = draft(rng, rng.choice(("city body", "county body", "county city", "county", "city")))
    one.page.metas["SiteIDCode"] = rng.choice(("", "政府网站标识码", "0000000000"))
    return one.page, one.truth


def _placed_wrongly(rng: Random) -> Made:
    """The tags are a copy of another city's: the name decides."""
    one = draft(rng, rng.choice(("city body", "county city", "city")))
    other = rng.choice(pools()["city"])
    one.page.metas["SiteIDCode"] = other.code + "0001"
    return one.page, one.truth


def _whole_chain(rng: Random) -> Made:
    one = draft(rng, rng.choice(("county body", "county city body", "city body", "district body", "banner body")))
    return one.titled(f"{one.who.region.full_name}{one.who.bare}{one.year}年{REPORT}")


def _district_alone(rng: Random) -> Made:
    one = draft(rng, "district body")
    return one.titled(f"{one.who.region.name}{one.who.bare}{one.year}年{REPORT}")


def _place_reports(rng: Random) -> Made:
    """青泽市2023年…: the place stands for its government."""
    one = draft(
        rng, rng.choice(("city", "county", "district", "county city", "banner", "autonomous county", "prefecture"))
    )
    name = called(one.who.region)
    one.who = replace(one.who, accepted=(name + "人民政府", one.who.region.name + "人民政府"))
    return one.titled(
        rng.choice((f"{name}{one.year}年{REPORT}", f"{one.year}年{name}{REPORT}", f"{name}政府{one.year}年{REPORT}"))
    )


def _town_short(rng: Random) -> Made:
    one = draft(rng, "town")
    short = re.sub("人民政府$|办事处$", "", one.who.bare)
    return one.titled(rng.choice((f"{called(one.who.region)}{short}{one.year}年{REPORT}", f"{short}{one.year}年{REPORT}",
                                  f"{one.who.region.name}{short}{one.year}年度{REPORT}")))  # fmt: skip


def _body_short(rng: Random) -> Made:
    one = draft(rng, rng.choice(("city", "county")))
    place = called(one.who.region)
    short, full = rng.choice((("卫健委", "卫生健康委员会"), ("人社局", "人力资源和社会保障局"), ("住建局", "住房和城乡建设局"),
                              ("市场监管局", "市场监督管理局"), ("医保局", "医疗保障局"), ("政府办", "人民政府办公室")))  # fmt: skip
    one.who = replace(one.who, accepted=(place + full,))
    return one.titled(f"{place}{short}{one.year}年{REPORT}")


def _narrative(rng: Random) -> Made:
    """Before 2014 there is no form: words, and perhaps numbers in them."""
    one = draft(rng, rng.choice(("county", "city", "old body", "district", "town")), "2014", rng.randint(2008, 2013))
    heads = rng.choice((
        ("一、概述", "二、主动公开政府信息的情况", "三、依申请公开政府信息和不予公开政府信息的情况", "四、政府信息公开的收费及减免情况",
         "五、因政府信息公开申请行政复议、提起行政诉讼的情况", "六、政府信息公开工作存在的主要问题及改进情况", "七、其他需要报告的事项"),
        ("一、基本情况", "二、主要做法", "三、存在的问题", "四、下一步打算"), ("（一）组织领导", "（二）公开情况", "（三）存在不足"), (),
    ))  # fmt: skip
    words = f"{one.year}年，{one.who.me}按照《条例》要求，编制公开指南和公开目录，全年主动公开政府信息{rng.randint(20, 900)}条，举办培训2期，"
    words += f"收到政府信息公开申请{rng.randint(0, 30)}件，均已答复。没有因政府信息公开被申请行政复议、提起行政诉讼。"
    parts = heads or ("",) * 4
    one.page.article = "".join((f"<p>{h}</p>" if h else "") + f"<p>　　{words}</p>" for h in parts)
    return one.titled(
        rng.choice(
            (
                one.standard,
                f"{one.who.printed}{one.year}年度政府信息公开工作报告",
                f"{one.year}年{one.who.printed}政府信息公开年度报告",
            )
        )
    )


def _in_notice(rng: Random) -> Made:
    one = draft(rng, rng.choice(("county", "city", "county body")), "2014", rng.randint(2014, 2018))
    return one.titled(rng.choice((f"关于公布{one.standard}的通知", f"关于发布{one.who.printed}{one.year}年度{REPORT}的公告",
                                  f"{one.who.printed}关于{one.year}年政府信息公开工作情况的报告")))  # fmt: skip


def _form_2014(rng: Random) -> Made:
    one = draft(rng, "", "2014")
    return one.page, one.truth


def _once(rng: Random) -> Made:
    """Divisions that are no more, in a year when they were; the site has the code of today or none."""
    one = draft(rng, "once", "2014", rng.randint(2008, 2011))
    one.page.metas["SiteIDCode"] = rng.choice(("", one.page.metas["SiteIDCode"]))
    return one.page, one.truth


def _other_town_of_portal(rng: Random) -> Made:
    """A town's report on the portal of its county, that only the portal file tells."""
    one = draft(rng, "town")
    short = re.sub("人民政府$|办事处$", "", one.who.bare)
    one.page.metas = {"PubDate": str(one.published)}
    one.page.context = {
        "region_code": one.who.region.code,
        "portal_name": one.who.site,
        "link_text": f"{short}{one.year}年年报",
    }
    one.page.heading = f"{short}{one.year}年{REPORT}"
    one.page.title = one.page.heading
    return one.page, one.truth


def _years_above(rng: Random) -> Made:
    """Links to the other years stand above the report, as on pages that show one of many."""
    one = draft(rng)
    one.page.article = (
        "<p>" + "".join(f"<a href='?y={y}'>{y}年</a> " for y in range(2025, 2015, -1)) + "</p>" + one.page.article
    )
    return one.page, one.truth


def _agency_as_title(rng: Random) -> Made:
    one = draft(rng, rng.choice(("city body", "county body")))
    one.page.metas["ArticleTitle"] = one.page.heading = one.who.printed
    one.page.title = one.who.printed
    one.page.article = f"<p><strong>{one.year}年度{REPORT}</strong></p>" + one.page.article
    return one.page, one.truth


def _numbered(rng: Random) -> Made:
    one = draft(rng, rng.choice(("city body", "county body", "county")))
    number = f"{one.who.region.short[0]}政办〔{one.year + 1}〕{rng.randint(1, 40)}号"
    return one.titled(rng.choice((f"{number} {one.standard}", f"{one.standard}（{number}）")))


def _dated(how: str) -> Callable[[Random], Made]:
    def make(rng: Random) -> Made:
        one = draft(rng)
        one.page.metas.pop("PubDate")
        one.page.url = "http://www.site.gov.cn/c/81233.html"
        day = one.published
        words = f"{day:{how}}" if "%" in how else f"{day.year}年{day.month}月{day.day}日"
        label = rng.choice(("发布时间：", "发布日期: ", "日期：", "时间：", "【发布时间：", ""))
        one.page.info = f"{label}{words} {'信息来源：' + one.who.bare if label else ''}"
        return one.page, one.truth

    return make


def _two_dates(rng: Random) -> Made:
    """成文日期 is the day of writing; the page came out later."""
    one = draft(rng)
    written = one.published - timedelta(3)
    one.page.metas.pop("PubDate")
    one.page.info = ""
    one.page.strip = {
        "成文日期": f"{written.year}年{written.month}月{written.day}日",
        "发布日期": str(one.published),
        "发文机关": one.who.printed,
    }
    return one.page, one.truth


def _pictures(rng: Random) -> Made:
    one = draft(rng)
    text = re.sub(r"<table.*?</table>", "<p><img src='/pic/t1.jpg'></p>", one.page.article, flags=re.S)
    one.page.article = text
    return one.page, one.truth


UNUSUAL = (
    "{who}{year}年政府信息公开工作总结报告", "{who}{year}年度信息公开报告", "{who}{year}年政务公开工作年度报告", "{year}年政府信息公开报告（{who}）",
    "{who}政府信息公开工作{year}年度报告", "{who}{year}年政府信息公开情况报告", "{who}{year}年政府信息公开年报", "{who}公布{year}年度政府信息公开报告",
    "{who}{year}年政府信息公开工作年度报告（公开版）", "{who}{year}年政府信息公开工作年度报告（更正）", "（更新）{who}{year}年政府信息公开工作年度报告",
    "{who}{year}年政府信息公开年度工作报告", "{who}关于报送{year}年政府信息公开工作年度报告的报告", "{who}{year}年政府信息公开工作报告（含统计表）",
    "{who}政府信息公开年度报告({year})", "{year}年{who}政府信息主动公开年度报告", "{who}{year}年法定政府信息公开年报", "{who} {year} 年 年 报",
    "{who}（{year}年）政府信息公开工作年度报告", "{who}—{year}年政府信息公开工作年度报告", "{who}：{year}年政府信息公开工作年度报告",
    "政府信息公开工作年度报告（{year}年度）——{who}", "{who}{year}年度政府信息公开工作年度报告.docx", "{year}{who}政府信息公开工作年报",
)  # fmt: skip


def _unusual(rng: Random) -> Made:
    one = draft(rng)
    pattern = rng.choice(UNUSUAL)
    return one.titled(pattern.format(who=one.who.printed, year=one.year))


def _cut_short(rng: Random) -> Made:
    """What lists and heads leave of a title: the year, or the agency and the year."""
    one = draft(rng, rng.choice(AT_HOME))
    left = rng.choice(
        (
            f"{one.year}年度",
            f"{one.year}年",
            f"{one.who.printed}{one.year}年…",
            f"{one.who.bare}_{one.year}年_…",
            one.who.bare,
        )
    )
    one.page.metas |= {"ArticleTitle": left, "ContentSource": one.who.printed}
    one.page.heading, one.page.title = left, f"{left}_{one.who.site}"
    return one.page, one.truth


def _at_city_portal(rng: Random) -> Made:
    """A county's body on the portal of its city, or of its province."""
    one = draft(rng, rng.choice(("county body", "district body", "county city", "town", "banner body")))
    above = rng.choice(parents(one.who.region))
    one.page.metas |= {
        "SiteName": above.name + "人民政府",
        "SiteIDCode": above.code + "0001",
        "ContentSource": one.who.printed,
    }
    one.page.context = {"region_code": above.code, "portal_name": above.name + "人民政府"}
    return one.page, one.truth


def _wide_page(rng: Random) -> Made:
    """The title only in the text of the first lines, among the buttons of a page."""
    one = draft(rng)
    one.page.metas.pop("ArticleTitle")
    one.page.title = rng.choice(("", "政府信息公开", one.who.site))
    one.page.heading = ""
    buttons = "<p>字体：大 中 小</p><p>打印</p><p>分享到：</p><p>扫一扫在手机打开当前页</p>"
    one.page.article = f"{buttons}<p><b>{one.who.printed}</b></p><p><b>{one.year}年{REPORT}</b></p><p>（{one.published.year}年{one.published.month}月）</p>{one.page.article}"
    return one.page, one.truth


STYLES: dict[str, Callable[[Random], Made]] = {
    **{f"of a {kind}": _title(lambda d: d.standard, kind) for kind in MAKERS if kind != "once"},
    "year in Chinese": _title(lambda d: f"{d.who.printed}{str(d.year).translate(DIGITS)}年{REPORT}"),
    "year in full width": _title(lambda d: f"{d.who.printed}{str(d.year).translate(WIDE)}年度{REPORT}"),
    "年度": _title(lambda d: f"{d.who.printed}{d.year}年度{REPORT}"),
    "no 年": _title(lambda d: f"{d.who.printed}{d.year}{REPORT}"),
    "year first": _title(lambda d: f"{d.year}年{d.who.printed}{REPORT}"),
    "two years": _title(lambda d: f"{d.standard}（{d.year + 1}年1月公布）"),
    "two years, date first": _title(lambda d: f"[{d.published}]{d.standard}"),
    "broken title": _title(lambda d: f"{d.who.printed}\n{d.year}年政府信息公开\n工作年度报告"),
    "spaced title": _title(lambda d: " ".join(d.standard)),
    "year in the period": _period_year,
    "year in the address": _address_year,
    "year in the column": _column_year,
    "late": _late,
    "site moved": _migrated,
    "signed": _signature,
    "own site": _own_site,
    "source tag": _source_tag,
    "strip": _strip,
    "breadcrumb": _breadcrumb,
    "by whom": _text("本报告由{who}编制。"),
    "contact": _text("如对本报告有疑问，请与{who}办公室联系（地址：人民路1号；电话：0371-6366123）。"),
    "conduct": _text("{year}年，{who}坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻落实《条例》。"),
    "hereby": _text("根据《条例》规定，现向社会公布{who}{year}年政府信息公开工作年度报告。"),
    "named nowhere": _nobody,
    "orders of others": _orders_of_others(True),
    "orders of others, named nowhere": _orders_of_others(False),
    "at home": _at_home(False),
    "at home, 市财政局": _at_home(True),
    "at home, no tags": _at_home(False, tags=False),
    "posted by another": _posted_by_another,
    "neighbours": _neighbours,
    "title tag only": _title_tag_only,
    "column as title": _column_title,
    "markup in title": _markup_title,
    "file name only": _file_name,
    "link only": _link_text,
    "no codes": _no_codes,
    "tags of another city": _placed_wrongly,
    "province and city before": _whole_chain,
    "district without its city": _district_alone,
    "place for government": _place_reports,
    "town in short": _town_short,
    "body in short": _body_short,
    "narrative": _narrative,
    "2014 form": _form_2014,
    "in a notice": _in_notice,
    "tables as pictures": _pictures,
    "division gone since": _once,
    "town on its county's portal": _other_town_of_portal,
    "years above": _years_above,
    "agency as title": _agency_as_title,
    "document number": _numbered,
    "dated 2024-01-18": _dated("%Y-%m-%d"),
    "dated 2024/01/18": _dated("%Y/%m/%d"),
    "dated 20240118": _dated("%Y%m%d"),
    "dated 2024年1月18日": _dated(""),
    "two dates": _two_dates,
    "unusual title": _unusual,
    "title cut short": _cut_short,
    "on the portal above": _at_city_portal,
    "title among buttons": _wide_page,
}
# Styles whose title alone tells everything, so that a file without tags is as good.
IN_TEXT = (
    "of a city", "of a county body", "of a district body", "of a town", "of a zone", "of a branch", "of a merged", "of a public body",
    "year in Chinese", "year in full width", "no 年", "year first", "two years", "broken title", "spaced title", "province and city before",
    "document number", "2014 form", "narrative", "in a notice", "unusual title",
)  # fmt: skip
