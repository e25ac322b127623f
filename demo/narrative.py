"""The text of a report: lead, sections, and the counts it names, in varied wording."""

from __future__ import annotations

import random
from decimal import Decimal

from demo import tables
from demo.article import Article, Part, Slot
from demo.figures import Value
from demo.reports import Report
from domain.registry import registry

FULL_WIDTH = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)} | {ord("."): "．"}
LAW = "《中华人民共和国政府信息公开条例》"
FORMAT = {
    "2019": "《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》"
    "（国办公开办函〔2019〕60号）",
    "2021": "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
    "2014": "《国务院办公厅关于加强和规范政府信息公开情况统计报送工作的通知》（国办发〔2014〕32号）",
}
WORK = (
    "{who}坚持以公开为常态、不公开为例外，把政务公开摆在突出位置，主动回应群众关切。",
    "{who}围绕中心工作，持续推进决策、执行、管理、服务和结果公开，公开的质量稳步提高。",
    "一年来，{who}健全制度、压实责任，把公开要求落到业务工作的每一个环节。",
    "{who}聚焦企业和群众关心的事项，依法、及时、准确地公开政府信息。",
)
PLATFORM = (
    "全年通过门户网站发布信息{n}条，通过政务新媒体发布信息{m}条。",
    "门户网站全年更新信息{n}条，政务微信公众号推送{m}篇。",
    "依托门户网站公开信息{n}条，其中民生领域信息{m}条。",
)
OVERSIGHT = (
    "定期检查栏目更新情况，发现问题立即整改，全年未发生泄密事件。",
    "组织业务培训{k}次，参训人员{m}人次，工作人员能力得到提高。",
    "将政务公开纳入年度考核，主动接受社会评议。",
)
PROBLEMS = (
    "一是公开内容还不够丰富，与公众期待有差距；二是政策解读形式较为单一。",
    "主要是部分栏目更新不够及时，个别人员业务不够熟练。",
    "对重点领域信息的梳理还不够系统，依申请公开答复的规范性有待加强。",
)
PLANS = (
    "下一步，{who}将完善工作机制，加强队伍建设，丰富解读形式，提升公开实效。",
    "今后{who}将进一步细化公开目录，严格审查程序，加大培训力度。",
)


def written(report: Report, value: Value, key: tuple[str, str, str]) -> str:
    """A figure as the report writes it; a blank cell is empty. A few reports have a habit of their own."""
    if key in report.written:
        return report.written[key]
    if value is None:
        return ""
    habit = report.number % 23
    if habit == 3:
        return f"{value}".translate(FULL_WIDTH)
    if habit == 5:
        return f"{value:,}"
    if habit == 7 and key[0] in ("applications", "disputes"):
        return f"{value}件"
    if habit == 9 and isinstance(value, Decimal):
        return f"{value:.4f}"
    return f"{value}"


def _write(report: Report) -> tables.Write:
    return lambda table, row, column: written(report, report.value(table, row, column), (table, row, column))


def _heading(number: str, form: str | None) -> str:
    names = {"4": "因政府信息公开工作被申请行政复议、提起行政诉讼情况"} if form == "2019" else {}
    return f"{'一二三四五六'[int(number) - 1]}、{names.get(number, registry().sections[number].label)}"


def _lead(report: Report) -> list[str]:
    agency, year = report.agency, report.year
    basis = f"{LAW}（以下简称《条例》）"
    if report.form:
        basis += f"和{FORMAT[report.form]}"
    name = agency.name
    text = f"根据{basis}的要求，现公布{name}{year}年度政府信息公开工作年度报告。"
    period = f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    address = f"如对本报告有疑问，请与{name}联系（地址：{agency.place}临江路{report.number % 180 + 1}号）。"
    return [text + period, address] if report.number % 3 else [text, period + address]


def _overview(report: Report, rng: random.Random) -> list[str]:
    who, said = report.agency.itself, report.said
    n, m, k = rng.randint(120, 9000), rng.randint(30, 110), rng.randint(1, 4)
    received = f"{report.year}年，{who}共收到政府信息公开申请{said['received']}件"
    if report.form in ("2019", "2021") and said["carried_in"]:
        received += f"，上年结转{said['carried_in']}件"
    received += f"，办结{said['concluded']}件，其中予以公开{said['granted']}件"
    if report.form in ("2019", "2021"):
        received += f"，结转下年度继续办理{said['carried_out']}件"
    if not said["received"] and not said["carried_in"]:
        received = f"{report.year}年，{who}未收到政府信息公开申请"
    disputes = f"因政府信息公开引发的行政复议{said['reconsiderations']}件、行政诉讼{said['litigations']}件。"
    return [
        f"（一）总体工作。{rng.choice(WORK).format(who=who)}",
        f"（二）主动公开。{rng.choice(PLATFORM).format(n=n, m=m)}",
        f"（三）依申请公开。{received}。{disputes}",
        f"（四）监督保障。{rng.choice(OVERSIGHT).format(k=k, m=m)}",
    ]


def _closing(report: Report, rng: random.Random) -> list[Part]:
    who = report.agency.itself
    return [
        Part(_heading("5", report.form), [rng.choice(PROBLEMS), rng.choice(PLANS).format(who=who)]),
        Part(_heading("6", report.form), [rng.choice(("无。", "本年度未收取信息处理费。", "无其他需要报告的事项。"))]),
    ]


def _tabled(report: Report) -> list[Part]:
    form = report.form or "2021"
    write = _write(report)
    grids = {
        "2": tables.disclosure(form, write, report.clause_forms),
        "3": tables.applications(form, write),
        "4": tables.disputes(form, write),
    }
    if "header_words_lost" in report.faults:
        grids["2"][0][1] = [*grids["2"][0][1][:1], *(_shortened(slot) for slot in grids["2"][0][1][1:])]
    if "pictures" in report.faults:
        return [Part(_heading(number, form), pictures=[f"W02{report.number}{number}.png"]) for number in grids]
    return [Part(_heading(number, form), tables=[blocks]) for number, blocks in grids.items()]


def _shortened(slot: Slot) -> Slot:
    """本年新制作数量 as some converters leave it: the second line of the head is gone."""
    return Slot(slot.text[:3], slot.colspan, slot.rowspan, slot.head) if "本年新" in slot.text else slot


def _old_parts(report: Report, rng: random.Random) -> list[Part]:
    """The customary sections before 2019, with the annex at the end from 2014 on."""
    who, said = report.agency.itself, report.said
    overview = _overview(report, rng)
    disputes = f"行政复议{said['reconsiderations']}件，行政诉讼{said['litigations']}件。"
    charges = registry().sections["fees"].label
    parts = [
        Part("一、概述", overview[:1]),
        Part("二、主动公开政府信息情况", overview[1:2]),
        Part("三、依申请公开政府信息办理情况", overview[2:3]),
        Part(f"四、{charges}", [f"{report.year}年，{who}未收取政府信息公开费用。"]),
        Part("五、行政复议和行政诉讼情况", [disputes]),
        Part("六、存在的主要问题及改进措施", [rng.choice(PROBLEMS), rng.choice(PLANS).format(who=who)]),
    ]
    if report.form == "2014":
        annex = registry().tables["statistics"]
        grid = tables.statistics(_write(report), numbered=bool(report.number % 2))
        parts.append(Part(f"附件：{annex.label}", [f"（{report.year}年度）"], [grid]))
    else:
        parts.append(Part("七、需要说明的其他事项", ["无。"]))
    return parts


def article(report: Report) -> Article:
    """The report's whole text and tables."""
    rng = random.Random(report.number)  # noqa: S311 - choice of words
    if report.form in ("2019", "2021"):
        parts = [Part(_heading("1", report.form), _overview(report, rng)), *_tabled(report), *_closing(report, rng)]
    else:
        parts = _old_parts(report, rng)
    day = report.published
    signature = (report.agency.name, f"{day.year}年{day.month}月{day.day}日") if report.number % 4 == 0 else None
    return Article(report.title, _lead(report), parts, signature)
