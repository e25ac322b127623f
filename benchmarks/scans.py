"""Scanned reports, by page: made-up reports printed, worn and scanned at 150 and 200 dpi, beside tesseract.

tesseract merely gives the text. The demo's clean pictures are no yardstick: real scans are askew, noisy and stamped.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pypdfium2

from benchmarks.measure import Contestant, compare, python
from tests.accuracy.formats import FORMATS, build
from tests.accuracy.run import cases

STYLES = {
    150: ("official, 150 dpi", "skew 2, 150 dpi", "copied, 150 dpi", "noise, 150 dpi"),
    200: ("official, 200 dpi", "stamps, 200 dpi noisy", "copied, 200 dpi", "skew 3"),
}
SEED = 1
TESSERACT = (
    'for pdf in "$0"/*.pdf; do pdftoppm -r 200 -gray "$pdf" "$0/../$(basename "$pdf")"; done; '
    'for page in "$0"/../*.pgm; do tesseract "$page" - -l chi_sim --psm 6 >/dev/null 2>&1; done'
)


def main() -> None:
    """Print seconds and peak memory by page. Needs the extra ``ocr`` and chromium; tesseract is left out if missing."""
    if not FORMATS["scan"].available():
        print("Reading scans: not measured (needs chromium and the extra ocr)")
        return
    for dpi, names in STYLES.items():
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "made").mkdir()
            (folder / "read").mkdir()
            wanted = [case for case in cases(["scan"], 1, SEED) if case.style.name in names]
            documents = build(wanted, folder / "made")
            for case, data in documents:
                (folder / "read" / case.file_name).write_bytes(data)
            pages = sum(len(pypdfium2.PdfDocument(data)) for _, data in documents)
            read = str(folder / "read")
            contestants = [Contestant("gongkai read", python("-m", "gongkai", "read", read))]
            if shutil.which("tesseract") and shutil.which("pdftoppm"):
                contestants.append(Contestant("tesseract, text only", ["sh", "-c", TESSERACT, read]))
            compare(f"Reading scans at {dpi} dpi", "pages", pages, contestants)


if __name__ == "__main__":
    main()
