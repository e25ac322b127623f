"""The columns of a table without ruled lines, and which of them a run of text stands in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from domain.vocabulary import heads_in
from extract.layout.alignment import Run
from extract.layout.lines import Box, Line
from extract.layout.page import Word

APART = 0.8  # of the type size: runs on one line further apart may be two cells
LABELS = 0.3  # and words of labels even nearer
WORDS = 0.15  # and a label and its figure even this near, where they lie in two columns
Found = tuple[float, float, list[Run]]  # a column's left and right, and the runs that show it
FIGURE = re.compile(r"^[+＋\-−－]?[\d０-９][\d０-９,，.．]*\s*(?:件|项|条|个|宗|万元|元|％|%)?$|^[—–\-－/／无]{1,2}$")


def columns_of(runs: Sequence[Run]) -> list[tuple[float, float]]:
    """The (left, right) of each column: narrow runs make columns, wide ones that lie over several do not.

    Two columns are two only where runs of both stand beside each other.
    """
    columns: list[Found] = []
    wide: list[Run] = []
    for run in sorted(runs, key=lambda r: r.line.box.x1 - r.line.box.x0):
        box = run.line.box
        touched = [c for c in columns if min(box.x1, c[1]) - max(box.x0, c[0]) > 0.5]
        if len(touched) > 1 or (touched and _lap(box, touched[0]) < 0.5 * min(box.x1 - box.x0, _width(touched[0]))):
            wide.append(run)
            continue
        members = [run]
        for column in touched:
            columns.remove(column)
            members += column[2]
            box = box._replace(x0=min(box.x0, column[0]), x1=max(box.x1, column[1]))
        columns.append((box.x0, box.x1, members))
    columns = _under_wide_runs(sorted(columns, key=lambda c: c[0]), wide)
    kept = columns[:1]
    for column in columns[1:]:
        before = kept[-1]
        longer = [run for run in wide if _lap(run.line.box, before) > 0.5 >= _lap(run.line.box, column)]
        if _beside(before[2], column[2]) or (_figured(column[2]) and _beside(longer, column[2])):
            kept.append(column)
        elif len(kept) > 1 and _figured(before[2]) != _figured(column[2]):  # heads, and figures at another edge
            kept[-1] = (before[0], column[1], before[2] + column[2])
        elif len(column[2]) * 3 <= len(before[2]):
            continue  # a label over two columns
        elif len(before[2]) * 3 <= len(column[2]) and len(kept) > 1:
            kept[-1] = column
        else:
            kept.append(column)
    return [(a, b) for a, b, _ in kept]


def _under_wide_runs(columns: Sequence[Found], wide: Sequence[Run]) -> list[Found]:
    """The columns, two that never stand beside each other as one where more runs lie over both than make them up.

    They are short labels, and ends of long ones, in the middle of a column of longer labels.
    """
    found = list(columns[:1])
    for column in columns[1:]:
        before = found[-1]
        over = [run for run in wide if min(_lap(run.line.box, before), _lap(run.line.box, column)) > 0.5]
        if len(over) > len(before[2]) + len(column[2]) and not _beside(before[2], column[2]):
            found[-1] = (before[0], max(before[1], column[1]), [*before[2], *column[2], *over])
        else:
            found.append(column)
    return found


def body(runs: Sequence[Run]) -> list[Run]:
    """The runs from the first line with figures on: the head's labels stand over several columns."""
    top = min((run.middle - run.line.size for run in runs if run.figure), default=float("inf"))
    return [run for run in runs if run.middle >= top]


def with_heads(runs: Sequence[Run], columns: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The columns, with those that only a head tells of: in a short table columns may be blank.

    Its heads must stand on one line and be more than the columns of figures, which lie under one of them each.
    """
    top = min((run.middle for run in runs if run.figure), default=0.0)
    above = [run for run in runs if run.middle < top - 0.3 * run.line.size]
    lowest = max((run.middle for run in above), default=0.0)
    heads = sorted((r for r in above if lowest - r.middle < 0.3 * r.line.size), key=lambda r: r.line.box.x0)
    if len(heads) <= len(columns):
        return list(columns)
    homes = [[i for i, head in enumerate(heads) if _laps(head.line.box, column)] for column in columns]
    taken = [home[0] for home in homes if len(home) == 1]
    if len(taken) < len(columns) or len(set(taken)) < len(taken):
        return list(columns)
    found = [(head.line.box.x0, head.line.box.x1) for head in heads]
    for home, (x0, x1) in zip(taken, columns, strict=True):
        found[home] = (min(x0, found[home][0]), max(x1, found[home][1]))
    return found


def _laps(box: Box, column: tuple[float, float]) -> bool:
    return min(box.x1, column[1]) - max(box.x0, column[0]) > 0.5


def _figured(runs: Sequence[Run]) -> bool:
    return any(run.figure for run in runs)


def _lap(box: Box, column: Found) -> float:
    return min(box.x1, column[1]) - max(box.x0, column[0])


def _width(column: Found) -> float:
    return column[1] - column[0]


def _beside(some: Sequence[Run], others: Sequence[Run]) -> bool:
    """Whether runs of two columns stand beside each other: twice, or once well apart."""
    ordered = sorted(others, key=lambda r: r.middle)
    middles = [run.middle for run in ordered]
    times = 0
    for run in some:
        at = bisect_left(middles, run.middle - run.line.size)
        if at < len(middles) and middles[at] <= run.middle + run.line.size:
            gap = ordered[at].line.box.x0 - run.line.box.x1
            times += 2 if gap > APART * run.line.size else 1
    return times > 1


def _span(run: Run, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    box = run.line.box
    touched = [
        i
        for i, (x0, x1) in enumerate(columns)
        if x0 < box.x1
        and x1 > box.x0
        and min(box.x1, x1) - max(box.x0, x0) > max(0.5, 0.25 * min(x1 - x0, box.x1 - box.x0))
    ]
    if touched:
        return touched[0], touched[-1] + 1
    after = next((i for i, (x0, _) in enumerate(columns) if x0 > box.x0), len(columns))
    if after in (0, len(columns)):
        return min(after, len(columns) - 1), min(after, len(columns) - 1) + 1
    left, right = box.x0 - columns[after - 1][1], columns[after][0] - box.x1
    if min(left, right) < 0.6 * max(left, right):
        nearest = after - 1 if left < right else after
        return nearest, nearest + 1
    return after - 1, after + 1


def parted(run: Run, columns: Sequence[tuple[float, float]]) -> list[Run]:
    """A run cut between words that stand in different columns (a long label close to its first figure)."""
    gap = _word_gap(run.line)
    pieces = run.line.runs(gap)
    if not any(FIGURE.match(piece.text) for piece in pieces):
        pieces = run.line.runs(max(gap, LABELS))
    left, right = _span(run, columns)
    least = 2 if all(word.confidence < 1 for word in run.line.words) else 3  # a recogniser's words are whole ones
    if least <= len(run.line.words) == right - left and gap == WORDS:  # however near they stand: words, one a column
        pieces = [Line([word]) for word in run.line.words]
    if len(pieces) == right - left > 1 and all(
        _lies_in(piece.box, column) for piece, column in zip(pieces, columns[left:right], strict=True)
    ):
        return [Run(p, run.middle, at, at + 1, bool(FIGURE.match(p.text))) for at, p in enumerate(pieces, left)]
    found: list[Run] = []
    for words in pieces:
        piece = Run(words, run.middle)
        piece.left, piece.right = _span(piece, columns)
        together = _apart(words, columns[piece.left : piece.right])
        if together and not (found and piece.left < found[-1].right):
            found += [Run(Line([word]), run.middle, at, at + 1) for at, word in enumerate(together, piece.left)]
        elif found and piece.left < found[-1].right:
            found[-1].line.words.extend(words.words)
            found[-1].right = max(found[-1].right, piece.right)
        else:
            found.append(piece)
    for piece in found:
        piece.figure = bool(FIGURE.match(piece.line.text))
    return found


def _apart(line: Line, columns: Sequence[tuple[float, float]]) -> list[Word]:
    """The heads, or the figures, of columns beside each other that a recogniser took for one word, each on its column.

    Figures are told apart by a space that it saw, heads by the forms.
    """
    if len(line.words) != 1 or line.words[0].confidence == 1 or len(columns) < 2:
        return []
    word, pieces = line.words[0], tuple(line.words[0].text.split())
    if len(pieces) != len(columns) or not all(FIGURE.match(piece) for piece in pieces):
        pieces = heads_in(word.text, len(columns))
    letter = (word.x1 - word.x0) / max(len(" ".join(pieces)), 1)
    found: list[Word] = []
    for piece in pieces:
        x0 = found[-1].x1 + letter if found else word.x0
        found.append(word._replace(text=piece, x0=x0, x1=x0 + letter * len(piece), alternatives=()))
    over = all(min(w.x1, x1) > max(w.x0, x0) for w, (x0, x1) in zip(found, columns, strict=False))
    return found if over else []


def _word_gap(line: Line) -> float:
    """The gap in type sizes from which on two words may be of two cells; letters may be spaced, too."""
    words = line.words
    if len(words) < 4 or 2 * sum(len(word.text) == 1 for word in words) <= len(words):
        return WORDS
    gaps = sorted(b.x0 - a.x1 for a, b in pairwise(words))
    return max(WORDS, 1.6 * gaps[len(gaps) // 2] / max(line.size, 1.0))


def _lies_in(box: Box, column: tuple[float, float]) -> bool:
    return min(box.x1, column[1]) - max(box.x0, column[0]) > 0.5 * (box.x1 - box.x0)


def value_columns(runs: Sequence[Run], count: int) -> set[int]:
    """The columns that hold figures more than once, or wherever the table has a single row of figures."""
    figures = [0] * count
    for run in runs:
        if run.figure and run.right == run.left + 1:
            figures[run.left] += 1
    filled = [i for i, n in enumerate(figures) if n]
    if len(filled) >= 4:
        return set(filled[1:] if figures[filled[0]] == 1 and _is_labelled(runs, filled[0]) else filled)
    return {i for i in filled if figures[i] > 1 or max(figures) <= 2}


def _is_labelled(runs: Sequence[Run], column: int) -> bool:
    """Whether labels stand in a column beside the figures: a lone figure there is a character taken for one."""
    top = min(run.middle for run in runs if run.figure and run.left != column)
    return any(run.left == column and not run.figure and run.middle > top for run in runs)
