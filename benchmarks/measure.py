"""Times commands as whole processes, in turn, and prints the medians as a table."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

# A process inherits the peak memory of the one it was forked from, so a small one does the forking.
LAUNCHER = """
import os, sys, time
began = time.perf_counter()
child = os.fork()
if child == 0:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.execvp(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(child, 0)
wall = time.perf_counter() - began
print(os.waitstatus_to_exitcode(status), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
"""


@dataclass(frozen=True)
class Run:
    """One finished process: wall and CPU seconds, peak resident memory in MiB."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Contestant:
    """A command under test, with an action that restores its starting point before each run."""

    name: str
    command: Sequence[str]
    before: Callable[[], None] | None = None
    environment: dict[str, str] | None = None


def python(*arguments: str) -> list[str]:
    """A command that runs this interpreter."""
    return [sys.executable, *arguments]


def run(contestant: Contestant) -> Run:
    """Run it once. Raises RuntimeError with the end of its output when it fails."""
    if contestant.before:
        contestant.before()
    environment = {**os.environ, **(contestant.environment or {})}
    launched = subprocess.run(
        [sys.executable, "-S", "-E", "-c", LAUNCHER, *contestant.command],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    status, wall, cpu, peak = launched.stdout.split()
    if int(status) not in (0, 1):
        raise RuntimeError(f"{contestant.name} ended with {status}:\n{launched.stderr[-2000:]}")
    return Run(float(wall), float(cpu), float(peak))


def compare(title: str, unit: str, amount: int, contestants: Sequence[Contestant], runs: int = 3) -> None:
    """Run the contestants in turn, so that a drift of the machine hits all, and print a row each.

    ``amount`` is how many ``unit`` one run handles. The first contestant is the yardstick of the last column.
    """
    results: dict[str, list[Run]] = {contestant.name: [] for contestant in contestants}
    for _ in range(runs):
        for contestant in contestants:
            results[contestant.name].append(run(contestant))
    table = Table(title=f"{title} ({amount} {unit}, median of {runs})", title_justify="left")
    for heading in ("", "wall s", "CPU s", f"{unit}/s", "peak MiB", "CPU, first = 1"):
        table.add_column(heading, justify="left" if not heading else "right")
    yardstick = statistics.median(r.cpu for r in results[contestants[0].name])
    for contestant in contestants:
        mine = results[contestant.name]
        wall, cpu, peak = (statistics.median(getattr(r, name) for r in mine) for name in ("wall", "cpu", "peak"))
        table.add_row(
            contestant.name,
            f"{wall:.2f}",
            f"{cpu:.2f}",
            f"{amount / wall:,.0f}",
            f"{peak:.0f}",
            f"{cpu / yardstick:.2f}",
        )
    Console().print(table)
