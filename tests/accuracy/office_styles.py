"""The styles of office formats and what is made from them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.accuracy.pages import Page
from tests.accuracy.styles import COMMON, HTML, Style
from tests.accuracy.word_pages import Word, drawing, render_docx, render_xlsx
from tests.extract.ofd_writer import OfdStyle, ofd

DOCX = (
    *COMMON,
    Style("split runs", how={"runs": "split"}),
    Style("merges lost", how={"merge": "lost"}),
    Style("content controls", how={"sdt": True}),
    Style("tracked deletions", how={"deleted": True}),
    Style("automatic numbering", how={"numbered": True}),
    Style("split head words", {"words": "split"}),
    Style("head of one row", {"head": "one", "note": "blank"}),
    Style("phantom columns", {"phantom": 2}),
    Style("heading+label", {"labels": "path"}),
    Style("headings on own rows", {"labels": "flat"}),
    Style("mixed", mixed=True),
)


def _some(*names: str) -> tuple[Style, ...]:
    return tuple(style for style in DOCX if style.name in names)


DOC = _some("official", "2014", "mixed blanks", "broken words", "cut", "one table", "clause tables, two disputes", "hybrid clause",
            "split runs", "phantom columns", "disputes by result", "tracked deletions", "2014 coded", "automatic numbering", "mixed")  # fmt: skip
FEW = _some("official", "2014", "mixed blanks", "clause tables, two disputes", "one table", "mixed")
PDF = (
    *_some("official", "2014", "2014 coded", "mixed blanks", "reworded", "broken words", "cut", "one table", "clause tables, two disputes",
           "disputes by result", "full-width digits", "mixed"),
    Style("landscape", how={"landscape": True}),
    Style("borderless", how={"borders": False}),
    Style("borderless landscape", how={"borders": False, "landscape": True}),
    Style("borderless 2014", how={"borders": False}, form="2014"),
    Style("head repeated on pages", how={"repeat": 3, "size": 21}),
    Style("large type, labels wrap", how={"size": 28}),
    Style("small type", how={"size": 13}),
    Style("tiny type", how={"size": 9}),
    Style("letter-spaced", how={"spacing": 40}),
    Style("letter-spaced, borderless", how={"spacing": 30, "borders": False}),
    Style("double lines, shaded", how={"edge": "double", "shade": True}),
    Style("dotted lines", how={"edge": "dotted"}),
    Style("running head and foot", how={"running": True, "size": 24}),
    Style("running head, borderless", how={"running": True, "borders": False}),
    Style("tables on landscape pages", how={"turned_section": True}),
    Style("merges lost", how={"merge": "lost"}),
    Style("2014 large, head repeated", how={"size": 30, "repeat": 1}, form="2014"),
    Style("cut, headed", {"cut": "headed"}),
)  # fmt: skip
PRINTED = tuple(
    s for s in HTML if s.name in ("official", "2014", "mixed blanks", "Word filtered", "layout tables", "thead")
)
XLSX = (
    *(style for style in COMMON if style.name in (
        "official", "2014", "2014 coded", "mixed blanks", "reworded", "broken words", "one table", "hybrid clause", "cut", "units in cells",
        "disputes by result", "clause tables, two disputes", "foreign tables")),
    Style("a sheet a table", how={"sheets": True}),
    Style("figures as text", how={"texts": True}),
    Style("not merged", how={"merge": False}),
    Style("2014 side by side", {"statistics": "sided"}, form="2014"),
    Style("mixed", mixed=True),
)  # fmt: skip
OFD = (
    *(style for style in COMMON if style.name in (
        "official", "2014", "mixed blanks", "reworded", "hybrid clause", "one table", "cut", "disputes by result", "disputes by stage")),
    Style("cells framed", how={"rules": "cells", "text": "steps"}),
    Style("filled rules", how={"rules": "filled", "text": "scaled", "hold": "template"}),
    Style("in units", how={"hold": "unit", "upper": True}),
)  # fmt: skip


def docx_document(style: Style, rng: Random) -> tuple[bytes, Page]:
    page = style.page(rng)
    how = {name: value for name, value in style.how.items() if name in Word.__dataclass_fields__}
    return render_docx(page, Word(**how), rng), page


def xlsx_document(style: Style, rng: Random) -> tuple[bytes, Page]:
    page = style.page(rng)
    return render_xlsx(page, rng, **style.how), page


def ofd_document(style: Style, rng: Random) -> tuple[bytes, Page]:
    page = style.page(rng)
    parts = [part if isinstance(part, str) else drawing(part) for _, part in page.parts]
    return ofd([page.title, *parts], replace(OfdStyle(), **style.how)), page
