"""The portal file: which portals there are. Every mistake in it has its own error, with the entry and the value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from archive.index import PortalEntry
from crawler.urls import PortalAddressError, Scope, canonical

SHIPPED = Path(__file__).with_name("portals.yml")
AUTO = "auto"

_FIELDS = {"id", "name", "region_code", "start_urls", "platform"}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_REGION = re.compile(r"\d{6}")


class PortalFileError(ValueError):
    """The portal file is wrong; the message names the file, the entry and what to do."""


class PortalFileUnreadableError(PortalFileError):
    """The file is missing, not UTF-8, or not YAML."""


class PortalFileNotAListError(PortalFileError):
    """The file is not a list of entries."""


class MissingFieldError(PortalFileError):
    """An entry lacks a field."""


class UnknownFieldError(PortalFileError):
    """An entry has a field that means nothing."""


class BadPortalIdError(PortalFileError):
    """An id is not short plain ASCII."""


class DuplicatePortalError(PortalFileError):
    """Two entries have one id."""


class BadRegionCodeError(PortalFileError):
    """A region code is not six digits in quotation marks."""


class BadStartUrlError(PortalFileError):
    """A start address is no http address."""


class UnknownPlatformError(PortalFileError):
    """A platform that no product class has."""


class UnknownPortalError(PortalFileError):
    """A portal was asked for that the file does not have."""


@dataclass(frozen=True)
class Portal:
    """An entry of the portal file. ``region_code`` is None where GB/T 2260 has no code (new districts, ministries)."""

    id: str
    name: str
    region_code: str | None
    start_urls: tuple[str, ...]
    platform: str = AUTO

    @property
    def scope(self) -> Scope:
        """The portal's own hosts."""
        return Scope.of(self.start_urls)

    @property
    def entry(self) -> PortalEntry:
        """What the index keeps of it."""
        return PortalEntry(self.id, self.name, self.region_code, self.start_urls[0], self.platform)


def read_portals(path: Path, platforms: frozenset[str]) -> list[Portal]:
    """The portals of a file. ``platforms`` are the known names beside ``auto``.

    Raises a subclass of :class:`PortalFileError` for the first mistake.
    """
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise PortalFileUnreadableError(f"{path}: {fault.strerror}; name a portal file with --portals") from fault
    except (UnicodeDecodeError, yaml.YAMLError) as fault:
        raise PortalFileUnreadableError(f"{path}: {fault}") from fault
    if not isinstance(entries, list) or not entries:
        raise PortalFileNotAListError(f"{path}: must be a list of portals, each with {', '.join(sorted(_FIELDS))}")
    portals: dict[str, Portal] = {}
    for number, entry in enumerate(entries, 1):
        portal = _portal(entry, f"{path}: entry {number}", platforms)
        if portal.id in portals:
            raise DuplicatePortalError(f"{path}: entry {number}: the id {portal.id!r} is taken by an earlier entry")
        portals[portal.id] = portal
    return list(portals.values())


def choose(portals: list[Portal], ids: list[str]) -> list[Portal]:
    """The portals with these ids, all of them without ids. Raises :class:`UnknownPortalError`."""
    by_id = {portal.id: portal for portal in portals}
    for name in ids:
        if name not in by_id:
            raise UnknownPortalError(f"no portal {name!r} in the portal file; it has: {', '.join(list(by_id)[:20])}")
    return [by_id[name] for name in dict.fromkeys(ids)] if ids else portals


def _portal(entry: Any, place: str, platforms: frozenset[str]) -> Portal:
    if not isinstance(entry, dict):
        raise PortalFileNotAListError(f"{place}: must be a mapping, is {type(entry).__name__}")
    unknown = set(entry) - _FIELDS
    if unknown:
        raise UnknownFieldError(f"{place}: unknown field {sorted(map(str, unknown))[0]!r}")
    for field in ("id", "name", "start_urls"):
        if not entry.get(field):
            raise MissingFieldError(f"{place}: {field} is missing")
    name = str(entry["id"])
    if not _ID.fullmatch(name):
        raise BadPortalIdError(f"{place}: id {name!r} must be ASCII letters, digits, '-', '_' and '.', at most 80")
    platform = str(entry.get("platform") or AUTO)
    if platform != AUTO and platform not in platforms:
        known = ", ".join(sorted({AUTO, *platforms}))
        raise UnknownPlatformError(f"{place} ({name}): platform {platform!r} is unknown; known are {known}")
    return Portal(name, str(entry["name"]), _region(entry, f"{place} ({name})"), _starts(entry, place), platform)


def _region(entry: dict[str, Any], place: str) -> str | None:
    code = entry.get("region_code")
    if code is None:
        return None
    if not isinstance(code, str) or not _REGION.fullmatch(code):
        raise BadRegionCodeError(f'{place}: region_code {code!r} must be six digits in quotation marks, like "411500"')
    return code


def _starts(entry: dict[str, Any], place: str) -> tuple[str, ...]:
    urls = entry["start_urls"]
    if not isinstance(urls, list):
        raise BadStartUrlError(f"{place}: start_urls must be a list of addresses")
    try:
        return tuple(canonical(str(url)) for url in urls)
    except PortalAddressError as fault:
        raise BadStartUrlError(f"{place}: start_urls: {fault}") from fault
