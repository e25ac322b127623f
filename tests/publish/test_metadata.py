"""Every table, column and query is described in both languages; what is written from the registries is not stale."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from publish.columns import UndescribedColumnError, columns_of, described, described_tables
from publish.dictionary import FILE as DICTIONARY
from publish.dictionary import dictionary
from publish.metadata import FILE, metadata, metadata_text, queries
from publish.schema import public_tables

HAN = re.compile(r"[一-鿿]")
LATIN = re.compile(r"[A-Za-z]{2}")
TABLES = [*public_tables(), "applications_long", "series"]


def test_the_committed_metadata_is_what_the_registries_give() -> None:
    assert FILE.read_text(encoding="utf-8") == metadata_text(), "run 'make docs'"


def test_the_committed_dictionary_is_what_the_registries_give() -> None:
    assert DICTIONARY.read_text(encoding="utf-8") == dictionary(), "run 'make docs'"


def test_the_file_says_what_the_program_serves() -> None:
    assert yaml.safe_load(FILE.read_text(encoding="utf-8")) == metadata()


def test_nothing_is_described_that_is_not_there() -> None:
    assert set(described_tables()) == set(TABLES)
    for table, entry in described_tables().items():
        assert set(entry.get("columns") or {}) <= set(columns_of(table)), table


@pytest.mark.parametrize("table", TABLES)
def test_every_table_and_column_has_its_meaning_in_both_languages(table: str) -> None:
    entry = described_tables()[table]
    assert HAN.search(entry["zh"])
    assert LATIN.search(entry["en"])
    for column in columns_of(table):
        told = described(table, column)
        assert HAN.search(told.zh), column
        assert LATIN.search(told.en), column


def test_a_column_without_a_meaning_is_an_error() -> None:
    with pytest.raises(UndescribedColumnError, match="new_column"):
        described("reports", "new_column")


@pytest.mark.parametrize("table", ["applications", "disputes", "proactive_disclosure", "statistics_2014"])
def test_figures_have_units(table: str) -> None:
    keys = {"report_id", "agency_id", "year", "region_code", "scope", "level", "row", "stage", "place", "raw"}
    assert all(described(table, column).unit for column in columns_of(table) if column not in keys)


def test_the_columns_described_are_those_of_the_database(data_dir: Path) -> None:
    with closing(sqlite3.connect(data_dir / "public.db")) as database:
        for table in TABLES:
            there = tuple(row[1] for row in database.execute(f'PRAGMA table_info("{table}")'))
            assert there == columns_of(table), table


@pytest.mark.parametrize("table", TABLES)
def test_what_pages_are_told_of_a_table_exists(table: str) -> None:
    entry = metadata()["databases"]["public"]["tables"][table]
    named = {entry.get("label_column"), entry.get("sort"), entry.get("sort_desc"), *entry.get("facets", ())} - {None}
    assert named <= set(columns_of(table))
    assert 0 < entry["size"] <= 100


def test_licence_source_and_about_are_told() -> None:
    assert all(metadata()[name] for name in ("title", "description", "license", "license_url", "source", "about"))


@pytest.mark.parametrize("name", queries())
def test_every_query_is_explained_in_both_languages(name: str) -> None:
    query = queries()[name]
    for field, wanted in (("zh", HAN), ("en", LATIN), ("about_zh", HAN), ("about_en", LATIN)):
        assert wanted.search(query[field]), field
    asked = set(re.findall(r":([a-z]\w*)", re.sub(r"'[^']*'", "", query["sql"])))
    assert asked == set(query["parameters"])
    assert all(HAN.search(says) and LATIN.search(says) for says in query["parameters"].values())


def test_there_are_queries_enough() -> None:
    assert len(queries()) >= 10
