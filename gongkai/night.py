"""The account of a nightly run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

WELL = ("ok", "stopped")  # a portal that was stopped by the hours goes on the next night

UNREAD = "document "
_DIGITS = re.compile(r"\d+")


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
        return [line for _, line in self.troubles if not line.startswith(UNREAD)]

    @property
    def troubles(self) -> list[tuple[str, str]]:
        """All trouble, documents that could not be read too, each with a key that is the same the next night."""
        not_ok = [p for p in self.portals if p["state"] not in WELL]
        not_ok.sort(key=lambda portal: portal["portal"] not in self.raised)
        found = []
        for portal in not_ok:
            name, raised = portal["portal"], portal["portal"] in self.raised
            nights = f" ({portal['nights']} nights running)" if raised else ""
            found.append(
                (
                    f"portal {name} {'raised' if raised else portal['state']}",
                    f"{name}: {portal['reason'] or portal['state']}{nights}",
                )
            )
        found += [(f"step {error.partition(':')[0]}", error) for error in self.errors]
        found += [(f"objection {_DIGITS.sub('n', why)}", f"not published: {why}") for why in self.objections]
        return found + [(f"{UNREAD}{source}", f"{UNREAD}{source}: {reason}") for source, reason in self.unread]

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
