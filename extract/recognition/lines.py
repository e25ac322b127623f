"""A document as lines of items: the rows of its tables, or rows found again where the source lost its grid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from domain.vocabulary import begins_label, is_open, is_unit
from extract.document import Cell, Paragraph, Table
from extract.recognition.lexicon import NOTHING, Meanings, look_up
from extract.values import is_word_for_figure, looks_like_value

Sort = Literal["label", "value", "blank", "text"]

LONGEST_CELL = 60  # characters of a paragraph that may still be a cell of a table that lost its grid
_LONGEST = 400  # characters of a cell that may be a label or a value
_PIECES = 3  # of a label that may be in any words
_MOST_PIECES = 24  # of a label whose words say that it goes on
_LONGEST_NUMBER = 3
_DOTS = ".．、"
_LIST_NUMBER = re.compile(rf"\d{{1,2}}[{_DOTS}]")


@dataclass(slots=True)
class Item:
    """A cell and what its text is: a known label (with its meanings), a value, nothing, or other text."""

    cell: Cell
    sort: Sort
    meanings: Meanings = NOTHING

    @property
    def start(self) -> int:
        """First grid column."""
        return self.cell.column

    @property
    def end(self) -> int:
        """Grid column after the last."""
        return self.cell.column + self.cell.colspan


@dataclass(slots=True)
class Line:
    """A row of items. ``grid``: their columns can be compared with those of other lines; ``stream``: the source
    did not tell where the row ends, so what follows the figures may belong to the next one; ``lossy``: nor did
    it keep blank cells, so a figure that seems there may be the next line's number. ``labels``: the items that are
    labels, where figures and nothing else follow them; otherwise none.
    """

    items: list[Item]
    grid: bool
    stream: bool = False
    lossy: bool = False
    labels: Sequence[Item] = ()


@lru_cache(maxsize=1 << 13)
def _sort(text: str) -> tuple[Sort, Meanings]:
    if text.isascii() and text.isdigit():
        return "value", NOTHING
    if not text.strip("\u200b\ufeff\xa0 \t\r\n\u3000"):
        return "blank", NOTHING
    meanings = look_up(text)
    if meanings:
        return "label", meanings
    return ("value" if len(text) <= LONGEST_CELL and looks_like_value(text) else "text"), NOTHING


def _items(cells: Sequence[Cell]) -> list[Item]:
    """The cells with what their texts are."""
    items = []
    for cell in cells:
        text = cell.text
        if len(text) <= _LONGEST and not cell.unreadable:
            sort, meanings = _sort(text)
            items.append(Item(cell, sort, meanings))
        else:
            items.append(_odd(cell))
    return items


def _odd(cell: Cell) -> Item:
    return Item(cell, "value" if cell.unreadable else "text")


def stands_for_value(entry: Item) -> bool:
    """Whether an item can only stand where a figure is expected (a value, a blank, a unit, 无, 详见附表)."""
    if entry.sort in ("value", "blank"):
        return True
    if entry.sort == "label":
        return False
    text = entry.cell.text.strip()
    return is_unit(text) or is_word_for_figure(text)


def lines_of(table: Table) -> Iterator[Line]:
    """The rows of a table; a flat one is cut into rows again, by its labels, wherever a row holds several."""
    for row in table.rows:
        if not row:
            continue
        if table.flat:  # after the last part of a row nothing follows
            parts = list(_parts(_joined(row)))
            yield from (Line(part, grid=False, stream=part is not parts[-1]) for part in parts)
        else:
            items = _items(row)
            yield Line(items, grid=True, labels=_labels_before_figures(items))


def _labels_before_figures(items: list[Item]) -> list[Item]:
    sorts = [entry.sort for entry in items]
    labels, values = sorts.count("label"), sorts.count("value")
    if not labels or not values or labels + values + sorts.count("blank") < len(sorts) or "label" in sorts[labels:]:
        return []
    return items[:labels]


def paragraph_lines(paragraphs: Sequence[Paragraph]) -> list[Line]:
    """Paragraphs that are the cells of a lost table, one each, as lines."""
    cells = [Cell(p.text.strip(), 0, n, place=p.place) for n, p in enumerate(paragraphs)]
    parts = list(_parts(_joined(cells)))
    return [Line(part, grid=False, stream=part is not parts[-1], lossy=True) for part in parts]


def _joined(cells: Sequence[Cell]) -> list[Item]:
    """Items of a stream, labels that the source broke into several cells put together."""
    items = _items(cells)
    found: list[Item] = []
    at = 0
    while at < len(items):
        whole, count = _longest_label(items, at)
        found.append(whole or items[at])
        at += count
    return found


def _longest_label(items: Sequence[Item], at: int) -> tuple[Item | None, int]:
    """The longest label that some items from here on make together, and how many they are.

    A lone ``5.`` before words is the number of their label, and never a figure.
    """
    lead = at + 1 < len(items) and items[at + 1].sort in ("text", "label") and _is_number_of(items[at], items[at + 1])
    start = at + lead
    whole: Item | None = None
    count = 1
    if lead:
        whole, count = _numbered(items[at], items[start]), 2
    if items[start].sort not in ("text", "label"):
        return whole, count
    text = items[start].cell.text
    for end in range(start + 2, min(len(items), start + _MOST_PIECES) + 1):
        last = items[end - 1]
        text += last.cell.text
        if last.sort == "blank" or len(text) > LONGEST_CELL:
            break
        if last.sort != "value" and (merged := _merge(items[start:end])):
            whole, count = merged, end - at
        elif (end - start >= _PIECES or last.sort == "value") and not begins_label(text):
            break
    return whole, count


def _is_number_of(number: Item, words: Item) -> bool:
    text = number.cell.text.strip()
    if len(text) > _LONGEST_NUMBER:
        return False
    return bool(_LIST_NUMBER.fullmatch(text if text[-1:] in _DOTS else text + words.cell.text[:1]))


def _numbered(number: Item, words: Item) -> Item:
    """A number and the words after it as one item, where the number stands."""
    at = number.cell
    text = at.text.strip() + words.cell.text
    return Item(Cell(text, at.row, at.column, at.rowspan, at.colspan, at.place), *_sort(text))


def _merge(pieces: Sequence[Item]) -> Item | None:
    text = "".join(piece.cell.text for piece in pieces)
    meanings = look_up(text) if len(text) <= LONGEST_CELL else NOTHING
    if not meanings or is_open(text):
        return None
    if any(piece.meanings == meanings for piece in pieces) and not is_open(pieces[0].cell.text):
        return None
    first = pieces[0].cell
    span = sum(piece.cell.colspan for piece in pieces)
    return Item(Cell(text, first.row, first.column, first.rowspan, span, first.place), "label", meanings)


def _parts(items: Iterable[Item]) -> Iterator[list[Item]]:
    """A stream cut where a label follows values."""
    part: list[Item] = []
    for entry in items:
        if part and not stands_for_value(entry) and stands_for_value(part[-1]) and not _leading(part):
            yield part
            part = []
        part.append(entry)
    if part:
        yield part


def _leading(part: Sequence[Item]) -> bool:
    """Whether only blanks, or the number of the line, were met: what stands before a label belongs to its line."""
    return all(entry.sort == "blank" for entry in part) or len(part) == 1
