"""Work on many inputs in a few processes, each input under limits of time and memory; results in order.

A worker that runs too long, or dies (of memory, of a fault in a C library), costs its one input: the input gets
a :class:`Lost` with the reason, a new worker takes the place, the run goes on.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import resource
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

SECONDS = 60.0
FOR_PICTURES = 0.7  # of an input's time pictures may be read: then what was read by then is given
MEMORY = 1 << 30
WORN = 0.75  # of the memory it may take: a worker that keeps more after an input makes way for a new one
_M_ARENA_MAX = -8  # of glibc's mallopt
_AHEAD = 64  # results kept while an earlier input is still being worked on, for each process

Input = TypeVar("Input")
Output = TypeVar("Output")


@dataclass(frozen=True, slots=True)
class Lost:
    """An input that gave no result, and why."""

    reason: str


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    position: int | None = None
    deadline: float = 0.0


def patience(seconds: float = SECONDS) -> Callable[[], bool]:
    """Tells, from now on, whether another picture may be read of an input that has so many seconds."""
    deadline = time.monotonic() + FOR_PICTURES * seconds
    return lambda: time.monotonic() < deadline


class Workers(Generic[Input, Output]):
    """``function`` applied to inputs in ``processes`` workers, at most ``seconds`` and ``memory`` bytes for each."""

    def __init__(
        self,
        function: Callable[[Input], Output],
        processes: int = 1,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        more_seconds: Callable[[Input], float] = lambda given: 0.0,
    ) -> None:
        """Workers start with the first input. ``function`` and the inputs must be known to a forked process.

        ``more_seconds`` allows an input that much time on top of ``seconds``.
        """
        self._function = function
        self._processes = max(1, processes)
        self._seconds = seconds
        self._memory = memory
        self._more_seconds = more_seconds
        self._context = multiprocessing.get_context("fork")
        self._workers: list[_Worker] = []

    def map(self, inputs: Sequence[Input]) -> Iterator[Output | Lost]:
        """The results in the order of the inputs, each as soon as it and those before it are there."""
        done: dict[int, Output | Lost] = {}
        sent = given = 0
        try:
            while given < len(inputs):
                sent = self._hand_out(inputs, sent, given)
                self._collect(done)
                while given in done:
                    yield done.pop(given)
                    given += 1
        finally:
            self._stop()

    def _hand_out(self, inputs: Sequence[Input], sent: int, given: int) -> int:
        ahead = given + _AHEAD * self._processes
        while sent < min(len(inputs), ahead):
            worker = self._idle()
            if worker is None:
                break
            allowed = self._seconds + self._more_seconds(inputs[sent])
            worker.position, worker.deadline = sent, time.monotonic() + allowed
            try:
                worker.pipe.send(inputs[sent])
            except OSError:  # it died while idle: its successor takes the input
                self._replace(worker)
                continue
            sent += 1
        return sent

    def _idle(self) -> _Worker | None:
        for worker in self._workers:
            if worker.position is None:
                return worker
        if len(self._workers) < self._processes:
            self._workers.append(self._start())
            return self._workers[-1]
        return None

    def _start(self) -> _Worker:
        mine, theirs = self._context.Pipe()
        inherited = [worker.pipe for worker in self._workers] + [mine]
        process = self._context.Process(
            target=_work, args=(self._function, theirs, self._memory, inherited), daemon=True
        )
        process.start()
        theirs.close()
        return _Worker(process, mine)

    def _collect(self, done: dict[int, Output | Lost]) -> None:
        busy = [worker for worker in self._workers if worker.position is not None]
        if not busy:
            return
        patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        ready = wait([worker.pipe for worker in busy], patience)
        for worker in busy:
            position = worker.position
            if position is None:
                continue
            if worker.pipe in ready:
                done[position] = self._receive(worker)
            elif time.monotonic() >= worker.deadline:
                done[position] = Lost(f"not done after {self._seconds:g} seconds")
                self._replace(worker)

    def _receive(self, worker: _Worker) -> Output | Lost:
        try:
            result: Output | Lost
            result, worn = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(5)
            return_code = worker.process.exitcode
            self._replace(worker)
            return Lost(_death(return_code))
        worker.position = None
        if worn:
            self._replace(worker)
        return result

    def _replace(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.pipe.close()
        if worker.process.is_alive():
            worker.process.kill()
        worker.process.join(5)

    def _stop(self) -> None:
        for worker in list(self._workers):
            self._replace(worker)


_LIKELY = {
    signal.SIGABRT: ": most likely a library that ran out of memory",
    signal.SIGKILL: ": most likely by the system, for want of memory",
    signal.SIGSEGV: ": a fault in a library",
    signal.SIGBUS: ": a fault in a library",
}


def _death(return_code: int | None) -> str:
    if return_code is not None and return_code < 0:
        by = signal.Signals(-return_code)
        return f"the process that worked on it was ended by signal {by.name}{_LIKELY.get(by, '')}"
    return f"the process that worked on it ended with status {return_code}"


def _work(function: Callable[[Input], Output], pipe: Connection, memory: int, inherited: Sequence[Connection]) -> None:
    """The life of a worker: receive, work, send (the result, whether the worker is worn out), until the pipe closes."""
    for other in inherited:  # else a dead sibling's pipe would stay open here, and its death unnoticed
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000, 20, 20)  # documents make many small objects and hardly a cycle
    _few_arenas()
    worn_at = _data_size() + WORN * (memory - _status("VmRSS"))
    kind = _limit_memory(memory)
    while True:
        try:
            given = pipe.recv()
        except (EOFError, OSError):
            return
        result: Output | Lost
        try:
            result = function(given)
            pipe.send((result, _data_size() > worn_at))
            continue
        except MemoryError:
            _lift(kind)  # to say so needs some, too; this worker is not used again
            result = Lost(f"needs more than {memory >> 20} MiB of memory")
        except Exception as error:
            result = Lost(f"a fault of this program, {type(error).__name__}: {error}")
        pipe.send((result, True))


def _few_arenas() -> None:
    """Keep glibc from setting 64 MiB of addresses apart for every thread of a library."""
    try:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)
    except (OSError, AttributeError):  # another C library
        return


def _data_size() -> int:
    """The bytes of writable memory of its own that the process has mapped; 0 where the system does not tell."""
    return _status("VmData")


def _status(name: str) -> int:
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:  # noqa: PTH123  (a kernel file)
            return next((int(line.split()[1]) << 10 for line in file if line.startswith(f"{name}:")), 0)
    except (OSError, ValueError):
        return 0


def _limit_memory(memory: int) -> int:
    """Allow the process to hold ``memory`` bytes in all, those included that it has now; gives the limit's kind.

    What counts is writable memory of its own: addresses that a library only sets apart cost nothing. Where the
    system does not count like this (no Linux), the limit is that of addresses.
    """
    present = _data_size()
    kind = resource.RLIMIT_DATA if present else resource.RLIMIT_AS
    _, hard = resource.getrlimit(kind)
    wanted = present - _status("VmRSS") + memory
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(kind, (wanted, hard))
    return kind


def _lift(kind: int) -> None:
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (hard, hard))
