"""Word 6 and Word 95 text: one byte a character, in the code page of the system that wrote it."""

from __future__ import annotations

import re

from extract.document import Cell, Document, Paragraph, Place, Problem, Table, UnreadableDocumentError
from extract.formats.word97.fib import Fib

_FIELD_INSTRUCTION = re.compile("\x13[^\x13\x14\x15\r\x07]*\x14|\x13[^\x13\x14\x15\r\x07]*\x15|[\x13\x14\x15]")
_CONTROLS: dict[int, str | None] = dict.fromkeys(range(32)) | {0x09: "\t", 0x0B: "\n", 0x0E: "\n", 0x1E: "-"}


def read_old_text(stream: bytes, fib: Fib, document: Document) -> None:
    """Add the text's paragraphs and flat tables to the document, with a problem that says what is not known.

    A run of characters that end in cell marks is a table; whether an empty cell or a row ends, the text
    alone does not tell.
    """
    if fib.fast_saved:
        raise UnreadableDocumentError("a fast-saved Word 6/95 document: its text is in pieces that are not read")
    raw = stream[fib.text.offset : fib.text.offset + fib.stories[0]]
    if not raw:
        raise UnreadableDocumentError("a Word 6/95 document without text")
    text = _FIELD_INSTRUCTION.sub("", _decode(raw))
    document.problems.append(
        Problem("word.old_version", "a Word 6/95 document: its tables are read as cells in order, without a grid")
    )
    table: list[str] = []
    for line, paragraph in enumerate(re.split("[\r\x0c]", text), start=1):
        *cells, rest = paragraph.split("\x07")
        table.extend(cells)
        if table and rest:
            _add_table(document, table)
            table = []
        if rest.strip():
            document.blocks.append(Paragraph(rest.translate(_CONTROLS).strip(), Place(line=line)))
    if table:
        _add_table(document, table)


def _decode(raw: bytes) -> str:
    """GB18030 where the bytes are valid Chinese, Western otherwise."""
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _add_table(document: Document, texts: list[str]) -> None:
    number = len(document.tables) + 1
    rows = [
        [Cell(text.translate(_CONTROLS).strip(), index, 0, place=Place(table=number, row=index + 1, cell=1))]
        for index, text in enumerate(texts)
    ]
    document.blocks.append(Table(rows, Place(table=number), flat=True))
