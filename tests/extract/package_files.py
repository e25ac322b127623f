"""Packages made in memory, of real and of broken kinds."""

import io
import struct
import zipfile
import zlib


def zipped(members: dict[str, bytes], name_charset: str | None = None) -> bytes:
    """A ZIP file; with ``name_charset`` its names stand in that charset without saying so, as old tools write them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    data = buffer.getvalue()
    if name_charset is None:
        return data
    for name in members:
        raw = name.encode()
        other = name.encode(name_charset)
        data = data.replace(raw, other.ljust(len(raw), b"_"))
    return _without_utf8_flag(data)


def _without_utf8_flag(data: bytes) -> bytes:
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset + 1] &= ~0x08
            at = changed.find(mark, at + 4)
    return bytes(changed)


def rar(members: dict[str, bytes]) -> bytes:
    """A RAR 4 file of stored members."""
    parts = [b"Rar!\x1a\x07\x00", _rar_block(0x73, 0, b"\x00" * 6)]
    for name, content in members.items():
        raw = name.encode("ascii")
        fields = struct.pack(
            "<IIBIIBBHI", len(content), len(content), 2, zlib.crc32(content), 0x5A210000, 20, 0x30, len(raw), 0x20
        )
        parts.append(_rar_block(0x74, 0x8000, fields + raw) + content)
    parts.append(_rar_block(0x7B, 0x4000, b""))
    return b"".join(parts)


def _rar_block(kind: int, flags: int, fields: bytes) -> bytes:
    body = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body


def mhtml(page: bytes, charset: str, picture: bytes = b"") -> bytes:
    import base64
    import quopri

    return b"\r\n".join(
        [
            b"MIME-Version: 1.0",
            b'Content-Type: multipart/related; boundary="b"; type="text/html"',
            b"",
            b"--b",
            b"Content-Location: file:///C:/a/report.htm",
            b"Content-Transfer-Encoding: quoted-printable",
            b'Content-Type: text/html; charset="' + charset.encode() + b'"',
            b"",
            quopri.encodestring(page),
            b"--b",
            b"Content-Location: file:///C:/a/report.files/1.png",
            b"Content-Transfer-Encoding: base64",
            b"Content-Type: image/png",
            b"",
            base64.encodebytes(picture),
            b"--b--",
            b"",
        ]
    )
