"""A report as its author sees it, before any markup: title, lead, sections, tables of spanning cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a printed table: its words and its spans. ``head`` marks heads of rows and columns."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    head: bool = False


Grid = list[list[Slot]]


@dataclass(slots=True)
class Part:
    """A section: heading, paragraphs before its tables, the tables (each a list of blocks), paragraphs after.

    A table's blocks belong together; a style may print them as one table or as several. ``pictures`` names
    images that stand where the tables should.
    """

    heading: str
    paragraphs: list[str] = field(default_factory=list)
    tables: list[list[Grid]] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Article:
    """The whole text. ``title`` may hold a line break, as on the page."""

    title: str
    lead: list[str]
    parts: list[Part]
    signature: tuple[str, str] | None = None


def slots(rows: Iterable[Iterable[Slot]]) -> Grid:
    """Rows of cells as a grid."""
    return [list(row) for row in rows]
