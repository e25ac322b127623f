"""A closed folder is not a blocked portal."""

from __future__ import annotations

from pathlib import Path

from crawler.refusals import Next, Refusals
from tests.crawler import sites
from tests.crawler.conftest import Crawl
from tests.crawler.fake_web import HTML, Answer, Web, page
from tests.crawler.test_crawl import documents

REFUSED = (403, HTML, page("403", "403 Forbidden"))
HOME = "http://a.gov.cn/"


def refuse(one: Refusals, folder: str, count: int = 5, *, plain: bool = True) -> Next:
    return [one.refused(f"http://a.gov.cn/{folder}/{n}.html", "HTTP 403", plain=plain) for n in range(count)][-1]


def test_what_follows_from_refusals_in_a_row() -> None:
    one = Refusals()
    assert refuse(one, "fgw") is Next.BLOCKED, "nothing ever answered"
    one = Refusals()
    one.answered(HOME)
    assert refuse(one, "fgw", plain=False) is Next.BLOCKED, "a challenge is meant for all"
    one = Refusals()
    one.answered(HOME)
    assert refuse(one, "fgw", 4) is Next.GO_ON
    assert one.answered("http://a.gov.cn/czj/1.html") is None, "no longer in a row"
    assert refuse(one, "fgw") is Next.ASK_AGAIN
    assert one.refused(HOME, "HTTP 403", plain=True) is Next.BLOCKED
    one = Refusals()
    one.answered(HOME)
    assert refuse(one, "zwgk/fgw") is Next.ASK_AGAIN
    assert one.answered(HOME) == "a.gov.cn/zwgk/fgw/"
    assert one.shut("http://www.a.gov.cn/zwgk/fgw/2021/x.html")
    assert not one.shut("http://a.gov.cn/zwgk/czj/x.html")
    assert refuse(one, "zwgk") is Next.ASK_AGAIN
    assert one.answered(HOME) == "a.gov.cn/zwgk/"


def test_an_answer_that_never_comes_decides_nothing() -> None:
    one = Refusals()
    one.answered(HOME)
    assert refuse(one, "fgw") is Next.ASK_AGAIN
    assert one.asking
    one.ended(HOME)
    assert not one.asking
    assert not one.closed


def test_a_folder_in_which_something_answers_is_not_closed() -> None:
    one = Refusals()
    one.answered(HOME)
    one.answered("http://a.gov.cn/fgw/good.html")
    for _ in range(5):
        assert refuse(one, "fgw") is Next.ASK_AGAIN
        assert one.answered(HOME) is None
    assert refuse(one, "fgw") is Next.BLOCKED, "so often is enough"


def closing(web: Web, *, home_too: bool) -> None:
    web.pages["http://www.qingshan.gov.cn/"] += b"<ul>" + b"".join(
        f'<li><a href="/zfxxgk/fgw/{n}.html">发展改革委{2010 + n}年政府信息公开工作年度报告</a></li>'.encode()
        for n in range(8)
    )
    shut: list[str] = []

    def rule(url: str, _headers: dict[str, str]) -> Answer | None:
        if "/zfxxgk/fgw/" in url:
            shut.append(url)
            return REFUSED
        return REFUSED if home_too and len(shut) >= 2 and not url.endswith("robots.txt") else None

    web.rule = rule


def test_a_visit_goes_on_beside_a_closed_folder(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    truth = sites.trs(web)
    closing(web, home_too=False)
    [summary] = crawl(sites.TRS_START)
    assert summary.state == "ok"
    assert summary.reason == "1 folders closed, as qingshan.gov.cn/zfxxgk/fgw/: refused, HTTP 403"
    assert truth <= {one.url for one in documents(tmp_path, "article")}
    assert sum("/fgw/" in url for url in web.urls) <= 13


def test_a_portal_that_refuses_everything_at_last_is_blocked(web: Web, crawl: Crawl) -> None:
    sites.trs(web)
    closing(web, home_too=True)
    [summary] = crawl(sites.TRS_START)
    assert (summary.state, summary.reason) == ("blocked", "blocked: refused, HTTP 403")
