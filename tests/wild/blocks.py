# ruff: noqa: E501
"""Portals that refuse, each in its own way, and the words that name the reason."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from tests.wild.portal import Builder, Portal
from tests.wild.web import Answer, Asked, Route, Web

Gate = Callable[[Asked, Route], Answer]

RUISHU = b'<html><head><meta id="9DhefwqGPrzGxEp9hPaoag" content="x" r="m"><script>$_ts=window["$_ts"];if(!$_ts)$_ts={};$_ts.nsd=1;</script></head><body></body></html>'
JSL = b"<script>document.cookie=('_')+('_')+('jsl_clearance')+('=')+'1';location.href=location.pathname+location.search</script>"
WAF = "<html><title>405</title><body>当前访问疑似黑客攻击，已被创宇盾拦截</body></html>".encode()
OFTEN = "<html><body>您的访问过于频繁，请稍候再试</body></html>".encode()
COOKIE = b"<html><script>document.cookie='token=1;path=/';location.href=location.href;</script></html>"
CHECK = "<html><head><title>Just a moment...</title></head><body>请稍候<script src='/cdn-cgi/challenge-platform/x.js'></script></body></html>".encode()
SAFE = "<html><title>网站防火墙</title><body>您的请求带有不合法参数，已被网站管理员设置拦截！</body></html>".encode()
CAPTCHA = (
    "<html><title>访问验证</title><body>请输入验证码<img src='/captcha.jpg'><input name='vcode'></body></html>".encode()
)
LOGIN = "<html><title>统一身份认证</title><body><form>用户名<input name=u>密码<input type='password' name=p>登录</form></body></html>".encode()
VERIFY = "<html><title>安全验证</title><body>安全验证 请完成验证后继续访问</body></html>".encode()


def always(answer: Answer) -> Callable[[], Gate]:
    def make() -> Gate:
        return lambda asked, route: (
            route(asked)
            if asked.path == "/robots.txt"
            else Answer(answer.body, answer.status, answer.type, dict(answer.headers))
        )

    return make


def after(count: int, answer: Callable[[Asked, Route], Answer]) -> Callable[[], Gate]:
    def make() -> Gate:
        seen = itertools.count()
        return lambda asked, route: (
            route(asked) if asked.path == "/robots.txt" or next(seen) < count else answer(asked, route)
        )

    return make


def itself() -> Gate:
    return lambda asked, route: Answer(b"", 302, None, {"Location": asked.url, "Set-Cookie": "waf=1; path=/"})


def lists_reset() -> Gate:
    def gate(asked: Asked, route: Route) -> Answer:
        return route(asked) if asked.path in ("/", "/robots.txt") else Answer(b"", 0)

    return gate


def robots_closed() -> Gate:
    return lambda asked, route: (
        Answer(b"User-agent: *\nDisallow: /\n", 200, "text/plain") if asked.path == "/robots.txt" else route(asked)
    )


def home_for_all() -> Gate:
    def gate(asked: Asked, route: Route) -> Answer:
        if asked.path == "/robots.txt":
            return route(asked)
        home = "<html><title>门户网站</title><body><a href='/'>首页</a><a href='/zwgk/zfxxgknb/'>政府信息公开年报</a><a href='/xw/'>新闻</a>欢迎访问本网站</body></html>"
        return Answer(home.encode())

    return gate


def home_by_redirect() -> Gate:
    return lambda asked, route: (
        route(asked)
        if asked.path in ("/", "/robots.txt")
        else Answer(b"", 302, None, {"Location": f"http://{asked.host}/"})
    )


def home_with_counter() -> Gate:
    """The home page for all, another one every time."""
    count = itertools.count(1000)

    def gate(asked: Asked, route: Route) -> Answer:
        if asked.path == "/robots.txt":
            return route(asked)
        home = f"<html><title>门户网站</title><body><a href='/zwgk/zfxxgknb/'>政府信息公开年报</a><a href='/xw/'>新闻</a>访问量：{next(count)}</body></html>"
        return Answer(home.encode())

    return gate


def soft_404_for_all() -> Gate:
    lost = "<html><title>提示</title><body>对不起，您访问的页面不存在</body></html>".encode()
    return lambda asked, route: route(asked) if asked.path in ("/", "/robots.txt") else Answer(lost)


def emptied() -> Gate:
    """Every list comes back without rows."""

    def gate(asked: Asked, route: Route) -> Answer:
        answer = route(asked)
        if asked.path in ("/", "/robots.txt"):
            return answer
        return Answer(
            "<html><head><title>政府信息公开年报</title></head><body><div class=nav><a href='/'>首页</a></div><ul class='list'></ul></body></html>".encode()
        )

    return gate


BLOCKS: dict[str, tuple[Callable[[], Gate], tuple[str, ...]]] = {
    "ruishu 412": (always(Answer(RUISHU, 412)), ("瑞数",)),
    "ruishu 200": (always(Answer(RUISHU, 200)), ("瑞数",)),
    "ruishu 202": (always(Answer(RUISHU, 202)), ("瑞数",)),
    "ruishu later": (after(12, lambda a, r: Answer(RUISHU, 412)), ("瑞数",)),
    "jiasule 521": (always(Answer(JSL, 521)), ("加速乐", "jsl")),
    "chuangyu 403": (always(Answer(WAF, 403)), ("创宇盾", "WAF", "黑客")),
    "chuangyu 405": (always(Answer(WAF, 405)), ("创宇盾", "WAF", "黑客")),
    "plain 403": (always(Answer(b"<html>403 Forbidden</html>", 403)), ("403",)),
    "itself": (itself, ("cookie", "redirect", "itself")),
    "too often": (after(10, lambda a, r: Answer(OFTEN, 200)), ("频繁", "thrott")),
    "verify": (after(6, lambda a, r: Answer(VERIFY, 200)), ("安全验证", "thrott")),
    "429": (
        after(10, lambda a, r: Answer(b"Too Many Requests", 429, "text/plain", {"Retry-After": "1"})),
        ("429", "thrott"),
    ),
    "home for all": (home_for_all, ("home", "same page", "首页")),
    "lists reset": (lists_reset, ("reset", "connection", "lost", "Connection", "no answer")),
    "robots closed": (robots_closed, ("robots",)),
    "emptied": (emptied, ("empty", "no list", "no column", "no report", "nothing", "rows")),
    "cookie 202": (always(Answer(COOKIE, 202)), ("JavaScript challenge",)),
    "cookie 200": (always(Answer(COOKIE)), ("JavaScript challenge",)),
    "browser check": (always(Answer(CHECK, 403)), ("JavaScript challenge",)),
    "other firewall": (after(8, lambda a, r: Answer(SAFE)), ("firewall",)),
    "captcha": (after(8, lambda a, r: Answer(CAPTCHA)), ("captcha",)),
    "login": (always(Answer(LOGIN)), ("login",)),
    "home by redirect": (home_by_redirect, ("the home page comes for every address",)),
    "home with counter": (home_with_counter, ("the home page comes for every address",)),
    "soft 404 for all": (soft_404_for_all, ("页面不存在",)),
    "all 500": (always(Answer(b"error", 500)), ("500",)),
}


def blocked(web: Web, seed: int, index: int, name: str) -> Portal:
    """A portal behind one of the gates."""
    gate, words = BLOCKS[name]
    builder = Builder(web, seed, index, "TRS", "by_year")
    portal = builder.build()
    for host in portal.hosts:
        web.gates[host] = gate()
    portal.product = f"[{name}]"
    portal.expects = words
    portal.start_url = f"http://{builder.site.host}/" if name in ("lists reset", "emptied") else portal.start_url
    return portal
