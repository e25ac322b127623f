"""The styles that are tested: per format, a name and what it changes of the shape, the pen and the rendering."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.accuracy.facts import make_facts
from tests.accuracy.html_pages import Markup
from tests.accuracy.html_pages import render as render_html
from tests.accuracy.layout import Shape
from tests.accuracy.pages import Page, make_page, odd_title
from tests.accuracy.text_pages import render as render_text
from tests.accuracy.wording import Pen

Changes = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Style:
    """``form`` None draws one of the two present forms. ``how`` goes to the renderer of the format."""

    name: str
    shape: Changes = field(default_factory=dict)
    pen: Changes = field(default_factory=dict)
    how: Changes = field(default_factory=dict)
    form: str | None = None
    hybrid: str = ""
    mixed: bool = False  # every choice of shape and pen drawn at random
    forms: tuple[str, ...] = ("2021", "2021", "2019")

    def page(self, rng: Random) -> Page:
        form = self.form or rng.choice(self.forms)
        shape, pen, hybrid = dict(self.shape), dict(self.pen), self.hybrid
        if self.mixed:
            shape, pen, hybrid = (
                _draw(SHAPES, rng) | shape,
                _draw(PENS, rng) | pen,
                rng.choice(("", "", "clause", "rows")),
            )
        return make_page(make_facts(rng, form, hybrid), Shape(**shape), Pen(rng, **pen))


# What a mixed style draws from; the first of each is the official one and is drawn half the time.
SHAPES: dict[str, tuple[Any, ...]] = {
    "note": ("full", "none", "blank", "row"),
    "words": ("plain", "broken", "spaced", "split"),
    "labels": ("three", "path", "flat", "repeat"),
    "head": ("three", "two", "one"),
    "phantom": (0, 1, 2),
    "clauses": ("one", "own"),
    "disputes": ("wide", "two", "stages", "results"),
    "cut": ("", "plain", "headed"),
    "joined": (False, False, True),
    "statistics": ("plain", "coded", "split", "added", "dropped"),
    "foreign": (False, True),
    "headings": (True, True, False),
}
PENS: dict[str, tuple[Any, ...]] = {
    "labels": ("official", "reworded", "half", "spaced", "numbered", "traditional"),
    "figures": ("plain", "fullwidth", "thousands", "units", "padded", "footnotes"),
    "zero": ("0", "blank", "dash", "slash", "nbsp", "hyphen", "mixed"),
    "totals": (True, True, False),
}
MARKUPS: dict[str, tuple[Any, ...]] = {
    "cell": ("p", "plain", "mso", "span", "font", "div", "multi"),
    "chrome": ("full", "layout", "bare"),
    "editor": ("TRS_Editor", "UE", "ke", "vsb", "word", "plain"),
    "encoding": ("utf-8", "gbk"),
    "declare": (True, False),
    "thead": (False, True),
    "no_spans": (False, False, True),
    "unclosed": (False, False, True),
    "hidden_cells": (False, False, True),
    "mobile_copy": (False, False, True),
    "comments": (False, True),
    "divs": (False, False, True),
    "blank": ("&nbsp;", ""),
}


def _draw(choices: dict[str, tuple[Any, ...]], rng: Random) -> Changes:
    return {name: few[0] if rng.random() < 0.6 else rng.choice(few) for name, few in choices.items()}


# What is true of documents whatever their format.
COMMON = (
    Style("official"),
    Style("2014", form="2014"),
    Style("2014 coded", {"statistics": "coded"}, form="2014"),
    Style("2014 provincial lines", {"statistics": "added"}, form="2014"),
    Style("2014 dropped lines", {"statistics": "dropped"}, form="2014"),
    Style("2014 unit in label", {"statistics": "split"}, form="2014"),
    Style("blank for 0", pen={"zero": "blank"}),
    Style("dash for 0", pen={"zero": "dash"}),
    Style("mixed blanks", pen={"zero": "mixed", "totals": False}),
    Style("reworded", {"note": "none"}, {"labels": "reworded"}),
    Style("half-width", pen={"labels": "half", "figures": "thousands"}),
    Style("full-width digits", pen={"figures": "fullwidth"}),
    Style("units in cells", pen={"figures": "units"}),
    Style("padded, spaced labels", {"words": "spaced"}, {"figures": "padded", "labels": "spaced"}),
    Style("broken words", {"words": "broken"}),
    Style("other numbering", pen={"labels": "numbered"}),
    Style("hybrid clause", hybrid="clause"),
    Style("hybrid rows", hybrid="rows"),
    Style("disputes by stage", {"disputes": "stages"}),
    Style("disputes by result", {"disputes": "results"}),
    Style("clause tables, two disputes", {"clauses": "own", "disputes": "two"}),
    Style("cut, headed", {"cut": "headed"}),
    Style("cut", {"cut": "plain"}),
    Style("one table", {"joined": True}),
    Style("foreign tables", {"foreign": True}),
    Style("empty template", pen={"empty": True}),
    Style("applications turned", {"applications": "turned"}),
    Style("a column of units", {"applications": "units"}),
    Style("last year's lines", {"applications": "last year's lines"}),
    Style("last year's table", {"applications": "last year's table"}),
)
TITLES = ("short", "of the place", "broken", "spaced", "no 年", "year first", "about", "marks", "none")
HTML = (
    *COMMON,
    Style("Word filtered", how={"cell": "mso", "editor": "word", "chrome": "bare"}),
    Style("Word, GBK undeclared", {"words": "broken"}, how={"cell": "mso", "encoding": "gbk", "declare": False}),
    Style("UEditor", how={"editor": "UE", "cell": "span"}),
    Style("kindeditor, bare", how={"editor": "ke", "cell": "font", "chrome": "bare"}),
    Style("Visual SiteBuilder", how={"editor": "vsb", "cell": "multi"}),
    Style("div soup", how={"cell": "div", "editor": "plain"}),
    Style("tables of div", how={"divs": True}),
    Style("layout tables", how={"chrome": "layout"}),
    Style("layout, foreign", {"foreign": True, "note": "none"}, how={"chrome": "layout"}),
    Style("thead", how={"thead": True, "colgroup": True}),
    Style("upper case, unclosed", how={"upper": True, "unclosed": True, "cell": "plain"}),
    Style("open p", how={"wrap_p": True}),
    Style("spans lost", how={"no_spans": True}),
    Style("rowspan too long", {"rowspans": "long"}),
    Style("phantom columns", {"phantom": 2}),
    Style("split head words", {"words": "split"}),
    Style("head of two rows", {"head": "two", "note": "blank"}),
    Style("head of one row", {"head": "one", "note": "blank"}),
    Style("note as a row", {"note": "row"}),
    Style("heading+label", {"labels": "path"}),
    Style("headings on own rows", {"labels": "flat"}),
    Style("headings repeated", {"labels": "repeat"}),
    Style("no headings", {"headings": False}),
    Style("mobile copy", how={"mobile_copy": True}),
    Style("hidden cells", how={"hidden_cells": True}),
    Style("split digits", how={"split_digits": True, "comments": True}),
    Style("after html", how={"tail_after_html": True}),
    Style("article in script", how={"script_article": True}),
    Style("traditional", pen={"labels": "traditional"}),
    Style("footnotes", pen={"figures": "footnotes"}),
    Style("2014 side by side", {"statistics": "sided"}, form="2014"),
    Style("2014 Word", how={"cell": "mso", "editor": "word"}, form="2014"),
    *(Style(f"title {kind}", how={"title": kind}) for kind in TITLES),
    *(Style(f"title {kind}, tags of the site", how={"title": kind, "tags": "site"}) for kind in TITLES[:5]),
    Style("title broken, no tags", how={"title": "broken", "tags": "none", "chrome": "layout"}),
    Style("posted by another office", how={"poster": "政务服务管理局"}),
    Style("posted by another office, short title", how={"poster": "政府办公室", "title": "short"}),
    Style("mixed", mixed=True),
    Style("mixed, rowspans too long", {"rowspans": "long"}, mixed=True),
    Style("mixed 2014", mixed=True, form="2014"),
)
TEXT_LAYOUTS = ("lines", "full_lines", "tabs", "pipes", "trailing_pipes", "ruled", "boxes", "spaced", "drawn")
TXT = (
    *(
        Style(f"{layout}: {style.name}", style.shape, style.pen, {"layout": layout}, style.form, style.hybrid)
        for layout in TEXT_LAYOUTS
        for style in COMMON
        if style.name
        in ("official", "2014", "mixed blanks", "hybrid clause", "clause tables, two disputes", "reworded")
    ),
    *(Style(f"{layout}: mixed", how={"layout": layout}, mixed=True) for layout in TEXT_LAYOUTS),
    Style("lines: GBK", how={"layout": "lines", "encoding": "gb18030"}),
)


def html_document(style: Style, rng: Random) -> tuple[bytes, Page]:
    page = style.page(rng)
    how = _draw(MARKUPS, rng) if style.mixed else dict(style.how)
    if title := how.pop("title", None):
        page.title = odd_title(page.facts, title, rng)
        # Such pages name nobody in the text either: 我局 must be told from the page.
        page.parts = [(k, part.split("如有疑问")[0] if isinstance(part, str) else part) for k, part in page.parts]
    return render_html(page, Markup(**how), rng), page


def txt_document(style: Style, rng: Random) -> tuple[bytes, Page]:
    page = style.page(rng)
    return render_text(page, style.how["layout"], rng, style.how.get("encoding", "utf-8")), page
