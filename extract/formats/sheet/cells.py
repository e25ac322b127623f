"""The cells of one worksheet as text, whatever kind of workbook they come from."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from dataclasses import dataclass, field
from decimal import Decimal

MOST_CELLS = 300_000
MOST_MERGES = 5_000

_EPOCH = datetime.datetime(1899, 12, 30)
_LAST_DAY = 2_958_466  # the day after 9999-12-31
_DAYS_TO_1904 = 1462


@dataclass(slots=True)
class Worksheet:
    """The filled cells of a sheet by (row, column), both from 0, and its merged ranges.

    ``unread`` holds cells that show something this reader has no text for, with the reason: an error value, a
    formula whose result the file does not keep. A merge is (first row, first column, last row, last column).
    ``parts_hidden``: rows or columns that held something are hidden and were left out.
    """

    name: str
    hidden: bool = False
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    unread: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    truncated: bool = False
    parts_hidden: bool = False

    def put(self, row: int, column: int, text: str) -> None:
        """Add a cell; a blank one is left out, one beyond the limit only noted."""
        if not text.strip():
            return
        if len(self.texts) >= MOST_CELLS:
            self.truncated = True
            return
        self.texts[row, column] = text.replace("\r\n", "\n").replace("\r", "\n").strip()

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Add a merged range."""
        if len(self.merges) < MOST_MERGES and first_row <= last_row and first_column <= last_column:
            self.merges.append((first_row, first_column, last_row, last_column))

    def leave_out(self, rows: set[int], columns: set[int]) -> bool:
        """Take out hidden rows and columns, the others closing up, unless nothing would be left. True if any held text.

        Merged cells shrink to what is shown of them, and show their text there.
        """
        if not rows and not columns:
            return False
        down, across = _Closing(rows), _Closing(columns)
        merges = {(merge[0], merge[1]): merge for merge in self.merges}
        texts: dict[tuple[int, int], str] = {}
        gone = False
        for (row, column), text in self.texts.items():
            place = (row, column)
            if row in rows or column in columns:
                last_row, last_column = merges.get(place, (0, 0, *place))[2:]
                seen = down.first_shown(row, last_row), across.first_shown(column, last_column)
                gone |= None in seen
                if seen[0] is None or seen[1] is None:
                    continue
                place = (seen[0], seen[1])
            texts[down.closed(place[0]), across.closed(place[1])] = text
        if not texts:
            return False
        self.texts = texts
        self.unread = {
            (down.closed(row), across.closed(column)): reason
            for (row, column), reason in self.unread.items()
            if row not in rows and column not in columns
        }
        self.merges = [
            (down.closed(top), across.closed(left), down.closed(bottom + 1) - 1, across.closed(right + 1) - 1)
            for top, left, bottom, right in self.merges
            if down.first_shown(top, bottom) is not None and across.first_shown(left, right) is not None
        ]
        return gone


class _Closing:
    """Rows or columns without the hidden ones: which number each has then."""

    def __init__(self, hidden: set[int]) -> None:
        self._hidden = hidden
        self._sorted = sorted(hidden)

    def closed(self, number: int) -> int:
        """Its number among those shown; that of the next one shown for a hidden one."""
        return number - bisect_left(self._sorted, number)

    def first_shown(self, first: int, last: int) -> int | None:
        """The first one shown of a range; None if all are hidden."""
        while first <= last and first in self._hidden:
            first += 1
        return first if first <= last else None


def number_text(value: float, percent: bool = False) -> str:
    """A number as people write it: whole ones without a point, others with the 15 digits a workbook keeps."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    shown = Decimal(f"{value * 100 if percent else value:.15g}")
    if percent:
        shown = Decimal(f"{shown:.12g}")
    text = f"{shown:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text) + ("%" if percent else "")


def date_text(value: float, since_1904: bool) -> str:
    """A day number as an ISO date, with the time where it has one; outside the calendar, the number itself."""
    if since_1904:
        value += _DAYS_TO_1904
    if not 0 <= value < _LAST_DAY:
        return number_text(value)
    moment = _EPOCH + datetime.timedelta(seconds=round(value * 86400))
    if value < 1:
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d}" if value == int(value) else f"{moment:%Y-%m-%d %H:%M}"
