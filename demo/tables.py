"""The forms' tables as printed grids. All labels, their order and their nesting come from the registry."""

from __future__ import annotations

from collections.abc import Callable

from demo.article import Grid, Slot
from domain.registry import Column, Group, Row, Table, registry

Write = Callable[[str, str, str], str]
"""(table, row, column) → the figure as it is written there."""


def label(entry: Row | Column, form: str) -> str:
    """The official wording of a row or column on a form."""
    return entry.labels_by_form.get(form, entry.label)


def disclosure(form: str, write: Write, clause_forms: dict[str, str] | None = None) -> list[Grid]:
    """二、: a block for each clause. ``clause_forms`` sets another form for single clauses (a hybrid)."""
    table = registry().tables["proactive_disclosure"]
    blocks = []
    for clause in table.groups.values():
        on = (clause_forms or {}).get(clause.code, form)
        rows = [row for row in table.rows.values() if row.group == clause.code and on in row.columns]
        if rows and on in clause.forms:
            blocks.append(_clause(table, clause, rows, on, write))
    return blocks


def _clause(table: Table, clause: Group, rows: list[Row], form: str, write: Write) -> Grid:
    columns = rows[0].columns[form]
    spans = {1: (3,), 2: (1, 2), 3: (1, 1, 1)}[len(columns)]
    grid = [[Slot(clause.label, 4, head=True)]]
    names = [Slot(label(table.columns[code], form), span, head=True) for code, span in zip(columns, spans, strict=True)]
    grid.append([Slot(table.column_groups["content"].label, head=True), *names])
    for row in rows:
        figures = [Slot(write(table.code, row.code, code), span) for code, span in zip(columns, spans, strict=True)]
        grid.append([Slot(label(row, form), head=True), *figures])
    return grid


def applications(form: str, write: Write) -> list[Grid]:
    """三、: heads, then a line for each stage and result, under three columns of labels; one block."""
    table = registry().tables["applications"]
    rows = [row for row in table.rows.values() if form in row.forms]
    grid = _applicants(table, form)
    opened: set[str] = set()
    for row in rows:
        line = [*_headings(table, row, rows, opened)]
        line.append(Slot(label(row, form), 3 - len(_groups(table, row.group)), head=True))
        line += [Slot(write(table.code, row.code, column)) for column in table.columns]
        grid.append(line)
    return [grid]


def _applicants(table: Table, form: str) -> Grid:
    columns = list(table.columns.values())
    inner = [column for column in columns if column.group]
    first, last = columns[0], columns[-1]
    note = f"（{table.notes[0]}）"
    groups = table.column_groups
    return [
        [Slot(note, 3, 3, head=True), Slot(groups["applicants"].label, len(columns), head=True)],
        [
            Slot(label(first, form), 1, 2, head=True),
            Slot(groups["organisation"].label, len(inner), head=True),
            Slot(label(last, form), 1, 2, head=True),
        ],
        [Slot(label(column, form), head=True) for column in inner],
    ]


def _groups(table: Table, code: str | None) -> list[str]:
    """The groups above a line, outermost first."""
    found: list[str] = []
    while code:
        found.insert(0, code)
        code = table.groups[code].group
    return found


def _headings(table: Table, row: Row, rows: list[Row], opened: set[str]) -> list[Slot]:
    slots = []
    for group in _groups(table, row.group):
        if group not in opened:
            opened.add(group)
            height = sum(group in _groups(table, other.group) for other in rows)
            slots.append(Slot(table.groups[group].label, 1, height, head=True))
    return slots


def disputes(form: str, write: Write) -> list[Grid]:
    """四、: three stages side by side under one row of figures; one block."""
    table = registry().tables["disputes"]
    alone = [row for row in table.rows.values() if not row.group]
    grouped = [row for row in table.rows.values() if row.group]
    results = list(table.columns.values())
    width = len(results)
    heads = [Slot(label(result, form), 1, 2, head=True) for _ in alone for result in results]
    return [
        [
            [
                *(Slot(label(row, form), width, head=True) for row in alone),
                Slot(table.groups["litigation"].label, width * len(grouped), head=True),
            ],
            [*heads, *(Slot(label(row, form), width, head=True) for row in grouped)],
            [Slot(label(result, form), head=True) for _ in grouped for result in results],
            [Slot(write(table.code, row.code, result.code)) for row in (*alone, *grouped) for result in results],
        ]
    ]


def statistics(write: Write, numbered: bool) -> list[Grid]:
    """The annex of 2014: 统计指标 | 单位 | 统计数, or with a column of line numbers before; one block."""
    table = registry().tables["statistics"]
    groups = table.column_groups
    heads = [groups["indicator"].label, groups["unit"].label]
    heads.append(table.columns["value"].variants[0] if numbered else label(table.columns["value"], "2014"))
    lines: list[tuple[str, str, str]] = []
    opened: set[str] = set()
    for row in table.rows.values():
        for group in _groups(table, row.group):
            if group not in opened:
                opened.add(group)
                lines.append((table.groups[group].label, "", ""))
        indent = "　" * (bool(row.group) + bool(row.parent))
        lines.append((indent + row.label, row.unit, write(table.code, row.code, "value")))
    grid = [[Slot(text, head=True) for text in (([groups["number"].label] if numbered else []) + heads)]]
    for number, (name, unit, figure) in enumerate(lines, start=1):
        before = [Slot(str(number))] if numbered else []
        grid.append([*before, Slot(name, head=True), Slot(unit), Slot(figure)])
    return [grid]
