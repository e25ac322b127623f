"""The rules that a correct report obeys, applied to the figures that were read.

The rules stand in the registry. A blank is never 0: with an operand blank, unread or missing a rule is
``not_checked``. Rows and columns that the report's form does not print are no operands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from domain.registry import Rule, Table, registry
from extract.report import CellReading, Check, Value

_Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Equation:
    """A rule for one column or row: the cells (row, column) on its two sides."""

    rule: str
    subject: str
    left: tuple[_Cell, ...]
    right: tuple[_Cell, ...]
    names: tuple[str, ...]

    @property
    def cells(self) -> tuple[_Cell, ...]:
        """Those of both sides."""
        return (*self.left, *self.right)


class Tied(NamedTuple):
    """The equations of one table, and what was read of it."""

    equations: tuple[Equation, ...]
    read: dict[_Cell, CellReading]


def check(cells: Iterable[CellReading], form: str | None) -> list[Check]:
    """Apply every rule of every table of which a figure was read; in the order of the registry."""
    return applied(equations_by_table(cells, form))


def applied(tables: Iterable[Tied]) -> list[Check]:
    """Apply every equation of these tables."""
    checks: list[Check] = []
    for tied in tables:
        values = {place: cell.value for place, cell in tied.read.items()}
        checks += [_applied(equation, values, tied.read) for equation in tied.equations]
    return checks


def equations_by_table(cells: Iterable[CellReading], form: str | None) -> list[Tied]:
    """For each table of which a figure was read, its equations and what was read; in the order of the registry."""
    by_table: dict[str, dict[_Cell, CellReading]] = {code: {} for code in registry().tables}
    for cell in cells:
        by_table[cell.table][cell.row, cell.column] = cell
    return [
        Tied(_equations(code, frozenset([row for row, _ in read]), form), read)
        for code, read in by_table.items()
        if read
    ]


@lru_cache(maxsize=1 << 8)
def _equations(code: str, found: frozenset[str], form: str | None) -> tuple[Equation, ...]:
    """All equations for a table of which the rows ``found`` were read."""
    table = registry().tables[code]
    return tuple(equation for rule in table.rules for equation in _of_rule(rule, table, found, form))


def _of_rule(rule: Rule, table: Table, found: frozenset[str], form: str | None) -> Iterator[Equation]:
    """The rule once a column, once a row, or once."""
    if rule.over == "rows":
        for row in table.rows:
            if row in found:
                yield _equation(rule, row, [(row, c) for c in rule.left], [(row, c) for c in rule.right])
        return
    left = [row for row in rule.left if _is_operand(row, table, found, form)]
    right = [row for row in rule.right if _is_operand(row, table, found, form)]
    if found.isdisjoint(left) and found.isdisjoint(right):
        return
    for column in table.columns:
        subject = column if rule.over == "columns" else ""
        yield _equation(rule, subject, [(row, column) for row in left], [(row, column) for row in right])


def _equation(rule: Rule, subject: str, left: list[_Cell], right: list[_Cell]) -> Equation:
    names = tuple(f"{row}.{column}" for row, column in (*left, *right))
    return Equation(rule.rule, subject, tuple(left), tuple(right), names)


def _is_operand(row: str, table: Table, found: frozenset[str], form: str | None) -> bool:
    """A row of the report's form, or a row of another form that the report prints all the same."""
    if row in found:
        return True
    forms = table.rows[row].forms
    if form in forms:
        return not _printed_otherwise(row, table, found)
    return form not in table.forms and forms == table.forms


def _printed_otherwise(row: str, table: Table, found: frozenset[str]) -> bool:
    """Whether the report prints in this row's stead what another form has there (其他处理 whole, or in its parts)."""
    forms = table.rows[row].forms
    rivals = [r for r in table.rows.values() if not set(r.forms).intersection(forms)]
    kin = [r.code for r in table.rows.values() if r.forms == forms]
    return any(r.code in found for r in rivals) and found.isdisjoint(kin)


def _applied(equation: Equation, values: Mapping[_Cell, Value], cells: Mapping[_Cell, CellReading]) -> Check:
    rule, subject, names = equation.rule, equation.subject, equation.names
    left, right = _sum(equation.left, values), _sum(equation.right, values)
    if left is None or right is None:
        return Check(rule, subject, "not_checked", left, right, None, names)
    if left == right:
        return Check(rule, subject, "pass", left, right, None, names)
    operands = [cells[operand] for operand in equation.cells]
    certain = all(cell.confidence >= 1 and cell.settled_by is None for cell in operands)
    return Check(rule, subject, "fail", left, right, "source" if certain else "reading", names)


def _sum(operands: tuple[_Cell, ...], values: Mapping[_Cell, Value]) -> Value:
    """The sum, or None where an operand has no number."""
    found = list(map(values.get, operands))
    return None if None in found else sum(found)  # type: ignore[arg-type]
