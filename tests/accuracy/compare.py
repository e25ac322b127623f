"""A reading against the facts: each cell right, wrong or missing, and whether the reading said so itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.document import Place
from extract.report import CellReading, Reading
from tests.accuracy.facts import Key
from tests.accuracy.pages import Page

METADATA = ("agency.", "year.", "title.", "region.", "not_report", "document.cut_off", "sheet.hidden", "problems.limit")


@dataclass
class Outcome:
    """What became of one document. The lists hold cells as ``table.row.column: read for expected``."""

    format: str
    style: str
    source: str
    seconds: float = 0.0
    cells: int = 0
    right: int = 0
    flagged_wrong: list[str] = field(default_factory=list)
    flagged_null: list[str] = field(default_factory=list)
    silent_wrong: list[str] = field(default_factory=list)
    silent_null: list[str] = field(default_factory=list)
    metadata: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def perfect(self) -> bool:
        return self.right == self.cells and not self.metadata and not self.silent_wrong and not self.flagged_wrong

    @property
    def faults(self) -> int:
        lost = len(self.flagged_wrong) + len(self.flagged_null) + len(self.silent_null)
        return 1000 * len(self.silent_wrong) + lost + 20 * len(self.metadata)


def _near(problem: Place | None, cell: Place | None) -> bool:
    if problem is None or cell is None:
        return True
    if problem.table is not None and cell.table is not None:
        return problem.table == cell.table
    if problem.page is not None and cell.page is not None:
        return problem.page == cell.page
    return True


def _flagged(reading: Reading, key: Key, cell: CellReading | None) -> bool:
    table, row, column = key
    if cell is not None and cell.confidence < 1:
        return True
    for check in reading.checks:
        if check.status == "fail" and check.rule.startswith(table) and f"{row}.{column}" in check.cells:
            return True
    place = cell.place if cell else None
    return any(not p.code.startswith(METADATA) and _near(p.place, place) for p in reading.problems)


def compare(outcome: Outcome, reading: Reading, page: Page) -> Outcome:
    """Fill the outcome. A cell that the page leaves blank is right when it is null or absent."""
    facts = page.facts
    read = {(c.table, c.row, c.column): c for c in reading.cells}
    expected = page.pen.expected
    outcome.cells = len(expected)
    for key in {*expected, *read}:
        wanted, cell = expected.get(key), read.get(key)
        value = cell.value if cell else None
        if value == wanted:
            outcome.right += key in expected
            continue
        line = f"{'.'.join(key)}: {value if cell else 'absent'} for {wanted}"
        flagged = _flagged(reading, key, cell)
        if value is None:
            (outcome.flagged_null if flagged else outcome.silent_null).append(line)
        else:
            (outcome.flagged_wrong if flagged else outcome.silent_wrong).append(line)
    outcome.metadata = [
        f"{name}: {got!r} for {wanted!r}"
        for name, got, wanted, ok in (
            ("kind", reading.kind, "report", reading.kind == "report"),
            ("form", reading.form, facts.form, reading.form == facts.form or facts.rows_of != facts.form
             or len(set(facts.clause_forms.values())) > 1),
            ("year", reading.year, facts.year, reading.year == facts.year),
            ("agency", reading.agency, facts.agency.names[0], reading.agency in facts.agency.names),
            ("region", reading.region_code, facts.agency.region.code, reading.region_code == facts.agency.region.code),
        )
        if not ok
    ]  # fmt: skip
    outcome.problems = [f"{p.code} [{p.place}] {p.message}" for p in reading.problems[:12]]
    outcome.problems += [
        f"check {c.rule} {c.subject}: {c.left} != {c.right}" for c in reading.checks if c.status == "fail"
    ][:6]
    return outcome
