"""Made-up reports in many layouts: every figure right, or null and a problem. Never wrong in silence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.recognition import Recognition, recognise
from tests.extract.generator import Key, Made, Noise, make

LAYOUTS: dict[str, Noise] = {
    "official": Noise(),
    "labels written in other ways": Noise(label=True),
    "values in other dress": Noise(dress=True),
    "blanks and dashes": Noise(blanks=True),
    "all of these": Noise(label=True, dress=True, blanks=True),
    "a column of nothing at the end": Noise(phantom=True, blanks=True),
    "groups that span too many rows": Noise(long_spans=True, blanks=True),
    "both": Noise(long_spans=True, phantom=True, blanks=True),
    "headings of groups lost": Noise(lost_groups=True, blanks=True),
    "a table for each clause": Noise(clauses_apart=True, blanks=True),
    "a table cut in two": Noise(cut="bare", blanks=True),
    "a table cut in two, its header repeated": Noise(cut="repeated", blanks=True),
    "disputes with a row for each stage": Noise(disputes="stages", blanks=True),
    "disputes with a row for each result": Noise(disputes="results", blanks=True),
    "disputes in two tables": Noise(disputes="apart", blanks=True),
    "one cell a line, rows kept": Noise(flat="rows", blanks=True),
    "one cell a line, rows lost": Noise(flat="stream"),
    "one cell a paragraph": Noise(flat="paragraphs"),
    "other tables between": Noise(strangers=True, blanks=True),
    "2019 columns in a 2021 report and the reverse": Noise(hybrid=True),
    "one table for all": Noise(one_table=True, blanks=True, label=True),
}
FOR_2014 = ("official", "all of these", "blanks and dashes", "one cell a line, rows kept", "other tables between")


def figures(reading: Recognition) -> dict[Key, object]:
    return {(cell.table, cell.row, cell.column): cell.value for cell in reading.cells}


def wrong(made: Made, reading: Recognition) -> list[tuple[Key, object]]:
    """Cells with a value that is not theirs, and cells that were invented."""
    return [
        (key, value)
        for key, value in figures(reading).items()
        if value is not None and (key not in made.figures or made.figures[key] != value)
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_figure_of_a_layout_is_right(layout: str, form: str) -> None:
    for seed in range(12):
        made = make(seed, LAYOUTS[layout], form)
        reading = recognise(made.document)
        assert figures(reading) == made.figures, f"seed {seed}"
        assert reading.form == form


@pytest.mark.parametrize("layout", FOR_2014)
def test_every_figure_of_the_2014_form_is_right(layout: str) -> None:
    for seed in range(12):
        made = make(seed, LAYOUTS[layout], "2014")
        reading = recognise(made.document)
        assert figures(reading) == made.figures, f"seed {seed}"
        assert reading.form == "2014"


NOISE = st.builds(
    Noise,
    label=st.booleans(),
    dress=st.booleans(),
    blanks=st.booleans(),
    phantom=st.booleans(),
    long_spans=st.booleans(),
    lost_groups=st.booleans(),
    clauses_apart=st.booleans(),
    cut=st.sampled_from(["", "bare", "repeated"]),
    disputes=st.sampled_from(["wide", "stages", "results", "apart"]),
    flat=st.sampled_from(["", "rows", "stream", "paragraphs"]),
    strangers=st.booleans(),
    hybrid=st.booleans(),
    one_table=st.booleans(),
)


@settings(max_examples=250, deadline=None)
@given(st.integers(0, 10**6), NOISE, st.sampled_from(["2014", "2019", "2021"]))
def test_any_mixture_is_right_or_null_with_a_problem(seed: int, noise: Noise, form: str) -> None:
    made = make(seed, noise, form)
    reading = recognise(made.document)
    assert not wrong(made, reading)
    found = figures(reading)
    if any(value is not None and found.get(key) is None for key, value in made.figures.items()):
        assert reading.problems
