"""Reading archived documents in worker processes and loading what they give: used by extract and nightly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from archive.store import Archive, ArchiveError
from db.extraction import Answer, ArchivedPicture, Extraction, Task, extract
from extract.patience import reading_while
from extract.reader import read, unreadable
from gongkai.reader_version import reader_version
from gongkai.workers import SECONDS, Lost, Workers, patience

SECONDS_A_PICTURE = 20.0


def extract_archive(
    engine: Engine,
    data_dir: Path,
    *,
    everything: bool = False,
    jobs: int = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Extraction:
    """Read what the archive holds and the database lacks (or ``everything``) and load it."""
    workers: Workers[Task, Answer] = Workers(partial(_answer, data_dir / "warc"), jobs, more_seconds=_seconds_more)

    def answers(tasks: Sequence[Task]) -> Iterator[Answer]:
        for task, result in zip(tasks, workers.map(tasks), strict=True):
            yield _lost(task, result.reason) if isinstance(result, Lost) else result

    return extract(engine, answers, reader_version(), everything=everything, progress=progress)


def _answer(folder: Path, task: Task) -> Answer:
    """In a worker: fetch the bytes from the archive and read them."""
    try:
        body = Archive(folder).body(task.warc_file, task.warc_offset)
    except (ArchiveError, OSError) as error:
        return Answer(task, None, f"not in the archive where the index says: {error}")
    with reading_while(patience(SECONDS + _seconds_more(task))):
        return Answer(task, read(body, task.context, _Pictures(folder, task.pictures)))


def _seconds_more(task: Task) -> float:
    return SECONDS_A_PICTURE * len(task.pictures)


class _Pictures(Mapping[str, bytes]):
    """The pictures of a page by address, fetched from the archive when they are asked for; unreadable ones are lost."""

    def __init__(self, folder: Path, pictures: Sequence[ArchivedPicture]) -> None:
        self._folder = folder
        self._places = {picture.url: picture for picture in pictures}

    def __getitem__(self, address: str) -> bytes:
        picture = self._places[address]
        try:
            return Archive(self._folder).body(picture.warc_file, picture.warc_offset)
        except (ArchiveError, OSError) as error:
            raise KeyError(address) from error

    def __contains__(self, address: object) -> bool:
        return address in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _lost(task: Task, reason: str) -> Answer:
    """A document that took too long, too much memory, or its worker down: unreadable, with the reason."""
    return Answer(task, unreadable(task.context.source, task.sha256, reason, task.context.media_type))
