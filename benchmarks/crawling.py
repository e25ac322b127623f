"""Crawling the demo portals, beside Scrapy spiders that download the same pages and keep nothing.

Both are given the addresses that a crawl asked for, in its order, and go through the same proxy. The first does
nothing with the answers. The second takes the links out of each page, as every spider must that is to find its way
(``LinkExtractor`` in its default form), but follows none. Neither writes to the disk. The crawl does all its work:
robots.txt, finding, judging, WARC and index.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.dressed import dressed
from benchmarks.measure import Contestant, compare, python
from demo.server import DemoPortals

AT_ONCE = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=False")

BARE = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

class Bare(scrapy.Spider):
    name = "bare"
    extractor = LinkExtractor() if sys.argv[2:] else None
    async def start(self):
        for method, url in json.load(open(sys.argv[1])):
            yield scrapy.Request(url, method=method, dont_filter=True, callback=self.parse, errback=self.parse)
    def parse(self, response):
        if self.extractor and hasattr(response, "css"):
            self.extractor.extract_links(response)

process = CrawlerProcess({"ROBOTSTXT_OBEY": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "LOG_ENABLED": False,
                          "TELNETCONSOLE_ENABLED": False, "HTTPERROR_ALLOW_ALL": True, "RETRY_ENABLED": False})
process.crawl(Bare)
process.start()
"""


def main() -> None:
    """Print a table for the demo portals as they are, and one for them in pages of the size of real ones."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as name, DemoPortals(folder=Path(name)) as demo:
        _compare("Crawling the demo portals", demo, Path(name))
        demo.world = dressed(demo.world)
        _compare("The same in pages of the size that real portals have", demo, Path(name))


def _compare(title: str, demo: DemoPortals, folder: Path) -> None:
    data, addresses = folder / "data", folder / "addresses.json"
    settings = [word for setting in AT_ONCE for word in ("-s", setting)]
    crawl = python("-m", "gongkai", "crawl", "--data", str(data), "--portals", str(demo.portal_file), *settings)
    proxy = {"http_proxy": demo.proxy}
    shutil.rmtree(data, ignore_errors=True)
    demo.requests.clear()
    subprocess.run(crawl, env=_environment(proxy), capture_output=True, check=False, timeout=600)
    asked = [(entry.method, f"http://{entry.host}{entry.path}") for entry in demo.requests]
    size = sum(entry.bytes for entry in demo.requests)
    addresses.write_text(json.dumps(asked), encoding="utf-8")
    compare(
        f"{title}, {size / 1e6:.0f} MB",
        "requests",
        len(asked),
        [
            Contestant("Scrapy, downloads", python("-c", BARE, str(addresses)), None, proxy),
            Contestant("Scrapy, takes links out", python("-c", BARE, str(addresses), "links"), None, proxy),
            Contestant("gongkai crawl", crawl, lambda: shutil.rmtree(data, ignore_errors=True), proxy),
        ],
    )


def _environment(proxy: dict[str, str]) -> dict[str, str]:
    return {**os.environ, **proxy}


if __name__ == "__main__":
    main()
