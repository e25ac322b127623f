"""Work on many inputs in a few processes, each input under limits of time and memory; results in order.

A worker that runs too long, or dies (of memory, of a fault in a C library), costs its one input: the input gets
a :class:`Lost` with the reason, a new worker takes the place, the run goes on.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

SECONDS = 60.0
MEMORY = 1 << 30
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
            result: Output | Lost = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(5)
            return_code = worker.process.exitcode
            self._replace(worker)
            return Lost(_death(return_code))
        worker.position = None
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


def _death(return_code: int | None) -> str:
    if return_code is not None and return_code < 0:
        return f"the process that worked on it was ended by signal {signal.Signals(-return_code).name}"
    return f"the process that worked on it ended with status {return_code}"


def _work(function: Callable[[Input], Output], pipe: Connection, memory: int, inherited: Sequence[Connection]) -> None:
    """The life of a worker: receive, work, send, until the pipe closes."""
    for other in inherited:  # else a dead sibling's pipe would stay open here, and its death unnoticed
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000, 20, 20)  # documents make many small objects and hardly a cycle
    _limit_memory(memory)
    while True:
        try:
            given = pipe.recv()
        except (EOFError, OSError):
            return
        result: Output | Lost
        try:
            result = function(given)
        except MemoryError:
            result = Lost(f"needs more than {memory >> 20} MiB of memory")
        except Exception as error:
            result = Lost(f"a fault of this program, {type(error).__name__}: {error}")
        pipe.send(result)


def _limit_memory(memory: int) -> None:
    """Allow ``memory`` bytes of address space beyond what the process has already."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  (a kernel file, read at once)
            present = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):  # no Linux: the limit then includes the program itself
        present = 0
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = present + memory
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
