"""One request and its response, as far as the fetching side still has them."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import brotli

Headers = tuple[tuple[str, str], ...]

DECODED_LIMIT = 256 * 1024 * 1024
"""Largest body, in bytes after decompression, that is ever handed out: a bound against decompression bombs."""

_READ_STEP = 1024 * 1024


class ContentTooLargeError(ValueError):
    """A body unpacks to more than the limit; the message has the limit in bytes."""


class ContentDamagedError(ValueError):
    """A body's content coding is broken; the message names the coding and the fault."""


def header(headers: Headers, name: str) -> str | None:
    """The first value of a header, by case-insensitive name."""
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)


def decoded(body: bytes, headers: Headers, limit: int = DECODED_LIMIT) -> bytes:
    """The body without its Content-Encoding (gzip, deflate, br; unknown names come back as they are).

    Servers that name a coding and send plain bytes are common, so a body that does not start like its coding is
    taken as plain. Raises :class:`ContentTooLargeError` beyond ``limit``, :class:`ContentDamagedError` when the stream
    is broken or ends before its end: half a page must not pass for a page.
    """
    codings = [c.strip().lower() for c in (header(headers, "content-encoding") or "").split(",") if c.strip()]
    for coding in reversed(codings):
        if coding in ("gzip", "x-gzip"):
            if not body.startswith(b"\x1f\x8b"):
                continue
            body = _inflated(body, zlib.MAX_WBITS | 16, coding, limit)
        elif coding == "deflate":
            zlib_wrapped = len(body) >= 2 and body[0] & 0x0F == 8 and (body[0] * 256 + body[1]) % 31 == 0
            body = _inflated(body, zlib.MAX_WBITS if zlib_wrapped else -zlib.MAX_WBITS, coding, limit)
        elif coding == "br":
            body = _unbrotlied(body, limit)
        elif coding == "zstd" and body.startswith(b"\x28\xb5\x2f\xfd"):
            raise ContentDamagedError("zstd: a coding that was not asked for")
    return body


def _inflated(body: bytes, window: int, coding: str, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    rest = body
    while rest:
        unpacker = zlib.decompressobj(window)
        while not unpacker.eof:
            try:
                part = unpacker.decompress(rest, _READ_STEP)
            except zlib.error as fault:
                raise ContentDamagedError(f"{coding}: {fault}") from fault
            rest = unpacker.unconsumed_tail
            if not part and not rest and not unpacker.eof:
                raise ContentDamagedError(f"{coding}: the stream breaks off after {size} bytes")
            size += len(part)
            if size > limit:
                raise ContentTooLargeError(f"{coding} body unpacks to more than {limit} bytes")
            parts.append(part)
        rest = unpacker.unused_data
        if not (coding.endswith("gzip") and rest.startswith(b"\x1f\x8b")):
            break  # what follows a complete stream is padding, unless it is another gzip member
    return b"".join(parts)


def _unbrotlied(body: bytes, limit: int) -> bytes:
    """What no server was asked for and some send all the same."""
    unpacker = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    rest = body
    while not unpacker.is_finished():
        try:
            part = unpacker.process(rest, output_buffer_limit=_READ_STEP)
        except brotli.error as fault:
            raise ContentDamagedError(f"br: {fault}") from fault
        rest = b""
        if not part and not unpacker.is_finished():
            raise ContentDamagedError(f"br: the stream breaks off after {size} bytes")
        size += len(part)
        if size > limit:
            raise ContentTooLargeError(f"br body unpacks to more than {limit} bytes")
        parts.append(part)
    return b"".join(parts)


@dataclass(frozen=True)
class Exchange:
    """A request and its response.

    ``body`` is the payload as received after transfer decoding, still in its content coding. ``fetched`` is an
    aware time. Header order and letter case are those the HTTP client kept: Scrapy groups repeated headers and
    writes names in title case, so the original order and casing are not recoverable.
    """

    url: str
    fetched: datetime
    status: int
    reason: str
    headers: Headers
    body: bytes
    method: str = "GET"
    request_headers: Headers = ()
    request_body: bytes = b""
    protocol: str = "HTTP/1.1"
    address: str | None = None
    truncated: str | None = None
    limit: int = DECODED_LIMIT

    @cached_property
    def content(self) -> bytes:
        """The body without its content coding; damaged or oversized codings leave it as received."""
        try:
            return self.unpacked
        except (ContentDamagedError, ContentTooLargeError):
            return self.body

    @cached_property
    def unpacked(self) -> bytes:
        """The body without its content coding. Raises as :func:`decoded` does."""
        return decoded(self.body, self.headers, self.limit)

    @cached_property
    def sha256(self) -> str:
        """Hash of :attr:`content`, so that a server's choice of compression makes no new version."""
        return hashlib.sha256(self.content).hexdigest()
