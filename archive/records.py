"""WARC/1.1 records as bytes, ready to be packed: what a crawl writes for every answer."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid4, uuid5

from archive.exchange import Exchange, Headers

SHA256_HEADER = "Gongkai-Content-SHA256"

_IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

# The body is stored without its transfer coding, so a header that names one would lie.
_TRANSFER_HEADERS = frozenset({"transfer-encoding", "connection", "keep-alive"})

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Original:
    """The earlier record that a revisit record points to."""

    url: str
    fetched: datetime


def record_name(warc_file: str, warc_offset: int) -> str:
    """The name of the record at a place: made of the place, so that a later record can point to it."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{warc_file}#{warc_offset}')}>"


def exchange_records(exchange: Exchange, revisit_of: Original | None, name: str) -> tuple[bytes, bytes]:
    """The response (or revisit) record of an exchange with this name, and the request record that points to it."""
    about: Fields = [("WARC-Date", _moment(exchange.fetched)), ("WARC-Target-URI", exchange.url)]
    return (
        _response(exchange, revisit_of, [("WARC-Record-ID", name), *about]),
        _request(exchange, [("WARC-Record-ID", _new_name()), *about, ("WARC-Concurrent-To", name)]),
    )


def info_record(filename: str, info: dict[str, str], now: datetime) -> bytes:
    """The record that a file begins with."""
    block = _lines(info.items())
    fields = [("WARC-Record-ID", _new_name()), ("WARC-Filename", filename), ("WARC-Date", _moment(now))]
    return _record("warcinfo", "application/warc-fields", fields, block)


def metadata_record(block: bytes, moment: datetime, url: str | None, about: str | None) -> bytes:
    """What is said of the record named ``about``, of an address or of the archive: lines of named fields."""
    fields = [("WARC-Record-ID", _new_name()), ("WARC-Date", _moment(moment))]
    fields += [(name, value) for name, value in (("WARC-Target-URI", url), ("WARC-Concurrent-To", about)) if value]
    return _record("metadata", "application/warc-fields", fields, block)


def _response(exchange: Exchange, revisit_of: Original | None, fields: Fields) -> bytes:
    head = _head(f"{exchange.protocol} {exchange.status} {exchange.reason}".rstrip(), _clean(exchange.headers))
    if exchange.address:
        fields.append(("WARC-IP-Address", exchange.address))
    if exchange.truncated:
        fields.append(("WARC-Truncated", exchange.truncated))
    if revisit_of is None:
        fields += [(SHA256_HEADER, exchange.sha256), ("WARC-Payload-Digest", _digest(exchange.body))]
        return _record("response", "application/http; msgtype=response", fields, head + exchange.body)
    fields += [
        ("WARC-Refers-To-Target-URI", revisit_of.url),
        ("WARC-Refers-To-Date", _moment(revisit_of.fetched)),
        ("WARC-Profile", _NOT_MODIFIED if exchange.status == 304 else _IDENTICAL),
    ]
    if exchange.status != 304:
        fields.append(("WARC-Payload-Digest", _digest(exchange.body)))
    return _record("revisit", "application/http; msgtype=response", fields, head)


def _request(exchange: Exchange, fields: Fields) -> bytes:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = _clean(exchange.request_headers)
    if not any(name.lower() == "host" for name, _ in headers):
        headers.insert(0, ("Host", parts.netloc.rpartition("@")[2]))
    head = _head(f"{exchange.method} {target} {exchange.protocol}", headers)
    fields.append(("WARC-Payload-Digest", _digest(exchange.request_body)))
    return _record("request", "application/http; msgtype=request", fields, head + exchange.request_body)


def _record(kind: str, media_type: str, fields: Fields, block: bytes) -> bytes:
    lines = [
        ("WARC-Type", kind),
        *fields,
        ("WARC-Block-Digest", _digest(block)),
        ("Content-Type", media_type),
        ("Content-Length", str(len(block))),
    ]
    return b"WARC/1.1\r\n" + _lines(lines) + b"\r\n" + block + b"\r\n\r\n"


def _lines(fields: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in fields).encode("utf-8", "replace")


def _head(first: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """The head of a message, its bytes as the client gave them: as Latin-1."""
    lines = [first, *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace")


def _clean(headers: Headers) -> list[tuple[str, str]]:
    return [
        (name, value.replace("\r\n", " ").replace("\n", " ").replace("\r", " "))
        for name, value in headers
        if name.lower() not in _TRANSFER_HEADERS
    ]


def _digest(data: bytes) -> str:
    return f"sha1:{b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def _new_name() -> str:
    return f"<urn:uuid:{uuid4()}>"
