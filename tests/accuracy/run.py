"""Renders, reads and compares; prints the table and the ten worst cases, which it saves for looking at."""

from __future__ import annotations

import argparse
import tempfile
import time
import zlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from extract.reader import read
from extract.report import Context
from tests.accuracy import metadata
from tests.accuracy.compare import Outcome, compare
from tests.accuracy.formats import FORMATS, Case, build

METADATA_PAGES = 4  # of every style


def cases(formats: Iterable[str], count: int, seed: int, only: str = "") -> list[Case]:
    """``count`` documents of every style; a case is known by its seed alone."""
    found = []
    for name in formats:
        for style in FORMATS[name].styles:
            if only and only not in style.name:
                continue
            for i in range(count):
                found.append(Case(name, style, zlib.crc32(f"{seed}/{name}/{style.name}/{i}".encode())))
    return found


@dataclass
class Read:
    outcome: Outcome
    data: bytes


def read_case(case: Case, data: bytes) -> Outcome:
    """One document through the public reader."""
    page = case.page()
    source = case.file_name
    started = time.perf_counter()
    reading = read(data, Context(source=source))
    seconds = time.perf_counter() - started
    return compare(Outcome(case.format, case.style.name, source, seconds), reading, page)


def _read_job(job: tuple[Case, bytes]) -> Outcome:
    return read_case(*job)


def outcomes(wanted: Sequence[Case], jobs: int, folder: Path) -> list[Outcome]:
    """Read all cases; every document is written below ``folder`` under the name that its outcome bears."""
    documents = build(wanted, folder)
    for case, data in documents:
        (folder / case.file_name).write_bytes(data)
    if jobs == 1:
        return [read_case(case, data) for case, data in documents]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(_read_job, documents, chunksize=4))


def _row(name: str, some: Sequence[Outcome]) -> str:
    cells = sum(o.cells for o in some) or 1
    right = sum(o.right for o in some)
    perfect = sum(o.perfect for o in some)
    counts = [
        sum(len(getattr(o, f)) for o in some) for f in ("flagged_wrong", "flagged_null", "silent_null", "silent_wrong")
    ]
    metadata = sum(len(o.metadata) for o in some)
    seconds = sum(o.seconds for o in some) / len(some)
    columns = "".join(f"{n:8d}" for n in counts)
    pad = 40 - sum(2 if ord(c) > 0x2000 else 1 for c in name)
    return f"{name}{' ' * pad}{len(some):5d}{100 * perfect / len(some):8.1f}%{100 * right / cells:9.3f}%{columns}{metadata:8d}{seconds:9.3f}"


def table(some: Sequence[Outcome], styles: bool = True) -> str:
    """The figures, a line a style and a line a format."""
    head = f"{'format: style':40s}{'docs':>5s}{'perfect':>9s}{'cells':>10s}{'wrong!':>8s}{'null!':>8s}{'null':>8s}{'SILENT':>8s}{'metadata':>9s}{'s/doc':>8s}"
    lines = [head, "-" * len(head)]
    for form in dict.fromkeys(o.format for o in some):
        mine = [o for o in some if o.format == form]
        if styles:
            for style in dict.fromkeys(o.style for o in mine):
                lines.append(_row(f"  {style}", [o for o in mine if o.style == style]))
        lines.append(_row(form.upper(), mine))
    return "\n".join([*lines, _row("ALL", some)])


def worst(some: Sequence[Outcome], count: int, folder: Path) -> str:
    """The worst documents, a few a style, and what the reading says of them."""
    lines: list[str] = []
    shown: dict[tuple[str, str], int] = {}
    each = max(1, count // max(1, len({(o.format, o.style) for o in some if not o.perfect})))
    for o in sorted(some, key=lambda o: -o.faults):
        if o.perfect or len(lines) > 400 or shown.get((o.format, o.style), 0) >= each or sum(shown.values()) >= count:
            continue
        shown[o.format, o.style] = shown.get((o.format, o.style), 0) + 1
        lines.append(f"\n{folder / o.source}  ({o.format}: {o.style}) {o.right} of {o.cells} cells right")
        for name in ("silent_wrong", "silent_null", "flagged_wrong", "flagged_null", "metadata", "problems"):
            some_lines = getattr(o, name)
            if some_lines:
                lines.append(f"  {name} {len(some_lines)}: " + "; ".join(some_lines[:4]))
    return "\n".join(lines)


def print_metadata(options: argparse.Namespace, folder: Path) -> None:
    """The table of kind, year, agency, region and day of publication, and its worst pages."""
    named = metadata.measure(options.n or METADATA_PAGES, options.seed, folder, options.style)
    print(metadata.table(named, not options.brief), metadata.worst(named, options.worst), "", sep="\n")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__)
    parser.add_argument("--formats", default="all", help="comma-separated: metadata, " + ", ".join(FORMATS))
    parser.add_argument(
        "--n", type=int, default=0, help="documents of every style (default: a few, by the format's cost)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--style", default="", help="only the styles whose name holds this")
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--brief", action="store_true", help="a line a format only")
    options = parser.parse_args(argv)
    names = [n for n in FORMATS if FORMATS[n].available()] if options.formats == "all" else options.formats.split(",")
    folder = Path(tempfile.mkdtemp(prefix="gongkai-accuracy-"))
    if "metadata" in names or options.formats == "all":
        print_metadata(options, folder)
    names = [name for name in names if name != "metadata"]
    if not names:
        return 0
    wanted = [c for name in names for c in cases([name], options.n or FORMATS[name].usual, options.seed, options.style)]
    some = outcomes(wanted, options.jobs, folder)
    print(table(some, not options.brief))
    print(
        "wrong!/null!: with a failed check, low confidence or a problem; null: lost without a word; SILENT: wrong without a word"
    )
    print(worst(some, options.worst, folder))
    return 1 if any(o.silent_wrong for o in some) else 0
