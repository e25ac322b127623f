"""Tables that a typist's columns hold together: labels to the left, figures in columns of their own to the right.

The figures show where the columns are, and every line with figures is a row. Labels wrap: the lines of one label
stand under each other beside their row, at its top, its middle or its foot, the same way in the whole table, and
what they say together is a label of the forms (:mod:`extract.layout.alignment` finds the best cut). Every page has
columns of its own; as many columns of figures are the same ones.

How wide a Chinese character is (one column or two) depends on the converter: both measures are tried on the whole
text. Where figures stand on no columns, only the order of fields is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain.vocabulary import begins_label, is_label, is_line, is_piece, may_be_line
from extract.document import Cell, Place, Table
from extract.formats.text_heads import across, head_rows, nearest
from extract.formats.text_measure import Measured, measured
from extract.formats.text_tables import Line, table_of, without_markup
from extract.layout.alignment import Run, attach, group_spans

_LONGEST_PIECE = 8
_LARGEST_GAP = 3  # lines: blank ones beyond tell no more


def wide_characters(tables: Sequence[Sequence[Line]]) -> bool | None:
    """Whether a Chinese character takes two columns in these tables of one text; None where nothing tells."""
    pages = [page for lines in tables for page, _ in _pages(lines)]
    costs = [
        sum(reading.cost() for page in pages if (reading := measured(page, range(len(page)), wide)))
        for wide in (True, False)
    ]
    return None if costs[0] == costs[1] else costs[0] < costs[1]


def typed_tables(lines: Sequence[Line], number: int, wide: bool | None) -> list[Table]:
    """The tables that these lines are, none where no line of them ends in a figure. ``wide`` as above.

    ``number`` is that of the first. Pages with as many columns of figures are one table, unless one has heads.
    """
    found: list[list[Measured]] = []
    numbers: dict[float, int] = {}
    bare: tuple[list[Line], list[float]] = ([], [])
    for page, places in _pages(lines):
        numbers |= {place: line.number for place, line in zip(places, page, strict=True)}
        page, places = [*bare[0], *page], [*bare[1], *places]
        reading = measured(page, places, wide is not False)
        bare = ([], []) if reading else (page, places)
        if reading is None:
            continue
        before = found[-1][-1] if found else None
        if before and len(before.columns) == len(reading.columns) and not reading.heads and reading.is_even():
            found[-1].append(reading)
        else:
            found.append([reading])
    return [
        _on_columns(pages, n, numbers) if pages[0].is_even() else _in_order(pages, n, numbers)
        for n, pages in enumerate(found, number)
    ]


def _pages(lines: Sequence[Line]) -> Iterator[tuple[list[Line], list[float]]]:
    """The lines of every page without blank ones, and where they stand: a page goes on right below the one before."""
    page: list[Line] = []
    places: list[float] = []
    at = 0.0
    before = lines[0].number - 1
    for line in lines:
        if "\f" in line.text:
            if page:
                yield page, places
            page, places = [], []
            before = line.number - 1
        if not line.text.strip():
            continue
        at += min(line.number - before, _LARGEST_GAP)
        before = line.number
        page.append(line)
        places.append(at)
    if page:
        yield page, places


def _on_columns(pages: Sequence[Measured], number: int, numbers: dict[float, int]) -> Table:
    bounds = [_bounds(page) for page in pages]
    count = max(len(each) + 1 if page.labels else 0 for page, each in zip(pages, bounds, strict=True))
    rows = [page.figures(at) for page in pages for at in page.figured]
    labels: list[Run] = []
    for page, own in zip(pages, bounds, strict=True):
        for run in (*page.heads, *(run for at in page.figured for run in page.figures(at))):
            run.left, run.right = run.left + count, run.right + count
        for run in page.labels:
            start, end = across(run)
            if start >= page.columns[0][0]:  # words among the figures
                run.left = nearest((start, end), page.columns) + count
                run.right = run.left + 1
                min(rows, key=lambda row, run=run: abs(row[0].middle - run.middle)).append(run)  # type: ignore[misc]
                continue
            run.left = sum(bound <= start for bound in own) + count - len(own) - 1
            run.right = max(run.left + 1, sum(bound < end for bound in own) + count - len(own))
            labels.append(run)
    inner = _labels_of_rows(labels, count)
    inner = sorted([*inner, *_alone_on_line(labels, inner, rows)], key=_height)
    fit, rows = attach(inner, rows, 1.0, _wording)
    known = {id(run) for run in inner}
    groups = _labels_alone([run for run in labels if id(run) not in known], rows)
    rows.sort(key=lambda row: next((run.middle for run in row if run.figure), row[0].middle))
    heads = list(pages[0].heads)
    while not any(run.figure for run in rows[0]):
        heads += rows.pop(0)
    spans = group_spans(groups, rows, fit, 1.0, 1.75)
    held = {id(run) for block, _, _ in spans for run in block}
    beside_none = [[run] for run in groups if id(run) not in held]
    above = head_rows(heads)
    spans = [(block, top + len(above), end + len(above)) for block, top, end in spans]
    return _table([*above, *rows, *beside_none], spans, count, count + len(pages[0].columns), number, numbers)


def _bounds(page: Measured) -> list[float]:
    """Where columns of labels begin but the first: the fewest places that lie in every gap between two labels."""
    first = page.columns[0][0]
    known = {id(run) for run in page.labels}
    gaps = [
        (across(b)[0], across(a)[1])
        for runs in page.lines
        for a, b in pairwise(runs)
        if id(a) in known and id(b) in known and across(b)[0] < first
    ]
    bounds: list[float] = []
    for end, start in sorted(gaps):
        if not bounds or bounds[-1] < start:
            bounds.append(end)
    return bounds


def _labels_of_rows(labels: Sequence[Run], count: int) -> list[Run]:
    """The lines of the labels of single rows: in the last column of labels or reaching over it, or known as such.

    The last, short line of a label that stands over several columns may stand over the first of them alone.
    """
    found: list[list[Run]] = []
    texts: list[str] = []
    near: list[int] = []  # those that the next line may go on
    for run in labels:
        text = run.line.text
        near = [n for n in near if run.middle - found[n][-1].middle <= _LARGEST_GAP]
        at = next((n for n in reversed(near) if _is_below(run, found[n][-1])), None)
        if at is not None and not is_label(texts[at]):
            upper, both = found[at][-1], texts[at] + text
            goes_on = is_label(both) or begins_label(both)
            if goes_on:
                run.left, run.right = upper.left, upper.right
            if goes_on or ((run.left, run.right) == (upper.left, upper.right) and not begins_label(text)):
                found[at].append(run)
                texts[at] = both
                continue
        near.append(len(found))
        found.append([run])
        texts.append(text)
    return [
        run
        for label, text in zip(found, texts, strict=True)
        if is_line(text) or any(run.right == count for run in label)
        for run in label
    ]


def _alone_on_line(labels: Sequence[Run], inner: Sequence[Run], rows: Sequence[list[Run]]) -> Iterator[Run]:
    """Labels further left that are the only ones beside their figures, and can be a row's: （七）总计."""
    taken = {run.middle for run in inner}
    for row in rows:
        beside = [run for run in labels if run.middle == row[0].middle]
        if row[0].middle not in taken and len(beside) == 1 and may_be_line(beside[0].line.text):
            yield beside[0]


def _is_below(run: Run, above: Run) -> bool:
    a, b = across(above), across(run)
    return 0 < run.middle - above.middle <= _LARGEST_GAP and b[0] >= a[0] - 3 and b[1] <= a[1] + 3


def _labels_alone(groups: list[Run], rows: Sequence[list[Run]]) -> list[Run]:
    """Give rows without a label the one that stands on their line; the labels that are left."""
    left = list(groups)
    for row in rows:
        figures = [run for run in row if run.figure]
        if len(figures) < len(row):
            continue
        beside = [run for run in left if run.middle == figures[0].middle]
        text = beside[-1].line.text if beside else ""
        if text and (is_label(text) or len(text) > _LONGEST_PIECE or not is_piece(text)):
            row.append(beside[-1])
            left = [run for run in left if run is not beside[-1]]
    return left


def _wording(texts: Sequence[str]) -> float:
    """What it costs to take these lines as one label, in lines."""
    text = "".join(texts)
    if is_label(text):
        return 0.0
    return 1.0 + (0.1 if is_piece(text) else 0.5) * len(texts)


def _table(
    rows: Sequence[Sequence[Run]],
    spans: Sequence[tuple[list[Run], int, int]],
    labels: int,
    width: int,
    number: int,
    numbers: dict[float, int],
) -> Table:
    """The rows, groups' labels beside them, blanks filled in. ``labels`` of the ``width`` columns hold labels."""
    groups = {(top, block[0].left): (block, end - top) for block, top, end in spans}
    covered = {
        (row, c) for block, top, end in spans for row in range(top, end) for c in range(block[0].left, block[0].right)
    }
    placed: list[list[Cell]] = []
    for at, runs in enumerate(rows):
        label = [run for run in runs if run.left < labels]
        held = {min(run.left for run in label): label} if label and any(r.figure for r in runs) else _by_left(label)
        held |= _by_left([run for run in runs if run.left >= labels])
        cells: list[Cell] = []
        column = 0
        while column < width:
            here, rowspan = held.get(column, []), 1
            if not here and (at, column) in groups:
                here, rowspan = groups[at, column]
            right = max((run.right for run in here), default=column + 1)
            right = min((start for start in held if column < start < right), default=right)
            if here or (at, column) not in covered:
                first = min(here or runs, key=_height)
                place = Place(table=number, row=at + 1, cell=len(cells) + 1, line=numbers[first.middle - 0.5])
                text = "<br>".join(run.line.text for run in sorted(here, key=_height))
                cells.append(Cell(without_markup(text), at, column, rowspan, right - column, place))
            column = right
        placed.append(cells)
    return Table(placed, Place(table=number, line=min(numbers.values())))


def _height(run: Run) -> tuple[float, float]:
    return run.middle, run.line.box.x0


def _by_left(runs: Sequence[Run]) -> dict[int, list[Run]]:
    found: dict[int, list[Run]] = {}
    for run in runs:
        found.setdefault(run.left, []).append(run)
    return found


def _in_order(pages: Sequence[Measured], number: int, numbers: dict[float, int]) -> Table:
    """Where figures stand on no columns: the lines' fields in order."""
    rows = [[(run.line.text, numbers[run.middle - 0.5]) for run in runs] for page in pages for runs in page.lines]
    return table_of([row for row in rows if row], number, flat=True)
