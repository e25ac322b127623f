"""A picture of a page made ready: grey without stamps, upright, at a resolution that suits the recogniser."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

STEEPEST = 6.0  # degrees
REDDER = 35  # a pixel whose red is this much above its green and blue is stamp ink
NIGHT = 100  # grey levels: no paper is so dark
BLACK = 128  # grey levels
DOT = 0.6  # square points
DOTTED, SAMPLE = 0.02, 600  # share of a sample's pixels (so many wide and high) that are such dots in a copy with greys
FADED = 15  # per cent of a stamp's pixels are darker in the red channel than what is made paper


def without_stamps(image: Image) -> Image:
    """The picture in grey, red ink (stamps, red heads) taken off; black ink under it stays.

    In the red channel a stamp is light and text dark. There the grey levels round a stamp are stretched until the
    stamp is as light as the paper; the thin strokes of characters keep their shades.
    """
    if image.ndim == 2:
        return image
    red, green, blue = (image[:, :, i] for i in range(3))
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    stamp = cv2.subtract(red, cv2.max(green, blue)) > REDDER
    if not stamp.any():
        return grey
    around = cv2.dilate(stamp.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    paper = float(np.median(grey[~around])) if not around.all() else 255.0
    stretched = np.minimum(red.astype(np.float32) * (paper / max(float(np.percentile(red[stamp], FADED)), 1.0)), paper)
    return np.where(around, stretched, grey).astype(np.uint8)


def dark_on_light(grey: Image) -> Image:
    """The picture with dark type on light paper: a screen may show it the other way round."""
    return np.asarray(255 - grey, np.uint8) if float(np.median(grey)) < NIGHT else grey


def without_dots(grey: Image, unit: float) -> Image:
    """The picture without the dots that black and white copies make greys of. ``unit``: pixels of a point."""
    height, width = grey.shape
    middle = grey[height // 3 : height // 3 + SAMPLE, width // 3 : width // 3 + SAMPLE]
    if _dots(middle, unit).mean() < DOTTED:
        return grey
    near = cv2.dilate(_dots(grey, unit), np.ones((3, 3), np.uint8))
    return np.where(near > 0, np.uint8(255), grey).astype(np.uint8)


def _dots(grey: Image, unit: float) -> Image:
    """1 where black is a dot by itself, smaller than any part of a character."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((grey < BLACK).astype(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < max(DOT * unit * unit, 3)
    return np.asarray(small[labels], np.uint8)


def noise(grey: Image) -> float:
    """How far pixels stray from their neighbours, in grey levels: below 1 in a clean scan, 4 in a poor one."""
    part = grey[::2, ::2] if grey.size > 1_000_000 else grey
    strays = cv2.absdiff(part, cv2.medianBlur(part, 3))
    return float(np.mean(np.minimum(strays, 20)[strays < 60]))


def ink(grey: Image, sensitivity: float = 12.0) -> Image:
    """255 where a pixel is clearly darker than its surroundings, else 0."""
    block = max(15, (min(grey.shape) // 40) | 1)
    found: Image = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, min(block, 51), sensitivity
    ).astype(np.uint8)
    return found


def tilt(grey: Image) -> float:
    """The angle in degrees by which the page is turned clockwise: where its lines and rules lie most level."""
    scale = 800 / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    dark = ink(np.asarray(small, np.uint8), 10)
    step, centre = 0.5, 0.0
    angles = np.arange(-STEEPEST, STEEPEST + 0.1, step)
    while step > 0.04:
        scores = [_levelness(dark, float(angle)) for angle in angles]
        centre = float(angles[int(np.argmax(scores))])
        step /= 3
        angles = centre + step * np.arange(-3, 4)
    return centre


def _levelness(dark: Image, angle: float) -> float:
    rows = turned(dark, angle, 0).sum(axis=1, dtype=np.float64) / 255
    return float(np.square(np.diff(rows)).sum())


def rotation(shape: tuple[int, ...], angle: float) -> NDArray[np.float64]:
    """The matrix (2 by 3) of a turn counter-clockwise by the angle in degrees about a picture's middle."""
    return np.asarray(cv2.getRotationMatrix2D((shape[1] / 2, shape[0] / 2), angle, 1.0), np.float64)


def turned(image: Image, angle: float, fill: int = 255) -> Image:
    """The picture turned counter-clockwise by the angle in degrees about its middle."""
    height, width = image.shape[:2]
    matrix = rotation(image.shape, angle)
    found = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(fill, fill, fill))
    return np.asarray(found, np.uint8)
