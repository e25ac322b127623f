"""The version of the reader: it changes whenever anything does that a reading follows from."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from extract.ocr import missing

ROOMS = ("domain", "extract")
LENGTH = 12


@cache
def reader_version() -> str:
    """A digest of the code and data of the rooms that reading depends on.

    ``documents.read_by`` keeps it, so that after an upgrade that reads better everything is read again, and
    nobody has to remember to raise a number.
    """
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(root)).encode())
                digest.update(path.read_bytes())
    digest.update(" ".join(missing()).encode())  # with the recogniser installed, pictures are read
    return digest.hexdigest()[:LENGTH]
