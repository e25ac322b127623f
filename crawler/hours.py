"""The hours in which portals are asked: ``22:00-06:00 Asia/Shanghai``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_WRITTEN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})(?:\s+(\S+))?")
ZONE = "Asia/Shanghai"


class HoursError(ValueError):
    """Hours that cannot be read; the message says how to write them."""


@dataclass(frozen=True)
class Hours:
    """From ``begin`` up to ``end`` on the clock of ``zone``, over midnight where ``end`` is the earlier."""

    begin: time
    end: time
    zone: ZoneInfo

    def open(self, now: datetime | None = None) -> bool:
        """Whether requests may be started at ``now`` (aware; the present moment without one)."""
        clock = (now or datetime.now(UTC)).astimezone(self.zone).time().replace(tzinfo=None)
        if self.begin == self.end:
            return True
        if self.begin < self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M} {self.zone.key}"


def read_hours(text: str) -> Hours | None:
    """Hours as written in the setting, None for an empty one. Raises :class:`HoursError`."""
    if not text.strip():
        return None
    written = _WRITTEN.fullmatch(text.strip())
    try:
        if written is None:
            raise ValueError("not of this form")
        first, first_minute, last, last_minute = (int(part) for part in written.groups()[:4])
        # 24:00 is how an evening's end is written in China too.
        end = time(0) if (last, last_minute) == (24, 0) else time(last, last_minute)
        return Hours(time(first, first_minute), end, ZoneInfo(written[5] or ZONE))
    except (ValueError, ZoneInfoNotFoundError) as fault:
        raise HoursError(f"GONGKAI_HOURS={text}: {fault}; write it as 22:00-06:00 Asia/Shanghai") from fault
