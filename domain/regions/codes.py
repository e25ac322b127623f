"""Division codes hidden in other numbers. All are hints to the site or the poster, never proof of the agency."""

from __future__ import annotations

import re

from domain.regions.divisions import region

_SITE = re.compile(r"^\s*(\d{6})\d{4}\s*$")
_AREA = re.compile(r"^11(\d{6})[0-9A-Za-z]{9,11}$")
_INDEX = re.compile(r"^\s*(?:11)?(\d{6})[0-9A-Za-z]{3,12}\s*[-/]")


def _known(code: str) -> str | None:
    return code if region(code) else None


def code_in_site_id(site_id: str) -> str | None:
    """The division in a SiteIDCode (``3203000040``: 320300). Central bodies (``bm…``) and placeholders give None."""
    match = _SITE.match(site_id)
    return _known(match[1]) if match else None


def code_in_area(area: str) -> str | None:
    """The division in a credit code of an agency (``11330902002638059M``: digits 3 to 8)."""
    match = _AREA.match(area)
    return _known(match[1]) if match else None


def code_in_index_number(number: str) -> str | None:
    """The division that an index number begins with (``620702074/2024-00047``), where it is one."""
    match = _INDEX.match(number)
    return _known(match[1]) if match else None
