"""Migrations and models say the same, forwards and backwards, on an empty database and beside a running one."""

from __future__ import annotations

import io
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from db.engine import DatabaseUnusableError, alembic_config, database_url, newest_revision, open_database
from db.models import Base

PROMISED = {
    "regions", "portals", "agencies", "documents", "reports", "proactive_disclosure", "applications", "disputes",
    "statistics_2014", "sections", "checks", "crawl_runs",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_other_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GONGKAI_DATABASE_URL", raising=False)


def test_an_opened_database_has_every_promised_table_and_its_settings(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "new" / "folder")
    assert set(inspect(engine).get_table_names()) >= PROMISED
    with engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert pragma == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30_000}


def test_models_and_migrations_agree(tmp_path: Path) -> None:
    engine = open_database(tmp_path)
    config = alembic_config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.check(config)


def test_downgrade_leaves_nothing(tmp_path: Path) -> None:
    engine = open_database(tmp_path)
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    assert set(inspect(open_database(tmp_path)).get_table_names()) >= PROMISED


def test_two_processes_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        engines = list(pool.map(open_database, [tmp_path] * 4))
    assert all(set(inspect(engine).get_table_names()) >= PROMISED for engine in engines)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "gongkai.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(DatabaseUnusableError, match=r"gongkai\.db"):
        open_database(tmp_path)


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    open_database(tmp_path).dispose()
    with sqlite3.connect(tmp_path / "gongkai.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseUnusableError, match="newer"):
        open_database(tmp_path)


def test_another_address_may_be_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert database_url(tmp_path) == f"sqlite:///{tmp_path}/gongkai.db"
    monkeypatch.setenv("GONGKAI_DATABASE_URL", "postgresql+pg8000://archive/gongkai")
    assert database_url(tmp_path) == "postgresql+pg8000://archive/gongkai"


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_is_good_postgresql(table) -> None:
    assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_the_migrations_are_good_postgresql() -> None:
    config = alembic_config()
    config.set_main_option("sqlalchemy.url", "postgresql+pg8000://nowhere/none")
    config.output_buffer = said = io.StringIO()
    with redirect_stdout(said):
        command.upgrade(config, "head", sql=True)
    sql = said.getvalue()
    assert "CREATE TABLE reports" in sql
    assert "fk_documents_report_id_reports" in sql


def test_every_constraint_has_a_name() -> None:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    nameless = [
        (table, key["constrained_columns"])
        for table in inspect(engine).get_table_names()
        for key in inspect(engine).get_foreign_keys(table)
        if not key["name"]
    ]
    assert not nameless


def test_the_newest_migration_is_read_as_alembic_reads_it(tmp_path: Path) -> None:
    assert newest_revision() == ScriptDirectory.from_config(alembic_config()).get_current_head()
    for name, text in {
        "0001_a.py": 'revision = "0001"\ndown_revision = None\n',
        "0002_b.py": 'revision: str = "0002"\ndown_revision: str | None = "0001"\n',
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert newest_revision(tmp_path) == "0002"
