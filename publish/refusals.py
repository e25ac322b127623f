"""Why a file could not be read, in words for somebody who only wanted to see its figures, in both languages."""

from __future__ import annotations

import re
from typing import NamedTuple


class Refusal(NamedTuple):
    """One sentence in Chinese and in English."""

    zh: str
    en: str


# The first that fits the reader's reason; those of size and time before the general ones.
_REFUSALS = (
    (
        r"not done after (?P<n>[\d.]+) seconds",
        "读取超过 {n} 秒，已停止：文件过大或过于复杂。",
        "Reading was stopped after {n} seconds: the file is too large or too complicated.",
    ),
    (
        r"needs more than (?P<n>\d+) MiB of memory|ended by signal|ran out of memory|too large to read in memory",
        "读取所需内存超过上限，已停止：文件过大或过于复杂。",
        "Reading was stopped as it took too much memory: the file is too large or too complicated.",
    ),
    (
        r"unpacks to (?:more|too much)|members, more than|packs a stream twice",
        "文件解压后体积异常庞大（疑似压缩炸弹），为安全起见没有打开。",
        "The file unpacks to far more than a report ever holds (perhaps on purpose), so it was not opened.",
    ),
    (
        r"nested (?:more than|too deep)",
        "文件内部层层嵌套，超出一般文件的层数，为安全起见没有打开。",
        "The file is nested deeper than any report is, so it was not opened.",
    ),
    (
        r"declares a document type",
        "文件中含有可无限展开的声明（疑似恶意文件），为安全起见没有打开。",
        "The file declares text that can unfold without end (perhaps on purpose), so it was not opened.",
    ),
    (
        r"picture is too large",
        "图片尺寸过大，没有读取；请换用较小的图片或原文件。",
        "The picture is too large to be read; try a smaller one, or the original document.",
    ),
    (
        r"no report was found in that",
        "文件过大，只读取了一部分，其中没有找到年度报告。",
        "The file is so large that only a part of it was read, and that part holds no report.",
    ),
    (
        r"more than [\d,]+|larger than|holds more than|that is no report",
        "文件内容远多于一份年度报告，没有读取。",
        "The file holds far more than a report does, so it was not read.",
    ),
    (
        r"password|encrypted|protected|locked",
        "文件可能已加密或设有密码，无法打开。",
        "The file is encrypted or protected by a password.",
    ),
    (
        r"no reader for this type|no known format|is not read\b|are not read\b|not installed",
        "这种文件格式目前不能读取。",
        "Files of this kind cannot be read yet.",
    ),
    (
        r"a fault of this program",
        "读取时程序出错，请把此文件报告给开发者。",
        "The program failed on this file; please report it to its developers.",
    ),
)
_ELSE = Refusal(
    "文件已损坏、不完整，或其中没有可读取的内容。",
    "The file is damaged or incomplete, or there is nothing in it that can be read.",
)


def refusal(reason: str) -> Refusal:
    """The reader's reason for giving a file up, in plain words.

    >>> refusal("ZIP archive: 年报.html unpacks to more than 64 MiB").zh
    '文件解压后体积异常庞大（疑似压缩炸弹），为安全起见没有打开。'
    """
    for pattern, zh, en in _REFUSALS:
        if found := re.search(pattern, reason):
            return Refusal(zh.format(**found.groupdict()), en.format(**found.groupdict()))
    return _ELSE
