"""Nights on the demo portals: killed at any moment, and with news."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from demo.server import DemoPortals
from tests.demo.test_killed import ONLY, content, start

pytestmark = pytest.mark.slow


def account(data: Path) -> dict[str, Any]:
    newest = sorted((data / "runs").glob("*.json"))[-1]
    loaded: dict[str, Any] = json.loads(newest.read_text(encoding="utf-8"))
    return loaded


def listed(told: dict[str, Any], what: str) -> list[tuple[str, int]]:
    return [(one["agency"], one["year"]) for one in told["reports"] if one["what"] == what]


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("quiet-nights")
    with DemoPortals(only=ONLY, folder=data / "portals") as demo:
        assert start("nightly", data, demo).wait(280) == 0
    return data


def test_a_night_that_was_killed_again_and_again_ends_as_a_quiet_one(quiet: Path, tmp_path: Path) -> None:
    expected = content(quiet)
    with DemoPortals(only=ONLY, folder=tmp_path / "portals") as demo:
        for patience in (2.5, 4.5, 6.5, 8.5, 5.0, 3.5):
            process = start("nightly", tmp_path, demo)
            time.sleep(patience)
            process.send_signal(signal.SIGKILL)
            process.wait(30)
        assert start("nightly", tmp_path, demo).wait(280) == 0
    assert content(tmp_path) == expected
    # A run may have come to its end before it was to be killed: its news are in its account then, and only there.
    accounts = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "runs").glob("*.json")]
    new = [key for told in accounts for key in listed(told, "new")]
    assert len(new) == len(set(new)) == len(expected["reports"])
    assert {portal["portal"] for portal in account(tmp_path)["portals"]} == set(ONLY)
    assert not (tmp_path / "nightly.json").exists()


def test_the_second_night_lists_what_is_new_changed_and_gone(quiet: Path) -> None:
    assert listed(account(quiet), "gone") == []
    with DemoPortals(only=ONLY, night=2, folder=quiet / "portals") as demo:
        assert start("nightly", quiet, demo).wait(280) == 0
        changes = demo.advance()
    told = account(quiet)
    assert listed(told, "new") == [changes.added]
    assert listed(told, "changed") == [changes.replaced]
    assert listed(told, "gone") == [changes.removed]
    written = next(path for path in sorted((quiet / "runs").glob("*.md"), reverse=True)).read_text(encoding="utf-8")
    for name, year in (changes.added, changes.replaced, changes.removed):
        assert f"- {name} {year} http" in written
