"""The short text of a row's evidence gives back every cell's place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.evidence import is_certain, read_places, write_places
from extract.document import Place

ORDER = ["natural_person", "business", "total"]
AT = Place(table=3, row=5, cell=4)


@pytest.mark.parametrize(
    ("places", "text"),
    [
        ({}, None),
        ({c: Place(table=3, row=5, cell=4 + n) for n, c in enumerate(ORDER)}, "table 3 row 5 cells 4-6"),
        ({c: Place(line=7 + n) for n, c in enumerate(ORDER)}, "lines 7-9"),
        ({"business": AT}, "business: table 3 row 5 cell 4"),
        ({"natural_person": AT, "total": AT}, "natural_person: table 3 row 5 cell 4; total: table 3 row 5 cell 4"),
        (
            {"business": AT, "total": Place(table=3, row=5, cell=5)},
            "business-total: table 3 row 5 cells 4-5",
        ),
        ({"total": Place(page=2, bbox=(1, 2, 3.25, 4))}, "total: page 2 box 1.0 2.0 3.2 4.0"),
        ({"total": Place()}, "total: ?"),
        ({"total": Place(part="a; b: c.xls", row=1)}, 'total: part "a\\u003b b: c.xls" row 1'),
    ],
)
def test_places_are_written_short(places: dict[str, Place], text: str | None) -> None:
    assert write_places(places, ORDER) == text


COUNTS = st.one_of(st.none(), st.integers(1, 30))
EDGES = st.floats(-10, 900).map(lambda x: round(x, 1) + 0.0)
PLACES = st.builds(
    Place,
    table=COUNTS,
    row=COUNTS,
    cell=COUNTS,
    line=COUNTS,
    page=COUNTS,
    bbox=st.one_of(st.none(), st.tuples(EDGES, EDGES, EDGES, EDGES)),
    part=st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["甲.xls", "a; b: c 3-4", "box 1 2 3 4", '"'])),
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(ORDER), PLACES), st.integers(1, 5), st.sampled_from(["cell", "row", "line"]))
def test_every_place_comes_back(places: dict[str, Place], start: int, running: str) -> None:
    assert read_places(write_places(places, ORDER), ORDER) == places
    side_by_side = {code: Place(table=2, **{running: start + n}) for n, code in enumerate(ORDER)}
    assert read_places(write_places(side_by_side, ORDER), ORDER) == side_by_side


@pytest.mark.parametrize(
    ("raw", "certain"),
    [
        (None, True),
        ('{"total": {"raw": "12件"}}', True),
        ('{"total": {"raw": "12", "confidence": 0.8}}', False),
        ('{"total": {"raw": "12", "settled_by": "row total"}}', False),
        ('{"total": {"raw": "#", "status": "unreadable"}}', False),
        ('{"business": {"raw": "#", "status": "unreadable"}}', True),
    ],
)
def test_certainty_is_told_by_the_raw_text(raw: str | None, certain: bool) -> None:
    assert is_certain(raw, "total") is certain
