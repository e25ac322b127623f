"""Crawl made-up portals with the real program and compare what it has with the truth."""

from __future__ import annotations

import ipaddress
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from tests.wild.portal import Portal
from tests.wild.proxy import Books, Proxy
from tests.wild.web import bare
from tests.wild.world import Item

ROOT = Path(__file__).parents[2]


@dataclass
class Night:
    """One run of the crawl over all portals."""

    books: Books
    seconds: float
    code: int
    output: str


@dataclass
class Found:
    """What the archive and the reports hold of one portal."""

    crawled: set[int] = field(default_factory=set)  # numbers of true reports that are archived
    right: set[int] = field(default_factory=set)  # ... and read with the right agency and year
    listed: int = 0
    wrong: list[str] = field(default_factory=list)
    versions: int = 0
    state: str = ""
    reason: str = ""
    platform: str = ""


class Trial:
    """A data folder, a portal file and a proxy."""

    def __init__(self, portals: list[Portal], proxy: Proxy, data: Path, settings: tuple[str, ...] = ()) -> None:
        self.portals, self.proxy, self.data = portals, proxy, data
        self.settings = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_START_DELAY=0", "DOWNLOAD_TIMEOUT=3", *settings)
        for portal in portals:
            for host in portal.hosts:
                proxy.failing[host] = portal.failing
                if portal.conditional:
                    proxy.conditional.add(host)
        self.file = data / "portals.yml"
        data.mkdir(parents=True, exist_ok=True)
        self.file.write_text(yaml.safe_dump([p.entry() for p in portals], allow_unicode=True), "utf-8")

    def run(self, *words: str, kill_after: float | None = None, timeout: float = 1200) -> tuple[int, str]:
        """Run the program; with ``kill_after``, kill it then. The exit status and both its outputs."""
        environment = dict(os.environ) | {
            "http_proxy": self.proxy.address,
            "https_proxy": self.proxy.address,
            "no_proxy": "",
        }
        command = [sys.executable, "-m", "gongkai", words[0], "--data", str(self.data), *words[1:]]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            out, _ = process.communicate(timeout=kill_after or timeout)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL if kill_after else signal.SIGTERM)
            out, _ = process.communicate()
            return -9, out
        return process.returncode, out

    def night(self, *extra: str, kill_after: float | None = None, timeout: float = 1200) -> Night:
        """Crawl everything once."""
        self.proxy.turn_page()
        began = time.monotonic()
        settings = [word for one in self.settings for word in ("-s", one)]
        code, out = self.run(
            "crawl", "--portals", str(self.file), *settings, *extra, kill_after=kill_after, timeout=timeout
        )
        return Night(self.proxy.turn_page(), time.monotonic() - began, code, out)

    def found(self, *, extract: bool = True) -> dict[str, Found]:
        """Read the archive, extract it, and compare with the truth; without extraction, what was crawled only."""
        results = {portal.id: Found() for portal in self.portals}
        at = {url: (portal, item) for portal in self.portals for item in portal.items for url in item.urls}
        owner = {host: portal for portal in self.portals for host in portal.hosts}
        database = sqlite3.connect(self.data / "gongkai.db")
        for url, versions in database.execute(
            "select url, max(version) from documents where gone is null group by url"
        ):
            portal, item = at.get(bare(url), (owner.get(urlsplit(url).netloc), None))
            if portal is not None:
                results[portal.id].versions += versions
                if item is not None and item.is_report and not _attached_elsewhere(item, url):
                    results[portal.id].crawled.add(item.number)
        self.extract_output = self.run("extract")[1] if extract else ""
        lines = self.run("reports", "--json")[1] if extract else ""
        listed: set[tuple[str, int]] = set()
        for line in lines.splitlines():
            if not line.startswith("{"):
                continue
            row = json.loads(line)
            portal, item = at.get(bare(row["url"]), (owner.get(urlsplit(row["url"]).netloc), None))
            if portal is None:
                continue
            result = results[portal.id]
            result.listed += 1
            if (
                item is not None
                and item.is_report
                and item.year == row["year"]
                and same_agency(str(item.agency), row["agency"] or "")
            ):
                result.right.add(item.number)
                listed.add((str(item.agency), int(item.year or 0)))
            else:
                truth = (
                    f"{item.agency} {item.year}" if item and item.is_report else item.title if item else "unknown page"
                )
                result.wrong.append(f"{row['agency']} {row['year']} at {row['url']}: really {truth}")
        for portal in self.portals:  # two portals of one region: the same report is listed once
            one = results[portal.id]
            same = (item for item in portal.reports if (str(item.agency), int(item.year or 0)) in listed)
            one.right.update(item.number for item in same if item.number in one.crawled)
        for line in self.run("status", "--json")[1].splitlines():
            if line.startswith("{"):
                row = json.loads(line)
                if row["portal"] in results:
                    results[row["portal"]].state = row["state"]
                    results[row["portal"]].reason = row.get("reason") or ""
        for portal_id, platform in database.execute("select portal, platform_found from portals"):
            if portal_id in results:
                results[portal_id].platform = platform or ""
        database.close()
        return results


def _attached_elsewhere(item: Item, url: str) -> bool:
    """Whether an address is only the page of a report that is a file or pictures."""
    return item.form not in ("html", "link") and bare(url) == item.page


def same_agency(truth: str, name: str) -> bool:
    """Whether two names mean one agency, whatever prefix or suffix was left out."""

    def core(text: str) -> str:
        return re.sub(r"(人民政府(?!办)|办事处)$", "", re.sub(r"^.{2,12}?[省州盟市](?=.{2,})", "", text) or text)

    one, two = (
        truth.removesuffix("人民政府").removesuffix("办事处"),
        name.removesuffix("人民政府").removesuffix("办事处"),
    )
    return one == two or (len(two) >= 2 and one.endswith(two)) or two.endswith(one) or core(truth) == core(name)


def forbidden_requests(portals: list[Portal], books: Books) -> dict[str, list[str]]:
    """Requests that must not be: forbidden by robots.txt, private, to other sites; by portal or ?."""
    owner = {host: portal for portal in portals for host in portal.hosts}
    bad: dict[str, list[str]] = {}
    for _, url, *_ in books.log:
        parts = urlsplit(url if "//" in url else f"http://{url}")
        portal = owner.get(parts.netloc) or owner.get(parts.netloc.removesuffix(":443"))
        if portal is None:
            bad.setdefault("?", []).append(f"{'private' if _private(parts.hostname or '') else 'other site'} {url}")
        elif any(parts.path.startswith(path) for path in portal.robots.get(parts.netloc, [])):
            bad.setdefault(portal.id, []).append(f"robots.txt {url}")
    return bad


def _private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"


def by_host(books: Books, portal: Portal) -> tuple[int, int]:
    """Requests and bytes sent of a portal."""
    requests = sum(1 for _, url, *_ in books.log if urlsplit(url).netloc in portal.hosts)
    return requests, sum(books.sent[host] for host in portal.hosts)


def misses(portal: Portal, found: Found, books: Books) -> Counter[str]:
    """The lists whose reports were missed, and whether the list itself was ever asked for."""
    asked = {bare(url) for _, url, *_ in books.log}
    lost: Counter[str] = Counter()
    for item in portal.reports:
        if item.number not in found.crawled:
            page = "asked" if bare(item.via) in asked else "NOT asked"
            one = "asked" if any(url in asked for url in item.urls) else "not asked"
            lost[
                f"list {item.via} {page}; item {one}; e.g. {item.link} [{item.form}]"
                if lost.total() < 1
                else f"list {item.via} {page}; item {one}"
            ] += 1
    return lost
