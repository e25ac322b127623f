"""Recognition of the official forms in a neutral document, by labels and structure.

It knows nothing of file formats. What it cannot tell for sure is null and a problem with its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.registry import registry
from extract.document import Document, Paragraph, Problem, Table
from extract.recognition.figures import Figures, drop_headings, form_of, missing
from extract.recognition.lexicon import look_up
from extract.recognition.lines import LONGEST_CELL, lines_of, paragraph_lines
from extract.recognition.walker import Walker
from extract.report import CellReading
from extract.values import looks_like_value

__all__ = ["Recognition", "recognise"]

_FEWEST_CELLS = 5  # paragraphs, one a cell, that can make a table


@dataclass(slots=True)
class Recognition:
    """The figures of a document. ``form`` is None without a standard table (or when nothing tells which).

    ``claimed`` are the positions of the blocks (in ``document.blocks``) that held figures of the forms.
    """

    form: str | None = None
    cells: list[CellReading] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    claimed: list[int] = field(default_factory=list)


def recognise(document: Document) -> Recognition:
    """Read every figure of the forms that the document's tables hold."""
    walker = Walker()
    claimed: list[int] = []
    caption: str | None = None
    for first, last, table in _tables(document):
        caption = _caption(document, first)
        walker.begin(caption)
        for line in lines_of(table) if isinstance(table, Table) else paragraph_lines(table):
            walker.line(line)
        if walker.end():
            claimed.extend(range(first, last))
    return _outcome(walker.figures, claimed)


def _outcome(figures: Figures, claimed: list[int]) -> Recognition:
    columns = figures.columns()
    drop_headings(figures, columns)
    form, problems = form_of(columns)
    problems = figures.problems + problems + list(missing(columns, form))
    return Recognition(form, list(figures.cells.values()), problems, claimed)


def _caption(document: Document, position: int) -> str | None:
    before = document.blocks[position - 1] if position else None
    return before.text if isinstance(before, Paragraph) and len(before.text) <= LONGEST_CELL else None


def _tables(document: Document) -> Iterator[tuple[int, int, Table | list[Paragraph]]]:
    """Tables, and runs of paragraphs that are cells of a lost table, as (first, after last, block)."""
    run: list[Paragraph] = []
    for position, block in enumerate(document.blocks):
        if isinstance(block, Paragraph) and (_may_be_cell(block.text) or _between_figures(document, position)):
            run.append(block)
            continue
        yield from _lost_table(run, position - len(run))
        run = []
        if isinstance(block, Table):
            yield position, position + 1, block
    yield from _lost_table(run, len(document.blocks) - len(run))


def _may_be_cell(text: str) -> bool:
    return len(text) <= LONGEST_CELL or ("。" not in text and bool(look_up(text.strip())))


def _between_figures(document: Document, position: int) -> bool:
    """Whether a long text without a full stop stands between two figures: a label in somebody's own words."""
    block = document.blocks[position]
    if not isinstance(block, Paragraph) or "。" in block.text or not 0 < position < len(document.blocks) - 1:
        return False
    around = (document.blocks[position - 1], document.blocks[position + 1])
    return all(isinstance(one, Paragraph) and looks_like_value(one.text.strip()) for one in around)


def _lost_table(run: list[Paragraph], start: int) -> Iterator[tuple[int, int, list[Paragraph]]]:
    """The part of a run of short paragraphs from its first label of a table to the last cell, if it is one.

    It is, if rows of a form and one of its columns stand there, each alone on its line, or several rows of a
    form with a single column.
    """
    if len(run) < _FEWEST_CELLS:
        return
    found = [look_up(paragraph.text.strip()) for paragraph in run]
    labels = [n for n, meanings in enumerate(found) if any(m.role != "title" for m in meanings)]
    roles = Counter((m.table, m.role) for meanings in found for m in {(x.table, x.role): x for x in meanings}.values())
    for (table, role), count in roles.items():
        if role == "row" and (roles[table, "column"] or (count >= _FEWEST_CELLS and _has_one_column(table))):
            last = max(n for n, p in enumerate(run) if n in labels or looks_like_value(p.text.strip()))
            yield start + labels[0], start + last + 1, run[labels[0] : last + 1]
            return


def _has_one_column(table: str) -> bool:
    return len(registry().tables[table].columns) == 1
