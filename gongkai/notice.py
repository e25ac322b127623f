"""Telling someone that a run met trouble: by e-mail, by webhook, each only where the environment names its address.

``GONGKAI_SMTP`` (``smtp://[user:password@]host[:port]``, STARTTLS where the server offers it, or ``smtps://``),
``GONGKAI_MAIL_TO``, ``GONGKAI_MAIL_FROM``; ``GONGKAI_WEBHOOK`` (http or https), which gets the account as JSON.
"""

from __future__ import annotations

import json
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from http.client import HTTPMessage
from pathlib import Path
from typing import IO
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from gongkai.night import Night
from gongkai.summary import MOST_LISTED, readable
from gongkai.telling import Telling, keep, telling

TIMEOUT_S = 30


class NoticeError(Exception):
    """A notice could not be sent; the message says which and why, without passwords."""


def notify(night: Night, environment: Mapping[str, str], data_dir: Path) -> list[str]:
    """Send what is configured if there is something to tell; a line for each notice that could not be sent.

    What no way could be told is told the next night.
    """
    told = telling(night, data_dir)
    ways = [
        (name, send) for name, send in (("GONGKAI_WEBHOOK", _post), ("GONGKAI_MAIL_TO", _mail)) if environment.get(name)
    ]
    if not ways or not (told.due or told.still):
        return []
    failed = []
    for name, send in ways if told.due else ():
        try:
            send(night, told, environment)
        except NoticeError as error:
            failed.append(f"{name}: {error}")
    if len(failed) < len(ways):
        keep(told, data_dir)
    return failed


def _words(told: Telling) -> Iterator[str]:
    for heading, lines in (("新问题 New", told.new), ("已恢复 Over", told.over), ("仍存在 Still there", told.still)):
        if lines:
            yield f"{heading} ({len(lines)})"
            yield from (f"- {line}" for line in lines[:MOST_LISTED])
            yield ""


def _subject(night: Night, told: Telling) -> str:
    parts = [f"{len(told.new)} 项新问题 new"] if told.new else []
    parts += [f"{len(told.over)} 项已恢复 over"] if told.over else []
    parts += [f"{len(told.still)} 项仍存在 still there"] if told.still else []
    raised = f"; {', '.join(night.raised)}" if night.raised else ""
    return f"gongkai {night.started:%Y-%m-%d}: {', '.join(parts)}{raised}"


def _mail(night: Night, told: Telling, environment: Mapping[str, str]) -> None:
    try:
        server = urlsplit(environment.get("GONGKAI_SMTP") or "smtp://localhost")
        port = server.port
    except ValueError as error:
        raise NoticeError(f"GONGKAI_SMTP is no address: {error}") from None
    if server.scheme not in ("smtp", "smtps") or not server.hostname:
        raise NoticeError("GONGKAI_SMTP must be smtp://host:port or smtps://host:port")
    try:
        message = EmailMessage()
        message["Subject"] = _subject(night, told)
        message["From"] = environment.get("GONGKAI_MAIL_FROM") or environment["GONGKAI_MAIL_TO"]
        message["To"] = environment["GONGKAI_MAIL_TO"]
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="gongkai.invalid")
        message.set_content("\n".join([*_words(told), readable(night)]))
        secure = ssl.create_default_context()
        if server.scheme == "smtps":
            mailer: smtplib.SMTP = smtplib.SMTP_SSL(server.hostname, port or 465, timeout=TIMEOUT_S, context=secure)
        else:
            mailer = smtplib.SMTP(server.hostname, port or 25, timeout=TIMEOUT_S)
        with mailer:
            mailer.ehlo()
            if server.scheme == "smtp" and mailer.has_extn("starttls"):
                mailer.starttls(context=secure)
            if server.username:
                mailer.login(unquote(server.username), unquote(server.password or ""))
            mailer.send_message(message)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NoticeError(f"{server.hostname}: {type(error).__name__}: {error}") from None


class _NoRedirects(HTTPRedirectHandler):
    """The account goes to the configured address and nowhere else."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """None is followed; urllib makes an error of the answer."""
        return None


def _post(night: Night, told: Telling, environment: Mapping[str, str]) -> None:
    address = environment["GONGKAI_WEBHOOK"]
    if urlsplit(address).scheme not in ("http", "https"):
        raise NoticeError("must be an http or https address")
    body = json.dumps(night.as_json() | {"notice": told.as_json()}, ensure_ascii=False).encode()
    request = Request(  # noqa: S310 - http and https only
        address, body, {"Content-Type": "application/json; charset=utf-8", "User-Agent": "gongkai"}, method="POST"
    )
    try:
        with build_opener(_NoRedirects).open(request, timeout=TIMEOUT_S) as answer:
            answer.read(1)
    except (URLError, OSError, ValueError) as error:
        raise NoticeError(f"{urlsplit(address).hostname}: {error}") from None
