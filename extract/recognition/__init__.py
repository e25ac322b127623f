"""Recognition of the official forms in a neutral document, by labels and structure.

It knows nothing of file formats. What it cannot tell for sure is null and a problem with its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.document import Document, Paragraph, Problem, Table
from extract.recognition.figures import Figures, drop_headings, form_of, missing
from extract.recognition.lexicon import look_up
from extract.recognition.lines import LONGEST_CELL, lines_of, paragraph_lines
from extract.recognition.walker import Walker
from extract.report import CellReading

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
    drop_headings(figures)
    form, problems = form_of(figures)
    problems = figures.problems + problems + list(missing(figures, form))
    return Recognition(form, list(figures.cells.values()), problems, claimed)


def _caption(document: Document, position: int) -> str | None:
    before = document.blocks[position - 1] if position else None
    return before.text if isinstance(before, Paragraph) and len(before.text) <= LONGEST_CELL else None


def _tables(document: Document) -> Iterator[tuple[int, int, Table | list[Paragraph]]]:
    """Tables, and runs of short paragraphs with labels of the forms among them, as (first, after last, block)."""
    run: list[Paragraph] = []
    for position, block in enumerate(document.blocks):
        if isinstance(block, Paragraph) and len(block.text) <= LONGEST_CELL:
            run.append(block)
            continue
        if _is_table(run):
            yield position - len(run), position, run
        run = []
        if isinstance(block, Table):
            yield position, position + 1, block
    if _is_table(run):
        yield len(document.blocks) - len(run), len(document.blocks), run


def _is_table(run: list[Paragraph]) -> bool:
    """Whether short paragraphs are cells: a column of the forms and a row of it are among them, each alone."""
    if len(run) < _FEWEST_CELLS:
        return False
    roles = {(m.table, m.role) for p in run for m in look_up(p.text.strip())}
    return any((table, "column") in roles for table, role in roles if role == "row")
