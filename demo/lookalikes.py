"""Pages that look like reports by their words and are none: explainers, guides, accounts, other year reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zlib import crc32

from demo.places import Portal


@dataclass(frozen=True)
class Note:
    """A page that is no report. ``where``: ``reports`` (listed among reports), ``news`` or ``guide``."""

    title: str
    published: date
    where: str
    paragraphs: tuple[str, ...]

    @property
    def number(self) -> int:
        """A stable number of its own."""
        return crc32(f"{self.title}/{self.published}".encode())


def notes_of(portal: Portal) -> list[Note]:
    """The look-alikes of a portal."""
    place = portal.place
    short = place.rsplit("市", 1)[-1] if place[-1] != "市" else place
    found = [
        Note(
            f"图解：{short}2023年政府信息公开工作年度报告",
            date(2024, 4, 2),
            "reports",
            ("一图看懂我们一年的公开工作。", "收到申请有多少？办结有多少？看图便知。"),
        ),
        Note(
            f"《{short}2022年政府信息公开工作年度报告》解读",
            date(2023, 4, 6),
            "reports",
            ("为便于公众了解年度报告，现就主要内容作如下解读。", "一、编制背景。二、主要内容。三、下一步打算。"),
        ),
        Note(
            f"{short}政府信息公开指南",
            date(2023, 1, 5),
            "guide",
            ("为方便公民、法人和其他组织获取政府信息，特编制本指南。", "受理机构、办公时间和联系方式如下。"),
        ),
        Note(
            f"{short}财政局2022年度部门决算公开",
            date(2023, 9, 20),
            "news",
            ("第一部分 部门概况。第二部分 决算情况说明。", "本年收入合计1234.56万元，支出合计1200.01万元。"),
        ),
        Note(
            f"{short}政府网站工作年度报表（2023年度）",
            date(2024, 1, 22),
            "reports",
            ("网站名称、首页网址、主办单位、总访问量（单位：次）。", "信息发布总数、专栏专题数量、解读回应情况。"),
        ),
        Note(
            f"{short}2023年法治政府建设年度报告",
            date(2024, 3, 15),
            "news",
            ("现将2023年法治政府建设情况报告如下。", "一、工作举措和成效。二、存在的不足。三、下一步安排。"),
        ),
        Note(
            f"{short}住房公积金2022年年度报告",
            date(2023, 3, 30),
            "news",
            ("一、机构概况。二、业务运行情况。", "全年缴存额12.4亿元，提取额8.1亿元。"),
        ),
        Note(
            f"{short}召开政府信息公开工作年度报告编制培训会",
            date(2024, 1, 4),
            "news",
            ("会议要求各单位按时编制并公布上一年度报告。", "各部门信息公开工作人员参加会议。"),
        ),
        Note(
            "关于做好2023年政府信息公开工作年度报告编制发布工作的通知",
            date(2023, 12, 20),
            "news",
            ("各单位应当于1月31日前公布年度报告。", "请对照格式要求认真填报，确保数据准确。"),
        ),
    ]
    found += [
        Note(
            f"{short}{subject}",
            date(2018 + number % 7, 1 + number % 12, 1 + number * 5 % 27),
            "news",
            (f"近日，{short}有关部门组织开展了相关工作。", "与会人员就下一步工作进行了部署。"),
        )
        for number, subject in enumerate(NEWS)
    ]
    return found


NEWS = (
    "召开政务服务改革推进会",
    "开展冬季供暖保障检查",
    "举办春季招聘活动",
    "推进老旧小区改造",
    "发布防汛工作提示",
    "组织义务植树",
    "中小学开学工作就绪",
    "开通两条公交线路",
    "开展食品安全抽查",
    "图书馆延长开放时间",
    "启动流感疫苗接种",
    "公开征集民生实事项目",
)
