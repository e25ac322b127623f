"""Pictures in the text: inline ones from the Data stream, floating ones by shape ([MS-DOC] 2.9.192, [MS-ODRAW])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from extract.document import Picture, Place
from extract.formats.word97.story import Anchor

_SHAPE, _OPTIONS, _STORE_ENTRY = 0xF00A, 0xF00B, 0xF007
_PICTURE_INDEX = 0x0104
_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"))
_RASTER = {0xF01D, 0xF01E, 0xF02A}
_MAX_RECORDS = 100_000


class Pictures:
    """Finds the picture that stands at an anchor. Lines and floating vector drawings are not pictures here."""

    def __init__(self, stream: bytes, data: bytes, shapes: bytes, drawings: bytes) -> None:
        """``shapes`` places floating shapes in the text (PlcfSpa), ``drawings`` holds them (OfficeArtContent)."""
        self._data = data
        self._shapes = _shape_ids(shapes)
        self._floating = _floating(stream, drawings) if self._shapes else {}

    def at(self, anchor: Anchor, place: Place) -> Picture | None:
        """The picture at an anchor, None where there is none; without its bytes where it is not JPEG or PNG."""
        source = f"picture at character {anchor.position + 1}"
        if anchor.inline is not None:
            body = self._inline(anchor.inline)
            found = _image(body)
            if body and found is None:
                return Picture(source, place)
        else:
            found = self._floating.get(self._shapes.get(anchor.position, -1))
        return None if found is None else Picture(source + found[0], place, found[1])

    def _inline(self, offset: int) -> bytes:
        length = int.from_bytes(self._data[offset : offset + 4], "little")
        header = int.from_bytes(self._data[offset + 4 : offset + 6], "little")
        return self._data[offset + header : offset + length]


def _shape_ids(plc: bytes) -> dict[int, int]:
    """Character position → shape id."""
    count = max(0, (len(plc) - 4) // 30)
    positions = struct.unpack_from(f"<{count}i", plc) if count else ()
    start = 4 * (count + 1)
    return {cp: int.from_bytes(plc[start + 26 * n : start + 26 * n + 4], "little") for n, cp in enumerate(positions)}


def _floating(stream: bytes, drawings: bytes) -> dict[int, tuple[str, bytes]]:
    """Shape id → its picture."""
    store: list[tuple[str, bytes] | None] = []
    found: dict[int, tuple[str, bytes]] = {}
    shape = -1
    for kind, instance, body in _records(drawings):
        if kind == _STORE_ENTRY:
            at = int.from_bytes(body[28:32], "little")
            size = int.from_bytes(body[20:24], "little")
            store.append(_image(body[36:]) or _image(stream[at : at + size + 8]))
        elif kind == _SHAPE:
            shape = int.from_bytes(body[:4], "little")
        elif kind == _OPTIONS:
            index = _option(body, instance, _PICTURE_INDEX)
            picture = store[index - 1] if 0 < index <= len(store) else None
            if picture is not None:
                found[shape] = picture
    return found


def _records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The records of a drawing, containers opened; stops where they break off."""
    at = 0
    for _ in range(_MAX_RECORDS):
        if at + 8 > len(data):
            return
        head, kind, length = struct.unpack_from("<HHI", data, at)
        if kind < 0xF000:
            at += 1  # the byte between the drawings of the main text and of the headers
            continue
        at += 8
        if head & 0xF != 0xF:
            yield kind, head >> 4, data[at : at + length]
            at += length


def _option(body: bytes, count: int, wanted: int) -> int:
    for index in range(min(count, len(body) // 6)):
        name, value = struct.unpack_from("<HI", body, 6 * index)
        if name & 0x3FFF == wanted & 0x3FFF:
            return int(value)
    return 0


def _image(data: bytes) -> tuple[str, bytes] | None:
    """The first raster picture in the bytes, from its signature on."""
    found = [(at, suffix) for signature, suffix in _SIGNATURES if (at := data.find(signature)) >= 0]
    if not found:
        return None
    at, suffix = min(found)
    if at >= 25 and int.from_bytes(data[at - 23 : at - 21], "little") in _RASTER:
        length = int.from_bytes(data[at - 21 : at - 17], "little") - 17
        return suffix, data[at : at + length]
    return suffix, data[at:]
