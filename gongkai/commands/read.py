"""``gongkai read``: report files in, one JSON object a line out. No database, no network."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SUMMARY = "Read report files of any supported format and print one JSON object a line."
EXAMPLE = "gongkai read report.html attachments/ --jobs 2 --cells > readings.jsonl"


@dataclass(frozen=True, slots=True)
class Printed:
    """A file's line of JSON and what the summary counts of it; ``reason`` says why a file is unreadable."""

    line: str
    kind: str
    form: str | None
    reason: str
    failed_checks: int
    problems: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare FILE…, --jobs and --cells."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file, or a folder: every file below it")
    parser.add_argument("--jobs", type=_positive, default=1, metavar="N", help="read in N processes (default: 1)")
    parser.add_argument("--cells", action="store_true", help="add every figure's evidence: raw text, status, place")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of processes")
    return number


def run(args: argparse.Namespace) -> int:
    """Read all files, in order. Returns 1 if one could not be read, else 0."""
    from gongkai.workers import Lost, Workers

    paths = list(_files(args.files))
    if not paths:
        print(f"gongkai read: no file in {', '.join(map(str, args.files))}", file=sys.stderr)
        return 1
    workers: Workers[Path, Printed] = Workers(partial(_read, with_cells=args.cells), min(args.jobs, len(paths)))
    counts: Counter[str] = Counter()
    with _progress(len(paths)) as advance:
        for path, result in zip(paths, workers.map(paths), strict=True):
            printed = _unreadable(path, result.reason) if isinstance(result, Lost) else result
            print(printed.line, flush=True)
            _count(printed, counts)
            if printed.kind == "unreadable":
                print(f"gongkai read: {path}: {printed.reason}", file=sys.stderr)
            advance()
    if len(paths) > 1:
        print(_summary(counts), file=sys.stderr)
    return 1 if counts["unreadable"] else 0


def _files(given: Sequence[Path]) -> Iterator[Path]:
    for path in given:
        if path.is_dir():
            yield from sorted(below for below in path.rglob("*") if below.is_file())
        else:
            yield path


def _read(path: Path, with_cells: bool) -> Printed:
    """In a worker: read one file."""
    from extract.json_lines import line
    from extract.patience import reading_while
    from extract.reader import read
    from extract.report import Context
    from gongkai.saved_page import PicturesBeside
    from gongkai.workers import patience

    try:
        data = path.read_bytes()
    except OSError as error:
        return _unreadable(path, error.strerror or str(error))
    with reading_while(patience()):
        reading = read(data, Context(source=str(path)), PicturesBeside(path))
    reason = next((problem.message for problem in reading.problems), "") if reading.kind == "unreadable" else ""
    failed = sum(check.status == "fail" for check in reading.checks)
    return Printed(line(reading, with_cells), reading.kind, reading.form, reason, failed, len(reading.problems))


def _unreadable(path: Path, reason: str) -> Printed:
    from extract.json_lines import line
    from extract.reader import unreadable

    return Printed(line(unreadable(str(path), _sha256(path), reason)), "unreadable", None, reason, 0, 1)


def _sha256(path: Path) -> str:
    """The hash of a file that may be too large to hold; empty when it is a pipe or cannot be opened."""
    import hashlib

    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _count(printed: Printed, counts: Counter[str]) -> None:
    counts["files"] += 1
    counts[printed.kind] += 1
    if printed.kind == "report":
        counts[f"form {printed.form or 'none'}"] += 1
    counts["failed checks"] += printed.failed_checks
    counts["problems"] += printed.problems


def _summary(counts: Counter[str]) -> str:
    forms = ", ".join(f"{name}: {counts[name]}" for name in sorted(counts) if name.startswith("form "))
    return (
        f"read {counts['files']} files: {counts['report']} reports{f' ({forms})' if forms else ''}, "
        f"{counts['not_report']} not reports, {counts['unreadable']} unreadable; "
        f"{counts['failed checks']} failed checks, {counts['problems']} problems"
    )


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on stderr, on a terminal only. It draws when told to: a drawing thread would not survive a fork."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as progress:
        task = progress.add_task("reading", total=total)

        def advance() -> None:
            progress.advance(task)
            progress.refresh()

        yield advance
