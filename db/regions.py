"""The table of divisions, filled from the list that the program brings along."""

from __future__ import annotations

from sqlalchemy import Engine, delete, func, insert, select

from db.engine import writing
from db.models import Region
from domain.regions.divisions import Region as Division
from domain.regions.divisions import all_regions


def fill_regions(engine: Engine) -> None:
    """Bring ``regions`` in line with the program's list, a row per code: that of the newest holder of the code."""
    newest: dict[str, Division] = {}
    since: dict[str, int] = {}
    for one in all_regions():
        held = newest.get(one.code)
        if held is None or one.valid_from >= held.valid_from:
            newest[one.code] = one
        since[one.code] = min(one.valid_from, since.get(one.code, one.valid_from))
    rows = [
        {
            "region_code": code,
            "name": one.name,
            "full_name": one.full_name,
            "level": one.level,
            "parent_code": one.parent_code,
            "valid_from": since[code],
            "valid_to": one.valid_to,
        }
        for code, one in newest.items()
    ]
    with writing(engine) as session:
        if session.scalar(select(func.count(Region.region_code))) != len(rows):
            session.execute(delete(Region))
            session.execute(insert(Region), rows)
