"""``gongkai serve`` from outside: it answers, and takes up what is newly published."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import date
from pathlib import Path

import pytest

from db.engine import open_database
from publish.build import publish
from tests.db.archive_of_tests import Story, TestArchive

PATIENCE = 40


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(url: str, words: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if words in opener.open(url, timeout=5).read().decode():
                return True
        except OSError:
            pass
        time.sleep(0.3)
    return False


@pytest.mark.slow
def test_a_new_publication_is_served_without_a_restart(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GONGKAI_DATABASE_URL", raising=False)
    for name in ("gongkai.db", "public.db"):
        shutil.copy(data_dir / name, tmp_path / name)
    port = free_port()
    command = [sys.executable, "-m", "gongkai", "serve", "--data", str(tmp_path), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            assert until(f"http://127.0.0.1:{port}/", "71</strong> 份报告")
            archive = TestArchive(open_database(tmp_path))
            archive.tell(Story(agency="新溪镇人民政府", year=2024))
            publish(archive.engine, tmp_path, date(2025, 6, 1))
            assert until(f"http://127.0.0.1:{port}/", "72</strong> 份报告")
        finally:
            server.terminate()


def test_a_taken_port_is_said(data_dir: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "gongkai", "serve", "--data", str(data_dir), "--port", str(port)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert run.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in run.stderr
    assert "Traceback" not in run.stderr
