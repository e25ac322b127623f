"""Building ``public.db`` afresh from the working database, and swapping it in when it is whole.

Rows stream from one database to the other (ATTACH, INSERT … SELECT); nothing holds a table in memory. The new
file takes the old one's place in one step: who has the old one open goes on reading it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from publish.added import fill_added
from publish.chinese import index_text
from publish.schema import INDEXES, public_tables
from publish.staging import working_file
from publish.views import VIEWS

PREFIX = ".public-"
Progress = Callable[[str], None]


class PublishError(Exception):
    """The new database is not fit to be published; the old one stays. The message says why."""


@dataclass(frozen=True)
class FullText:
    """A full-text index: which columns of which table, found by the table's integer key."""

    table: str
    key: str
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """The index's own table."""
        return f"{self.table}_fts"


FULL_TEXT = (
    FullText("reports", "report_id", ("title", "agency")),
    FullText("sections", "section_id", ("heading", "text")),
    FullText("agencies", "agency_id", ("name", "region")),
)


@dataclass(frozen=True)
class Published:
    """What was published: the file, and how many rows each table has."""

    path: Path
    rows: dict[str, int]


def publish(engine: Engine, data_dir: Path, today: date, progress: Progress = lambda step: None) -> Published:
    """Build ``public.db`` in ``data_dir`` and swap it in. ``today`` decides which reports are due.

    Raises :class:`PublishError` where the result is not whole; the published file is untouched then.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    target = data_dir / "public.db"
    for left_over in data_dir.glob(f"{PREFIX}*"):  # of a run that was killed
        left_over.unlink()
    new = data_dir / f"{PREFIX}{os.getpid()}.db"
    try:
        with working_file(engine, data_dir / f"{PREFIX}{os.getpid()}-work.db") as work:
            rows = _build(new, work, today, progress)
        progress("swap")
        _swap(new, target)
    finally:
        new.unlink(missing_ok=True)
    return Published(target, rows)


def _build(new: Path, work: Path, today: date, progress: Progress) -> dict[str, int]:
    database = sqlite3.connect(new.absolute().as_uri(), isolation_level=None, uri=True)
    try:
        # A new file that is thrown away when anything goes wrong needs no journal.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE", "cache_size = -65536"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("ATTACH DATABASE ? AS work", (f"{work.absolute().as_uri()}?mode=ro",))
        database.execute("BEGIN")  # one view of the working database, whatever is written to it meanwhile
        for table in public_tables().values():
            progress(table.name)
            database.execute(table.create)
            if table.fill:
                database.execute(table.fill)
        fill_added(database, today)
        for name, view in VIEWS.items():
            progress(name)
            database.execute(view())
        _index(database, progress)
        database.execute("COMMIT")
        database.execute("DETACH DATABASE work")
        progress("analyze")
        database.execute("ANALYZE")
        return _verify(database, progress)
    except sqlite3.Error as error:
        raise PublishError(f"public.db could not be built: {error}") from error
    finally:
        database.close()


def _index(database: sqlite3.Connection, progress: Progress) -> None:
    for table, indexes in INDEXES.items():
        progress(f"indexes of {table}")
        for columns in indexes:
            listed = ", ".join(f'"{column}"' for column in columns)
            database.execute(f'CREATE INDEX "ix_{table}_{"_".join(columns)}" ON "{table}" ({listed})')
    database.create_function("bigrams", 1, index_text, deterministic=True)
    for full_text in FULL_TEXT:
        progress(full_text.name)
        listed = ", ".join(full_text.columns)
        # Contentless: only the tokens are kept, the text is in its table.
        database.execute(f"CREATE VIRTUAL TABLE \"{full_text.name}\" USING fts5({listed}, content='')")
        database.execute(
            f'INSERT INTO "{full_text.name}" (rowid, {listed}) '  # noqa: S608 - names of our own
            f"SELECT {full_text.key}, {', '.join(f'bigrams({c})' for c in full_text.columns)} FROM {full_text.table}"
        )
        database.execute(f'INSERT INTO "{full_text.name}" ("{full_text.name}") VALUES (\'optimize\')')  # noqa: S608


def _verify(database: sqlite3.Connection, progress: Progress) -> dict[str, int]:
    """Count the rows of every table. Raises :class:`PublishError` where SQLite finds fault with the file."""
    progress("integrity")
    faults = [row[0] for row in database.execute("PRAGMA integrity_check(10)") if row[0] != "ok"]
    faults += [
        f"{table} row {row} points to no {to}" for table, row, to, _ in database.execute("PRAGMA foreign_key_check")
    ]
    if faults:
        raise PublishError("public.db is not whole: " + "; ".join(faults[:10]))
    return {
        name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names of our own
        for name in public_tables()
    }


def _swap(new: Path, target: Path) -> None:
    """Put the new file in the old one's place, on the disk before in the folder."""
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    new.chmod(0o644)
    new.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
