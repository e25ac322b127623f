"""Format readers: bytes to the neutral :class:`~extract.document.Document`, the format found from the content.

Each module here reads one format with ``read(data: bytes) -> Document``; it is imported when first needed.
"""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from extract.document import Document, UnreadableDocumentError
from extract.formats.sniff import NAMES, sniff

# Type (as sniffed) -> module of this package. Another format is one module and one line.
READERS = {
    "html": "html",
    "doc": "word97",
    "text": "text",
    "docx": "docx",
    "wordxml": "wordxml",
    "rtf": "rtf",
    "mhtml": "mhtml",
    "zip": "package",
    "rar": "package",
    "7z": "package",
    "gz": "package",
    "odt": "odf",
    "ofd": "ofd",
    "xlsx": "sheet",
    "xls": "sheet",
    "pdf": "pdf",
    "jpeg": "picture",
    "png": "picture",
    "gif": "picture",
    "bmp": "picture",
    "tiff": "picture",
    "webp": "picture",
}


SIZE_LIMIT = 256 << 20


class Reader(Protocol):
    """What a module of this package offers."""

    def read(self, data: bytes) -> Document:
        """The document in the bytes; raises :class:`UnreadableDocumentError` with the reason."""


def open_document(data: bytes, name: str | None = None, media_type: str | None = None) -> Document:
    """Read a file of any supported format.

    ``name`` and ``media_type`` are what the outside says of the file; they settle only what the content leaves
    open. Raises :class:`UnreadableDocumentError` with a reason for people, and nothing else.
    """
    if len(data) > SIZE_LIMIT:
        raise UnreadableDocumentError(f"the file is larger than {SIZE_LIMIT >> 20} MiB")
    kind = sniff(data, name, media_type)
    if kind not in READERS:
        raise UnreadableDocumentError(_refusal(kind))
    reader = cast(Reader, importlib.import_module(f"extract.formats.{READERS[kind]}"))
    try:
        return reader.read(data)
    except UnreadableDocumentError:
        raise
    except MemoryError as error:
        raise UnreadableDocumentError(f"{NAMES[kind]}: too large to read in memory") from error
    except RecursionError as error:
        raise UnreadableDocumentError(f"{NAMES[kind]}: its parts are nested too deep") from error
    except Exception as error:  # a reader's bug must not end a run over many files
        raise UnreadableDocumentError(f"{NAMES[kind]}: damaged, {type(error).__name__}: {error}") from error


def _refusal(kind: str) -> str:
    if kind == "empty":
        return "the file is empty"
    if kind == "encrypted":
        return "the file is protected by a password"
    return f"no reader for this type: {NAMES[kind]}"
