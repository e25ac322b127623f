"""PDF with a text layer: finding the tables' cells, beside pdfplumber's extract_tables on the same files."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2

from extract.formats import pdf
from tests.extract.drawn import Style, draw, label_rows

FILES = sorted((Path(__file__).parents[1] / "tests" / "extract" / "files" / "pdf").glob("*.pdf"))
WIDTHS = (70, 150, 45, 45, 45, 45)
ROUNDS = 3


def documents() -> list[tuple[str, bytes]]:
    """The saved files of real programs, and a drawn table of two pages."""
    drawn = draw(label_rows(40), Style(widths=WIDTHS))
    return [*((path.name, path.read_bytes()) for path in FILES), ("drawn, ruled, 2 pages", drawn)]


def by_pdfplumber(data: bytes) -> int:
    """The number of cells that pdfplumber finds."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return sum(len(row) for page in document.pages for table in page.extract_tables() for row in table)


def by_gongkai(data: bytes) -> int:
    """The number of cells that our reader finds, with paragraphs and everything else it gives."""
    document = pdf.read(data, pictures=False)
    return sum(cell.rowspan * cell.colspan for table in document.tables for row in table.rows for cell in row)


def best(read: Callable[[bytes], int], data: bytes) -> tuple[float, int]:
    """The shortest CPU time of a few rounds in seconds, and the cells found."""
    times = []
    cells = 0
    for _ in range(ROUNDS):
        start = time.process_time()
        cells = read(data)
        times.append(time.process_time() - start)
    return min(times), cells


def main() -> None:
    """Print the table."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    print("\nReading PDF: CPU ms a page, grid cells found")
    print(f"{'file':34} {'pages':>5} {'pdfplumber':>18} {'gongkai':>18} {'times':>7}")
    totals = [0.0, 0.0]
    for name, data in documents():
        pages = len(pypdfium2.PdfDocument(data))
        (theirs, seen), (ours, found) = best(by_pdfplumber, data), best(by_gongkai, data)
        totals[0] += theirs
        totals[1] += ours
        them, us = f"{1000 * theirs / pages:.1f} ({seen})", f"{1000 * ours / pages:.1f} ({found})"
        print(f"{name:34} {pages:5} {them:>18} {us:>18} {theirs / ours:6.1f}x")
    print(f"all together: {totals[0] / totals[1]:.1f} times as fast\n")


if __name__ == "__main__":
    main()
