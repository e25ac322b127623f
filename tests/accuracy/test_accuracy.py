"""The accuracy command's promises, on a few documents of every text style: nothing wrong in silence."""

import pytest

from tests.accuracy.formats import FORMATS
from tests.accuracy.run import cases, read_case

# Styles whose every cell must be right; the others must at least say what they lost.
WEAK = {"upper case, unclosed", "mixed", "mixed, rowspans too long", "mixed 2014"}


@pytest.mark.parametrize("format_name", ["html", "txt"])
def test_no_document_is_wrong_in_silence(format_name):
    for case in cases([format_name], 1, seed=7):
        outcome = read_case(case, case.draw()[0])
        assert not outcome.silent_wrong, f"{case.style.name}, seed {case.seed}: {outcome.silent_wrong}"
        assert not outcome.silent_null, f"{case.style.name}, seed {case.seed}: {outcome.silent_null}"


def test_html_styles_are_read_completely():
    read = [read_case(case, case.draw()[0]) for case in cases(["html"], 1, seed=7) if case.style.name not in WEAK]
    assert sum(o.right for o in read) >= 0.999 * sum(o.cells for o in read)
    assert [o.style for o in read if o.metadata] == []


def test_text_layouts_are_read_completely():
    some = [c for c in cases(["txt"], 1, seed=7) if "mixed" not in c.style.name]
    read = [read_case(case, case.draw()[0]) for case in some]
    assert sum(o.right for o in read) >= 0.999 * sum(o.cells for o in read)
    assert [o.style for o in read if o.metadata] == []


@pytest.mark.parametrize("format_name", ["docx", "xlsx", "ofd"])
def test_office_formats_are_read_completely(format_name):
    some = [
        c for c in cases([format_name], 1, seed=7) if c.style.name in ("official", "2014", "mixed blanks", "one table")
    ]
    for case in some:
        outcome = read_case(case, case.draw()[0])
        assert outcome.perfect, f"{case.style.name}: {outcome.flagged_null[:3]} {outcome.problems[:3]}"


def test_every_format_has_an_official_style():
    assert all(any("official" in style.name for style in one.styles) for one in FORMATS.values())
