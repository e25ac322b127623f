"""Which part of a page is the article: a container known from the portals, else the smallest that holds it.

Menus, footers and link lists fall away; a table of many cells never does, wherever it stands.
"""

from __future__ import annotations

import re

from extract.document import Block, Paragraph, Picture, Table
from extract.formats.html_walk import Region, Walk

# Ids and classes of article bodies on the known products, the most telling first.
CONTAINERS = """
    TRS_Editor trs_editor_view TRS_UEDITOR Custom_UnionStyle zoom UCAP-CONTENT ivs_content v_news_content zoomcon
    wp_articlecontent article-content articleBox Article_content xl_main gknb_content pages_content
    ewb-article-content xlxlcont vsb_content
"""
_KNOWN = {name.lower(): rank for rank, name in enumerate(CONTAINERS.split())}
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,2}\s*[、.．，]")
_MANY_CELLS = 12


def choose_article(walk: Walk) -> list[Block]:
    """The blocks of the article; all blocks where nothing tells it apart."""
    weights = [_weight(block, links) for block, links in zip(walk.blocks, walk.links, strict=True)]
    total = sum(weights)
    chosen = _known_container(walk, weights, total) or _smallest(walk, weights, total)
    if chosen is None:
        return walk.blocks
    inside = walk.blocks[chosen.start : chosen.end]
    seen = {_content(block) for block in inside if isinstance(block, Table)}
    before = [b for b in walk.blocks[: chosen.start] if _is_kept(b, seen) or _is_title(b)]
    after = [b for b in walk.blocks[chosen.end :] if _is_kept(b, seen)]
    return [*before, *inside, *after]


def _weight(block: Block, links: int) -> int:
    """Characters of running text, table cells counting five each; text inside links counts nothing."""
    if isinstance(block, Paragraph):
        return max(0, len(block.text) - links)
    if isinstance(block, Table):
        return 5 * _filled(block)
    return 0


def _filled(table: Table) -> int:
    return sum(1 for row in table.rows for cell in row if cell.text)


def _headings(blocks: list[Block]) -> int:
    return len({b.text[:2] for b in blocks if isinstance(b, Paragraph) and _NUMBERED.match(b.text)})


def _known_container(walk: Walk, weights: list[int], total: int) -> Region | None:
    best: Region | None = None
    best_score: tuple[int, int, int] = (0, 0, 0)
    for region in walk.regions:
        if region.end <= region.start:
            continue
        rank = _rank(region)
        if rank is None:
            continue
        weight = sum(weights[region.start : region.end])
        headings = _headings(walk.blocks[region.start : region.end])
        pictures = any(isinstance(b, Picture) for b in walk.blocks[region.start : region.end])
        if headings < 2 and weight * 2 < total and not pictures:
            continue
        score = (headings, weight, region.depth)
        if best is None or score > best_score:
            best, best_score = region, score
    return best


def _rank(region: Region) -> int | None:
    element = region.element
    names = [element.get("id") or "", *(element.get("class") or "").split()]
    ranks = [_KNOWN[name.lower()] for name in names if name.lower() in _KNOWN]
    ranks += [len(_KNOWN) for name in names if name.lower().startswith("vsb_content")]
    return min(ranks, default=None)


def _smallest(walk: Walk, weights: list[int], total: int) -> Region | None:
    """The innermost region that holds four fifths of the running text."""
    if not total:
        return None
    sums = [0]
    for weight in weights:
        sums.append(sums[-1] + weight)
    fitting = [r for r in walk.regions if (sums[r.end] - sums[r.start]) * 5 >= total * 4]
    return min(fitting, key=lambda r: (r.end - r.start, -r.depth), default=None)


def _is_kept(block: Block, seen: set[tuple[str, ...]]) -> bool:
    return isinstance(block, Table) and _filled(block) >= _MANY_CELLS and _content(block) not in seen


def _is_title(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.heading and len(block.text) <= 100


def _content(block: Table) -> tuple[str, ...]:
    return tuple(cell.text for row in block.rows for cell in row)
