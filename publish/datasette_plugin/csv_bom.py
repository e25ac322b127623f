"""CSV with a byte order mark, without which Excel takes UTF-8 for the machine's own charset."""

from __future__ import annotations

import codecs
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Any, Send], Awaitable[None]]


def with_bom(app: App) -> App:
    """Wrap an ASGI application: a CSV answer to a request with ``_bom=1`` streams behind the mark."""

    async def wrapped(scope: Message, receive: Any, send: Send) -> None:
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("_bom")
        if scope["type"] != "http" or asked != ["1"]:
            await app(scope, receive, send)
            return
        waiting = True
        is_csv = False

        async def send_marked(message: Message) -> None:
            nonlocal waiting, is_csv
            if message["type"] == "http.response.start":
                headers = [(name.lower(), value) for name, value in message.get("headers", [])]
                is_csv = any(name == b"content-type" and value.startswith(b"text/csv") for name, value in headers) or (
                    scope["path"].endswith(".csv") and message["status"] == 200
                )
                if is_csv:  # the length is another now
                    message = {**message, "headers": [h for h in headers if h[0] != b"content-length"]}
            elif is_csv and waiting and message["type"] == "http.response.body":
                waiting = False
                message = {**message, "body": codecs.BOM_UTF8 + message.get("body", b"")}
            await send(message)

        await app(scope, receive, send_marked)

    return wrapped
