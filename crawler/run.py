"""Running a crawl: Scrapy's process around the spider, in this process or in one of its own."""

from __future__ import annotations

import fcntl
import gc
import logging
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.index import Index, RunSummary
from archive.journal import JournalledIndex
from archive.store import Archive
from crawler.hours import HoursError, read_hours
from crawler.portals import Portal
from crawler.settings import DEFAULTS, program_version, user_agent

WARC_FOLDER = "warc"
LOCK = "crawl.lock"

# Settings that a service file gives without -s.
FROM_ENVIRONMENT = ("GONGKAI_CONTACT", "GONGKAI_HOURS")

# Without any delay Scrapy starts all that waits for a host before it counts the first of them as under way.
LEAST_DELAY = 0.001

OpenIndex = Callable[[Path], Index]
Watch = Callable[[Any], None]


class CrawlRunningError(RuntimeError):
    """Another crawl works on the same archive; the message names its lock."""


class CrawlFailedError(RuntimeError):
    """The crawling process ended without a result; the message has its exit status."""


class SettingError(ValueError):
    """A setting that cannot be used; the message says how to write it."""


def settings_with(given: dict[str, Any]) -> dict[str, Any]:
    """The defaults, over them the environment's words, over these the given settings, and the User-Agent they make.

    Raises :class:`SettingError` for hours or a delay that cannot be read.
    """
    merged = {**DEFAULTS, **{name: os.environ[name] for name in FROM_ENVIRONMENT if name in os.environ}, **given}
    try:
        read_hours(str(merged["GONGKAI_HOURS"]))
        merged["DOWNLOAD_DELAY"] = max(LEAST_DELAY, float(merged["DOWNLOAD_DELAY"]))
    except HoursError as fault:
        raise SettingError(str(fault)) from fault
    except ValueError as fault:
        raise SettingError(f"DOWNLOAD_DELAY={merged['DOWNLOAD_DELAY']}: must be a number of seconds") from fault
    merged.setdefault("USER_AGENT", user_agent(str(merged.get("GONGKAI_CONTACT") or "") or None))
    return merged


def parse_settings(words: list[str]) -> dict[str, str]:
    """``NAME=VALUE`` words of ``-s``. Raises :class:`SettingError`."""
    found = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.isidentifier():
            raise SettingError(f"-s {word}: must be NAME=VALUE, as in -s DOWNLOAD_DELAY=2")
        found[name] = value
    return found


def crawl(
    portals: list[Portal],
    data: Path,
    settings: dict[str, Any] | None = None,
    *,
    open_index: OpenIndex,
    in_process: bool = False,
    watch: Watch | None = None,
) -> list[RunSummary]:
    """Crawl portals into the archive at ``data``; a summary for each, in the order they ended.

    ``open_index`` opens the index in the crawling process, so it must be a function of a module. Twisted's reactor
    runs once a process: unless ``in_process`` is set the crawl has a process of its own, and this function can be
    called again. ``watch`` (only in this process) is called once with the spider, for a display of progress.
    """
    if in_process:
        return _crawl_here(portals, data, settings or {}, open_index, watch)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["crawler.spider", open_index.__module__])
    receiver, sender = context.Pipe(duplex=False)
    work = (portals, data, settings or {}, open_index)
    process = context.Process(target=_crawl_there, args=(sender, dict(os.environ), work))
    process.start()
    sender.close()
    try:
        answer: list[RunSummary] | Exception = receiver.recv()
    except EOFError:
        process.join()
        raise CrawlFailedError(f"the crawling process ended with status {process.exitcode}") from None
    finally:
        receiver.close()
    process.join()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _crawl_there(
    sender: Any, environment: dict[str, str], work: tuple[list[Portal], Path, dict[str, Any], OpenIndex]
) -> None:
    os.environ.clear()  # the server of processes keeps the environment it was started in
    os.environ.update(environment)
    try:
        sender.send(_crawl_here(*work, None))
    except Exception as fault:
        sender.send(fault)


def _crawl_here(
    portals: list[Portal], data: Path, settings: dict[str, Any], open_index: OpenIndex, watch: Watch | None
) -> list[RunSummary]:
    import scrapy.core.downloader.handlers.http11  # noqa: F401 - twice as slow once the rest is there
    from scrapy.crawler import AsyncCrawlerProcess

    from crawler.spider import PortalSpider

    if not portals:
        return []
    # What is made by now stays, and a crawl makes few cycles: the collector need not look so often.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    merged = settings_with(settings)
    with only_one(data):
        _quiet(str(merged["LOG_LEVEL"]))
        archive = Archive(data / WARC_FOLDER, software=f"gongkai/{program_version()}")
        process = AsyncCrawlerProcess(merged)
        crawler = process.create_crawler(PortalSpider)
        summaries: list[RunSummary] = []
        process.crawl(
            crawler,
            portals=portals,
            archive=archive,
            index=JournalledIndex(open_index(data), archive),
            trace=PrintedTrace() if _true(merged["GONGKAI_TRACE"]) else no_trace,
            summaries=summaries,
            watch=watch,
        )
        process.start()
        archive.close()
    return summaries


def _quiet(level: str) -> None:
    """Scrapy makes every record of its log and drops most at the handler: three for every request."""
    for name in ("scrapy", "twisted"):
        logging.getLogger(name).setLevel(level)


def _true(value: Any) -> bool:
    return str(value).lower() in ("1", "true", "yes")


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the archive's crawl lock. Raises :class:`CrawlRunningError` when another process has it."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / LOCK
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CrawlRunningError(f"{path}: another crawl is writing to this archive; wait for it to end") from None
        yield


class PrintedTrace:
    """One decision a line on stdout: portal, what was done, why, the address, its words. What is left for one
    reason on page after page is said once.
    """

    def __init__(self) -> None:
        self._left: set[int] = set()

    def __call__(self, portal: str, decision: str, reason: str, url: str, text: str) -> None:
        """Print a decision."""
        if decision == "leave":
            said = hash((portal, reason, url, text))
            if said in self._left:
                return
            self._left.add(said)
        words = text.replace("\t", " ").replace("\n", " ")
        sys.stdout.write(f"{portal}\t{decision}\t{reason}\t{url}\t{words}\n")


def no_trace(portal: str, decision: str, reason: str, url: str, text: str) -> None:
    """Says nothing."""
