"""``gongkai explain``: one self-contained page that shows a document beside the form."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

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
    from extract.document import Document, UnreadableDocumentError
    from extract.formats import open_document
    from extract.reader import read
    from extract.report import Context
    from publish.explain import explain
    from publish.page_images import page_images

    try:
        data = args.file.read_bytes()
    except OSError as error:
        print(f"gongkai explain: {args.file}: {error.strerror}", file=sys.stderr)
        return 2
    reading = read(data, Context(source=str(args.file)))
    try:
        document = open_document(data, str(args.file))
    except UnreadableDocumentError:
        document = Document(reading.media_type)
    out = args.out or Path(f"{args.file.name}.explained.html")
    out.write_text(explain(document, reading, page_images(data, reading.media_type)), encoding="utf-8")
    print(out)
    return 1 if reading.kind == "unreadable" else 0
