"""Matrices, text runs and paths of OFD's page objects (GB/T 33190-2016, 8.2, 9.1, 11.3): numbers to places."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, islice, repeat
from typing import NamedTuple

Point = tuple[float, float]

_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_ARGUMENTS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_LARGEST = 1e6


class Matrix(NamedTuple):
    """An affine map: x' = ax + cy + e, y' = bx + dy + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> Point:
        """The image of a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: Matrix) -> Matrix:
        """The map that does this one first and the outer one after it."""
        a, b, c, d, e, f = self
        return Matrix(
            outer.a * a + outer.c * b,
            outer.b * a + outer.d * b,
            outer.a * c + outer.c * d,
            outer.b * c + outer.d * d,
            *outer.at(e, f),
        )


def numbers(text: str) -> list[float]:
    """The finite numbers in an attribute, in order; anything else in it is passed over."""
    found = []
    for token in text.replace(",", " ").split():
        try:
            value = float(token)
        except ValueError:
            continue
        if math.isfinite(value) and abs(value) < _LARGEST:
            found.append(value)
    return found


def matrix_of(text: str) -> Matrix:
    """A CTM attribute; the identity where it is missing or broken."""
    found = numbers(text)
    return Matrix(*found) if len(found) == 6 else Matrix()


def deltas(text: str, count: int) -> list[float]:
    """``count`` offsets from a DeltaX or DeltaY attribute.

    ``g n v`` stands for n times v. Where there are fewer than characters, the last one goes on.
    """
    tokens = text.replace(",", " ").split()
    found: list[float] = []
    at = 0
    while at < len(tokens) and len(found) < count:
        if tokens[at] in "gG" and at + 2 < len(tokens):
            times, value = numbers(tokens[at + 1]), numbers(tokens[at + 2])
            if times and value:
                found.extend(repeat(value[0], max(0, min(int(times[0]), count - len(found)))))
            at += 3
        else:
            found.extend(numbers(tokens[at]))
            at += 1
    last = found[-1] if found else 0.0
    return list(islice(chain(found, repeat(last)), count))


def characters(
    text: str, start: Point, across: str, down: str, size: float, stretch: float
) -> Iterator[tuple[str, float, float, float]]:
    """A TextCode's characters with (x, baseline y, width) in the object's space; blanks are left out.

    A character is as wide as the step to the next one, unless that step is a jump.
    """
    dx, dy = deltas(across, len(text)), deltas(down, len(text))
    stepped = bool(across.strip() or down.strip())
    x, y = start
    for index, character in enumerate(text):
        wide = unicodedata.east_asian_width(character) in "WFA"
        natural = size * stretch * (1.0 if wide else 0.5)
        step = dx[index] if stepped else natural
        most = size * stretch * (1.4 if wide else 0.95)
        width = step if 0 < step <= most and not dy[index] else natural
        if not character.isspace():
            yield character, x, y, width
        x, y = x + step, y + dy[index]


def subpaths(data: str) -> Iterator[list[Point]]:
    """The corners of each part of a path's AbbreviatedData; parts with curves are left out.

    A closed part ends where it begins.
    """
    corners: list[Point] = []
    curved = False
    for command, arguments in _commands(data):
        if command in "MS":
            if len(corners) > 1 and not curved:
                yield corners
            corners, curved = [(arguments[0], arguments[1])], False
        elif command == "C":
            if corners:
                corners.append(corners[0])
        else:
            curved = curved or command != "L"
            corners.append((arguments[-2], arguments[-1]))
    if len(corners) > 1 and not curved:
        yield corners


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    command, arguments = "", list[float]()
    for match in _TOKEN.finditer(data):
        token = match.group()
        if token.isalpha():
            command, arguments = token.upper(), []
            if command == "C":
                yield command, []
            continue
        arguments.append(max(-_LARGEST, min(float(token), _LARGEST)))
        wanted = _ARGUMENTS.get(command)
        if wanted and len(arguments) == wanted:
            yield command, arguments
            arguments = []
