"""``gongkai demo`` leaves the surroundings as it found them, and finds a port."""

from __future__ import annotations

import argparse
import os
import socket
from pathlib import Path

import pytest

from gongkai.commands import demo


def test_its_folder_is_apart_from_a_real_archive() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=Path("data"))
    demo.add_arguments(parser)
    assert parser.parse_args([]).data == Path("demo-data")
    assert parser.parse_args(["--data", "elsewhere"]).data == Path("elsewhere")


def test_a_taken_port_is_replaced_by_a_free_one() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = holder.getsockname()[1]
        found = demo._free_port("127.0.0.1", taken)
    assert found != taken
    assert demo._free_port("127.0.0.1", found) == found


def test_the_proxy_of_the_environment_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "localhost")
    with demo._through("http://127.0.0.1:1"):
        assert os.environ["http_proxy"] == "http://127.0.0.1:1"
        assert "no_proxy" not in os.environ
    assert os.environ["http_proxy"] == "http://proxy.example:3128"
    assert os.environ["no_proxy"] == "localhost"
