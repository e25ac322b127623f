"""Work in processes: order kept, limits enforced, one bad input never ends a run."""

from __future__ import annotations

import ctypes
import faulthandler
import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from gongkai.workers import Lost, Workers


def resident() -> int:
    status = Path("/proc/self/status").read_text(errors="replace")
    return next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmRSS:"))


def room(mebibytes: int) -> int:
    """So much memory beside what a worker has from this process, which other tests may have made large."""
    with multiprocessing.get_context("fork").Pool(1) as worker:
        return worker.apply(resident) + (mebibytes << 20)


def square(number: int) -> int:
    time.sleep(0.01 * (number % 3))
    return number * number


def misbehave(how: str) -> str:
    if how == "hang":
        time.sleep(60)
    if how == "swell":
        return str(len(bytearray(800 << 20)))
    if how == "hoard":  # what fails in the end fails while it holds all there is
        hoard = [bytes(1 << 10)]
        while True:
            hoard.append(bytes(1 << 10))
    if how == "fault":
        faulthandler.disable()  # the test's own: it would print this fault like one of the tests
        ctypes.string_at(0)
    if how == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "exit":
        os._exit(3)
    if how == "raise":
        raise ValueError("no such thing")
    return how


@pytest.mark.parametrize("processes", [1, 3])
def test_results_come_in_the_order_of_the_inputs(processes: int) -> None:
    numbers = list(range(200))
    assert list(Workers(square, processes).map(numbers)) == [n * n for n in numbers]


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("hang", "not done after 0.5 seconds"),
        ("swell", "MiB of memory"),
        ("hoard", "MiB of memory"),
        ("fault", "was ended by signal SIGSEGV: a fault in a library"),
        ("die", "was ended by signal SIGKILL"),
        ("exit", "ended with status 3"),
        ("raise", "ValueError: no such thing"),
    ],
)
def test_a_bad_input_is_lost_with_its_reason_and_the_others_are_done(how: str, reason: str) -> None:
    workers: Workers[str, str] = Workers(misbehave, 2, seconds=0.5 if how == "hang" else 20, memory=room(300))
    first, bad, *others = workers.map(["good", how, "good", "good", "good"])
    assert [first, *others] == ["good"] * 4
    assert isinstance(bad, Lost)
    assert reason in bad.reason


def grow(number: int) -> int:
    KEPT.append(bytearray(number << 20))
    return os.getpid()


KEPT: list[bytearray] = []


def test_a_worker_that_keeps_memory_makes_way_for_a_new_one() -> None:
    pids = list(Workers(grow, 1, memory=room(1 << 10)).map([270] * 6))
    assert len(pids) == 6
    assert pids == [pids[0]] * 3 + [pids[3]] * 3
    assert pids[0] != pids[3]


def test_no_process_is_left_behind() -> None:
    others = set(multiprocessing.active_children())
    results = Workers(square, 2).map(list(range(1000)))
    next(results)
    assert set(multiprocessing.active_children()) > others
    results.close()  # type: ignore[attr-defined]
    assert set(multiprocessing.active_children()) == others


def test_no_input_no_worker() -> None:
    assert list(Workers(square, 2).map([])) == []
