"""One page's parts in reading order, and what a page break cut apart put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.document import Paragraph, Place
from extract.layout import borderless, prose
from extract.layout.columns import APART
from extract.layout.grids import Area, Grid, fill, grids
from extract.layout.lines import Line, lines_of, text_of
from extract.layout.margins import repeated_head, running_heads, running_key, without_watermark
from extract.layout.page import PageLayout, Word

SAME_EDGE = 4.0
PITCH = 1.5  # type sizes from one page's last line to the next one's first, when laid end to end
LONGEST_SCROLL = 12  # pages


@dataclass(slots=True)
class Prose:
    """A paragraph on its page, with its first and last line."""

    paragraph: Paragraph
    first: Line
    last: Line


@dataclass(slots=True)
class Sheet:
    """A table that may stand on several pages: rows of (area, grid) over common column edges."""

    xs: list[float]
    rows: list[list[Piece]]
    place: Place
    first: Grid
    last: Grid


@dataclass(slots=True)
class Piece:
    """A cell of a sheet: its columns (the end excluded), its rows and words, and where it first stands."""

    left: int
    right: int
    rowspan: int
    words: list[Word]
    text: str
    place: Place


Part = Prose | Sheet


def _ruled(page: PageLayout, running: set[tuple[str, int]], *, first: bool) -> tuple[list[Grid], list[Line]]:
    """The page's ruled grids, filled, and its other lines without page numbers and running heads."""
    ruled = grids(page.number, page.rules, page.words)
    outside = fill(ruled, without_watermark(page.words, ruled))
    for grid in ruled:
        if borderless.torn(grid):
            outside = [*outside, *(word for area in grid.areas for word in area.words)]
            grid.areas.clear()
    ruled = [grid for grid in ruled if any(area.words for area in grid.areas)]
    ruled.sort(key=lambda grid: (grid.box.top, grid.box.x0))
    lines = [
        line
        for line in lines_of(outside)
        if not prose.is_page_number(line, page.height)
        and not (running_key(line) in running and (not first or line.box.top > page.height / 2))
    ]
    if ruled:
        lines = _adopted(ruled[-1], lines, page.height, below=True)
        lines = _adopted(ruled[0], lines, page.height, below=False)
    return ruled, lines


def _parts(page: PageLayout, ruled: Sequence[Grid], lines: Sequence[Line]) -> list[Part]:
    """The page's paragraphs and tables in reading order."""
    found: list[Part] = []
    remaining = list(lines)
    for grid in _reading_order(ruled):
        above = [line for line in remaining if (line.box.top + line.box.bottom) / 2 <= grid.box.top]
        remaining = remaining[len(above) :] if above == remaining[: len(above)] else _less(remaining, above)
        found += _free(page, above)
        found.append(_sheet(grid))
    return found + _free(page, remaining)


def _adopted(grid: Grid, lines: list[Line], height: float, *, below: bool) -> list[Line]:
    """Give a grid at the page's edge the lines of its cells that run over that edge; the lines that are left."""
    edge = grid.box.bottom if below else grid.box.top
    beyond = [line for line in lines if (line.box.top + line.box.bottom > 2 * edge) == below]
    if not beyond or (edge < 0.75 * height if below else edge > 0.25 * height):
        return lines
    last = len(grid.ys) - 1
    homes: list[tuple[Line, Area]] = []
    for line in [run for whole in beyond for run in whole.runs(APART)]:
        box = line.box
        gap = box.top - edge if below else edge - box.bottom
        home = [
            area
            for area in grid.areas
            if (area.bottom == last if below else area.top == 0)
            and grid.xs[area.left] - 1 <= box.x0
            and box.x1 <= grid.xs[area.right] + 1
            and area.right - area.left < len(grid.xs) - 1
        ]
        if not home or gap > 2 * line.size * len(beyond):
            return lines
        if not _goes_on(home[0], line, below=below):
            return lines
        homes.append((line, home[0]))
    for line, area in homes:
        area.words += line.words
    return _less(lines, beyond)


def _goes_on(area: Area, line: Line, *, below: bool) -> bool:
    """Whether a line beyond the grid's edge is aligned with a cell's nearest line, close to it."""
    if not area.words or (below and prose.ITEM.match(line.text)):
        return False
    near = lines_of(area.words)[-1 if below else 0]
    a, b = near.box, line.box
    gap = b.top - a.bottom if below else a.top - b.bottom
    aligned = min(abs(a.x0 - b.x0), abs(a.x0 + a.x1 - b.x0 - b.x1) / 2) < 0.6 * line.size
    return aligned and gap < 1.2 * line.size


def _less(lines: Sequence[Line], taken: Sequence[Line]) -> list[Line]:
    gone = {id(line) for line in taken}
    return [line for line in lines if id(line) not in gone]


def _reading_order(found: Sequence[Grid]) -> list[Grid]:
    """From the top down; grids that stand side by side from left to right."""
    ordered: list[Grid] = []
    for grid in found:
        at = len(ordered)
        while at and ordered[at - 1].box.x0 > grid.box.x1 - SAME_EDGE and ordered[at - 1].box.bottom > grid.box.top:
            at -= 1
        ordered.insert(at, grid)
    return ordered


def _free(page: PageLayout, lines: Sequence[Line]) -> list[Part]:
    """Lines outside ruled grids: borderless tables and paragraphs."""
    found: list[Part] = []
    left = min((word.x0 for word in page.words), default=0.0)
    right = max((word.x1 for word in page.words), default=page.width)
    for piece in borderless.find(page.number, lines):
        if isinstance(piece, Grid):
            found.append(_sheet(piece))
        else:
            found += [Prose(*p) for p in prose.paragraphs(page.number, piece, left, right)]
    return found


def _sheet(grid: Grid) -> Sheet:
    rows: list[list[Piece]] = [[] for _ in range(len(grid.ys) - 1)]
    for area in grid.areas:
        rows[area.top].append(_piece(grid, area))
    box = grid.box
    place = Place(page=grid.page, bbox=(box.x0, box.top, box.x1, box.bottom))
    sheet = Sheet(list(grid.xs), rows, place, grid, grid)
    if not grid.figures:
        _trim(sheet)
    return sheet


def _piece(grid: Grid, area: Area) -> Piece:
    box = grid.area_box(area)
    place = Place(page=grid.page, bbox=(box.x0, box.top, box.x1, box.bottom))
    return Piece(area.left, area.right, area.bottom - area.top, area.words, text_of(area.words), place)


def join_pages(pages: Sequence[Sequence[Part]]) -> list[Part]:
    """All parts in order; a table or paragraph that only a page break parted is one."""
    joined: list[Part] = []
    for found in pages:
        here = list(found)
        if joined and here:
            before, after = joined[-1], here[0]
            if isinstance(before, Sheet) and isinstance(after, Sheet) and _same_columns(before.last, after.first):
                _append(before, after)
                here.pop(0)
            elif isinstance(before, Prose) and isinstance(after, Prose) and _runs_on(before, after):
                text = prose.joined(before.paragraph.text, after.paragraph.text)
                joined[-1] = Prose(replace(before.paragraph, text=text), before.first, after.last)
                here.pop(0)
        joined += here
    return joined


def _runs_on(before: Prose, after: Prose) -> bool:
    """Whether a page's last paragraph goes on at the top of the next: full last line, no indent."""
    left = min(before.first.box.x0, before.last.box.x0)
    right = before.first.box.x1
    a, b = before.last, after.first
    if prose.ITEM.match(b.text) or abs(a.size - b.size) > 0.2 * a.size or before.first is before.last:
        return False
    ends = re.search(r"[。！？：；.!?]\s*$", a.text) is not None
    return not ends and a.box.x1 >= right - prose.FULL * a.size and b.box.x0 <= left + a.size


def _same_columns(before: Grid, after: Grid) -> bool:
    """Whether two grids have the same outer edges, and the one's inner edges are among the other's.

    Inferred edges differ from page to page: there the columns of figures must stand at the same places.
    """
    if before.figures or after.figures:
        return len(before.figures) == len(after.figures) and all(
            abs(x - y) < 3 * SAME_EDGE for x, y in zip(before.figures, after.figures, strict=True)
        )
    a, b = before.xs, after.xs
    if abs(a[0] - b[0]) > SAME_EDGE or abs(a[-1] - b[-1]) > SAME_EDGE:
        return False
    few, many = sorted((a, b), key=len)
    return len(few) > 2 and all(min(abs(x - y) for y in many) <= SAME_EDGE for x in few)


def _append(sheet: Sheet, more: Sheet) -> None:
    """Put the rows of the next page under those of a sheet, on common columns."""
    if len(more.xs) > len(sheet.xs):
        _recolumn(sheet, more.xs)
    elif len(more.xs) < len(sheet.xs):
        _recolumn(more, sheet.xs)
    head = _repeated_head(sheet, more)
    _mend(sheet, more, head)
    sheet.rows += more.rows
    sheet.last = more.last


def _trim(sheet: Sheet) -> None:
    """Take away rows that hold nothing but the empty strip a page break leaves beside a merged cell."""
    columns = len(sheet.xs) - 1
    for at in range(len(sheet.rows) - 1, -1, -1):
        row = sheet.rows[at]
        if any(piece.text for piece in row) or sum(p.right - p.left for p in row) == columns:
            continue
        for begin, above in enumerate(sheet.rows[:at]):
            for piece in above:
                if begin + piece.rowspan > at:
                    piece.rowspan -= 1
        sheet.rows.pop(at)
        for piece in row:
            piece.rowspan -= 1
        if at < len(sheet.rows):
            sheet.rows[at] = sorted([*sheet.rows[at], *(p for p in row if p.rowspan)], key=lambda p: p.left)


def _recolumn(sheet: Sheet, xs: list[float]) -> None:
    nearest = [min(range(len(xs)), key=lambda i, x=x: abs(xs[i] - x)) for x in sheet.xs]  # type: ignore[misc]
    for row in sheet.rows:
        for piece in row:
            piece.left, piece.right = nearest[piece.left], nearest[piece.right]
    sheet.xs = list(xs)


def _repeated_head(sheet: Sheet, more: Sheet) -> int:
    """How many of the first rows on the new page repeat the first rows of the table."""
    count = 0
    for old, new in zip(sheet.rows, more.rows, strict=False):
        if [(p.left, p.right, _plain(p.text)) for p in old] != [(p.left, p.right, _plain(p.text)) for p in new]:
            break
        count += 1
    return count if any(p.text for row in more.rows[:count] for p in row) and count < len(more.rows) else 0


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def _mend(sheet: Sheet, more: Sheet, head: int) -> None:
    """Join the row and the merged labels that the page break cut in two."""
    above = {p.left: p for at, row in enumerate(sheet.rows) for p in row if at + p.rowspan == len(sheet.rows)}
    row = more.rows[head]
    pairs = [(above[p.left], p) for p in row if p.left in above and above[p.left].right == p.right]
    if len(pairs) == len(row) > 1 and _cut_row(pairs):
        for old, piece in pairs:
            _merge(old, piece)
            old.rowspan += piece.rowspan - 1
        more.rows.pop(head)
        return
    for old, piece in pairs:
        spans = old.rowspan > 1 or piece.rowspan > 1
        labelled = any(p.left > piece.left and _is_words(p.text) for p in row)
        goes_on = not piece.text and (piece.rowspan > 1 or labelled)
        rest = old.text and spans and _is_words(piece.text) and not prose.ITEM.match(piece.text) and _open_end(old)
        if not goes_on and not rest:
            return
        if head:
            piece.text = piece.text or old.text  # the repeated head stands between the two parts
        else:
            _merge(old, piece)
            old.rowspan += piece.rowspan
            row.remove(piece)


def _is_words(text: str) -> bool:
    """Whether a text can be the rest of a label: a figure or a dash below a column's head is not."""
    return re.match(r"[^\W\d_]", text.strip()) is not None or re.match(r"\W+[^\W\d_]", text.strip()) is not None


def _merge(old: Piece, piece: Piece) -> None:
    old.text = "\n".join(text for text in (old.text, piece.text) if text)
    old.words = [*old.words, *piece.words]


def _open_end(piece: Piece) -> bool:
    """Whether a label's last line reaches its cell's edge, or a bracket in it stays open."""
    opened = sum(piece.text.count(c) for c in "（(“「") - sum(piece.text.count(c) for c in "）)”」")
    if opened > 0:
        return True
    if not piece.words or piece.place.bbox is None:
        return False
    line = lines_of(piece.words)[-1]
    return piece.place.bbox[2] - line.box.x1 < 1.6 * line.size


def _cut_row(pairs: Sequence[tuple[Piece, Piece]]) -> bool:
    """Whether two rows are the halves of one: nothing stands in both but an unfinished label and its end."""
    single = [(a, b) for a, b in pairs if b.rowspan == 1 and (a.text or b.text)]
    both = [(a, b) for a, b in single if a.text and b.text]
    upper = [a for a, b in single if a.text and not b.text]
    lower = [b for a, b in single if b.text and not a.text]
    figures = [piece for piece in (*upper, *lower) if re.search(r"\d", piece.text) and len(piece.text) < 12]
    if len(both) > 1 and not lower:  # a row of column heads: words only, each short
        return all(a.rowspan == 1 and _is_head(a.text) and _is_head(b.text) for a, b in both)
    if len(both) != 1 or (lower and any(piece in figures for piece in upper)):
        return False
    a, b = both[0]
    return a.rowspan == 1 and _open_end(a) and not prose.ITEM.match(b.text)


def _is_head(text: str) -> bool:
    """Whether a text can be a part of a column's head: a few characters, no figure, no item of a list."""
    short = _plain(text)
    return len(short) <= 8 and not re.search(r"\d", short) and _is_words(short) and not prose.ITEM.match(short)


def by_page(pages: Sequence[PageLayout]) -> list[list[Part]]:
    """The parts of every page; a running head is kept on the first page, a running foot is not.

    Pages without ruled grids are laid end to end as one scroll, so that a page break cuts nothing there.
    """
    running = running_heads(pages)
    found: list[list[Part]] = []
    plain: list[tuple[PageLayout, list[Line]]] = []
    for at, page in enumerate(pages):
        ruled, lines = _ruled(page, running, first=at == 0)
        if not ruled and len(plain) < LONGEST_SCROLL:
            plain.append((page, lines))
            continue
        found.append(_scroll(plain))
        plain = []
        found.append(_parts(page, ruled, lines))
    return [*found, _scroll(plain)]


def _scroll(pages: Sequence[tuple[PageLayout, list[Line]]]) -> list[Part]:
    """The parts of pages laid end to end, their places on the page they begin on."""
    pages = [(page, lines) for page, lines in pages if lines]
    if len(pages) < 2:
        return _free(*pages[0]) if pages else []
    shifts: list[tuple[float, float, PageLayout]] = []
    moved: list[Line] = []
    given: dict[int, Word] = {}  # by the identity of the words that were moved: those they were
    for page, lines in pages:
        shift = 0.0
        lines = lines[repeated_head(lines, moved) :]
        if moved:
            shift = moved[-1].box.bottom + PITCH * lines[0].size - lines[0].box.bottom
        shifts.append((lines[0].box.top + shift - 0.5, shift, page))
        for line in lines:
            moved.append(Line([w._replace(top=w.top + shift, bottom=w.bottom + shift) for w in line.words]))
            given.update(zip(map(id, moved[-1].words), line.words, strict=True))
    words = [word for line in moved for word in line.words]
    parts = _free(PageLayout(pages[0][0].number, pages[0][0].width, moved[-1].box.bottom, words), moved)
    for part in parts:
        if isinstance(part, Prose):
            part.paragraph.place = _back(part.paragraph.place, shifts)
            continue
        part.place = _back(part.place, shifts)
        for row in part.rows:
            for piece in row:
                piece.place = _back(piece.place, shifts)
                piece.words = [given.get(id(word), word) for word in piece.words]
    return parts


def _back(place: Place, shifts: Sequence[tuple[float, float, PageLayout]]) -> Place:
    """A place on the scroll as one on the page where it begins."""
    if place.bbox is None:
        return place
    x0, top, x1, bottom = place.bbox
    _, shift, page = max((s for s in shifts if s[0] <= top + 1), default=shifts[0], key=lambda s: s[0])
    top = max(top - shift, 0.0)
    return place._replace(page=page.number, bbox=(x0, top, x1, max(min(bottom - shift, page.height), top + 1.0)))
