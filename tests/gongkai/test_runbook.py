"""The runbook names every log message, state, reason and objection that the code can say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from crawler.faults import _WORDS
from gongkai.commands.extract import MEANING
from gongkai.night import WELL
from gongkai.summary import STATES

ROOT = Path(__file__).parents[2]
ROOMS = ("archive", "crawler", "extract", "db", "publish", "gongkai")
LOGGED = ("debug", "info", "warning", "error", "exception", "critical")
# Modules whose texts with words become the reason of a portal, an address or a publication, and by which calls.
REASONS = {
    "crawler/blocked.py": ("Obstacle",),
    "crawler/visit.py": ("finish", "next_link"),
    "crawler/verdict.py": ("verdict", "_nothing_found", "_unread", "_closed", "_certificate"),
    "crawler/exploring.py": ("visit.failed",),
    "crawler/rendering.py": ("RenderingError",),
    "crawler/faults.py": ("described",),
    "crawler/guard.py": ("ForbiddenSchemeError", "PrivateAddressError", "OffPortalError"),
    "publish/assertions.py": ("objections",),
    "publish/build.py": ("PublishError",),
}


@cache
def runbook() -> str:
    return " ".join(re.sub(r"\|", " | ", (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")).split())


def trees() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def logged() -> Iterator[str]:
    for path, tree in trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOGGED):
                continue
            owner = ast.unparse(node.func.value)
            if owner not in ("log", "logger", "self.logger"):
                continue
            message = node.args[0]
            assert isinstance(message, ast.Constant), f"{path}:{node.lineno}: a message made at run time"
            yield str(message.value)


def words(node: ast.AST) -> Iterator[str]:
    """The fixed pieces of the texts under a node that are words, not punctuation or names of things."""
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            piece = one.value.strip(" :;,()…'")
            if len(re.findall(r"[^\W\d_]+", piece)) >= 2 and "<" not in piece and not piece.startswith(("/", "\\")):
                yield piece


def reasons() -> Iterator[str]:
    for path, places in REASONS.items():
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name in places:
                body = node.body[1:] if ast.get_docstring(node) else node.body
                for statement in body:
                    yield from (piece for text in said(statement) for piece in words(text))
            elif isinstance(node, ast.Call) and ast.unparse(node.func) in places:
                yield from (piece for argument in node.args for piece in words(argument))


def said(statement: ast.AST) -> Iterator[ast.AST]:
    """What a statement returns, appends or assigns; conditions are no reasons."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Return | ast.Assign) and node.value is not None:
            yield node.value
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".append"):
            yield from node.args


def plain(text: str) -> str:
    return " ".join(text.removeprefix("failing: ").removeprefix("blocked: ").split())


@pytest.mark.parametrize("message", sorted(set(logged())))
def test_every_log_message_is_in_the_runbook(message: str) -> None:
    assert f"`{message}`" in runbook()


@pytest.mark.parametrize("reason", sorted(set(map(plain, reasons()))))
def test_every_reason_is_in_the_runbook(reason: str) -> None:
    assert reason in runbook()


@pytest.mark.parametrize("state", sorted({*STATES, *WELL, "never", "running", *MEANING}))
def test_every_state_and_outcome_is_in_the_runbook(state: str) -> None:
    assert f"`{state}`" in runbook()


@pytest.mark.parametrize("words_of_fault", [said_so for _, said_so in _WORDS])
def test_every_fault_of_the_network_is_in_the_runbook(words_of_fault: str) -> None:
    assert f"`{words_of_fault}`" in runbook()


def test_there_is_something_to_collect() -> None:
    assert len(set(logged())) >= 10
    assert len(set(reasons())) >= 20
