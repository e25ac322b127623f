"""The evidence of a row of figures as short text: where each of its cells stands, and what was written there.

Places. ``natural_person-total: table 3 row 5 cells 4-10; …``: a run of columns (in the order of the registry)
whose cells stand side by side is written once, as first and last; ``rows 2-8`` likewise for cells below each
other, ``lines 2-8`` for lines of text. A run of all columns of the table leaves their names out. ``page`` and
``part`` come before, ``box left top right bottom`` (points) behind. ``?`` is a cell whose place is not known.
A column that is not named has no cell in the document.

Raw. A JSON object with what a cell holds beyond its plain number: ``{"business": {"raw": "12件"}}``, with its
``status`` where it is no number, ``confidence`` below 1 and the arithmetic it was ``settled_by``. Blank cells
are left out: a NULL with a place and no raw text is a blank.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extract.document import Place
from extract.report import CellReading

RUNNING = ("cell", "row", "line")
UNKNOWN = "?"
_WORD = re.compile(r"(?P<name>page|table|row|cell|line)s? (?P<first>\d+)(?:-(?P<last>\d+))?")
_PART = re.compile(r"part (?P<part>\"(?:[^\"\\]|\\.)*\") ?")
_BOX = re.compile(r"box (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+)")


def write_places(places: Mapping[str, Place], order: Sequence[str]) -> str | None:
    """The places of a row's cells, by column code, as text; None where there are none."""
    runs: list[tuple[list[str], str | None, list[Place]]] = []
    known = [code for code in order if code in places]
    for code in known:
        place = places[code]
        if runs:
            codes, running, held = runs[-1]
            adjacent = order.index(code) == order.index(codes[-1]) + 1
            step = _step(held[-1], place)
            if adjacent and step and running in (None, step):
                runs[-1] = ([*codes, code], step, [*held, place])
                continue
        runs.append(([code], None, [place]))
    return "; ".join(_write_run(codes, running, held, order) for codes, running, held in runs) or None


def read_places(text: str | None, order: Sequence[str]) -> dict[str, Place]:
    """What :func:`write_places` wrote, given the same order of columns."""
    places: dict[str, Place] = {}
    for run in (text or "").split("; ") if text else ():
        names, colon, where = run.partition(": ")
        if not colon or not re.fullmatch(r"[\w.]+(-[\w.]+)?", names):
            names, where = f"{order[0]}-{order[-1]}", run
        first, _, last = names.partition("-")
        codes = order[order.index(first) : order.index(last or first) + 1]
        start, running = _read_place(where)
        for number, code in enumerate(codes):
            places[code] = _with_count(start, running, getattr(start, running) + number) if running else start
    return places


def write_raw(cells: Iterable[tuple[str, CellReading]]) -> str | None:
    """What the cells, by column code, hold beyond their plain numbers, as JSON; None for nothing."""
    held: dict[str, dict[str, object]] = {}
    for code, cell in cells:
        more: dict[str, object] = {}
        raw = cell.raw.strip()
        if cell.status not in ("number", "blank"):
            more["status"] = cell.status
        if cell.confidence < 1:
            more["confidence"] = round(cell.confidence, 4)
        if cell.settled_by:
            more["settled_by"] = cell.settled_by
        if more or (raw and raw != str(cell.value)):
            held[code] = {"raw": cell.raw, **more}
    return json.dumps(held, ensure_ascii=False) if held else None


def is_certain(raw: str | None, code: str) -> bool:
    """Whether the cell of a stored row was read with certainty, by the row's ``raw``."""
    if raw is None:
        return True
    cell = json.loads(raw).get(code, {})
    return "confidence" not in cell and "settled_by" not in cell and cell.get("status") != "unreadable"


def _step(before: Place, after: Place) -> str | None:
    """The one count by which ``after`` follows ``before``, if they differ in nothing else."""
    if before.bbox is not None or after.bbox is not None:
        return None
    if (before.part, before.page, before.table) != (after.part, after.page, after.table):
        return None
    differing = [name for name in RUNNING if getattr(before, name) != getattr(after, name)]
    if len(differing) != 1:
        return None
    first, second = getattr(before, differing[0]), getattr(after, differing[0])
    return differing[0] if first is not None and second == first + 1 else None


def _write_run(codes: list[str], running: str | None, held: list[Place], order: Sequence[str]) -> str:
    where = _write_place(held[0], running, held[-1])
    if len(codes) == len(order) and len(order) > 1:
        return where
    return f"{codes[0] if len(codes) == 1 else f'{codes[0]}-{codes[-1]}'}: {where}"


def _write_place(place: Place, running: str | None, last: Place) -> str:
    words: list[str] = []
    if place.part is not None:
        # A file name may hold anything; as JSON without ";" it cannot be taken for the next run.
        words.append("part " + json.dumps(place.part).replace(";", "\\u003b"))
    for name in ("page", "table", "row", "cell", "line"):
        value = getattr(place, name)
        if value is not None:
            words.append(f"{name}s {value}-{getattr(last, name)}" if name == running else f"{name} {value}")
    if place.bbox is not None:
        words.append("box " + " ".join(f"{edge:.1f}" for edge in place.bbox))
    return " ".join(words) or UNKNOWN


def _read_place(text: str) -> tuple[Place, str | None]:
    running: str | None = None
    place = Place()
    if part := _PART.match(text):
        place = place._replace(part=json.loads(part["part"]))
        text = text[part.end() :]
    if box := _BOX.search(text):
        left, top, right, bottom = (float(edge) for edge in box.groups())
        place = place._replace(bbox=(left, top, right, bottom))
        text = text[: box.start()]
    for word in _WORD.finditer(text):
        place = _with_count(place, word["name"], int(word["first"]))
        running = word["name"] if word["last"] else running
    return place, running


def _with_count(place: Place, name: str, value: int) -> Place:
    counts: dict[str, Any] = {name: value}
    return place._replace(**counts)
