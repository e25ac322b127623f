"""Neutral documents of paragraphs and tables written as real files, so that a reader can be asked for them again."""

import io

from extract.document import Document, Paragraph, Table
from tests.extract.ofd_writer import OfdStyle, ofd


def size(table: Table) -> tuple[int, int]:
    """Rows and columns of the grid."""
    cells = [cell for row in table.rows for cell in row]
    return max(cell.row + cell.rowspan for cell in cells), max(cell.column + cell.colspan for cell in cells)


def as_docx(document: Document) -> bytes:
    from docx import Document as Docx

    made = Docx()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            made.add_paragraph(block.text)
        elif isinstance(block, Table):
            table = made.add_table(*size(block), style="Table Grid")
            for cell in (cell for row in block.rows for cell in row):
                target = table.cell(cell.row, cell.column)
                if cell.rowspan > 1 or cell.colspan > 1:
                    target = target.merge(
                        table.cell(cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1),
                    )
                target.text = cell.text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def as_xlsx(document: Document, gap: int = 0) -> bytes:
    """One sheet, ``gap`` blank rows before each paragraph; figures are stored as numbers."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    line = 1
    for block in document.blocks:
        if isinstance(block, Paragraph):
            sheet.cell(line + gap, 1, block.text)
            line += 1 + gap
        elif isinstance(block, Table):
            for cell in (cell for row in block.rows for cell in row):
                top, left = line + cell.row, 1 + cell.column
                sheet.cell(top, left, _value(cell.text))
                if cell.rowspan > 1 or cell.colspan > 1:
                    sheet.merge_cells(
                        start_row=top,
                        start_column=left,
                        end_row=top + cell.rowspan - 1,
                        end_column=left + cell.colspan - 1,
                    )
            line += size(block)[0]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _value(text: str) -> str | int | None:
    plain = text.isascii() and text.isdigit() and (text == "0" or text[0] != "0")
    return int(text) if plain else text or None


def as_ofd(document: Document, style: OfdStyle | None = None) -> bytes:
    parts = [block.text if isinstance(block, Paragraph) else _drawn(block) for block in document.blocks]
    return ofd(parts, style)


def _drawn(block: object) -> str:
    assert isinstance(block, Table)
    rows, columns = size(block)
    grid = [[""] * columns for _ in range(rows)]
    for cell in (cell for row in block.rows for cell in row):
        for y in range(cell.row, cell.row + cell.rowspan):
            for x in range(cell.column, cell.column + cell.colspan):
                grid[y][x] = "<" if y == cell.row or x > cell.column else "^"
        grid[cell.row][cell.column] = cell.text.replace("\n", "").replace("|", "")
    return "\n".join("|".join(row) for row in grid)
