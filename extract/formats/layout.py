"""Positioned words and ruled lines to blocks, for every format that fixes its pages (PDF, OFD, scans)."""

from __future__ import annotations

from collections.abc import Sequence

from extract.document import Block
from extract.layout.page import PageLayout, Rule, Word

__all__ = ["PageLayout", "Rule", "Word", "blocks"]


def blocks(pages: Sequence[PageLayout]) -> list[Block]:
    """The tables and paragraphs of the pages in reading order, joined where only a page break parts them."""
    return []
