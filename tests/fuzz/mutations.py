"""What can happen to a file: damage to its bytes, to one part inside a container, or to the structure of its markup."""

from __future__ import annotations

import io
import re
import zipfile
from random import Random

EXTREMES = (
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\0\0\0\0",
    b"\xfe\xff\xff\xff",
    b"65534",
    b"-1",
    b"1e38",
    b"\xef\xbf\xbd",
)
DIGITS = re.compile(rb"[0-9]|\xef\xbc[\x90-\x99]")
TAG = re.compile(rb"<[^<>]*>")


def mutated(data: bytes, other: bytes, chance: Random) -> bytes:
    """Damaged: at one to a dozen places bits flip, bytes vanish, repeat, become extreme, or come from ``other``."""
    changed = bytearray(data)
    if chance.random() < 0.15:
        return bytes(changed[: chance.randrange(len(changed) + 1)])
    if chance.random() < 0.1:  # the first half of one file and the second half of another
        return bytes(changed[: chance.randrange(len(changed) + 1)]) + other[chance.randrange(len(other) + 1) :]
    for _ in range(chance.randint(1, 12)):
        _hit(changed, other, chance)
    return bytes(changed)


def _hit(changed: bytearray, other: bytes, chance: Random) -> None:
    if not changed:
        return
    at, size = chance.randrange(len(changed)), chance.choice((1, 4, 30, 200, 2048))
    how = chance.randrange(6)
    if how == 0:
        changed[at] ^= 1 << chance.randrange(8)
    elif how == 1:
        del changed[at : at + chance.randint(1, size)]
    elif how == 2:
        changed[at:at] = changed[at : at + chance.randint(1, size)] * chance.randint(1, 4)
    elif how == 3 and other:
        start = chance.randrange(len(other))
        changed[at:at] = other[start : start + chance.randint(1, size)]
    elif how == 4:
        extreme = chance.choice(EXTREMES)
        changed[at : at + len(extreme)] = extreme
    else:
        target = chance.randrange(len(changed))
        part = changed[at : at + size]
        changed[target : target + len(part)] = part


def mutated_inside(data: bytes, other: bytes, chance: Random) -> bytes:
    """A ZIP file (DOCX, XLSX, OFD) with one member damaged and its check sums right; other files as ``mutated``."""
    members = unzipped(data)
    if not members:
        return mutated(data, other, chance)
    name = chance.choice([name for name, body in members.items() if body])
    members[name] = mutated(members[name], other, chance)
    return zipped(members)


def unzipped(data: bytes) -> dict[str, bytes]:
    """The members of a ZIP file by name; none of what is no ZIP file."""
    if not data.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP file of the members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def restructured(data: bytes, chance: Random) -> bytes:
    """The markup or text changed and every figure left as it stands: tags, labels, line breaks lost or doubled.

    Of a ZIP file, its largest XML member is changed. No digit is taken away, added or altered.
    """
    members = unzipped(data)
    if members:
        largest = max(members, key=lambda name: len(members[name]) * name.endswith((".xml", ".XML")))
        members[largest] = _restructured(members[largest], chance)
        return zipped(members)
    return _restructured(data, chance)


def _restructured(data: bytes, chance: Random) -> bytes:
    changed = data
    for _ in range(chance.choice((1, 1, 2, 5))):
        tags = list(TAG.finditer(changed)) if b"<" in changed[:2000] else []
        if tags and chance.random() < 0.7:
            changed = _tag_changed(changed, tags, chance)
            continue
        at = chance.randrange(len(changed))
        size = chance.choice((1, 1, 3, 6, 20))
        gone = changed[at : at + size]
        if chance.random() < 0.6:
            new = b""
        else:
            new = (
                gone * 2
                if chance.random() < 0.5
                else chance.choice((b" ", b"\n", b"\t", b"<td>", b"</tr>", b"\xe3\x80\x80"))
            )
        if not DIGITS.search(gone):
            changed = changed[:at] + new + changed[at + size :]
    return changed


def _tag_changed(data: bytes, tags: list[re.Match[bytes]], chance: Random) -> bytes:
    tag = chance.choice(tags)
    how = chance.randrange(4)
    if how == 0:
        return data[: tag.start()] + data[tag.end() :]
    if how == 1:
        return data[: tag.end()] + tag[0] + data[tag.end() :]
    if how == 2:
        return (
            data[: tag.start()]
            + re.sub(rb"\s+[\w:]+=(\"[^\"]*\"|'[^']*'|\S+?(?=[\s/>]))", b"", tag[0])
            + data[tag.end() :]
        )
    span = re.sub(
        rb"([a-zA-Z]*[sS]pan[^0-9<>]{0,9})\d+", lambda m: m[1] + b"%d" % chance.choice((1, 2, 3, 9, 999)), tag[0]
    )
    return data[: tag.start()] + span + data[tag.end() :]
