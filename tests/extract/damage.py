"""Damage for files: what a reader must answer with UnreadableDocumentError or a document, and soon."""

import random
import time
from collections.abc import Callable

from extract.document import Document, UnreadableDocumentError

SECONDS = 5.0


def damaged(data: bytes, seed: int) -> bytes:
    """The bytes truncated, with flipped bits, with extreme numbers written in, or with parts moved about."""
    chance = random.Random(seed)
    kind = seed % 4
    if kind == 0:
        return data[: chance.randrange(len(data))]
    changed = bytearray(data)
    if kind == 1:
        for _ in range(chance.randint(1, 60)):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    elif kind == 2:
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(changed) - 4)
            changed[at : at + 4] = chance.choice(
                [b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\xfe\xff\xff\xff"]
            )
    else:
        for _ in range(chance.randint(1, 4)):
            size = chance.randint(1, 2048)
            source, target = chance.randrange(len(changed)), chance.randrange(len(changed))
            part = changed[source : source + size]
            changed[target : target + len(part)] = part
    return bytes(changed)


def survives(read: Callable[[bytes], Document], data: bytes) -> Document | None:
    """Read hostile bytes: the document, or None where the reader says it is unreadable; fails when it takes long."""
    start = time.process_time()
    try:
        return read(data)
    except UnreadableDocumentError as error:
        if not str(error):
            raise AssertionError("an unreadable document must say why") from error
        return None
    finally:
        assert time.process_time() - start < SECONDS, "the reader took too long"
