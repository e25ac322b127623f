"""Opening the working database: its address, its settings, its migrations."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parents[1] / "migrations"
BUSY_TIMEOUT_MS = 30_000

_REVISION = re.compile(r"^revision\b[^=\n]*=\s*[\"']([^\"']+)[\"']", re.M)
_FOLLOWS = re.compile(r"^down_revision\b[^=\n]*=\s*[\"']([^\"']+)[\"']", re.M)


class DatabaseUnusableError(Exception):
    """The database cannot be opened or brought up to date; the message says which, why and what to do."""


def database_url(data_dir: Path) -> str:
    """$GONGKAI_DATABASE_URL where it is set (PostgreSQL, say), else the SQLite file of the archive's folder."""
    return os.environ.get("GONGKAI_DATABASE_URL") or f"sqlite:///{data_dir / 'gongkai.db'}"


def open_database(data_dir: Path) -> Engine:
    """The working database, made if it is not there, at the newest migration.

    Raises :class:`DatabaseUnusableError` where it cannot be opened, is no database, or is newer than the program.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    url = database_url(data_dir)
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
    try:
        migrate(engine)
    except (SQLAlchemyError, sqlite3.Error) as error:
        engine.dispose()
        shown = make_url(url).render_as_string(hide_password=True)
        raise DatabaseUnusableError(f"{shown} cannot be opened: {error}") from error
    return engine


def migrate(engine: Engine, revision: str = "head") -> None:
    """Upgrade to a revision, all or nothing; another process that wants the same waits and finds it done."""
    with engine.connect() as connection:
        if revision == "head" and _revision(connection) == newest_revision():
            return
    from alembic import command  # slow to import, and seldom needed
    from alembic.util import CommandError

    config = alembic_config()
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, revision)
        except CommandError as error:
            raise DatabaseUnusableError(
                f"the database knows a migration that this program does not ({error}): install the newer gongkai"
            ) from error


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session in one transaction that writes: committed at the end, undone by an error.

    On SQLite the write lock is taken at once, so that no other writer comes between reading and writing, and
    savepoints inside nest as they should.
    """
    with Session(engine) as session, session.begin():
        if engine.dialect.name == "sqlite":
            session.connection().exec_driver_sql("BEGIN IMMEDIATE")
        yield session


def alembic_config() -> Config:
    """Alembic's settings without an ini file, so that an installed program needs none."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def newest_revision(folder: Path = MIGRATIONS / "versions") -> str:
    """The migration that no other one follows, read from the files as Alembic does, at a hundredth of the price."""
    files = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))]
    followed = {found[1] for text in files if (found := _FOLLOWS.search(text))}
    heads = [found[1] for text in files if (found := _REVISION.search(text)) and found[1] not in followed]
    if len(heads) != 1:
        raise DatabaseUnusableError(f"{folder}: {len(heads)} migrations are the newest, where one must be")
    return heads[0]


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()


def _set_pragmas(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    """WAL lets readers read while one writes; a writer waits for another instead of failing at once."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()
