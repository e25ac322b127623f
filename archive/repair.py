"""Mending the WARC files of a writer that was killed: its unfinished last record is cut off."""

from __future__ import annotations

import fcntl
import logging
import zlib
from pathlib import Path
from typing import BinaryIO

log = logging.getLogger(__name__)

MARKER = ".open"
DAMAGED = ".damaged"
_STEP = 64 * 1024


def repair_folder(folder: Path) -> list[Path]:
    """Mend every file whose writer is gone: marked as open, and locked by nobody. The mended files."""
    mended = []
    for marker in sorted(folder.glob(f"*{MARKER}")):
        path = marker.with_name(marker.name.removesuffix(MARKER))
        if not path.exists():
            marker.unlink(missing_ok=True)
            continue
        with path.open("r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue  # its writer is alive
            if repair_file(file, path):
                mended.append(path)
            marker.unlink(missing_ok=True)
    return mended


def repair_file(file: BinaryIO, path: Path) -> bool:
    """Cut a file after its last complete gzip member; whether anything was cut.

    What is cut is kept beside it as ``<name>.damaged``, since a broken disk looks the same as a killed writer.
    """
    end = file.seek(0, 2)
    good = last_complete_member(file)
    if good == end:
        return False
    file.seek(good)
    tail = file.read()
    if tail.strip(b"\0"):
        path.with_name(path.name + DAMAGED).write_bytes(tail)
    file.truncate(good)
    log.warning("%s: its writer was stopped; cut %d bytes of an unfinished record", path.name, end - good)
    return True


def last_complete_member(file: BinaryIO) -> int:
    """The offset after the last gzip member that unpacks whole, counting from the start."""
    file.seek(0)
    good = position = 0
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    while pending := file.read(_STEP):
        while pending:
            try:
                unpacker.decompress(pending)
            except zlib.error:
                return good
            position += len(pending) - len(unpacker.unused_data)
            pending = unpacker.unused_data
            if unpacker.eof:
                good = position
                unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    return good
