"""Files attached to a PDF, and streams in it that would unpack without end."""

from __future__ import annotations

import ctypes
import zlib
from collections.abc import Callable

import pypdfium2
import pypdfium2.raw as raw
from pypdfium2 import PdfiumError

from extract.document import UnreadableDocumentError
from extract.formats.package import Member
from extract.formats.zip_members import MEMBER_LIMIT, TOTAL_LIMIT

MOST_FILES = 200
LARGE = 256 << 10  # bytes: a smaller stream unpacks to no more than a thousand times as much, which is bearable
PIECE = 32 << 10
TWICE = tuple(b"/Fl%b%b/Fl" % (rest, space) for rest in (b"", b"ateDecode") for space in (b"", b" ", b"\n", b"\r\n"))


def attached(pdf: pypdfium2.PdfDocument) -> list[Member]:
    """The files attached to a PDF, as members of a package. One larger than is read of a member is refused."""
    found = []
    left = [TOTAL_LIMIT]
    for i in range(min(pdf.count_attachments(), MOST_FILES)):
        try:
            file = pdf.get_attachment(i)
            name = file.get_name().replace("\\", "/") or f"attachment {i + 1}"
        except (PdfiumError, UnicodeDecodeError):
            continue
        found.append(Member(name, _unpacked(file, name, left)))
    return found


def _unpacked(file: pypdfium2.PdfAttachment, name: str, left: list[int]) -> Callable[[], bytes]:
    def unpack() -> bytes:
        size = ctypes.c_ulong()
        if not raw.FPDFAttachment_GetFile(file, None, 0, size) or not size.value:
            raise UnreadableDocumentError(f"PDF: {name} is empty or damaged")
        if size.value > min(MEMBER_LIMIT, left[0]):
            raise UnreadableDocumentError(f"PDF: {name} is larger than is read of an attached file")
        left[0] -= size.value
        try:
            return bytes(file.get_data())
        except PdfiumError as error:
            raise UnreadableDocumentError(f"PDF: {name} is damaged ({error})") from error

    return unpack


def refuse_bombs(data: bytes) -> None:
    """Raise :class:`UnreadableDocumentError` for a PDF with a stream that unpacks to more than is read of a file."""
    if any(name in data for name in TWICE):
        raise UnreadableDocumentError("the PDF packs a stream twice over")
    if len(data) < LARGE:
        return
    start = data.find(b"stream")
    while start >= 0:
        start += data[start + 6 : start + 8] == b"\r\n"
        start += len(b"stream\n")
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        if end - start > LARGE and _is_zlib(data[start : start + 2]) and _exceeds(data, start, end):
            raise UnreadableDocumentError(f"a stream of the PDF unpacks to more than {TOTAL_LIMIT >> 20} MiB")
        start = data.find(b"stream", end + len(b"endstream"))


def _is_zlib(head: bytes) -> bool:
    return len(head) == 2 and head[0] & 15 == 8 and int.from_bytes(head, "big") % 31 == 0


def _exceeds(data: bytes, start: int, end: int) -> bool:
    """Whether the stream there unpacks to more than the limit; it is unpacked in pieces that are thrown away."""
    unpacker = zlib.decompressobj()
    size = 0
    for at in range(start, end, PIECE):
        try:
            size += len(unpacker.decompress(data[at : min(at + PIECE, end)]))
        except zlib.error:
            return False
        if size > TOTAL_LIMIT:
            return True
        if unpacker.eof:
            return False
    return False
