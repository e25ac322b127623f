"""The working database as a SQLite file to read from: itself, or a copy streamed from another engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, insert, select

from db.models import Base

ROWS_AT_ONCE = 5_000


@contextmanager
def working_file(engine: Engine, copy: Path) -> Iterator[Path]:
    """The path of the working database; for PostgreSQL and others of a copy, which is removed at the end."""
    own = engine.url.database
    if engine.dialect.name == "sqlite" and own and own != ":memory:":
        yield Path(own)
        return
    try:
        copy_rows(engine, copy)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def copy_rows(engine: Engine, copy: Path) -> None:
    """Stream every table into a new SQLite file, in one snapshot of the source."""
    target = create_engine(f"sqlite:///{copy}")
    Base.metadata.create_all(target)
    source = engine.connect()
    if engine.dialect.name == "postgresql":
        source = source.execution_options(isolation_level="REPEATABLE READ")
    with source, target.begin() as into:
        for table in Base.metadata.sorted_tables:
            rows = source.execution_options(stream_results=True).execute(select(table)).mappings()
            for part in rows.partitions(ROWS_AT_ONCE):
                into.execute(insert(table), [dict(row) for row in part])
    target.dispose()
