"""From the archive to the database: which documents are to be read, what is known of each, and loading them.

Pages are read before the attachments that hang on them, so that an attachment can be told the title of its page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, Select, func, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, aliased

from archive.store import Archive, ArchiveError
from db.engine import writing
from db.load import load, mark_gone
from db.models import Document, Portal
from extract.document import Problem
from extract.report import Context, Reading

ROLES = ("article", "attachment")
BATCH = 64
ROUNDS = 3

Read = Callable[[bytes, Context], Reading]


@dataclass(frozen=True)
class Task:
    """A document to read: where its bytes are and what is known of it from outside."""

    document_id: int
    warc_file: str
    warc_offset: int
    context: Context


@dataclass(frozen=True)
class Answer:
    """What came of a task: a reading, or the fault that kept the document from being read at all."""

    task: Task
    reading: Reading | None
    fault: str | None = None


@dataclass
class Extraction:
    """The account of a run: how many documents ended how, and every failure with its address and reason."""

    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)
    gone: int = 0


def extract(
    engine: Engine,
    data_dir: Path,
    read: Read,
    read_by: str,
    *,
    everything: bool = False,
    jobs: int = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Extraction:
    """Read and load what was not yet read by ``read_by``, or ``everything``. ``progress`` gets (done, total).

    A batch is committed at a time, a document is loaded whole or not at all, and a fault of one does not stop
    the others: it is in the account, and the document stays to be read.
    """
    account = Extraction()
    faulty: set[int] = set()
    for attempt in range(ROUNDS):  # loading can ask for a document to be read again
        again = everything and attempt == 0
        total, done = count_tasks(engine, read_by, again), 0
        if total <= len(faulty):
            break
        tasks = (task for task in _tasks(engine, read_by, again) if task.document_id not in faulty)
        for batch in _batches(_answers(tasks, data_dir / "warc", read, jobs)):
            faulty |= _load_batch(engine, batch, read_by, account)
            done += len(batch)
            progress(done, total)
    with writing(engine) as session:
        account.gone = mark_gone(session)
    return account


def count_tasks(engine: Engine, read_by: str, everything: bool) -> int:
    """How many documents are to be read."""
    with Session(engine) as session:
        return session.scalar(_pending(select(func.count(Document.document_id)), read_by, everything)) or 0


def _pending(query: Select[int], read_by: str, everything: bool) -> Select[int]:
    query = query.where(Document.role.in_(ROLES), Document.http_status < 300)
    if everything:
        return query
    return query.where(or_(Document.read_by.is_(None), Document.read_by != read_by))


def _tasks(engine: Engine, read_by: str, everything: bool) -> Iterator[Task]:
    """The tasks, batch by batch, so that no transaction stays open while documents are read."""
    for role in ROLES:
        last = 0
        while True:
            numbers = _pending(select(Document.document_id), read_by, everything)
            numbers = numbers.where(Document.role == role, Document.document_id > last)
            with Session(engine) as session:
                found = list(session.scalars(numbers.order_by(Document.document_id).limit(BATCH)))
                tasks = [_task(session, session.get_one(Document, number)) for number in found]
            if not tasks:
                break
            last = found[-1]
            yield from tasks


def _task(session: Session, document: Document) -> Task:
    portal = session.get(Portal, document.portal) if document.portal else None
    parent = _parent(session, document)
    context = Context(
        source=document.url,
        url=document.url,
        media_type=document.media_type,
        link_text=document.link_text,
        parent_title=(parent.title or parent.link_text) if parent else None,
        column_name=document.column_name or (parent.column_name if parent else None),
        breadcrumb=document.breadcrumb or (parent.breadcrumb if parent else None),
        portal_name=portal.name if portal else None,
        region_code=portal.region_code if portal else None,
        published=parent.published if parent else None,
    )
    return Task(document.document_id, document.warc_file, document.warc_offset, context)


def _parent(session: Session, document: Document) -> Document | None:
    """The page that an attachment hangs on, as it was when seen last."""
    if document.role != "attachment" or document.parent_url is None:
        return None
    page = aliased(Document)
    found = select(page).where(page.url == document.parent_url, page.role == "article")
    return session.scalars(found.order_by(page.last_seen.desc(), page.version.desc())).first()


def _answers(tasks: Iterable[Task], folder: Path, read: Read, jobs: int) -> Iterator[Answer]:
    """Read the documents, in this process or in ``jobs`` others; answers come in the order of the tasks."""
    answer = partial(_answer, folder, read)
    if jobs == 1:
        yield from map(answer, tasks)
        return
    waiting = iter(tasks)
    while batch := list(islice(waiting, BATCH)):
        try:
            with ProcessPoolExecutor(jobs) as pool:
                yield from list(pool.map(answer, batch))
        except BrokenProcessPool:  # one of them killed its process: each in a process of its own says which
            yield from (_answer_alone(answer, task) for task in batch)


def _answer(folder: Path, read: Read, task: Task) -> Answer:
    try:
        body = Archive(folder).body(task.warc_file, task.warc_offset)
    except (ArchiveError, OSError) as error:
        return Answer(task, None, f"not in the archive where the index says: {error}")
    return Answer(task, read(body, task.context))


def _answer_alone(answer: Callable[[Task], Answer], task: Task) -> Answer:
    try:
        with ProcessPoolExecutor(1) as pool:
            return pool.submit(answer, task).result()
    except BrokenProcessPool:
        killed = Problem("reader.killed", "reading it took down the reading process")
        source = task.context.source
        return Answer(task, Reading(source, "", task.context.media_type or "", "unreadable", problems=[killed]))


def _batches(answers: Iterator[Answer]) -> Iterator[list[Answer]]:
    while batch := list(islice(answers, BATCH)):
        yield batch


def _load_batch(engine: Engine, batch: list[Answer], read_by: str, account: Extraction) -> set[int]:
    """Load answers in one transaction, a savepoint each. The documents that stay to be read."""
    faulty: set[int] = set()
    with writing(engine) as session:
        for answer in batch:
            address = answer.task.context.source
            fault = answer.fault
            if answer.reading is not None:
                try:
                    with session.begin_nested():
                        document = session.get_one(Document, answer.task.document_id)
                        outcome = load(session, document, answer.reading, read_by)
                except (SQLAlchemyError, ValueError, OverflowError) as error:
                    fault = f"not loaded: {error}"
                else:
                    account.outcomes[outcome.action] += 1
                    if outcome.action in ("unreadable", "incomplete"):
                        reason = document.reason or "; ".join(p.message for p in answer.reading.problems)
                        account.failures.append((address, reason or "agency or year not known"))
            if fault is not None:
                faulty.add(answer.task.document_id)
                account.outcomes["failed"] += 1
                account.failures.append((address, fault))
    return faulty
