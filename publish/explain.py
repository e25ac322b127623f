"""One self-contained page that shows a document beside the form, each figure linked to its cell.

For a journalist who doubts a number and a developer who mends a reader. Everything taken from the document is
escaped, and the page's own policy forbids it to load or run anything from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape

from domain.registry import registry
from extract.document import Document, Paragraph, Place, Table
from extract.narrative import narrative_rules
from extract.report import CellReading, Reading
from publish.refusals import refusal

SURE = 0.9


@dataclass(frozen=True)
class PageImage:
    """A rendered page: its number, size in points, picture as a ``data:`` address, and the picture's name if it is one
    of several in a document.
    """

    number: int
    width: float
    height: float
    image: str
    part: str | None = None


def _key(cell: CellReading) -> str:
    return f"{cell.table}.{cell.row}.{cell.column}"


def _css(cell: CellReading) -> str:
    if cell.status == "number":
        return "num" if cell.confidence >= SURE else "unsure"
    return cell.status


def _title(cell: CellReading) -> str:
    said = f"{_key(cell)} = {'null' if cell.value is None else cell.value} · “{cell.raw}” · {cell.place}"
    if cell.confidence < 1:
        said += f" · confidence {cell.confidence:.3f}"
    return f"{said} · settled by {cell.settled_by}" if cell.settled_by else said


def _blocks(document: Document, by_place: dict[Place, CellReading]) -> Iterator[dict[str, Any]]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found = by_place.get(block.place)
            yield {"text": block.text, "key": _key(found) if found else None}
        elif isinstance(block, Table):
            yield {"rows": [[_written(cell, by_place.get(cell.place)) for cell in row] for row in block.rows]}
        else:
            yield {"text": f"[图片 · picture: {block.source}]", "key": None}


def _written(cell: Any, found: CellReading | None) -> dict[str, Any]:
    shown = {"text": cell.text, "rowspan": cell.rowspan, "colspan": cell.colspan, "key": None}
    if found:
        shown |= {"key": _key(found), "css": _css(found), "title": _title(found)}
    return shown


def _tables(reading: Reading) -> Iterator[dict[str, Any]]:
    cells = {(cell.table, cell.row, cell.column): cell for cell in reading.cells}
    for table in registry().tables.values():
        columns = [c for c in table.columns.values() if any((table.code, row, c.code) in cells for row in table.rows)]
        rows = [row for row in table.rows.values() if any((table.code, row.code, c.code) in cells for c in columns)]
        if not rows:
            continue
        yield {
            "label": table.label,
            "en": table.en,
            "columns": columns,
            "rows": [
                {
                    "label": row.label,
                    "en": row.en,
                    "cells": [_read(cells.get((table.code, row.code, column.code))) for column in columns],
                }
                for row in rows
            ],
        }


def _read(cell: CellReading | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    text = cell.raw if cell.value is None else str(cell.value)
    return {"text": text, "key": _key(cell), "css": _css(cell), "title": _title(cell)}


def _page(page: PageImage, cells: Sequence[CellReading]) -> dict[str, Any]:
    boxes = []
    for cell in cells:
        if cell.place.page != page.number or cell.place.bbox is None or page.part not in (None, cell.place.part):
            continue
        left, top, right, bottom = cell.place.bbox
        boxes.append(
            {
                "key": _key(cell),
                "css": _css(cell),
                "title": _title(cell),
                "left": round(100 * left / page.width, 2),
                "top": round(100 * top / page.height, 2),
                "width": round(100 * (right - left) / page.width, 2),
                "height": round(100 * (bottom - top) / page.height, 2),
            }
        )
    return {"number": page.number, "part": page.part, "image": page.image, "boxes": boxes}


def explain(document: Document, reading: Reading, pages: Sequence[PageImage] = ()) -> str:
    """The page as HTML text. ``pages`` are the rendered pages of a PDF or pictures, shown above the blocks."""
    rules = {rule.rule: (rule.zh, rule.en) for table in registry().tables.values() for rule in table.rules}
    rules |= narrative_rules()
    checks = [
        {
            "zh": rules[check.rule][0],
            "en": rules[check.rule][1],
            "subject": check.subject,
            "status": check.status,
            "left": check.left,
            "right": check.right,
            "cause": check.cause,
        }
        for check in reading.checks
    ]
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("explain.html").render(
        reading=reading,
        pages=[_page(page, reading.cells) for page in pages],
        blocks=list(_blocks(document, {cell.place: cell for cell in reading.cells})),
        tables=list(_tables(reading)),
        checks=checks,
        refusal=refusal(reading.problems[-1].message) if reading.kind == "unreadable" and reading.problems else None,
    )
