"""The frame of the program: every command is there, explains itself and refuses nonsense."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.cli import COMMANDS, main


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_a_command_does_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    said = capsys.readouterr().out
    assert "usage: gongkai " + command in said
    assert f"gongkai {command}" in said.split("example:")[1]


def test_overview_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"  {command} " in said for command in COMMANDS)


@pytest.mark.parametrize("words", [[], ["no-such-command"], ["read"], ["serve", "--port", "x"]])
def test_wrong_usage_is_status_2(words: list[str]) -> None:
    assert main(words) == 2


def test_a_reader_that_leaves_early_is_no_error() -> None:
    run = subprocess.run(
        f"{sys.executable} -m gongkai --help | head -1", shell=True, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("words", [["--data", "D", "verify"], ["verify", "--data", "D"], ["verify", "--data=D"]])
def test_the_folder_may_stand_before_or_behind_a_subcommand(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    main(["archive", *words])
    assert (tmp_path / "D").is_dir()
    assert not (tmp_path / "data").exists()
