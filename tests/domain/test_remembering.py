"""Answers are kept for short texts only, and for so many: what a file holds cannot fill the memory."""

from __future__ import annotations

import pytest

from domain.remembering import remembered


@pytest.mark.parametrize(
    ("texts", "worked_out"),
    [
        (["总计", "总计"], ["总计"]),
        (["长" * 401] * 2, ["长" * 401] * 2),
        (["一", "二", "三", "一"], ["一", "二", "三", "一"]),  # only the last two are kept
    ],
)
def test_what_is_kept(texts: list[str], worked_out: list[str]) -> None:
    asked: list[str] = []

    @remembered(2)
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [length(text) for text in texts] == [len(text) for text in texts]
    assert asked == worked_out
