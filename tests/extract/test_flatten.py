"""Pages made flat: what is bent becomes straight where it should be, and what is flat stays as it is."""

from __future__ import annotations

import pytest

np = pytest.importorskip("numpy")
cv2 = pytest.importorskip("cv2", reason="the optional recogniser (gongkai[ocr]) is not installed")

from extract.layout.page import Standing  # noqa: E402
from extract.ocr.flatten import flattened  # noqa: E402
from tests.extract.test_picture import aslant, curled, figures, noisy, page, stamped  # noqa: E402

UNIT = 200 / 72  # pixels a point


def grey(image: np.ndarray) -> np.ndarray:
    return image[:, :, 0].copy()


def text_alone() -> np.ndarray:
    image = np.full((1600, 1200, 3), 255, np.uint8)
    for y in range(150, 1500, 60):
        cv2.putText(image, "lines of text without a table", (120, y), cv2.FONT_HERSHEY_SIMPLEX, 1.7, (0, 0, 0), 3)
    return image


@pytest.mark.parametrize(
    "image",
    [page(figures(1)), noisy(page(figures(2))), stamped(page(figures(3))), text_alone(), np.full_like(page([]), 255)],
    ids=["clean", "noisy", "stamped", "text", "blank"],
)
def test_a_flat_page_stays_as_it_is(image: np.ndarray) -> None:
    assert flattened(grey(image), UNIT) is None


@pytest.mark.parametrize(
    "bend", [aslant, curled, lambda image: curled(aslant(image))], ids=["aslant", "curled", "both"]
)
def test_lines_are_level_and_walls_upright_afterwards(bend: object) -> None:
    made = grey(bend(page(figures(4))))  # type: ignore[operator]
    found = flattened(made, UNIT)
    assert found is not None
    assert flattened(found[0], UNIT) is None
    inked = np.argwhere(found[0] < 128)
    assert (found[0][:, inked[:, 1].min() : inked[:, 1].min() + 8] < 128).any(axis=1).sum() > 9 * 60  # the left side


def test_a_bent_text_without_a_table_is_made_level() -> None:
    found = flattened(grey(curled(text_alone())), UNIT)
    assert found is not None
    assert flattened(found[0], UNIT) is None


def test_places_are_those_on_the_picture_given() -> None:
    made = grey(aslant(page(figures(5))))
    found = flattened(made, UNIT)
    assert found is not None
    flat, onto = found
    onto = onto / onto[2, 2]
    standing = Standing(1, *onto.ravel()[:8])
    inked = np.argwhere(flat < 128)
    corner = (inked[:, 1].min(), inked[:, 0].min(), inked[:, 1].max(), inked[:, 0].max())
    seen = np.argwhere(made < 128)
    around = (seen[:, 1].min(), seen[:, 0].min(), seen[:, 1].max(), seen[:, 0].max())
    assert standing.box(corner) == pytest.approx(around, abs=8)
