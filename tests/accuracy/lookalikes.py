"""Pages beside the reports that share their words, their tables or their column, and are none."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from random import Random

from tests.accuracy.facts import make_facts
from tests.accuracy.html_pages import Markup, article
from tests.accuracy.layout import Shape
from tests.accuracy.pages import make_page
from tests.accuracy.publishers import publisher
from tests.accuracy.reports_named import REPORT, draft
from tests.accuracy.site_pages import SitePage, Truth
from tests.accuracy.wording import Pen

Made = tuple[SitePage, Truth]
NOT = Truth("not_report")
PROSE = (
    "为进一步做好政府信息公开工作，根据《中华人民共和国政府信息公开条例》，结合实际，现将有关事项明确如下。",
    "各单位要高度重视，明确专人负责，按时完成政府信息公开年度报告的编制、审核和发布工作，确保数据真实准确。",
    "公民、法人或者其他组织可以向本机关申请获取政府信息，本机关自收到申请之日起20个工作日内予以答复。",
    "全年共收到政府信息公开申请12件，办结12件，主动公开政府信息340条，较上年增加15%。",
    "要加强政策解读，及时回应社会关切，推进重点领域信息公开，提升政务公开标准化规范化水平。",
)  # fmt: skip


def _prose(rng: Random, paragraphs: int, heads: tuple[str, ...] = ()) -> str:
    out = []
    for i in range(paragraphs):
        if i < len(heads):
            out.append(f"<p><strong>{heads[i]}</strong></p>")
        out.append(f"<p>　　{''.join(rng.sample(PROSE, 3))}</p>")
    return "".join(out)


def _table(rows: list[list[str]]) -> str:
    lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table border='1'>{lines}</table>"


def _figures(rng: Random, heads: tuple[str, ...], rows: tuple[str, ...]) -> str:
    return _table([["项目", *heads], *([row, *(str(rng.randint(0, 900)) for _ in heads)] for row in rows)])


GUIDE_HEADS = ("一、信息分类和编排", "二、主动公开", "三、依申请公开", "四、公开工作机构", "五、监督保障")
LAW_HEADS = ("一、总体情况", "二、主要举措和成效", "三、存在的问题", "四、下一步打算")
WORK_HEADS = ("一、2023年工作回顾", "二、2024年工作安排")
BUDGET = ("一般公共预算拨款收入", "政府性基金收入", "事业收入", "支出合计", "年末结转和结余", "“三公”经费")
BULLETIN = ("政府网站", "政务微博", "政务微信", "其他方式")
ANSWERED = ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理")
# name: titles ({who}, {place}, {y}: the year, {n}: the next), headings of the text, rows of a table (none: no table)
WRITTEN: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "guide": (("{who}政府信息公开指南", "{who}信息公开指南（{y}年版）", "{place}政府信息公开指南（{n}年修订）"), GUIDE_HEADS, ()),
    "catalogue": (("{who}政府信息主动公开基本目录", "{who}{y}年政府信息公开目录", "政府信息公开事项清单"), (), ("机构职能", "规划计划", "财政信息")),
    "notice to report": (
        ("关于做好{y}年政府信息公开工作年度报告编制和发布工作的通知", "关于编制{y}年度政府信息公开工作年度报告有关事项的通知",
         "{place}人民政府办公室关于报送{y}年政府信息公开工作年度报告的通知", "关于抓紧报送{y}年度政府信息公开年报的函"),
        ("一、总体要求", "二、编制内容", "三、时间安排"), ()),
    "interpretation": (
        ("《{who}{y}年政府信息公开工作年度报告》解读", "{who}{y}年政府信息公开工作年度报告政策解读", "解读：{place}{y}年政府信息公开年报",
         "【文字解读】{who}{y}年政府信息公开工作年度报告"), ("一、总体情况", "二、主动公开情况", "三、依申请公开情况"), ()),
    "interpretation with a table": (("{who}{y}年政府信息公开年度报告解读材料",), ("一、编制背景", "二、主要内容"), ANSWERED),
    "law-based government": (("{who}{y}年法治政府建设年度报告", "{who}{y}年度法治政府建设情况报告", "{who}关于{y}年法治政府建设情况的报告"), LAW_HEADS, ()),
    "government work report": (("{n}年{place}政府工作报告", "{place}人民政府{n}年政府工作报告"), WORK_HEADS, ()),
    "final account": (("{who}{y}年度部门决算公开", "{who}{y}年部门决算公开说明"), ("第一部分 概况", "第二部分 决算表"), BUDGET),
    "budget": (("{who}{n}年部门预算公开", "{place}{n}年“三公”经费预算公开"), (), BUDGET),
    "work plan": (("{place}{n}年政务公开工作要点", "{who}{n}年政府信息公开工作要点", "{place}{y}年政务公开工作要点落实情况"), ("一、主动公开", "二、政策解读"), ()),
    "bulletin": (("{place}{y}年国民经济和社会发展统计公报", "{place}{y}年环境状况公报"), ("一、综合", "二、农业", "三、工业"), BULLETIN),
    "summary table": (("{place}{y}年政府信息公开工作情况汇总表", "{place}各部门{y}年度信息公开情况统计一览表"), (), BULLETIN),
    "quarter": (("{who}{y}年第三季度政府信息公开工作情况", "{who}{y}年二季度信息公开统计表", "{place}{y}年一季度政府信息公开申请办理情况"), (), ANSWERED),
    "half-year": (("{who}{y}年上半年政府信息公开工作总结", "{who}{y}年上半年政府信息公开工作情况报告"), ("一、主要做法", "二、存在问题"), ANSWERED),
    "month": (("{place}{y}年11月政府信息公开月报", "{place}{y}年1-9月份政府信息公开情况通报"), (), BULLETIN),
    "university": (("{place}理工大学{y}-{n}学年信息公开工作报告", "{place}学院{y}—{n}学年度信息公开年度报告"), ("一、概述", "二、主动公开信息情况", "三、依申请公开情况"), ()),
    "website": (("{place}人民政府网站工作年度报表（{y}年度）", "{who}{y}年政府网站工作年度报表", "{place}政务新媒体{y}年度工作报表"), (), ("独立用户访问总量", "信息发布总数", "专栏专题数量")),
    "law enforcement": (("{who}{y}年度行政执法统计年报", "{who}{y}年行政执法情况报告"), (), ("行政许可", "行政处罚", "行政强制")),
    "assessment": (("{place}{y}年度政务公开第三方评估报告", "关于{y}年政府信息公开工作考核结果的通报", "{place}{y}年政务公开工作评估结果"), ("一、评估概况", "二、评估结果"), ()),
    "meeting": (("{who}召开{y}年政府信息公开年报编制工作会议", "{place}举办政府信息公开年度报告业务培训会", "{who}多举措推进政府信息公开工作"), (), ()),
    "rule": (("{place}政府信息公开工作年度报告制度", "{who}政府信息公开保密审查办法", "{place}依申请公开工作规程"), ("第一条", "第二条", "第三条"), ()),
    "correction": (("关于{who}{y}年政府信息公开工作年度报告的更正说明", "关于更正{who}{y}年政府信息公开年报有关数据的公告"), (), ()),
    "provident fund": (("{place}住房公积金{y}年年度报告", "{place}住房公积金管理中心{y}年年度信息披露"), ("一、机构概况", "二、业务运行情况"), ("缴存", "提取", "贷款")),
    "company": (("{place}供水集团有限公司{y}年度信息公开年报公示", "{place}国有企业{y}年年度报告"), ("一、企业概况",), BUDGET),
    "application form": (("{who}政府信息公开申请表", "政府信息公开申请流程图"), (), ("申请人信息", "所需信息情况")),
    "template": (("{y}年政府信息公开工作年度报告（模板）", "政府信息公开工作年度报告格式", "附件：{y}年政府信息公开年报参考样式"), ("一、总体情况", "二、主动公开政府信息情况"), ()),
    "proposals": (("{who}{y}年人大建议和政协提案办理情况报告", "{who}{y}年建议提案办理工作总结"), ("一、办理情况", "二、主要做法"), ()),
    "quality of work": (("{who}{y}年工作总结及{n}年工作计划", "{who}{y}年度安全生产工作报告", "{who}{y}年普法依法治理工作总结"), LAW_HEADS, ()),
    "credit": (("{place}{y}年社会信用体系建设工作报告", "{place}{y}年政务诚信年度报告"), LAW_HEADS, ()),
    "review": (("{place}{y}年行政复议工作年度报告", "{place}{y}年度行政复议和行政应诉情况报告"), ("一、总体情况", "二、行政复议情况", "三、行政诉讼情况"), ("维持", "撤销", "驳回")),
    "business environment": (("{place}{y}年优化营商环境工作报告",), LAW_HEADS, ()),
    "notice of publication": (("{place}各部门{y}年政府信息公开年报已发布", "{place}{y}年度政府信息公开工作年度报告发布公告"), (), ()),
    "report column": (("{place}政府信息公开年报专栏", "{y}年政府信息公开工作年度报告专题"), (), ()),
    "filling in": (("{y}年政府信息公开年报统计表填报说明", "政府信息公开工作年度报告编写指引", "关于印发《政府信息公开工作年度报告格式》的通知"), ("一、填报范围",), ()),
    "open government summary": (("{who}{y}年政务公开工作总结", "{place}{y}年政务公开工作要点落实情况自查报告"), LAW_HEADS, ()),
    "charges": (("{place}政府信息公开信息处理费收取标准", "{who}依申请公开收费说明"), (), ("计量单位", "计费标准")),
    "draft for comment": (("关于公开征求《{place}政府信息公开规定（征求意见稿）》意见的公告",), (), ()),
    "answer to an application": (("{who}政府信息公开申请答复书（{y}）第12号", "关于政府信息公开申请的答复"), (), ()),
    "other yearly reports": (
        ("{who}{y}年度社会组织年度报告", "{place}{y}年知识产权保护状况报告", "{who}{y}年生态环境状况报告", "{place}{y}年教育督导年度报告",
         "{place}{y}年度权责清单", "{place}法院{y}年工作报告", "{who}{y}年度内部控制报告", "{place}{y}年政府购买服务年度报告",
         "{place}{y}年残疾人事业发展统计公报", "{who}{y}年度整体支出绩效自评报告", "{place}{y}年地方志工作年度报告"), LAW_HEADS, ANSWERED),
    "missing page": (("页面不存在", "404-{place}人民政府"), (), ()),
}  # fmt: skip


def _written(name: str) -> Callable[[Random], Made]:
    def make(rng: Random) -> Made:
        titles, heads, rows = WRITTEN[name]
        one = draft(rng, rng.choice(("city body", "county body", "town", "county", "district body", "province body")))
        title = rng.choice(titles).format(who=one.who.printed, place=one.who.region.name, y=one.year, n=one.year + 1)
        one.titled(title)
        body = _prose(rng, 1 if name == "missing page" else rng.randint(2, 6), heads)
        one.page.article = body + (_figures(rng, ("本年", "上年"), rows) if rows else "")
        if name in ("notice to report", "template") and rng.random() < 0.5:
            one.page.article += _blank_form(rng)
        return one.page, NOT

    return make


def _blank_form(rng: Random) -> str:
    facts = make_facts(rng, agency=publisher(rng, "county").as_agency())
    page = make_page(facts, Shape(), Pen(rng, empty=True))
    page.title, page.parts = "", [(k, p) for k, p in page.parts if not isinstance(p, str) or k == "h"]
    return article(page, Markup(), rng)


def _list(rng: Random) -> Made:
    one = draft(rng, "county")
    place = one.who.region.name
    names = rng.sample(("财政局", "民政局", "教育局", "水利局", "审计局", "司法局", "统计局", "商务局"), 6)
    links = "".join(
        f"<li><a href='/{i}.html'>{place}{n}{one.year}年{REPORT}</a><span>{one.published}</span></li>"
        for i, n in enumerate(names)
    )
    one.titled(rng.choice(("政府信息公开年报", "部门年报", f"{one.year}年政府信息公开年报")))
    one.page.article = f"<ul>{links}</ul><div>共3页 上一页 下一页</div>"
    return one.page, NOT


def _towns(rng: Random) -> Made:
    """One page whose attachments are the reports of several towns: each attachment is a report, the page none."""
    one = draft(rng, "county")
    one.titled(f"{one.who.region.name}各乡镇{one.year}年{REPORT}")
    one.page.article = "<p>根据工作要求，现将各乡镇年度报告公布如下：</p>"
    one.page.attachments = tuple(
        f"{town}{one.year}年{REPORT}.docx" for town in ("清水镇", "龙泉乡", "新安镇", "东湖街道")
    )
    return one.page, NOT


def _attachment(rng: Random) -> Made:
    one = draft(rng)
    one.page.article = rng.choice(("<p>详见附件。</p>", "<p>点击下载</p>", "<p></p>"))
    one.page.attachments = (f"{one.standard}.{rng.choice(('pdf', 'docx', 'wps', 'ofd'))}",)
    return one.page, NOT


def _explained(rng: Random) -> Made:
    one = draft(rng)
    one.titled(
        rng.choice(
            (
                f"图解：{one.standard}",
                f"一图读懂{one.standard}",
                f"{one.standard}（图解）",
                f"【图解】{one.standard}",
                f"数说{one.standard}",
            )
        )
    )
    one.page.article = "<p><img src='/pic/1.jpg'></p><p><img src='/pic/2.jpg'></p>" * rng.randint(1, 3)
    return one.page, NOT


STYLES: dict[str, Callable[[Random], Made]] = {
    **{name: _written(name) for name in WRITTEN},
    "list of reports": _list,
    "page of several towns": _towns,
    "report attached": _attachment,
    "picture explainer": _explained,
}
