"""The documentation of readings names every problem, status, rule and key there is."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from domain.registry import registry
from extract.json_lines import line
from extract.reader import unreadable
from extract.report import Kind, Status

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
CODE = re.compile(r"[a-z]+\.[a-z_]+")
NOT_CODES = re.compile(r".*\.(xml|yml|tsv|json|jpg|png)")


def codes() -> set[str]:
    """Every dotted word among the arguments of what makes problems, and in pairs of code and words."""
    found = set()
    for module in (ROOT / "extract").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                found.add(node.value)
    return {code for code in found if not NOT_CODES.fullmatch(code)} - {
        f"extract.{name}" for name in ("layout", "values")
    }


def test_there_are_codes() -> None:
    assert {"label.unknown", "value.text", "year.unknown"} <= codes()


@pytest.mark.parametrize("code", sorted(codes()))
def test_every_problem_code_is_documented(code: str) -> None:
    assert f"`{code}`" in DOCS


@pytest.mark.parametrize(
    "word", [*get_args(Status), *get_args(Kind), *(r.rule for t in registry().tables.values() for r in t.rules)]
)
def test_every_status_kind_and_rule_is_documented(word: str) -> None:
    assert f"`{word}`" in DOCS


def test_every_key_of_the_output_is_documented() -> None:
    import json

    for key in json.loads(line(unreadable("a", "b", "c"), with_cells=True)):
        assert f"`{key}`" in DOCS
