"""Reports as Word and spreadsheet files, from which LibreOffice makes the older formats and PDF."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from random import Random
from xml.sax.saxutils import escape

import docx
import openpyxl
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section
from docx.shared import Length

from tests.accuracy.layout import Box, Grid, matrix, width
from tests.accuracy.pages import Page


@dataclass
class Word:
    """``borders``: all, none. ``runs``: one, split. ``merge``: spans, lost. ``landscape``, ``repeat`` head rows."""

    borders: bool = True
    runs: str = "one"
    merge: str = "spans"
    landscape: bool = False
    repeat: int = 0
    sdt: bool = False
    deleted: bool = False
    numbered: bool = False  # numbers of labels are automatic, so not in the text
    size: int = 18  # half points
    nested: bool = False
    wide: bool = True
    spacing: int = 0  # twentieths of a point between the letters of labels
    edge: str = "single"  # the kind of line: single, double, dashed, dotted, thick
    shade: bool = False
    running: bool = False  # a head and a foot on every page
    turned_section: bool = False  # the tables on landscape pages of their own section


def _run(text: str, word: Word, spacing: int = 0) -> str:
    apart = f'<w:spacing w:val="{spacing}"/>' if spacing else ""
    size = f'<w:rPr>{apart}<w:sz w:val="{word.size}"/></w:rPr>'
    pieces = [text]
    if word.runs == "split" and len(text) > 1:
        pieces = [text[: len(text) // 2], text[len(text) // 2 :]]
    runs = []
    for piece in pieces:
        lines = piece.split("\n")
        inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
        runs.append(f"<w:r>{size}{inner}</w:r>")
    return "".join(runs)


def _cell(box: Box, word: Word, merge: str, size: int) -> str:
    text = box.text
    if word.numbered and not box.key and text[:2] in ("1.", "2.", "3.", "4.", "5.", "6.", "7.", "8."):
        text = text[2:]  # of a label: a figure's own 4.344 is no number of a line
    old = ""
    if word.deleted and box.key and box.text.isdigit():
        old = '<w:del w:id="1" w:author="a"><w:r><w:delText>77</w:delText></w:r></w:del>'
    span = f'<w:gridSpan w:val="{box.cs}"/>' if box.cs > 1 else ""
    paragraph = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{old}{_run(text, word, word.spacing if box.head else 0) if text else ""}</w:p>'
    shade = '<w:shd w:val="clear" w:fill="D9D9D9"/>' if word.shade and box.head else ""
    if word.sdt and box.key:
        paragraph = f"<w:sdt><w:sdtContent>{paragraph}</w:sdtContent></w:sdt>"
    return f'<w:tc><w:tcPr><w:tcW w:w="{size * box.cs}" w:type="dxa"/>{span}{merge}{shade}</w:tcPr>{paragraph}</w:tc>'


def _rows(grid: Grid, word: Word) -> list[list[tuple[Box, str]]]:
    """The boxes of each row with what continues from above, in grid order."""
    over: dict[tuple[int, int], int] = {}
    rows = []
    for y, row in enumerate(grid):
        line: list[tuple[Box, str]] = []
        x = 0
        waiting = list(row)
        while waiting or (y, x) in over:
            if (y, x) in over:
                cs = over[y, x]
                line.append((Box(cs=cs), "<w:vMerge/>" if word.merge == "spans" else ""))
                x += cs
                continue
            box = waiting.pop(0)
            for dy in range(1, box.rs):
                over[y + dy, x] = box.cs
            line.append((box, '<w:vMerge w:val="restart"/>' if box.rs > 1 and word.merge == "spans" else ""))
            x += box.cs
        rows.append(line)
    return rows


def _table(grid: Grid, word: Word) -> str:
    columns = width(grid)
    across = (14000 if word.landscape else 9000) if word.wide else 700 * columns
    sides = [across // columns] * columns
    edge = word.edge if word.borders else "none"
    borders = "".join(
        f'<w:{s} w:val="{edge}" w:sz="4"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    out = [
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
    ]
    out += [f'<w:gridCol w:w="{side}"/>' for side in sides]
    out.append("</w:tblGrid>")
    for y, line in enumerate(_rows(grid, word)):
        header = "<w:trPr><w:tblHeader/></w:trPr>" if y < word.repeat and columns > 8 else ""
        out.append(f"<w:tr>{header}" + "".join(_cell(box, word, merge, sides[0]) for box, merge in line) + "</w:tr>")
    return "".join(out) + "</w:tbl>"


def render_docx(page: Page, word: Word, rng: Random) -> bytes:
    """A Word file of the report."""
    document = docx.Document()
    document.core_properties.title = ""
    section = document.sections[0]
    if word.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = 720000
    if word.running:
        section.header.paragraphs[0].text = page.facts.agency.printed + "政府信息公开"
        section.footer.paragraphs[0].text = f"{page.facts.agency.printed}　第 1 页　共 3 页"
    document.add_heading(page.title, 1) if rng.random() < 0.5 else document.add_paragraph(page.title)
    for kind, part in page.parts:
        if isinstance(part, str):
            document.add_heading(part, 2) if kind == "h" and rng.random() < 0.3 else document.add_paragraph(
                "　　" + part
            )
            continue
        table = parse_xml(_table(part, replace(word, landscape=True) if word.turned_section else word))
        if word.turned_section:
            _lay(document.add_section(), landscape=True)
        end = document.add_paragraph("")
        end._p.addprevious(table)
        if word.turned_section:
            _lay(document.add_section(), landscape=False)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _lay(section: Section, *, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    sides = sorted((section.page_width or 0, section.page_height or 0), reverse=landscape)
    section.page_width, section.page_height = (Length(side) for side in sides)


def render_xlsx(page: Page, rng: Random, sheets: bool = False, texts: bool = False, merge: bool = True) -> bytes:
    """A workbook: everything on one sheet, or a sheet a table. ``texts``: figures stored as text."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([page.title])
    row = 3
    for number, (_kind, part) in enumerate(page.parts):
        if isinstance(part, str):
            sheet.cell(row, 1, part)
            row += 1
            continue
        if sheets:
            sheet = book.create_sheet(f"表{number}")
            row = 1
        for y, line in enumerate(matrix(part)):
            for x, box in enumerate(line):
                if box is None:
                    continue
                plain = box.text.isascii() and box.text.isdigit() and not texts
                if box.text:
                    sheet.cell(row + y, x + 1, int(box.text) if plain else box.text)
                if merge and (box.rs > 1 or box.cs > 1):
                    low = min(row + y + box.rs - 1, row + len(part) - 1)
                    sheet.merge_cells(start_row=row + y, end_row=low, start_column=x + 1, end_column=x + box.cs)
        row += len(part) + 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def drawing(grid: Grid) -> str:
    """The grid in the notation of the OFD writer: ``<`` joins to the left, ``^`` to the cell above."""
    wide = width(grid)
    marks = [[""] * wide for _ in grid]
    for y, row in enumerate(matrix(grid)):
        for x, box in enumerate(row):
            if box is None:
                continue
            for dy in range(box.rs):
                for dx in range(box.cs):
                    if y + dy < len(grid) and x + dx < wide:
                        marks[y + dy][x + dx] = "^" if dy and not dx else "<" if dx else box.text.replace("\n", "")
    return "\n".join("|".join(line) for line in marks)
