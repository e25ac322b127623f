"""Lists that exist only after JavaScript (extra ``js``): a browser runs a page's scripts, and asks for nothing itself.

Every request that a script makes is handed to the crawl's own downloader and answered with what comes back: so
robots.txt, the delay of the host, the ban on private addresses and other sites and the archive hold for it as for
any other request, and the browser, behind a proxy that is not there, has no other way out. A challenge ends it.
"""

from __future__ import annotations

import asyncio
import logging
import re
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse

from crawler.blocked import obstacle
from crawler.judge import Aim
from crawler.page import Page
from crawler.products import recognise
from crawler.replay import ARCHIVED, NOT_MODIFIED

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.visit import Visit

log = logging.getLogger(__name__)

NEEDED = "its list needs JavaScript"
MISSING = f"{NEEDED}: install gongkai[js]"
GRACE_S = 2
CLOSING_S = 5
MOST_SAID = 120  # characters of a shell: a title, a line that asks for JavaScript
MOST_LINKS = 5
MOST_PAGES = 30
MOST_MARKUP = 4_000_000
QUIET_S = 0.4
PATIENT_LOOKS = 6
MOST_LOOKS = 20
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND",
]
_NOWHERE = "http://127.0.0.1:9"
_ROOT = re.compile(
    r"<(?:div|main|app-root|section)\b[^>]*\bid=[\"']?(?:app|root|main-app|__nuxt|__next|q-app|app-root|container|vue-app)[\"']?[^>]*>"
    r"\s*(?:<(?:div|span|p|noscript|img|i)\b[^>]*>[^<]{0,60}(?:</(?:div|span|p|noscript|i)>)?\s*){0,6}</|<app-root\b",
    re.I,
)
_SCRIPT = re.compile(r"<script\b[^>]*\bsrc\s*=", re.I)
_LOOKED_FOR = (Aim.COLUMN, Aim.HUB, Aim.PAGE, Aim.UNSURE, Aim.NOTICES)
_FETCHED = ("script", "xhr", "fetch")
_NEXT = (
    "a:text-matches('^\\\\s*(下一页|下页|后一页|>|»|›)\\\\s*$')", "button:text-matches('^\\\\s*(下一页|下页)\\\\s*$')",
    "li:text-matches('^\\\\s*(下一页|下页)\\\\s*$')", ".el-pagination .btn-next", ".ant-pagination-next",
    ".layui-laypage-next",
)  # fmt: skip


def shell_of(page: Page) -> str | None:
    """What says that a page has nothing to show before its scripts have run; None where it has."""
    if not page.is_html or len(page.body) > 300_000:
        return None
    root = _ROOT.search(page.text)
    scripts = len(_SCRIPT.findall(page.text))
    if root is None or not scripts or len(page.body_text) > MOST_SAID or len(page.anchors) > MOST_LINKS:
        return None
    return f"an empty {root[0].split('>')[0]}> and {scripts} scripts"


def installed() -> bool:
    """Whether the extra ``js`` is there."""
    return find_spec("playwright") is not None


class RenderingError(Exception):
    """A page could not be rendered; the message says why. ``obstacle`` is the challenge that its scripts met."""

    def __init__(self, message: str, obstacle: str | None = None) -> None:
        super().__init__(message)
        self.obstacle = obstacle


@dataclass
class _Sitting:
    """One page in the browser: what its scripts asked for, and what stopped it."""

    crawler: Crawler
    visit: Visit
    page_url: str
    left: int
    deadline: float
    under_way: int = 0
    last: float = field(default_factory=time.monotonic)
    stopped: str | None = None
    obstacle: str | None = None

    async def answer(self, route: Any) -> None:
        """Answer a request of the browser by the crawl's downloader, or refuse it."""
        asked = route.request
        if asked.resource_type not in _FETCHED or not asked.url.startswith(("http://", "https://")):
            await route.abort()
            return
        if self.stopped or self.left <= 0 or time.monotonic() > self.deadline:
            self.stopped = self.stopped or "the limit of requests or seconds for one page"
            await route.abort()
            return
        self.left -= 1
        self.under_way += 1
        try:
            response = await self._fetched(asked)
        except Exception as fault:  # also what a middleware refused
            log.debug("%s: %s: %s", self.visit.portal.id, asked.url, fault)
            await route.abort()
        else:
            kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
            await route.fulfill(status=response.status, content_type=kind or None, body=response.body)
        finally:
            self.under_way -= 1
            self.last = time.monotonic()

    async def _fetched(self, asked: Any) -> Response:
        engine = self.crawler.engine
        assert engine is not None
        kept = ("content-type", "accept", "x-requested-with")
        headers = {name: value for name, value in asked.headers.items() if name.lower() in kept}
        request = Request(
            asked.url,
            method=asked.method if asked.method in ("GET", "POST") else "GET",
            headers={**headers, "Referer": self.page_url},
            body=asked.post_data_buffer or b"",
            meta={"visit": self.visit.portal.id, "rendering": True},
        )
        response = await engine.download_async(request)
        text = response.text if isinstance(response, TextResponse) else ""
        block = obstacle(response.status, response.body, text)
        if block is not None and block.kind != "missing":
            self.stopped = self.obstacle = block.evidence
            raise IgnoreRequest(block.evidence)
        return response

    async def quiet(self) -> None:
        """Wait until the scripts have asked for nothing for a moment."""
        while time.monotonic() < self.deadline and not self.stopped:
            await asyncio.sleep(0.1)
            if not self.under_way and time.monotonic() - self.last > QUIET_S:
                return


class RenderMiddleware:
    """Runs the scripts of a page that shows no list without them, and gives what they show in its place.

    Where that cannot be, ``request.meta["unread"]`` has what says that scripts are needed and why they were not run,
    and ``request.meta["obstacle"]`` the challenge that they met.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.wanted = crawler.settings.getbool("RENDER")
        self.requests = crawler.settings.getint("RENDER_REQUESTS")
        self.seconds = crawler.settings.getfloat("RENDER_SECONDS")
        self._browser: Any = None
        self._playwright: Any = None
        self._one = asyncio.Semaphore(1)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RenderMiddleware:
        """As Scrapy makes middlewares."""
        made = cls(crawler)
        crawler.signals.connect(made.close, signal=signals.spider_closed)
        return made

    async def process_response(self, request: Request, response: Response) -> Response:
        """The same response, or what the page shows after its scripts ran."""
        spider: Any = self.crawler.spider
        link, visit = request.meta.get("link"), spider.visits.get(request.meta.get("visit"))
        if link is None or visit is None or response.status != 200:
            return response
        if ARCHIVED in response.flags and NOT_MODIFIED not in response.flags:
            return response
        if link.aim not in _LOOKED_FOR and not link.in_reports and link.depth > 0:
            return response
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
        page = Page(response.url, response.body, kind, response.status)
        shell = shell_of(page)
        if shell is None or obstacle(response.status, response.body, page.text) is not None:
            return response
        if any(product.name != "generic" for product, _ in recognise(page)):
            return response  # its rows come from an interface that is known
        if not self.wanted or not installed():
            request.meta["unread"] = f"{MISSING} ({shell})"
            return response
        try:
            async with self._one:
                markup = await self._rendered(visit, response.url, response.body, kind)
        except RenderingError as fault:
            request.meta["unread"], request.meta["obstacle"] = f"{fault} ({shell})", fault.obstacle
            return response
        headers = {**response.headers, "Content-Type": "text/html; charset=utf-8"}
        return response.replace(body=markup.encode()[:MOST_MARKUP], headers=headers)

    async def _rendered(self, visit: Visit, url: str, body: bytes, kind: str) -> str:
        from playwright.async_api import Error

        sitting = _Sitting(self.crawler, visit, url, self.requests, time.monotonic() + self.seconds)
        try:
            async with asyncio.timeout(self.seconds + GRACE_S):
                async with self._opened() as page:

                    async def answer(route: Any) -> None:
                        with suppress(Error):
                            if route.request.resource_type == "document" and route.request.url.partition("#")[0] == url:
                                await route.fulfill(status=200, content_type=kind or "text/html", body=body)
                            else:
                                await sitting.answer(route)

                    await page.route("**/*", answer)
                    await page.route_web_socket("**/*", lambda socket: socket.close())
                    await page.goto(url, wait_until="commit", timeout=self.seconds * 1000)
                    return await self._shown(page, sitting)
        except TimeoutError as fault:
            await self.close()  # a script that never ends lets go of nothing
            raise RenderingError(f"{NEEDED}, and its scripts did not end in {self.seconds:.0f} s") from fault
        except (Error, OSError) as fault:
            await self.close()
            raise RenderingError(f"{NEEDED}, and the browser failed: {str(fault).splitlines()[0][:200]}") from fault

    async def _shown(self, page: Any, sitting: _Sitting) -> str:
        """What the page shows, the further pages of its list after it."""
        seen = await _settled(page, sitting, set())
        _ended(sitting)
        markup = str(await page.content())
        more: list[str] = []
        shown = seen
        for _ in range(MOST_PAGES - 1):
            if sitting.stopped or not await _turned(page):
                break
            shown = await _settled(page, sitting, shown)
            if not shown - seen:
                break
            seen = seen | shown
            more.append(str(await page.evaluate("document.body.innerHTML")))
        _ended(sitting)
        end = markup.lower().rfind("</body")
        return f"{markup[:end]}{''.join(more)}{markup[end:]}" if end >= 0 else markup + "".join(more)

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[Any]:
        """A page with nothing of others; its scripts end with it, those that were stopped too."""
        context = await self._context()
        try:
            yield await context.new_page()
        finally:
            with suppress(Exception):
                await asyncio.wait_for(context.close(), CLOSING_S)

    async def _context(self) -> Any:
        if self._browser is None:
            from playwright.async_api import async_playwright

            program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
            self._playwright = await async_playwright().start()
            self._browser = await self._playwright.chromium.launch(
                executable_path=program, args=_FLAGS, proxy={"server": _NOWHERE}
            )
        return await self._browser.new_context(
            user_agent=self.crawler.settings["USER_AGENT"],
            service_workers="block",
            accept_downloads=False,
            locale="zh-CN",
        )

    async def close(self) -> None:
        """Close the browser: with the crawl, and where a page holds on to it. The next page gets a new one."""
        browser, playwright = self._browser, self._playwright
        self._browser = self._playwright = None
        if browser is None:
            return
        with suppress(Exception):
            await asyncio.wait_for(browser.close(), CLOSING_S)
        with suppress(Exception):
            await asyncio.wait_for(playwright.stop(), CLOSING_S)


def _ended(sitting: _Sitting) -> None:
    """Raises RenderingError where the scripts were stopped."""
    if sitting.stopped:
        raise RenderingError(f"{NEEDED}, and its scripts were stopped: {sitting.stopped}", sitting.obstacle)


async def _settled(page: Any, sitting: _Sitting, before: set[str]) -> set[str]:
    """The links of a page when it shows others than ``before`` and no more come, or nothing has come for a while."""
    last: set[str] | None = None
    for waited in range(MOST_LOOKS):
        await sitting.quiet()
        links = await _links(page)
        if sitting.stopped or (links == last and (links != before or waited >= PATIENT_LOOKS)):
            break
        last = links
        await asyncio.sleep(QUIET_S)
    return last or set()


async def _links(page: Any) -> set[str]:
    return set(await page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)"))


async def _turned(page: Any) -> bool:
    """Press what leads to the next page of the list; whether there was such a thing."""
    for selector in _NEXT:
        found = page.locator(selector).first
        if await found.count() and await found.is_visible() and await found.is_enabled():
            names = f"{await found.get_attribute('class') or ''} {await found.get_attribute('aria-disabled') or ''}"
            if "disabled" in names or "true" in names:
                return False
            await found.click(timeout=2000)
            return True
    return False
