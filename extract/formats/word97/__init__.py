"""Word 97–2003 documents (.doc) and WPS Writer's (.wps): bytes to a neutral document.

Both are OLE compound files with a WordDocument stream as [MS-DOC] describes it. Table marks are characters
(cell and row ends are both U+0007); only paragraph properties tell them apart, so those are read.
Word 6 and Word 95 files, whose properties are kept differently, give their text and flat tables.
"""

from __future__ import annotations

import io
import struct

import olefile

from extract.document import Document, Problem, UnreadableDocumentError
from extract.formats.summary import read_title
from extract.formats.word97.blocks import BlockBuilder
from extract.formats.word97.fib import WORD_97, Fib, read_fib
from extract.formats.word97.pictures import Pictures
from extract.formats.word97.pieces import read_pieces
from extract.formats.word97.properties import Runs
from extract.formats.word97.story import Text
from extract.formats.word97.word95 import read_old_text

MEDIA_TYPE = "application/msword"

_TEXT_BOXES = 6
_BROKEN = (OSError, ValueError, LookupError, ArithmeticError, TypeError, AttributeError, MemoryError, struct.error)
"""What the OLE library and the structures' own reading raise on broken files."""
_MAX_STREAM = 200_000_000


def read(data: bytes) -> Document:
    """Read a Word 97–2003 or WPS Writer file; raises UnreadableDocumentError with the reason."""
    try:
        return _read(data)
    except UnreadableDocumentError:
        raise
    except _BROKEN as error:
        raise UnreadableDocumentError(f"the Word document is broken: {error}") from error


def _read(data: bytes) -> Document:
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        stream = _stream(ole, "WordDocument")
        if not stream:
            raise UnreadableDocumentError("an OLE file without a WordDocument stream is no Word document")
        fib = read_fib(stream)
        document = Document(MEDIA_TYPE, tags=_tags(ole))
        if fib.version < WORD_97:
            read_old_text(stream, fib, document)
        else:
            _read_text(stream, _stream(ole, fib.table_stream), _stream(ole, "Data"), fib, document)
    return document


def _read_text(stream: bytes, table: bytes, data: bytes, fib: Fib, document: Document) -> None:
    if not table:
        raise UnreadableDocumentError(f"the Word document lacks its {fib.table_stream} stream")
    pieces = read_pieces(fib.pieces.within(table), len(stream))
    text = Text(
        stream,
        data,
        pieces,
        Runs(stream, fib.paragraph_runs.within(table), 13),
        Runs(stream, fib.character_runs.within(table), 1),
    )
    pictures = Pictures(stream, data, fib.shapes.within(table), fib.drawings.within(table))
    builder = BlockBuilder(pictures.at)
    builder.take(text.marks(0, fib.stories[0]))
    boxes = sum(fib.stories[:_TEXT_BOXES])
    builder.take(text.marks(boxes, boxes + fib.stories[_TEXT_BOXES]), part="text box")
    document.blocks, document.problems = builder.blocks, builder.problems
    if text.missing:
        message = f"the file is cut off or broken: {text.missing} characters of its text are missing"
        document.problems.append(Problem("document.cut_off", message))


def _stream(ole: olefile.OleFileIO, name: str) -> bytes:
    if not ole.exists(name):
        return b""
    if ole.get_size(name) > _MAX_STREAM:
        raise UnreadableDocumentError(f"the stream {name} says it has {ole.get_size(name)} bytes")
    found: bytes = ole.openstream(name).read()
    return found


def _tags(ole: olefile.OleFileIO) -> dict[str, str]:
    title = read_title(_stream(ole, "\x05SummaryInformation"))
    return {"title": title} if title else {}
