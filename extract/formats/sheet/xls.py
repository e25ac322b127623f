"""Excel 97–2003 and WPS workbooks (.xls, .et): their worksheets, by xlrd from the workbook stream.

The stream is taken out of its OLE file here, and its size on the grid looked at first, since a few bytes can
claim a sheet of 16 million cells.
"""

from __future__ import annotations

import io
import struct

import olefile
import xlrd

from extract.document import UnreadableDocumentError
from extract.formats.sheet.cells import Worksheet, date_text, number_text
from extract.formats.summary import read_title

_LARGEST_STREAM = 64_000_000
_LARGEST_GRID = 1_000_000
_BEGIN, _PASSWORD, _BOUND_SHEET, _FORMULA = 0x0809, 0x002F, 0x0085, 0x0006
_CALCULATE = 0x0003  # the flags of a formula to be calculated always, or on loading
_CELLS = {0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x0207}
_WITHOUT_VALUE = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
_BROKEN = (OSError, ValueError, LookupError, ArithmeticError, TypeError, AttributeError, MemoryError, AssertionError)


def read_worksheets(data: bytes) -> tuple[list[Worksheet], str]:
    """The worksheets in their order and the workbook's title; raises UnreadableDocumentError."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            name = next((name for name in ("Workbook", "Book") if ole.exists(name)), None)
            if name is None:
                raise UnreadableDocumentError("an OLE file without a Workbook stream is no Excel workbook")
            stream = _stream(ole, name)
            title = read_title(_stream(ole, "\x05SummaryInformation"))
        _check_size(stream)
        return _sheets(stream), title
    except UnreadableDocumentError:
        raise
    except (xlrd.XLRDError, struct.error, *_BROKEN) as error:
        raise UnreadableDocumentError(f"the workbook is damaged: {error}") from error


def _stream(ole: olefile.OleFileIO, name: str) -> bytes:
    if not ole.exists(name):
        return b""
    if ole.get_size(name) > _LARGEST_STREAM:
        raise UnreadableDocumentError(f"the stream {name} says it has {ole.get_size(name)} bytes")
    found: bytes = ole.openstream(name).read()
    return found


def _check_size(stream: bytes) -> None:
    """Refuse encrypted workbooks and sheets whose grid, up to the last cell written, is absurdly large."""
    at = rows = columns = grid = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _PASSWORD:
            raise UnreadableDocumentError("the workbook is encrypted with a password")
        if kind == _BEGIN:
            grid, rows, columns = grid + rows * columns, 0, 0
        elif kind in _CELLS and length >= 6:
            row, column = struct.unpack_from("<HH", stream, at + 4)
            if kind in (0x00BD, 0x00BE):
                column = struct.unpack_from("<H", stream, at + 2 + length)[0] if at + 4 + length <= len(stream) else 0
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        if grid + rows * columns > _LARGEST_GRID:
            raise UnreadableDocumentError(f"a sheet reaches to row {rows} and column {columns}: that is no report")
        at += 4 + length


def uncalculated(stream: bytes) -> list[set[tuple[int, int]]]:
    """For every worksheet the (row, column) of formulas that nobody has calculated yet.

    Programs other than Excel write 0 as their result and ask for a calculation on loading.
    """
    order: list[int] = []
    found: dict[int, set[tuple[int, int]]] = {}
    at = 0
    sheet = -1
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        record = stream[at + 4 : at + 4 + length]
        if kind == _BOUND_SHEET and length >= 6 and record[5] == 0:
            order.append(struct.unpack_from("<I", record)[0])
        elif kind == _BEGIN and at in order:
            sheet = at
        elif kind == _FORMULA and length >= 16 and sheet >= 0:
            row, column, _, result, flags = struct.unpack_from("<HHH8sH", record)
            if flags & _CALCULATE and result == bytes(8):
                found.setdefault(sheet, set()).add((row, column))
        at += 4 + length
    return [found.get(start, set()) for start in order]


def _sheets(stream: bytes) -> list[Worksheet]:
    missing = uncalculated(stream)
    book = xlrd.open_workbook(file_contents=stream, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    percent = {
        index
        for index, style in enumerate(book.xf_list)
        if style.format_key in book.format_map and "%" in book.format_map[style.format_key].format_str
    }
    found = []
    for number, source in enumerate(book.sheets()):
        sheet = Worksheet(source.name, hidden=source.visibility != 0)
        unknown = missing[number] if number < len(missing) else set()
        for row in range(source.nrows):
            for column, kind in enumerate(source.row_types(row)):
                if (row, column) in unknown:
                    sheet.unread[row, column] = "a formula without a result"
                elif kind not in _WITHOUT_VALUE:
                    cell = source.cell(row, column)
                    _put(sheet, row, column, cell, cell.xf_index in percent, bool(book.datemode))
        for first_row, end_row, first_column, end_column in source.merged_cells:
            sheet.merge(first_row, first_column, end_row - 1, end_column - 1)
        hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden}
        hidden_columns = {column for column, info in source.colinfo_map.items() if info.hidden}
        sheet.parts_hidden = sheet.leave_out(hidden_rows, hidden_columns)
        found.append(sheet)
    return found


def _put(sheet: Worksheet, row: int, column: int, cell: xlrd.sheet.Cell, percent: bool, since_1904: bool) -> None:
    kind, value = cell.ctype, cell.value
    if kind == xlrd.XL_CELL_TEXT:
        sheet.put(row, column, value)
    elif kind == xlrd.XL_CELL_NUMBER:
        sheet.put(row, column, number_text(value, percent))
    elif kind == xlrd.XL_CELL_DATE:
        sheet.put(row, column, date_text(value, since_1904))
    elif kind == xlrd.XL_CELL_BOOLEAN:
        sheet.put(row, column, "TRUE" if value else "FALSE")
    elif kind == xlrd.XL_CELL_ERROR:
        sheet.unread[row, column] = xlrd.error_text_from_code.get(value, f"error {value}")
