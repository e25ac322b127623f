"""Whole reports in PDFs drawn as many programs draw them: every cell right, or said to be missing."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from extract.formats import pdf
from extract.reader import read
from extract.report import Context
from tests.accuracy.compare import Outcome, compare
from tests.accuracy.finishing import without_unicode
from tests.accuracy.producer_styles import STYLES, document
from tests.accuracy.producers import EMBEDDED
from tests.accuracy.styles import Style

NAMES = (
    "glyph by glyph, filled rules",
    "dots",
    "no rules",
    "no rules, 2014",
    "no rules, figures right",
    "no rules, top",
    "shadow, glyphs",
    "running head within",
    "rows cut, large",
    "letter-spaced, no rules",
    "white words",
    "watermark, no rules",
    "lying 270",
    "two pages a sheet",
    "two a sheet, no rules",
    "cut off",
)
PERFECT = [style for style in STYLES if style.name in NAMES]


@pytest.mark.parametrize("style", PERFECT, ids=lambda style: style.name)
def test_a_report_is_read_however_it_was_drawn(style: Style) -> None:
    data, page = document(style, Random(5))
    outcome = compare(Outcome("pdf", style.name, "x.pdf"), read(data, Context("x.pdf")), page)
    assert outcome.perfect, outcome


def test_white_words_are_left_out_and_it_is_said() -> None:
    data, _ = document(Style("white", how={"white": True}), Random(1))
    found = pdf.read(data)
    assert {"text.unseen"} <= {problem.code for problem in found.problems}
    assert "系统" not in found.text


@pytest.mark.skipif(not Path(EMBEDDED).exists(), reason="the font to embed is not installed")
def test_text_of_fonts_without_a_meaning_is_never_given() -> None:
    data, _ = document(Style("embedded", how={"font": EMBEDDED}), Random(1))
    found = pdf.read(without_unicode(data), pictures=False)
    assert not found.text.strip()
    assert not found.tables
    assert {"text.garbled"} <= {problem.code for problem in found.problems}
