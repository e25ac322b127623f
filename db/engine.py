"""Opening the working database: its address, its settings, its migrations."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

MIGRATIONS = Path(__file__).parents[1] / "migrations"
BUSY_TIMEOUT_MS = 30_000


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
    config = alembic_config()
    with engine.connect() as connection:
        if revision == "head" and _revision(connection) == ScriptDirectory.from_config(config).get_current_head():
            return
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
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _set_pragmas(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    """WAL lets readers read while one writes; a writer waits for another instead of failing at once."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()
