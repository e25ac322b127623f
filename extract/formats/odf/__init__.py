"""OpenDocument text and spreadsheets (ISO/IEC 26300), zipped (.odt, .ods) or flat XML (.fodt, .fods).

LibreOffice writes them, and newer WPS can. Only the content is read; of the styles, what they hide or strike out.
"""

from __future__ import annotations

from lxml import etree

from extract.document import Document, Place, Problem, UnreadableDocumentError
from extract.formats.odf.sheets import worksheets
from extract.formats.odf.text import Text
from extract.formats.odf.words import Styles, local
from extract.formats.sheet.blocks import SheetBlocks
from extract.formats.sniff import MEDIA_TYPES, NAMES
from extract.formats.zip_members import ZipMembers, parse_xml

_PICTURE_LIMIT = 30 << 20


def read(data: bytes) -> Document:
    """Read a text or a spreadsheet. Raises :class:`UnreadableDocumentError` where its content cannot be read."""
    members = ZipMembers(data, NAMES["odt"]) if data.startswith(b"PK") else None
    root, whole = _content(data, members)
    sheet = next(root.iter("{*}spreadsheet"), None)
    document = Document(MEDIA_TYPES["odt" if sheet is None else "ods"])
    if not whole:
        document.problems.append(Problem("document.damaged", "its XML is broken; it was read as far as it goes"))
    styles = Styles(root, _part(members, "styles.xml"))
    if sheet is None:
        body = next((e for e in root.iter("{*}text") if local(e.getparent()) == "body"), root)
        Text(document, styles, lambda name: _picture(members, name)).read(body)
    else:
        _add_sheets(document, sheet, styles)
    meta = root if members is None else _part(members, "meta.xml")
    title = next((" ".join((e.text or "").split()) for e in meta.iter("{*}title")), "") if meta is not None else ""
    if title:
        document.tags["title"] = title
    return document


def _content(data: bytes, members: ZipMembers | None) -> tuple[etree._Element, bool]:
    if members is None:
        return parse_xml(data.lstrip(b" \t\r\n"), NAMES["odt"])
    member = members.find("content.xml")
    if member is None:
        raise UnreadableDocumentError(f"{NAMES['odt']}: its content is missing")
    return parse_xml(members.read(member), f"{NAMES['odt']}: content.xml")


def _part(members: ZipMembers | None, name: str) -> etree._Element | None:
    """The root of a part that the document can do without."""
    member = members.find(name) if members else None
    if members is None or member is None:
        return None
    try:
        return parse_xml(members.read(member), name)[0]
    except UnreadableDocumentError:
        return None


def _picture(members: ZipMembers | None, name: str) -> bytes | None:
    member = members.find(name) if members else None
    return members.read(member, _PICTURE_LIMIT) if members and member else None


def _add_sheets(document: Document, spreadsheet: etree._Element, styles: Styles) -> None:
    sheets = worksheets(spreadsheet, styles)
    shown = [sheet for sheet in sheets if not sheet.hidden]
    if not any(sheet.texts for sheet in shown):
        shown = sheets
    found = SheetBlocks()
    for sheet in sheets:
        if sheet in shown:
            found.add(sheet)
        elif sheet.texts:
            message = f"the hidden sheet {sheet.name!r} is left out"
            found.problems.append(Problem("sheet.hidden", message, Place(part=sheet.name)))
    document.blocks += found.blocks
    document.problems += found.problems
