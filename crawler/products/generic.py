"""The product nobody has seen: whatever its lists and pagers show in links and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.page import Page
from crawler.products.base import Fetch, Product

_NEXT = re.compile(r"^(?:下一?页|后一?页|下页|next(?:\s*page)?)[>»›]*$|^[>›»]$", re.I)
_NUMBER = re.compile(r"^第?\s*(\d{1,4})\s*页?$")


class Generic(Product):
    """Follows 下一页 and numbered page links that stay in the list's folder or script."""

    name = "generic"
    label = "generic"

    def signs(self, page: Page) -> str | None:
        """Always: it adds what the others have no rule for."""
        return "any page"

    def pages(self, page: Page) -> Iterator[Fetch]:
        """Pages that anchors name by number or as the next one."""
        ours = urlsplit(page.url)
        for anchor in page.anchors:
            number = _NUMBER.match(anchor.text)
            if not number and not _NEXT.match(anchor.text):
                continue
            theirs = urlsplit(anchor.url)
            if theirs.hostname != ours.hostname or theirs.scheme not in ("http", "https"):
                continue
            if _same_list(ours.path, theirs.path):
                yield Fetch(anchor.url, int(number[1]) if number else 2)


def _same_list(ours: str, theirs: str) -> bool:
    """Whether a path can be another page of the list: the same script, or a file in or below its folder."""
    folder = ours.rpartition("/")[0] + "/"
    stem = ours.rpartition(".")[0]
    return theirs == ours or theirs.startswith(folder) or (bool(stem) and theirs.startswith(stem + "/"))
