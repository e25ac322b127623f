# ruff: noqa: E501
"""``python -m tests.wild.onboarding``: ``gongkai portals add`` on made-up portals, from the home page and an article."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.wild.measure import ROOT
from tests.wild.portal import PRODUCTS, UNKNOWN, Builder, Portal
from tests.wild.proxy import Proxy
from tests.wild.web import Web


def starts(portal: Portal) -> dict[str, str]:
    """The home page, and one article on the same host."""
    home = "/".join(portal.start_url.split("/")[:3]) + "/"
    articles = (item.main for item in portal.reports if item.form == "html" and item.main.startswith(home))
    first = next(articles, None)
    return {"home": home} | ({"article": first} if first else {})


def add(url: str, proxy: Proxy, more: list[str]) -> tuple[int, str, str]:
    """Exit status, the entry, what was told."""
    environment = dict(os.environ) | {"http_proxy": proxy.address, "https_proxy": proxy.address, "no_proxy": ""}
    fast = [word for one in ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_START_DELAY=0", *more) for word in ("-s", one)]
    with tempfile.TemporaryDirectory(prefix="wild-") as folder:
        command = [sys.executable, "-m", "gongkai", "portals", "add", url, *fast, "--portals", f"{folder}/p.yml"]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        entry = Path(folder, "p.yml")
        return done.returncode, entry.read_text("utf-8") if entry.exists() else "", done.stderr


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.wild.onboarding", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--product", action="append", help="only this product (repeatable)")
    parser.add_argument("--tell", action="store_true", help="print all that the command tells")
    args = parser.parse_args()
    web = Web()
    names = args.product or [*PRODUCTS, *UNKNOWN]
    portals = [Builder(web, args.seed, n, name, trapped=False).build() for n, name in enumerate(names)]
    with Proxy(web, args.seed) as proxy:
        for portal in portals:
            truth = Counter(item.year for item in portal.reports)
            for kind, url in starts(portal).items():
                code, entry, told = add(url, proxy, [])
                read = re.search(r"product (\S+), (\d+) requests", told)
                found = dict(map(int, pair.split(": ")) for pair in re.findall(r"\b20\d\d: \d+", told))
                platform = re.search(r"platform: (\S+)", entry)
                print(
                    f"{portal.product:20}{portal.structure:11}{kind:8}{'written' if entry else 'NO ENTRY':9}"
                    f"{read[1] if read else '?':12}{platform[1] if platform else '':10}{read[2] if read else '?':>4} requests,"
                    f" years {len(found)}/{len(truth)}, reports {sum(found.values())}/{sum(truth.values())}"
                )
                if args.tell or code:
                    print("    " + told.strip().replace("\n", "\n    "))


if __name__ == "__main__":
    main()
