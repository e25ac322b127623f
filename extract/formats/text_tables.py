"""Runs of text lines rebuilt into tables: pipes and tabs."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from math import gcd

from extract.document import Cell, Place, Table

_PIPE = re.compile(r"(?<!\\)[|｜│┃║¦]")
_GRID_RULE = re.compile(r"\s*[+┌├└╔╠╚┏┣┗]")
_PADDING = re.compile(r"\s*\|?(?: ?\|\|+)?$")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, counted from 1."""

    number: int
    text: str


def is_rule(text: str) -> bool:
    """Whether a line is only drawn: dashes, pluses, box characters, with at least a stroke across."""
    marks = set(text) - set(" \t:+_|｜")
    return (
        bool(marks)
        and all(mark in "-=" or "\u2500" <= mark <= "\u257f" for mark in marks - set("│┃║"))
        and marks != set("│┃║") & marks
    )


_ESCAPED = re.compile(r"\\([^\w\s])")  # 1\.属于国家秘密, 476\.97


def without_markup(text: str) -> str:
    r"""Text without Markdown's marks and entities; blanks run together, ``<br>`` is ``\n``."""
    if "**" in text:
        text = text.replace("**", "")
    if "&" in text:
        text = html.unescape(text)
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    return "\n".join(line for part in _BREAK.split(text) if (line := " ".join(part.split())))


def table_of(rows: list[list[tuple[str, int]]], number: int, flat: bool) -> Table:
    """A table of (text, line) cells, one grid column each."""
    placed = [
        [
            Cell(without_markup(text), r, c, place=Place(table=number, row=r + 1, cell=c + 1, line=line))
            for c, (text, line) in enumerate(row)
        ]
        for r, row in enumerate(rows)
    ]
    first = next((line for row in rows for _, line in row), None)
    return Table(placed, Place(table=number, line=first), flat)


# -- pipes -------------------------------------------------------------------------------------------------------


def piped_tables(lines: list[Line], number: int) -> list[Table]:
    """A table of lines with pipes; none where they are no table (a single line of two parts)."""
    filled = [line for line in lines if line.text.strip()]
    shown = [line for line in filled if not is_rule(line.text)]
    if not shown:
        return []
    single = sum(1 for line in shown if sum(1 for part in _PIPE.split(line.text) if part.strip()) <= 1)
    if len(shown) >= 4 and single * 10 > len(shown) * 8 and not any(_GRID_RULE.match(line.text) for line in filled):
        return [_pipes_one_cell_a_line(shown, number)]
    if shown == filled and _is_padded(shown):
        return [_padded_rows(shown, number)]
    leading = sum(1 for line in shown if _PIPE.match(line.text.strip())) * 2 > len(shown)
    rows: list[list[tuple[str, int]]] = []
    open_row = False
    grid = sum(1 for line in filled if _GRID_RULE.match(line.text) and is_rule(line.text)) > 2
    for line in filled:
        if is_rule(line.text):
            open_row = False
            continue
        cells = [(part, line.number) for part in _split(line.text.strip(), leading)]
        if grid and open_row and len(rows[-1]) == len(cells):
            rows[-1] = [(f"{old}<br>{new}", at) for (old, at), (new, _) in zip(rows[-1], cells, strict=True)]
        elif not _PIPE.search(line.text) and rows and rows[-1]:
            text, at = rows[-1][-1]
            rows[-1][-1] = (f"{text}<br>{line.text}", at)
        else:
            rows.append(cells)
        open_row = True
    if len(rows) == 1 and sum(1 for text, _ in rows[0] if text.strip()) < 3:
        return []
    return [table_of(rows, number, flat=not grid and _is_torn([len(row) for row in rows]))]


def _is_torn(widths: list[int]) -> bool:
    """Whether rows change their width so often that the cells under spans were left out: they stand on no grid."""
    return sum(a != b for a, b in pairwise(widths)) * 5 > len(widths)


def _is_padded(lines: list[Line]) -> bool:
    """Whether bars fill up the lines behind the last cell, ``自然人 | 总计 | |||``: where cells stood is lost."""
    texts = [line.text.strip() for line in lines]
    cut = [_PADDING.sub("", text) for text in texts]
    padded = sum(1 for text, kept in zip(texts, cut, strict=True) if text.count("|") - kept.count("|") > 1)
    leading = sum(1 for kept in cut if _PIPE.match(kept)) * 2 > len(cut)
    return padded >= 2 and not leading and not any("||" in kept for kept in cut)


def _padded_rows(lines: list[Line], number: int) -> Table:
    rows = [[(part, line.number) for part in _PIPE.split(_PADDING.sub("", line.text.strip()))] for line in lines]
    return table_of(rows, number, flat=True)


def _split(text: str, leading: bool) -> list[str]:
    parts = _PIPE.split(text)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    if leading and len(parts) > 1 and not parts[0].strip():
        parts.pop(0)
    return parts


def _pipes_one_cell_a_line(lines: list[Line], number: int) -> Table:
    """``规章 |`` / ``4 |`` ...: lines of pipes alone fill a row up to its end, so they show its width."""
    stretches: list[list[tuple[str, int]]] = [[]]
    for line in lines:
        text = line.text.strip()
        pipes = _PIPE.findall(text)
        if len(pipes) == len(text.replace(" ", "")):
            stretches[-1].extend([("", line.number)] * len(pipes))
            if len(pipes) > 1:
                stretches.append([])
        else:
            stretches[-1].append((" ".join(_PIPE.split(text)), line.number))
    last = stretches[-1]
    whole = [len(stretch) for stretch in stretches[:-1]]
    width = reduce(gcd, whole, 0)
    if len(whole) < 2 or width < 2 or width < min(whole):
        return table_of([stretch for stretch in stretches if stretch], number, flat=True)
    if not last:
        stretches.pop()
    rows = [stretch[at : at + width] for stretch in stretches for at in range(0, len(stretch), width)]
    return table_of(rows, number, flat=False)


# -- tabs --------------------------------------------------------------------------------------------------------


def tabbed_tables(lines: list[Line], number: int) -> list[Table]:
    """A table of lines with tabs: a row a line, or a cell a line. none where it is mere indentation."""
    filled = [line for line in lines if "\t" in line.text]
    several = sum(1 for line in filled if sum(1 for part in line.text.split("\t") if part.strip()) >= 2)
    if several * 5 > len(filled) or (several and len(filled) <= 3):
        return [_tabbed_rows(lines, number)]
    if len(filled) < 3:
        return []
    rows: list[list[tuple[str, int]]] = [[]]
    for line in lines:
        if not line.text:
            rows.append([])
        elif "\t" in line.text:
            parts = [part for part in line.text.split("\t") if part.strip()] or [""]
            rows[-1].extend((part, line.number) for part in parts)
        elif not line.text.strip():
            rows.append([])
        elif rows[-1]:
            text, at = rows[-1][-1]
            rows[-1][-1] = (f"{text}<br>{line.text}", at)
    rows = [row for row in rows if row]
    return [table_of(rows, number, flat=True)]


def _tabbed_rows(lines: list[Line], number: int) -> Table:
    split = [(line, line.text.rstrip("\r\n").split("\t")) for line in lines if line.text.strip(" ")]
    indented = all(not parts[0].strip() for _, parts in split if len(parts) > 1)
    closed = all(not parts[-1].strip() for _, parts in split if len(parts) > 1)
    rows = []
    for line, parts in split:
        if indented and len(parts) > 1:
            parts = parts[1:]
        if closed and len(parts) > 1:
            parts = parts[:-1]
        rows.append([(part, line.number) for part in parts])
    return table_of(rows, number, flat=False)
