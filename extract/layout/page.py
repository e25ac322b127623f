"""A page as a reader of positioned text sees it: words and ruled lines, in points from the top left corner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

RIGHT_HALF = 10_000  # added to the number of the second page on a sheet


class Word(NamedTuple):
    """A run of text on one line, as short as the reader likes (a character or a phrase).

    ``confidence``, ``alternatives`` and ``unreadable`` are a recogniser's; text that was given has the defaults.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()
    unreadable: bool = False


class Rule(NamedTuple):
    """A ruled line as the box it covers: a thin rectangle, or one without any thickness."""

    x0: float
    top: float
    x1: float
    bottom: float


class Standing(NamedTuple):
    """How a layout stands on its page: the page's number, and the map from the layout's points to the page's.

    A point (x, y) of the layout is (``xx`` x + ``xy`` y + ``left``, ``yx`` x + ``yy`` y + ``top``) on the page,
    both divided by ``across`` x + ``down`` y + 1 where the page was photographed aslant.
    """

    page: int
    xx: float
    xy: float
    left: float
    yx: float
    yy: float
    top: float
    across: float = 0.0
    down: float = 0.0

    def box(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """The smallest upright box on the page round a box of the layout."""
        corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        far = [self.across * x + self.down * y + 1 for x, y in corners]
        xs = [(self.xx * x + self.xy * y + self.left) / z for (x, y), z in zip(corners, far, strict=True)]
        ys = [(self.yx * x + self.yy * y + self.top) / z for (x, y), z in zip(corners, far, strict=True)]
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page turned the way it is read. ``number`` counts from 1; width and height in points.

    ``standing`` is set where the page was scanned askew, on its side or at another size than the file says:
    then ``number`` only tells the layouts of a document apart.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    standing: Standing | None = None

    def on_page(self, left: float, top: float) -> tuple[list[Word], list[Rule]]:
        """The words and rules as they stand on the page, when the layout is that of a picture in it."""

        def box(given: Word | Rule) -> tuple[float, float, float, float]:
            found = (given.x0, given.top, given.x1, given.bottom)
            x0, y0, x1, y1 = self.standing.box(found) if self.standing else found
            return x0 + left, y0 + top, x1 + left, y1 + top

        words = [Word(word.text, *box(word), *word[5:]) for word in self.words]
        return words, [Rule(*box(rule)) for rule in self.rules]
