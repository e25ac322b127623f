"""Rows of the forms that a report writes as lines of text, a label and its figures, where no table holds them.

``本年新收政府信息公开申请数量：5 1 0 0 2 0 8`` becomes a row; so does a line that names the column of each figure
(``自然人5件，商业企业1件，…``), below a head of these names. Fifteen figures of disputes become their three stages.
Whether the figures of a row without a head stand in the order of the form, recognition decides by their sums.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from domain.registry import registry
from domain.vocabulary import is_head, is_label, may_be_line
from extract.document import Block, Cell, Document, Paragraph, Place, Table
from extract.values import looks_like_value

_FEWEST, _MOST = 5, 15
_FEWEST_NAMED = 3
_LONGEST = 300
_FIGURES = re.compile(
    r"^(?P<label>(?:\d{1,2}[.．、])?\D.*?)\s*[:：]?[\s\u3000]*(?P<figures>(?:[-+\d０-９/—－]+[\s\u3000、]+){4,}[-+\d０-９/—－]+)\s*[。.；;]?$"
)
_NAMED = re.compile(r"(?P<name>[^\d０-９，,；;、。:：]{2,12}?)\s*[:：]?\s*(?P<figure>[\d０-９]+)\s*[件条]?")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text that is a row: its label, its figures, and the names of their columns where it gives them."""

    label: str
    figures: tuple[str, ...]
    names: tuple[str, ...] = ()


def with_typed_rows(document: Document) -> Document:
    """The document with such lines as tables; the same one without any."""
    blocks: list[Block] = []
    rows: list[tuple[_Line, Place]] = []
    tables = len(document.tables)
    found = False

    def close() -> None:
        nonlocal tables, found
        if rows:
            tables, found = tables + 1, True
            blocks.append(_table(rows, tables))
            rows.clear()

    for line in _lines(document.blocks):
        read = _read(line)
        if read:
            rows.append((read, line[0].place))
        else:
            close()
            blocks += line
    close()
    return replace(document, blocks=blocks) if found else document


def _lines(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks, the cells that a reader found in one line of a text together again."""
    for at, group in groupby(enumerate(blocks), lambda entry: _line_of(*entry)):
        line = [block for _, block in group]
        if at[0]:
            yield line
        else:
            yield from ([block] for block in line)


def _line_of(at: int, block: Block) -> tuple[bool, int]:
    if isinstance(block, Paragraph) and block.place.line is not None:
        return True, block.place.line
    return False, at


def _read(line: Sequence[Block]) -> _Line | None:
    if not all(isinstance(block, Paragraph) for block in line):
        return None
    texts = [block.text.strip() for block in line if isinstance(block, Paragraph)]
    if len(texts) > 1:
        label, *figures = texts
        fits = _FEWEST <= len(figures) <= _MOST and all(map(looks_like_value, figures)) and is_label(label)
        return _Line(label, tuple(figures)) if fits else None
    text = texts[0] if texts else ""
    if not text or len(text) > _LONGEST or not text.rstrip("。.；;件条")[-1:].isdigit():
        return None
    if found := _FIGURES.match(text):
        figures = re.split(r"[\s\u3000、]+", found["figures"])
        if _is_of_form(found["label"]) and len(figures) <= _MOST:
            return _Line(found["label"], tuple(figures))
    return _named(text)


def _is_of_form(label: str) -> bool:
    """Whether a label, or each of the labels that it strings together, is one of the forms."""
    return is_label(label) or all(map(is_label, re.split(r"[、，,及和/]", label)))


def _named(text: str) -> _Line | None:
    label, mark, rest = text.partition("：" if "：" in text else ":")
    if not mark or not may_be_line(label):
        return None
    parts = [part.strip() for part in re.split(r"[，,；;、。]", rest) if part.strip()]
    found = [_NAMED.fullmatch(part) for part in parts]
    names = tuple(match["name"] for match in found if match and (is_head(match["name"]) or is_label(match["name"])))
    if len(names) < len(parts) or len(names) < _FEWEST_NAMED:
        return None
    return _Line(label, tuple(match["figure"] for match in found if match), names)


def _table(rows: Sequence[tuple[_Line, Place]], number: int) -> Table:
    written: list[tuple[list[str], Place]] = []
    for line, place in rows:
        if line.names:
            written.append((["", *line.names], place))
        written += [(texts, place) for texts in _stages(line)]
    cells = [
        [Cell(text, r, c, place=place._replace(table=number, row=r + 1, cell=c + 1)) for c, text in enumerate(texts)]
        for r, (texts, place) in enumerate(written)
    ]
    return Table(cells, rows[0][1]._replace(table=number))


def _stages(line: _Line) -> list[list[str]]:
    """The rows of a line: itself, or the stages of disputes whose figures it strings together."""
    table = registry().tables["disputes"]
    width = len(table.columns)
    if len(line.figures) != width * len(table.rows) or line.names:
        return [[line.label, *line.figures]]
    return [[row.label, *line.figures[n * width : (n + 1) * width]] for n, row in enumerate(table.rows.values())]
