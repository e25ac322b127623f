# ruff: noqa: E501
"""What stands in the way of a page, and what only looks like it."""

from __future__ import annotations

import pytest

from archive.index import RunSummary
from crawler.blocked import obstacle
from crawler.verdict import Evidence, verdict

MENU = "".join(f'<li><a href="/lm{k}/">{name}</a></li>' for k, name in enumerate(["首页", "新闻", "政务", "服务", "互动", "数据", "走进", "专题", "导航"]))  # fmt: skip
PROSE = "本机关依照《中华人民共和国政府信息公开条例》的规定主动公开政府信息，保障公众的知情权。" * 12


def page(body: str, title: str = "青山市人民政府", head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


RUISHU = page("", "", '<meta id="x" content="y" r="m"><script>$_ts=window["$_ts"];$_ts.cd="q";</script>')
REFUSALS = [
    ("瑞数 412", 412, RUISHU, "challenge", "瑞数"),
    ("瑞数 200", 200, RUISHU, "challenge", "瑞数"),
    ("瑞数 202", 202, RUISHU, "challenge", "瑞数"),
    ("瑞数 with a long script", 200, RUISHU.replace('"q"', f'"{"k" * 40_000}"'), "challenge", "瑞数"),
    ("加速乐", 521, "<script>document.cookie='__jsl_clearance=1';location.reload()</script>", "challenge", "加速乐"),
    ("加速乐 200", 200, "<script>document.cookie='__jsl_clearance=1';location.reload()</script>", "challenge", "加速乐"),
    ("cookie script", 202, page("<script>document.cookie='a=1';location.href='/'</script>"), "challenge", "JavaScript"),
    ("cookie script 200", 200, "<html><script>document.cookie='a=1';window.location='/'</script></html>", "challenge", "cookie"),
    ("a script and nothing else", 202, page("<script>go()</script>"), "challenge", "JavaScript"),
    ("check of the browser", 403, page("<script>window._cf_chl_opt={}</script>请稍候…", "Just a moment..."), "challenge", "browser"),
    ("aliyun", 200, "<html><script>var arg1='A';function setCookie(){};acw_sc__v2</script></html>", "challenge", "browser"),
    ("创宇盾 403", 403, page("当前访问疑似黑客攻击，已被网站管理员设置拦截"), "firewall", "创宇盾"),
    ("创宇盾 405", 405, page("当前访问疑似黑客攻击，已被创宇盾拦截"), "firewall", "创宇盾"),
    ("another firewall", 200, page("您的请求带有不合法参数，已被网站管理员设置拦截！", "网站防火墙"), "firewall", "firewall"),
    ("a firewall, 403", 403, page("您的访问被拦截，事件编号 20260101"), "firewall", "firewall"),
    ("plain 403", 403, "<html>403 Forbidden</html>", "firewall", "refused, HTTP 403"),
    ("captcha", 200, page('请输入验证码<img src="/captcha.jpg"><input name="verifycode">', "访问验证"), "throttled", "captcha"),
    ("slider", 200, page('<div id="slider-box"></div>拖动滑块完成验证'), "throttled", "captcha"),
    ("often", 200, page("您的访问过于频繁，请稍候再试"), "throttled", "访问过于频繁"),
    ("check", 200, page("安全验证 请完成验证后继续访问", "安全验证"), "throttled", "安全验证"),
    ("429", 429, "Too Many Requests", "throttled", "429"),
    ("503 with words", 503, page("请求过于频繁"), None, ""),
    ("401", 401, page("Unauthorized"), "login", "login"),
    ("login page", 200, page('<form>用户名<input name=u>密码<input type="password">登录</form>', "统一身份认证"), "login", "login"),
    ("404", 404, page("没有"), "missing", "HTTP 404"),
    ("410", 410, "", "missing", "HTTP 410"),
    ("soft 404", 200, page("您访问的页面不存在或已删除", "错误"), "missing", "页面不存在"),
    ("soft 404 by its title", 200, page("返回首页", "404 Not Found"), "missing", "404"),
    ("to itself", 302, "", "firewall", "cookie check"),
]  # fmt: skip

CONTENT = [
    ("an article about captchas", page(f"{MENU}<h1>关于网站登录启用图形验证码的公告</h1><p>自即日起登录需输入验证码。</p>")),
    ("a short one without a menu", page("<h1>关于启用验证码的公告</h1><p>办事大厅登录启用短信验证码，请知悉。</p>")),
    ("a notice of a security check", page(f"{MENU}<p>系统升级，登录时将进行安全验证，请稍后再试。</p>")),
    ("an article about a firewall", page(f"<h1>防火墙采购</h1><p>{PROSE}采购 WAF 一台，访问被拦截的情况有所减少。</p>")),
    ("a page with a login box", page(f'{MENU}<form><input type="password"></form><p>{PROSE}</p>')),
    ("a home page that remembers its visitor", page(f"{MENU}<script>document.cookie='v=1';var u=location.href</script>")),
    ("a watched page with words", page(f"{MENU}{PROSE}", head="<script>$_ts={}</script>")),
    ("a report on requests for what does not exist", page(f"<p>申请公开的信息不存在的 404 件。</p><p>{PROSE}</p>")),
    ("a short one", page(f"{MENU}<h1>2021年度报告</h1><p>信息不存在 3 件，共 404 件</p><a href='a.pdf'>附件</a>")),
    ("a table of a report", page("<table><tr><td>没有现成信息需要另行制作</td><td>404</td></tr></table>" + PROSE)),
    ("an app's empty shell", page('<div id="app"></div><script src="/js/app.js"></script>')),
    ("a page that sends its reader on", page("<script>window.location.href='/zwgk/index.html'</script>")),
    ("rows for a list", '{"total": 404, "msg": "验证码"}'),
]  # fmt: skip


@pytest.mark.parametrize(("case", "status", "text", "kind", "evidence"), REFUSALS, ids=[case[0] for case in REFUSALS])
def test_what_stands_in_the_way_is_named(case: str, status: int, text: str, kind: str | None, evidence: str) -> None:
    found = obstacle(status, text.encode(), text, redirected_to_itself=case == "to itself")
    if kind is None:
        assert found is None
        return
    assert found is not None
    assert found.kind == kind
    assert evidence in found.evidence


@pytest.mark.parametrize(("case", "text"), CONTENT, ids=[case[0] for case in CONTENT])
def test_content_is_never_taken_for_a_refusal(case: str, text: str) -> None:
    assert obstacle(200, text.encode(), text) is None


def faults(count: int, reason: str = "HTTP 500") -> dict[str, str]:
    return {f"http://a/{n}": reason for n in range(count)}


@pytest.mark.parametrize(
    ("met", "pages", "halted", "state", "reason"),
    [
        (Evidence(report_links=9), 30, None, "ok", None),
        (Evidence(faults(20, "HTTP 404"), dead=set(faults(20)), report_links=9), 30, None, "ok", None),
        (Evidence(faults(20), report_links=9), 30, None, "failing", "20 addresses failed, as HTTP 500"),
        (Evidence(report_links=9), 30, "ceiling of 9 requests", "ok", "stopped at the ceiling of 9 requests"),
        (Evidence(), 30, "ceiling of 9 requests", "failing", "no report seen yet"),
        (Evidence(report_links=9), 30, "blocked: captcha", "blocked", "captcha"),
        (Evidence(refused=1), 0, None, "blocked", "robots.txt"),
        (Evidence(faults(1)), 0, None, "failing", "HTTP 500"),
        (
            Evidence(faults(3, "the home page came instead")),
            1,
            None,
            "failing",
            "the home page comes for every address",
        ),
        (Evidence(faults(3, "connection cut off (x)")), 1, None, "failing", "perhaps a block by address"),
        (Evidence(scripted={"http://a/": "its list needs JavaScript"}), 3, None, "failing", "needs JavaScript"),
        (
            Evidence(scripted={"http://a/": "its list needs JavaScript"}, report_links=4),
            9,
            None,
            "ok",
            "1 lists not read",
        ),
        (Evidence(report_columns=1), 3, None, "failing", "columns of reports are empty"),
        (Evidence(), 3, None, "failing", "no column of reports and no report found"),
    ],
)
def test_how_a_visit_went(met: Evidence, pages: int, halted: str | None, state: str, reason: str | None) -> None:
    summary = RunSummary("a", pages=pages, failed=len(met.failures))
    found = verdict(summary, met, halted)
    assert found[0] == state
    assert (found[1] is None) if reason is None else reason in (found[1] or "")
