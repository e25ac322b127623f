"""Copying a working database from one engine to another: SQLite to PostgreSQL and back.

``python -m db.copying FROM TO`` with SQLAlchemy addresses, as in
``python -m db.copying sqlite:////srv/gongkai/data/gongkai.db postgresql+pg8000://gongkai@db/gongkai``.
"""

from __future__ import annotations

import sys

from sqlalchemy import Connection, Engine, Table, bindparam, create_engine, func, insert, select, text, update

from db.engine import migrate
from db.models import Base, Document

ROWS_AT_ONCE = 5_000
_LATER = Document.__table__.c.report_id  # documents and reports point to each other


class CopyError(Exception):
    """The target holds rows already, so that copying would mix two archives."""


def copy_rows(source: Engine, target: Engine) -> dict[str, int]:
    """Stream every table of one snapshot of the source into the empty tables of the target; rows by table.

    Raises :class:`CopyError` where the target is not empty. All or nothing.
    """
    snapshot = source.connect()
    if source.dialect.name == "postgresql":
        snapshot = snapshot.execution_options(isolation_level="REPEATABLE READ")
    counts: dict[str, int] = {}
    with snapshot, target.begin() as into:
        for table in Base.metadata.sorted_tables:
            if into.execute(select(func.count()).select_from(table)).scalar_one():
                raise CopyError(f"{target.url.render_as_string()}: {table.name} holds rows already")
        if source.dialect.name == "sqlite":
            snapshot.exec_driver_sql("BEGIN")
        for table in Base.metadata.sorted_tables:
            counts[table.name] = _copy(table, snapshot, into)
        _point(snapshot, into)
        if target.dialect.name == "postgresql":
            _advance_sequences(into)
    return counts


def _copy(table: Table, snapshot: Connection, into: Connection) -> int:
    number = 0
    rows = snapshot.execution_options(stream_results=True).execute(select(table)).mappings()
    for part in rows.partitions(ROWS_AT_ONCE):
        made = [dict(row) for row in part]
        if table is Document.__table__:
            made = [{**row, _LATER.name: None} for row in made]
        into.execute(insert(table), made)
        number += len(made)
    return number


def _point(snapshot: Connection, into: Connection) -> None:
    """Let documents point to their reports, now that these are there."""
    key = Document.__table__.c.document_id
    pointing = snapshot.execute(select(key.label("of"), _LATER.label("to")).where(_LATER.is_not(None))).mappings()
    change = update(Document).where(Document.document_id == bindparam("of")).values(report_id=bindparam("to"))
    for part in pointing.partitions(ROWS_AT_ONCE):
        into.execute(change, [dict(row) for row in part])


def _advance_sequences(into: Connection) -> None:
    """New rows get numbers above those that were copied."""
    for table in Base.metadata.sorted_tables:
        for column in table.primary_key.columns:
            sequence = into.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
            ).scalar()
            if sequence is not None:
                highest = into.execute(select(func.max(column))).scalar()
                into.execute(
                    text("SELECT setval(CAST(:sequence AS regclass), :at, :used)"),
                    {"sequence": sequence, "at": highest or 1, "used": highest is not None},
                )


def main(words: list[str]) -> int:
    """Copy FROM TO. 2 where the words are not two, 1 where the target is not empty."""
    if len(words) != 2:
        print("usage: python -m db.copying FROM TO   (SQLAlchemy addresses)", file=sys.stderr)
        return 2
    source, target = (create_engine(word) for word in words)
    migrate(source)
    migrate(target)
    try:
        counts = copy_rows(source, target)
    except CopyError as error:
        print(f"copying: {error}", file=sys.stderr)
        return 1
    for table, rows in sorted(counts.items()):
        print(f"{rows:>9,} {table}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
