"""The type of a file from its content; the name breaks ties among kinds of plain text only."""

from __future__ import annotations

import io
import re
import zipfile

from domain.encoding import decode

# Every type there is, with its name for people and its media type.
_TYPES = {
    "html": ("HTML page", "text/html"),
    "text": ("plain text", "text/plain"),
    "docx": ("Word document (.docx)", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "doc": ("Word 97-2003 document (.doc, .wps)", "application/msword"),
    "rtf": ("RTF document", "application/rtf"),
    "mhtml": ("web archive (MHTML)", "multipart/related"),
    "wordxml": ("Word 2003 XML document", "application/msword"),
    "xlsx": ("Excel workbook (.xlsx)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "xls": ("Excel 97-2003 workbook (.xls, .et)", "application/vnd.ms-excel"),
    "odt": ("OpenDocument file", "application/vnd.oasis.opendocument.text"),
    "ods": ("OpenDocument spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
    "ofd": ("OFD document", "application/ofd"),
    "pdf": ("PDF document", "application/pdf"),
    "jpeg": ("JPEG image", "image/jpeg"),
    "png": ("PNG image", "image/png"),
    "gif": ("GIF image", "image/gif"),
    "bmp": ("BMP image", "image/bmp"),
    "tiff": ("TIFF image", "image/tiff"),
    "webp": ("WebP image", "image/webp"),
    "zip": ("ZIP archive", "application/zip"),
    "rar": ("RAR archive", "application/vnd.rar"),
    "7z": ("7z archive", "application/x-7z-compressed"),
    "gz": ("gzip file", "application/gzip"),
    "presentation": ("presentation", "application/vnd.ms-powerpoint"),
    "json": ("JSON data", "application/json"),
    "xml": ("XML data", "application/xml"),
    "ole": ("OLE file that is neither document nor workbook", "application/x-ole-storage"),
    "encrypted": ("file protected by a password", "application/encrypted"),
    "empty": ("empty file", "application/x-empty"),
    "unknown": ("binary data of an unknown kind", "application/octet-stream"),
}
NAMES = {kind: name for kind, (name, _) in _TYPES.items()}
MEDIA_TYPES = {kind: media_type for kind, (_, media_type) in _TYPES.items()}

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"{\\rtf", "rtf"),
    (b"\xdb\xa5", "doc"),  # Word 2 for Windows, a bare file without OLE around it
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_HEAD = 1 << 16
_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|table|tbody|tr|td|div|span|p|h[1-6]|ul|li"
    r"|img|center|font|a|strong|form|iframe|section|article|textarea)\b",
    re.IGNORECASE,
)
_PAGE_START = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|meta|table|div|p)[\s>]", re.IGNORECASE)
_MARKDOWN = re.compile(rb"^(?:#{1,6} +[^\s{]|\|(?: *:?-{3,}:? *\|)+ *\r?$)", re.MULTILINE)
_WHOLE_PAGE = re.compile(rb"<(?:!doctype|html|head|body|script|style|p)\b", re.IGNORECASE)
_CONTROL = bytes((*range(9), *range(14, 27), *range(28, 32)))
_MHTML = re.compile(rb"^(?:[A-Za-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?Content-Type:\s*multipart/related", re.I)


def sniff(data: bytes, name: str | None = None, media_type: str | None = None) -> str:
    """The type of ``data``: a key of :data:`NAMES`. Never raises."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return "empty"
    head = data[:_HEAD]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(_OLE):
        return _ole_kind(data)
    if head.startswith(_ZIP):
        return _zip_kind(data)
    if head[:2] == b"BM" and len(data) > 54 and int.from_bytes(head[14:18], "little") in (12, 40, 56, 64, 108, 124):
        return "bmp"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return _textual_kind(data, name or "", media_type or "")


def _textual_kind(data: bytes, name: str, media_type: str) -> str:
    if _PAGE_START.match(data, 3 if data.startswith(b"\xef\xbb\xbf") else 0):
        return "text" if _is_markdown(data[:_HEAD]) else "html"
    if b"%PDF-" in data[:1024]:  # readers of PDF allow rubbish before the mark
        return "pdf"
    if (at := data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")).startswith(b"{\\rtf"):
        return "rtf"
    if _MHTML.match(at):
        return "mhtml"
    if _is_binary(data[:_HEAD]):
        return "unknown"
    text, _ = decode(data[:_HEAD])
    start = text.lstrip("\ufeff\x00 \t\r\n")[:4096]
    if "<w:wordDocument" in text or "<pkg:package" in text or 'progid="Word.Document"' in start:
        return "wordxml"
    if start.startswith("<") and "<office:document" in start:
        return "odt"
    if _is_markdown(data[:_HEAD]):
        return "text"
    if (start.startswith("<") and _TAG.search(start)) or len(_TAG.findall(text)) >= 3:
        return "html"
    if start.startswith("<?xml"):
        return "xml"
    if start[:1] in "{[" and (media_type.endswith("json") or name.lower().endswith(".json")):
        return "json"
    if start.startswith("<") and (media_type.endswith("html") or name.lower().endswith((".html", ".htm", ".shtml"))):
        return "html"
    return "text"


def _is_markdown(head: bytes) -> bool:
    """Whether lines are marked as Markdown marks headings and tables, in what is no whole page of HTML."""
    return not _WHOLE_PAGE.search(head) and bool(_MARKDOWN.search(head))


def _is_binary(head: bytes) -> bool:
    """Whether the bytes hold more control characters than any text, UTF-16 let pass."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or (b"\x00" in head and decode(head)[1].startswith("utf-16")):
        return False
    control = len(head) - len(head.translate(None, _CONTROL))
    return control * 50 > len(head)


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()[:5000]
    except Exception:  # zipfile raises a dozen kinds of error on damaged directories
        return _damaged_zip_kind(data)
    lowered = {name.lower().replace("\\", "/") for name in names}
    if "word/document.xml" in lowered:
        return "docx"
    if "xl/workbook.xml" in lowered or "xl/workbook.bin" in lowered:
        return "xlsx"
    if any(name == "ofd.xml" or name.endswith("/ofd.xml") for name in lowered):
        return "ofd"
    if "content.xml" in lowered and "meta-inf/manifest.xml" in lowered:
        return "odt"
    if "[content_types].xml" in lowered:
        if any(name.startswith("ppt/") for name in lowered):
            return "presentation"
        if any(name.startswith("xl/") for name in lowered):
            return "xlsx"
        if any(name.endswith(".xml") and "document" in name for name in lowered):
            return "docx"
    return "zip"


def _damaged_zip_kind(data: bytes) -> str:
    """A ZIP whose directory is gone still names its members in their own headers."""
    if b"word/document.xml" in data:
        return "docx"
    if b"xl/workbook.xml" in data:
        return "xlsx"
    if b"OFD.xml" in data:
        return "ofd"
    return "zip"


def _ole_kind(data: bytes) -> str:
    names = _ole_names(data)
    if "encryptedpackage" in names or "encryptioninfo" in names:
        return "encrypted"
    if "worddocument" in names:
        return "doc"
    if "workbook" in names or "book" in names:
        return "xls"
    if "powerpoint document" in names:
        return "presentation"
    return "ole"


def _ole_names(data: bytes) -> set[str]:
    """The names at the root of an OLE file, lower case; of a damaged one, those found anywhere."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            names = {entry[0].lower() for entry in file.listdir() if len(entry) == 1}
    except Exception:  # olefile raises whatever its parsing meets
        names = set()
    known = ("EncryptedPackage", "WordDocument", "Workbook", "Book", "PowerPoint Document")
    return names or {name.lower() for name in known if name.encode("utf-16-le") in data}
