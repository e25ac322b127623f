"""What the words of a link say of where it leads."""

from __future__ import annotations

import pytest

from crawler.anchors import Anchor
from crawler.judge import Aim, judge
from crawler.page import Page


@pytest.mark.parametrize(
    ("words", "aim"),
    [
        ("政府信息公开目录", Aim.HUB),
        ("公开目录", Aim.HUB),
        ("政府信息公开年报", Aim.COLUMN),
        ("某某市教育局2021年政府信息公开工作年度报告", Aim.ARTICLE),
        ("政府信息公开指南", None),
        ("某某市2022年部门决算公开", None),
    ],
)
def test_words_tell_what_a_link_is_followed_for(words: str, aim: Aim | None) -> None:
    page = Page("http://www.example.test/", b"<html><body></body></html>", "text/html")
    anchor = Anchor("http://www.example.test/gkmlpt/index", words, "main")
    assert judge(anchor, page, in_reports=False).aim == aim
