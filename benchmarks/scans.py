"""Tables in pictures: the demo's three, read cell by cell, beside tesseract that merely gives their text."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from benchmarks.measure import Contestant, compare, python

PICTURES = sorted((Path(__file__).parents[1] / "demo" / "files").glob("*.png"))
COPIES = 2
TESSERACT = 'for picture in "$0"/*.png; do tesseract "$picture" - -l chi_sim --psm 6 >/dev/null 2>&1; done'


def main() -> None:
    """Print seconds and peak memory for the pictures. Needs the extra ``ocr``; tesseract is left out if not there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for copy in range(COPIES):
            for picture in PICTURES:
                shutil.copy(picture, folder / f"{copy}-{picture.name}")
        contestants = [Contestant("gongkai read", python("-m", "gongkai", "read", str(folder)))]
        if shutil.which("tesseract"):
            contestants.append(Contestant("tesseract, text only", ["sh", "-c", TESSERACT, str(folder)]))
        compare("Reading tables in pictures", "pictures", COPIES * len(PICTURES), contestants)


if __name__ == "__main__":
    main()
