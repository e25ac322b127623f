"""The ZIP container of an OFD document: members by any spelling of their path, XML without surprises."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from extract.document import UnreadableDocumentError

LARGEST_MEMBER = 64_000_000
LARGEST_TOTAL = 256_000_000

Element = etree._Element


class Container:
    """The members of an OFD file, found without regard to letter case, slashes or the names' encoding."""

    def __init__(self, data: bytes) -> None:
        """Raises UnreadableDocumentError where the bytes are no ZIP archive."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnreadableDocumentError(f"the OFD container is damaged: {error}") from error
        self._names: dict[str, str] = {}
        self._left = LARGEST_TOTAL
        for name in self._zip.namelist():
            for spelling in _spellings(name):
                self._names.setdefault(spelling, name)

    def root(self) -> str:
        """The path of OFD.xml; raises UnreadableDocumentError where there is none."""
        found = [name for name in self._names if posixpath.basename(name) == "ofd.xml"]
        if not found:
            raise UnreadableDocumentError("a ZIP archive without OFD.xml is no OFD document")
        return min(found, key=len)

    def resolve(self, location: str, base: str) -> str | None:
        """The member that a location names, read relative to the folder of ``base``, else to the root."""
        plain = location.strip().replace("\\", "/")
        folder = posixpath.dirname(base)
        for path in (posixpath.join(folder, plain.lstrip("/")), plain.lstrip("/"), posixpath.join(folder, plain)):
            key = posixpath.normpath(path).lower().lstrip("/")
            if key in self._names:
                return key
        return None

    def read(self, path: str) -> bytes | None:
        """A member's bytes; None where it is damaged or encrypted. Raises where it unpacks to too much."""
        try:
            with self._zip.open(self._names[path]) as member:
                found = member.read(min(LARGEST_MEMBER, self._left) + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
            KeyError,
            ValueError,
        ):
            return None
        self._left -= len(found)
        if len(found) > LARGEST_MEMBER or self._left < 0:
            raise UnreadableDocumentError(f"the OFD document unpacks to too much: {path}")
        return found

    def xml(self, path: str) -> Element | None:
        """The root element of a member; None where there is no XML in it. Entities are not expanded."""
        data = self.read(path)
        if not data or not data.strip():
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, remove_comments=True)
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            return None


def _spellings(name: str) -> Iterator[str]:
    plain = name.replace("\\", "/").lstrip("/").lower()
    yield posixpath.normpath(plain)
    try:  # names in GBK without the flag for UTF-8 arrive as code page 437
        yield posixpath.normpath(plain.encode("cp437").decode("gb18030"))
    except UnicodeError:
        return


def kind(element: Element) -> str:
    """An element's name in lower case, whatever its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute by its name in any letter case, empty where it is missing."""
    found = element.get(name)
    if found is not None:
        return found
    wanted = name.lower()
    return next((str(value) for key, value in element.attrib.items() if str(key).lower() == wanted), "")


def children(element: Element, name: str) -> Iterator[Element]:
    """The direct children of that name (lower case)."""
    return (child for child in element if kind(child) == name)


def descendants(element: Element, name: str) -> Iterator[Element]:
    """All elements of that name (lower case) below this one."""
    return (child for child in element.iter() if kind(child) == name)


def text_of(element: Element) -> str:
    """The element's own text, stripped."""
    return (element.text or "").strip()
