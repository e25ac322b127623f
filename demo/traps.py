"""What a crawler must survive: a calendar without end, a pager without end, links that lead astray."""

from __future__ import annotations

import re

ASTRAY = (
    ("http://127.0.0.1:9/zfxxgknb/", "政府信息公开年报（内网）"),
    ("http://10.0.0.1/zfxxgknb/index.html", "政府信息公开年报（旧站）"),
    ("http://www.other-province.example/zfxxgknb/", "省外政府信息公开年报"),
    ("javascript:showNianbao(2021)", "2021年政府信息公开年报"),
    ("ftp://ftp.yunze-demo.example/nianbao/", "年报下载"),
)


def astray(mirror: str) -> str:
    """Links that a crawl must not follow: private addresses, other sites, other schemes, the mirror."""
    links = (*ASTRAY, (f"http://{mirror}/zwgk/zfxxgk/zfxxgknb/", "政府信息公开年报（镜像）"))
    return "".join(f'<li><a href="{href}">{text}</a></li>' for href, text in links)


def calendar_page(path: str, root: str) -> str | None:
    """A month of an endless calendar below ``root``, or None where the path is none of it."""
    found = re.fullmatch(rf"{re.escape(root)}/(\d{{4}})/(\d{{1,2}})\.html", path)
    if not found:
        return None
    month = int(found[1]) * 12 + int(found[2]) - 1
    before, after = (f"{root}/{n // 12}/{n % 12 + 1}.html" for n in (month - 1, month + 1))
    links = f'<a href="{before}">上月</a> <a href="{after}">下月</a>'
    return f"<h2>{found[1]}年{int(found[2])}月工作日历</h2><p>{links}</p><p>本月无安排。</p>"
