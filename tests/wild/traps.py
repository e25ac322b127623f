# ruff: noqa: E501
"""What portals have that crawlers fall into; every address here that must not be asked for is under /secret/ or elsewhere."""

from __future__ import annotations

import gzip
import itertools
from typing import TYPE_CHECKING

from tests.wild.web import Answer, Asked, bare

if TYPE_CHECKING:
    from tests.wild.portal import Builder
    from tests.wild.site import Node

TITLE = "2020年政府信息公开工作年度报告"


def set_traps(builder: Builder, home: Node, opening: Node) -> list[str]:
    """Set some of the traps on a portal: links from its disclosure page. Gives their names."""
    chosen = [name for name in TRAPS if builder.rng.random() < 0.4]
    links: list[tuple[str, str]] = []
    for name in chosen:
        links += TRAPS[name](builder)
    if links:
        key = bare(opening.url)
        old = builder.site.web.exact[key]
        extra = builder.site.look.encode(builder.site.look.menu([(t, u) for u, t in links], "list"))

        def page(asked: Asked) -> Answer:
            answer = old(asked)
            return Answer(
                answer.body.replace(b"</body>", extra + b"</body>"), answer.status, answer.type, dict(answer.headers)
            )

        builder.site.web.exact[key] = page
    return chosen


def calendar(b: Builder) -> list[tuple[str, str]]:
    def page(asked: Asked) -> Answer:
        month = int(asked.query.get("m", "0") or 0) if asked.query.get("m", "0").lstrip("-").isdigit() else 0
        body = f'<a href="/rili/?m={month + 1}">下月</a><a href="/rili/?m={month - 1}">上月</a><a href="/rili/?m={month + 12}">政府信息公开年报日历</a>'
        return Answer(b.site.look.page("日历", body), 200, b.site.look.type)

    b.site.web.route(b.site.host, "/rili/", page)
    return [("/rili/?m=0", "公开日历")]


def sessions(b: Builder) -> list[tuple[str, str]]:
    count = itertools.count()

    def page(asked: Asked) -> Answer:
        sid = f"{next(count):032x}"
        links = "".join(
            f'<a href="/member/gknb{k}.jsp;jsessionid={sid}?sid={sid}">年度报告栏目{k}</a>' for k in range(5)
        )
        return Answer(b.site.look.page("年度报告", links), 200, b.site.look.type)

    b.site.web.route(b.site.host, "/member/", page)
    return [("/member/gknb.jsp", "年度报告专区")]


def endless_pager(b: Builder) -> list[tuple[str, str]]:
    def page(asked: Asked) -> Answer:
        n = int("".join(c for c in asked.path if c.isdigit()) or 1)
        rows = "".join(
            f'<li><a href="/wuxian/x{n}_{k}.html">工作动态第{n}-{k}号</a><span>2020-01-01</span></li>'
            for k in range(10)
        )
        return Answer(
            b.site.look.page("年度报告", f'<ul>{rows}</ul><a href="/wuxian/list_{n + 1}.html">下一页</a>'),
            200,
            b.site.look.type,
        )

    b.site.web.route(b.site.host, "/wuxian/", page)
    return [("/wuxian/list_1.html", "部门年度报告")]


def elsewhere(b: Builder) -> list[tuple[str, str]]:
    return [
        (f"http://www.{b.domain.replace('.gov.cn', '')}-mirror.com/zfxxgknb/t20210101_1.html", f"{b.region}{TITLE}"),
        (f"http://xxgk.other{b.index}.gov.cn/zfxxgknb/", "政府信息公开年报"),
        ("http://www.gov.cn/zhengce/zfxxgknb/index.htm", f"国务院办公厅{TITLE}"),
        (f"http://{b.domain}.evil.com/zfxxgknb/", f"{b.region}财政局{TITLE}"),
    ]


def private(b: Builder) -> list[tuple[str, str]]:
    return [
        ("http://192.168.1.8/zfxxgknb/index.html", f"{b.region}教育局{TITLE}"), ("http://127.0.0.1:8080/gknb/", "信息公开年报"),
        ("http://localhost/gknb/1.html", TITLE), ("http://[::1]/gknb/", "年度报告"), ("http://2130706433/gknb/", "公开年报"),
        ("file:///etc/passwd", TITLE), ("ftp://10.0.0.1/nb.doc", TITLE), ("javascript:void(0)", TITLE),
    ]  # fmt: skip


def redirects(b: Builder) -> list[tuple[str, str]]:
    host = b.site.host
    targets = {
        "/go/1.html": "http://10.1.2.3/zfxxgknb/", "/go/2.html": "http://www.away-from-here.com/gknb/", "/go/3.html": f"http://{host}/go/4.html",
        "/go/4.html": f"http://{host}/go/3.html", "/go/5.html": f"http://{host}/go/5.html", "/go/6.html": f"http://{host}/secret/nb.html",
    }  # fmt: skip
    for path, to in targets.items():
        b.site.web.page(f"http://{host}{path}", Answer(b"", 302, None, {"Location": to}))
    b.site.put(f"http://{host}/secret/nb.html", b.site.look.page(TITLE, "<p>不得抓取</p>"))
    return [(path, f"{b.region}审计局{TITLE}") for path in targets]


def forbidden(b: Builder) -> list[tuple[str, str]]:
    return [(f"/secret/nb{k}.html", f"{b.region}{TITLE}") for k in range(3)] + [("/sousuo/?q=年报", "年报搜索")]


def slow_drip(b: Builder) -> list[tuple[str, str]]:
    b.site.web.page(f"http://{b.site.host}/slow/nb.html", Answer(b"<html>" + b"x" * 4000, pace=0.1))
    return [("/slow/nb.html", f"{b.region}信访局{TITLE}")]


def bomb(b: Builder) -> list[tuple[str, str]]:
    b.site.web.page(
        f"http://{b.site.host}/bomb/nb.html",
        Answer(gzip.compress(b"0" * 120_000_000, 9), 200, "text/html", {"Content-Encoding": "gzip"}),
    )
    return [("/bomb/nb.html", f"{b.region}商务局{TITLE}")]


def wrong_types(b: Builder) -> list[tuple[str, str]]:
    """Some reports are served under types that lie."""
    for item in b.site.items:
        if item.is_report and item.form == "html" and b.rng.random() < 0.05:
            route = b.site.web.exact[bare(item.main)]
            answer = route(Asked("GET", item.main, {}, b""))
            answer.type = b.rng.choice(["application/octet-stream", "text/plain", None])  # type: ignore[assignment]
    return []


def copies(b: Builder) -> list[tuple[str, str]]:
    """Copies of reports under other addresses of the same page."""
    some = [item for item in b.site.items if item.is_report and item.form == "html" and "?" not in item.main][:6]
    links = []
    for item in some:
        route = b.site.web.exact[bare(item.main)]
        for url in (f"{item.main}?isMobile=false", f"{item.main.rsplit('.', 1)[0]}_app.{item.main.rsplit('.', 1)[-1]}"):
            if url.count("/") > 2 and "." in item.main.rsplit("/", 1)[-1]:
                b.site.web.exact[bare(url)] = route
                item.urls.add(bare(url))
                links.append((url, item.link))
    return links


def soft_404(b: Builder) -> list[tuple[str, str]]:
    b.site.put(f"http://{b.site.host}/gone/nb.html", b.site.look.page("错误", "<p>您访问的页面不存在或已删除</p>"))
    b.site.web.page(
        f"http://{b.site.host}/gone/nb2.html", Answer(b"", 301, None, {"Location": f"http://{b.site.host}/"})
    )
    return [("/gone/nb.html", f"{b.region}司法局{TITLE}"), ("/gone/nb2.html", f"{b.region}水利局{TITLE}")]


TRAPS = {
    f.__name__: f
    for f in (
        calendar,
        sessions,
        endless_pager,
        elsewhere,
        private,
        redirects,
        forbidden,
        slow_drip,
        bomb,
        wrong_types,
        copies,
        soft_404,
    )
}
