"""Entries of the portal file that start on the same host: visited one after another, and nothing is fetched twice.

What the first has archived, or knows from earlier runs, answers the others; it stays the first's in the index.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from archive.index import Known
from crawler.guard import slot_of
from crawler.portals import Portal


def _hosts(portal: Portal) -> set[str]:
    return {slot_of(urlsplit(url).netloc.lower()) for url in portal.start_urls}


class Neighbours:
    """Which portals share a host, and what those that were visited in this run hold for the others."""

    def __init__(self, portals: Iterable[Portal]) -> None:
        groups: list[tuple[set[str], set[str]]] = []
        for portal in portals:
            hosts, names = _hosts(portal), {portal.id}
            for group in [one for one in groups if one[0] & hosts]:
                groups.remove(group)
                hosts |= group[0]
                names |= group[1]
            groups.append((hosts, names))
        self._left = {name: set(names) for _, names in groups if len(names) > 1 for name in names}
        self._held: dict[str, dict[str, Known]] = {}

    def next(self, waiting: deque[Portal], under_way: Iterable[str]) -> Portal | None:
        """Take the first portal that waits and has no neighbour under way."""
        busy = {other for name in under_way for other in self._left.get(name, ())}
        for portal in waiting:
            if portal.id not in busy:
                waiting.remove(portal)
                return portal
        return None

    def shares(self, portal: str) -> bool:
        """Whether a portal has neighbours in this run."""
        return portal in self._left

    def ended(self, portal: str, held: Mapping[str, Known]) -> None:
        """A visit is over: what it holds is there for its neighbours that still wait."""
        for other in self._left.pop(portal, set()) - {portal}:
            if other in self._left:
                self._held.setdefault(other, {}).update(held)
        self._held.pop(portal, None)

    def held(self, portal: str, key: str) -> Known | None:
        """What a neighbour has of an address."""
        return self._held.get(portal, {}).get(key)
