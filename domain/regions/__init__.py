"""Divisions of China with the years they were in force: by code, by name, and at the start of an agency's name.

The data files beside this module and their sources are told in ``README.md``. They are read on first use.
Codes are the six digits of GB/T 2260; a year asks for what was in force at its end.
"""

from domain.regions.codes import code_in_area, code_in_index_number, code_in_site_id
from domain.regions.divisions import Level, Region, is_within, named, names_of, parents, region
from domain.regions.matching import RegionMatch, match_prefix
from domain.regions.townships import counties_of_town

__all__ = [
    "Level",
    "Region",
    "RegionMatch",
    "code_in_area",
    "code_in_index_number",
    "code_in_site_id",
    "counties_of_town",
    "is_within",
    "match_prefix",
    "named",
    "names_of",
    "parents",
    "region",
]
