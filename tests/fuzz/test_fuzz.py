"""Damaged files: no reader crashes, hangs or meets what it did not foresee, and none moves a figure in silence.

The same files in every run; ``python -m tests.fuzz --minutes 20`` tries others.
"""

from __future__ import annotations

import pytest

from tests.fuzz.corpus import made, saved, wild
from tests.fuzz.run import faults, trials

EACH = 12


@pytest.mark.parametrize("number", [1, 2, 3])
def test_damaged_reports(number: int) -> None:
    assert [(trial.name, reason) for trial, reason in faults(list(trials(made(number), number, EACH)))] == []


def test_damaged_files_of_other_formats() -> None:
    assert [(trial.name, reason) for trial, reason in faults(list(trials(saved(), 1, 2)))] == []


def test_damaged_real_files() -> None:
    if not wild():
        pytest.skip("the real .doc, .wps and .ofd files are not at hand")
    assert [(trial.name, reason) for trial, reason in faults(list(trials(wild()[::3], 1, 2)))] == []
