"""Labels that a recogniser misread, put right where the forms have just one label that they can be.

A picture's character may be bad while its row of figures is good. The labels of the forms are known, and far from one
another; a text that differs from one of them in few characters, and from all others in more, is that label. Each
such label is a problem with its place. Text that was not recognised is never changed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache, lru_cache

from domain.labels import spelling
from domain.registry import registry
from extract.document import Block, Cell, Document, Problem, Table
from extract.misread_places import out_of_order, told_by_neighbours
from extract.recognition.lexicon import Meanings, look_up

SHARE = 0.3  # of a label's characters may be misread
FOUR, TWO = 4, 2  # of four characters that were read with little confidence two may be wrong
SHORTEST, LONGEST = 3, 60
DOUBTED = 0.9  # a word of two characters read with more confidence is what it says
FIGURE = re.compile(r"^\W*\d[\d.,\s]*\W*$")
HAN = re.compile(r"[\u4e00-\u9fff]")


def with_labels_mended(document: Document) -> Document:
    """The document with misread labels of the forms as they should be. The document given is left as it is."""
    problems: list[Problem] = []
    blocks = [_mended(block, problems) for block in document.blocks]
    if not problems:
        return document
    return replace(document, blocks=blocks, problems=[*document.problems, *problems])


def _mended(block: Block, problems: list[Problem]) -> Block:
    if not isinstance(block, Table) or _is_certain(block):
        return block
    mended = _in_order(block, replace(block, rows=[[_cell(cell) for cell in row] for row in block.rows]), problems)
    told = told_by_neighbours(mended)
    if not told:
        return mended
    return replace(mended, rows=[[_placed(cell, told.get(id(cell)), problems) for cell in row] for row in mended.rows])


def _in_order(table: Table, mended: Table, problems: list[Problem]) -> Table:
    """The table with its labels mended but those that would not stand where their form has them."""
    own = {
        id(new): old
        for before, after in zip(table.rows, mended.rows, strict=True)
        for old, new in zip(before, after, strict=True)
        if new is not old
    }
    astray = out_of_order(mended, set(own))
    for row in mended.rows:
        for cell in row:
            if id(cell) in own and id(cell) not in astray:
                message = f"“{own[id(cell)].text}” is taken as “{cell.text}”"
                problems.append(Problem("label.misread", message, cell.place))
    rows = [[own[id(cell)] if id(cell) in astray else cell for cell in row] for row in mended.rows]
    return replace(mended, rows=rows) if astray else mended


def _is_certain(table: Table) -> bool:
    for row in table.rows:  # of every document: loops, as they take a third of what any() does
        for cell in row:
            if cell.confidence < 1:
                return False
    return True


def _placed(cell: Cell, label: str | None, problems: list[Problem]) -> Cell:
    if label is None:
        return cell
    problems.append(
        Problem("label.misread", f"“{cell.text}” stands where “{label}” does, and is taken as it", cell.place)
    )
    return replace(cell, text=label, unreadable=False)


def _cell(cell: Cell) -> Cell:
    if cell.confidence >= 1 or any(FIGURE.match(line) for line in cell.text.split("\n")):
        return cell  # a figure beside a label is not to be lost with it
    letters = _letters(cell.text)
    if look_up(cell.text.strip()) or (_is_short_word(letters) and cell.confidence > DOUBTED):
        return cell
    label = _nearest(letters) or (
        _nearest(letters, TWO) if cell.confidence < DOUBTED and len(letters) == FOUR else None
    )
    if label is None:
        return cell
    return replace(cell, text=label, unreadable=False)


def _is_short_word(letters: str) -> bool:
    return len(letters) < SHORTEST and len(HAN.findall(letters)) == len(letters)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", spelling(text))


@cache
def _labels() -> tuple[tuple[str, str, Meanings], ...]:
    """Every label as its letters, as written, and what it means."""
    written: dict[str, str] = {}
    for table in registry().tables.values():
        names = [row.labels for row in table.rows.values()] + [column.labels for column in table.columns.values()]
        for labels in names:
            written |= {_letters(label): label for label in reversed(labels)}
        for group in (*table.groups.values(), *table.column_groups.values()):
            written |= {_letters(label): label for label in (group.label, *group.variants)}
        written |= {_letters(note): note for note in table.notes}
    return tuple((letters, label, look_up(label)) for letters, label in written.items())


@lru_cache(maxsize=1 << 10)
def _nearest(text: str, most: int = 0) -> str | None:
    """The one label that the letters of a text are nearest to, or None. ``most`` may differ, else a share of them."""
    if not 1 <= len(text) <= LONGEST or len(HAN.findall(text)) < max(1, min(2, len(text) - 1)):
        return None
    most = most or max(1, int(SHARE * len(text)))
    found: list[tuple[int, str, Meanings]] = []
    letters = Counter(text)
    for known, label, meanings in _labels():
        shared = sum((letters & Counter(known)).values())
        if max(len(known), len(text)) - shared <= most + 1:
            found.append((_distance(text, known), label, meanings))
    found.sort(key=lambda one: one[0])
    if not found or found[0][0] > most:
        return None
    best = found[0]
    if len(text) < SHORTEST and (len(best[1]) != 2 or best[1][0] != text[0]):
        return None
    apart = 2 if len(text) == SHORTEST else 1
    if any(distance < best[0] + apart and meanings != best[2] for distance, _, meanings in found):
        return None
    return best[1]


def _distance(a: str, b: str) -> int:
    """How many letters must be changed, put in or left out."""
    row = list(range(len(b) + 1))
    for i, one in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (one != other))
    return row[-1]
