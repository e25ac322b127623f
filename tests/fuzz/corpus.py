"""The files to damage: reports of every format that can be made here, saved files, and real ones that are none."""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.accuracy.formats import FORMATS
from tests.accuracy.pages import Page
from tests.extract.drawn import Style as Drawn
from tests.extract.drawn import draw, label_rows
from tests.extract.package_files import mhtml, rar, zipped
from tests.extract.test_odf import odt

HERE = Path(__file__).parents[1]
WILD = HERE.parents[1] / "shared" / "samples" / "wild"
MADE = ("html", "txt", "docx", "xlsx", "ofd")
_ROW = "<table:table-row>" + "<table:table-cell><text:p>7</text:p></table:table-cell>" * 4 + "</table:table-row>"
DRAWN = f"<table:table>{_ROW * 6}</table:table>"
LARGEST = 400_000  # bytes: larger real files only make the run slow


@dataclass(frozen=True)
class Seed:
    """A file and, where it is a report made here, what stands in it."""

    name: str
    data: bytes
    page: Page | None = None


def made(number: int) -> list[Seed]:
    """A report in each format that needs no other program, in styles drawn by chance."""
    found = []
    for name in MADE:
        chance = Random(f"{name} {number}")
        style = chance.choice(FORMATS[name].styles)
        data, page = FORMATS[name].draw(style, chance)
        found.append(Seed(f"{name}: {style.name}", data, page))
    return found


@functools.cache
def saved() -> list[Seed]:
    """Files of formats that are not made by chance."""
    page = FORMATS["html"].draw(FORMATS["html"].styles[0], Random(1))[0]
    rtf = rb"{\rtf1\ansicpg936 " + rb"\trowd\cellx100\cellx200\intbl a\cell \'d5\'fe\cell\row\pard x\par" * 9 + b"}"
    found = [Seed("mhtml", mhtml(page, "utf-8", b"png")), Seed("rtf", rtf), Seed("rar", rar({"a.htm": page}))]
    found += [Seed("zip", zipped({"a.htm": page, "b.txt": b"x"}))]
    found += [Seed(f"pdf: {rules}", draw(label_rows(14), Drawn(rules))) for rules in ("strokes", "none")]
    folder = HERE / "extract" / "files"
    found += [Seed(f.name, f.read_bytes()) for f in sorted(folder.rglob("*.*")) if f.suffix not in (".json", ".tsv")]
    found += [Seed(f"picture: {kind}", _picture(kind)) for kind in ("PNG", "JPEG")]
    found += [Seed(f"odt{': flat' * flat}", odt(DRAWN, flat=flat)) for flat in (False, True)]
    return found


def _picture(kind: str) -> bytes:
    """A small ruled table with figures: large ones would only make the run slow."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (420, 160), 255)
    pen = ImageDraw.Draw(picture)
    for row in range(4):
        for column in range(4):
            pen.rectangle((10 + 100 * column, 10 + 35 * row, 110 + 100 * column, 45 + 35 * row), outline=0, width=2)
            pen.text((50 + 100 * column, 20 + 35 * row), str(row * column), fill=0)
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


@functools.cache
def wild() -> list[Seed]:
    """Real .doc, .wps and .ofd files, where they are at hand."""
    if not WILD.is_dir():
        return []
    return [Seed(f.name, f.read_bytes()) for f in sorted(WILD.iterdir()) if f.stat().st_size < LARGEST]
