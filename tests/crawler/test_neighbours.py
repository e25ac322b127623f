"""Two entries of the portal file on one host: nothing is asked for twice, and both are well."""

from __future__ import annotations

from collections import Counter, deque
from pathlib import Path

from crawler.neighbours import Neighbours
from crawler.portals import Portal
from tests.crawler import sites
from tests.crawler.conftest import Crawl
from tests.crawler.fake_web import Web
from tests.crawler.test_crawl import urls


def test_what_two_entries_share_is_fetched_once_and_rests_for_both(web: Web, crawl: Crawl, tmp_path: Path) -> None:
    wanted = sites.trs(web)
    starts = (sites.TRS_START, "http://qingshan.gov.cn/zwgk/")
    summaries = crawl(*starts)
    assert [one.state for one in summaries] == ["ok", "ok"]
    assert urls(tmp_path) == wanted
    asked = Counter(url for url in web.urls if "robots.txt" not in url and "//qingshan" not in url)
    assert max(asked.values()) == 1
    web.forget()
    crawl(*starts)
    assert len(wanted & set(web.urls)) <= 1
    assert max(Counter(web.urls).values()) == 1


def entry(name: str, *starts: str) -> Portal:
    return Portal(name, name, "110100", starts, "auto")


def test_neighbours_wait_for_each_other_and_others_do_not() -> None:
    a, b = entry("a", "http://www.x.gov.cn/"), entry("b", "https://x.gov.cn/zwgk/", "http://y.gov.cn/")
    c, d = entry("c", "http://y.gov.cn/nb/"), entry("d", "http://z.gov.cn/")
    neighbours = Neighbours([a, b, c, d])
    waiting = deque([a, b, c, d])
    assert [neighbours.next(waiting, names) for names in ([], ["a"], ["a", "d"])] == [a, d, None]
    assert (neighbours.shares("b"), neighbours.shares("d")) == (True, False)
    neighbours.ended("a", {})
    assert neighbours.next(waiting, ["d"]) is b
    assert neighbours.next(waiting, ["b", "d"]) is None
