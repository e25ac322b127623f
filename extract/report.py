"""What reading one file gives: a report with its figures, each with its evidence, or the reason why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from extract.document import Place, Problem

Kind = Literal["report", "not_report", "unreadable"]
Status = Literal["number", "blank", "dash", "text", "unreadable"]
CheckStatus = Literal["pass", "fail", "not_checked"]
Value = int | Decimal | None


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a file from outside it. All of it is a hint; the file's own words come first.

    ``source`` is the name to print (path or URL). ``link_text`` is the text of the link that led here,
    ``parent_title`` the title of the page an attachment hangs on, ``column_name`` and ``breadcrumb`` the
    column it stood in, ``portal_name`` and ``region_code`` (GB/T 2260, six digits) those of the portal.
    """

    source: str = ""
    url: str | None = None
    media_type: str | None = None
    link_text: str | None = None
    parent_title: str | None = None
    column_name: str | None = None
    breadcrumb: str | None = None
    portal_name: str | None = None
    region_code: str | None = None
    published: date | None = None


@dataclass(slots=True)
class CellReading:
    """One figure of the forms and its evidence. ``value`` is None unless ``status`` is ``number``.

    Counts are int, money is Decimal in 万元. ``raw`` is the text as written. ``settled_by`` names the
    arithmetic that chose among a recogniser's alternatives, else None.
    """

    table: str
    row: str
    column: str
    value: Value
    raw: str
    status: Status
    place: Place
    confidence: float = 1.0
    settled_by: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report's text. ``number`` is 1-6, or None for one the current format does not have."""

    number: int | None
    heading: str
    text: str


class Check(NamedTuple):
    """One rule applied once. ``subject`` is the column or row it was applied to ("" for single ones).

    ``left`` and ``right`` are the two sums, None where an operand is missing. ``cause`` of a failure:
    ``source`` (every operand was read with certainty, so the report contradicts itself) or ``reading``
    (an operand was not). ``cells`` names the operands as ``row.column``.
    """

    rule: str
    subject: str
    status: CheckStatus
    left: Value
    right: Value
    cause: Literal["source", "reading"] | None = None
    cells: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """The outcome of reading one file; see ``docs/reading.md`` for its JSON."""

    source: str
    sha256: str
    media_type: str
    kind: Kind
    form: str | None = None
    title: str | None = None
    agency: str | None = None
    region_code: str | None = None
    region: str | None = None
    year: int | None = None
    published: date | None = None
    scope: Literal["jurisdiction", "agency"] | None = None
    level: Literal["central", "province", "prefecture", "county", "township"] | None = None
    cells: list[CellReading] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def tables(self) -> dict[str, dict[str, dict[str, Value]]]:
        """The figures as ``{table: {row: {column: value}}}``; the 2014 form has the one column ``value``."""
        nested: dict[str, dict[str, dict[str, Value]]] = {}
        for cell in self.cells:
            if cell.table not in nested:
                nested[cell.table] = {}
            rows = nested[cell.table]
            if cell.row not in rows:
                rows[cell.row] = {}
            rows[cell.row][cell.column] = cell.value
        return nested
