"""How a visit went, in a state and a reason with its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.index import RunSummary

HOME_AGAIN = "the home page came instead"
MOST_FAILED = 0.1  # share of the addresses
_UNREACHED = ("connection cut off", "no answer in time", "connection refused")


@dataclass
class Evidence:
    """What a visit met.

    ``closed`` are folders whose addresses are all refused, with the evidence; ``scripted`` lists that nothing but
    scripts show, by address, with why they stay unread; ``dead`` those of the ``failures`` that are not there (404):
    links that lead nowhere are found on every portal, and say nothing of it.
    """

    failures: dict[str, str] = field(default_factory=dict)
    obstacles: Counter[str] = field(default_factory=Counter)
    closed: dict[str, str] = field(default_factory=dict)
    scripted: dict[str, str] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)
    certificates: dict[str, str] = field(default_factory=dict)
    refused: int = 0
    report_columns: int = 0
    report_links: int = 0


def verdict(summary: RunSummary, met: Evidence, halted: str | None) -> tuple[str, str | None]:
    """State and reason: ``blocked`` or ``failing`` with the evidence, or ``ok``, with a word on what was left."""
    if halted and halted.startswith("blocked"):
        return "blocked", halted
    worst = met.obstacles.most_common(1)[0][0] if met.obstacles else None
    if worst and (met.obstacles.total() >= summary.pages or (met.scripted and not met.report_links)):
        return "blocked", f"blocked: {worst}"
    if met.refused and not summary.pages:
        return "blocked", "blocked: robots.txt disallows the start addresses"
    if not summary.pages:
        return "failing", f"failing: {_first(met.failures) or 'nothing was fetched'}"
    if not met.report_links:
        return "failing", f"failing: {_nothing_found(summary, met, halted)}"
    failed = summary.failed - len(met.dead)
    if failed / max(1, summary.pages + failed) > MOST_FAILED and failed > 3:
        alive = {url: reason for url, reason in met.failures.items() if url not in met.dead}
        return "failing", f"failing: {failed} addresses failed, as {_first(alive)}"
    if halted:
        return "ok", f"stopped at the {halted}; the next run goes on"
    return "ok", _unread(met.scripted) or _closed(met.closed) or _certificate(met.certificates)


def _nothing_found(summary: RunSummary, met: Evidence, halted: str | None) -> str:
    """Why a portal that answered showed no report, the surest reason first."""
    if unread := _unread(met.scripted):
        return unread
    if halted:
        return f"stopped at the {halted}, no report seen yet"
    reasons = list(met.failures.values())
    if reasons and sum(HOME_AGAIN in reason for reason in reasons) * 2 >= len(reasons):
        return f"the home page comes for every address ({len(reasons)} asked for)"
    cut = [reason for reason in reasons if reason.startswith(_UNREACHED)]
    if cut and len(cut) * 2 >= len(reasons) and len(cut) >= summary.pages:
        return f"the home page answers, its lists do not ({len(cut)} failed: {cut[0]}): perhaps a block by address"
    if closed := _closed(met.closed):
        return closed
    what = "columns of reports are empty" if met.report_columns else "no column of reports and no report found"
    faults = f"; {len(reasons)} failed: {reasons[0]}" if reasons else ""
    return f"{what} on {summary.pages} pages{faults}"


def _unread(scripted: Mapping[str, str]) -> str | None:
    if not scripted:
        return None
    url, why = next(iter(scripted.items()))
    return f"{len(scripted)} lists not read, as {url}: {why}"


def _closed(folders: Mapping[str, str]) -> str | None:
    if not folders:
        return None
    folder, evidence = next(iter(folders.items()))
    return f"{len(folders)} folders closed, as {folder}: {evidence}"


def _certificate(faults: Mapping[str, str]) -> str | None:
    """The fault of a certificate: what is behind it is fetched all the same."""
    if not faults:
        return None
    host, fault = next(iter(faults.items()))
    return f"certificate error, fetched all the same: {host}: {fault}"


def _first(failures: Mapping[str, str]) -> str | None:
    return next(iter(failures.values()), None)
