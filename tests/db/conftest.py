from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.engine import open_database
from tests.db.archive_of_tests import TestArchive


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestArchive]:
    monkeypatch.delenv("GONGKAI_DATABASE_URL", raising=False)
    engine = open_database(tmp_path)
    yield TestArchive(engine)
    engine.dispose()
