"""The account of a nightly run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

WELL = ("ok", "stopped")  # a portal that was stopped by the hours goes on the next night


@dataclass
class Night:
    """``trouble`` names everything that someone should look at, what lasts longest first.

    ``news`` are the reports new, changed, moved, gone, back or late against what was published before; ``raised``
    the portals blocked or failing for too many nights running; ``resumed`` says that it goes on with a killed run.
    """

    started: datetime
    finished: datetime | None = None
    portals: list[dict[str, Any]] = field(default_factory=list)
    documents: dict[str, int] = field(default_factory=dict)
    unread: list[tuple[str, str]] = field(default_factory=list)
    news: list[dict[str, Any]] = field(default_factory=list)
    objections: list[str] = field(default_factory=list)
    published: dict[str, int] = field(default_factory=dict)
    raised: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    resumed: bool = False

    @property
    def trouble(self) -> list[str]:
        """One line each: portals raised, other portals not ok, steps that failed, why nothing was published."""
        not_ok = [p for p in self.portals if p["state"] not in WELL]
        not_ok.sort(key=lambda portal: portal["portal"] not in self.raised)
        portals = [
            f"{p['portal']}: {p['reason'] or p['state']}"
            + (f" ({p['nights']} nights running)" if p["portal"] in self.raised else "")
            for p in not_ok
        ]
        return [*portals, *self.errors, *(f"not published: {why}" for why in self.objections)]

    def listed(self, what: str) -> list[dict[str, Any]]:
        """The news of one kind."""
        return [one for one in self.news if one["what"] == what]

    def as_json(self) -> dict[str, Any]:
        """The account for machines."""
        return {
            "started": self.started.isoformat(timespec="seconds"),
            "finished": self.finished.isoformat(timespec="seconds") if self.finished else None,
            "resumed": self.resumed,
            "raised": self.raised,
            "trouble": self.trouble,
            "portals": self.portals,
            "documents": self.documents,
            "unread": [{"source": source, "reason": reason} for source, reason in self.unread],
            "reports": self.news,
            "published": self.published,
            "objections": self.objections,
            "errors": self.errors,
        }
