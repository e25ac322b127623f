"""Tables that are drawn with lines, cells over several rows and columns among them: boxes, ``+--+`` and ``|``.

The rules of the drawing tell where columns may end, and each cell reaches as far right and down as nothing is drawn.
Characters of which terminals do not agree how wide they are (quotes, dashes, the strokes themselves) are taken as
wide as makes the strokes of all lines stand above one another; a drawing that no such width closes is not read here.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extract.document import Cell, Place, Table
from extract.formats.text_tables import Line, is_rule, without_markup

_DOWN = frozenset("│┃║|┌┐┬├┤┼╔╗╦╠╣╬┏┓┳┣┫╋+╒╤╕╞╪╡╓╥╖╟╫╢")
_UP = frozenset("│┃║|└┘┴├┤┼╚╝╩╠╣╬┗┛┻┣┫╋+╘╧╛╞╪╡╙╨╜╟╫╢")
_ACROSS = frozenset("─━═-=┬┴┼╦╩╬┳┻╋+╤╧╪╥╨╫")
_CORNERS = frozenset("┌└├╔╚╠┏┗┣┬┴┼╦╩╬┳┻╋+╒╘╞╓╙╟╤╧╪╥╨╫")
_TOPS = frozenset("┌╔┏+╒╓")
_FEWEST_RULES = 3
_SHORTEST_RULE = 2
_MOST_LINES, _WIDEST, _MOST_COLUMNS = 1500, 1000, 40


def drawn_table(lines: Sequence[Line], number: int) -> Table | None:
    """The table that some lines draw, or None where they do not close a grid."""
    filled = [line for line in lines if line.text.strip()]
    if not filled or len(filled) > _MOST_LINES or filled[0].text.lstrip()[:1] not in _TOPS:
        return None
    if sum(1 for line in filled if _rules_in(line.text)) < _FEWEST_RULES or max(len(e.text) for e in filled) > _WIDEST:
        return None
    for wide in (False, True):  # as wide as a Chinese character, or half of it, are the strokes
        if table := _read(filled, wide, number):
            return table
    return None


def _rules_in(text: str) -> bool:
    """Whether a stroke across begins at a corner somewhere in a line."""
    return any(
        a in _CORNERS and b in _ACROSS and c in _ACROSS for a, b, c in zip(text, text[1:], text[2:], strict=False)
    )


def _read(lines: Sequence[Line], wide: bool, number: int) -> Table | None:
    rules = [_spread(line.text, wide, wide) for line in lines if is_rule(line.text)]
    if not rules:
        return None
    ends = sorted({x for row in rules for x, char in enumerate(row) if char in _DOWN or char in _UP})
    drawn = [_aligned(line.text, wide, frozenset(ends)) for line in lines]
    counts = Counter(x for row in drawn for x, char in enumerate(row) if char in _DOWN)
    ends = [x for x in ends if counts[x]]
    width = max(map(len, drawn))
    if not 2 <= len(ends) <= _MOST_COLUMNS or any(len(row.rstrip()) != width for row in drawn):
        return None
    rows = [y for y, line in enumerate(lines) if _rules_in(line.text)]
    if rows[0] != 0 or rows[-1] != len(lines) - 1:
        return None
    return _cells(lines, drawn, rows, ends, number)


def _spread(text: str, strokes: bool, others: bool) -> str:
    """A character a column: those that take two are followed by a blank of no width (NUL)."""
    found = []
    for char in text.rstrip():
        kind = unicodedata.east_asian_width(char)
        stroke = "\u2500" <= char <= "\u257f"
        two = kind in "WF" or (kind == "A" and (strokes if stroke else others))
        found.append(char + ((char if stroke and char in "─━═" else "\0") if two else ""))
    return "".join(found)


def _aligned(text: str, wide: bool, ends: frozenset[int]) -> str:
    """A line of the drawing, its doubtful characters as wide as brings the more strokes to where columns end."""
    ways = [_spread(text, wide, others) for others in (False, True)]
    return max(ways, key=lambda row: sum((1 if x in ends else -1) for x, char in enumerate(row) if char in _DOWN))


def _cells(
    lines: Sequence[Line], drawn: Sequence[str], rows: Sequence[int], ends: Sequence[int], number: int
) -> Table | None:
    bands, columns = list(pairwise(rows)), list(pairwise(ends))
    taken: set[tuple[int, int]] = set()
    found: list[list[Cell]] = [[] for _ in bands]
    for r, (top, bottom) in enumerate(bands):
        for c, (left, _) in enumerate(columns):
            if (r, c) in taken:
                continue
            right = c + 1
            while (
                right < len(columns) and (r, right) not in taken and not _walled(drawn, top, bottom, columns[right][0])
            ):
                right += 1
            below = r + 1
            while below < len(bands) and not _floored(drawn[rows[below]], left, columns[right - 1][1]):
                below += 1
            area = {(y, x) for y in range(r, below) for x in range(c, right)}
            if area & taken:
                return None
            taken |= area
            inside = range(rows[r] + 1, rows[below])
            parts = [drawn[y][left + 1 : columns[right - 1][1]].replace("\0", "").strip() for y in inside]
            first = next((y for y, part in zip(inside, parts, strict=True) if part), top)
            place = Place(table=number, row=r + 1, cell=len(found[r]) + 1, line=lines[first].number)
            text = without_markup("<br>".join(part for part in parts if part))
            found[r].append(Cell(text, r, c, below - r, right - c, place))
    return Table(found, Place(table=number, line=lines[0].number))


def _walled(drawn: Sequence[str], top: int, bottom: int, x: int) -> bool:
    """Whether a stroke parts the columns at ``x`` in most lines between two rules."""
    inside = [drawn[y][x : x + 1] in _DOWN for y in range(top + 1, bottom)]
    return sum(inside) * 2 > len(inside)


def _floored(row: str, left: int, right: int) -> bool:
    """Whether a rule is drawn from column to column: as strokes, not as a dash in a cell."""
    return sum(char in _ACROSS for char in row[left + 1 : right]) >= max(_SHORTEST_RULE, (right - left - 1) * 0.8)
