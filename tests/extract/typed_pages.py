"""Tables as programs type them: labels wrapped to narrow columns, figures beside them, columns held by blanks."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Row = tuple[str, str, Sequence[int | None]]  # heading, label, figures


@dataclass(frozen=True)
class Typing:
    """How a table is typed: widths in characters, how a Chinese character is counted, where figures stand."""

    heading: int = 6
    label: int = 8
    figure: int = 6
    wide: bool = True
    figures_at: Literal["top", "middle", "foot"] = "top"
    align: Literal["left", "right", "middle"] = "left"
    indent: int = 0
    spaced: bool = True  # a blank line between rows


def _width(text: str, wide: bool) -> int:
    return sum(2 if wide and unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _wrapped(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)] or [""]


def _set(text: str, size: int, typing: Typing) -> str:
    free = max(0, size - _width(text, typing.wide))
    before = {"left": 0, "right": free, "middle": free // 2}[typing.align]
    return " " * before + text + " " * (free - before)


def typed(heads: Sequence[str], rows: Sequence[Row], typing: Typing) -> list[str]:
    """The lines of a table: a line or two of heads, then the rows; a heading is written beside its first row."""
    unit = 2 if typing.wide else 1
    gap = "   "
    left = [typing.heading * unit, typing.label * unit]
    cells = max(typing.figure, *(_width(head[:4], typing.wide) for head in heads))
    lines: list[str] = []
    for at in range(0, max(map(len, heads)), 4):
        blank = [" " * size for size in left]
        lines.append(gap.join([*blank, *(_set(head[at : at + 4], cells, typing) for head in heads)]))
    lines.append("")
    for heading, label, figures in rows:
        parts = [_wrapped(heading, typing.heading), _wrapped(label, typing.label)]
        if not heading:
            parts[0] = [""]
        height = max(map(len, parts))
        place = {"top": 0, "middle": (len(parts[1]) - 1) // 2, "foot": len(parts[1]) - 1}[typing.figures_at]
        for n in range(height):
            texts = [
                _pad(part[n] if n < len(part) else "", size, typing) for part, size in zip(parts, left, strict=True)
            ]
            values = ["" if v is None else str(v) for v in figures] if n == place else [""] * len(figures)
            lines.append(gap.join([*texts, *(_set(value, cells, typing) for value in values)]).rstrip())
        if typing.spaced:
            lines.append("")
    return [" " * typing.indent + line.rstrip() for line in lines]


def _pad(text: str, size: int, typing: Typing) -> str:
    return text + " " * max(0, size - _width(text, typing.wide))
