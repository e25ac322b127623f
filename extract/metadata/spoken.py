"""What the text of a report says of its author and of the site where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from domain.agencies import looks_like_agency
from domain.regions import match_prefix
from domain.title_text import SHORTENED

_NAME = r"([\u4e00-\u9fff（）()、]{2,40}?)"
# Brackets open a remark, unless they hold the other name of two bodies in one.
_REMARK = r"[（(](?![\u4e00-\u9fff]{2,12}[局委办厅][）)])"
_SET_TO = r"(?:认真|坚持|严格|深入|始终|继续|全面|紧紧|积极|高度|按照|根据|围绕|主动公开|以习|收到|未收到|共收到|通过)"
_RULES = (
    re.compile(
        rf"(?:^|[，,。\s告报])由{_NAME}(?:负责)?(?:编制|汇总|综合(?![保执行开办监整服试实])|撰写|起草|根据《|依据《|按照《|根据中华)"
    ),
    re.compile(rf"(?:汇总|结合|编制|公布|公开|就){_NAME}20\d\d年"),
    re.compile(rf"(?:结合|汇总|根据)(?:20\d\d年度?)?{_NAME}(?:各科室|各股室|的|开展)*(?:政府)?信息公开"),
    re.compile(rf"(?:^|[，,。\s]){_NAME}现?将?向社会(?:公开|公布|发布)"),
    re.compile(rf"(?:请|可|直接)(?:与|和|联系|致电|向){_NAME}(?:联系|咨询|反映|办公室联系|{_REMARK}|[，,])"),
    re.compile(rf"(?:20\d\d年(?:度|以来)?|今年以来|一年来)[,，]?{_NAME}{_SET_TO}"),
    re.compile(rf"20\d\d年(?:度)?[,，]?{_NAME}(?:(?<=人民政府)|(?<!人民)政府)信息公开工作[以坚按在运]"),
    re.compile(rf"通过{_NAME}(?<!政府)(?:子|门户|官方)网站"),  # a government's site holds everybody's reports
    re.compile(rf"领导下[,，]{_NAME}(?:认真|坚持|严格|深入|始终|继续|全面|积极)"),
    re.compile(rf"(?:^|\n|[，,。]){_NAME}特?(?:负责)?(?:编制|汇总)(?:了)?(?:本|20\d\d年)"),
    re.compile(rf"(?:做好|公布|公开|发布|报告)(?:20\d\d年度?)?{_NAME}(?:(?<!人民)政府)?信息公开"),
    re.compile(rf"《{_NAME}(?:(?<!人民)政府)?信息公开(?:指南|目录)"),
    re.compile(rf"在[“‘\"]{_NAME}(?<!政府)[”’\"](?:门户|官方)?网站"),
    re.compile(rf"(?:^|\n|[，,。]){_NAME}(?:形成|编制)了?《20"),
    re.compile(rf"(?:^|\n){_NAME}(?:认真|严格|深入|全面)(?:学习)?贯彻"),
)
# Rules that would try every clause, by the words of theirs round which alone they need to be tried.
_ROUND = {
    _RULES[0]: re.compile("由"),
    _RULES[3]: re.compile("向社会(?:公开|公布|发布)"),
    _RULES[9]: re.compile(r"(?:编制|汇总)了?(?:本|20\d\d年)"),
}
_BEFORE, _BEHIND = 80, 60  # characters round such words that a match may reach to
_LEADING = re.compile(r"^(?:了|对|的|和|与|由|关于)+")
_DESK = re.compile(
    r"(?:政务|(?<!人民)政府信息|(?<!政府)信息|(?<=人民政府)信息)公开(?:工作)?(?:领导小组)?(?:办公室|[办处科股]|中心)$"
    r"|(?:党政|党政综合)办(?:公室)?$|(?<=[局厅镇乡校院区])(?:(?:党政|综合|行政|秘书)*办(?:公室)?|(?:党政|综合|行政|秘书)+)$"
)
_NO_AUTHOR = re.compile(
    r"^(?:人民)?政府$|[和与、].*(?:条例|规定)|^[各全]|政府信息|工作(?![办局委部站处]|中心|领导小组)"
)
_SITE = re.compile(r"([\u4e00-\u9fff]{2,12}?[省市县区旗州盟])(?:人民)?(?:政府)?(?:门户|信息公开|政务公开|采购)?网")


@lru_cache(maxsize=4)  # one document's opening is asked for several times
def agencies_in(opening: str) -> tuple[str, ...]:
    """The agencies that the opening of a text says to have made the report, in the order of the rules."""
    found = []
    for rule in _RULES:
        for match in matches_round(_ROUND[rule], rule, opening) if rule in _ROUND else rule.finditer(opening):
            name = match[1] if match_prefix(match[1]) else _LEADING.sub("", match[1])  # 和田地区, 和平区
            name = _DESK.sub("", SHORTENED.sub("", name))
            if looks_like_agency(name) and not _NO_AUTHOR.search(name):
                found.append(name.replace("(", "（").replace(")", "）"))
    return tuple(found)


def matches_round(
    words: re.Pattern[str], rule: re.Pattern[str], text: str, behind: int = _BEHIND
) -> Iterator[re.Match[str]]:
    """The matches of a rule near words without which it has none. Where it begins anywhere, this is much faster."""
    done = 0
    for word in words.finditer(text):
        for match in rule.finditer(text, max(done, word.start() - _BEFORE), word.end() + behind):
            yield match
            done = match.end()


def sites_in(opening: str) -> tuple[str, ...]:
    """The places whose governments' sites a text names: 黄石市 for 通过黄石市政府采购网, once each."""
    found: dict[str, None] = {}
    for match in _SITE.finditer(opening):
        words = match[1]
        for start in range(len(words) - 1):  # what stands before the place is no part of it
            known = match_prefix(words[start:])
            if known and known.region and known.full and known.length == len(words) - start:
                found[words[start:]] = None
                break
    return tuple(found)
