"""What a recogniser's guess says in a report: figures with their readings added up, dashes, words."""

from __future__ import annotations

import re

from extract.ocr.recognise import Guess

STRAY = re.compile(r"^([+\-]?\d[\d,]*)\s*[.．。、,，·'’`:：]+$")
FIGURE = re.compile(r"^[+\-]?\d[\d.,，\s]*[件项条个万元%]*$")
ROUND = ("O", "o", "Q", "D", "U", "〇", "○", "。", "ó", "ö")  # what a lone nought is taken for
LEVEL = re.compile(r"[一_ー－–ㄧ]|[_ー－–—]{2,}")  # what a lone dash is taken for
OTHER_SHAPES = {"減": "减", "増": "增"}  # characters of other scripts that look the same in small type
LONGEST = 16  # characters of a figure
DOUBTFUL = 0.5  # a figure read with less confidence than this is not read


def folded(guess: Guess) -> Guess:
    """The guess, where it is a figure with the readings of the same figure added up: ``0``, ``O`` and ``0.``."""
    if guess.text[:1] in OTHER_SHAPES:
        guess = guess._replace(text=OTHER_SHAPES[guess.text[0]] + guess.text[1:])
    if LEVEL.fullmatch(guess.text):
        return guess._replace(text="—")
    readings = ((guess.text, guess.confidence), *guess.alternatives)
    figures = [(_figure(text), share) for text, share in readings]
    if not figures[0][0] and not (guess.text in ROUND and any(figure == "0" for figure, _ in figures)):
        return guess
    shares: dict[str, float] = {}
    for (text, share), (figure, _) in zip(readings, figures, strict=True):
        shares[figure or text] = shares.get(figure or text, 0.0) + share
    best, *others = sorted(shares.items(), key=lambda item: -item[1])
    return Guess(best[0], min(best[1], 1.0), tuple(others))


def is_figure(text: str) -> bool:
    """Whether a text is a figure, with a unit or a sign perhaps."""
    return FIGURE.match(text) is not None


def may_be_figure(guess: Guess) -> bool:
    """Whether one of the readings is a figure and the text is as short as one."""
    return len(guess.text) <= LONGEST and any(
        is_figure(text) for text in (guess.text, *(t for t, _ in guess.alternatives))
    )


def together(first: Guess, second: Guess) -> Guess:
    """What two looks at the same figure say: each reading with the mean of its shares."""
    shares: dict[str, float] = {}
    for guess in (first, second):
        for text, share in ((guess.text, guess.confidence), *guess.alternatives):
            shares[text] = shares.get(text, 0.0) + share / 2
    (text, share), *others = sorted(shares.items(), key=lambda item: -item[1])
    return Guess(text, min(share, 1.0), tuple((text, round(share, 4)) for text, share in others if text))


def unread(guess: Guess) -> bool:
    """Whether there is nothing in a guess, or a figure that nobody should rely on."""
    return not guess.text or (is_figure(guess.text) and guess.confidence < DOUBTFUL)


def _figure(text: str) -> str:
    """The text as a figure, marks that the recogniser adds taken off; empty where it is none."""
    stray = STRAY.match(text)
    if stray:
        return stray[1]
    return "0" if text in ROUND else text if FIGURE.match(text) else ""
