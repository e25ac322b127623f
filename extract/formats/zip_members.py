"""Members of a ZIP file, read within bounds: a few kilobytes can unpack to gigabytes."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from extract.document import UnreadableDocumentError

MEMBER_LIMIT = 64 << 20
TOTAL_LIMIT = 256 << 20
MEMBER_COUNT = 10_000


class ZipMembers:
    """A ZIP file in memory. Every read counts towards one bound, so that no file unpacks without end."""

    def __init__(self, data: bytes, what: str) -> None:
        self.what = what
        self._left = TOTAL_LIMIT
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            infos = self._archive.infolist()
        except Exception as error:  # zipfile raises a dozen kinds of error on damaged directories
            raise UnreadableDocumentError(f"{what}: the ZIP directory is damaged ({error})") from error
        if len(infos) > MEMBER_COUNT:
            raise UnreadableDocumentError(f"{what}: {len(infos)} members, more than {MEMBER_COUNT}")
        self.infos = infos
        self._by_name = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}

    def find(self, name: str) -> zipfile.ZipInfo | None:
        """The member of that name, without regard to case and kind of slash."""
        return self._by_name.get(name.replace("\\", "/").lstrip("/").lower())

    def read(self, member: zipfile.ZipInfo, limit: int = MEMBER_LIMIT) -> bytes:
        """The bytes of a member; raises :class:`UnreadableDocumentError` where damaged, locked or too large."""
        if member.flag_bits & 1:
            raise UnreadableDocumentError(f"{self.what}: {member.filename} is protected by a password")
        bound = min(limit, self._left)
        try:
            with self._archive.open(member) as stream:
                data = stream.read(bound + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise UnreadableDocumentError(f"{self.what}: {member.filename} is damaged ({error})") from error
        if len(data) > bound:
            raise UnreadableDocumentError(f"{self.what}: {member.filename} unpacks to more than {bound >> 20} MiB")
        self._left -= len(data)
        return data


def parse_xml(data: bytes, what: str) -> tuple[etree._Element, bool]:
    """The root of an XML part and whether it was whole; broken XML is read as far as it goes.

    No DTD is loaded, no entity expanded, nothing fetched.
    Raises :class:`UnreadableDocumentError` where nothing can be read or a document type is declared.
    """
    head = data[:4096].replace(b"\x00", b"").upper()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise UnreadableDocumentError(f"{what}: declares a document type, which no such part may")
    for recover in (False, True):
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
            recover=recover,
            remove_comments=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError, LookupError):
            continue
        if root is None:
            continue
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableDocumentError(f"{what}: declares a document type, which no such part may")
        return root, not recover
    raise UnreadableDocumentError(f"{what}: is no XML")
