"""Where the documents of a run stand among each other, settled at its end, whichever way to each came first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.index import Place, Role
from crawler.frontier import Frontier
from crawler.judge import Aim
from crawler.urls import PortalAddressError, identity

MOST_STEPS = 12


@dataclass(frozen=True)
class Settling:
    """A document of this run whose place is settled at its end; ``own_column`` is what the page itself names."""

    url: str
    sha256: str
    role: Role
    own_column: str | None = None


@dataclass
class Settlement:
    """The documents of a run, by their keys."""

    _documents: dict[str, Settling] = field(default_factory=dict)

    def __contains__(self, key: str) -> bool:
        return key in self._documents

    def add(self, key: str, document: Settling) -> None:
        """Remember a document; what was an article once stays one."""
        before = self._documents.get(key)
        if before is None or before.role is not Role.ARTICLE:
            self._documents[key] = document

    def places(self, frontier: Frontier) -> Iterator[Place]:
        """Where each document was found best."""
        for key, document in self._documents.items():
            link = frontier.found(key)
            if link is not None:
                column = self._column_of(key, frontier, 0)
                yield Place(document.url, document.sha256, document.role, link.parent_url, link.text or None, column)

    def _column_of(self, key: str, frontier: Frontier, steps: int) -> str | None:
        """The column a document names itself, else by the words that led to it, else that of the list it stands in."""
        document, link = self._documents.get(key), frontier.found(key)
        if document is not None and document.own_column:
            return document.own_column
        if link is None:
            return None
        if link.aim is Aim.COLUMN and link.text:
            return link.text
        above = _key(link.parent_url)
        if link.column is None or above is None or above not in self._documents or steps > MOST_STEPS:
            return link.column
        return self._column_of(above, frontier, steps + 1)


def _key(url: str | None) -> str | None:
    """The identity of an address that may be none, or one that cannot be asked for."""
    try:
        return identity(url) if url else None
    except PortalAddressError:
        return None
