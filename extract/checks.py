"""The rules that a correct report obeys, applied to the figures that were read.

The rules stand in the registry. A blank is never 0: with an operand blank, unread or missing a rule is
``not_checked``. Rows and columns that the report's form does not print are no operands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from decimal import Decimal

from domain.registry import Rule, Table, registry
from extract.report import CellReading, Check, Value

_Cells = dict[tuple[str, str], CellReading]


def check(cells: Iterable[CellReading], form: str | None) -> list[Check]:
    """Apply every rule of every table of which a figure was read; in the order of the registry."""
    by_table: dict[str, _Cells] = {}
    for cell in cells:
        by_table.setdefault(cell.table, {})[cell.row, cell.column] = cell
    checks: list[Check] = []
    for table in registry().tables.values():
        if read := by_table.get(table.code):
            found = {row for row, _ in read}
            for rule in table.rules:
                checks += _applied(rule, table, read, found, form)
    return checks


def _applied(rule: Rule, table: Table, cells: _Cells, found: Set[str], form: str | None) -> Iterator[Check]:
    """The rule once a column, once a row, or once. ``found`` are the rows of which a figure was read."""
    if rule.over == "rows":
        for row in table.rows:
            if row in found:
                yield _one(rule, row, [(row, c) for c in rule.left], [(row, c) for c in rule.right], cells)
        return
    left = [row for row in rule.left if _is_operand(row, table, found, form)]
    right = [row for row in rule.right if _is_operand(row, table, found, form)]
    if found.isdisjoint(left) and found.isdisjoint(right):
        return
    for column in table.columns:
        subject = column if rule.over == "columns" else ""
        yield _one(rule, subject, [(row, column) for row in left], [(row, column) for row in right], cells)


def _is_operand(row: str, table: Table, found: Set[str], form: str | None) -> bool:
    """A row of the report's form, or a row of another form that the report prints all the same."""
    if row in found:
        return True
    forms = table.rows[row].forms
    if form in forms:
        return not _printed_otherwise(row, table, found)
    return form not in table.forms and forms == table.forms


def _printed_otherwise(row: str, table: Table, found: Set[str]) -> bool:
    """Whether the report prints in this row's stead what another form has there (其他处理 whole, or in its parts)."""
    forms = table.rows[row].forms
    rivals = [r for r in table.rows.values() if not set(r.forms).intersection(forms)]
    kin = [r.code for r in table.rows.values() if r.forms == forms]
    return any(r.code in found for r in rivals) and found.isdisjoint(kin)


def _one(
    rule: Rule, subject: str, left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]], cells: _Cells
) -> Check:
    left_sum, right_sum = _sum(left, cells), _sum(right, cells)
    operands = [*left, *right]
    names = tuple([f"{row}.{column}" for row, column in operands])
    if left_sum is None or right_sum is None:
        return Check(rule.rule, subject, "not_checked", left_sum, right_sum, None, names)
    if left_sum == right_sum:
        return Check(rule.rule, subject, "pass", left_sum, right_sum, None, names)
    certain = all(cells[operand].confidence >= 1 and cells[operand].settled_by is None for operand in operands)
    return Check(rule.rule, subject, "fail", left_sum, right_sum, "source" if certain else "reading", names)


def _sum(operands: Sequence[tuple[str, str]], cells: _Cells) -> Value:
    """The sum, or None where an operand has no number."""
    total: int | Decimal = 0
    for operand in operands:
        cell = cells.get(operand)
        if cell is None or cell.value is None:
            return None
        total += cell.value
    return total
