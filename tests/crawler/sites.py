"""Invented portals of each product, as small as shows the product's way of listing."""

from __future__ import annotations

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
