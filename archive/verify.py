"""Checking WARC files by what their own records say: digests, and whether the last record is whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.repair import MARKER

_STEP = 1024 * 1024


def file_faults(path: Path) -> Iterator[str]:
    """What is wrong with a file, in words; a file that is being written may end in an unfinished record."""
    with path.open("rb") as file:
        records = ArchiveIterator(file, check_digests=True)
        offset = 0
        try:
            for record in records:
                offset = records.get_record_offset()
                stream = record.raw_stream
                while stream.read(_STEP):
                    pass
                if record.digest_checker.passed is False:
                    yield f"the record at {offset} fails its digest: {'; '.join(record.digest_checker.problems)}"
        except (ArchiveLoadFailed, EOFError, ValueError, OSError, zlib.error) as fault:
            if not path.with_name(path.name + MARKER).exists():
                yield f"unreadable after the record at {offset}: {fault}"
