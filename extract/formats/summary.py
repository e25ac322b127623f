"""The title in an OLE file's summary information ([MS-OLEPS] 2.21), read without trusting any count in it."""

from __future__ import annotations

import struct

_CODE_PAGE, _TITLE = 1, 2
_MAX_PROPERTIES = 200
_ANSI, _WIDE = 0x1E, 0x1F
_CODECS = {936: "gb18030", 65001: "utf-8", 1200: "utf-16-le"}


def read_title(stream: bytes) -> str:
    """The title, empty where there is none. Templates often leave the title of another document behind."""
    try:
        section = stream[struct.unpack_from("<I", stream, 44)[0] :]
        count = min(struct.unpack_from("<I", section, 4)[0], _MAX_PROPERTIES)
        offsets = dict(struct.unpack_from("<II", section, 8 + 8 * index) for index in range(count))
        code_page = 936
        if _CODE_PAGE in offsets:
            code_page = struct.unpack_from("<H", section, offsets[_CODE_PAGE] + 4)[0]
        if _TITLE not in offsets:
            return ""
        return _text(section, offsets[_TITLE], code_page).split("\0")[0].strip()
    except (struct.error, LookupError):
        return ""


def _text(section: bytes, at: int, code_page: int) -> str:
    kind, length = struct.unpack_from("<II", section, at)
    if kind == _WIDE:
        return section[at + 8 : at + 8 + 2 * length].decode("utf-16-le", errors="replace")
    if kind != _ANSI:
        return ""
    return section[at + 8 : at + 8 + length].decode(_CODECS.get(code_page, f"cp{code_page}"), errors="replace")
