"""Marks on figures that are no part of them: the raised number of a note, and the line that strikes a figure out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extract.layout.page import Rule, Word
from extract.values import raised

SMALLER = 0.8  # of the size of the digit before: a digit this small is no part of its number
SMALL = 0.92  # of the type size: type smaller than this is another size
RAISED = 0.2  # of the type size: how far the mark of a note stands above the line at least
NEAR = 0.6  # of the type size: how far behind its figure it stands at most
THIN = 2.5  # a line thicker than this strikes nothing out
STRUCK = (0.35, 0.75)  # of the type's height, from the top: where a line strikes it out
PART = 0.3  # of the type's height: how much of a word it strikes out at least
LEFT_OVER = 1.0  # points: it begins with the words,
SPACE = 0.6  # of the type size: and ends with them, or with a space behind them
COVERED = 0.7  # of the line that strikes words out lies over them
_MARK = re.compile(r"^[\[［(（〔]?(?:注?\d{1,2}|注)[\]］)）〕]?$")


def with_marks_apart(words: list[Word]) -> list[Word]:
    """The words, the raised numbers of notes put behind the figures they belong to as raised digits."""
    marks = [i for i, word in enumerate(words) if len(word.text) < 6 and _MARK.match(word.text)]
    if not marks:
        return words
    ends: list[tuple[float, int]] | None = None
    usual = sorted(words[i].bottom - words[i].top for i in marks)[len(marks) // 2]
    changed = list(words)
    homes: dict[int, int] = {}
    for i in marks:
        mark = words[i]
        home: int | None = homes.get(i - 1, i - 1)
        if home is None or home < 0 or not _is_raised(mark, changed[home]):
            home = None
            if mark.bottom - mark.top < SMALL * usual:
                if ends is None:
                    ends = sorted((word.x1, at) for at, word in enumerate(words))
                home = _home(words, i, ends)
                home = homes.get(home, home) if home is not None else None
        if home is not None:
            before = changed[home]
            changed[home] = before._replace(text=before.text + raised(mark.text), x1=max(before.x1, mark.x1))
            homes[i] = home
        elif i and _is_small(mark, words[i - 1]):
            changed[i - 1] = words[i - 1]._replace(unreadable=True)
    return [word for i, word in enumerate(changed) if i not in homes] if homes else changed


def _home(words: Sequence[Word], i: int, ends: Sequence[tuple[float, int]]) -> int | None:
    """The word that a raised one stands behind, where the file gives them apart."""
    x0, size = words[i].x0, words[i].bottom - words[i].top
    for _, at in ends[bisect_left(ends, (x0 - size, 0)) : bisect_right(ends, (x0 + size, len(words)))]:
        if at != i and _is_raised(words[i], words[at]):
            return at
    return None


def _is_small(mark: Word, before: Word) -> bool:
    """Whether a digit in clearly smaller type goes on where a figure ends, though not raised: nobody can tell."""
    size = before.bottom - before.top
    digits = before.text[-1:].isdigit() and mark.text[0].isdigit()
    return (
        digits
        and mark.bottom - mark.top < SMALLER * size
        and mark.x1 - before.x1 >= 0
        and (mark.x0 - before.x1 < NEAR * size and mark.top < before.bottom and mark.bottom > before.top)
    )


def _is_raised(mark: Word, before: Word) -> bool:
    size = before.bottom - before.top
    smaller = (mark.bottom - mark.top) / size
    if not before.text or smaller > 1.05 or not -NEAR * size < mark.x0 - before.x1 < NEAR * size:
        return False
    if mark.x1 <= before.x1:
        return False
    lift = (before.bottom - mark.bottom) / size
    return RAISED < lift < (0.9 if smaller < SMALL else 0.7)


def _struck(words: Sequence[Word], rules: Sequence[Rule]) -> tuple[set[int], set[Rule]]:
    """Which words (by their place in the list) lines strike out, or a part of them, and these lines.

    Such a line goes through their middle and is not much longer than they are.
    """
    lines = sorted(((r.top + r.bottom) / 2, r) for r in rules if r.bottom - r.top < THIN < r.x1 - r.x0)
    if not lines:
        return set(), set()
    over: dict[Rule, list[int]] = {}
    for i, (_, x0, top, x1, bottom, *_) in enumerate(words):
        height = bottom - top
        low = bisect_left(lines, (top + STRUCK[0] * height,))
        for _, line in lines[low : bisect_left(lines, (top + STRUCK[1] * height,))]:
            if min(x1, line.x1) - max(x0, line.x0) > PART * height:
                over.setdefault(line, []).append(i)
    strokes = {line for line, crossed in over.items() if _strikes(line, [words[i] for i in crossed])}
    return {i for line in strokes for i in over[line]}, strokes


def _strikes(line: Rule, words: Sequence[Word]) -> bool:
    over = sum(min(word.x1, line.x1) - max(word.x0, line.x0) for word in words)
    first, last = min(word.x0 for word in words), max(word.x1 for word in words)
    size = words[0].bottom - words[0].top
    if line.x0 < first - LEFT_OVER or line.x1 > last + SPACE * size:  # a line of the table
        return False
    return over > COVERED * (line.x1 - line.x0)


def without_struck(words: list[Word], rules: list[Rule]) -> tuple[list[Word], int]:
    """The words without those that are struck out, and their number; their lines are taken from the rules.

    One that is struck out in part is left as unreadable.
    """
    out, strokes = _struck(words, rules)
    if not out:
        return words, 0
    rules[:] = [rule for rule in rules if rule not in strokes]
    left: list[Word] = []
    for i, word in enumerate(words):
        if i not in out:
            left.append(word)
        elif not any(_covers(line, word) for line in strokes):
            left.append(word._replace(unreadable=True))
    return left, len(out)


def _covers(line: Rule, word: Word) -> bool:
    within = word.top < (line.top + line.bottom) / 2 < word.bottom
    return within and min(word.x1, line.x1) - max(word.x0, line.x0) > COVERED * (word.x1 - word.x0)
