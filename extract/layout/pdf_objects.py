"""What is drawn on a page of a PDF besides readable text: lines, pictures, and text that is not meant to be read."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

THIN = 4.5  # a filled box thinner than this is drawn as a line
MOST_OBJECTS = 60_000
DEEPEST = 6
PAPER = 250  # of 255: ink as light as this is not seen on paper
ASKEW = 0.14  # tangent of the angle from which on text runs across the page (about 8 degrees)
WHOLE = 0.8  # of the page: a picture this large over the text hides it

BAND = 12.0  # points: texts are sought by their height on the page in steps of this
MOST_BANDS = 400
MOST_CLIPS = 200

Bounds = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Drawing:
    """Boxes in PDF space; text objects by address.

    ``unseen`` are those in the colour of the paper, or of none, or under something opaque; ``askew`` those that
    run across the page (a watermark). ``covered`` says that an opaque picture as large as the page was drawn over
    its text.
    """

    rules: list[Bounds] = field(default_factory=list)
    images: list[Bounds] = field(default_factory=list)
    unseen: set[int] = field(default_factory=set)
    askew: set[int] = field(default_factory=set)
    covered: bool = False
    truncated: bool = False


def address(item: Any) -> int:
    """What tells a PDFium object from others."""
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def drawing(page: pypdfium2.PdfPage) -> Drawing:
    """All that is drawn on the page."""
    return _Walk(page).walked()


class _Walk:
    """One page's objects looked at in the order in which they are drawn."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.page = page
        self.found = Drawing()
        self.objects = 0
        self.texts = 0
        self.grounds: list[Bounds] = []  # what light text is seen on
        self.under = _Under()
        self.ink = [ctypes.c_uint() for _ in range(4)]
        width, height = page.get_size()
        self.whole = WHOLE * width * height

    def walked(self) -> Drawing:
        handle = self.page.raw
        for i in range(raw.FPDFPage_CountObjects(handle)):
            self._object(raw.FPDFPage_GetObject(handle, i), None, 0)
            if self.found.truncated:
                break
        if 2 * len(self.found.askew) > self.texts:  # the page itself is
            self.found.askew.clear()
        if 2 * len(self.under.covered) < self.texts:
            self.found.unseen |= self.under.covered
        return self.found

    def _object(self, item: Any, matrix: Matrix | None, depth: int) -> None:
        self.objects += 1
        if self.objects > MOST_OBJECTS:
            self.found.truncated = True
            return
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            self._text(item, matrix)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            self._image(item, matrix)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inner = _times(_matrix(item), matrix)
            for i in range(raw.FPDFFormObj_CountObjects(item)):
                self._object(raw.FPDFFormObj_GetObject(item, i), inner, depth + 1)

    def _text(self, item: Any, matrix: Matrix | None) -> None:
        self.texts += 1
        a, b, c, d, x, y = _times(_matrix(item), matrix)
        self.under.drawn(item, matrix, x, y)
        if min(abs(a), abs(b)) > ASKEW * max(abs(a), abs(b)) and min(abs(c), abs(d)) > ASKEW * max(abs(c), abs(d)):
            self.found.askew.add(address(item))
        elif not self._inked(item):
            x0, y0, x1, y1 = _moved(_bounds(item), matrix)
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            if not any(g[0] <= x <= g[2] and g[1] <= y <= g[3] for g in self.grounds):
                self.found.unseen.add(address(item))

    def _inked(self, item: Any) -> bool:
        """Whether an object's colour is seen on paper."""
        red, green, blue, opacity = self.ink
        if not raw.FPDFPageObj_GetFillColor(item, red, green, blue, opacity):
            return True
        return opacity.value > 0 and min(red.value, green.value, blue.value) < PAPER

    def _image(self, item: Any, matrix: Matrix | None) -> None:
        box = _moved(_bounds(item), matrix)
        self.found.images.append(box)
        self.grounds.append(box)
        large = (box[2] - box[0]) * (box[3] - box[1]) > self.whole
        if large and self.texts and not raw.FPDFPageObj_HasTransparency(item):
            self.found.covered = True
        elif self.texts and not raw.FPDFPageObj_HasTransparency(item):
            self.under.cover(item, matrix)

    def _path(self, item: Any, matrix: Matrix | None) -> None:
        box = _bounds(item)
        if not all(map(math.isfinite, box)):
            return
        if box[2] - box[0] <= THIN or box[3] - box[1] <= THIN:
            self.found.rules.append(_moved(box, matrix))
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        count = raw.FPDFPath_CountSegments(item)
        if not stroke.value and count < 8:  # a filled area: shading, not a line
            if self._inked(item):
                self.grounds.append(_moved(box, matrix))
            if self.texts and _is_frame(item, count, box) and not raw.FPDFPageObj_HasTransparency(item):
                self.under.cover(item, matrix)
        elif count <= 20_000:
            self.found.rules.extend(_moved(line, matrix) for line in _lines(item, count, stroke=bool(stroke.value)))


class _Under:
    """The texts drawn so far, and which of them something opaque was laid over."""

    def __init__(self) -> None:
        self.covered: set[int] = set()
        self._bands: dict[int, list[tuple[Any, Matrix | None, float]]] = {}

    def drawn(self, item: Any, matrix: Matrix | None, x: float, y: float) -> None:
        """A text that begins there was drawn. How far it reaches is asked only when something may cover it."""
        if math.isfinite(y):
            self._bands.setdefault(int(y / BAND), []).append((item, matrix, x))

    def cover(self, item: Any, matrix: Matrix | None) -> None:
        """Something opaque that fills its box was drawn."""
        x0, y0, x1, y1 = _moved(_bounds(item), matrix)
        if not all(map(math.isfinite, (x0, y0, x1, y1))) or (y1 - y0) / BAND > MOST_BANDS:
            return
        bands = range(int(y0 / BAND) - 1, int(y1 / BAND) + 2)
        begun = [(text, its) for band in bands for text, its, x in self._bands.get(band, ()) if x0 - 1 <= x <= x1 + 1]
        boxes = [(address(text), _moved(_bounds(text), its)) for text, its in begun]
        under = [
            (text, box)
            for text, box in boxes
            if x0 - 1 <= box[0] and box[2] <= x1 + 1 and y0 - 1 <= box[1] and box[3] <= y1 + 1
        ]
        if not under:
            return
        clip = _clip(item, matrix)
        for text, (a, b, c, d) in under:
            if clip is None or (clip[0] - 1 <= a and c <= clip[2] + 1 and clip[1] - 1 <= b and d <= clip[3] + 1):
                self.covered.add(text)


def _clip(item: Any, matrix: Matrix | None) -> Bounds | None:
    """The box that an object is clipped to; None where it is not."""
    path = raw.FPDFPageObj_GetClipPath(item)
    count = raw.FPDFClipPath_CountPaths(path) if path else 0
    x, y = ctypes.c_float(), ctypes.c_float()
    box: Bounds | None = None
    for i in range(min(max(count, 0), MOST_CLIPS)):
        xs, ys = [], []
        for k in range(min(max(raw.FPDFClipPath_CountPathSegments(path, i), 0), MOST_CLIPS)):
            if raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, i, k), x, y):
                xs.append(x.value)
                ys.append(y.value)
        if xs:
            here = min(xs), min(ys), max(xs), max(ys)
            box = here if box is None else (*map(max, box[:2], here[:2]), *map(min, box[2:], here[2:]))  # type: ignore[assignment]
    return None if box is None else _moved(box, matrix)


def _is_frame(item: Any, count: int, box: Bounds) -> bool:
    """Whether a path is the rectangle of its bounds."""
    if not 4 <= count <= 5:
        return False
    corners = next(_subpaths(item, count, _matrix(item)), [])
    near = ((min(abs(x - box[0]), abs(x - box[2])), min(abs(y - box[1]), abs(y - box[3]))) for x, y in corners)
    return len(corners) >= 4 and all(dx < 1 and dy < 1 for dx, dy in near)


def _bounds(item: Any) -> Bounds:
    a, b, c, d = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    raw.FPDFPageObj_GetBounds(item, a, b, c, d)
    return a.value, b.value, c.value, d.value


def _matrix(item: Any) -> Matrix:
    m = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, m)
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(box: Bounds, matrix: Matrix | None) -> Bounds:
    if matrix is None:
        return box
    a, b, c, d, e, f = matrix
    x = [a * x + c * y + e for x in box[::2] for y in box[1::2]]
    y = [b * x + d * y + f for x in box[::2] for y in box[1::2]]
    return min(x), min(y), max(x), max(y)


def _lines(item: Any, count: int, *, stroke: bool) -> Iterator[Bounds]:
    """The straight lines of a path, in the space of what holds it."""
    for corners in _subpaths(item, count, _matrix(item)):
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        if max(xs) - min(xs) <= THIN or max(ys) - min(ys) <= THIN:
            yield min(xs), min(ys), max(xs), max(ys)
        elif stroke:
            for (ax, ay), (bx, by) in pairwise(corners):
                if abs(ax - bx) < 1 or abs(ay - by) < 1:
                    yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _subpaths(item: Any, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of each subpath; one that is closed ends where it begins. Curves are left out."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[tuple[float, float]] = []
    curved = False
    for i in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(corners) > 1 and not curved:
                yield corners
            corners, curved = [], False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        corners.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment):
            corners.append(corners[0])
    if len(corners) > 1 and not curved:
        yield corners
