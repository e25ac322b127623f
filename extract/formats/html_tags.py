"""What a page says of itself: meta tags, title, canonical link, breadcrumb, and the strip of metadata above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, cast

from lxml import etree

from extract.document import Block, Paragraph, Table

_CRUMB_LEAD = re.compile(r"(?:您?(?:的?当前|现在|目前)?(?:所在|的)?(?:位置|页面)|当前栏目)\s*(?:是|在|为)?\s*[:：]?")
_CRUMB_PART = re.compile(r"\s*(?:>>|>|＞|»|›|→|/|\\|\||-)\s*")
_STRIP_WORDS = """
    发布机构 信息公开机构 公开机构 公开主体 发文机关 发文单位 发布单位 责任单位 信息来源 来源 索引号 信息索引号 文号
    发文字号 信息名称 文件名称 名称 标题 发布日期 发布时间 公开日期 成文日期 生成日期 产生日期 发文日期 更新时间
    主题分类 信息分类 分类 体裁分类 公开方式 公开时限 公开范围 有效性 作者 关键词
"""
_STRIP_KEYS = _STRIP_WORDS.split()
# What ends a value without being a key of interest.
_OTHER_WORDS = (
    "浏览次数 点击次数 点击数 点击量 浏览量 阅读次数 阅读量 访问量 字体 字号 打印 分享 保护视力色 责任编辑 审核 编辑"
)
_SPACED = [r"\s*".join(key) for key in sorted([*_STRIP_KEYS, *_OTHER_WORDS.split()], key=len, reverse=True)]
_STRIP = re.compile(rf"[\[【（(]?(?P<key>{'|'.join(_SPACED)})[\]】）)]?\s*[:：]\s*")
_CJK_BEFORE = re.compile("[\u4e00-\u9fff]$")
_KEYS = set(_STRIP_KEYS)
_STRIP_BLOCKS = 60
_KEY_MARKS = re.compile(r"[\s:：\[\]【】]")
_LONGEST_KEY = 60
_VALUE = 120


def page_tags(root: etree._Element) -> dict[str, str]:
    """The tags in the head and the breadcrumb. Keys in lower case; the first filled one of a name counts."""
    tags: dict[str, str] = {}

    def put(key: str, value: str | None) -> None:
        text = " ".join((value or "").split())
        if text and key not in tags:
            tags[key] = text

    elements: dict[str, list[etree._Element]] = {"meta": [], "title": [], "link": []}
    for element in root.iter(*elements):
        elements[element.tag].append(element)
    for meta in elements["meta"]:
        name = meta.get("name") or meta.get("property") or ""
        if name:
            put(name.strip().lower(), meta.get("content"))
    for title in elements["title"][:1]:
        put("title", "".join(cast("Iterator[str]", title.itertext())))
    for link in elements["link"]:
        if (link.get("rel") or "").lower() == "canonical":
            put("canonical", link.get("href"))
    return tags


def strip_tags(blocks: list[Block], links: list[int]) -> dict[str, str]:
    """The breadcrumb, and the strip of metadata (发布机构, 索引号 ...), from lines ``key：value`` and from tables.

    ``links`` are the characters of each block that stand in links.
    """
    tags: dict[str, str] = {}
    for at, block in enumerate(blocks[:_STRIP_BLOCKS]):
        if isinstance(block, Paragraph):
            _from_line(block.text, tags)
            if "breadcrumb" not in tags and (lead := _CRUMB_LEAD.search(block.text[:20])):
                _put_crumbs(block.text[lead.end() :], blocks[at + 1 : at + 10], links[at + 1 : at + 10], tags)
        elif isinstance(block, Table):
            _from_table(block, tags)
    return tags


def _put_crumbs(text: str, following: list[Block], links: list[int], tags: dict[str, str]) -> None:
    """The path behind 当前位置, from its own line or from the lines of links that follow it."""
    parts = [part for part in _CRUMB_PART.split(text.strip()) if part]
    if len(parts) < 2:
        separated = False
        for block, linked in zip(following, links, strict=True):
            if not isinstance(block, Paragraph) or len(block.text) > 60:
                break
            found = [part for part in _CRUMB_PART.split(block.text) if part]
            if found and linked * 2 < len(block.text) and not separated and not _CRUMB_PART.match(block.text):
                break
            parts.extend(found)
            separated = not found
    if len(parts) >= 2 and sum(map(len, parts)) <= 200:
        tags["breadcrumb"] = " > ".join(parts)


def _from_line(text: str, tags: dict[str, str]) -> None:
    if len(text) > 600 or ("：" not in text and ":" not in text):
        return
    found = list(_STRIP.finditer(text))
    if found and found[0].start() and _CJK_BEFORE.match(text[found[0].start() - 1]):
        found = found[1:] if len(found) > 2 else []  # the end of another word, as in 数据来源：
    for here, following in zip(found, [*found[1:], None], strict=False):
        value = text[here.end() : following.start() if following else len(text)].strip(" |｜[]【】\n")
        key = re.sub(r"\s", "", here.group("key"))
        if 0 < len(value) <= _VALUE and key in _KEYS:
            tags.setdefault(key, value)


def _from_table(table: Table, tags: dict[str, str]) -> None:
    for row in table.rows[:12]:
        texts = [cell.text for cell in row]
        for at, told in enumerate(map(_told_by, texts)):
            if not told:
                continue
            text, following = texts[at], texts[at + 1] if at + 1 < len(row) else ""
            if told.crumbs and "breadcrumb" not in tags:
                _put_crumbs(text[told.crumbs :] + following, [], [], tags)
            if told.key:
                if 0 < len(following) <= _VALUE:
                    tags.setdefault(told.key, " ".join(following.split()))
            else:
                _from_line(text, tags)


class _Told(NamedTuple):
    """What a cell may tell: a key whose value stands beside it, a breadcrumb from a position on, or a whole line."""

    key: str
    crumbs: int


@lru_cache(maxsize=1 << 12)  # cells of tables are no prose
def _told_by(text: str) -> _Told | None:
    """None for what most cells hold: figures and labels."""
    lead = _CRUMB_LEAD.search(text[:20]) if "位置" in text[:10] else None
    key = _KEY_MARKS.sub("", text) if len(text) <= _LONGEST_KEY else ""
    key = key if key in _KEYS else ""
    return _Told(key, lead.end() if lead else 0) if key or lead or "：" in text or ":" in text else None
