"""From the archive to the database: which documents are to be read, what is known of each, and loading them.

Pages are read before the attachments that hang on them, so that an attachment can be told the title of its page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Engine, Select, func, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, aliased

from db.engine import writing
from db.load import load, mark_gone
from db.models import Document, Portal
from db.regions import fill_regions
from db.versions import read_returned
from extract.report import Context, Reading

ROLES = ("article", "attachment")
BATCH = 256
ROUNDS = 3


@dataclass(frozen=True)
class ArchivedPicture:
    """A picture that a page shows: its address and where its bytes are."""

    document_id: int
    url: str
    warc_file: str
    warc_offset: int


@dataclass(frozen=True)
class Task:
    """A document to read: where its bytes are and what is known of it from outside.

    ``pictures`` are those archived with a page; of several bodies of one address the last is the newest.
    """

    document_id: int
    warc_file: str
    warc_offset: int
    sha256: str
    context: Context
    pictures: tuple[ArchivedPicture, ...] = ()


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
    answer: Callable[[Sequence[Task]], Iterable[Answer]],
    read_by: str,
    *,
    everything: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Extraction:
    """Load what was not yet read by ``read_by``, or ``everything``. ``progress`` gets (done, total).

    ``answer`` reads a batch of documents, in whichever processes it likes, and gives an answer to each task.
    A batch is committed at a time, a document is loaded whole or not at all, and a fault of one does not stop
    the others: it is in the account, and the document stays to be read.
    """
    fill_regions(engine)
    with writing(engine) as session:
        read_returned(session)
        _read_with_new_pictures(session)
    account = Extraction()
    faulty: set[int] = set()
    for attempt in range(ROUNDS):  # loading can ask for a document to be read again
        again = everything and attempt == 0
        total, done = count_tasks(engine, read_by, again), 0
        if total <= len(faulty):
            break
        for batch in _batches(engine, read_by, again):
            tasks = [task for task in batch if task.document_id not in faulty]
            faulty |= _load_batch(engine, answer(tasks), read_by, account)
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


def _batches(engine: Engine, read_by: str, everything: bool) -> Iterator[list[Task]]:
    """The tasks, batch by batch, each made up only when those before it are loaded.

    So an attachment learns what its page was read as, and no transaction stays open while documents are read.
    """
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
            yield tasks


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
    return Task(
        document.document_id,
        document.warc_file,
        document.warc_offset,
        document.sha256,
        context,
        _pictures(session, document),
    )


def _pictures(session: Session, document: Document) -> tuple[ArchivedPicture, ...]:
    if document.role != "article":
        return ()
    found = select(Document).where(Document.parent_url == document.url, Document.role == "image")
    found = found.where(Document.http_status < 300).order_by(Document.last_seen, Document.version, Document.document_id)
    return tuple(
        ArchivedPicture(one.document_id, one.url, one.warc_file, one.warc_offset) for one in session.scalars(found)
    )


def _read_with_new_pictures(session: Session) -> None:
    """Have pages read again whose pictures came after they were read: no reading of the page has seen those yet."""
    picture = aliased(Document)
    unseen = (
        select(Document)
        .join(picture, picture.parent_url == Document.url)
        .where(Document.role == "article", Document.read_by.is_not(None))
        .where(picture.role == "image", picture.http_status < 300, picture.read_by.is_(None))
    )
    for document in session.scalars(unseen):
        document.read_by = None
    session.flush()


def _note_pictures(session: Session, task: Task, read_by: str) -> None:
    """A page's pictures count as read with the page."""
    for picture in task.pictures:
        session.get_one(Document, picture.document_id).read_by = read_by


def _parent(session: Session, document: Document) -> Document | None:
    """The page that an attachment hangs on, as it was when seen last."""
    if document.role != "attachment" or document.parent_url is None:
        return None
    page = aliased(Document)
    found = select(page).where(page.url == document.parent_url, page.role == "article")
    return session.scalars(found.order_by(page.last_seen.desc(), page.version.desc())).first()


def _load_batch(engine: Engine, answers: Iterable[Answer], read_by: str, account: Extraction) -> set[int]:
    """Load answers in one transaction, a savepoint each. The documents that stay to be read."""
    faulty: set[int] = set()
    read = list(answers)  # before the write lock is taken
    with writing(engine) as session:
        for answer in read:
            address = answer.task.context.source
            fault = answer.fault
            if answer.reading is not None:
                try:
                    with session.begin_nested():
                        document = session.get_one(Document, answer.task.document_id)
                        outcome = load(session, document, answer.reading, read_by)
                        _note_pictures(session, answer.task, read_by)
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
