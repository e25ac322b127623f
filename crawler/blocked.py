"""Answers that are no content: challenges, firewalls, throttles, logins, soft 404s. Detected and named, never evaded.

Nothing is flagged for its words alone: an article may write about 验证码. What stands in the way is a page with next
to no words and links of its own, and a sign that only such pages have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

BARE_WORDS = 200  # characters: a challenge shows fewer
FEW_WORDS = 400
LONG_PAGE = 20_000  # bytes: beyond this only a challenge is looked for
LOOKED_AT = 60_000
MOST_READ = 400_000
FEW_LINKS = 8  # a page of a portal has its menu, a refusal has not

_DYNAMIC_TS = re.compile(rb"\$_ts\b|<meta[^>]{1,400}\br=[\"']m[\"']", re.I)
_CLEARANCE = re.compile(rb"jsl_clearance", re.I)
_COOKIE_SCRIPT = re.compile(
    rb"document\.cookie\s*=.{0,2000}location|location.{0,2000}document\.cookie\s*=|setCookie\(.{0,2000}location\.reload",
    re.I | re.S,
)
_BROWSER_CHECK = re.compile(
    rb"cdn-cgi/challenge-platform|cf-browser-verification|_cf_chl_opt|/\.well-known/\.?waf|slide_?captcha|aliyun_waf_aa"
    rb"|acw_sc__v2|geetest|SafeLineChallenge|safeline",
    re.I,
)
_SCRIPTED = re.compile(b"|".join(one.pattern for one in (_DYNAMIC_TS, _CLEARANCE, _BROWSER_CHECK)), re.I)
# Each of these patterns has one of these words, and a word is found far sooner than a pattern.
_SCRIPTED_WORDS = (
    *(b"$_ts", b'r="m"', b"r='m'", b"r=\"m'", b"r='m\"", b"jsl_clearance", b"cdn-cgi/", b"cf-browser-", b"_cf_chl_opt"),
    *(b"/.well-known/", b"captcha", b"aliyun_waf_aa", b"acw_sc__v2", b"geetest", b"safeline"),
)
_TAGS = re.compile(r"<(script|style|noscript)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.S | re.I)
_LINK = re.compile(r"<a\b[^>]*\bhref\s*=\s*[\"']?(?!javascript|#)[^\s>]", re.I)
_KNOWNSEC = re.compile(r"当前访问疑似黑客攻击|创宇盾")
_FIREWALL = re.compile(
    r"访问被(?:拦截|拒绝|阻断|禁止)|已被网站管理员设置拦截|请求(?:存在|带有|含有)(?:威胁|不合法)|网站防火墙|您的(?:请求|访问|IP)[^。]{0,20}(?:拦截|阻断|封禁|禁止)"
    r"|WAF|Web\s*应用防火墙|Access Denied|Request blocked|Attention Required",
    re.I,
)
_THROTTLED = re.compile(
    r"访问(?:过于|太|次数过多|频率)频?繁?|请求(?:过于|太)频繁|操作(?:过于|太)频繁|安全验证|人机验证|人机识别|请稍[候后](?:再试|重试|访问|…|\.{2,}|。)|正在验证"
)
_CAPTCHA = re.compile(r"验证码|滑动验证|拖动滑块|点击按钮进行验证|captcha", re.I)
_CAPTCHA_FIELD = re.compile(
    r"<(?:img|input|div|canvas)\b[^>]*(?:captcha|verify|vcode|yzm|validatecode|checkcode|slider|验证码)", re.I
)
_PASSWORD = re.compile(r"<input\b[^>]*\btype\s*=\s*[\"']?password", re.I)
_SOFT_404 = re.compile(
    r"页面(?:不存在|找不到|未找到|已删除|已被删除|走丢)|(?:访问|请求|查找|查看|浏览|您|该|此|本)[^。，；]{0,8}(?:页面|网页|文件|内容|栏目|信息|文章)"
    r"(?:不存在|已被?删除|已过期|未找到)|访问的(?:页面|内容|网页)[^。]{0,12}不存在|找不到(?:您|该|此|页面|网页)"
)
_BARE_404 = re.compile(r"(?:网页|文件|内容|栏目|信息)(?:不存在|已被?删除|已过期)|\b404\b|not found", re.I)
_TITLE = re.compile(r"<title[^>]*>([^<]{0,200})", re.I)


@dataclass(frozen=True)
class Obstacle:
    """Why an answer is no content. ``kind`` is challenge, firewall, throttled, login or missing."""

    kind: str
    evidence: str


def visible(markup: str) -> str:
    """The words of a page, roughly and fast: for telling short pages, not for reading."""
    return re.sub(r"\s+", " ", _TAGS.sub(" ", markup)).strip()


def obstacle(status: int, body: bytes, text: str, *, redirected_to_itself: bool = False) -> Obstacle | None:
    """What stands in the way, or None where the answer may be content. ``text`` is the decoded source."""
    if redirected_to_itself:
        return Obstacle("firewall", f"WAF cookie check, HTTP {status} to itself with a cookie")
    if status == 429:
        return Obstacle("throttled", "too many requests, HTTP 429")
    if status == 200 and len(body) > LONG_PAGE and not _scripted(body[:LOOKED_AT]):
        return None
    markup = text.lstrip()[:1] == "<"
    words = visible(text[:MOST_READ]) if markup or status >= 400 else ""
    bare = len(words) < BARE_WORDS and _few_links(text)
    if found := _challenge(status, body, bare=bare and (markup or status >= 400)):
        return found
    if status in (200, 202, 203) and not (markup and len(words) < FEW_WORDS and _few_links(text)):
        return None
    return _said(status, text, words)


def _scripted(start: bytes) -> bool:
    lowered = start.lower()
    return any(word in lowered for word in _SCRIPTED_WORDS) and _SCRIPTED.search(start) is not None


def _few_links(text: str) -> bool:
    return sum(1 for _ in islice(_LINK.finditer(text), FEW_LINKS)) < FEW_LINKS


def _challenge(status: int, body: bytes, *, bare: bool) -> Obstacle | None:
    """A script that has to be run before the page comes."""
    start = body[:LOOKED_AT]
    if status == 412 or (status in (200, 202) and bare and _DYNAMIC_TS.search(start)):
        return Obstacle("challenge", f"瑞数 challenge, HTTP {status}")
    if status == 521 or (status < 300 and bare and _CLEARANCE.search(start)):
        return Obstacle("challenge", f"加速乐 challenge, HTTP {status}")
    if bare and _BROWSER_CHECK.search(start):
        return Obstacle("challenge", f"JavaScript challenge (a check of the browser), HTTP {status}")
    if bare and status < 300 and _COOKIE_SCRIPT.search(start):
        return Obstacle("challenge", f"JavaScript challenge (a script sets a cookie and loads again), HTTP {status}")
    if bare and status == 202 and b"<script" in start.lower():
        return Obstacle("challenge", f"JavaScript challenge (a script in place of the page), HTTP {status}")
    return None


def _said(status: int, text: str, words: str) -> Obstacle | None:
    """A short page that says why it is none."""
    short = len(words) < FEW_WORDS
    if found := _KNOWNSEC.search(words):
        return Obstacle("firewall", f"创宇盾 WAF ({found[0]}), HTTP {status}")
    if status == 401:
        return Obstacle("login", f"a login is asked for, HTTP {status}")
    if short and status not in (404, 410) and (found := _FIREWALL.search(words)):
        return Obstacle("firewall", f"firewall ({found[0]}), HTTP {status}")
    if status in (403, 405):
        return Obstacle("firewall", f"refused, HTTP {status}")
    if short and status < 500 and (found := _CAPTCHA.search(words) or _THROTTLED.search(words)):
        if _CAPTCHA_FIELD.search(text) and not _PASSWORD.search(text):
            return Obstacle("throttled", f"captcha ({found[0]}), HTTP {status}")
        if said := _THROTTLED.search(words):
            return Obstacle("throttled", f"throttled ({said[0]}), HTTP {status}")
    if status in (404, 410):
        return Obstacle("missing", f"HTTP {status}")
    if status >= 300:
        return None
    if _PASSWORD.search(text):
        return Obstacle("login", f"a login in place of the page, HTTP {status}")
    title = found[1] if (found := _TITLE.search(text)) else ""
    said = _SOFT_404.search(words) or _BARE_404.search(title) or (_BARE_404.search(words) if len(words) < 120 else None)
    return Obstacle("missing", f"a page that says {said[0]}, HTTP {status}") if said else None
