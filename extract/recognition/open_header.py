"""The lines of a header while they are gathered, and the header that they make."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.registry import Table
from extract.recognition.headers import Header, build
from extract.recognition.leftovers import Leftovers
from extract.recognition.lines import Item

_MOST_LINES = 12  # no report has as many: work and memory stay small whatever a file holds


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
            self._built = build(self.lines, table, self._grid)
        return self._built

    def close(self) -> None:
        """Forget the lines."""
        self.lines = []
        self.open = False
        self._built = None

    def report(self, header: Header, left: Leftovers) -> None:
        """What the lines say beyond ``header``, which was made of them, is left over."""
        known = {id(leaf.item.cell) for leaf in header.leaves if leaf.known} | header.joined
        for line in self.lines:
            for entry in line:
                if entry.sort == "text" and id(entry.cell) not in known:
                    left.unknown(entry)
