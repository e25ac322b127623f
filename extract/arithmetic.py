"""A recogniser's doubts settled by the form's own arithmetic, among its own readings only.

Row sums, column sums and the balance tie almost every figure to others. Where a picture's figure is uncertain
and exactly one of the recogniser's readings makes the equations hold, that reading is taken and says which rule
chose it. A figure that stays unsure is null, unreadable, and a problem with all its readings. Sources do contradict
themselves, so figures that were read with certainty are never changed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.registry import Rule, registry
from extract.checks import check
from extract.document import Document, Place, Problem
from extract.report import CellReading, Check, Value
from extract.values import read

Key = tuple[str, str, str]
Alternatives = tuple[tuple[str, float], ...]
Number = int | Decimal

SURE = 0.98  # at least this sure, a figure is not doubted while its equations hold
CERTAIN = 0.9999  # at least this sure, it is not doubted at all
LIKELY = 0.95  # below this, a figure of an equation that fails and cannot be mended is not read
UNSURE = 0.9  # below this, a figure that no equation confirms is not read
MARGIN = math.log(10)  # how much likelier the best solution must be than the next
FAULT = math.log(0.01)  # how likely a source contradicts itself: a repair must be likelier than that, rule by rule
LEAST = 1e-6
SEEN = 0.003  # a reading that the recogniser thinks less likely is none
MOST_SUSPECTS = 40
MOST_STEPS = 60_000


@dataclass(frozen=True, slots=True)
class Settled:
    """The readings after arithmetic, and a problem for each figure that stays unsure."""

    cells: list[CellReading]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible value of a figure, as the recogniser wrote it, with the logarithm of its share."""

    value: Number
    raw: str
    score: float


@dataclass(frozen=True, slots=True)
class Equation:
    """The figures of one rule applied once, each with its sign; they add up to nought in a right report."""

    rule: str
    terms: tuple[tuple[Key, int], ...]


def alternatives_in(document: Document, cells: Iterable[CellReading]) -> dict[Key, Alternatives]:
    """What else the recogniser saw in the cells that the figures were read from."""
    seen: dict[Place, Alternatives] = {
        cell.place: cell.alternatives for table in document.tables for row in table.rows for cell in row
    }
    return {_key(cell): found for cell in cells if (found := seen.get(cell.place))}


def settle(cells: Sequence[CellReading], alternatives: Mapping[Key, Alternatives], form: str | None = None) -> Settled:
    """Settle the doubtful figures. ``alternatives`` holds the recogniser's other readings by (table, row, column).

    Cells keep their order; those without doubt are the same objects as before.
    """
    by_key = {_key(cell): cell for cell in cells}
    choices = {key: _choices(cell, alternatives.get(key, ())) for key, cell in by_key.items() if cell.confidence < 1}
    equations = [_equation(one) for one in check(cells, form)]
    usable = [e for e in equations if all(_known(key, by_key, choices) for key, _ in e.terms)]
    outcome: dict[Key, tuple[Choice, str]] = {}
    unsettled: set[Key] = set()
    for suspects, tied in _components(by_key, choices, usable):
        solution = _solve(suspects, tied, by_key, choices)
        if solution is None:
            unsettled |= suspects
            continue
        for key, choice in solution.items():
            rule = next(e.rule for e in tied if any(key == term for term, _ in e.terms))
            outcome[key] = (choice, rule)
    confirmed = {key for e in usable if _holds(e, by_key) for key, _ in e.terms}
    found: list[CellReading] = []
    problems: list[Problem] = []
    for cell in cells:
        key = _key(cell)
        if key in outcome:
            found.append(_chosen(cell, *outcome[key]))
        elif key in choices and _stays_unsure(cell, key in unsettled, key in confirmed):
            found.append(replace(cell, value=None, status="unreadable"))
            problems.append(_problem(cell, alternatives.get(key, ())))
        else:
            found.append(cell)
    return Settled(found, problems)


def _key(cell: CellReading) -> Key:
    return cell.table, cell.row, cell.column


def _choices(cell: CellReading, alternatives: Alternatives) -> list[Choice]:
    """The numbers that the cell may hold, the recogniser's first reading first."""
    kind = registry().tables[cell.table].rows[cell.row].kind
    if cell.column in registry().tables[cell.table].columns:
        column = registry().tables[cell.table].columns[cell.column].kind
        kind = column if kind == "count" else kind
    found: dict[Number, Choice] = {}
    for raw, share in ((cell.raw, cell.confidence), *(one for one in alternatives if one[1] >= SEEN)):
        value: Value = read(raw, kind).value
        if value is not None and value not in found:
            found[value] = Choice(value, raw, math.log(max(share, LEAST)))
    return list(found.values())


def _equation(one: Check) -> Equation:
    """A check as an equation. Its operands are named ``row.column``, those of the left side first."""
    table, rule = next((t, r) for t in registry().tables.values() for r in t.rules if r.rule == one.rule)
    terms = []
    for name in one.cells:
        row, column = name.rsplit(".", 1)
        terms.append(((table.code, row, column), 1 if _is_left(rule, row, column) else -1))
    return Equation(one.rule, tuple(terms))


def _is_left(rule: Rule, row: str, column: str) -> bool:
    return (column if rule.over == "rows" else row) in rule.left


def _known(key: Key, cells: Mapping[Key, CellReading], choices: Mapping[Key, Sequence[Choice]]) -> bool:
    cell = cells.get(key)
    return cell is not None and (cell.value is not None or bool(choices.get(key)))


def _holds(equation: Equation, cells: Mapping[Key, CellReading]) -> bool:
    total: Number = 0
    for key, sign in equation.terms:
        value = cells[key].value
        if value is None:
            return False
        total += sign * value
    return total == 0


def _components(
    cells: Mapping[Key, CellReading], choices: Mapping[Key, Sequence[Choice]], equations: Sequence[Equation]
) -> list[tuple[set[Key], list[Equation]]]:
    """Suspects that equations tie together: figures of equations that fail, and those not read."""
    broken = [e for e in equations if not _holds(e, cells)]
    groups: list[tuple[set[Key], list[Equation]]] = []
    for equation in broken:
        suspects = {key for key, _ in equation.terms if _doubtful(cells[key]) and choices.get(key)}
        joined, tied = set(suspects), [equation]
        apart = []
        for other, others in groups:
            if other & joined:
                joined |= other
                tied += others
            else:
                apart.append((other, others))
        groups = [*apart, (joined, tied)]
    for suspects, tied in groups:
        tied += [e for e in equations if e not in tied and any(key in suspects for key, _ in e.terms)]
    return [(suspects, tied) for suspects, tied in groups if suspects]


def _doubtful(cell: CellReading) -> bool:
    return cell.value is None or cell.confidence < CERTAIN


def _solve(
    suspects: set[Key],
    equations: Sequence[Equation],
    cells: Mapping[Key, CellReading],
    choices: Mapping[Key, Sequence[Choice]],
) -> dict[Key, Choice] | None:
    """The one clearly likeliest choice for the suspects with which all their equations hold, else None."""
    if len(suspects) > MOST_SUSPECTS:
        return None
    order = sorted(suspects, key=lambda key: (sum(key == k for e in equations for k, _ in e.terms), key), reverse=True)
    order.sort(key=lambda key: min(i for i, e in enumerate(equations) if any(key == k for k, _ in e.terms)))
    place = {key: i for i, key in enumerate(order)}
    due: list[list[Equation]] = [[] for _ in order]
    for equation in equations:
        last = max((place[key] for key, _ in equation.terms if key in place), default=None)
        if last is not None:
            due[last].append(equation)
    best: list[tuple[float, dict[Key, Choice]]] = []
    given: dict[Key, Choice] = {}
    top = [max(choice.score for choice in choices[key]) for key in order]
    rest = [sum(top[i:]) for i in range(len(order) + 1)]
    steps = 0

    def total(equation: Equation) -> Number:
        added: Number = 0
        for key, sign in equation.terms:
            value = given[key].value if key in given else cells[key].value
            added += sign * (value or 0)
        return added

    def descend(at: int, score: float) -> None:
        nonlocal steps
        steps += 1
        if steps > MOST_STEPS or (len(best) == 2 and score + rest[at] <= best[1][0]):
            return
        if at == len(order):
            best.append((score, dict(given)))
            best.sort(key=lambda one: -one[0])
            del best[2:]
            return
        key = order[at]
        for choice in sorted(choices[key], key=lambda c: -c.score):
            given[key] = choice
            if all(total(equation) == 0 for equation in due[at]):
                descend(at + 1, score + choice.score)
            del given[key]

    descend(0, 0.0)
    if steps > MOST_STEPS or not best or (len(best) == 2 and best[0][0] - best[1][0] < MARGIN):
        return None
    broken = sum(1 for equation in equations if not _holds(equation, cells))
    if best[0][0] - rest[0] < FAULT * broken:
        return None  # rather the source is wrong than the recogniser that far off
    return best[0][1]


def _chosen(cell: CellReading, choice: Choice, rule: str) -> CellReading:
    if cell.value == choice.value and cell.confidence >= SURE:
        return cell
    share = min(math.exp(choice.score), 1.0)
    return replace(
        cell, value=choice.value, raw=choice.raw, status="number", confidence=round(share, 4), settled_by=rule
    )


def _stays_unsure(cell: CellReading, unsettled: bool, confirmed: bool) -> bool:
    """Whether a figure that was read is to be taken back. Blanks and words that were read stay what they are."""
    if cell.value is None:
        return False
    if unsettled:
        return cell.confidence < LIKELY
    return not confirmed and cell.confidence < UNSURE


def _problem(cell: CellReading, alternatives: Alternatives) -> Problem:
    seen = (cell.raw, *(text for text, _ in alternatives))
    message = f"{cell.row}.{cell.column} was read as {cell.raw} with confidence {cell.confidence:.2f} only"
    return Problem("cell.unsure", message, cell.place, seen)
