"""The Scrapy settings of every crawl. ``gongkai crawl -s NAME=VALUE`` overrides any of them."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

PROJECT_PAGE = "https://github.com/gongkai-archive/gongkai"


def program_version() -> str:
    """The version of the program, ``0`` where it runs from its source without being installed."""
    try:
        return version("gongkai")
    except PackageNotFoundError:
        return "0"


def user_agent(contact: str | None) -> str:
    """Who asks, and where to complain."""
    return f"gongkai/{program_version()} (+{contact or PROJECT_PAGE})"


DEFAULTS: dict[str, Any] = {
    # Ours.
    "GONGKAI_CONTACT": "",  # an address or page for complaints, sent in the User-Agent
    "GONGKAI_HOURS": "",  # when requests are started, as 22:00-06:00 Asia/Shanghai; empty: always
    "CONCURRENT_PORTALS": 16,  # portals visited at a time
    "PORTAL_REQUESTS": 20_000,  # ceiling of requests to one portal in one night, over all its runs
    "NIGHT_HOURS": 16,  # runs begun in so many hours are of one night; 0: each run by itself
    "PORTAL_CONCURRENCY": 8,  # requests of one portal under way, over all its hosts
    "EXPLORE_PAGES": 300,  # pages looked at on the way to columns of reports, per portal and run
    "EXPLORE_OTHER": 80,  # of these, pages that nothing but nearness speaks for
    "NOTICE_PAGES": 60,  # of these, pages of notice lists
    "ARTICLE_PAGES": 0,  # pages of reports fetched in one run, for a short look at a portal; 0: all
    "REVISIT_DAYS": 90,  # in how many runs all archived documents without ETag and date come round; 0: every run
    "REVISIT_REQUESTS": 500,  # conditional requests a run for documents that have them
    "ORPHAN_CHECKS": 100,  # archived documents that no list links to any more, asked for in a run
    "MAX_CRAWL_DELAY": 60,  # seconds; a longer Crawl-delay of robots.txt counts as this
    "MAX_RETRY_AFTER": 300,  # seconds
    "RENDER": True,  # run the scripts of lists that need it, where the extra js is installed
    "RENDER_REQUESTS": 60,  # what the scripts of one page may ask for
    "RENDER_SECONDS": 180,  # how long the scripts of one page may take
    "GONGKAI_TRACE": False,
    # Scrapy's: politeness.
    "ROBOTSTXT_OBEY": True,
    "CONCURRENT_REQUESTS": 400,
    "CONCURRENT_ITEMS": 1,  # a worker each for every answer; ours only hand out requests
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 1.0,
    "DOWNLOAD_DELAY_JITTER": 0.0,  # a floor is a floor
    "AUTOTHROTTLE_ENABLED": True,
    "AUTOTHROTTLE_START_DELAY": 1.0,
    "AUTOTHROTTLE_MAX_DELAY": 60.0,
    "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
    # Scrapy's: bounds.
    "DOWNLOAD_TIMEOUT": 120,
    "DOWNLOAD_MAXSIZE": 64 * 1024 * 1024,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,  # an archive says who spoke; a certificate that is wrong is named
    "DOWNLOAD_FAIL_ON_DATALOSS": True,
    "RETRY_TIMES": 1,  # at once; the visit asks again later in the run
    "REDIRECT_MAX_TIMES": 6,
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "zh-CN,zh;q=0.9",
        "Accept-Encoding": "gzip, deflate",
    },
    # Scrapy's: parts. What is only switched off is loaded all the same, and with the extensions a web server, a telnet
    # server and the exporters of feeds: so the lists hold what a crawl needs. It has its own counts and its own rules
    # for robots.txt, redirects and hosts; a portal that needs cookies is named, not persuaded; a page says itself where
    # it sends its reader; the archive unpacks.
    "DOWNLOADER_MIDDLEWARES_BASE": {
        "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
        "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
        "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
        "scrapy.downloadermiddlewares.retry.RetryMiddleware": 550,
        "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    },
    "DOWNLOADER_MIDDLEWARES": {
        "crawler.replay.ReplayMiddleware": 90,
        "crawler.rendering.RenderMiddleware": 95,
        "crawler.politeness.RobotsMiddleware": 100,
        "crawler.guard.Redirects": 600,
        "crawler.guard.GuardMiddleware": 760,
        "crawler.archiving.ArchiveMiddleware": 950,
    },
    "SPIDER_MIDDLEWARES_BASE": {},  # the visit bounds depth and addresses, judges every status and sets Referer
    "EXTENSIONS_BASE": {
        "scrapy.extensions.memusage.MemoryUsage": 0,
        "scrapy.extensions.closespider.CloseSpider": 0,
        "crawler.politeness.Throttle": 0,
    },
    "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
    "WARN_ON_GENERATOR_RETURN_VALUE": False,
    "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.DownloaderAwarePriorityQueue",
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    "LOG_LEVEL": "WARNING",
    "LOG_SHORT_NAMES": True,
}
