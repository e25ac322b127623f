"""The simulated portals behave as the products do, and the server survives its clients."""

from __future__ import annotations

import io
import json
import socket
import threading
import urllib.error
import urllib.request
from pathlib import Path

import docx
import pytest
import yaml

from demo.narrative import written
from demo.places import portals
from demo.server import DemoPortals
from tests.demo.walkers import Client, reached

OPEN = [portal for portal in portals() if portal.agencies]


@pytest.mark.parametrize("portal", OPEN, ids=lambda portal: portal.id)
def test_every_report_is_reached_by_the_products_own_mechanism(demo_portals: DemoPortals, portal) -> None:
    reports = [report for report in demo_portals.truth if report.agency.portal == portal.id]
    own = sorted({f"http://{report.agency.host}/" for report in reports if report.agency.host != portal.host})
    start = next(e["start_urls"][0] for e in portal_entries(demo_portals) if e["id"] == portal.id)
    found = set(reached(Client(demo_portals.proxy), portal.family, [start, *own]))
    assert reports
    assert not [report.url for report in reports if report.url not in found]
    assert not [report.attachment for report in reports if report.attachment and report.attachment not in found]


def portal_entries(demo: DemoPortals) -> list[dict]:
    return yaml.safe_load(demo.portal_file.read_text(encoding="utf-8"))


def test_the_portal_file_has_what_an_entry_needs(demo_portals: DemoPortals) -> None:
    entries = portal_entries(demo_portals)
    assert len({entry["id"] for entry in entries}) == len(entries) == len(portals())
    assert all(entry["platform"] == "auto" and len(entry["region_code"]) == 6 for entry in entries)


def test_every_page_of_a_report_holds_its_words(demo_portals: DemoPortals) -> None:
    client = Client(demo_portals.proxy)
    for report in demo_portals.truth:
        page = client.text(report.url)
        assert report.title.split("\n")[0] in page, report.url
        if report.carrier in ("html", "both") and report.form:
            assert ("<table" in page) or "pictures" in report.faults


def test_addresses_are_never_shared(demo_portals: DemoPortals) -> None:
    addresses = [report.url for report in demo_portals.truth]
    addresses += [report.attachment for report in demo_portals.truth if report.attachment]
    assert len(set(addresses)) == len(addresses)


def test_attached_documents_open_in_another_program(demo_portals: DemoPortals) -> None:
    client = Client(demo_portals.proxy)
    attached = [report for report in demo_portals.truth if report.carrier in ("docx", "both")]
    assert attached
    for report in attached:
        document = docx.Document(io.BytesIO(client.bytes(str(report.attachment))))
        assert document.paragraphs[0].text == report.title
        cells = [cell.text for row in document.tables[1].rows for cell in row.cells]
        key = ("applications", "new_received", "total")
        assert written(report, report.value(*key), key) in cells


def test_the_gbk_site_names_no_charset(demo_portals: DemoPortals) -> None:
    report = next(report for report in demo_portals.truth if report.agency.portal == "yanxi")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": demo_portals.proxy}))
    with opener.open(report.url) as reply:
        assert reply.headers["Content-Type"] == "text/html"
        assert b"charset" not in reply.read().lower()


def status(demo: DemoPortals, url: str, headers: dict[str, str] | None = None) -> int:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": demo.proxy}))
    try:
        with opener.open(urllib.request.Request(url, headers=headers or {}), timeout=20) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_closed_portals_say_so(demo_portals: DemoPortals) -> None:
    assert status(demo_portals, "http://www.jishan-demo.example/zwgk/") == 412
    robots = Client(demo_portals.proxy).text("http://www.shuoning-demo.example/robots.txt")
    assert "Disallow: /\n" in robots
    assert "Crawl-delay: 0.2" in Client(demo_portals.proxy).text("http://www.qinglan-demo.example/robots.txt")


def test_hosts_that_are_not_invented_are_never_contacted(demo_portals: DemoPortals) -> None:
    assert status(demo_portals, "http://www.other-province.example/") == 502
    assert status(demo_portals, "http://10.0.0.1/") == 502


def test_unchanged_pages_answer_304_where_the_host_has_validators(demo_portals: DemoPortals) -> None:
    report = next(report for report in demo_portals.truth if report.agency.portal == "yunze")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": demo_portals.proxy}))
    with opener.open(report.url) as reply:
        tag = reply.headers["ETag"]
    assert status(demo_portals, report.url, {"If-None-Match": tag}) == 304
    assert demo_portals.requests[-1].conditional == {"if-none-match": tag}
    plain = next(report for report in demo_portals.truth if report.agency.portal == "lanjiang")
    with opener.open(plain.url) as reply:
        assert "ETag" not in reply.headers


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\x00\xff\xfe\r\n\r\n",
        b"GET http://www.yunze-demo.example/%00%ff HTTP/1.1\r\n\r\n",
        b"GET http://[bad/ HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST http://www.cangling-demo.example/getFileListByCodeId HTTP/1.1\r\nContent-Length: 3\r\n\r\n\xff\xff\xff",
        b"GET http://www.zhuyu-demo.example/gkmlpt/api/all/99999999999999999999?page=-1 HTTP/1.1\r\n\r\n",
        b"GET http://www.lanjiang-demo.example/module/web/jpage/dataproxy.jsp?columnid=x HTTP/1.1\r\n\r\n",
        b"GET http://www.lanjiang-demo.example/module/web/jpage/dataproxy.jsp?columnid=1&page=-9 HTTP/1.0\r\n\r\n",
        b"CONNECT www.yunze-demo.example:443 HTTP/1.1\r\n\r\n",
        b"BREW / HTTP/1.1\r\n\r\n",
    ],
)
def test_the_server_survives_bad_requests(demo_portals: DemoPortals, sent: bytes) -> None:
    port = int(demo_portals.proxy.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(sent)
        client.shutdown(socket.SHUT_WR)
        while client.recv(65536):
            pass
    assert status(demo_portals, "http://www.yunze-demo.example/") == 200


def test_many_clients_at_once_get_whole_pages(demo_portals: DemoPortals) -> None:
    addresses = [report.url for report in demo_portals.truth[:48]]
    pages: dict[str, bytes] = {}
    client = Client(demo_portals.proxy)
    threads = [threading.Thread(target=lambda u=url: pages.update({u: client.bytes(u)})) for url in addresses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert set(pages) == set(addresses)
    assert all(b"</html>" in page for page in pages.values())


def test_the_second_night_replaces_removes_and_adds_one_report(tmp_path: Path) -> None:
    with DemoPortals(only=("yunze", "lanjiang"), folder=tmp_path) as demo:
        before = {(report.agency.name, report.year): report for report in demo.truth}
        client = Client(demo.proxy)
        changes = demo.advance()
        after = {(report.agency.name, report.year): report for report in demo.truth}
        assert set(before) - set(after) == {changes.removed}
        assert set(after) - set(before) == {changes.added}
        differing = {key for key in set(before) & set(after) if before[key].tables != after[key].tables}
        assert differing == {changes.replaced}
        assert status(demo, before[changes.removed].url) == 404
        assert after[changes.replaced].url == before[changes.replaced].url
        assert client.bytes(after[changes.added].url)


def test_a_share_of_answers_fails_on_demand() -> None:
    with DemoPortals(only=("yanxi",), fail_rate=0.5) as demo:
        outcomes = []
        for _ in range(40):
            try:
                outcomes.append(status(demo, "http://www.yanxi-demo.example/"))
            except (urllib.error.URLError, OSError):
                outcomes.append(0)
        assert {0, 200, 503} == set(outcomes)


def test_gkmlpt_reports_stand_in_the_pages_script(demo_portals: DemoPortals) -> None:
    report = next(r for r in demo_portals.truth if r.agency.portal == "zhuyu" and r.carrier == "html")
    text = Client(demo_portals.proxy).text(report.url)
    config = text.split("window._CONFIG = ", 1)[1].split(";</script>", 1)[0]
    assert json.loads(config)["DETAIL"]["publisher"] == report.agency.name
