"""When a report is due: articles 49 and 50 of the Regulations on Open Government Information (order 711)."""

from __future__ import annotations

from datetime import date
from typing import Final

AGENCY_DEADLINE: Final = (1, 31)
JURISDICTION_DEADLINE: Final = (3, 31)


def deadline(year: int, scope: str | None) -> date:
    """The last day to publish the report for ``year``: 31 January after it, 31 March for a whole jurisdiction."""
    month, day = JURISDICTION_DEADLINE if scope == "jurisdiction" else AGENCY_DEADLINE
    return date(year + 1, month, day)


def is_late(year: int, scope: str | None, published: date | None) -> bool | None:
    """Whether a report came after its deadline; None where the day of publication or the scope is not known.

    Without the scope a day up to 31 January is in time and one after 31 March late, whichever it is.
    """
    if published is None:
        return None
    if scope is None:
        early, last = deadline(year, "agency"), deadline(year, "jurisdiction")
        return False if published <= early else True if published > last else None
    return published > deadline(year, scope)
