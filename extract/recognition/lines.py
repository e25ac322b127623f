"""A document as lines of items: the rows of its tables, or rows found again where the source lost its grid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from domain.vocabulary import begins_label, is_open, is_unit
from extract.document import Cell, Paragraph, Table
from extract.recognition.lexicon import NOTHING, Meanings, is_beside_figures, look_up, names_line, only_table, within
from extract.values import is_word_for_figure, looks_like_value

Sort = Literal["label", "value", "blank", "text"]

LONGEST_CELL = 60  # characters of a paragraph that may still be a cell of a table that lost its grid
_LONGEST = 400  # characters of a cell that may be a label or a value
_LONGEST_ROW = 1000  # characters of a row that is remembered
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


class Pattern:
    """What the texts of a row are, whatever figures stand in it: rows with the same words share one.

    ``sorts`` and ``meanings`` are those of its cells, ``labels`` the meanings of the first cells where these are
    labels and figures and nothing else follow them (otherwise none), ``tables`` the tables of the forms that its
    labels are of.
    """

    __slots__ = ("_in_table", "_inside", "labels", "meanings", "sorts", "tables")

    def __init__(self, sorts: Sequence[Sort], meanings: Sequence[Meanings], in_grid: bool) -> None:
        self.sorts = sorts
        self.meanings = meanings
        count = _labels_before_figures(sorts) if in_grid else 0
        self.labels = tuple(meanings[:count])
        self.tables = _tables(meanings)
        self._in_table: dict[str, tuple[Meanings, ...]] = {}
        self._inside: dict[str, tuple[list[Sort], list[Meanings]]] = {}

    def labels_in(self, table: str) -> tuple[Meanings, ...]:
        """``labels`` as seen from inside ``table``, if each can name a line of it; otherwise none."""
        found = self._in_table.get(table)
        if found is None:
            named = all(names_line(some, table) for some in self.labels)
            found = self._in_table[table] = tuple(within(some, table) for some in self.labels) if named else ()
        return found

    def inside(self, table: str) -> tuple[list[Sort], list[Meanings]]:
        """The sorts and meanings of all cells as seen from inside ``table``: labels of others are mere text there."""
        found = self._inside.get(table)
        if found is None:
            meanings = [within(some, table) for some in self.meanings]
            sorts: list[Sort] = [
                "text" if sort == "label" and not some else sort
                for sort, some in zip(self.sorts, meanings, strict=True)
            ]
            found = self._inside[table] = sorts, meanings
        return found


def _tables(meanings: Sequence[Meanings]) -> list[str]:
    """Of each label, the table that it is a label of, if it is one.

    单位 and 序号 head columns of the 2014 form alone, but agencies add them to any table.
    """
    found = [(code, some) for some in meanings if some and (code := only_table(some))]
    own = [code for code, some in found if not is_beside_figures(some)]
    codes = [code for code, _ in found]
    return own if own and len(set(codes)) > 1 else codes


@dataclass(slots=True)
class Line:
    """A row of cells. ``grid``: their columns can be compared with those of other lines; ``stream``: the source
    did not tell where the row ends, so what follows the figures may belong to the next one; ``lossy``: nor did
    it keep blank cells, so a figure that seems there may be the next line's number.
    """

    cells: Sequence[Cell]
    pattern: Pattern
    grid: bool
    stream: bool = False
    lossy: bool = False

    @property
    def items(self) -> list[Item]:
        """The cells with what their texts are."""
        return list(map(Item, self.cells, self.pattern.sorts, self.pattern.meanings))


def _line_of(items: Sequence[Item], stream: bool, lossy: bool = False) -> Line:
    """A part of a stream as a line."""
    pattern = Pattern([entry.sort for entry in items], [entry.meanings for entry in items], in_grid=False)
    return Line([entry.cell for entry in items], pattern, grid=False, stream=stream, lossy=lossy)


_OTHER: tuple[Sort, Meanings] = ("text", NOTHING)


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


def _pattern_of(cells: Sequence[Cell]) -> Pattern:
    """The pattern of a row on the grid."""
    texts = tuple(
        ["0" if cell.unreadable or (cell.text.isdigit() and cell.text.isascii()) else cell.text for cell in cells]
    )
    return _known_pattern(texts) if sum(map(len, texts)) <= _LONGEST_ROW else _pattern(texts)


def _pattern(texts: Iterable[str]) -> Pattern:
    found = [_sort(text) if len(text) <= _LONGEST else _OTHER for text in texts]
    return Pattern([sort for sort, _ in found], [meanings for _, meanings in found], in_grid=True)


@lru_cache(maxsize=1 << 12)
def _known_pattern(texts: tuple[str, ...]) -> Pattern:
    """The pattern of a row of these texts, a figure written as 0. Reports print the same rows again and again."""
    return _pattern(texts)


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
            yield from (_line_of(part, stream=part is not parts[-1]) for part in parts)
        else:
            yield Line(row, _pattern_of(row), grid=True)


def _labels_before_figures(sorts: Sequence[Sort]) -> int:
    """How many labels open a line that goes on with figures and blanks alone; 0 for any other."""
    labels, values = sorts.count("label"), sorts.count("value")
    if not values or labels + values + sorts.count("blank") < len(sorts) or "label" in sorts[labels:]:
        return 0
    return labels


def paragraph_lines(paragraphs: Sequence[Paragraph]) -> list[Line]:
    """Paragraphs that are the cells of a lost table, one each, as lines."""
    cells = [Cell(p.text.strip(), 0, n, place=p.place) for n, p in enumerate(paragraphs)]
    parts = list(_parts(_joined(cells)))
    return [_line_of(part, stream=part is not parts[-1], lossy=True) for part in parts]


def _joined(cells: Sequence[Cell]) -> list[Item]:
    """Items of a stream, labels that the source broke into several cells put together."""
    items = Line(cells, _pattern_of(cells), grid=False).items
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
