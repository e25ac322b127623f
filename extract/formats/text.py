r"""Plain text as converters leave it: lines, and runs of lines that were a table.

Which runs become which table (all others are a :class:`Paragraph` a line; blank lines fall away):

======================================================  ==========================================================
the lines                                               the table
======================================================  ==========================================================
``规章 | 0 | 0 | 0 |``, ``| 规章 | 0 |``, grids of      ``flat=False``: a row a line, every cell as written, blank
``+--+`` or box drawing characters                      ones (``| |||``) too; a cell wrapped between two rules of
                                                        a grid is one cell
``规章 |`` / ``0 |`` / ``|||`` (a cell a line)          ``flat=False`` where the lines of pipes alone show a
                                                        constant width, else ``flat=True``, rows ending at them
``规章<tab>0<tab>0``                                    ``flat=False``: a row a line
``<tab>规章`` / ``<tab>0`` (a cell a line)              ``flat=True``: a blank line ends the row, a line of the tab
                                                        alone is a blank cell
``规章      0      0`` (two and more blanks)            ``flat=False`` where figures stand on columns
                                                        (:mod:`extract.formats.text_typed`): wrapped labels are put
                                                        together, blank cells filled in; else ``flat=True``
======================================================  ==========================================================

A drawing that closes is read by its strokes, with the rows and columns that each cell spans
(:mod:`extract.formats.text_grid`); a ``<table>`` in Markdown is read as HTML. Rows of pipes that change their width
again and again left out the cells under spans: they are ``flat=True`` too.
In a ``flat`` table ``Cell.row`` is the index of its row in ``Table.rows`` and ``Cell.column`` its position there.
``Place.line`` is the line in the file (the first, of a cell that takes several), ``Place.row`` and ``Place.cell``
count rows and cells of the table from 1. A cell a line without any mark cannot be told from prose here: it stays
paragraphs, as do the known cells of a line that single blanks keep apart (``规章 0 38``), one each.
Markdown's ``#``, ``**`` and ``<br>`` are taken off.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from typing import Literal

from domain.encoding import decode
from domain.vocabulary import is_label
from extract.document import Block, Document, Paragraph, Place, Table, UnreadableDocumentError
from extract.formats.html import read_text as read_html
from extract.formats.sniff import MEDIA_TYPES
from extract.formats.text_fields import loose_cells
from extract.formats.text_grid import drawn_table
from extract.formats.text_regions import begins, cuts, region
from extract.formats.text_tables import Line, is_rule, piped_tables, tabbed_tables, table_of, without_markup
from extract.formats.text_typed import typed_tables, wide_characters
from extract.values import looks_like_value

Belongs = Callable[[Line], bool]
Layout = Literal["pipes", "tabs", "commas", "typed", "prose"]

_BREAK = re.compile(r"\r\n|\r|\n")
_PIPES = re.compile("[|｜│┃║¦]")
_HEADING = re.compile(r"(#{1,6}|={1,6})\s+(?=\S)")
_HTML_TABLE = re.compile(r"(<table\b.*?</table\s*>)", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"(?:</?(?:div|span|p|br|center|section|a)\b[^<>]*>\s*)+", re.IGNORECASE)
# A stretch in a dress of its own: [words]{style=...}, <span style=...>words</span>.
_DRESSED = re.compile(
    r"\[([^\[\]\n]{0,200})\]\{[^{}\n]{0,200}\}|</?(?:span|font|b|u|i|em|strong)\b[^<>\n]{0,200}>", re.IGNORECASE
)
_PROSE = 110
_LONGEST_TABLE = 1500  # lines: more are no report's
_MAX_LINES = 500_000
_LONGEST_ROW = 500
_FEWEST_FIGURES = 5  # parted by commas, that are a row of a table without a label


def read(data: bytes) -> Document:
    """Read a text file in any charset. Raises :class:`UnreadableDocumentError` for one of absurd length."""
    text, charset = decode(data)
    if text.count("\n") > _MAX_LINES:
        raise UnreadableDocumentError(f"plain text: more than {_MAX_LINES} lines")
    document = read_text(text)
    document.charset = charset
    return document


def read_text(text: str) -> Document:
    """Read text already decoded. Tables that Markdown could only write as HTML are read as such."""
    document = Document(MEDIA_TYPES["text"])
    first = 1
    for part in _HTML_TABLE.split(text) if "<" in text else [text]:
        if part[:1] == "<" and _HTML_TABLE.fullmatch(part):
            document.blocks += _numbered(read_html(part), len(document.tables), first)
        else:
            _add_lines(document, part, first)
        first += len(_BREAK.findall(part))
    return document


def _numbered(page: Document, tables: int, first: int) -> list[Block]:
    """The blocks of a piece of HTML, their tables counted on, their cells at its first line."""
    for table in page.tables:
        for cell in (cell for row in table.rows for cell in row):
            cell.place = cell.place._replace(table=tables + (cell.place.table or 1), line=first)
    return page.blocks


def _add_lines(document: Document, text: str, first: int) -> None:
    """The blocks of lines of text, the first of which is line ``first`` of the file."""
    if "]{" in text or "<" in text:
        text = _DRESSED.sub(lambda found: found[1] or "", text)
    lines = [Line(number, line) for number, line in enumerate(_BREAK.split(text), first)]
    runs = list(_runs(lines))
    wide = wide_characters([run for run, layout in runs if layout == "typed"])
    tables = len(document.tables)
    for run, layout in runs:
        found: list[Table] = []
        if layout == "typed":
            found = typed_tables(run, tables + 1, wide)
        elif layout == "tabs":
            found = tabbed_tables(run, tables + 1)
        elif layout == "commas":
            rows = [[(cell, line.number) for cell in _separated(line.text)] for line in run if line.text.strip()]
            found = [table_of(rows, tables + 1, flat=False)]
        elif layout == "pipes":
            drawn = drawn_table(run, tables + 1)
            found = [drawn] if drawn else piped_tables(run, tables + 1)
        document.blocks.extend(found or [paragraph for line in run for paragraph in _paragraphs(line)])
        tables += len(found)


def _runs(lines: list[Line]) -> Iterator[tuple[list[Line], Layout]]:
    """The lines as runs of one layout."""
    at = looked = 0
    while at < len(lines):
        line = lines[at]
        layout: Layout = "prose"
        end = at + 1
        if _is_piped(line):
            layout, end = "pipes", _run(lines, at, _is_piped)
        elif _is_tabbed(line):
            layout, end = "tabs", _run(lines, at, _is_tabbed)
        elif _is_comma_separated(line):
            layout, end = "commas", _run(lines, at, _is_comma_separated)
        elif at >= looked and begins(lines, at):
            looked, is_table = region(lines, at)
            if is_table and looked - at <= _LONGEST_TABLE:
                layout, end = "typed", looked
        yield lines[at:end], layout
        at = max(end, at + 1)


def _run(lines: list[Line], at: int, belongs: Belongs) -> int:
    """The end of the run of lines of one layout; blank lines inside count, those behind it do not."""
    end = at
    here = at
    while here < len(lines):
        text = lines[here].text
        if belongs(lines[here]):
            end = here + 1
        elif text.strip() and not _continues(lines, here, belongs):
            break
        here += 1
    return end


def _continues(lines: list[Line], at: int, belongs: Belongs) -> bool:
    """Whether a line is the rest of a cell: short, and hemmed in by lines of the layout without a blank one."""
    if at + 1 >= len(lines) or len(lines[at].text.strip()) > 12:
        return False
    text = lines[at].text.strip()
    if re.match(r"[一二三四五六七八九十]+\s*[、.．]", text) or is_label(text) or cuts(lines[at]):
        return False
    return bool(lines[at - 1].text.strip() and belongs(lines[at - 1]) and belongs(lines[at + 1]))


def _is_piped(line: Line) -> bool:
    text = line.text
    if _PIPES.search(text):
        return len(text) < 5000
    return len(text) > 3 and is_rule(text) and text.lstrip()[:1] in "+┌├└╔╠╚┏┣┗"


def _is_tabbed(line: Line) -> bool:
    return "\t" in line.text and all(len(field) <= _PROSE for field in line.text.split("\t"))


def _is_comma_separated(line: Line) -> bool:
    """Whether commas part a line into labels and figures, nothing else."""
    if line.text.count(",") < 1 or len(line.text) > _LONGEST_ROW:
        return False
    cells = [cell.strip() for cell in _separated(line.text)]
    filled = [cell for cell in cells if cell]
    known = any(map(is_label, filled)) or len(filled) >= _FEWEST_FIGURES
    return len(cells) > 1 and known and all(is_label(c) or looks_like_value(c) for c in filled)


def _separated(text: str) -> list[str]:
    return next(csv.reader([text]), [])


def _paragraphs(line: Line) -> list[Paragraph]:
    """The paragraph of a line, or the cells that it shows, each as one; none of a blank line or a drawn one."""
    text = line.text.strip()
    if not text or is_rule(text) or _TAGS.fullmatch(text):
        return []
    mark = _HEADING.match(text)
    cells = [text[mark.end() :]] if mark else loose_cells(text)
    return [Paragraph(without_markup(cell), Place(line=line.number), heading=bool(mark)) for cell in cells]
