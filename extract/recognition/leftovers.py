"""What the walk through a table leaves over: labels that are none, numbers that belong nowhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.labels import normalise
from domain.vocabulary import is_unit
from extract.document import Problem
from extract.recognition.lines import Item, stands_for_value

_MOST_PROBLEMS = 200
_NOTE = re.compile(r"[(（*※]?(?:备?注|说明)[:：]")


@dataclass(slots=True)
class Leftovers:
    """The problems of one physical table. They count only if it turns out to hold figures of the forms."""

    problems: list[Problem] = field(default_factory=list)

    def unclaimed(self, cells: Sequence[Item]) -> None:
        """Cells that no row and column claims: each number, and each text, is a problem."""
        for entry in cells:
            if entry.sort == "value" and any(char.isdigit() for char in entry.cell.text):
                message = f"the number “{entry.cell.text.strip()}” belongs to no known row and column"
                self.problems.append(Problem("number.unclaimed", message, entry.cell.place))
            elif entry.sort == "text" and not stands_for_value(entry):
                self.unknown(entry)

    def leave(self, items: Sequence[Item]) -> None:
        """Items of a line that was not understood; its known labels are no problem."""
        self.unclaimed([entry for entry in items if not entry.meanings])

    def unknown(self, entry: Item) -> None:
        """A text where labels stand that is none; a note, or a remark on the unit, is not meant."""
        text = " ".join(entry.cell.text.split())
        if _NOTE.match(text) or normalise(text).startswith(("单位", "计量单位")) or is_unit(text):
            return
        message = f"“{text[:60]}” is no label of the forms"
        self.problems.append(Problem("label.unknown", message, entry.cell.place))

    def listed(self) -> list[Problem]:
        """All of them, or the first many and how many more."""
        listed = self.problems[:_MOST_PROBLEMS]
        if (more := len(self.problems) - _MOST_PROBLEMS) > 0:
            message = f"{more} more problems of this table are not listed"
            listed.append(Problem("problems.limit", message, self.problems[_MOST_PROBLEMS].place))
        return listed
