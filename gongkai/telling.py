"""What of a night's trouble is worth a notice: new trouble at once, lasting trouble once a week, its end when it ends.

What was told, and when, is kept as ``told.json`` in the data folder: ``{trouble: day it was last told}``.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from gongkai.night import Night

log = logging.getLogger(__name__)

TOLD = "told.json"
AGAIN = timedelta(days=7)


@dataclass
class Telling:
    """Lines to tell: ``new`` (or told a week ago), ``still`` there, and ``over``; ``keys`` is what is kept of them."""

    new: list[str] = field(default_factory=list)
    still: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def due(self) -> bool:
        """Whether there is something to tell."""
        return bool(self.new or self.over)

    def as_json(self) -> dict[str, list[str]]:
        """For machines, beside the account."""
        return {"new": self.new, "still": self.still, "over": self.over}


def telling(night: Night, data_dir: Path) -> Telling:
    """Sort a night's trouble by what was told before."""
    before = _read(data_dir / TOLD)
    today = night.started.date()
    found = Telling()
    for key, line in night.troubles:
        told = before.get(key)
        if told is not None and today - told < AGAIN:
            found.still.append(line)
            found.keys[key] = told.isoformat()
        else:
            found.new.append(line)
            found.keys[key] = today.isoformat()
    for key, told in before.items():
        if key in found.keys or _turned(key, found):
            continue
        if _looked_at(key, night):
            found.over.append(f"{key}: over")
        else:
            found.keys[key] = told.isoformat()
    return found


def keep(told: Telling, data_dir: Path) -> None:
    """Remember what was told, written whole."""
    part = data_dir / f"{TOLD}.part"
    part.write_text(json.dumps(told.keys, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(data_dir / TOLD)


def _turned(key: str, found: Telling) -> bool:
    """Whether a portal's trouble has but become another one."""
    portal = key.rpartition(" ")[0]
    return key.startswith("portal ") and any(one.rpartition(" ")[0] == portal for one in found.keys)


def _looked_at(key: str, night: Night) -> bool:
    """Whether this night can say that something is over: a portal's trouble only where the portal was well."""
    name, _, _ = key.rpartition(" ")
    if not key.startswith("portal "):
        return True
    portal = name.removeprefix("portal ")
    return any(one["portal"] == portal and one["state"] == "ok" for one in night.portals)


def _read(path: Path) -> dict[str, date]:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return {str(key): date.fromisoformat(day) for key, day in held.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        log.warning("%s: cannot be read (%s): all trouble is told anew", path, error)
        return {}
