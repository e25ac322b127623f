"""One page of an OFD document: its objects, its templates' and its composite objects', as words, rules, images."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from extract.formats.ofd.container import Element, attribute, children, kind
from extract.formats.ofd.shapes import Matrix, Point, characters, matrix_of, numbers, subpaths
from extract.layout.lines import Box
from extract.layout.page import PageLayout, Rule, Word

POINTS = 72 / 25.4
DEEPEST = 8
_ASCENT = 0.86  # of the type size, above the baseline; the rest is below
_THIN = 3.0  # points: a filled shape thinner than this is drawn as a line
_LEVEL = 1.0  # points: a line less out of the straight is level or upright
_CONTAINERS = {"page", "content", "layer", "pageblock"}


@dataclass(slots=True)
class Resources:
    """What pages refer to by id: the media files' paths, the composite units and the templates' content."""

    media: dict[str, str] = field(default_factory=dict)
    units: dict[str, Element] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Budget:
    """How many more characters and objects of a document are looked at."""

    left: int = 400_000

    def spend(self, amount: int = 1) -> bool:
        """Take some; false when there is no more."""
        self.left -= amount
        return self.left > 0


@dataclass(slots=True)
class OfdPage:
    """A page turned the way it is read, its paths counted, with the boxes and resource ids of its images."""

    layout: PageLayout
    paths: int
    images: list[tuple[Box, str]] = field(default_factory=list)


class PageReader:
    """Collects what stands on one page, in points from its top left corner."""

    def __init__(self, number: int, box: Box, resources: Resources, budget: Budget) -> None:
        """``box`` is the page's physical box in millimetres."""
        self._number, self._resources, self._budget = number, resources, budget
        self._page = Matrix(POINTS, 0, 0, POINTS, -box.x0 * POINTS, -box.top * POINTS)
        self._size = ((box.x1 - box.x0) * POINTS, (box.bottom - box.top) * POINTS)
        self._words: list[Word] = []
        self._rules: list[Rule] = []
        self._images: list[tuple[Box, str]] = []
        self._seen: set[tuple[str, int, int]] = set()
        self._upright = self._turned = self._back = self._paths = 0

    def take(self, content: Element) -> None:
        """Add the objects of a page's or a template's content."""
        self._take(content, self._page, 0)

    def page(self) -> OfdPage:
        """The page; where most of its text runs upwards or downwards, it is turned so that it runs across."""
        width, height = self._size
        if max(self._turned, self._back) <= self._upright:
            layout = PageLayout(self._number, width, height, self._words, self._rules)
            return OfdPage(layout, self._paths, self._images)

        def turn(box: Word | Rule | Box) -> Box:
            if self._turned >= self._back:  # text runs down the page: its right edge is the top
                return Box(box.top, width - box.x1, box.bottom, width - box.x0)
            return Box(height - box.bottom, box.x0, height - box.top, box.x1)

        words = [Word(word.text, *turn(word)) for word in self._words]
        rules = [Rule(*turn(rule)) for rule in self._rules]
        layout = PageLayout(self._number, height, width, words, rules)
        return OfdPage(layout, self._paths, [(turn(box), name) for box, name in self._images])

    def _take(self, element: Element, outer: Matrix, depth: int) -> None:
        if depth > DEEPEST:
            return
        for item in element:
            name = kind(item)
            if not name or not self._budget.spend():
                continue
            if attribute(item, "Visible").lower() == "false":
                continue
            if name in _CONTAINERS:
                self._take(item, outer, depth + 1)
            elif name == "textobject":
                self._text(item, _placed(item, outer))
            elif name == "pathobject":
                self._path(item, _placed(item, outer))
            elif name == "imageobject":
                # An image fills the unit square of its own space.
                corners = [_placed(item, outer).at(x, y) for x in (0, 1) for y in (0, 1)]
                self._images.append((_around(corners), attribute(item, "ResourceID")))
            elif name in ("compositeobject", "compositegraphicunit"):
                unit = self._resources.units.get(attribute(item, "ResourceID"))
                if unit is not None:
                    for content in children(unit, "content"):
                        self._take(content, _placed(item, outer), depth + 1)

    def _text(self, item: Element, matrix: Matrix) -> None:
        size = next(iter(numbers(attribute(item, "Size"))), 0.0)
        stretch = next(iter(numbers(attribute(item, "HScale"))), 1.0) or 1.0
        x = y = 0.0
        for code in children(item, "textcode"):
            text = "".join(str(part) for part in code.itertext())
            if not text.strip() or not self._budget.spend(len(text)):
                continue
            # A TextCode without a place of its own starts where the one before it started.
            x = next(iter(numbers(attribute(code, "X"))), x)
            y = next(iter(numbers(attribute(code, "Y"))), y)
            across, down = attribute(code, "DeltaX"), attribute(code, "DeltaY")
            for character, left, base, width in characters(text, (x, y), across, down, size, stretch):
                self._character(character, left, base, width, size, matrix)

    def _character(self, text: str, x: float, base: float, width: float, size: float, matrix: Matrix) -> None:
        top, bottom = base - _ASCENT * size, base + (1 - _ASCENT) * size
        box = _around(
            [matrix.at(x, top), matrix.at(x + width, top), matrix.at(x, bottom), matrix.at(x + width, bottom)]
        )
        if box.bottom - box.top <= 0.5 or not self._on_page(box):
            return
        key = (text, round(box.x0 / 1.5), round(box.top / 1.5))
        if key in self._seen:
            return  # printed twice for boldness
        self._seen.add(key)
        if abs(matrix.b) <= abs(matrix.a):
            self._upright += 1
        elif matrix.b > 0:
            self._turned += 1
        else:
            self._back += 1
        self._words.append(Word(text, *box))

    def _on_page(self, box: Box) -> bool:
        return box.x1 >= 0 and box.bottom >= 0 and box.x0 <= self._size[0] and box.top <= self._size[1]

    def _path(self, item: Element, matrix: Matrix) -> None:
        self._paths += 1
        stroked = attribute(item, "Stroke").lower() != "false"
        for data in children(item, "abbreviateddata"):
            text = data.text or ""
            if self._budget.spend(len(text) // 16):
                for corners in subpaths(text):
                    self._lines([matrix.at(x, y) for x, y in corners], stroked)

    def _lines(self, corners: list[Point], stroked: bool) -> None:
        box = _around(corners)
        if box.x1 - box.x0 <= _THIN or box.bottom - box.top <= _THIN:
            self._rules.append(Rule(*box))
        elif stroked:
            for (ax, ay), (bx, by) in pairwise(corners):
                if abs(ax - bx) < _LEVEL or abs(ay - by) < _LEVEL:
                    self._rules.append(Rule(*_around([(ax, ay), (bx, by)])))


def _placed(item: Element, outer: Matrix) -> Matrix:
    """From the object's own space to the page: its CTM, then the corner of its boundary, then what holds it."""
    boundary = numbers(attribute(item, "Boundary"))
    x, y = boundary[:2] if len(boundary) >= 2 else (0.0, 0.0)
    return matrix_of(attribute(item, "CTM")).then(Matrix(e=x, f=y)).then(outer)


def _around(corners: list[Point]) -> Box:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))
