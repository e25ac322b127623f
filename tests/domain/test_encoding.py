"""Charsets: what the bytes are counts, not what they declare."""

import pytest

from domain.encoding import decode

REPORT = "政府信息公开工作年度报告：规章 3 件"
TRADITIONAL = "政府信息公開工作年度報告：規章三件，總計"


@pytest.mark.parametrize(
    "written", ["utf-8", "utf-8-sig", "gb2312", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "iso-8859-1", "big5", "nonsense", ""])
def test_simplified_text_is_read_whatever_is_declared(written, declared):
    data = REPORT.encode(written)
    assert decode(data, declared)[0] == REPORT
    assert decode(data, declared)[0] == REPORT


@pytest.mark.parametrize("declared", [None, "big5", "utf-8", "gb2312"])
def test_traditional_text_in_big5(declared):
    assert decode(TRADITIONAL.encode("big5"), declared)[0] == TRADITIONAL


def test_meta_tag_that_lies():
    page = f'<meta charset="utf-8"><p>{REPORT}</p>'
    assert REPORT in decode(page.encode("gbk"))[0]
    page = f'<meta charset="gb2312"><p>{REPORT}</p>'
    assert REPORT in decode(page.encode("utf-8"))[0]


def test_gbk_that_is_also_valid_utf8():
    assert decode("目录".encode("gbk")) == ("目录", "gb18030")


def test_a_character_cut_off_at_the_end_does_not_unmake_utf8():
    assert decode(REPORT.encode()[:-1]) == (REPORT[:-1], "utf-8")


def test_a_broken_character_in_the_middle_does_not_unmake_utf8():
    data = (REPORT * 5).encode() + b"\xe6\x94" + REPORT.encode()
    text, charset = decode(data)
    assert charset == "utf-8"
    assert text.count(REPORT) == 6


def test_the_blank_of_gbk_that_gb18030_calls_private():
    assert decode(b"\xa3\xa0" + "规章".encode("gbk"))[0] == "\u3000规章"


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"\xff", b"\xfe\xff\xd8", b"\xff\xfe\x00", b"\x80" * 99, bytes(range(256))]
)
def test_rubbish_gives_some_text(data):
    assert isinstance(decode(data)[0], str)
