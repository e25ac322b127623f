"""博达 Visual SiteBuilder: lists whose pages count down."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.page import Page
from crawler.products.base import Extent, StaticPager, page_count


class Boda(StaticPager):
    """``list.htm``, then ``list/<k>.htm`` with k from total-1 down to 1."""

    name = "boda"
    label = "博达 Visual SiteBuilder"
    step = -1

    def signs(self, page: Page) -> str | None:
        """The content's ids, the maker's resource folder, or the form of dynamic addresses."""
        for sign in (
            "vsb_content",
            "v_news_content",
            "/system/resource/",
            "_sitegray",
            "urltype=news.",
            "urltype=tree.",
        ):
            if sign in page.text or sign in page.url:
                return sign
        return None

    def extent(self, page: Page) -> Extent | None:
        """From the links to ``name/<k>.htm`` beside this page; the largest k is page 2."""
        name = urlsplit(page.url).path.rpartition("/")[2]
        stem, _, end = name.rpartition(".")
        if not stem or end not in ("htm", "html"):
            stem, end = "index", "htm"
        if stem.isdigit():
            return None  # already a page within the list
        linked = [int(k) for k in re.findall(rf"[\"'/=(]{re.escape(stem)}/(\d{{1,5}})\.{end}\b", page.text)]
        if not linked:
            return None
        total = page_count(page)
        second = max(max(linked), total - 1)
        return Extent(second + 1, f"{stem}/{{}}.{end}", first=second)
