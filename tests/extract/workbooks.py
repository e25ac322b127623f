"""Workbooks of known tables, made with openpyxl."""

import io

from tests.extract.grids import cells_of, rows_of


def xlsx(*parts: str, column: int = 1, gap: int = 1, merge_lines: int = 0) -> bytes:
    """A workbook of one sheet: paragraphs and drawn tables (parts with a ``|``) below one another.

    Figures are stored as numbers. ``column`` is the first column used (from 1), ``gap`` the blank rows before a
    paragraph, ``merge_lines`` the width over which paragraphs are merged.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "年报"
    row = 0
    for part in parts:
        if "|" not in part:
            row += 1 + (gap if row else 0)
            sheet.cell(row, column, part)
            if merge_lines:
                sheet.merge_cells(start_row=row, start_column=column, end_row=row, end_column=column + merge_lines - 1)
            continue
        for text, at, across, rowspan, colspan in cells_of(part):
            top, left = row + 1 + at, column + across
            sheet.cell(top, left, _value(text))
            if rowspan > 1 or colspan > 1:
                sheet.merge_cells(
                    start_row=top, start_column=left, end_row=top + rowspan - 1, end_column=left + colspan - 1
                )
        row += len(rows_of(part))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _value(text: str) -> str | int | None:
    return int(text) if text.isdigit() else text or None
