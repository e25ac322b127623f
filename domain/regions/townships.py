"""Towns, townships and streets by the county they belong to (as of 2026; older ones may be missing)."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

from domain.regions.divisions import is_within

FILE = Path(__file__).parent / "townships.tsv.gz"


@cache
def _counties_by_town() -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for line in gzip.decompress(FILE.read_bytes()).decode("utf-8").splitlines():
        county, _, names = line.partition("\t")
        for name in names.split(" "):
            index.setdefault(name, []).append(county)
    return index


def counties_of_town(name: str, within: str | None = None) -> list[str]:
    """The codes of the counties that have a town, township or street of this name, below ``within``."""
    return [code for code in _counties_by_town().get(name, ()) if within is None or is_within(code, within)]
