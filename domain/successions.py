"""Which agency may have taken over from which, by the reforms of the government: hints for joining series.

A reform names bodies, not the agencies of a place, and places carried it out late or otherwise. So nothing here
merges anything: it says who could be whose successor, since when and by which document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from domain.yaml_files import load

Relation = Literal["renamed", "merged", "absorbed"]
_PLACE = "{p}"


@dataclass(frozen=True, slots=True)
class Succession:
    """One body after another. ``{p}`` in the names is the place; ``first`` and ``last`` are report years.

    The predecessor's last report and the successor's first one lie between those years; ``source`` names the
    document that ordered the change, ``en`` the same in English.
    """

    predecessor: str
    successor: str
    relation: Relation
    first: int
    last: int
    source: str
    en: str


@dataclass(frozen=True, slots=True)
class Reporter:
    """An agency as far as its reports tell: where, under which name, in which report years."""

    key: int
    name: str
    region_code: str | None
    first_year: int
    last_year: int


@cache
def successions() -> tuple[Succession, ...]:
    """Every known change, oldest first."""
    return tuple(
        Succession(old, new, change["relation"], reform["years"][0], reform["years"][1], reform["source"], reform["en"])
        for reform in load(Path(__file__).parent / "successions.yml")["successions"]
        for change in reform["changes"]
        for old in change["from"]
        for new in change["to"]
    )


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Succession], ...]:
    return tuple(
        (re.compile(re.escape(one.predecessor).replace(re.escape(_PLACE), "(.+)")), one) for one in successions()
    )


def successors_of(name: str) -> Iterator[tuple[str, Succession]]:
    """The names that may follow on an agency's name: 信阳市环境保护局, 信阳市生态环境局."""
    for pattern, one in _patterns():
        if place := pattern.fullmatch(name):
            yield one.successor.replace(_PLACE, place[1]), one


def hints(reporters: Iterable[Reporter]) -> Iterator[tuple[Reporter, Reporter, Succession]]:
    """Pairs of agencies of one division of which the second may have taken over from the first.

    Only where the first stopped reporting within the years of the reform (or never was seen after them), and
    the second was there when it did, or came the year after.
    """
    every = list(reporters)
    known = {(one.name, one.region_code): one for one in every}
    for old in every:
        for name, change in successors_of(old.name):
            new = known.get((name, old.region_code))
            if new is None or not change.first - 1 <= old.last_year <= change.last or new.last_year <= old.last_year:
                continue
            if change.relation == "absorbed" or new.first_year >= change.first:
                yield old, new, change
