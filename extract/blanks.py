"""What blanks hide: figures that a source moved by a cell, in tables that leave out their noughts.

A blank is never 0, so a rule with a blank among its operands is not checked. But where the figures beside the blanks
do not add up by themselves, one of them is lacking or stands in a column that is not its own, and no structure tells
so. That is a problem; the figures stay as they were read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from extract.checks import Equation, Tied
from extract.document import Problem
from extract.report import CellReading

_Cells = Mapping[tuple[str, str], CellReading]
_EMPTY = ("blank", "dash")


def doubts(tables: Iterable[Tied]) -> list[Problem]:
    """A problem for each rule with blanks that its figures alone contradict.

    A total that is blank beside its parts is one only where the totals of most such lines are filled in: many agencies
    leave out those of detail rows. No rule that such a blank is a part of is asked.
    """
    problems: list[Problem] = []
    for equations, read in tables:
        blank = {place for place, cell in read.items() if cell.status in _EMPTY}
        if blank:
            problems += _of_table(equations, read, blank)
    return problems


def _of_table(equations: Iterable[Equation], read: _Cells, blank: set[tuple[str, str]]) -> list[Problem]:
    known = [e for e in equations if all(at in read and (at in blank or read[at].value is not None) for at in e.cells)]
    open_totals = [e for e in known if len(e.left) == 1 and e.left[0] in blank and _sum(e.right, read)]
    unknown = {e.left[0] for e in open_totals}
    asked = [e for e in known if unknown.isdisjoint(e.cells)]
    filled = Counter(e.rule for e in asked if _sum(e.left, read))
    left_out = Counter(e.rule for e in open_totals)
    found = [e for e in asked if not blank.isdisjoint(e.cells) and _sum(e.left, read) != _sum(e.right, read)]
    found += [e for e in open_totals if left_out[e.rule] < filled[e.rule]]
    return [_problem(e, read) for e in found]


def _sum(operands: Iterable[tuple[str, str]], read: _Cells) -> object:
    return sum(value for at in operands if (value := read[at].value) is not None)


def _problem(equation: Equation, read: _Cells) -> Problem:
    left, right = _sum(equation.left, read), _sum(equation.right, read)
    message = (
        f"{equation.rule} ({equation.subject}): without the blanks, {left} stands against {right}; "
        "a figure may be missing, or stand in the wrong column"
    )
    figures = [cell for at in equation.cells if (cell := read[at]).value]
    return Problem("sum.with_blanks", message, figures[0].place if figures else None)
