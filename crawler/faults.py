"""Failures of the network in words that say what is wrong."""

from __future__ import annotations

from scrapy.exceptions import DownloadTimeoutError
from twisted.internet import error as internet
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError
from twisted.web.client import ResponseFailed
from twisted.web.http import _MalformedChunkedDataError

from archive.exchange import ContentDamagedError, ContentTooLargeError


def described(fault: BaseException) -> str:
    """A download's failure as a reason: name not found, refused, timed out, cut off, certificate, redirects."""
    causes = [fault, *_causes(fault)]
    text = "; ".join(dict.fromkeys(f"{type(cause).__name__}: {cause}".rstrip(": ") for cause in causes))
    lowered = text.lower()
    if words := _named(causes, _NETWORK):
        return f"{words} ({text[:200]})"
    if "maxsize" in lowered or "max size" in lowered or "larger than" in lowered:
        return f"larger than the limit ({text[:160]})"
    if "certificate" in lowered:
        return f"certificate error ({text[:200]})"
    if "ssl" in lowered or "tls" in lowered:
        return f"old or broken TLS ({text[:200]})"
    if "max redirections" in lowered:
        return "redirect loop"
    if words := _named(causes, _ANSWER):
        return f"{words} ({text[:200]})"
    if "cancelled" in lowered:
        return f"larger than the limit ({text[:160]})"
    return text[:300]


def timed_out(fault: BaseException) -> bool:
    """Whether the answer did not come, or not to its end, in the time allowed."""
    return any(isinstance(cause, _TIMEOUTS) for cause in [fault, *_causes(fault)])


_TIMEOUTS = (DownloadTimeoutError, internet.TimeoutError, internet.TCPTimedOutError, TimeoutError)
_Words = tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...]
_NETWORK: _Words = (
    (internet.DNSLookupError, "the name is not found"),
    (internet.ConnectionRefusedError, "connection refused"),
    (_TIMEOUTS, "no answer in time"),
)
_ANSWER: _Words = (
    ((ParseError, _MalformedChunkedDataError), "an answer that breaks the rules of HTTP"),
    ((internet.ConnectionLost, internet.ConnectionDone, ConnectionResetError), "connection cut off"),
    (ContentDamagedError, "the answer cannot be unpacked"),
    (ContentTooLargeError, "larger than the limit"),
    (ValueError, "an answer that breaks the rules of HTTP"),
)
_WORDS = (*_NETWORK, *_ANSWER)


def _named(causes: list[BaseException], names: _Words) -> str | None:
    return next((words for kind, words in names if any(isinstance(cause, kind) for cause in causes)), None)


def _causes(fault: BaseException, depth: int = 4) -> list[BaseException]:
    """What lies below a failure: Scrapy's own wraps Twisted's, and that the connection's."""
    found: list[BaseException] = []
    if isinstance(fault, ResponseFailed):
        found += [reason.value for reason in fault.reasons if isinstance(reason, Failure) and reason.value is not None]
    if fault.__cause__ is not None:
        found.append(fault.__cause__)
    return found + [below for one in found if depth for below in _causes(one, depth - 1)]
