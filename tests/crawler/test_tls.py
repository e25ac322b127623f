"""Certificates that are wrong are named, and TLS that is too old; a name cannot be turned to a private address."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from scrapy import Request
from scrapy.resolver import dnscache

from crawler.certificates import certificate_fault
from crawler.guard import GuardMiddleware, PrivateAddressError
from tests.crawler.conftest import Crawl
from tests.crawler.fake_web import page, report

NOW = datetime.now(UTC)
KEY = ec.generate_private_key(ec.SECP256R1())
TITLE = "青山市财政局2022年政府信息公开工作年度报告"


def certificate(
    *names: str, begins: int = -30, ends: int = 30, issuer: str = "CA", common: str = "x"
) -> x509.Certificate:
    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    builder = (
        x509.CertificateBuilder()
        .subject_name(name(common))
        .issuer_name(name(issuer))
        .public_key(KEY.public_key())
        .serial_number(1)
        .not_valid_before(NOW + timedelta(days=begins))
        .not_valid_after(NOW + timedelta(days=ends))
    )
    alternatives: list[x509.GeneralName] = [
        x509.IPAddress(ip_address(one)) if one[0].isdigit() else x509.DNSName(one) for one in names
    ]
    if alternatives:
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
    return builder.sign(KEY, hashes.SHA256())


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (certificate("www.a.gov.cn"), None),
        (certificate("*.a.gov.cn"), None),
        (certificate(common="www.a.gov.cn"), None),
        (certificate("a.gov.cn", "*.b.gov.cn"), "made out to a.gov.cn, *.b.gov.cn"),
        (certificate("*.gov.cn"), "made out to *.gov.cn"),
        (certificate("www.a.gov.cn", ends=-1), f"expired on {NOW - timedelta(days=1):%Y-%m-%d}"),
        (certificate("www.a.gov.cn", begins=2), f"not valid before {NOW + timedelta(days=2):%Y-%m-%d}"),
        (certificate("www.a.gov.cn", issuer="x"), "signed by itself"),
    ],
)
def test_what_is_wrong_with_a_certificate(given: x509.Certificate, fault: str | None) -> None:
    assert certificate_fault(given, "www.a.gov.cn", NOW) == fault


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = {
            "/": page("政府信息公开年报", f'<ul><li><a href="/t1.html">{TITLE}</a></li></ul>'),
            "/t1.html": report(TITLE),
        }.get(self.path)
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(found or b"")))
        self.end_headers()
        self.wfile.write(found or b"")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving_tls(folder: Path, given: x509.Certificate, *, old: bool = False) -> Iterator[int]:
    pem = folder / "server.pem"
    key = KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem.write_bytes(given.public_bytes(serialization.Encoding.PEM) + key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    if old:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (certificate("127.0.0.1"), None),
        (certificate("127.0.0.1", ends=-1), "certificate error, fetched all the same: 127.0.0.1: expired on"),
        (certificate("b.gov.cn"), "certificate error, fetched all the same: 127.0.0.1: made out to b.gov.cn"),
    ],
)
def test_on_the_operators_word_pages_behind_a_wrong_certificate_are_fetched_and_it_is_said(
    crawl: Crawl, tmp_path: Path, given: x509.Certificate, said: str | None
) -> None:
    with serving_tls(tmp_path, given) as port:
        [summary] = crawl(f"https://127.0.0.1:{port}/", DOWNLOAD_VERIFY_CERTIFICATES=False)
    assert (summary.state, summary.reports_seen) == ("ok", 1)
    assert (summary.reason or "").startswith(said or "")
    assert bool(summary.reason) is bool(said)


def test_without_it_nothing_is_fetched_behind_a_wrong_certificate(crawl: Crawl, tmp_path: Path) -> None:
    with serving_tls(tmp_path, certificate("127.0.0.1", ends=-1)) as port:
        [summary] = crawl(f"https://127.0.0.1:{port}/")
    assert (summary.state, summary.pages) == ("failing", 0)
    assert "certificate error" in (summary.reason or "")


def test_old_tls_is_named(crawl: Crawl, tmp_path: Path) -> None:
    with serving_tls(tmp_path, certificate("127.0.0.1"), old=True) as port:
        [summary] = crawl(f"https://127.0.0.1:{port}/", DOWNLOAD_TIMEOUT=8)
    assert summary.state == "failing"
    assert "old or broken TLS" in (summary.reason or ""), summary.reason


def test_the_address_that_was_checked_is_the_one_that_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads to a public address when it is looked at and to a private one a moment later."""
    visit = SimpleNamespace(scope=SimpleNamespace(ports=frozenset(), has=lambda *_, **__: True), spent=False)
    guard = GuardMiddleware(SimpleNamespace(spider=SimpleNamespace(visit_of=lambda _: visit)))  # type: ignore[arg-type]
    answers = {"rebound.gov.cn": ["1.2.4.8", "10.0.0.8"], "inside.gov.cn": ["192.168.1.8"]}

    async def ask(host: str) -> None:
        loop = asyncio.get_running_loop()

        async def look_up(name: str, *_: Any, **__: Any) -> list[Any]:
            found = answers[name]
            return [(0, 0, 0, "", (found.pop(0) if len(found) > 1 else found[0], 0))]

        monkeypatch.setattr(loop, "getaddrinfo", look_up)
        await guard.process_request(Request(f"http://{host}/"))

    asyncio.run(ask("rebound.gov.cn"))
    asyncio.run(ask("rebound.gov.cn"))
    assert dnscache["rebound.gov.cn"] == "1.2.4.8"
    with pytest.raises(PrivateAddressError, match=r"192\.168\.1\.8"):
        asyncio.run(ask("inside.gov.cn"))
