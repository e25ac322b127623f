"""Which part of a page is the article: a container known from the portals, else the smallest that holds it.

Menus, footers and link lists fall away; a table of many cells never does, wherever it stands.
"""

from __future__ import annotations

import re
from itertools import accumulate

from extract.document import Block, Paragraph, Table
from extract.formats.html_walk import Region, Walk

# Ids and classes of article bodies on the known products.
CONTAINERS = """
    TRS_Editor trs_editor_view TRS_UEDITOR Custom_UnionStyle zoom UCAP-CONTENT ivs_content v_news_content zoomcon
    wp_articlecontent article-content articleBox Article_content xl_main gknb_content pages_content
    ewb-article-content xlxlcont vsb_content
"""
_KNOWN = frozenset(CONTAINERS.lower().split())
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,2}\s*[、.．，]")
_FOOTER = re.compile(
    "版权所有|网站标识码|公网安备|ICP备|主办(?:单位)?[:：]|承办(?:单位)?[:：]|技术支持|联系我们|网站地图|建议使用|分辨率|[Cc]opyright"
)
_HEAD = 5
_MANY_CELLS = 12


def choose_article(walk: Walk) -> list[Block]:
    """The blocks of the article; all blocks where nothing tells it apart."""
    weights = [_weight(block, links) for block, links in zip(walk.blocks, walk.links, strict=True)]
    marks = [at for at, block in enumerate(walk.blocks) if _is_mark(block, walk.links[at])]
    fitting = _regions_around(walk, weights, marks)
    known = [region for region in fitting if _is_known(region)]
    chosen = min(known or fitting, key=lambda r: (r.end - r.start, -r.depth), default=None)
    if chosen is None:
        return walk.blocks
    start, end = _trimmed(walk, chosen)
    inside = walk.blocks[start:end]
    head = _head(walk, start)
    kept = _tables_outside(walk.blocks, start, end)
    before = [b for at, b in enumerate(walk.blocks[:start]) if at >= head or at in kept or _is_title(b)]
    after = [b for at, b in enumerate(walk.blocks[end:], end) if at in kept]
    return [*before, *inside, *after]


def _trimmed(walk: Walk, region: Region) -> tuple[int, int]:
    """The region without the menu before and the links and footer behind it, where it is the whole page's."""

    def is_frame(at: int) -> bool:
        block = walk.blocks[at]
        if not isinstance(block, Paragraph) or block.heading:
            return False
        return walk.links[at] * 2 > len(block.text) or bool(_FOOTER.search(block.text))

    start, end = region.start, region.end
    while start < end and is_frame(start):
        start += 1
    while end > start and is_frame(end - 1):
        end -= 1
    return start, end


def _head(walk: Walk, start: int) -> int:
    """Where the lines right above the body begin: its title and date, up to a link, a table or a picture."""
    at = start
    while at > max(0, start - _HEAD):
        block = walk.blocks[at - 1]
        if not isinstance(block, Paragraph) or walk.links[at - 1] * 4 > len(block.text) or len(block.text) > 150:
            break
        at -= 1
    return at


def _is_mark(block: Block, links: int) -> bool:
    """A numbered heading that is no link: the article holds them all."""
    return isinstance(block, Paragraph) and bool(_NUMBERED.match(block.text)) and links * 2 < len(block.text)


def _regions_around(walk: Walk, weights: list[int], marks: list[int]) -> list[Region]:
    """The regions that hold all numbered headings and nearly all running text, in tenths of it.

    Several headings vouch for a region, and so does a known container: then less text will do.
    """
    sums = list(accumulate(weights, initial=0))
    total = sums[-1]
    if not total:
        return []
    first, last = (marks[0], marks[-1]) if marks else (len(weights), -1)
    for_known, for_others = (2, 6) if len(marks) > 2 else (5, 9)
    return [
        region
        for region in walk.regions
        if region.start <= first
        and region.end > last
        and (sums[region.end] - sums[region.start]) * 10 >= total * (for_known if _is_known(region) else for_others)
    ]


def _weight(block: Block, links: int) -> int:
    """Characters of running text, a table cell counting five, a picture twenty; links and footers count nothing."""
    if isinstance(block, Paragraph):
        return 0 if _FOOTER.search(block.text) else max(0, len(block.text) - links)
    if isinstance(block, Table):
        return 5 * _filled(block)
    return 20


def is_large(block: Block) -> bool:
    """Whether it is a table of many filled cells, as those of the forms are."""
    return isinstance(block, Table) and _filled(block) >= _MANY_CELLS


def _filled(table: Table) -> int:
    return sum([len(row) - [cell.text for cell in row].count("") for row in table.rows])


def _is_known(region: Region) -> bool:
    names = [region.element.get("id") or "", *(region.element.get("class") or "").split()]
    return any(name.lower() in _KNOWN or name.lower().startswith("vsb_content") for name in names)


def _tables_outside(blocks: list[Block], start: int, end: int) -> set[int]:
    """Which blocks outside the article are tables of many cells that do not stand in it too."""
    large = {
        at: block
        for at, block in enumerate(blocks)
        if not start <= at < end and isinstance(block, Table) and is_large(block)
    }
    if not large:
        return set()
    inside = {_content(block) for block in blocks[start:end] if isinstance(block, Table)}
    return {at for at, block in large.items() if _content(block) not in inside}


def _is_title(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.heading and len(block.text) <= 100


def _content(block: Table) -> tuple[str, ...]:
    return tuple(cell.text for row in block.rows for cell in row)
