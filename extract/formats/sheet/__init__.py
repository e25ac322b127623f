"""Workbooks: Excel 2007 (.xlsx), Excel 97–2003 (.xls) and WPS Spreadsheets (.et), to a neutral document.

Error values and formulas whose result the file does not keep are unreadable cells, not blank ones; percentages
are read as shown. Hidden sheets are left out where a sheet that is shown holds anything, and so are hidden rows and
columns; a problem says so.
"""

from __future__ import annotations

from extract.document import Document, Picture, Place, Problem, UnreadableDocumentError
from extract.formats.sheet import xls, xlsx
from extract.formats.sheet.blocks import SheetBlocks

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"

_OLE = b"\xd0\xcf\x11\xe0"
_MOST_PICTURES = 50


def read(data: bytes) -> Document:
    """Read a workbook; raises UnreadableDocumentError with the reason."""
    old = data.startswith(_OLE)
    sheets, title = xls.read_worksheets(data) if old else xlsx.read_worksheets(data)
    if not sheets:
        raise UnreadableDocumentError("the workbook has no worksheet that can be read")
    document = Document(XLS if old else XLSX)
    if title:
        document.tags["title"] = title
    shown = [sheet for sheet in sheets if not sheet.hidden]
    if not any(sheet.texts for sheet in shown):
        shown = sheets
    found = SheetBlocks()
    for sheet in sheets:
        if sheet in shown:
            found.add(sheet)
            if sheet.parts_hidden:
                message = f"hidden rows or columns of the sheet {sheet.name!r} are left out"
                found.problems.append(Problem("sheet.hidden", message, Place(part=sheet.name)))
        elif sheet.texts:
            message = f"the hidden sheet {sheet.name!r} is left out"
            found.problems.append(Problem("sheet.hidden", message, Place(part=sheet.name)))
    document.blocks, document.problems = found.blocks, found.problems
    if not old and not document.tables:
        document.blocks += _pictures(data)
    return document


def _pictures(data: bytes) -> list[Picture]:
    """The pictures of a workbook without tables: its report may be one."""
    package = xlsx.Package(data)
    names = sorted(name for name in package.names("xl/media/") if name.endswith((".png", ".jpg", ".jpeg", ".bmp")))
    return [Picture(name, Place(part=name), package.read(name)) for name in names[:_MOST_PICTURES]]
