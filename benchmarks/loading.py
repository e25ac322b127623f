"""Loading readings into the working database, beside ``sqlite3 .import`` of the same rows without any check."""

from __future__ import annotations

import csv
import pickle
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks.corpus import html_reports
from benchmarks.measure import Contestant, compare, python, run
from extract.reader import read
from extract.report import Context

LOAD = """
import pickle, sys
from datetime import UTC, datetime
from pathlib import Path
from db.engine import open_database, writing
from db.load import load
from db.models import Document
engine = open_database(Path(sys.argv[2]))
readings = pickle.load(open(sys.argv[1], "rb"))
now = datetime(2026, 1, 1, tzinfo=UTC)
for start in range(0, len(readings), 256):
    with writing(engine) as session:
        for reading in readings[start:start + 256]:
            document = Document(url=reading.source, role="article", sha256=reading.sha256, bytes=1, http_status=200,
                                fetched=now, last_seen=now, warc_file="w", warc_offset=0)
            session.add(document)
            session.flush()
            with session.begin_nested():
                load(session, document, reading, "benchmark")
"""


def main() -> None:
    """Print the table. ``rows`` are those that loading made in the tables of figures, sections and checks."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as name, html_reports() as (folder, _):
        here = Path(name)
        readings = [read(path.read_bytes(), Context(source=path.name)) for path in sorted(folder.iterdir())]
        (here / "readings.pickle").write_bytes(pickle.dumps(readings))
        load = python("-c", LOAD, str(here / "readings.pickle"), str(here / "data"))
        contestant = Contestant("gongkai load", load, lambda: shutil.rmtree(here / "data", ignore_errors=True))
        run(contestant)
        rows, script = _as_csv(here / "data" / "gongkai.db", here)
        bare = ["sqlite3", str(here / "bare.db"), *script]
        compare(
            f"Loading {len(readings)} reports",
            "rows",
            rows,
            [
                Contestant("sqlite3 .import, no checks", bare, lambda: (here / "bare.db").unlink(missing_ok=True)),
                contestant,
            ],
        )


def _as_csv(database: Path, folder: Path) -> tuple[int, list[str]]:
    """Every table that has rows as CSV; how many rows, and the words that import them."""
    total, script = 0, []
    with closing(sqlite3.connect(database)) as source:
        tables = [row[0] for row in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            cursor = source.execute(f'SELECT * FROM "{table}"')
            rows = cursor.fetchall()
            if not rows or table in ("regions", "alembic_version"):
                continue
            path = folder / f"{table}.csv"
            with path.open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow([column[0] for column in cursor.description])
                writer.writerows(rows)
            total += len(rows)
            script += [f".import --csv {path} {table}"]
    return total, script


if __name__ == "__main__":
    main()
