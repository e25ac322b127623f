"""docs/operations.md and deploy/ say what works: the commands are taken from there and run."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from demo.server import DemoPortals
from tests.demo.test_killed import ROOT, content, start
from tests.tools import program

READ = "portal, url, role, parent_url, link_text, column_name, version, sha256, gone, kind, title, agency, year"

pytestmark = pytest.mark.slow
POSTGRES = "GONGKAI_TEST_POSTGRES"


def block(name: str) -> str:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = re.search(rf"```sh {name}\n(.*?)```", text, re.S)
    assert found is not None
    return found[1]


def tables(data: Path, columns: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "gongkai.db")) as database:
        return database.execute(f"SELECT {columns} FROM documents ORDER BY document_id").fetchall()


def run(words: list[str], **environment: str) -> str:
    done = subprocess.run(
        words, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("operated")
    with DemoPortals(only=("lanjiang",), folder=data / "portals") as demo:
        assert start("nightly", data, demo).wait(200) == 0
    return data


def test_a_backup_made_while_a_writer_works_restores_to_the_same_site(night: Path, tmp_path: Path) -> None:
    program("sqlite3")
    before = content(night)
    writer = subprocess.Popen(
        [sys.executable, "-m", "gongkai", "extract", "--all", "--data", str(night)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    backup, restored = tmp_path / "backup", tmp_path / "restored"
    rounds = 0
    while writer.poll() is None or not rounds:
        run(["bash", "-c", block("backup")], DATA=str(night), BACKUP=str(backup))
        rounds += 1
    assert writer.returncode == 0
    shutil.rmtree(restored, ignore_errors=True)
    said = run(
        ["bash", "-c", block("restore")],
        DATA=str(restored), BACKUP=str(backup), GONGKAI=f"{sys.executable} -m gongkai",
    )  # fmt: skip
    assert content(restored) == before, said


def test_the_warc_files_alone_restore_to_the_same_site(night: Path, tmp_path: Path) -> None:
    before = content(night)
    run(
        ["bash", "-c", block("reindex")],
        DATA=str(tmp_path), BACKUP=str(night), GONGKAI=f"{sys.executable} -m gongkai",
    )  # fmt: skip
    assert content(tmp_path) == before
    assert tables(tmp_path, READ) == tables(night, READ)


def test_units_and_paths_of_deploy_are_right(tmp_path: Path) -> None:
    verify = program("systemd-analyze")
    units = [path for path in (ROOT / "deploy").iterdir() if path.suffix in (".service", ".timer")]
    for unit in units:
        # The program is not installed where this runs; everything else must stand as it is.
        text = unit.read_text(encoding="utf-8").replace("/srv/gongkai/.venv/bin/gongkai", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [verify, "verify", "--man=no", *(str(tmp_path / unit.name) for unit in units)],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    faults = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "gongkai" in line]
    assert not faults
    for path in (ROOT / "deploy").iterdir():
        for name in re.findall(r"gongkai (nightly|serve)\b", path.read_text(encoding="utf-8")):
            run([sys.executable, "-m", "gongkai", name, "--help"])


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[str]:
    """The address of an empty PostgreSQL database: the one named by the environment, or a server of our own."""
    pytest.importorskip("pg8000")
    if os.environ.get(POSTGRES):
        yield os.environ[POSTGRES]
        return
    servers = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not servers:
        pytest.skip(f"no PostgreSQL server is installed, and {POSTGRES} names none")
    folder, tools = Path("/tmp") / f"gongkai-postgres-{os.getpid()}", servers[-1].parent
    folder.mkdir(mode=0o755)
    as_other: list[str] = []
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        as_other = [program("setpriv"), "--reuid=65534", "--regid=65534", "--clear-groups"]
        os.chown(folder, 65534, 65534)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = {"HOME": str(folder), "LC_ALL": "C.UTF-8"}
    options = f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [*as_other, str(tools / "pg_ctl"), "-w", "-D", f"{folder}/data"]
    try:
        run(
            [*as_other, str(tools / "initdb"), "-D", f"{folder}/data", "-A", "trust", "-U", "gongkai", "-E", "UTF8"],
            **home,
        )
        run([*control, "-o", options, "-l", f"{folder}/log", "start"], **home)
        yield f"postgresql+pg8000://gongkai@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*control, "-m", "immediate", "stop"], env={**os.environ, **home}, capture_output=True, timeout=60
        )
        shutil.rmtree(folder, ignore_errors=True)


def test_a_database_moved_to_postgresql_publishes_the_same(night: Path, tmp_path: Path, postgres: str) -> None:
    expected = content(night)
    run([sys.executable, "-m", "db.copying", f"sqlite:///{night / 'gongkai.db'}", postgres])
    shutil.copytree(night / "warc", tmp_path / "warc")
    for words in (["publish"], ["extract", "--all"], ["publish"]):
        run([sys.executable, "-m", "gongkai", *words, "--data", str(tmp_path)], GONGKAI_DATABASE_URL=postgres)
        if words == ["publish"]:
            assert content(tmp_path) == expected
    assert not (tmp_path / "gongkai.db").exists()
