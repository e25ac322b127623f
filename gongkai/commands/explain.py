"""``gongkai explain``: one self-contained page that shows a document beside the form."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.report import Reading
    from publish.explain import PageImage

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
    from extract.reader import read_document
    from extract.report import Context
    from gongkai.saved_page import PicturesBeside
    from publish.explain import explain
    from publish.page_images import page_images

    try:
        data = args.file.read_bytes()
    except OSError as error:
        print(f"gongkai explain: {args.file}: {error.strerror}", file=sys.stderr)
        return 2
    pictures = PicturesBeside(args.file)
    reading, document = read_document(data, Context(source=str(args.file)), pictures)
    pages = page_images(data, reading.media_type) or _pictures(data, args.file, pictures, reading)
    out = args.out or Path(f"{args.file.name}.explained.html")
    out.write_text(explain(document, reading, pages), encoding="utf-8")
    print(out)
    return 1 if reading.kind == "unreadable" else 0


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
