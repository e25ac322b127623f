"""Titles as they are typed, linked and saved, brought into one line that can be compared.

Pages break a title over lines, space it out, add a date, a site's name, a badge or a file ending, and write
the year in Chinese or full-width digits. Nothing here judges what a title means: see :mod:`domain.titles`.
"""

from __future__ import annotations

import html
import re
import unicodedata

from domain.remembering import remembered
from domain.traditional import simplified_forms

# The first reports (Shanghai) are of 2004; a four-digit number outside these years is no year of a report.
FIRST_YEAR, LAST_YEAR = 2003, 2049

_DATE = re.compile(
    r"[\[(（【]?(?<!\d)(?:19|20)\d{2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}(?!\d)\s*日?"
    r"(?:\s+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?[\])）】]?"
)
_SHORT_DATE = re.compile(r"[\[(（]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*[\])）]\s*$")
_ENDING = re.compile(r"\.(?:html?|s?html?|jsp|aspx?|pdf|docx?|wps|xlsx?|et|ofd|zip|rar|txt|jpe?g|png)\s*$", re.I)
# A badge that says what the page is stays: 【图解】.
_EXPLAINER = "[^】\\]]*(?:图|解读|视频|漫)"
_A_YEAR = r"20\d\d年?度?[】\]]"
_BADGE = re.compile(
    rf"^(?:[(（](?:更正|更新|修订|修改|修正|补发|重发|转载|置顶|最新)版?[)）]|[(（][一二三四五六七八九十\d]{{1,3}}[)）]|[·•●◆■>»*\-–\s]|【(?!{_EXPLAINER}|{_A_YEAR})[^】]{{0,20}}】|\[(?!{_EXPLAINER}|{_A_YEAR})[^\]]{{0,20}}\]"
    r"|附件\s*\d*\s*[:：.、]|\d{1,2}\s*[.、．](?!\d))+"
)
_TAIL = re.compile(r"(?:\s|NEW!?|new|HOT|[(（](?:以下简称[^)）]*|点击[^)）]*|附件|下载|全文|定稿|最终版?|终稿)[)）])+$")
# A remark behind a name that gives its short form: （以下简称县政府办公室）.
SHORTENED = re.compile(r"[(（](?:以下)?简称[^()（）]*[)）]?")
# What sites leave in a title: a break, a colour, a script.
_MARKUP = re.compile(r"<(script|style)\b[^<>]*>[^<>]*</\1\s*>|</?[a-zA-Z][^<>]*>|<!--.*?-->", re.S)
# Copies between the scripts put the reading behind a character: 報(bào)告.
_PINYIN = re.compile(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[)）]")
# Spaces part words of other scripts only: in Chinese they are typography.
_SPACES = re.compile(r"(?:(?<=[\u2e80-\uffef0-9\s_|-])|^)\s+|\s+(?=[\u2e80-\uffef0-9\s_|-]|$)")
_CHINESE_YEAR = re.compile(r"二[〇零○Ｏ0oO０][〇零○Ｏ0oO０一二三四五六七八九]{2}(?=年)")
_TWO_DIGITS = re.compile(r"(?<!\d)([012]\d)年(?=度?(?:政府信息|政务公开|信息公开))")
_CHINESE_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("零○ＯoO0０", "0")


YEAR = re.compile(r"(?<![\d.])(20\d{2})(?!\d)(?:年(?:年度|度)?|年?度)?")


def years(text: str) -> list[int]:
    """The years a title of a report can mean, in order."""
    return [year for m in YEAR.finditer(text) if FIRST_YEAR <= (year := int(m[1])) <= LAST_YEAR]


_PLAIN = (
    simplified_forms()
    | {
        code: code - 0xFEE0
        for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
        for code in range(ord(first), ord(last) + 1)
    }
    | dict.fromkeys((0x3000, 0xA0), " ")
    | dict.fromkeys((*range(0x200B, 0x2010), *range(0x2028, 0x202F), 0x2060, 0xFEFF, 0xAD), None)
)
_LOOKALIKE = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]+")

_ODD = re.compile("[" + re.escape("".join(map(chr, _PLAIN))) + r"\u2e80-\u2fdf\uf900-\ufaff]")


def fold(text: str) -> str:
    """Full-width letters, digits and spaces become plain ones, traditional characters simplified ones.

    Chinese punctuation and breaks stay.
    Invisible characters go, and radicals that fonts and PDF files put for characters become those.
    """
    if text.isascii() or not _ODD.search(text):
        return text
    text = text.translate(_PLAIN)
    return _LOOKALIKE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)


def arabic_years(text: str) -> str:
    """``二〇二三年`` as ``2023年``."""
    return _CHINESE_YEAR.sub(lambda m: "".join(_CHINESE_DIGITS[c] for c in m[0]), text)


@remembered(1 << 8)  # a link's words are asked in turn for a title, a column, an agency
def one_line(text: str) -> str:
    r"""A title without breaks and spaces, file ending, badges, dates and remarks, its year in plain digits.

    >>> one_line("【年报】清河县交通运输局 二〇二三年政府信息公开\n年度报告.pdf 2024-01-11")
    '清河县交通运输局2023年政府信息公开年度报告'
    """
    text = fold(_MARKUP.sub("", html.unescape(text[:600])) if "<" in text or "&" in text else text[:600])
    text = _SHORT_DATE.sub("", _DATE.sub(" ", text)).strip()
    text = _PINYIN.sub("", text)
    text = _BADGE.sub("", _ENDING.sub("", text))
    text = _TAIL.sub("", SHORTENED.sub("", text))
    return _TWO_DIGITS.sub(r"20\1年", arabic_years(_SPACES.sub("", text)))
