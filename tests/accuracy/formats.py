"""The formats: what styles each is tested in, and how its documents are made (some by LibreOffice, in one go)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.accuracy import styles
from tests.accuracy.pages import Page
from tests.accuracy.styles import Style

Draw = Callable[[Style, Random], tuple[bytes, Page]]


@dataclass(frozen=True)
class Format:
    """``draw`` makes the document, or the one that ``convert`` (a LibreOffice filter) turns into it."""

    suffix: str
    draw: Draw
    styles: tuple[Style, ...]
    usual: int = 2
    convert: str = ""
    needs: tuple[str, ...] = ()

    def available(self) -> bool:
        return all(shutil.which(tool) for tool in self.needs)


@dataclass(frozen=True)
class Case:
    """One document: everything about it follows from these three."""

    format: str
    style: Style
    seed: int

    @property
    def file_name(self) -> str:
        return f"{self.seed:08x}.{FORMATS[self.format].suffix}"

    def draw(self) -> tuple[bytes, Page]:
        return FORMATS[self.format].draw(self.style, Random(self.seed))

    def page(self) -> Page:
        """The page with what is expected of it; drawing fills in both."""
        return self.draw()[1]


FORMATS = {
    "html": Format("html", styles.html_document, styles.HTML, 3),
    "txt": Format("txt", styles.txt_document, styles.TXT, 2),
}


def build(wanted: Sequence[Case], jobs: int, folder: Path) -> list[tuple[Case, bytes]]:
    """The bytes of every case, in order."""
    return [(case, case.draw()[0]) for case in wanted]
