"""What a nightly run promises, piece by piece; whole nights are in tests/demo."""

from __future__ import annotations

import email
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from archive.index import RunSummary
from crawler.portals import Portal
from crawler.run import CrawlFailedError
from db.engine import open_database, writing
from db.index import DatabaseIndex
from db.models import CrawlRun, Document, Report
from db.status import nights_in_trouble
from gongkai.cli import main
from gongkai.night import Night
from gongkai.nightly import BEGUN, run_night
from gongkai.notice import notify
from gongkai.portal_visits import visit_portals
from gongkai.summary import readable
from publish.assertions import AssertionFileError, objections, thresholds
from publish.build import publish
from publish.news import news
from tests.db.archive_of_tests import FETCHED, Story, TestArchive

TODAY = date(2025, 6, 1)
NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestArchive]:
    monkeypatch.delenv("GONGKAI_DATABASE_URL", raising=False)
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    engine = open_database(tmp_path)
    yield TestArchive(engine)
    engine.dispose()


def fill(archive: TestArchive, reports: int = 12) -> None:
    for year in range(2023 - reports + 1, 2024):
        archive.tell(replace(Story(), year=year, form=None, published=date(year + 1, 1, 20)))


def vanish(archive: TestArchive, reports: int) -> None:
    with writing(archive.engine) as session:
        for report in session.query(Report).order_by(Report.year).limit(reports):
            report.gone = date(2025, 2, 4)


# --- assertions ------------------------------------------------------------------------------------------------


def test_reports_that_vanish_are_missed_though_they_stay_in_the_database(archive: TestArchive, tmp_path: Path) -> None:
    fill(archive)
    publish(archive.engine, tmp_path, TODAY)
    vanish(archive, 1)
    assert objections(archive.engine, tmp_path) == []
    vanish(archive, 7)
    assert objections(archive.engine, tmp_path) == [
        "only 5 reports, where 12 are published",
        "portal qingxi: only 5 reports, where 12 are published",
    ]


@pytest.mark.parametrize(
    ("lines", "objected"),
    [
        ("least_share: 0.2\nleast_portal_share: 0.2", 0),
        ("least_share: 0.2", 1),
        ("least_share: 0.2\nsmall_portal: 20", 0),
        ("least_share: 0.2\nportals: {qingxi: {least_share: 0.3}}", 0),
        ("least_share: 0.2\nportals: {qingxi: {least_share: 0.3, least_reports: 6}}", 1),
        ("portals: {other: {least_reports: 1}}", 3),
    ],
)
def test_thresholds_are_lines_of_a_file(archive: TestArchive, tmp_path: Path, lines: str, objected: int) -> None:
    fill(archive)
    publish(archive.engine, tmp_path, TODAY)
    vanish(archive, 7)
    (tmp_path / "assertions.yml").write_text(lines, encoding="utf-8")
    assert len(objections(archive.engine, tmp_path)) == objected


@pytest.mark.parametrize(
    "lines",
    [
        "least_shares: 1",
        "least_share: many",
        "least_share: 9",
        "portals: [a]",
        "portals: {a: {least: 1}}",
        "- x",
        "a: [",
    ],
)
def test_a_file_of_assertions_with_a_mistake_is_refused(tmp_path: Path, lines: str) -> None:
    (tmp_path / "assertions.yml").write_text(lines, encoding="utf-8")
    with pytest.raises(AssertionFileError, match=r"assertions\.yml"):
        thresholds(tmp_path)
    assert main(["nightly", "--data", str(tmp_path)]) == 2


def test_a_published_file_that_is_broken_is_replaced(archive: TestArchive, tmp_path: Path) -> None:
    fill(archive)
    (tmp_path / "public.db").write_bytes(b"no database at all" * 100)
    night = run_night(tmp_path, lambda _: [], 1, lambda _: None)
    assert night.published["reports"] == 12


# --- news --------------------------------------------------------------------------------------------------------


def told(archive: TestArchive, tmp_path: Path) -> list[tuple[str, int]]:
    return [(one.what, one.year) for one in news(archive.engine, tmp_path)]


def test_the_news_are_what_the_published_site_does_not_say_yet(archive: TestArchive, tmp_path: Path) -> None:
    fill(archive, 4)
    assert told(archive, tmp_path) == [("new", year) for year in range(2020, 2024)]
    publish(archive.engine, tmp_path, TODAY)
    assert told(archive, tmp_path) == []
    archive.tell(replace(Story(), year=2023, form=None, text="更多。", published=date(2024, 1, 20)), body="2")
    archive.tell(replace(Story(), year=2024, published=date(2025, 5, 1)))
    vanish(archive, 1)
    assert told(archive, tmp_path) == [("changed", 2023), ("gone", 2020), ("late", 2024), ("new", 2024)]
    publish(archive.engine, tmp_path, TODAY)
    with writing(archive.engine) as session:
        session.query(Report).filter_by(year=2020).one().gone = None
    assert told(archive, tmp_path) == [("back", 2020)]


def test_the_same_report_at_a_new_address_is_moved(archive: TestArchive, tmp_path: Path) -> None:
    archive.tell(Story(), url="https://www.qingxi.example/old.html")
    publish(archive.engine, tmp_path, TODAY)
    with writing(archive.engine) as session:
        held = session.query(Document).one()
        held.gone, sha256 = FETCHED, held.sha256
    moved = archive.document("https://www.qingxi.example/new.html")
    with writing(archive.engine) as session:
        session.get_one(Document, moved).sha256 = sha256
    from tests.db.archive_of_tests import reading

    archive.load(moved, reading(Story()))
    assert told(archive, tmp_path) == [("moved", 2021)]
    assert archive.ask(lambda s: s.query(Report).count()) == 1


@pytest.mark.parametrize(
    ("story", "address", "what"),
    [
        (Story(), "new.html", [("moved", 2021)]),  # other bytes around the same report
        (Story(), "old.html", []),
        (Story(granted=21, not_held=7), "new.html", [("changed", 2021)]),
        (Story(text="别的话。"), "old.html", [("changed", 2021)]),
    ],
)
def test_what_a_report_says_decides_and_not_the_bytes_of_its_page(
    archive: TestArchive, tmp_path: Path, story: Story, address: str, what: list[tuple[str, int]]
) -> None:
    archive.tell(Story(), url="https://www.qingxi.example/old.html")
    publish(archive.engine, tmp_path, TODAY)
    if address == "new.html":
        with writing(archive.engine) as session:
            session.query(Document).one().gone = FETCHED
    archive.tell(story, url=f"https://www.qingxi.example/{address}", body="2")
    assert told(archive, tmp_path) == what
    assert archive.ask(lambda s: s.query(Report).count()) == 1


# --- resuming, isolation -------------------------------------------------------------------------------------------


def test_a_night_that_was_stopped_goes_on_under_its_own_date(archive: TestArchive, tmp_path: Path) -> None:
    begun = datetime.now(UTC) - timedelta(hours=2)
    old = {"what": "new", "agency": "甲局", "year": 2020, "url": "u", "portal": None}
    (tmp_path / BEGUN).write_text(json.dumps({"started": begun.isoformat(), "news": [old]}), encoding="utf-8")
    asked: list[datetime] = []

    def crawl(since: datetime) -> list[dict[str, Any]]:
        asked.append(since)
        return []

    night = run_night(tmp_path, crawl, 1, lambda _: None)
    assert (asked, night.resumed, night.news) == ([begun], True, [old])
    assert not run_night(tmp_path, crawl, 1, lambda _: None).resumed


@pytest.mark.parametrize("left", ['{"started": "2020-01-01T00:00:00+00:00", "news": []}', "{", "[]", '{"started": 3}'])
def test_what_an_old_or_broken_note_says_is_not_gone_on_with(archive: TestArchive, tmp_path: Path, left: str) -> None:
    (tmp_path / BEGUN).write_text(left, encoding="utf-8")
    assert not run_night(tmp_path, lambda _: [], 1, lambda _: None).resumed


def portal(name: str) -> Portal:
    return Portal(name, name, None, (f"http://{name}.example/",), "auto")


class DyingCrawl:
    """A crawl whose process dies whenever ``bad`` is among the portals, after those before it are done."""

    def __init__(self, archive: TestArchive, bad: str = "") -> None:
        self.index, self.bad = DatabaseIndex(archive.engine), bad
        self.asked: list[list[str]] = []

    def __call__(self, portals: list[Portal], _data: Path, _settings: dict[str, Any]) -> list[RunSummary]:
        self.asked.append([one.id for one in portals])
        summaries = []
        for one in portals:
            self.index.put_portal(one.entry)
            run = self.index.start_run(one.id, datetime.now(UTC))
            if one.id == self.bad:
                raise CrawlFailedError("the crawling process ended with status -9")
            summaries.append(RunSummary(one.id, reports_seen=3))
            self.index.finish_run(run, summaries[-1], datetime.now(UTC))
        return summaries


def test_a_portal_that_kills_the_crawl_costs_only_itself(archive: TestArchive, tmp_path: Path) -> None:
    crawl = DyingCrawl(archive, "b")
    portals = [portal(name) for name in "abc"]
    since = datetime.now(UTC)
    found = visit_portals(portals, tmp_path, {}, since, crawl)
    assert [(one.portal, one.state) for one in found] == [("a", "ok"), ("b", "failing"), ("c", "ok")]
    assert found[1].reason == "failing: the crawling process ended with status -9"
    assert crawl.asked == [["a", "b", "c"], ["b"], ["c"]]
    well = DyingCrawl(archive)
    again = visit_portals(portals, tmp_path, {}, since, well)
    assert well.asked == [["b"]]
    assert [one.state for one in again] == ["ok", "ok", "ok"]


# --- trouble -------------------------------------------------------------------------------------------------------


def runs(archive: TestArchive, name: str, *states: str, per_night: int = 1) -> None:
    archive.portal(name)
    with writing(archive.engine) as session:
        for night, state in enumerate(states):
            for n in range(per_night):
                begun = NOW + timedelta(days=night, minutes=n)
                session.add(CrawlRun(portal=name, started=begun, finished=begun, state=state, reason=f"{state}: x"))


def test_nights_in_trouble_are_counted_back_to_the_last_good_one(archive: TestArchive) -> None:
    runs(archive, "a", "failing", "ok", "blocked", "failing")
    runs(archive, "b", "blocked", "blocked", "blocked", per_night=2)
    runs(archive, "c", "failing", "failing", "ok")
    assert nights_in_trouble(archive.engine) == {"a": 2, "b": 3}


def test_a_portal_in_trouble_for_three_nights_is_raised_at_the_top(archive: TestArchive, tmp_path: Path) -> None:
    runs(archive, "zz", "blocked", "blocked", "blocked")
    runs(archive, "aa", "blocked", "blocked")
    crawled = [{"portal": name, "state": "blocked", "reason": f"blocked: {name}"} for name in ("aa", "zz")]
    night = run_night(tmp_path, lambda _: crawled, 1, lambda _: None)
    assert night.raised == ["zz"]
    assert night.trouble == ["zz: blocked: zz (3 nights running)", "aa: blocked: aa"]
    written = readable(night)
    assert written.index("连续 3 夜") < written.index("## 报告")
    kept = json.loads(next((tmp_path / "runs").glob("*.json")).read_text(encoding="utf-8"))
    assert kept["raised"] == ["zz"]


def test_the_summary_says_first_whether_there_is_anything_to_do() -> None:
    well = [{"portal": "a", "state": "ok", "reason": None}]
    news = [{"what": "gone", "agency": "青山市财政局", "year": 2021, "url": "http://a/", "portal": "a"}]
    quiet = readable(Night(NOW, portals=well, news=news)).splitlines()
    assert quiet[2] == "**一切正常，无需处理。All is well, nothing to do.**"
    assert quiet[4] == "网站 portals: 正常 ok 1 · 报告 reports: 从网站消失 gone from the portal 1"
    ill = [*well, {"portal": "b", "state": "blocked", "reason": "blocked: 瑞数 challenge, HTTP 412"}]
    written = readable(Night(NOW, portals=ill, news=news))
    assert written.splitlines()[2] == "**1 项需要处理 to be looked at**"
    assert written.index("被拦截 blocked b: blocked: 瑞数") < written.index("## 报告")


def test_a_portal_that_goes_on_tomorrow_is_no_trouble() -> None:
    stopped = {"portal": "a", "state": "stopped", "reason": "stopped at the end of the hours; the next run goes on"}
    assert Night(NOW, portals=[stopped]).trouble == []


# --- notices -------------------------------------------------------------------------------------------------------


class Hook(BaseHTTPRequestHandler):
    got: list[tuple[str, bytes]]
    status = 200

    def do_POST(self) -> None:
        self.got.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@pytest.fixture
def hook() -> Iterator[tuple[type[Hook], str]]:
    made = type("OneHook", (Hook,), {"got": []})
    server = HTTPServer(("127.0.0.1", 0), made)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield made, f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()


IN_TROUBLE = Night(NOW, objections=["only 5 reports, where 12 are published"], raised=[])


def test_the_webhook_gets_the_account(archive: TestArchive, hook: tuple[type[Hook], str], tmp_path: Path) -> None:
    made, address = hook
    assert notify(IN_TROUBLE, {"GONGKAI_WEBHOOK": address}, tmp_path) == []
    ((path, body),) = made.got
    assert path == "/hook"
    assert json.loads(body)["objections"] == IN_TROUBLE.objections


def test_the_account_goes_nowhere_but_to_the_configured_address(
    archive: TestArchive, hook: tuple[type[Hook], str], tmp_path: Path
) -> None:
    made, address = hook
    for status in (302, 307, 308):
        made.status = status
        (fault,) = notify(IN_TROUBLE, {"GONGKAI_WEBHOOK": address}, tmp_path)
        assert str(status) in fault
    assert {path for path, _ in made.got} == {"/hook"}


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/x", "hook", "http://127.0.0.1:9/x"])
def test_a_webhook_that_cannot_be_told_is_named(archive: TestArchive, address: str, tmp_path: Path) -> None:
    (fault,) = notify(IN_TROUBLE, {"GONGKAI_WEBHOOK": address}, tmp_path)
    assert fault.startswith("GONGKAI_WEBHOOK: ")


def test_a_quiet_night_sends_nothing(archive: TestArchive, tmp_path: Path) -> None:
    assert (
        notify(Night(NOW), {"GONGKAI_WEBHOOK": "http://127.0.0.1:9/x", "GONGKAI_MAIL_TO": "a@b.example"}, tmp_path)
        == []
    )


def night_of(day: int, **states: str) -> Night:
    portals = [
        {"portal": n, "state": s, "reason": f"{s}: {day} addresses failed", "nights": 3} for n, s in states.items()
    ]
    raised = [name for name, state in states.items() if state == "blocked"]
    return Night(NOW + timedelta(days=day), portals=portals, raised=raised)


def test_lasting_trouble_is_told_once_then_weekly_and_its_end_when_it_ends(
    hook: tuple[type[Hook], str], tmp_path: Path
) -> None:
    made, address = hook
    nights = [
        (0, {"a": "ok"}, None),
        (1, {"a": "failing"}, (["a"], [], [])),
        (2, {"a": "failing"}, None),
        (3, {"a": "failing", "b": "failing"}, (["b"], ["a"], [])),
        (4, {"a": "stopped", "b": "ok"}, ([], [], ["b"])),  # a was not looked at to its end: nothing is known
        (5, {"a": "blocked"}, (["a"], [], [])),  # raised: told though it was told as failing
        (11, {"a": "blocked"}, None),
        (12, {"a": "blocked"}, (["a"], [], [])),
        (13, {"a": "ok"}, ([], [], ["a"])),
        (14, {"a": "ok"}, None),
    ]
    for day, states, wanted in nights:
        made.got.clear()
        assert notify(night_of(day, **states), {"GONGKAI_WEBHOOK": address}, tmp_path) == []
        told = [json.loads(body)["notice"] for _, body in made.got]
        names = [
            tuple([line.removeprefix("portal ")[0] for line in one[kind]] for kind in ("new", "still", "over"))
            for one in told
        ]
        assert names == ([] if wanted is None else [wanted]), day


def test_what_could_not_be_sent_is_sent_the_next_night(hook: tuple[type[Hook], str], tmp_path: Path) -> None:
    made, address = hook
    made.status = 500
    assert len(notify(night_of(1, a="failing"), {"GONGKAI_WEBHOOK": address}, tmp_path)) == 1
    made.status = 200
    made.got.clear()
    assert notify(night_of(2, a="failing"), {"GONGKAI_WEBHOOK": address}, tmp_path) == []
    assert len(made.got) == 1


@pytest.mark.parametrize("held", ["no JSON", "[1]", '{"a": 5}', ""])
def test_what_was_told_and_cannot_be_read_is_told_anew(hook: tuple[type[Hook], str], tmp_path: Path, held: str) -> None:
    made, address = hook
    (tmp_path / "told.json").write_text(held, encoding="utf-8")
    assert notify(night_of(1, a="failing"), {"GONGKAI_WEBHOOK": address}, tmp_path) == []
    assert len(made.got) == 1


def serve_mail(listener: socket.socket, received: list[str]) -> None:
    """As much of SMTP as one message needs."""
    connection, _ = listener.accept()
    with connection, connection.makefile("rwb", buffering=0) as wire:
        wire.write(b"220 here\r\n")
        data = False
        for raw in wire:
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            received.append(line)
            if data:
                if line == ".":
                    data = False
                    wire.write(b"250 kept\r\n")
            elif line.upper() == "DATA":
                data = True
                wire.write(b"354 go on\r\n")
            elif line.upper() == "QUIT":
                wire.write(b"221 bye\r\n")
                return
            else:
                wire.write(b"250 ok\r\n")


def test_the_mail_has_the_summary(archive: TestArchive, tmp_path: Path) -> None:
    received: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=serve_mail, args=(listener, received), daemon=True)
        server.start()
        address = f"smtp://127.0.0.1:{listener.getsockname()[1]}"
        environment = {"GONGKAI_SMTP": address, "GONGKAI_MAIL_TO": "ops@b.example", "GONGKAI_MAIL_FROM": "a@b.example"}
        assert notify(IN_TROUBLE, environment, tmp_path) == []
        server.join(10)
    assert "rcpt TO:<ops@b.example>" in received
    message = email.message_from_string("\n".join(received[received.index("data") + 1 :]))
    body = message.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert "only 5 reports, where 12 are published" in body.decode()


def test_a_mail_that_cannot_be_sent_is_named_without_the_password(archive: TestArchive, tmp_path: Path) -> None:
    environment = {"GONGKAI_MAIL_TO": "ops@b.example", "GONGKAI_SMTP": "smtp://me:geheim@127.0.0.1:9"}
    (fault,) = notify(IN_TROUBLE, environment, tmp_path)
    assert fault.startswith("GONGKAI_MAIL_TO: 127.0.0.1: ")
    assert "geheim" not in fault
