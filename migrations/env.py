"""Alembic's environment: our models against the database that was opened, or $GONGKAI_DATABASE_URL."""

from __future__ import annotations

import os
from pathlib import Path

from alembic import context
from sqlalchemy import Connection, create_engine

from db.engine import database_url
from db.models import Base


def _run(connection: Connection) -> None:
    """SQLite cannot alter a table in place, so changes there copy it (batch mode)."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _offline() -> None:
    """Print the statements instead of running them (``alembic upgrade head --sql``)."""
    url = context.config.get_main_option("sqlalchemy.url")
    context.configure(url=url, target_metadata=Base.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    _offline()
elif (given := context.config.attributes.get("connection")) is not None:
    _run(given)
else:
    data_dir = Path(os.environ.get("GONGKAI_DATA") or "data")
    with create_engine(database_url(data_dir)).connect() as own:
        _run(own)
