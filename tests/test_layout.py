"""The layout is the way of the data: no room imports a later one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

KNOWS: dict[str, set[str]] = {
    "domain": set(),
    "archive": {"domain"},
    "crawler": {"domain", "archive"},
    "extract": {"domain"},
    "db": {"domain", "archive", "extract"},
    "publish": {"domain", "archive", "extract", "db"},
    "demo": {"domain"},
}
ROOMS = {*KNOWS, "gongkai"}


def imports(module: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found & ROOMS


@pytest.mark.parametrize("room", KNOWS)
def test_a_room_knows_only_the_rooms_before_it(room: str) -> None:
    strays = {
        f"{module.relative_to(ROOT)} imports {other}"
        for module in (ROOT / room).rglob("*.py")
        for other in imports(module) - KNOWS[room] - {room}
    }
    assert not strays


def test_modules_stay_readable() -> None:
    long = {
        str(module.relative_to(ROOT)): lines
        for room in ROOMS
        for module in (ROOT / room).rglob("*.py")
        if (lines := len(module.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long
