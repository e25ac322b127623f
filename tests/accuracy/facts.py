"""Made-up but consistent reports: an agency of a real place, a year, a form, and figures that add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from domain.registry import registry
from tests.accuracy.publishers import Agency, publisher

Value = int | Decimal | None
Key = tuple[str, str, str]  # table, row, column


@dataclass
class Facts:
    """A report before anyone has written it down. ``proactive`` holds, per clause, whose columns it is printed in."""

    form: str
    year: int
    agency: Agency
    cells: dict[Key, Value]
    title: str = ""
    published: str = ""
    rows_of: str = "2021"  # whose rows （六）其他处理 has
    clause_forms: dict[str, str] = field(default_factory=dict)

    def of(self, table: str) -> dict[tuple[str, str], Value]:
        return {(row, column): value for (t, row, column), value in self.cells.items() if t == table}


def _few(rng: Random, scale: int) -> int:
    if rng.random() < 0.45:
        return 0
    return rng.randint(1, max(1, scale)) if rng.random() < 0.9 else rng.randint(1, max(2, scale * 6))


def _applications(rng: Random, scale: int, rows_of: str) -> dict[Key, Value]:
    table = registry().tables["applications"]
    parts = [c for c in table.columns if c != "total"]
    results = [
        r for r, row in table.rows.items()
        if rows_of in row.forms and row.group and r not in ("concluded_total",)
    ]  # fmt: skip
    cells: dict[Key, Value] = {}
    for column in parts:
        busy = scale if column == "natural_person" else scale // 6
        counts = {row: _few(rng, busy) if rng.random() < 0.6 else 0 for row in results}
        concluded, out = sum(counts.values()), _few(rng, busy // 3 + 1) if busy else 0
        carried = rng.randint(0, min(concluded + out, max(1, busy // 2))) if busy else 0
        counts |= {"concluded_total": concluded, "carried_out": out, "carried_in": carried}
        counts["new_received"] = concluded + out - carried
        cells |= {("applications", row, column): n for row, n in counts.items()}
    for row in {key[1] for key in cells}:
        cells["applications", row, "total"] = sum(int(cells["applications", row, c] or 0) for c in parts)
    return cells


def _disputes(rng: Random, scale: int) -> dict[Key, Value]:
    table = registry().tables["disputes"]
    cells: dict[Key, Value] = {}
    for row in table.rows:
        counts = {c: _few(rng, scale // 8 + 1) for c in table.columns if c != "total"}
        cells |= {("disputes", row, c): n for c, n in counts.items()}
        cells["disputes", row, "total"] = sum(counts.values())
    return cells


def _proactive(rng: Random, scale: int, clause_forms: dict[str, str]) -> dict[Key, Value]:
    cells: dict[Key, Value] = {}
    for name, row in registry().tables["proactive_disclosure"].rows.items():
        form = clause_forms.get(row.group or "", "")
        for column in row.columns.get(form, ()):
            value: Value = _few(rng, scale * 3)
            if column == "items_change":
                value = rng.choice((0, 0, rng.randint(1, 30), -rng.randint(1, 30)))
            elif column == "amount":
                value = Decimal(_few(rng, scale * 100_000)) / 10000
            elif column in ("decisions", "items_last_year"):
                value = _few(rng, scale * 50)
            cells["proactive_disclosure", name, column] = value
    return cells


def _statistics(rng: Random, scale: int) -> dict[Key, Value]:
    table = registry().tables["statistics"]
    cells: dict[str, Value] = {}
    for code, row in table.rows.items():
        cells[code] = Decimal(_few(rng, scale * 90)) / 100 if row.kind == "money" else _few(rng, scale * 4)
    for rule in table.rules:
        if len(rule.left) == 1:
            cells[rule.left[0]] = None
    for _ in range(4):  # sums of sums, from the leaves up
        for rule in table.rules:
            operands = [cells[r] for r in rule.right]
            if len(rule.left) == 1 and all(v is not None for v in operands):
                cells[rule.left[0]] = sum(operands)  # type: ignore[arg-type]
    return {("statistics", code, "value"): value for code, value in cells.items()}


def make_facts(
    rng: Random, form: str = "2021", hybrid: str = "", year: int | None = None, agency: Agency | None = None
) -> Facts:
    """A report of a form. ``hybrid``: ``clause`` (2019 columns in clause 1 or the reverse) or ``rows`` of （六）."""
    agency = agency or publisher(rng).as_agency()
    scale = rng.choice((1, 4, 20, 20, 80, 300))
    years = {"2021": range(2021, 2026), "2019": range(2019, 2024), "2014": range(2014, 2019)}[form]
    facts = Facts(form, year or rng.choice(years), agency, {})
    facts.published = f"{facts.year + 1}-01-{rng.randint(4, 31):02d}"
    if form == "2014":
        facts.cells = _statistics(rng, scale)
        return facts
    other = "2019" if form == "2021" else "2021"
    facts.rows_of = other if hybrid == "rows" else form
    clauses: Iterable[str] = registry().tables["proactive_disclosure"].groups
    facts.clause_forms = {c: other if hybrid == "clause" and c == "clause_1" else form for c in clauses}
    facts.cells = _proactive(rng, scale, facts.clause_forms)
    facts.cells |= _applications(rng, scale, facts.rows_of)
    facts.cells |= _disputes(rng, scale)
    return facts
