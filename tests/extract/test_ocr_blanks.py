"""A cell is blank only where its pixels prove it; what a recogniser saw and could not place is unreadable."""

from __future__ import annotations

import pytest

from extract.document import Table
from extract.formats import picture
from extract.formats.layout import blocks
from extract.layout.page import PageLayout, Rule, Word
from extract.ocr import missing
from extract.values import read as value_of
from tests.extract.test_picture import encoded, noisy, page

np = pytest.importorskip("numpy")
cv2 = pytest.importorskip("cv2", reason="the optional recogniser (gongkai[ocr]) is not installed")

needs_recogniser = pytest.mark.skipif(bool(missing()), reason="the optional recogniser (gongkai[ocr]) is not installed")


GREYS = (0, 90, 150, 180)  # of the ink; paper is 255
FIGURES = ("0", "1", "7")


def pale() -> tuple[np.ndarray, dict[tuple[int, int], str]]:
    """A page with a figure of every shade, and what is in which cell."""
    image = page([[""] * 6 for _ in range(9)])
    written = {(row, column): text for row, _ in enumerate(GREYS) for column, text in enumerate(FIGURES)}
    for (row, column), text in written.items():
        at = (150 + column * 220 + 90, 300 + row * 64 + 42)
        cv2.putText(image, text, at, cv2.FONT_HERSHEY_SIMPLEX, 1.0, (GREYS[row],) * 3, 2, cv2.LINE_AA)
    return image, written


@needs_recogniser
@pytest.mark.parametrize("noise", [False, True])
def test_a_figure_however_pale_is_read_or_told(noise: bool) -> None:
    image, written = pale()
    rows = picture.read(encoded(noisy(image) if noise else image)).tables[0].rows
    for (row, column), text in written.items():
        cell = rows[row][column]
        assert cell.unreadable or value_of(cell.text, "count").value in (int(text), None), (row, column, cell)
        assert cell.unreadable or value_of(cell.text, "count").status != "blank", (row, column, cell)
    assert not any(cell.unreadable for row in rows[len(GREYS) :] for cell in row)


@needs_recogniser
@pytest.mark.parametrize("noise", [False, True])
def test_paper_is_blank_without_doubt(noise: bool) -> None:
    rows = [[""] * 6 for _ in range(9)]
    rows[0][0] = "12"
    image = page(rows)
    cells = [cell for row in picture.read(encoded(noisy(image) if noise else image)).tables[0].rows for cell in row]
    assert [cell.text for cell in cells if cell.text] == ["12"]
    assert not any(cell.unreadable for cell in cells)


def lines(*words: tuple[str, float, float]) -> list[Word]:
    return [Word(text, x, y, x + 8, y + 9, 0.98 if text else 0.0, (), not text) for text, x, y in words]


def test_what_was_seen_between_figures_without_rules_is_unreadable() -> None:
    words = lines(*((str(10 * r + c), 100 + 60 * c, 100 + 20 * r) for r in range(6) for c in range(4)))
    at = next(i for i, word in enumerate(words) if word.text == "22")
    words[at] = words[at]._replace(text="", unreadable=True)
    [table] = [b for b in blocks([PageLayout(1, 595, 842, words)]) if isinstance(b, Table)]
    cells = [cell for row in table.rows for cell in row]
    assert [cell.unreadable for cell in cells if not cell.text] == [True]


def test_what_was_seen_in_a_ruled_cell_is_unreadable() -> None:
    rules = [Rule(100, y, 300, y) for y in (100, 130, 160)] + [Rule(x, 100, x, 160) for x in (100, 200, 300)]
    words = lines(("1", 150, 110), ("2", 250, 110), ("", 250, 140))
    [table] = [b for b in blocks([PageLayout(1, 595, 842, words, rules)]) if isinstance(b, Table)]
    assert [(cell.text, cell.unreadable) for row in table.rows for cell in row] == [
        ("1", False), ("2", False), ("", False), ("", True),
    ]  # fmt: skip
