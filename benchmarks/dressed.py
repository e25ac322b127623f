"""The demo portals in pages of the size of real ones: menus, scripts, styles, columns of news, friendly links.

The pages of the demo say what they have to say and nothing else, 2 KB for a list and 20 KB for a report. Those of a
portal are mostly frame, 60 KB and more of it, with some 250 links of which hardly one leads to a report. The frame
put round each page here is the same on all pages of a site but for its column of news, as it is there; its links lead
to pages that exist. Every fourth report has its text in a PDF of 300 KB besides.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from functools import cache
from typing import Any
from zlib import crc32

from demo.portals.mirror import MirrorSite
from demo.portals.site import Answer, Request, Site
from demo.world import World

PDF_BYTES = 300_000
_SUBJECTS = re.split(
    r"\s+",
    "领导之窗 机构职能 人事任免 规划计划 财政资金 政策文件 政策解读 统计数据 应急管理 行政许可 "
    "行政处罚 招标采购 重大项目 乡村振兴 社会救助 食品药品 生态环境 教育医疗 住房保障 就业创业 "
    "税费政策 个人办事 法人办事 便民服务 领导信箱 在线访谈 民意征集 网上调查 回应关切 新闻发布 "
    "图片新闻 视频新闻 走进城市 投资指南 文化旅游 营商环境 督查检查 建议提案 双随机 权责清单",
)
_NEWS = (
    "我市召开{}工作推进会议",
    "关于做好{}有关工作的通知公告内容一览",
    "市领导调研{}工作并主持召开座谈会强调要抓好落实",
    "{}专题新闻发布会实录",
    "一图读懂：{}",
)
_SCRIPT = (
    "function show%d(id,count){for(var i=1;i<=count;i++){var tab=document.getElementById('tab_'+id+'_'+i);"
    "if(!tab){continue;}tab.className=tab.className.replace('on','');tab.style.display='none';}"
    "$('#box%d .hd li').eq(id).addClass('on').siblings().removeClass('on');}\n"
)
_STYLE = ".w%d a:hover,.w%d .hd li.on{color:#0a58a6;background:url(/images/bg%d.png) no-repeat 0 -%dpx;margin:0 auto}\n"
_REPORT = re.compile(r"<title>[^<]*20\d\d[^<]*年度报告")
_CONTENT = re.compile(r"(<body[^>]*>)(.*)(</body>)", re.S)


@cache
def _frame(host: str) -> tuple[str, str, str]:
    """What stands in the head, before and behind the content on every page of a site."""
    code = "".join(_SCRIPT % (n, n) for n in range(40))
    style = "".join(_STYLE % (n, n, n, n * 7) for n in range(120))
    head = f'<style type="text/css">\n{style}</style>\n<script type="text/javascript">\n{code}</script>\n'
    menus = "".join(
        f'<li class="m{n}"><a href="/menu/{n}/" target="_blank" title="{name}">{name}</a><div class="sub"><dl>'
        + "".join(f'<dd><a href="/menu/{n}/{k}/">{_SUBJECTS[(n * 5 + k) % 40]}</a></dd>' for k in range(12))
        + "</dl></div></li>"
        for n, name in enumerate(_SUBJECTS[:10])
    )
    friends = "".join(
        f'<option value="http://www.friend{n}.example/">{_SUBJECTS[n % 40]}网站</option>' for n in range(60)
    )
    before = f'<div class="topnav"><div class="nav w1200"><ul class="clearfix">{menus}</ul></div></div>'
    behind = (
        f'<div class="links"><select onchange="if(this.value)window.open(this.value)">{friends}</select></div>'
        f'<div class="footer"><p>主办单位：{host} 技术支持：信息中心</p><p><a href="/menu/map/">网站地图</a></p></div>'
    )
    return head, before, behind


def _news(path: str, count: int) -> str:
    """A column of news, other ones on every page."""
    dice = random.Random(crc32(path.encode()))
    rows = []
    for _ in range(count):
        number, subject = dice.randrange(90_000), dice.choice(_SUBJECTS)
        title = dice.choice(_NEWS).format(subject)
        rows.append(
            f'<li><a href="/news/202{number % 5}{number % 12 + 1:02d}/t{number}.html" title="{title}">{title}</a>'
            f"<span>202{number % 5}-{number % 12 + 1:02d}-{number % 28 + 1:02d}</span></li>\n"
        )
    return "".join(rows)


def dressed(world: World) -> World:
    """The world with a frame round every page of its sites."""
    wearing: dict[str, Any] = {host: _Dressed(site) for host, site in world.sites.items()}
    return replace(world, sites=wearing)


class _Dressed:
    """Answers for a site, and puts a frame round what it answers."""

    def __init__(self, site: Site | MirrorSite) -> None:
        self._site = site
        self.portal = site.portal
        self.robots = site.robots
        self._dressed: dict[str, Answer] = {}

    def answer(self, request: Request) -> Answer:
        """The site's answer in its frame; a file or data as they are."""
        if request.path.endswith(".pdf"):
            return Answer(_pdf(request.path), "application/pdf")
        if request.path.startswith(("/menu/", "/news/")):
            return self._dress(request.path, self._news(request.path))
        answer = self._site.answer(request)
        dressable = answer.status == 200 and answer.content_type.startswith("text/html") and not request.query
        return self._dress(request.path, answer) if dressable else answer

    def _news(self, path: str) -> Answer:
        if isinstance(self._site, MirrorSite):
            return Answer(b"", status=404)
        return self._site.pack(self._site.page("新闻", f"<ul>{_news(path, 20)}</ul>", ["新闻"]))

    def _dress(self, path: str, answer: Answer) -> Answer:
        if path not in self._dressed:
            charset = "gb18030" if self.portal.charset == "gbk" else "utf-8"
            text = answer.body.decode(charset, "replace")
            head, before, behind = _frame(self.portal.host)
            aside = f'<div class="right"><div class="hd">要闻动态</div><ul>{_news(path, 30)}</ul></div>'
            file = ""
            if _REPORT.search(text) and crc32(path.encode()) % 4 == 0:
                name = f"P0{crc32(path.encode())}.pdf"
                file = f'<p>附件：<a href="{path.rpartition("/")[0]}/{name}">政府信息公开工作年度报告.pdf</a></p>'
            text = text.replace("</head>", head + "</head>", 1)
            whole = _CONTENT.sub(lambda m: f"{m[1]}{before}{m[2]}{file}{aside}{behind}{m[3]}", text, count=1)
            self._dressed[path] = replace(answer, body=whole.encode(charset))
        return self._dressed[path]


@cache
def _noise() -> bytes:
    return random.Random(1).randbytes(PDF_BYTES)


def _pdf(path: str) -> bytes:
    """A file of its own for every address."""
    return b"%PDF-1.5\n" + path.encode() + _noise()
