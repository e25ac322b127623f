"""What the shape of a lone stroke tells where a recogniser cannot: ``/`` for nothing is not ``1``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extract.ocr.recognise import Guess

Image = NDArray[np.uint8]

LEANING = 0.18  # of its height is how far a stroke's top third stands to the right of its bottom third
LEAST = 6  # pixels of height
LESS = 0.95  # no shape is surer than this


def told_by_shape(guess: Guess, ink: Image) -> Guess:
    """The guess, where it is ``1`` and its ink leans as no upright figure does, as the slash that it is.

    A one has its flag on the left of its top, so that it leans the other way if at all.
    """
    if guess.text != "1" or not _leans(ink):
        return guess
    return Guess("/", min(guess.confidence, LESS))


def _leans(ink: Image) -> bool:
    ys, xs = np.nonzero(ink)
    if ys.size == 0 or (height := int(ys.max() - ys.min()) + 1) < LEAST:
        return False
    share = (ys - ys.min()) / height
    above, below = xs[share < 1 / 3], xs[share > 2 / 3]
    if above.size == 0 or below.size == 0:
        return False
    return float(above.mean() - below.mean()) >= LEANING * height
