"""Real documents, and what stands in them: expectations written from the files, one beside each sample's name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract.json_lines import line
from extract.reader import read
from extract.report import Context

EXPECTED = Path(__file__).parent / "expected"
SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


def reading(name: str) -> dict[str, Any]:
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"the sample {name} lies beside the project, in shared/samples, which is not here")
    found: dict[str, Any] = json.loads(line(read(path.read_bytes(), Context(source=str(path))), with_cells=True))
    return found


@pytest.mark.parametrize("expected", sorted(EXPECTED.glob("*.json")), ids=lambda path: path.stem)
def test_a_sample_reads_as_it_stands(expected: Path) -> None:
    found = reading(expected.stem.replace("__", "/"))
    for key, value in json.loads(expected.read_text(encoding="utf-8")).items():
        assert found[key] == value, key


def test_complete_reports_read_without_a_problem() -> None:
    for name in ("xinyang-culture-2021.txt", "shanghai-general-office-2019.html"):
        assert reading(name)["problems"] == []


def test_the_sections_of_a_report() -> None:
    sections = reading("xinyang-culture-2021.txt")["sections"]
    assert [section["number"] for section in sections if section["number"]] == [1, 2, 3, 4, 5, 6]


def test_checks_pass_where_cells_are_filled_and_are_not_made_where_they_are_blank() -> None:
    full = reading("xinyang-culture-2021.txt")["checks"]
    assert {check["status"] for check in full} == {"pass"}
    blank = reading("shanghai-general-office-2019.html")["checks"]
    passed = {(check["rule"], check["subject"]) for check in blank if check["status"] == "pass"}
    stated = {rule for rule, _ in passed if rule.startswith("narrative.")}
    assert "narrative.applications_received" in stated, "the text says 859 as the table does"
    assert {(rule, subject) for rule, subject in passed if rule not in stated} == {
        ("applications.balance", "natural_person"),
        ("applications.balance", "total"),
    }
    assert {check["status"] for check in blank} == {"pass", "not_checked"}


def test_lost_header_words_are_told_apart_by_their_neighbours_and_said() -> None:
    problems = reading("fragments/heihe_meteorological_2021.txt")["problems"]
    assert [p["code"] for p in problems if p["code"] == "header.by_position"] == ["header.by_position"] * 2
    assert "form.hybrid" in {problem["code"] for problem in problems}


def test_every_figure_has_its_evidence() -> None:
    cells = reading("shanghai-general-office-2019.html")["cells"]
    amount = next(cell for cell in cells if cell["column"] == "amount")
    assert (amount["raw"], amount["value"], amount["status"]) == ("251000元", 25.1, "number")
    assert (amount["table"], amount["row"]) == ("proactive_disclosure", "government_procurement")
    assert amount["place"] == {"table": 1, "row": 18, "cell": 3}
    blank = next(cell for cell in cells if cell["row"] == "partly_granted" and cell["column"] == "total")
    assert (blank["value"], blank["status"], blank["confidence"]) == (None, "blank", 1.0)
