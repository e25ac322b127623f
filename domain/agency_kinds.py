"""Kinds of agencies, from their names: peers are agencies of the same kind and level."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from domain.yaml_files import load

_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_BRANCH = re.compile(r"(?<=局)[^局]{1,12}分局$")


@cache
def kinds() -> dict[str, dict[str, Any]]:
    """The kinds by code, each with its name in Chinese (``zh``) and English (``en``) and its ``endings``."""
    loaded: dict[str, dict[str, Any]] = load(Path(__file__).parent / "agency_kinds.yml")["kinds"]
    return loaded


def agency_kind(name: str) -> str | None:
    """``信阳市文化广电和旅游局`` -> ``culture_tourism``; None for a name that fits no kind."""
    plain = _BRANCH.sub("", _BRACKETS.sub("", name).strip())
    longest, found = 0, None
    for code, kind in kinds().items():
        for ending in kind["endings"]:
            if len(ending) > longest and plain.endswith(ending):
                longest, found = len(ending), code
    return found
