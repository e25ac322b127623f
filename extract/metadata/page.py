"""What a document offers as evidence: its lines above the first section, its opening text, tags and address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from domain.title_text import fold
from extract.document import Document, Paragraph, Table
from extract.report import Context

_FIRST_SECTION = re.compile(
    r"^\s*(?:[一1]\s*[、.．]\s*)?(?:总体情况|概述|总体概况|基本情况|工作概况)\s*[。：:]?\s*$|^\s*一\s*[、.．]"
)
_MOST_LINES, _MOST_TEXT, _LAST_BLOCKS = 60, 20_000, 12


@dataclass(frozen=True, slots=True)
class Page:
    """A document with its context. ``head`` holds (line, is a heading) above the first section, ``text`` its opening,
    ``tail`` its last lines.

    ``url`` is the page's own address where it names one, else the one it was fetched from; ``length`` counts
    the characters of its paragraphs.
    """

    document: Document
    context: Context
    head: tuple[tuple[str, bool], ...]
    text: str
    tail: tuple[str, ...]
    length: int
    url: str

    def tag(self, *names: str) -> str | None:
        """The first filled tag of these names."""
        return next((value for name in names if (value := self.document.tags.get(name, "").strip())), None)


def look_at(document: Document, context: Context) -> Page:
    """Gather the evidence; no more of a long document than its beginning is looked at."""
    head: list[tuple[str, bool]] = []
    texts: list[str] = []
    taken = length = 0
    above = True
    for block in document.blocks:
        if isinstance(block, Paragraph):
            length += len(block.text)
            lines = block.text.splitlines()
        elif isinstance(block, Table) and above and not block.flat and not head:
            lines = _layout_lines(block)
        else:
            continue
        if taken > _MOST_TEXT:
            continue
        for raw in lines:
            line = fold(raw).strip()
            if not line:
                continue
            above = above and not _FIRST_SECTION.match(line) and len(head) < _MOST_LINES
            if above:
                head.append((line, block.heading if isinstance(block, Paragraph) else False))
            texts.append(line)
            taken += len(line)
    url = document.tags.get("url") or context.url or document.tags.get("canonical") or ""
    return Page(document, context, tuple(head), "\n".join(texts)[:_MOST_TEXT], _tail(document), length, url)


def _tail(document: Document) -> tuple[str, ...]:
    """The last lines, where a report is signed and dated."""
    last = [block for block in document.blocks[-_LAST_BLOCKS:] if isinstance(block, Paragraph)]
    lines = [fold(line).strip() for block in last for line in block.text[-400:].splitlines()]
    return tuple(line for line in lines if line)[-_LAST_BLOCKS:]


def _layout_lines(table: Table) -> list[str]:
    """The beginning of an article that stands in a layout table: its first row's text."""
    first = [cell.text for row in table.rows[:3] for cell in row if cell.text.strip()]
    return [line for text in first[:4] for line in text.splitlines()[:20]]


def file_name(page: Page) -> str | None:
    """The name of the file, without folders, decoded; None for the nameless (``index.html``, ``t2023_1.html``)."""
    for address in (page.context.source, page.context.url or ""):
        name = unquote(urlsplit(address).path if "://" in address else address).replace("\\", "/").rsplit("/", 1)[-1]
        if re.search(r"[\u4e00-\u9fff]{2}", name):
            return name
    return None
