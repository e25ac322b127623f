"""What a link is called where its own words say nothing, and what is made of words that say little."""

from __future__ import annotations

import pytest

from crawler.anchors import Anchor
from crawler.judge import Aim, judge
from crawler.page import Page

URL = "http://www.heshan.gov.cn/zwgk/"
REPORT = "和山市财政局2023年政府信息公开工作年度报告"
WORDS = {
    f'<a href="1.html">{REPORT}</a>': REPORT,
    f'<a href="1.html" title="{REPORT}">和山市财政局2023…</a>': REPORT,
    '<a href="nb/"><img src="a.png" alt="政府信息公开年报"></a>': "政府信息公开年报",
    '<map name=m><area href="nb/" alt="政府信息公开年报"></map>': "政府信息公开年报",
    '<div class=tit><h3>信息公开年报</h3><a href="nb/">更多&gt;&gt;</a></div><ul><li>别的</li></ul>': "信息公开年报",
    "<div><span>政府信息公开年报</span><em><a href='nb/'>MORE+</a></em></div>": "政府信息公开年报",
    f"<table><tr><td>1</td><td>{REPORT}</td><td>2024-01-20</td>"
    "<td><a href='1.html'>点击查看</a></td></tr></table>": REPORT,
    f"<ul><li><span>{REPORT}</span><a href='1.html'>下载</a></li></ul>": REPORT,
    "<p>一段很长的文字，说的是别的事情，与链接没有关系。一段很长的文字，说的是别的事情，与链接没有关系。一段很长的文字"
    "<a href='x/'>更多</a></p>": "更多",
    "<ul><li><a href='1.html'>查看</a></li></ul>": "查看",
}


@pytest.mark.parametrize("markup", WORDS)
def test_link_words(markup: str) -> None:
    [anchor] = Page(URL, f"<html><body><div>{markup}</div></body></html>".encode()).anchors
    assert anchor.text == WORDS[markup]


OUTSIDE = {
    "2023年度报告": Aim.UNSURE,
    "2022年年报": Aim.UNSURE,
    "市财政局2023年政府信…": Aim.UNSURE,
    "市财政局关于202...": Aim.UNSURE,
    "市财政局20…": Aim.UNSURE,
    "市民王某2023年政府…": Aim.UNSURE,
    "市财政局召开2023年工作会议…": None,
    "本市2023年经济运行平稳，前三季度…": None,
    "后一页": None,
    "2": None,
    "2023": Aim.HUB,
    "新闻发布": None,
}


@pytest.mark.parametrize("text", OUTSIDE)
def test_words_outside_columns_of_reports(text: str) -> None:
    page = Page(URL, b"<html></html>")
    assert judge(Anchor(f"{URL}a/b1.html", text, dated=len(text) > 12), page, in_reports=False).aim is OUTSIDE[text]


INSIDE = {
    "2023": Aim.UNSURE,
    "信访局2023年政府…": Aim.UNSURE,
    "市应急管理局2020年度报告": Aim.UNSURE,
    "市卫生健康局2020年度报告": Aim.UNSURE,
    "第3页": None,
    "3": None,
}


@pytest.mark.parametrize("text", INSIDE)
def test_words_in_columns_of_reports(text: str) -> None:
    page = Page(URL, b"<html></html>")
    assert judge(Anchor(f"{URL}a/1.html", text, dated=True), page, in_reports=True).aim is INSIDE[text]
