"""``gongkai explain``: one self-contained page that shows a document beside the form."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.report import Reading
    from publish.explain import PageImage


@dataclass(frozen=True, slots=True)
class Explained:
    """The page of a file; ``unreadable`` says why there is nothing to explain."""

    page: str
    unreadable: str = ""


SUMMARY = "Write one self-contained HTML page: the document beside the form, each number linked to its cell."
EXAMPLE = "gongkai explain report.pdf --out report.explained.html"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and where the page goes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a report in any supported format")
    parser.add_argument(
        "--out", type=Path, metavar="PAGE", help="the page to write (default: FILE.explained.html here)"
    )


def run(args: argparse.Namespace) -> int:
    """Read the file and write the page. 1 if the file is unreadable (the page then says why), 2 if it is not there."""
    from gongkai.workers import SECONDS, Lost, Workers

    try:
        args.file.open("rb").close()
    except OSError as error:
        print(f"gongkai explain: {args.file}: {error.strerror}", file=sys.stderr)
        return 2
    workers: Workers[Path, Explained] = Workers(_explained, seconds=SECONDS)
    result = next(workers.map([args.file]))
    explained = _lost(args.file, result.reason) if isinstance(result, Lost) else result
    out = args.out or Path(f"{args.file.name}.explained.html")
    out.write_text(explained.page, encoding="utf-8")
    print(out)
    if explained.unreadable:
        print(f"gongkai explain: {args.file}: {explained.unreadable}", file=sys.stderr)
    return 1 if explained.unreadable else 0


def _explained(file: Path) -> Explained:
    """In a worker, under the limits of time and memory that reading has: the page of one file."""
    from extract.patience import reading_while
    from extract.reader import read_document
    from extract.report import Context
    from gongkai.saved_page import PicturesBeside
    from gongkai.workers import patience
    from publish.explain import explain
    from publish.page_images import page_images

    data = file.read_bytes()
    pictures = PicturesBeside(file)
    with reading_while(patience()):
        reading, document = read_document(data, Context(source=str(file)), pictures)
    pages = page_images(data, reading.media_type) or _pictures(data, file, pictures, reading)
    reason = reading.problems[0].message if reading.kind == "unreadable" and reading.problems else ""
    return Explained(explain(document, reading, pages), reason)


def _lost(file: Path, reason: str) -> Explained:
    """The page of a file that took its reader too much time or memory."""
    from extract.document import Document
    from extract.reader import unreadable
    from publish.explain import explain

    return Explained(explain(Document("", []), unreadable(str(file), "", reason), []), reason)


def _pictures(data: bytes, file: Path, beside: Mapping[str, bytes], reading: Reading) -> list[PageImage]:
    """The pictures of a page or an office file in which figures were read."""
    from extract.formats import open_document
    from extract.pictured import pictures_by_name
    from publish.page_images import picture_images

    parts = {cell.place.part for cell in reading.cells if cell.place.bbox is not None}
    if not parts:
        return []
    named = pictures_by_name(open_document(data, str(file)), str(file), beside)
    return picture_images({name: data for name, data in named.items() if name in parts})
