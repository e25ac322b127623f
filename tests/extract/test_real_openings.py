"""The beginnings of real reports as published: whose, of where and of which year, from what each page offers.

``files/real_openings.tsv`` holds facts only: the address as found (those on foreign domains are copies of a
government's page), the code of the site's division where it is known, and the words that name somebody or some
year, shortened. An empty agency or region means that nothing there tells it.
"""

import csv
from pathlib import Path

import pytest

from tests.extract.test_metadata import codes, page, read

FILE = Path(__file__).parent / "files" / "real_openings.tsv"
with FILE.open(encoding="utf-8") as file:
    OPENINGS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", OPENINGS, ids=[row["agency"] or row["url"][:40] for row in OPENINGS])
def test_whose_it_is_where_the_site_is_known(row):
    found = read(page(*row["lines"].split("\\n"), sections=[]), url=row["url"], region_code=row["portal"] or None)
    assert (found.agency or "", found.region_code or "", str(found.year)) == (
        row["agency"],
        row["region_code"],
        row["year"],
    )


@pytest.mark.parametrize("row", OPENINGS, ids=[row["agency"] or row["url"][:40] for row in OPENINGS])
def test_nothing_is_wrong_in_silence_where_the_site_is_not_known(row):
    """A name without its place says so; one with another's would not."""
    found = read(page(*row["lines"].split("\\n"), sections=[]), url=row["url"])
    assert str(found.year) == row["year"] or found.year is None
    if found.agency and not any(code.startswith(("agency", "region")) for code in codes(found)):
        assert found.region_code in (row["region_code"], None)
        assert row["agency"].endswith(found.agency)
