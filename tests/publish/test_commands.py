"""The commands over the database, as scripts use them."""

from __future__ import annotations

import fcntl
import json
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from db.engine import open_database
from gongkai.cli import main
from gongkai.night import Night
from gongkai.nightly import LOCK, NightlyRunningError, run_night
from tests.db.archive_of_tests import Story, TestArchive


@pytest.fixture
def folder(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that may be written to."""
    monkeypatch.delenv("GONGKAI_DATABASE_URL", raising=False)
    for name in ("gongkai.db", "public.db"):
        shutil.copy(data_dir / name, tmp_path / name)
    return tmp_path


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_reports_as_json_has_the_promised_fields(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reports", "--json", "--data", str(folder)]) == 0
    found = lines(capsys)
    assert len(found) == 71
    promised = {"agency", "region_code", "year", "form", "title", "url", "published", "failed_checks"}
    assert all(promised <= set(report) for report in found)
    (one,) = [r for r in found if (r["agency"], r["year"]) == ("青溪市财政局", 2022)]
    assert (one["published"], one["form"], one["failed_checks"] > 0) == ("2023-01-20", "2021", True)


def test_reports_can_be_chosen(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reports", "--json", "--year", "2020", "--agency", "财政", "--data", str(folder)]) == 0
    assert {r["agency"] for r in lines(capsys)} == {"青溪市财政局", "白石市财政局"}


def test_status_as_json_has_the_promised_fields(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--json", "--data", str(folder)]) == 0
    found = {state["portal"]: state for state in lines(capsys)}
    assert {"portal", "state", "reason", "last_crawl", "reports"} <= set(found["qingxi"])
    assert (found["qingxi"]["state"], found["qingxi"]["reports"]) == ("ok", 36)
    assert (found["heishan"]["state"], found["heishan"]["reason"]) == ("blocked", "瑞数 challenge, HTTP 412")
    assert found["heishan"]["last_crawl"] is None


def test_status_is_one_line_a_portal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--data", str(folder)]) == 0
    said = capsys.readouterr().out.splitlines()
    (line,) = [line for line in said if "heishan" in line]
    assert "blocked" in line
    assert "瑞数 challenge, HTTP 412" in line


@pytest.mark.parametrize("command", ["status", "reports"])
def test_an_empty_archive_says_what_to_do(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--data", str(tmp_path)]) == 0
    assert "gongkai" in capsys.readouterr().out


@pytest.mark.parametrize("command", [["serve"], ["export", "--out", "out"]])
def test_what_needs_a_publication_says_so(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--data", str(tmp_path)]) == 1
    assert "gongkai publish" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["status", "reports", "publish", "extract"])
def test_a_broken_database_is_named(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gongkai.db").write_bytes(b"x" * 5000)
    assert main([command, "--data", str(tmp_path)]) == 1
    assert "gongkai.db" in capsys.readouterr().err


def test_publish_and_export_tell_what_they_wrote(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", "--data", str(folder)]) == 0
    assert "public.db" in capsys.readouterr().out
    assert main(["export", "--data", str(folder), "--out", str(folder / "out")]) == 0
    assert (folder / "out" / "datapackage.json").is_file()


def test_extract_names_what_the_archive_does_not_hold(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = TestArchive(open_database(folder))
    archive.document("https://qingxi.example/lost.html")
    assert main(["extract", "--data", str(folder)]) == 1
    assert "https://qingxi.example/lost.html: not in the archive" in capsys.readouterr().err


# --- nightly -------------------------------------------------------------------------------------------------


def quiet(_step: str) -> None:
    return


def nobody(_since: datetime) -> list[dict[str, Any]]:
    return []


def night(folder: Path, crawl: Any = nobody) -> Night:
    return run_night(folder, crawl, 1, quiet)


def test_a_night_ends_in_a_publication_and_an_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GONGKAI_DATABASE_URL", raising=False)
    portal = {"portal": "heishan", "state": "blocked", "reason": "blocked: HTTP 412"}
    account = night(tmp_path, lambda _: [portal])
    assert (tmp_path / "public.db").is_file()
    assert account.trouble == ["heishan: blocked: HTTP 412"]
    (kept,) = (tmp_path / "runs").glob("*.json")
    assert json.loads(kept.read_text(encoding="utf-8"))["portals"] == [portal]


def test_two_nights_never_run_at_once(tmp_path: Path) -> None:
    with (tmp_path / LOCK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(NightlyRunningError, match="at work"):
            night(tmp_path)


def test_a_failing_step_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GONGKAI_DATABASE_URL", raising=False)

    def crawl(_since: datetime) -> list[dict[str, Any]]:
        raise OSError("no network")

    account = night(tmp_path, crawl)
    assert account.errors == ["crawl: OSError: no network"]
    assert (tmp_path / "public.db").is_file()


def test_a_mass_disappearance_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy import delete

    import publish.build
    from db.engine import writing
    from db.models import Report
    from publish.assertions import objections
    from tests.publish.conftest import TODAY

    monkeypatch.delenv("GONGKAI_DATABASE_URL", raising=False)
    archive = TestArchive(open_database(tmp_path))
    for year in range(2009, 2024):
        archive.tell(replace(Story(), year=year, form=None))
    publish.build.publish(archive.engine, tmp_path, TODAY)
    assert objections(archive.engine, tmp_path) == []
    with writing(archive.engine) as session:
        session.execute(delete(Report).where(Report.year < 2018))
    assert objections(archive.engine, tmp_path) == [
        "only 6 reports, where 15 are published",
        "portal qingxi: only 6 reports, where 15 are published",
    ]
    before = (tmp_path / "public.db").stat().st_ino
    monkeypatch.setattr("gongkai.nightly._extract", lambda *_: None)
    account = night(tmp_path)
    assert len(account.objections) == 2
    assert (tmp_path / "public.db").stat().st_ino == before
