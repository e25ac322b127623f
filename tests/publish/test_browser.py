"""The site in a real browser: what a journalist clicks through, without an error on any page."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, sync_playwright

from tests.publish.conftest import HOSTILE
from tests.tools import program

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="module")
def address(data_dir: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gongkai", "serve", "--data", str(data_dir), "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        for _ in range(300):
            try:
                opener.open(f"http://127.0.0.1:{port}/", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    chromium = program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(base_url=address, viewport={"width": 1300, "height": 1500})
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if _is_fault(said) else None)
        page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        yield page
        browser.close()
    assert not faults


def _is_fault(said: ConsoleMessage) -> bool:
    return said.type == "error" and "favicon" not in said.text


def test_from_the_home_page_to_a_figure_and_its_evidence(page: Page) -> None:
    page.goto("/")
    assert "gongkai" in (page.text_content("h1") or "")
    page.fill("input[placeholder*='教育局']", "青溪市教育局")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.click("table.rows-and-columns tbody a >> nth=0")
    page.wait_for_load_state()
    page.click("a:has-text('2021')")
    page.wait_for_load_state()
    text = page.text_content("body") or ""
    assert "本年新收政府信息公开申请数量" in text
    assert "Evidence" in text
    assert "row" in text


def test_a_table_with_facets_narrows_by_a_click(page: Page) -> None:
    page.goto("/public/reports?_facet=year")
    before = int((page.text_content("h3") or "0").split()[0].replace(",", ""))
    page.click(".facet-results a:has-text('2023') >> nth=0")
    page.wait_for_load_state()
    after = int((page.text_content("h3") or "0").split()[0].replace(",", ""))
    assert 0 < after < before


def test_a_canned_query_opens_without_parameters_and_takes_them(page: Page) -> None:
    page.goto("/public/refusal_grounds")
    assert page.locator("table.rows-and-columns tbody tr").count() > 1
    assert page.locator("form.sql input[type=text], form input[type=text]").count() >= 1


def test_a_title_that_means_harm_is_only_shown(page: Page) -> None:
    page.goto("/public/reports?agency=青溪市教育局&year=2022")
    page.click("table.rows-and-columns tbody a >> nth=0")
    page.wait_for_load_state()
    assert HOSTILE in (page.text_content("body") or "")


def test_a_telephone_shows_the_home_page_without_scrolling_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
