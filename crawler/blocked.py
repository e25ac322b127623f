"""Answers that are no content: challenges, throttling, soft 404s. Detected and named, never evaded."""

from __future__ import annotations

import re
from dataclasses import dataclass

SHORT_PAGE = 3_000

_DYNAMIC_TS = re.compile(rb"\$_ts\b|<meta[^>]{1,400}\br=[\"']m[\"']", re.I)
_CLEARANCE = re.compile(rb"__jsl_clearance|document\.cookie\s*=.{0,2000}location", re.I | re.S)
_TAGS = re.compile(r"<(script|style|noscript)\b.*?</\1>|<[^>]*>", re.S | re.I)
_KNOWNSEC = re.compile(r"当前访问疑似黑客攻击|创宇盾|访问被拦截|已被网站管理员设置拦截|请求存在威胁")
_THROTTLED = re.compile(
    r"访问(?:过于|太|次数过多|频率)频?繁?|请求(?:过于|太)频繁|安全验证|人机验证|请稍[候后](?:再试|重试|访问|…|\.{2,}|。)|正在验证"
)
_SOFT_404 = re.compile(
    r"页面(?:不存在|找不到|未找到|已删除|已被删除|走丢)|(?:网页|文件|内容|栏目|信息)(?:不存在|已被?删除|已过期)|访问的(?:页面|内容|网页)[^。]{0,12}不存在"
    r"|找不到(?:您|该|此|页面|网页)|\b404\b|not found",
    re.I,
)


@dataclass(frozen=True)
class Obstacle:
    """Why an answer is no content. ``kind`` is challenge, firewall, throttled or missing."""

    kind: str
    evidence: str


def visible(markup: str) -> str:
    """The words of a page, roughly and fast: for telling short pages, not for reading."""
    return re.sub(r"\s+", " ", _TAGS.sub(" ", markup)).strip()


def obstacle(status: int, body: bytes, text: str, *, redirected_to_itself: bool = False) -> Obstacle | None:
    """What stands in the way, or None where the answer may be content. ``text`` is the decoded source."""
    if redirected_to_itself:
        return Obstacle("firewall", f"WAF cookie check, HTTP {status} to itself with a cookie")
    if status == 412 or (status in (200, 202) and _DYNAMIC_TS.search(body[:20_000])):
        return Obstacle("challenge", f"瑞数 challenge, HTTP {status}")
    if status == 521 or (status == 200 and len(body) < 6_000 and _CLEARANCE.search(body)):
        return Obstacle("challenge", f"加速乐 challenge, HTTP {status}")
    if status == 429:
        return Obstacle("throttled", "too many requests, HTTP 429")
    if len(body) > 20_000 and status == 200:
        return None
    words = visible(text[:40_000]) if text.lstrip()[:1] == "<" or status >= 400 else ""
    if found := _KNOWNSEC.search(words):
        return Obstacle("firewall", f"创宇盾 WAF ({found[0]}), HTTP {status}")
    if status in (403, 405):
        return Obstacle("firewall", f"refused, HTTP {status}")
    if len(words) < 400 and (found := _THROTTLED.search(words)):
        return Obstacle("throttled", f"throttled ({found[0]}), HTTP {status}")
    if status in (404, 410):
        return Obstacle("missing", f"HTTP {status}")
    if status == 200 and len(words) < 400 and (found := _SOFT_404.search(words)):
        return Obstacle("missing", f"a page that says {found[0]}, HTTP 200")
    return None
