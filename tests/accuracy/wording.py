"""How people write labels and figures: the official words, and what becomes of them in real reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from domain.registry import registry
from tests.accuracy.facts import Facts, Key, Value

# Rewordings seen or likely; official wording → others.
REWORDED = {
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": (
        "1.申请人无正当理由逾期不补正", "1.逾期不补正", "1.申请人无正当理由逾期不补正、行政机关不再处理",
    ),
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": (
        "2.逾期未缴费", "2.申请人逾期未按收费通知要求缴纳费用", "2.逾期未按收费通知要求缴纳费用",
    ),
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": (
        "（二）部分公开", "（二）部分公开（区分处理的，只计这一情形,不计其他情形）", "（二）部分公开（区分处理的）",
    ),
    "3.危及“三安全一稳定”": ("3.危及\"三安全一稳定\"", "3.危及「三安全一稳定」", "3.危及三安全一稳定", "3.危及‘三安全一稳定’"),
    "1.本机关不掌握相关政府信息": ("1.本行政机关不掌握相关政府信息", "1.不掌握相关政府信息"),
    "5.要求行政机关确认或重新出具已获取信息": ("5.要求确认或重新出具已获取信息", "5.要求本机关确认或重新出具已获取信息"),
    "一、本年新收政府信息公开申请数量": ("一、本年新收政府信息公开申请数", "一、本年度新收政府信息公开申请数量"),
    "二、上年结转政府信息公开申请数量": ("二、上年度结转政府信息公开申请数量", "二、上年结转政府信息公开申请数"),
    "三、本年度办理结果": ("三、本年度办理情况", "三、本年办理结果"),
    "四、结转下年度继续办理": ("四、结转下年度办理", "四、结转下一年度继续办理"),
    "第二十条第（一）项": ("第二十条第(一)项", "《条例》第二十条第（一）项", "第二十条 第（一）项"),
    "法人或其他组织": ("法人和其他组织", "法人或者其他组织"),
    "社会公益组织": ("公益组织",),
    "（七）总计": ("（七）合计", "（七）总 计"),
}  # fmt: skip
PARTIAL = "（区分处理的，只计这一情形，不计其他情形）"


def traditional(text: str) -> str:
    """The text in traditional characters, by common pairs only."""
    plain, full = "开关请数组织无处项总计规范内县区务书产类", "開關請數組織無處項總計規範內縣區務書產類"
    return text.translate(str.maketrans(plain + "结转业机构会办纠复议诉费领导", full + "結轉業機構會辦糾復議訴費領導"))


@dataclass
class Pen:
    """One author's habits. Labels and figures go through it; ``expected`` gathers what a right reading gives.

    ``labels``: official, reworded, half (half-width punctuation), spaced, bare (no numbering dots), traditional.
    ``figures``: plain, fullwidth, thousands, units, padded, footnotes. ``zero``: 0, blank, dash, slash, nbsp, mixed.
    """

    rng: Random
    labels: str = "official"
    figures: str = "plain"
    zero: str = "0"
    empty: bool = False
    totals: bool = True

    def __post_init__(self) -> None:
        self.expected: dict[Key, Value] = {}

    def label(self, text: str) -> str:
        if self.labels == "reworded" and text in REWORDED:
            return self.rng.choice(REWORDED[text])
        if self.labels == "half":
            table = str.maketrans("（），：“”、", '(),:"",')
            return text.translate(table) if "“" in text else text.translate(str.maketrans("（），：", "(),:"))
        if self.labels == "spaced":
            return re.sub(
                r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", lambda _: self.rng.choice(("", "", "", " ")), text
            )
        if self.labels == "numbered":
            return re.sub(r"^(\d)[.．]", lambda m: m[1] + self.rng.choice(("、", "．", " ", ")")), text)
        return traditional(text) if self.labels == "traditional" else text

    def figure(self, key: Key, value: Value) -> str:
        """The figure as written, remembered under its key as it must be read."""
        text = "" if self.empty or value is None else self._written(key, value)
        if not self.totals and key[0] == "applications" and key[2] == "total" and key[1] not in (
            "new_received", "carried_in", "concluded_total", "carried_out"
        ):  # fmt: skip
            text = ""
        self.expected[key] = value if any(c.isdigit() or c in "无持" for c in text) else None
        return text

    def _written(self, key: Key, value: int | Decimal) -> str:
        column = registry().tables[key[0]].columns[key[2]]
        money = column.kind == "money" or registry().tables[key[0]].rows[key[1]].kind == "money"
        if not value:
            zeros = {"0": "0", "blank": "", "dash": "—", "slash": "/", "nbsp": "\u00a0", "hyphen": "-"}
            zero = zeros.get(self.zero) if self.zero != "mixed" else self.rng.choice(("0", "0", "", "—", "\u00a0"))
            if zero != "0":
                return zero or ""
        if column.kind == "signed":
            return self._signed(int(value))
        if money:
            return self._money(key, Decimal(value))
        return self._count(int(value), key)

    def _signed(self, value: int) -> str:
        if not value:
            return self.rng.choice(("0", "0", "无变化"))
        plus, minus = ("+", "增", "增加", ""), ("-", "减", "减少", "-")
        return self.rng.choice(plus if value > 0 else minus) + str(abs(value))

    def _money(self, key: Key, value: Decimal) -> str:
        if key[1] == "government_procurement":  # the 2019 form leaves the unit to the writer
            return self.rng.choice((f"{value.normalize():f}万元", f"{(value * 10000).normalize():f}元"))
        if self.figures == "units" and self.rng.random() < 0.5:
            return self.rng.choice((f"{value}万元", f"{(value * 10000).normalize():f}元"))
        return self.rng.choice((str(value), f"{value.normalize():f}"))

    def _count(self, value: int, key: Key) -> str:
        text = str(value)
        if self.figures == "fullwidth":
            return text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        if self.figures == "thousands":
            return f"{value:,}"
        if self.figures == "units":
            return text + registry().tables[key[0]].rows[key[1]].unit[:1] if key[0] == "statistics" else text + "件"
        if self.figures == "padded":
            return self.rng.choice((" ", "\u00a0", "\u3000", "")) + text + self.rng.choice((" ", "\u00a0\u00a0", ""))
        if self.figures == "footnotes" and value and self.rng.random() < 0.1:
            return text + self.rng.choice(("①", "*", "[1]", "（注1）"))
        return text


INTRO = (
    "根据《中华人民共和国政府信息公开条例》（国务院令第711号）和《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作"
    "年度报告有关事项的通知》要求，编制本报告。本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    "如有疑问，请与{agency}联系（电话：0{phone}）。"
)
OVERVIEW = (
    "（一）主动公开。{year}年，{me}通过政府网站主动公开政府信息{many}条，其中政策文件{few}件，政务新媒体推送{many2}条。",
    "（二）依申请公开。{year}年，共收到政府信息公开申请{received}件，上年结转{carried}件，办结{concluded}件，结转下年度{out}件。",
    "（三）政府信息管理。全年清理规范性文件3次，1.修订2项；2.废止1项。",
    "（四）平台建设。网站访问量{visits}人次，开设专栏5个。",
    "（五）监督保障。全年开展培训2次，参训人员120人次；考核得分占比4%。",
)
PROBLEMS = "一是主动公开的深度不够。二是解读形式单一，全年仅图解6篇。{next}年，{me}将从以下3个方面改进：1.强化学习；2.完善制度；3.加强监督。"
OTHERS = ("本年度无其他需要报告的事项。", "收取信息处理费情况：{year}年未收取信息处理费，共计0元。")


def sentences(facts: Facts, pen: Pen) -> dict[str, str]:
    """What the narrative needs to know; the counts agree with the tables."""
    count = {row: facts.cells.get(("applications", row, "total")) for row in
             ("new_received", "carried_in", "concluded_total", "carried_out")}  # fmt: skip
    return {
        "year": str(facts.year), "next": str(facts.year + 1), "agency": facts.agency.printed, "me": facts.agency.me,
        "many": str(pen.rng.randint(20, 3000)), "many2": str(pen.rng.randint(20, 900)), "few": str(pen.rng.randint(1, 40)),
        "visits": str(pen.rng.randint(1000, 90000)), "phone": f"{pen.rng.randint(310, 999)}-{pen.rng.randint(2000000, 8999999)}",
        "received": str(count["new_received"]), "carried": str(count["carried_in"]),
        "concluded": str(count["concluded_total"]), "out": str(count["carried_out"]),
    }  # fmt: skip
