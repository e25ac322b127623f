"""Damages files, reads each within limits, and names what a reader must not do."""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from extract.patience import reading_while
from extract.reader import read
from extract.report import Context, Reading
from gongkai.workers import Lost, Workers, patience
from tests.accuracy.compare import Outcome, compare
from tests.fuzz.corpus import MADE, Seed, made, saved, wild
from tests.fuzz.mutations import mutated, mutated_inside, restructured

SECONDS = 60.0
UNFORESEEN = re.compile(r"a fault of this program|damaged, \w+: ")


@dataclass(frozen=True)
class Trial:
    """One damaged file; ``name`` says from what and by which seed it was made."""

    name: str
    data: bytes
    seed: Seed | None = None  # of a report whose figures were left as they were


def trials(seeds: Sequence[Seed], number: int, each: int) -> Iterator[Trial]:
    """``each`` damaged files of every seed: bytes, parts of containers, and structure."""
    for seed in seeds:
        for i in range(each):
            key = f"{number} {seed.name} {i}"
            chance = Random(key)
            other = chance.choice(seeds).data
            if seed.page is not None and i % 2:
                yield Trial(f"structure, {key}", restructured(seed.data, chance), seed)
            else:
                damage = mutated_inside if i % 4 else mutated
                yield Trial(f"damage, {key}", damage(seed.data, other, chance))


def fault(trial: Trial) -> str:
    """What is wrong with the reading of one trial; empty if nothing."""
    began = time.process_time()
    with reading_while(patience(SECONDS)):  # as the program reads: a scan is read as far as the time goes
        reading = read(trial.data, Context(source="report"))
    seconds = time.process_time() - began
    reasons = [p.message for p in reading.problems if UNFORESEEN.search(p.message)]
    if reasons:
        return f"unforeseen: {reasons[0]}"
    if seconds > SECONDS / 2:
        return f"took {seconds:.0f} s"
    return silent(reading, trial.seed) if trial.seed else ""


def silent(reading: Reading, seed: Seed) -> str:
    """Figures that are wrong and nothing says so, though the file still tells them."""
    if seed.page is None or reading.kind != "report":
        return ""
    wrong = compare(Outcome("", "", ""), reading, seed.page).silent_wrong
    return f"silent: {'; '.join(wrong[:3])} ({len(wrong)} cells)" if wrong else ""


def faults(some: Sequence[Trial]) -> list[tuple[Trial, str]]:
    """The trials that a reader failed. Each is read in a process of its own limits, as the program does."""
    # On a busy machine a scan waits: what counts is the processor's time, which a trial tells itself.
    workers: Workers[Trial, str] = Workers(fault, 1, seconds=3 * SECONDS)
    found = []
    for trial, result in zip(some, workers.map(some), strict=True):
        reason = result.reason if isinstance(result, Lost) else result
        if reason:
            found.append((trial, reason))
    return found


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", default="", help="seeds whose name holds this; of made ones: " + ", ".join(MADE))
    options = parser.parse_args(argv)
    folder = Path(tempfile.mkdtemp(prefix="gongkai-fuzz-"))
    end = time.monotonic() + 60 * options.minutes
    count = failed = 0
    number = options.seed
    while time.monotonic() < end:
        number += 1
        chance = Random(number)
        seeds = [*made(number), *chance.sample(saved(), 4), *chance.sample(wild(), min(3, len(wild())))]
        some = list(trials([seed for seed in seeds if options.only in seed.name], number, 12))
        count += len(some)
        for trial, reason in faults(some):
            failed += 1
            path = folder / f"{failed:04d}"
            path.write_bytes(trial.data)
            print(f"{path}: {trial.name}: {reason}", flush=True)
    print(f"{count} files, {failed} faults")
    return 1 if failed else 0
