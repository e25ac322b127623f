"""The tables of a report as people draw them: boxes with spans on a grid, in the official layout and away from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from domain.registry import Table, registry
from tests.accuracy.facts import Facts, Key
from tests.accuracy.wording import Pen

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass
class Box:
    """A cell as written in a row: it starts there and spans; ``key`` says which figure it holds."""

    text: str = ""
    cs: int = 1
    rs: int = 1
    key: Key | None = None
    head: bool = False


Grid = list[list[Box]]


@dataclass
class Shape:
    """How the tables are drawn. The defaults are the official layout."""

    note: str = "full"  # full, none, blank, row
    words: str = "plain"  # plain, broken, spaced, split
    labels: str = "three"  # three, path, flat, repeat
    rowspans: str = "right"  # right, long, short
    head: str = "three"  # three, two, one
    phantom: int = 0
    clauses: str = "one"  # one, own
    disputes: str = "wide"  # wide, two, stages, results
    cut: str = ""  # "", plain, headed
    joined: bool = False  # all three tables in one
    repeated_head: bool = False
    units_row: bool = False
    statistics: str = "plain"  # plain, coded, split, sided, added, dropped
    misaligned: bool = False
    foreign: bool = False  # unrelated tables before and between
    applications: str = "official"  # official, turned, units, last year's lines, last year's table
    headings: bool = True
    flags: set[str] = field(default_factory=set)


def width(grid: Grid) -> int:
    taken: dict[tuple[int, int], bool] = {}
    most = 0
    for y, row in enumerate(grid):
        x = 0
        for box in row:
            while (y, x) in taken:
                x += 1
            for dy in range(box.rs):
                for dx in range(box.cs):
                    taken[y + dy, x + dx] = True
            x += box.cs
            most = max(most, x)
    return most


def matrix(grid: Grid) -> list[list[Box | None]]:
    """The grid spread out: the box in its top left square, None where a span covers."""
    wide = width(grid)
    spread: list[list[Box | None]] = [[None] * wide for _ in grid]
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(grid):
        x = 0
        for box in row:
            while (y, x) in taken:
                x += 1
            taken |= {(y + dy, x + dx) for dy in range(box.rs) for dx in range(box.cs)}
            if x < wide:
                spread[y][x] = box
            x += box.cs
    return spread


def _words(text: str, shape: Shape, rng: Random) -> str:
    if shape.words == "broken" and len(text) >= 4:
        at = rng.randint(2, len(text) - 2)
        return text[:at] + "\n" + text[at:]
    if shape.words == "spaced" and len(text) >= 2:
        return text[: len(text) // 2] + rng.choice((" ", "\u3000", "\u00a0")) + text[len(text) // 2 :]
    return text


def _label(table: Table, row: str, form: str) -> str:
    one = table.rows[row]
    return one.labels_by_form.get(form, one.label)


def proactive(facts: Facts, shape: Shape, pen: Pen) -> list[Grid]:
    """第二十条 …, a block a clause; one table, or one a clause."""
    table = registry().tables["proactive_disclosure"]
    blocks: list[Grid] = []
    own = shape.clauses == "own"
    wide = 0 if own else 4
    for code, clause in table.groups.items():
        form = facts.clause_forms.get(code, "")
        rows = [r for r, row in table.rows.items() if row.group == code and form in row.columns]
        if not rows:
            continue
        across = max(1 + max(len(table.rows[r].columns[form]) for r in rows), wide)
        grid: Grid = [[Box(pen.label(clause.label), cs=across, head=True)]]
        columns = table.rows[rows[0]].columns[form]
        heads = [table.columns[c].labels_by_form.get(form, table.columns[c].label) for c in columns]
        grid.append([Box(pen.label(_words(h, shape, pen.rng)), head=True) for h in ("信息内容", *heads)])
        for row in rows:
            line = [Box(pen.label(_label(table, row, form)), head=True)]
            for column in table.rows[row].columns[form]:
                key = ("proactive_disclosure", row, column)
                line.append(Box(pen.figure(key, facts.cells[key]), key=key))
            grid.append(line)
        for line in grid[1:]:
            line[-1].cs += across - sum(box.cs for box in line)
        blocks.append(grid)
    return blocks if own else [[row for block in blocks for row in block]]


def _applications_head(shape: Shape, pen: Pen, across: int) -> Grid:
    table = registry().tables["applications"]
    names = [table.columns[c].label for c in table.columns]
    organisations = names[1:6]
    note = {"full": NOTE, "row": "", "blank": "", "none": ""}[shape.note]
    say = lambda text: Box(pen.label(_words(text, shape, pen.rng)), head=True)  # noqa: E731
    rows: Grid = [[Box(NOTE, cs=across + 7)]] if shape.note == "row" else []
    if shape.head == "one":
        return [
            *rows,
            [
                Box(note, cs=across),
                *(say(n if n not in ("其他",) else "其他组织" if "x" in shape.flags else n) for n in names),
            ],
        ]
    corner = Box(note, cs=across, rs=3 if shape.head == "three" else 2)
    people, total = replace(say(names[0]), rs=2), replace(say(names[6]), rs=2)
    firms = Box(pen.label("法人或其他组织"), cs=5, head=True)
    if shape.head == "three":
        rows += [[corner, Box(pen.label("申请人情况"), cs=7, head=True)], [people, firms, total]]
    else:
        rows += [[corner, people, firms, total]]
    if shape.words == "split":
        corner.rs += 1
        people.rs = total.rs = 3
        rows += [[Box(n[:2], head=True) for n in organisations], [Box(n[2:], head=True) for n in organisations]]
    else:
        rows.append([say(n) for n in organisations])
    return rows


def applications(facts: Facts, shape: Shape, pen: Pen) -> Grid:
    """The big table: three columns of labels and seven of figures, or its labels in one or two columns."""
    table = registry().tables["applications"]
    across = {"three": 3, "path": 1, "flat": 1, "repeat": 3, "two": 2}[shape.labels]
    grid = _applications_head(shape, pen, across)
    codes = [r for r, row in table.rows.items() if facts.rows_of in row.forms]
    told: set[str] = set()
    for code in codes:
        row = table.rows[code]
        groups: list[str] = []
        up = row.group
        while up:
            groups.insert(0, up)
            up = table.groups[up].group
        line: list[Box] = []
        label = pen.label(row.label)
        if shape.labels == "path":
            names = [table.groups[g].label for g in groups[1:]]
            label = "".join(names) + label
        elif shape.labels == "flat":
            for g in groups:
                if g not in told:
                    grid.append([Box(pen.label(table.groups[g].label), head=True), *(Box() for _ in range(7))])
        else:
            for g in groups:
                if g not in told or shape.labels == "repeat":
                    inside = sum(1 for c in codes if _under(table, c, g))
                    rs = 1 if shape.labels == "repeat" else inside
                    if shape.rowspans == "short" and g == "outcome":
                        rs = inside
                    line.append(Box(pen.label(table.groups[g].label), rs=rs, head=True))
        told |= set(groups)
        cs = 1 if across == 1 else across - len(groups)
        line.append(Box(_words(label, shape, pen.rng) if shape.words != "split" else label, cs=cs, head=True))
        for column in table.columns:
            key = ("applications", code, column)
            line.append(Box(pen.figure(key, facts.cells[key]), key=key))
        grid.append(line)
    if shape.rowspans == "long":
        for line in grid[3:]:
            for box in line:
                if box.head and box.rs > 5 and "办理" in box.text:
                    box.rs += 6
    return grid


def _under(table: Table, row: str, group: str) -> bool:
    up = table.rows[row].group
    while up:
        if up == group:
            return True
        up = table.groups[up].group
    return False


def disputes(facts: Facts, shape: Shape, pen: Pen) -> list[Grid]:
    """复议 and 诉讼: fifteen columns in a row, or turned, or in two tables."""
    table = registry().tables["disputes"]
    say = lambda text, **kw: Box(pen.label(text), head=True, **kw)  # noqa: E731
    broken = lambda text, **kw: Box(pen.label(_words(text, shape, pen.rng)), head=True, **kw)  # noqa: E731
    results = [c.label for c in table.columns.values()]
    stages = list(table.rows)

    def figures(row: str) -> list[Box]:
        keys = [("disputes", row, c) for c in table.columns]
        return [Box(pen.figure(key, facts.cells[key]), key=key) for key in keys]

    if shape.disputes == "two":
        first: Grid = [[say("行政复议", cs=5)], [broken(r) for r in results], figures(stages[0])]
        second: Grid = [
            [say("行政诉讼", cs=10)],
            [say("未经复议直接起诉", cs=5), say("复议后起诉", cs=5)],
            [broken(r) for r in results * 2],
            figures(stages[1]) + figures(stages[2]),
        ]
        return [first, second]
    if shape.disputes == "stages":
        return [[
            [say("类别", cs=2), *(broken(r) for r in results)],
            [say("行政复议", cs=2), *figures(stages[0])],
            [say("行政诉讼", rs=2), say("未经复议直接起诉"), *figures(stages[1])],
            [say("复议后起诉"), *figures(stages[2])],
        ]]  # fmt: skip
    if shape.disputes == "results":
        columns = [figures(stage) for stage in stages]
        return [[
            [Box("", rs=2), say("行政复议", rs=2), say("行政诉讼", cs=2)],
            [say("未经复议直接起诉"), say("复议后起诉")],
            *([say(result), *(column[i] for column in columns)] for i, result in enumerate(results)),
        ]]  # fmt: skip
    return [[
        [say("行政复议", cs=5), say("行政诉讼", cs=10)],
        [*(broken(r, rs=2) for r in results), say("未经复议直接起诉", cs=5), say("复议后起诉", cs=5)],
        [broken(r) for r in results * 2],
        [box for stage in stages for box in figures(stage)],
    ]]  # fmt: skip


def statistics(facts: Facts, shape: Shape, pen: Pen) -> list[Grid]:
    """The 2014 annex: indicator, unit, figure; coded, in two label columns, side by side, or with provincial lines."""
    table = registry().tables["statistics"]
    kind = shape.statistics
    heads = {"plain": ["统计指标", "单位", "统计数"], "coded": ["代码", "统计指标", "单位", "数量"]}.get(
        kind, ["统计指标", "单位", "统计数"]
    )
    body: Grid = []
    told: set[str] = set()
    number = 0
    for code, row in table.rows.items():
        groups: list[str] = []
        up = row.group
        while up:
            groups.insert(0, up)
            up = table.groups[up].group
        for g in groups:
            if g not in told:
                told.add(g)
                dash = "——" if kind in ("plain", "coded") else ""
                number += 1
                coded = [Box(str(number))] if kind == "coded" else []
                body.append([*coded, Box(pen.label(table.groups[g].label), head=True), Box(dash), Box(dash)])
        if kind == "dropped" and code in ("disclosed_wechat", "applications_fax", "press_conferences_leader"):
            continue
        key = ("statistics", code, "value")
        number += 1
        coded = [Box(str(number))] if kind == "coded" else []
        indent = "\u3000" * (len(groups) + (1 if row.parent else 0))
        label = indent + pen.label(row.label)
        figure = Box(pen.figure(key, facts.cells[key]), key=key)
        if kind == "split":
            body.append([Box(label + f"（单位：{row.unit}）", head=True), figure])
        else:
            body.append([*coded, Box(label, head=True), Box(row.unit), figure])
        if kind == "added" and code == "disclosed_other":
            body.append(
                [Box(indent + "6．政务客户端公开政府信息数", head=True), Box("条"), Box(str(pen.rng.randint(1, 40)))]
            )
    if kind == "split":
        for line in body:
            del line[2:]
        heads = ["统计指标", "数量"]
    if kind == "sided":
        half = (len(body) + 1) // 2
        left, right = body[:half], body[half:]
        right += [[Box(), Box(), Box()]] * (half - len(right))
        body, heads = [a + b for a, b in zip(left, right, strict=True)], heads * 2
    return [[[Box(h, head=True) for h in heads], *body]]
