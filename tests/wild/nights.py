# ruff: noqa: E501
"""``python -m tests.wild.nights``: ten nights of living portals through ``gongkai nightly``.

What happened is compared with what each run says is new, changed, moved, gone, back and late: how many nights later
it was noticed, what was told that did not happen, and how many bytes a night without news costs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.wild.living import LivingPortal
from tests.wild.measure import Trial, same_agency
from tests.wild.proxy import Proxy
from tests.wild.web import Answer, Web, bare
from tests.wild.world import Item

CASES = (
    ("TRS", "long_list", False), ("TRS", "by_class", True), ("JCMS", "long_list", False), ("xxgk-show", "long_list", True),
    ("Shanghai", "by_year", True), ("Kunming", "long_list", False), ("UCAP POST", "long_list", True), ("gkmlpt", "long_list", False),
)  # fmt: skip


@dataclass
class Event:
    """Something that happened to a report before a night, and the night whose run told it."""

    night: int
    what: str
    kind: str
    portal: str
    item: Item
    told: int | None = None


def age(data: Path, days: int = 1) -> None:
    """Let a day pass: everything in the database happened a day earlier."""
    moments = {
        "documents": ("fetched", "last_seen", "gone"), "crawl_runs": ("started", "finished"), "portals": ("last_crawl",)
    }  # fmt: skip
    with sqlite3.connect(data / "gongkai.db") as database:
        for table, columns in moments.items():
            known = {row[1] for row in database.execute(f"pragma table_info({table})")}
            for column in columns:
                assert column in known, (table, column)
                database.execute(
                    f"update {table} set {column} = strftime('%Y-%m-%d %H:%M:%f000', {column}, '-{days} days') where {column} is not null"
                )
    database.close()


class Nights:
    """Living portals, their trial, and what happened."""

    def __init__(self, web: Web, proxy: Proxy, data: Path, cases: tuple[tuple[str, str, bool], ...], seed: int) -> None:
        self.living = [
            LivingPortal(web, seed, n, name, shape, restless=restless)
            for n, (name, shape, restless) in enumerate(cases)
        ]
        self.trial = Trial([one.portal for one in self.living], proxy, data)
        self.proxy, self.data = proxy, data
        self.events: list[Event] = []
        self.false: list[str] = []
        self.bytes: list[dict[str, int]] = []
        self.accounts: list[dict[str, object]] = []
        self.lost: list[tuple[LivingPortal, Item, object, Answer]] = []

    def happen(self, night: int) -> None:
        """What each night brings."""
        for one in self.living:
            one.night = night
            if night == 3:
                for deep in (False, True):
                    if picked := one.pick(deep=deep):
                        one.amend(picked[0])
                        self.note(
                            night, "changed", f"changed {'on a later page' if deep else 'on page 1'}", one, picked[0]
                        )
            elif night == 4:
                for deep in (False, True):
                    if picked := one.pick(deep=deep):
                        item, node = picked
                        self.lost.append((one, item, node, one._answer(item)))
                        one.vanish(item, node)
                        self.note(night, "gone", f"gone with its row, {'later page' if deep else 'page 1'}", one, item)
            elif night == 5 and (picked := one.pick()):
                one.vanish(picked[0], None)
                self.note(night, "gone", "gone, its row stays", one, picked[0])
            elif night == 6:
                for deep in (False, True):
                    if picked := one.pick(deep=deep):
                        one.move(*picked)
                        self.note(night, "moved", f"moved, {'later page' if deep else 'page 1'}", one, picked[0])
            elif night == 8:
                lists = [node for _, node in one.site.lists if any(item.is_report for item in node.items)]
                if lists and (late := one.publish_late(lists[0])):
                    self.note(night, "new", "new and late", one, late)
                    self.note(night, "late", "new and late", one, late)
        if night == 9:
            for living, item, node, answer in self.lost:
                living.bring_back(item, node, answer)  # type: ignore[arg-type]
                self.note(night, "back", "back again", living, item)

    def note(self, night: int, what: str, kind: str, one: LivingPortal, item: Item) -> None:
        self.events.append(Event(night, what, kind, one.portal.id, item))

    def run(self, night: int) -> None:
        """Let the day pass, and run the program."""
        if night > 1:
            age(self.data)
        self.happen(night)
        self.proxy.turn_page()
        settings = [word for one in self.trial.settings for word in ("-s", one)]
        code, out = self.trial.run("nightly", "--json", "--portals", str(self.trial.file), *settings)
        lines = [line for line in out.splitlines() if line.startswith("{")]
        if not lines:
            raise RuntimeError(f"night {night} ended with {code}: {out[-3000:]}")
        account = json.loads(lines[-1])
        self.accounts.append(account)
        books = self.proxy.turn_page()
        self.bytes.append({one.portal.id: sum(books.sent[host] for host in one.portal.hosts) for one in self.living})
        if night > 1:
            self.compare(night, account["reports"])

    def compare(self, night: int, told: list[dict[str, str]]) -> None:
        for line in told:
            event = next(
                (e for e in self.events if e.told is None and e.what == line["what"] and self.meant(e.item, line)), None
            )
            if event is not None:
                event.told = night
            else:
                self.false.append(f"night {night}: {line['what']} {line['agency']} {line['year']} {line['url']}")

    @staticmethod
    def meant(item: Item, line: dict[str, str]) -> bool:
        if bare(line["url"]) in item.urls:
            return True
        return (
            item.year == line["year"]
            and same_agency(str(item.agency), line["agency"] or "")
            and bare(item.main).split("/")[0] in line["url"]
        )

    def versions(self) -> int:
        """Versions of documents beyond the first, of what nothing happened to."""
        touched = {url for event in self.events for url in event.item.urls}
        with sqlite3.connect(self.data / "gongkai.db") as database:
            rows = database.execute(
                "select url, role from documents where version > 1 and role in ('article', 'attachment')"
            ).fetchall()
        database.close()
        return sum(bare(url) not in touched for url, _ in rows)


def table(nights: Nights) -> str:
    """How it went, for people."""
    lines = []
    first = nights.bytes[0]
    for k, account in enumerate(nights.accounts, 1):
        sent = nights.bytes[k - 1]
        kinds = Counter(one["what"] for one in account["reports"])  # type: ignore[attr-defined]
        shares = " ".join(f"{sent[name] / max(1, first[name]):6.1%}" for name in sent)
        total = sum(sent.values())
        lines.append(
            f"night {k:2}: {total / 1e6:6.2f} MB {total / sum(first.values()):6.1%} of the first ({shares}) {dict(kinds)} {account['objections'] or ''} {account['errors'] or ''}"
        )
    by_kind: dict[str, list[Event]] = {}
    for event in nights.events:
        by_kind.setdefault(f"{event.kind} ({event.what})", []).append(event)
    for kind, events in by_kind.items():
        lags = [event.told - event.night for event in events if event.told]
        missing = [event for event in events if not event.told]
        lines.append(f"{kind:40} {len(events):3} told {len(lags):3} after {dict(sorted(Counter(lags).items()))} nights")
        lines += [f"    never told: {event.portal} {event.item.main}" for event in missing[:8]]
    lines.append(f"told though it did not happen: {len(nights.false)}; needless versions: {nights.versions()}")
    lines += [f"    {text}" for text in nights.false[:12]]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.wild.nights", description=__doc__)
    parser.add_argument("--nights", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, nargs="*", help="numbers of the cases (default: all)")
    parser.add_argument("--data", type=Path)
    args = parser.parse_args()
    data = args.data or Path(tempfile.mkdtemp(prefix="nights-"))
    cases = tuple(CASES[n] for n in args.cases) if args.cases else CASES
    web = Web()
    with Proxy(web, args.seed) as proxy:
        nights = Nights(web, proxy, data, cases, args.seed)
        for one in nights.living:
            print(
                one.portal.id,
                one.portal.product,
                one.portal.structure,
                len(one.portal.reports),
                "reports",
                "etags" if one.portal.conditional else "",
            )
        for night in range(1, args.nights + 1):
            nights.run(night)
            print(f"night {night} done", flush=True)
    print(table(nights))
    if not args.data:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()
