"""The styles of made PDFs: each a way of drawing, and what was done to the file afterwards."""

from __future__ import annotations

from random import Random

from tests.accuracy.finishing import FINISHES
from tests.accuracy.pages import Page
from tests.accuracy.producers import EMBEDDED, Producer, produced
from tests.accuracy.styles import Style

_DRAWN: tuple[Style, ...] = (
    Style("official strokes"),
    Style("2014", form="2014"),
    Style("glyph by glyph, filled rules", how={"glyphs": True, "rules": "filled"}),
    Style("glyph by glyph, 2014", how={"glyphs": True, "rules": "filled"}, form="2014"),
    Style("double rules", how={"rules": "double"}),
    Style("shaded heads", how={"rules": "filled", "shaded": True}),
    Style("shaded, no rules", how={"rules": "none", "shaded": True}),
    Style("dashes of pieces", how={"rules": "pieces"}),
    Style("dots", how={"rules": "dots"}),
    Style("boxes", how={"rules": "boxes"}),
    Style("rules a row", how={"rules": "rows"}),
    Style("no rules", how={"rules": "none"}),
    Style("no rules, 2014", how={"rules": "none"}, form="2014"),
    Style("no rules, glyphs", how={"rules": "none", "glyphs": True}),
    Style("no rules, left", how={"rules": "none", "align": "left"}),
    Style("no rules, figures right", how={"rules": "none", "align": "right"}),
    Style("no rules, top", how={"rules": "none", "valign": "top"}),
    Style("booktabs, 2014", how={"rules": "three"}, form="2014"),
    Style("embedded font", how={"font": EMBEDDED}),
    Style("bold by printing twice", how={"bold": True}),
    Style("bold, glyphs", how={"bold": True, "glyphs": True}),
    Style("shadow", how={"shadow": True}),
    Style("shadow, glyphs", how={"shadow": True, "glyphs": True}),
    Style("running head", how={"head": True}),
    Style("running head within", how={"head": True, "within": True}),
    Style("running head, no rules", how={"head": True, "rules": "none"}),
    Style("running head within, no rules", how={"head": True, "within": True, "rules": "none"}),
    Style("rows cut by the page", how={"cut": True}),
    Style("rows cut, large", how={"cut": True, "size": 13.0}),
    Style("rows cut, top", how={"cut": True, "size": 12.0, "valign": "top"}),
    Style("rows cut, 2014", how={"cut": True, "size": 14.0}, form="2014"),
    Style("landscape, repeated heads", how={"landscape": True, "repeat": 3, "size": 11.0}),
    Style("repeated heads, large", how={"repeat": 3, "size": 13.0, "cut": True}),
    Style("letter-spaced", how={"spacing": 3.0}),
    Style("letter-spaced, glyphs", how={"spacing": 4.0, "glyphs": True, "size": 8.0}),
    Style("letter-spaced, no rules", how={"spacing": 2.0, "rules": "none"}),
    Style("tiny", how={"size": 4.5, "padding": 1.0}),
    Style("white words", how={"white": True}),
    Style("watermark", how={"watermark": True}),
    Style("watermark, glyphs", how={"watermark": True, "glyphs": True}),
    Style("watermark, no rules", how={"watermark": True, "rules": "none"}),
    Style("radicals", how={"radicals": True, "font": EMBEDDED}),
    Style("thousands", pen={"figures": "thousands"}),
    Style("units", pen={"figures": "units"}),
    Style("full width", pen={"figures": "fullwidth"}),
    Style("thousands, no rules", pen={"figures": "thousands"}, how={"rules": "none"}),
    Style("full width, no rules", pen={"figures": "fullwidth"}, how={"rules": "none"}),
    Style("units, no rules", pen={"figures": "units"}, how={"rules": "none"}),
    Style("mixed", mixed=True),
    Style("mixed, glyphs", mixed=True, how={"glyphs": True, "rules": "filled", "head": True}),
    Style("mixed, cut", mixed=True, how={"cut": True, "size": 11.0}),
    Style("mixed, no rules", mixed=True, how={"rules": "none"}),
)
STYLES = (
    *_DRAWN,
    *(Style(name, how={"finish": name}) for name in FINISHES if name != "no unicode"),
    Style("turned 90, no rules", how={"finish": "turned 90", "rules": "none"}),
    Style("lying 270, glyphs", how={"finish": "lying 270", "glyphs": True}),
    Style("two a sheet, no rules", how={"finish": "two pages a sheet", "rules": "none"}),
)


def document(style: Style, rng: Random) -> tuple[bytes, Page]:
    page = style.page(rng)
    how = dict(style.how)
    finish = how.pop("finish", "")
    data = produced(page, Producer(**how), rng)
    return FINISHES[finish](data) if finish else data, page
