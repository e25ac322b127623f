# ruff: noqa: E501
"""``python -m tests.wild``: crawl random made-up portals and print how well it went, product by product."""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.wild.blocks import BLOCKS, blocked
from tests.wild.measure import Trial, by_host, forbidden_requests, misses
from tests.wild.portal import PRODUCTS, UNKNOWN, Builder, Portal
from tests.wild.proxy import Proxy
from tests.wild.web import Web


def portals_of(web: Web, args: argparse.Namespace) -> list[Portal]:
    """The portals that the arguments ask for."""
    names = args.product or [*PRODUCTS, *["unknown"] * args.unknown, *(name for name in UNKNOWN if name != "unknown")]
    if args.product == ["habits"]:
        names = [name for name in UNKNOWN if name != "unknown"]
    made = []
    for index in range(args.first, args.first + (args.portals or len(names))):
        name = names[index % len(names)]
        portal = Builder(web, args.seed, index, name, args.structure, trapped=not args.no_traps).build()
        portal.failing = args.broken if args.broken is not None else random.Random(index).choice([0.0, 0.0, 0.05])
        made.append(portal)
    if not args.no_blocks and not args.product:
        made += [blocked(web, args.seed, 5000 + k, name) for k, name in enumerate(BLOCKS)]
    return made


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.wild", description=__doc__)
    parser.add_argument("--portals", type=int, help="how many (default: one of each product and the unknown ones)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first portal")
    parser.add_argument("--unknown", type=int, default=12, help="portals of unknown products among the names")
    parser.add_argument("--product", action="append", help="only this product (repeatable); 'unknown' too")
    parser.add_argument("--structure")
    parser.add_argument("--broken", type=float, help="share of answers that are broken (default: 0 or 0.05)")
    parser.add_argument("--kills", type=int, default=0, help="times the first night is killed")
    parser.add_argument("--no-blocks", action="store_true", help="without portals that refuse")
    parser.add_argument("--no-traps", action="store_true", help="without traps for crawlers")
    parser.add_argument("--one-night", action="store_true")
    parser.add_argument("--crawl-only", action="store_true", help="do not read the reports: faster")
    parser.add_argument("--trace", action="store_true", help="keep the crawl's trace in the data folder")
    parser.add_argument("--limit", type=float, default=1200, help="seconds after which a night is stopped")
    parser.add_argument("--data", type=Path)
    args = parser.parse_args()
    data = args.data or Path(tempfile.mkdtemp(prefix="wild-"))
    web = Web()
    portals = portals_of(web, args)
    with Proxy(web, args.seed) as proxy:
        trial = Trial(portals, proxy, data)
        for k in range(args.kills):
            trial.night(kill_after=random.Random(args.seed + k).uniform(4, 20))
        first = trial.night(*(["--trace"] if args.trace else []), timeout=args.limit)
        (data / "first.txt").write_text(first.output, "utf-8")
        found = trial.found(extract=not args.crawl_only)
        (data / "extract.txt").write_text(trial.extract_output, "utf-8")
        second = None if args.one_night else trial.night(timeout=args.limit)
        later = found if second is None else trial.found(extract=not args.crawl_only)
    for name, night in (("first", first), ("second", second)):
        if night:
            (data / f"{name}.log").write_text(
                "".join(f"{' '.join(map(str, line))}\n" for line in night.books.log), "utf-8"
            )
    print(f"data {data}; first night {first.seconds:.0f} s" + (f", second {second.seconds:.0f} s" if second else ""))
    bad = forbidden_requests(portals, first.books)
    rows: dict[str, list[list[float]]] = defaultdict(list)
    print(
        f"{'product':20}{'portal':7}{'structure':11}{'read as':14}{'truth':>6}{'crawled':>8}{'right':>7}{'wrong':>6}{'req/rep':>8}{'max':>4}{'bytes2':>7}{'vers':>5} state"
    )
    for portal in portals:
        one = found[portal.id]
        truth = len(portal.reports)
        requests, size = by_host(first.books, portal)
        share = by_host(second.books, portal)[1] / size if second and size else 0.0
        busiest = max((first.books.busiest[host] for host in portal.hosts), default=0)
        news = later[portal.id].versions - one.versions
        state = f"{one.state} {one.reason}" if one.state != "ok" else "ok"
        print(f"{portal.product:20}{portal.id:7}{portal.structure:11}{one.platform:14}{truth:6}{len(one.crawled):8}{len(one.right):7}"
              f"{len(one.wrong):6}{requests / max(1, len(one.crawled)):8.1f}{busiest:4}{share:7.1%}{news:5} {state[:150]}")  # fmt: skip
        if portal.expects:
            named = one.state in ("blocked", "failing") and any(word in one.reason for word in portal.expects)
            if not named:
                print(f"    !! expected one of {portal.expects}")
            continue
        key = "unknown" if portal.product in UNKNOWN else "known"
        rows[key].append([truth, len(one.crawled), len(one.right), one.listed, len(one.wrong), size, share * size])
        if len(one.crawled) < truth:
            print(f"    start {portal.start_url} failing {portal.failing} traps {portal.traps}")
            for text, count in misses(portal, one, first.books).most_common(4):
                print(f"    missed {count}: {text}")
        for text in one.wrong[:3]:
            print(f"    wrong: {text}")
    for name, urls in bad.items():
        print(f"forbidden {name}: {len(urls)}: {urls[:5]}")
    for key, lines in rows.items():
        truth, crawled, right, listed, wrong, size, size2 = (sum(column) for column in zip(*lines, strict=True))
        print(f"{key}: portals {len(lines)}, truth {truth:.0f}, crawl recall {crawled / truth:.4f}, end recall {right / truth:.4f}, "
              f"precision {1 - wrong / max(1, listed):.4f}, second night {size2 / max(1, size):.2%}")  # fmt: skip
    if not args.data:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()
