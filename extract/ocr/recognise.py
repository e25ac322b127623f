"""Crops of text lines to text, by a CTC model run with onnxruntime, with the runners-up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

Image = NDArray[np.uint8]

HEIGHT = 48  # what the model was trained on
NARROWEST = 48
ROOMY, SQUEEZED = 200, 0.7  # a line wider than this is recognised as well, and sooner, at such a share of its width
WIDEST = 2400
BATCH_WIDTH = 3200  # pixels of one batch: bounds the memory
SURE = 0.9995
BEAM = 10
CHOICES = 6
LEAST = 1e-4  # a character with a smaller share is no choice
LONGEST_BEAM = 4  # characters of a word that may be a misread figure
FIGURE = re.compile(r"[\d.,，．+\-\s]+[\w%]?")
CLEAR = 0.9999  # a step with so likely a character has no other
MOST_ALTERNATIVES = 5


class Guess(NamedTuple):
    """What a crop says: the text with its share of the likelihood, and other readings with theirs.

    For long texts, which are not searched for other readings, it is the share of the least sure character.
    """

    text: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()


def model(name: str) -> Path:
    """The file of a model in the package that carries it."""
    spec = find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("rapidocr")
    folder = Path(next(iter(spec.submodule_search_locations))) / "models"
    return next(iter(sorted(folder.glob(f"*_{name}_*.onnx"))))


def session(name: str) -> Any:
    """An inference session of a model on two threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(model(name)), options, providers=["CPUExecutionProvider"])


@cache
def _recogniser() -> tuple[Any, list[str]]:
    found = session("rec")
    characters = found.get_modelmeta().custom_metadata_map["character"].splitlines()
    return found, ["", *characters, " "]


def recognise(crops: Sequence[Image]) -> list[Guess]:
    """What each crop (RGB or grey, one line of text) says. An empty text means that nothing was recognised."""
    if not crops:
        return []
    prepared = [_prepared(crop) for crop in crops]
    order = sorted(range(len(prepared)), key=lambda i: prepared[i].shape[1])
    guesses: list[Guess] = [Guess("", 0.0)] * len(crops)
    start = 0
    while start < len(order):
        end = start + 1
        while end < len(order):
            width = max(prepared[order[end]].shape[1], NARROWEST)
            if width * (end + 1 - start) > BATCH_WIDTH or width > 1.3 * max(prepared[order[start]].shape[1], NARROWEST):
                break
            end += 1
        batch = order[start:end]
        for i, output in zip(batch, _run([prepared[i] for i in batch]), strict=True):
            guesses[i] = _decoded(output)
        start = end
    return guesses


def _prepared(crop: Image) -> Image:
    height, width = crop.shape[:2]
    natural = width * HEIGHT / max(height, 1)
    if natural > ROOMY:
        natural = max(SQUEEZED * natural, ROOMY)
    scaled = min(max(round(natural), 4), WIDEST)
    way = cv2.INTER_AREA if height > 1.5 * HEIGHT else cv2.INTER_LINEAR
    image = cv2.resize(crop, (scaled, HEIGHT), interpolation=way)
    if image.ndim == 2:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    return np.asarray(image, dtype=np.uint8)


def _run(images: Sequence[Image]) -> NDArray[np.float32]:
    width = max(max(image.shape[1] for image in images), NARROWEST)
    batch = np.zeros((len(images), 3, HEIGHT, width), np.float32)
    for at, image in enumerate(images):
        batch[at, :, :, : image.shape[1]] = (image.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)
    found, _ = _recogniser()
    output: NDArray[np.float32] = found.run(None, {found.get_inputs()[0].name: batch})[0]
    return output


def _decoded(output: NDArray[np.float32]) -> Guess:
    """The best path, and where it is not quite sure of a short text the most likely texts."""
    _, characters = _recogniser()
    best = output.argmax(axis=1)
    shares = output[np.arange(len(best)), best]
    text, least, before = "", 1.0, 0
    for code, share in zip(best.tolist(), shares.tolist(), strict=True):
        if code and code != before:
            text += characters[code]
        least = min(least, share)
        before = code
    if least >= SURE or (len(text) > LONGEST_BEAM and not FIGURE.fullmatch(text)):
        return Guess(text.strip(), float(least))
    ranked = _beam(output, characters)
    total = sum(share for _, share in ranked) or 1.0
    alternatives = tuple((t, round(share / total, 4)) for t, share in ranked[:MOST_ALTERNATIVES])
    return Guess(alternatives[0][0], alternatives[0][1], alternatives[1:])


def _likely(shares: NDArray[np.float32], first: int) -> list[tuple[int, float]]:
    """The likeliest characters of a step with their shares."""
    if shares[first] >= CLEAR:
        return [(first, float(shares[first]))]
    codes = np.flatnonzero(shares > LEAST).tolist()
    return sorted(((code, float(shares[code])) for code in codes), key=lambda one: -one[1])[:CHOICES]


def _beam(output: NDArray[np.float32], characters: Sequence[str]) -> list[tuple[str, float]]:
    """Prefix beam search: the likeliest texts with their probabilities, those that differ only in spaces as one."""
    best = output.argmax(axis=1)
    beams: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}
    for step, first in enumerate(best.tolist()):
        choices = _likely(output[step], first)
        found: dict[tuple[int, ...], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for prefix, (blank, other) in beams.items():
            for code, share in choices:
                if code == 0:
                    found[prefix][0] += (blank + other) * share
                elif prefix and code == prefix[-1]:
                    found[prefix][1] += other * share
                    found[(*prefix, code)][1] += blank * share
                else:
                    found[(*prefix, code)][1] += (blank + other) * share
        ranked = sorted(found.items(), key=lambda item: -sum(item[1]))[:BEAM]
        beams = {prefix: (both[0], both[1]) for prefix, both in ranked}
    texts: dict[str, float] = defaultdict(float)
    for prefix, both in beams.items():
        texts["".join(characters[code] for code in prefix).strip()] += sum(both)
    return sorted(texts.items(), key=lambda item: -item[1])
