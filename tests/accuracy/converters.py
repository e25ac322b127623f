"""Programs that turn one format into another: LibreOffice for many files at once, Chromium and pdftotext a file each."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path


def soffice(files: Sequence[Path], target: str, out: Path) -> None:
    """Convert all files to ``target`` (a suffix, or suffix:filter) into the folder ``out``. Slow to start: 2-5 s."""
    if not files:
        return
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", target,
             "--outdir", str(out), *map(str, files)],
            check=True, capture_output=True, timeout=60 + 4 * len(files),
        )  # fmt: skip


def chromium(source: Path, target: Path) -> None:
    """Print a page to PDF, as people do who save pages."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", "--no-pdf-header-footer",
             f"--print-to-pdf={target}", source.resolve().as_uri()],
            check=True, capture_output=True, timeout=90,
        )  # fmt: skip


def pdftotext(source: Path, target: Path) -> None:
    subprocess.run(["pdftotext", "-layout", str(source), str(target)], check=True, capture_output=True, timeout=60)
