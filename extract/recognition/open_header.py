"""The lines of a header while they are gathered, and the header that they make."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import lru_cache

from domain.registry import Table, registry
from extract.document import Cell, Place
from extract.recognition.headers import Header, build
from extract.recognition.leftovers import Leftovers
from extract.recognition.lexicon import Meanings
from extract.recognition.lines import Item, Sort

_MOST_LINES = 12  # no report has as many: work and memory stay small whatever a file holds
_LONGEST_KNOWN = 2000  # characters of a header that is remembered

Printed = tuple[str, Sort, Meanings, int, int, int, int, Place, float]  # all of an item that a header is made of


@dataclass(slots=True)
class OpenHeader:
    """Header lines above one another. ``open``: the next header line belongs to them, else it begins anew."""

    lines: list[list[Item]] = field(default_factory=list)
    open: bool = False
    _grid: bool = True
    _built: Header | None = None

    def add(self, items: list[Item], grid: bool) -> None:
        """Take one more line."""
        if not self.open or len(self.lines) >= _MOST_LINES:
            self.lines = []
        self.lines.append(items)
        self._grid = grid
        self._built = None
        self.open = True

    def built(self, table: Table) -> Header | None:
        """The header as it is if its lines end here; None without lines."""
        if self._built is None and self.lines:
            self._built = _header_of(self.lines, table, self._grid)
        return self._built

    def close(self) -> None:
        """Forget the lines."""
        self.lines = []
        self.open = False
        self._built = None

    def report(self, header: Header, left: Leftovers) -> None:
        """What the lines say beyond ``header``, which was made of them, is left over."""
        for at, n in header.strange:
            left.unknown(self.lines[at][n])


def _header_of(lines: Sequence[Sequence[Item]], table: Table, grid: bool) -> Header:
    if sum(len(entry.cell.text) for line in lines for entry in line) > _LONGEST_KNOWN:
        return build(lines, table, grid)
    return copy(_known(tuple([tuple(map(_printed, line)) for line in lines]), table.code, grid))


@lru_cache(maxsize=1 << 8)
def _known(printed: tuple[tuple[Printed, ...], ...], table: str, grid: bool) -> Header:
    """The header of these lines. Reports print the same few, so that most need not be read again."""
    return build([list(map(_item, line)) for line in printed], registry().tables[table], grid)


def _printed(entry: Item) -> Printed:
    at = entry.cell
    place = (at.row, at.column, at.rowspan, at.colspan, at.place)
    return (at.text, entry.sort, entry.meanings, *place, at.confidence)


def _item(printed: Printed) -> Item:
    text, sort, meanings, row, column, rowspan, colspan, place, confidence = printed
    return Item(Cell(text, row, column, rowspan, colspan, place, confidence), sort, meanings)
