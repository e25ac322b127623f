"""Made-up reports in many layouts: every figure right, or null and a problem. Never wrong in silence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Document, Paragraph
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


HEAD = ["第二十条第（五）项", "信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
PARTS = ["其他对外管理服务事项", "行政检查", "5", "1", "7", "行政确认", "3", "-1", "9"]
PENALTIES = ["第二十条第（六）项", "行政处罚", "2", "0", "4", "行政强制", "6", "0", "8"]


def test_figures_of_the_parts_of_a_row_are_not_its_own() -> None:
    reading = recognise(Document("text/plain", [Paragraph(text) for text in (*HEAD, *PARTS, *PENALTIES)]))
    found = figures(reading)
    assert {key[2]: value for key, value in found.items() if key[1] == "other_public_services"} == {
        "items_last_year": None, "items_change": None, "decisions": None,
    }  # fmt: skip
    assert found["proactive_disclosure", "administrative_penalty", "decisions"] == 4
    assert "row.divided" in {problem.code for problem in reading.problems}


def test_a_row_in_somebodys_own_long_words_is_not_dropped() -> None:
    own = ["其他主动公开文件，含以本单位或者本单位办公室名义正式签发的除规范性文件以外的" * 2, "41", "42", "43"]
    lines = (*HEAD, "行政许可", "1", "2", "3", *own, *PENALTIES)
    reading = recognise(Document("text/plain", [Paragraph(text) for text in lines]))
    told = " ".join(problem.message for problem in reading.problems)
    assert all(word in told for word in ("其他主动公开文件", "“41”", "“42”", "“43”"))
    assert figures(reading)["proactive_disclosure", "administrative_licensing", "decisions"] == 3
