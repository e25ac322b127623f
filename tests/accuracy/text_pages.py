"""Plain text as converters leave it: one module for the layouts of tables that text files show."""

from __future__ import annotations

import unicodedata
from random import Random

from tests.accuracy.layout import Grid, matrix
from tests.accuracy.pages import Page


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, size: int) -> str:
    return text + " " * max(0, size - _wide(text))


def _texts(grid: Grid) -> list[list[str]]:
    return [[" ".join((b.text if b else "").split()) for b in row] for row in matrix(grid)]


def lines(grid: Grid, indent: str = "\t") -> list[str]:
    """One cell a line, rows parted by blank lines, as Word-to-text leaves them; spans are not repeated."""
    out: list[str] = []
    for row in grid:
        out += [indent + box.text.replace("\n", "") for box in row] + [""]
    return out


def full_lines(grid: Grid) -> list[str]:
    """One cell a line with the cells under a vertical span left empty, as the merged cells of Word come out."""
    out: list[str] = []
    taken: dict[tuple[int, int], int] = {}
    for y, row in enumerate(grid):
        x = 0
        for box in row:
            while (y, x) in taken:
                out.append("\t")
                x += taken[y, x]
            for dy in range(1, box.rs):
                taken[y + dy, x] = box.cs
            out.append("\t" + box.text.replace("\n", ""))
            x += box.cs
        out.append("")
    return out


def tabs(grid: Grid) -> list[str]:
    return ["\t".join(row) for row in _texts(grid)]


def pipes(grid: Grid) -> list[str]:
    rows = _texts(grid)
    return ["| " + " | ".join(row) + " |" for row in rows[:1]] + ["|" + "---|" * len(rows[0])] + [
        "| " + " | ".join(row) + " |" for row in rows[1:]
    ]  # fmt: skip


def trailing_pipes(grid: Grid) -> list[str]:
    """Cells that end in `` |``, spans as empty bars: how some crawlers print tables."""
    return [
        " | ".join(box.text.replace("\n", " ") for box in row) + " |" + "|" * sum(box.cs - 1 for box in row)
        for row in grid
    ]


def ruled(grid: Grid, box: bool = False) -> list[str]:
    """A grid of +---+ (or box-drawing) rules, a rule after every row."""
    rows = _texts(grid)
    sizes = [max(4, *(_wide(row[x]) for row in rows)) for x in range(len(rows[0]))]
    dash, bar = ("─", "│") if box else ("-", "|")
    top, middle, bottom = ("┌┬┐", "├┼┤", "└┴┘") if box else ("+++", "+++", "+++")

    def rule(corners: str) -> str:
        return corners[0] + corners[1].join(dash * (size + 2) for size in sizes) + corners[2]

    out = [rule(top)]
    for row in rows:
        out += [bar + bar.join(" " + _pad(t, s) + " " for t, s in zip(row, sizes, strict=True)) + bar, rule(middle)]
    return [*out[:-1], rule(bottom)]


def drawn(grid: Grid) -> list[str]:
    """Boxes with their spans, no stroke within a cell: how w3m and elinks draw the tables of a page."""
    spread, rows = matrix(grid), _texts(grid)
    height, width = len(spread), len(spread[0])
    owner = {
        (y + dy, x + dx): (y, x)
        for y, row in enumerate(spread)
        for x, one in enumerate(row)
        if one
        for dy in range(one.rs)
        for dx in range(one.cs)
    }
    sizes = [4] * width
    for y, row in enumerate(spread):
        for x, one in enumerate(row):
            if one:
                sizes[x + one.cs - 1] += max(0, _wide(rows[y][x]) - sum(sizes[x : x + one.cs]))
    out = []
    for y in range(height + 1):
        rule = text = ""
        for x in range(width + 1):
            beside = [owner.get(place) for place in ((y - 1, x - 1), (y - 1, x), (y, x - 1), (y, x))]
            rule += _corner(*beside) + ("─" if beside[1] != beside[3] else " ") * (sizes[x] if x < width else 0)
            own = owner.get((y, x))
            if own != owner.get((y, x - 1)) and y < height:
                cells = [i for i in range(width) if owner.get((y, i)) == own]
                size = sum(sizes[i] + 1 for i in cells) - 1
                text += "│" + (_pad(rows[y][x] if own == (y, x) else "", size) if own else "")
        out += [rule, text] if y < height else [rule]
    return out


def _corner(*around: object) -> str:
    """The stroke where four cells meet: up, down, left, right where two of them differ."""
    nw, ne, sw, se = around
    marks = {(1, 1, 0, 0): "│", (0, 0, 1, 1): "─", (0, 1, 0, 1): "┌", (0, 1, 1, 0): "┐", (1, 0, 0, 1): "└",
             (1, 0, 1, 0): "┘", (1, 1, 0, 1): "├", (1, 1, 1, 0): "┤", (0, 1, 1, 1): "┬", (1, 0, 1, 1): "┴",
             (1, 1, 1, 1): "┼"}  # fmt: skip
    return marks.get((nw != ne, sw != se, nw != sw, ne != se), " ")


def spaced(grid: Grid) -> list[str]:
    """Columns held apart by spaces, headings over spans centred, as lynx and w3m lay them."""
    spread, rows = matrix(grid), _texts(grid)
    sizes = [4] * len(rows[0])
    for y, row in enumerate(spread):
        for x, one in enumerate(row):
            if one is not None and one.cs == 1:
                sizes[x] = max(sizes[x], _wide(rows[y][x]))
    for y, row in enumerate(spread):  # a heading widens the last of its columns
        for x, one in enumerate(row):
            if one is not None and one.cs > 1:
                sizes[x + one.cs - 1] += max(0, _wide(rows[y][x]) - sum(sizes[x : x + one.cs]) - 2 * (one.cs - 1))
    out = []
    for y, row in enumerate(spread):
        line, x = "", 0
        while x < len(row):
            one = row[x]
            cs = one.cs if one else 1
            line += _pad(rows[y][x], sum(sizes[x : x + cs]) + 2 * cs)
            x += cs
        out.append("   " + line.rstrip())
    return out


LAYOUTS = {"lines": lines, "full_lines": full_lines, "tabs": tabs, "pipes": pipes, "trailing_pipes": trailing_pipes,
           "ruled": ruled, "boxes": lambda g: ruled(g, True), "drawn": drawn,
           "spaced": spaced}  # fmt: skip


def render(page: Page, layout: str, rng: Random, encoding: str = "utf-8") -> bytes:
    """The report as text in one of :data:`LAYOUTS`."""
    out = [page.title, ""]
    for _kind, part in page.parts:
        if isinstance(part, str):
            out += ["　　" + part, ""]
        else:
            out += [*LAYOUTS[layout](part), ""]
    return "\n".join(out).encode(encoding, errors="replace")
