"""Web archives (MHTML, also saved under the name .doc): the page in it, and its pictures with their data."""

from __future__ import annotations

import email
import email.policy
from email.message import Message
from urllib.parse import unquote, urljoin

from domain.encoding import decode
from extract.document import Document, Picture, UnreadableDocumentError
from extract.formats import html, text
from extract.formats.sniff import MEDIA_TYPES, NAMES

_PARTS = 2000


def read(data: bytes) -> Document:
    """Read a web archive. Raises :class:`UnreadableDocumentError` where there is no page in it."""
    message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"), policy=email.policy.compat32)
    pages: list[tuple[str, bytes, str | None]] = []
    pictures: dict[str, bytes] = {}
    plain = b""
    for number, part in enumerate(message.walk()):
        if number > _PARTS or part.is_multipart():
            continue
        kind, content = part.get_content_type(), _content(part)
        location = str(part.get("Content-Location") or "")
        if kind in ("text/html", "application/xhtml+xml"):
            pages.append((location, content, part.get_content_charset()))
        elif kind.startswith("image/"):
            pictures[location] = content
            pictures["cid:" + str(part.get("Content-ID") or "").strip("<> ")] = content
        elif kind == "text/plain" and not plain:
            plain = content
    if not pages:
        if plain.strip():
            return text.read(plain)
        raise UnreadableDocumentError(f"{NAMES['mhtml']}: there is no page in it")
    location, content, charset = max(pages, key=lambda page: len(page[1]))
    document = html.read_text(decode(content, charset)[0])
    document.media_type = MEDIA_TYPES["mhtml"]
    for block in document.blocks:
        if isinstance(block, Picture):
            source = unquote(block.source)
            block.data = (
                pictures.get(block.source) or pictures.get(source) or pictures.get(_joined(location, block.source))
            )
    return document


def _joined(base: str, source: str) -> str:
    try:
        return urljoin(base, source)
    except ValueError:
        return source


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
