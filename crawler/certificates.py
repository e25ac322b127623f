"""What is wrong with the certificate of a portal that the operator lets be crawled without looking at its signer."""

from __future__ import annotations

from datetime import datetime
from ipaddress import ip_address
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID


def certificate_fault(certificate: x509.Certificate, host: str, now: datetime) -> str | None:
    """Expired, not yet valid, for another host, or signed by itself; None where none of these is so.

    ``now`` is aware. Whether its signer is one to be trusted is not looked into.
    """
    if now > certificate.not_valid_after_utc:
        return f"expired on {certificate.not_valid_after_utc:%Y-%m-%d}"
    if now < certificate.not_valid_before_utc:
        return f"not valid before {certificate.not_valid_before_utc:%Y-%m-%d}"
    names = _names(certificate)
    if not any(_covers(name.lower(), host) for name in names):
        return f"made out to {', '.join(names[:3]) or 'nobody'}"
    if certificate.issuer == certificate.subject:
        return "signed by itself"
    return None


def _names(certificate: x509.Certificate) -> list[str]:
    """The hosts it is made out to: its alternative names, else its common name."""
    try:
        value: Any = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return [str(one.value) for one in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    return [*value.get_values_for_type(x509.DNSName), *map(str, value.get_values_for_type(x509.IPAddress))]


def _covers(name: str, host: str) -> bool:
    if name.startswith("*."):
        return host.partition(".")[2] == name[2:]
    try:
        return ip_address(name) == ip_address(host)
    except ValueError:
        return name == host
