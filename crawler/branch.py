"""How well the lists of a portal pay: pages spent below each since it last led to a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

BARREN_PAGES = 3
UNPROVED_PAGES = 10
DRY_PAGES = 40  # pages below a list that led to no new report, before what is left of it falls back

_NO_ROWS = hash(())


@dataclass
class Walk:
    """The pages of one list. After some pages in a row without rows, or with those of an earlier page, it is left.

    So it is after more pages in a row none of whose new links, as an endless list has them, names a report, an agency
    or a year. (A first page may show what its further pages begin with once more.)
    """

    limit: int
    patience: int = UNPROVED_PAGES
    last: int = 1  # the highest number of a page that any page of the list names
    taken: int = 0
    barren: int = 0
    unproved: int = 0
    seen: set[int] = field(default_factory=lambda: {_NO_ROWS})

    @property
    def over(self) -> bool:
        """Whether no further page is worth a request."""
        return self.barren >= BARREN_PAGES or self.unproved >= self.patience or self.taken >= self.limit

    def count(self, rows: Iterable[str], *, brought: bool, named: bool) -> None:
        """Count a page with its rows: whether one was new, and whether a new one named what reports are named by."""
        page = hash(tuple(rows))
        self.barren = 0 if brought or page not in self.seen else self.barren + 1
        self.seen.add(page)
        self.unproved = 0 if named else self.unproved + 1


@dataclass(eq=False)
class Branch:
    """A list with everything found below it, lists in the list included.

    What is spent below an inner list counts for the outer ones too, and so does every report: an endless list whose
    rows are lists themselves has one account, and a list that pays keeps all that lead to it in credit.
    """

    parent: Branch | None = None
    spent: int = 0

    def spend(self) -> None:
        """Count a page that was fetched from this list."""
        branch: Branch | None = self
        while branch is not None:
            branch.spent += 1
            branch = branch.parent

    def earn(self) -> None:
        """A page of this list is a report that was not seen before."""
        branch: Branch | None = self
        while branch is not None:
            branch.spent = 0
            branch = branch.parent

    @property
    def drought(self) -> int:
        """How many times over the list, or one it stands in, has used its pages up for nothing; 0 while it pays."""
        worst, branch = self.spent, self.parent
        while branch is not None:
            worst = max(worst, branch.spent)
            branch = branch.parent
        return worst // DRY_PAGES
