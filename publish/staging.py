"""The working database as a SQLite file to read from: itself, or a copy streamed from another engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine

from db.copying import copy_rows
from db.models import Base


@contextmanager
def working_file(engine: Engine, copy: Path) -> Iterator[Path]:
    """The path of the working database; for PostgreSQL and others of a copy, which is removed at the end."""
    own = engine.url.database
    if engine.dialect.name == "sqlite" and own and own != ":memory:":
        yield Path(own)
        return
    try:
        copied(engine, copy)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def copied(engine: Engine, copy: Path) -> None:
    """A new SQLite file with every row of the working database, in one snapshot of it."""
    target = create_engine(f"sqlite:///{copy}")
    Base.metadata.create_all(target)
    copy_rows(engine, target)
    target.dispose()
