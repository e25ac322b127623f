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
    inside = walk.blocks[chosen.start : chosen.end]
    seen = {_content(block) for block in inside if isinstance(block, Table)}
    before = [b for b in walk.blocks[: chosen.start] if _is_kept(b, seen) or _is_title(b)]
    after = [b for b in walk.blocks[chosen.end :] if _is_kept(b, seen)]
    return [*before, *inside, *after]


def _is_mark(block: Block, links: int) -> bool:
    """A numbered heading that is no link: the article holds them all."""
    return isinstance(block, Paragraph) and bool(_NUMBERED.match(block.text)) and links * 2 < len(block.text)


def _regions_around(walk: Walk, weights: list[int], marks: list[int]) -> list[Region]:
    """The regions that hold all numbered headings and nearly all running text (half, for a known container)."""
    sums = list(accumulate(weights, initial=0))
    total = sums[-1]
    if not total:
        return []
    first, last = (marks[0], marks[-1]) if marks else (len(weights), -1)
    return [
        region
        for region in walk.regions
        if region.start <= first
        and region.end > last
        and (sums[region.end] - sums[region.start]) * 10 >= total * (5 if _is_known(region) else 9)
    ]


def _weight(block: Block, links: int) -> int:
    """Characters of running text, table cells counting five each; text inside links counts nothing."""
    if isinstance(block, Paragraph):
        return max(0, len(block.text) - links)
    if isinstance(block, Table):
        return 5 * _filled(block)
    return 0


def _filled(table: Table) -> int:
    return sum(1 for row in table.rows for cell in row if cell.text)


def _is_known(region: Region) -> bool:
    names = [region.element.get("id") or "", *(region.element.get("class") or "").split()]
    return any(name.lower() in _KNOWN or name.lower().startswith("vsb_content") for name in names)


def _is_kept(block: Block, seen: set[tuple[str, ...]]) -> bool:
    return isinstance(block, Table) and _filled(block) >= _MANY_CELLS and _content(block) not in seen


def _is_title(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.heading and len(block.text) <= 100


def _content(block: Table) -> tuple[str, ...]:
    return tuple(cell.text for row in block.rows for cell in row)
