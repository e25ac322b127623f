"""DOCX (Office Open XML, transitional and strict): the body as paragraphs, tables and pictures.

What a reader of the document sees is read: insertions and moved-to text are, deletions, moved-from text, field
codes and hidden text are not; text boxes follow the paragraph they are anchored in, once. Headers, footers and
footnotes are left out. Automatic numbers of lists are not made up.
"""

from __future__ import annotations

import posixpath

from lxml import etree

from extract.document import Document, Problem, UnreadableDocumentError
from extract.formats.docx_body import Body
from extract.formats.sniff import MEDIA_TYPES, NAMES
from extract.formats.zip_members import ZipMembers, parse_xml

_PICTURE_LIMIT = 30 << 20
_WHAT = NAMES["docx"]


def read(data: bytes) -> Document:
    """Read a DOCX file. Raises :class:`UnreadableDocumentError` where its main part cannot be read."""
    package = _Package(ZipMembers(data, _WHAT))
    name = package.main_part()
    member = package.members.find(name)
    if member is None:
        raise UnreadableDocumentError(f"{_WHAT}: the main part {name} is missing")
    document = Document(MEDIA_TYPES["docx"])
    root, whole = parse_xml(package.members.read(member), f"{_WHAT}: {name}")
    if not whole:
        document.problems.append(Problem("docx.damaged", f"{name} is broken XML; it was read as far as it goes"))
    body = Body(document, package.heading_styles(name), package.relations(name))
    body.picture_data = package.picture
    body.part_data = package.part
    body.read(root)
    title = package.title()
    if title:
        document.tags["title"] = title
    return document


class _Package:
    """The parts of the file and the relations between them."""

    def __init__(self, members: ZipMembers) -> None:
        self.members = members

    def relations(self, part: str) -> dict[str, str]:
        """Relation id -> part name, for a part ("" for the package)."""
        folder, _, file = part.rpartition("/")
        root = self._xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        if root is None:
            return {}
        found: dict[str, str] = {}
        for relation in root.iter("{*}Relationship"):
            target, external = relation.get("Target") or "", relation.get("TargetMode") == "External"
            name = target if external else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[relation.get("Id") or ""] = name
        return found

    def main_part(self) -> str:
        root = self._xml("_rels/.rels")
        for relation in root.iter("{*}Relationship") if root is not None else ():
            if (relation.get("Type") or "").endswith("/officeDocument"):
                name = (relation.get("Target") or "").lstrip("/")
                if self.members.find(name):
                    return name
        return "word/document.xml"

    def heading_styles(self, main: str) -> set[str]:
        """The ids of the styles that make a paragraph a heading."""
        root = self._xml(posixpath.join(posixpath.dirname(main), "styles.xml"))
        found: set[str] = set()
        based: dict[str, str] = {}
        for style in root.iter("{*}style") if root is not None else ():
            ident = _value(style, "styleId")
            name = next((_value(child, "val").lower() for child in style.iter("{*}name")), "")
            level = next((_value(child, "val") for child in style.iter("{*}outlineLvl")), "")
            if name.startswith("heading ") or name == "title" or (level.isdigit() and int(level) < 9):
                found.add(ident)
            based[ident] = next((_value(child, "val") for child in style.iter("{*}basedOn")), "")
        for ident in based:
            line = [ident]
            while (above := based.get(line[-1], "")) and above not in line and line[-1] not in found:
                line.append(above)
            if line[-1] in found:
                found.update(line)
        return found

    def picture(self, name: str) -> bytes | None:
        """The bytes of a picture of sane size in the file, or None."""
        member = self.members.find(name)
        if member is None or member.file_size > _PICTURE_LIMIT:
            return None
        return self.members.read(member, _PICTURE_LIMIT)

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, or None if it is not in the file."""
        member = self.members.find(name)
        return self.members.read(member) if member else None

    def title(self) -> str:
        root = self._xml("docProps/core.xml")
        if root is None:
            return ""
        return next((" ".join((e.text or "").split()) for e in root.iter("{*}title")), "")

    def _xml(self, name: str) -> etree._Element | None:
        """The root of a part that the document can do without."""
        member = self.members.find(name)
        if member is None:
            return None
        try:
            return parse_xml(self.members.read(member), name)[0]
        except UnreadableDocumentError:
            return None


def _value(element: etree._Element, name: str) -> str:
    """An attribute by its local name."""
    for key, value in element.items():
        if key == name or str(key).endswith(f"}}{name}"):
            return str(value)
    return ""
