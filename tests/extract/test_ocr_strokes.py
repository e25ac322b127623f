"""A slash that a recogniser takes for a one is told by its shape; ones stay ones."""

from __future__ import annotations

import pytest

np = pytest.importorskip("numpy")
cv2 = pytest.importorskip("cv2", reason="the optional recogniser (gongkai[ocr]) is not installed")
pytest.importorskip("onnxruntime", reason="the optional recogniser (gongkai[ocr]) is not installed")

from extract.ocr.recognise import Guess  # noqa: E402
from extract.ocr.strokes import told_by_shape  # noqa: E402


def drawn(text: str, font: int = cv2.FONT_HERSHEY_SIMPLEX) -> np.ndarray:
    return cv2.putText(np.zeros((60, 60), np.uint8), text, (12, 45), font, 1.2, 255, 2)


@pytest.mark.parametrize("share", [0.4, 0.96, 1.0])
def test_a_leaning_stroke_is_a_slash_and_never_certain(share: float) -> None:
    found = told_by_shape(Guess("1", share), drawn("/"))
    assert (found.text, found.alternatives) == ("/", ())
    assert found.confidence < 1


FONTS = [cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_PLAIN]


@pytest.mark.parametrize("font", FONTS)
def test_a_one_stays_a_one(font: int) -> None:
    given = Guess("1", 0.97)
    assert told_by_shape(given, drawn("1", font)) is given


def test_other_figures_are_not_looked_at() -> None:
    given = Guess("7", 0.97)
    assert told_by_shape(given, drawn("/")) is given


@pytest.mark.parametrize("ink", [np.zeros((9, 9), np.uint8), np.zeros((0, 0), np.uint8), np.ones((3, 3), np.uint8)])
def test_next_to_no_ink_tells_nothing(ink: np.ndarray) -> None:
    given = Guess("1", 0.97)
    assert told_by_shape(given, ink) is given
