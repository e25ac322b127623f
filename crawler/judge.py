"""Which links of a page lead to reports, and why: by the words of the link, its address and where it stands.

Every link gets a verdict with a reason, which ``gongkai crawl --trace`` prints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.anchors import Anchor
from crawler.page import Page
from crawler.urls import CACHED, is_attachment, is_image, is_no_document, viewed_file
from domain.registry import registry
from domain.titles import Title, is_agency_or_year_column, is_report_column, read_title, slug_is_report_column


class Aim(StrEnum):
    """What a link is followed for."""

    ARTICLE = "article"  # its words name a report
    COLUMN = "column"  # its words or address name a column of reports
    UNSURE = "unsure"  # stands in a column of reports: the page itself decides
    HUB = "hub"  # leads towards disclosure
    NOTICES = "notices"  # a list in which reports stand among other things
    OTHER = "other"  # nothing speaks for it but that it is near
    PAGE = "page"  # another page of a list
    DATA = "data"  # a list's rows behind a script
    ATTACHMENT = "attachment"
    IMAGE = "image"


PRIORITY = {
    Aim.ATTACHMENT: 95,
    Aim.IMAGE: 95,
    Aim.ARTICLE: 90,
    Aim.DATA: 80,
    Aim.PAGE: 75,
    Aim.COLUMN: 70,
    Aim.UNSURE: 60,
    Aim.HUB: 40,
    Aim.NOTICES: 25,
    Aim.OTHER: 5,
}


@dataclass(frozen=True)
class Verdict:
    """Take a link for an aim, or leave it (``aim`` is None); and why."""

    aim: Aim | None
    reason: str

    @property
    def priority(self) -> int:
        """Higher is fetched earlier."""
        return PRIORITY[self.aim] if self.aim else 0


_HUB = re.compile(
    r"(?:政府|政务)?信息公开(?!申请|指南|条例|制度|规定|意见箱)|政务公开|公开(?:专栏|平台|目录|栏目)|法定主动公开|法定公开|信息公开专栏"
    r"|重点领域"
)
# No report itself, but the door to all of them: on gkmlpt sites the only one.
_CATALOGUE = re.compile(r"^(?:\w{0,10}?(?:部门|单位|乡镇|街道|镇街))?(?:(?:政府|政务)?信息)?公开目录$")
_CLASSES = re.compile(
    r"^(?:各|市直|县直|区直|省直|市级|区级|县级|州直)?(?:政府)?(?:工作)?(?:部门|单位|机构|街道|乡镇|镇街|县区|区县|县市区)"
)
_NOTICES = re.compile(
    r"通知公告|公示公告|公告公示|最新(?:文件|公开|信息|政务)|通知|公告|公示|政务动态|要闻动态|工作报告"
)
_NO_HUB = re.compile(
    r"申请|指南|条例|制度|规章|规范性文件|意见箱|登录|注册|邮箱|搜索|检索|互动|信访|办事|招聘|采购|预算|决算|财政资金|解读|新闻|图片|视频"
    r"|政策|法规|人事|规划|统计|处罚|许可|应急|价格|收费|建议提案|双随机|网站地图|网站年报|联系我们|关于我们|无障碍|English|繁体"
    r"|手机版|打印|关闭|收藏|分享|返回顶部|下载客户端|RSS|更多详情"
)
_YEARLY = re.compile(r"^20\d{2}年?度?(?:工作)?(?:年度报告|年报|报告)$")
# A title cut short where it may go on as a report's: 市财政局2023年政府信…, 市财政局20…
_CUT = re.compile(
    r"(?:20\d{2}年?度?.{0,6}?(?:政府|政务)(?:信(?:息(?:公(?:开\S{0,8})?)?)?)?|[局委办会院厅心府镇乡道所队]\s*[_-]?(?:关于)?2(?:0(?:\d(?:\d年?度?)?)?)?)(?:\.{2,}|…+)$"
)
_PAGER_WORDS = re.compile(
    r"^(?:下一?页|上一?页|[前后]一?页|首页|尾页|末页|第?\d{1,3}页?|第\d+页|[<>«»‹›]+|next|prev|last|first|更多|more|跳转|GO|确定)[>»]*$",
    re.I,
)
_ARTICLE_NAME = re.compile(r"\d{4,}[^/]*$|[0-9a-f]{32}")
_AGENCY_SLUG = re.compile(r"/(?:zfxxgk|xxgk|zwgk|gongkai|openness|public|xxgkml|gkmlpt)(?:/|$)", re.I)

REPORT_HEADINGS = tuple(
    dict.fromkeys(
        label
        for section in registry().sections.values()
        if section.number is not None
        for label in (section.label, *section.variants)
        if len(label) >= 6
    )
)


def judge(anchor: Anchor, page: Page, *, in_reports: bool) -> Verdict:
    """The verdict on a link of a page; ``in_reports`` says that the page stands in a column of reports.

    The caller has sorted out links off the portal.
    """
    return _verdict(anchor, page.folder if in_reports else "", in_reports=in_reports, itself=anchor.url == page.url)


@lru_cache(maxsize=CACHED)
def _verdict(anchor: Anchor, folder: str, *, in_reports: bool, itself: bool) -> Verdict:
    text = anchor.text
    path = urlsplit(anchor.url).path
    if is_no_document(anchor.url):
        return Verdict(None, "no document by its file ending")
    if anchor.area == "foot":
        return Verdict(None, "in the page's footer")
    title = read_title(text) if text else None
    if is_image(anchor.url):
        return Verdict(None, "a picture outside an article")
    if is_attachment(anchor.url) or viewed_file(anchor.url):
        return _file(title, in_reports=in_reports)
    if title is not None and title.is_report:
        return Verdict(Aim.ARTICLE, f"its words name a report ({_said(title)})")
    if anchor.area == "frame":
        return _frame(anchor, in_reports=in_reports)
    if text and is_report_column(text):
        return Verdict(Aim.COLUMN, "its words name a column of reports")
    if title is not None and title.is_report is False and not _CATALOGUE.match(text):
        return Verdict(None, title.reason)
    if _PAGER_WORDS.match(text):
        return Verdict(None, "a pager's or tool's words")
    if in_reports:
        verdict = _in_reports(anchor, title, below=not itself and _below(anchor.url, folder))
        if verdict is not None:
            return verdict
    if slug_is_report_column(path) and not _NO_HUB.search(text):
        return Verdict(Aim.COLUMN, "its address names a column of reports")
    return _outside(anchor, path)


def _said(title: Title) -> str:
    return " ".join(str(part) for part in (title.agency, title.year) if part is not None) or title.reason


def _file(title: Title | None, *, in_reports: bool) -> Verdict:
    if title is not None and title.is_report:
        return Verdict(Aim.ATTACHMENT, f"a file whose words name a report ({_said(title)})")
    if title is not None and title.is_report is False:
        return Verdict(None, f"a file: {title.reason}")
    if in_reports:
        return Verdict(Aim.ATTACHMENT, "a file in a column of reports")
    return Verdict(None, "a file outside reports")


def _frame(anchor: Anchor, *, in_reports: bool) -> Verdict:
    if in_reports or slug_is_report_column(urlsplit(anchor.url).path):
        return Verdict(Aim.PAGE, "a frame of a column of reports")
    return Verdict(Aim.OTHER, "a frame")


def _in_reports(anchor: Anchor, title: Title | None, *, below: bool) -> Verdict | None:
    """A link in a column of reports: its years, classes, agencies, and rows with odd words."""
    if anchor.text and is_agency_or_year_column(anchor.text) and anchor.area != "nav":
        return Verdict(Aim.UNSURE, "a year, class or agency in a column of reports")
    if anchor.area != "main":
        return None
    # 信访局2023年政府信… names an agency, not a subject that leads elsewhere.
    if _NO_HUB.search(anchor.text) and (title is None or title.year is None):
        return None
    if anchor.dated and len(anchor.text) >= 2:
        return Verdict(Aim.UNSURE, "a dated row in a column of reports")
    if len(anchor.text) >= 2 and below:
        return Verdict(Aim.UNSURE, "stands below a column of reports")
    return None


def _below(url: str, folder: str) -> bool:
    parts = urlsplit(url)
    return bool(folder) and f"{parts.hostname}{parts.path}".startswith(folder)


def _outside(anchor: Anchor, path: str) -> Verdict:
    text = anchor.text
    if not text:
        return _unsaid(path)
    if _HUB.search(text) and len(text) <= 30:
        return Verdict(Aim.HUB, "its words lead to disclosure")
    if _YEARLY.match(text):
        return Verdict(Aim.UNSURE, "a year's report, of what is not said")
    if _CUT.search(text):
        return Verdict(Aim.UNSURE, "a title cut short that may be a report's")
    if is_agency_or_year_column(text) or _CLASSES.match(text):
        return Verdict(Aim.HUB, "an agency or a class of agencies")  # 信访局 and 统计局 are agencies
    if _NO_HUB.search(text):
        return Verdict(None, "its words lead elsewhere")
    if _NOTICES.search(text) and len(text) <= 12:
        return Verdict(Aim.NOTICES, "notices, among which reports may stand")
    if _AGENCY_SLUG.search(path) and len(text) <= 24 and not anchor.dated and not _ARTICLE_NAME.search(path):
        return Verdict(Aim.HUB, "its address leads to disclosure")
    if len(text) <= 24 and not anchor.dated:
        return Verdict(Aim.OTHER, "a short link near by")
    return Verdict(None, "nothing speaks for it")


def _unsaid(path: str) -> Verdict:
    """A link without words, as a picture is."""
    if _AGENCY_SLUG.search(path) and not _ARTICLE_NAME.search(path):
        return Verdict(Aim.OTHER, "no words, but its address leads to disclosure")
    return Verdict(None, "no words")


def column_evidence(page: Page) -> str | None:
    """What on a page says that it is a column of reports, or None."""
    for name in ("columntype", "columnname"):
        if is_report_column(page.tags.get(name, "")):
            return f"the page's {name} is {page.tags[name]}"
    crumbs = page.breadcrumb
    if any(is_report_column(crumb) for crumb in crumbs):
        return f"its breadcrumb is {' > '.join(crumbs)}"
    for heading in page.headings:
        for part in re.split(r"[-_|–—]", heading):
            if is_report_column(part):
                return f"its heading is {part.strip()}"
    if slug_is_report_column(urlsplit(page.url).path):
        return "its address names a column of reports"
    return None


def report_evidence(words: str) -> str | None:
    """What in the words of a page says that it is a report itself: the headings of a report's sections."""
    found = sum(heading in words for heading in REPORT_HEADINGS)
    return f"{found} headings of a report's sections" if found >= 3 else None


def title_verdict(page: Page) -> Title | None:
    """The first of the page's own titles that tells whether it is a report."""
    readings = [read_title(heading) for heading in page.headings]
    told = [title for title in readings if title.is_report is not None]
    return next((title for title in told if title.is_report), told[0] if told else None)
