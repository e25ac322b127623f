"""The ``gongkai`` program: finds the command, parses its arguments, runs it."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

COMMANDS = {
    "demo": "try it all: bundled demo portals, crawled, read, checked, published and served",
    "read": "read report files and print one JSON object a line",
    "crawl": "fetch what is new or changed from the portals into the archive",
    "extract": "read what the archive holds and the database lacks, check it and load it",
    "publish": "build public.db from the working database and swap it in",
    "nightly": "crawl, extract, check and publish in one locked, resumable run",
    "status": "one line a portal: last crawl, reports, what is blocked or failing and why",
    "reports": "list the reports in the database",
    "export": "write every public table as CSV, Parquet and XLSX, with a datapackage.json",
    "serve": "serve the published database with Datasette",
    "explain": "show a document beside the form, each number linked to its cell",
    "portals": "look at a site and write its entry; re-verify entries",
    "archive": "check the archive against its index; give back original bytes",
}


class Command(Protocol):
    """What a module of ``gongkai.commands`` offers."""

    SUMMARY: str
    EXAMPLE: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; the exit status."""


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {summary}" for name, summary in COMMANDS.items()]
    return "\n".join(
        [
            "usage: gongkai COMMAND [ARGUMENTS]   (gongkai COMMAND --help says more)",
            "",
            "The open archive of China's government-disclosure reports.",
            "",
            *lines,
            "",
            "example: gongkai demo",
        ]
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 done, 1 done but some inputs failed, 2 wrong usage."""
    try:
        status = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # the reader of our output left, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        print(_overview())
        return 0 if words else 2
    name = words.pop(0)
    if name == "--version":
        from importlib.metadata import version

        print(f"gongkai {version('gongkai')}")
        return 0
    if name not in COMMANDS:
        print(f"gongkai: no command {name!r}; 'gongkai --help' lists them", file=sys.stderr)
        return 2
    command = cast(Command, importlib.import_module(f"gongkai.commands.{name}"))
    parser = argparse.ArgumentParser(
        prog=f"gongkai {name}",
        description=command.SUMMARY,
        epilog=f"example:\n  {command.EXAMPLE}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    default = Path(os.environ.get("GONGKAI_DATA") or "data")
    parser.add_argument(
        "--data",
        type=Path,
        default=default,
        metavar="DIR",
        help="the archive's folder (default: ./data or $GONGKAI_DATA)",
    )
    command.add_arguments(parser)
    try:
        args = parser.parse_args(_data_first(words))
    except SystemExit as stop:  # argparse has said what is wrong
        return int(stop.code or 0)
    try:
        return command.run(args)
    except KeyboardInterrupt:
        print(f"gongkai {name}: stopped; run it again to go on", file=sys.stderr)
        return 130


def _data_first(words: list[str]) -> list[str]:
    """``--data DIR`` to the front, so that it may also stand behind the subcommand of ``archive`` and ``portals``."""
    ours, others = words, []
    if "--" in words:
        ours, others = words[: words.index("--")], words[words.index("--") :]
    for n, word in enumerate(ours):
        taken = 2 if word == "--data" and n + 1 < len(ours) else 1 if word.startswith("--data=") else 0
        if taken:
            return [*ours[n : n + taken], *ours[:n], *ours[n + taken :], *others]
    return words


if __name__ == "__main__":
    sys.exit(main())
