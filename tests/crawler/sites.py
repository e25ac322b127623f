"""Invented portals of each product, as small as shows the product's way of listing."""

from __future__ import annotations

import json

from tests.crawler.fake_web import Web, page, report

TRS_START = "http://www.qingshan.gov.cn/"
AGENCIES = ("财政局", "教育局", "民政局")


def row(url: str, title: str, date: str) -> str:
    return f'<li><a href="{url}" target="_blank">{title}</a><span>{date}</span></li>'


def trs(web: Web, root: str = "http://www.qingshan.gov.cn", city: str = "青山市") -> set[str]:
    """Home page, disclosure page, a column by year, each year's list on two pages. The addresses of the reports."""
    column = f"{root}/zwgk/zfxxgk/zfxxgknb/"
    web.pages[f"{root}/"] = page(
        f"{city}人民政府",
        '<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/zjqs/">走进青山</a></div>',
    )
    web.pages[f"{root}/zjqs/"] = page("走进青山", "<p>山清水秀</p>" * 40)
    web.pages[f"{root}/zwgk/"] = page("政务公开", f'<ul><li><a href="{column}">政府信息公开年报</a></li></ul>')
    years = range(2021, 2024)
    web.pages[column] = page(
        "政府信息公开年报", "<ul>" + "".join(f'<li><a href="./{year}n/">{year}年</a></li>' for year in years) + "</ul>"
    )
    found = set()
    for year in years:
        rows = []
        for number, agency in enumerate(AGENCIES):
            url = f"{column}{year}n/{year + 1}01/t{year + 1}0120_{year}{number}.html"
            title = f"{city}{agency}{year}年政府信息公开工作年度报告"
            web.pages[url] = report(title)
            found.add(url)
            rows.append(row(url.replace(f"{column}{year}n/", "./"), title, f"{year + 1}-01-20"))
        rows.append(row(f"./t_{year}.html", f"一图读懂{city}{year}年政府信息公开工作年度报告", f"{year + 1}-02-01"))
        script = '<script>createPageHTML({}, {}, "index", "html");</script>'
        list_1, list_2 = "".join(rows[:2]), "".join(rows[2:])
        web.pages[f"{column}{year}n/"] = page(f"{year}年", f"<ul>{list_1}</ul>{script.format(2, 0)}")
        web.pages[f"{column}{year}n/index_1.html"] = page(f"{year}年", f"<ul>{list_2}</ul>{script.format(2, 1)}")
    return found


def titles(city: str, count: int, year: int = 2022) -> list[str]:
    return [f"{city}第{n}实验局{year}年政府信息公开工作年度报告" for n in range(1, count + 1)]


def hanweb(web: Web, *, named: bool, root: str = "http://www.linhai.gov.cn", count: int = 37) -> set[str]:
    """A column whose first group is in the page. ``named``: groups by nextgroup; else by numbers."""
    names = titles("临海市", count)
    links = [f"{root}/art/2023/1/{n % 28 + 1}/art_5500_{n}.html" for n in range(count)]
    for url, name in zip(links, names, strict=True):
        web.pages[url] = report(name)

    def store(start: int, stop: int, following: str) -> str:
        records = "".join(
            f"<record><![CDATA[<li><a href='{links[n].removeprefix(root)}' title='{names[n]}'>{names[n][:12]}...</a>"
            f"<b>2023-01-20</b></li>]]></record>"
            for n in range(start, min(stop, count))
        )
        nextgroup = f"<nextgroup><![CDATA[{following}]]></nextgroup>"
        return f"<datastore><totalrecord>{count}</totalrecord>{nextgroup}<recordset>{records}</recordset></datastore>"

    proxy = "/module/web/jpage/dataproxy.jsp"
    token = '<a href="{}?page={}&webid=x9f&path=/&columnid=b7a&unitid=c1"></a>'

    def following(page_number: int) -> str:
        return token.format(proxy, page_number) if named and (page_number - 1) * 15 < count else ""

    script = f"<script>jQuery('#4407').jpage({{perPage:15,proxyUrl:'{proxy}',webid:'16',unitid:'4407'}})</script>"
    web.pages[f"{root}/col/col5500/index.html"] = page(
        "政府信息公开年报",
        f'<div id="4407"><script type="text/xml">{store(0, 15, following(2))}</script></div>'
        + ("" if named else script),
    )

    def rule(url: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes] | None:
        if proxy not in url:
            return None
        query = dict(pair.split("=", 1) for pair in url.partition("?")[2].split("&"))
        if named and (query.get("columnid") != "b7a" or "startrecord" in query):
            return 200, {"Content-Type": "text/html"}, b"<datastore><recordset></recordset></datastore>"
        start = (int(query["page"]) - 1) * 15 if named else int(query["startrecord"]) - 1
        text = store(start, start + 15, following(int(query["page"]) + 1))
        return 200, {"Content-Type": "text/xml; charset=utf-8"}, text.encode()

    web.rule = rule
    return set(links)


def gkmlpt(web: Web, root: str = "http://www.nanjiang.gov.cn", count: int = 130) -> set[str]:
    """A tree of columns in a script, articles from the interface, 100 a page."""
    names = titles("南江市", count)
    links = [f"{root}/gkmlpt/content/3/{n // 1000}/post_{n}.html" for n in range(count)]
    for url, name in zip(links, names, strict=True):
        web.pages[url] = report(name)
    tree = [
        {"id": 10, "name": "机构职能", "children": []},
        {"id": 11, "name": "政府信息公开", "children": [{"id": 12, "name": "政府信息公开年报", "children": []}]},
    ]
    config = f"window._CONFIG = {{SID: '758017', LANG: 'zh', TREE: {json.dumps(tree, ensure_ascii=False)}}};"
    web.pages[f"{root}/gkmlpt/index"] = page("政府信息公开平台", f"<script>{config}</script><div id=app></div>")
    for number in range(1, (count - 1) // 100 + 2):
        chunk = range((number - 1) * 100, min(number * 100, count))
        reply = {
            "classify": {},
            "total": count,
            "offset": (number - 1) * 100,
            "articles": [{"id": n, "title": names[n], "url": links[n]} for n in chunk],
        }
        content = json.dumps(reply, ensure_ascii=False).encode()
        web.pages[f"{root}/gkmlpt/api/all/12?page={number}&sid=758017"] = (
            200,
            {"Content-Type": "application/json"},
            content,
        )
    return set(links)


def boda(web: Web, root: str = "http://www.hongya.gov.cn", count: int = 25) -> set[str]:
    """Pages counting down: gknb.htm, gknb/2.htm, gknb/1.htm."""
    names = titles("洪崖县", count)
    links = [f"{root}/info/3109/{n}.htm" for n in range(count)]
    for url, name in zip(links, names, strict=True):
        web.pages[url] = report(name, '<div id="vsb_content"></div>')
    chunks = [range(0, 10), range(10, 20), range(20, count)]
    for number, chunk in enumerate(chunks):
        base = f"{root}/zfxxgk/gknb.htm" if number == 0 else f"{root}/zfxxgk/gknb/{len(chunks) - number}.htm"
        rows = "".join(row(links[n], names[n], "2023-01-20") for n in chunk)
        pager = '<a href="gknb/2.htm">下页</a><a href="gknb/1.htm">尾页</a>共3页' if number == 0 else ""
        web.pages[base] = page("公开年报", f"<ul>{rows}</ul>{pager}<script src=/system/resource/js/x.js></script>")
    return set(links)
