"""Excel 2007 workbooks (.xlsx, .xlsm, strict or not; ECMA-376 part 1, 18): their worksheets."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from extract.document import UnreadableDocumentError
from extract.formats.sheet.cells import Worksheet, date_text, number_text

LARGEST_MEMBER = 64_000_000
LARGEST_TOTAL = 200_000_000
_MOST_SHEETS = 100
_MOST_COLUMNS, _MOST_HIDDEN = 16_384, 100_000
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General', re.IGNORECASE)
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENT_FORMATS = {9, 10}

Element = etree._Element


def read_worksheets(data: bytes) -> tuple[list[Worksheet], str]:
    """The worksheets in their order and the workbook's title; raises UnreadableDocumentError."""
    package = Package(data)
    path = "xl/workbook.xml"
    root = package.xml(path)
    if root is None:
        if package.has("xl/workbook.bin"):
            raise UnreadableDocumentError("a binary workbook (.xlsb) is not read")
        raise UnreadableDocumentError("the workbook is damaged: xl/workbook.xml cannot be read")
    targets = _targets(package, path)
    strings = _shared_strings(package)
    styles = _styles(package)
    since_1904 = any(node.get("date1904") in ("1", "true") for node in _all(root, "workbookPr"))
    sheets = []
    for node in list(_all(root, "sheet"))[:_MOST_SHEETS]:
        relation = next((value for key, value in node.attrib.items() if str(key).endswith("}id")), "")
        sheet = Worksheet(node.get("name", ""), hidden=node.get("state", "visible") != "visible")
        member = targets.get(str(relation), "")
        if "worksheet" not in member and not package.has(member):
            continue
        SheetReader(sheet, strings, styles, since_1904).read(package.read(member) or b"")
        sheets.append(sheet)
    return sheets, _title(package)


class Package:
    """The members of a workbook's ZIP, found without regard to letter case, unpacked within bounds."""

    def __init__(self, data: bytes) -> None:
        """Raises UnreadableDocumentError where the bytes are no ZIP archive."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnreadableDocumentError(f"the workbook's container is damaged: {error}") from error
        self._names = {name.replace("\\", "/").lstrip("/").lower(): name for name in self._zip.namelist()}
        self._left = LARGEST_TOTAL

    def has(self, path: str) -> bool:
        """Whether there is such a member."""
        return path.lower() in self._names

    def names(self, folder: str) -> list[str]:
        """The members below a folder, in lower case."""
        return [name for name in self._names if name.startswith(folder)]

    def read(self, path: str) -> bytes | None:
        """A member's bytes; None where it is missing or damaged. Raises where it unpacks to too much."""
        name = self._names.get(path.lower())
        if name is None:
            return None
        try:
            with self._zip.open(name) as member:
                found = member.read(min(LARGEST_MEMBER, self._left) + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
            return None
        self._left -= len(found)
        if len(found) > LARGEST_MEMBER or self._left < 0:
            raise UnreadableDocumentError(f"the workbook unpacks to too much: {path}")
        return found

    def xml(self, path: str) -> Element | None:
        """The root element of a member; None where there is no XML in it. Entities are not expanded."""
        data = self.read(path)
        if not data or not data.strip():
            return None
        try:
            return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
        except (etree.XMLSyntaxError, ValueError):
            return None


class SheetReader:
    """Fills a worksheet from its XML, cell by cell, keeping none of the XML in memory."""

    def __init__(self, sheet: Worksheet, strings: list[str], styles: list[str], since_1904: bool) -> None:
        """``styles`` gives each style's kind: ``percent``, ``date`` or empty."""
        self._sheet, self._strings, self._styles, self._since_1904 = sheet, strings, styles, since_1904
        self._row = self._column = -1
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()

    def read(self, data: bytes) -> None:
        """Raises UnreadableDocumentError where the XML is broken: what is left of it may lack figures."""
        events = etree.iterparse(
            io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True, remove_comments=True
        )
        try:
            for event, element in events:
                name = _local(element)
                if event == "start":
                    if name == "row":
                        self._start_row(element)
                elif name == "c":
                    self._cell(element)
                elif name == "mergeCell":
                    self._merge(str(element.get("ref", "")))
                    element.clear()
                elif name == "row":
                    element.clear()
                elif name == "col" and _is_true(element.get("hidden")):
                    self._hide_columns(str(element.get("min", "")), str(element.get("max", "")))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableDocumentError(f"the sheet {self._sheet.name!r} is damaged: {error}") from error
        self._sheet.parts_hidden = self._sheet.leave_out(self._hidden_rows, self._hidden_columns)

    def _hide_columns(self, first: str, last: str) -> None:
        if first.isdecimal() and last.isdecimal() and len(first + last) < 12:
            self._hidden_columns.update(range(int(first) - 1, min(int(last), _MOST_COLUMNS)))

    def _start_row(self, element: Element) -> None:
        number = str(element.get("r", ""))
        self._row = int(number) - 1 if number.isdigit() and len(number) < 8 else self._row + 1
        self._column = -1
        if _is_true(element.get("hidden")) and len(self._hidden_rows) < _MOST_HIDDEN:
            self._hidden_rows.add(self._row)

    def _cell(self, element: Element) -> None:
        place = _position(str(element.get("r", "")))
        row, column = place if place is not None else (self._row, self._column + 1)
        self._column = column
        value = formula = inline = None
        for child in element:
            name = _local(child)
            if name == "v":
                value = child.text or ""
            elif name == "f":
                formula = child
            elif name == "is":
                inline = _string(child)
        kind = str(element.get("t", "n"))
        if kind == "e" and value:
            self._sheet.unread[row, column] = value
        elif formula is not None and not value and inline is None and kind != "str":
            self._sheet.unread[row, column] = "a formula without a result"
        else:
            text = inline if inline is not None else self._text(kind, value or "", str(element.get("s", "")))
            self._sheet.put(row, column, text)
        element.clear()

    def _text(self, kind: str, value: str, style: str) -> str:
        if kind == "s":
            index = int(value) if value.isdigit() and len(value) < 9 else -1
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if kind in ("str", "inlineStr", "d"):
            return _unescape(value)
        try:
            number = float(value)
        except ValueError:
            return value
        look = self._styles[int(style)] if style.isdigit() and int(style) < len(self._styles) else ""
        return date_text(number, self._since_1904) if look == "date" else number_text(number, look == "percent")

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = _position(first), _position(last or first)
        if start is not None and end is not None:
            self._sheet.merge(*start, *end)


def format_kind(number: int, code: str | None) -> str:
    """What a number format shows: ``percent``, ``date`` or, empty, a plain number. Built-in ones have no code."""
    if code is None:
        return "percent" if number in _PERCENT_FORMATS else "date" if number in _DATE_FORMATS else ""
    plain = _QUOTED.sub("", code.split(";")[0])
    if "%" in plain:
        return "percent"
    return "date" if re.search(r"[ymdhsYMDHS年月日]", plain) else ""


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(root: Element, name: str) -> Iterator[Element]:
    return (node for node in root.iter() if _local(node) == name)


def _position(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _string(node: Element) -> str:
    """A string item's text: its runs together, without the phonetic guides."""
    parts = []
    for text in _all(node, "t"):
        parent = text.getparent()
        if parent is None or _local(parent) != "rPh":
            parts.append(text.text or "")
    return _unescape("".join(parts))


def _unescape(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _shared_strings(package: Package) -> list[str]:
    root = package.xml("xl/sharedStrings.xml")
    return [] if root is None else [_string(node) for node in root if _local(node) == "si"]


def _styles(package: Package) -> list[str]:
    root = package.xml("xl/styles.xml")
    if root is None:
        return []
    codes = {str(node.get("numFmtId")): str(node.get("formatCode", "")) for node in _all(root, "numFmt")}
    kinds = []
    for formats in _all(root, "cellXfs"):
        for style in formats:
            number = str(style.get("numFmtId", "0"))
            kinds.append(format_kind(int(number) if number.isdigit() else 0, codes.get(number)))
    return kinds


def _targets(package: Package, path: str) -> dict[str, str]:
    """Relation id → member, relative to the folder of the part."""
    folder, name = posixpath.split(path)
    root = package.xml(f"{folder}/_rels/{name}.rels")
    if root is None:
        return {}
    found = {}
    for node in _all(root, "Relationship"):
        target = str(node.get("Target", ""))
        joined = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[str(node.get("Id", ""))] = posixpath.normpath(joined)
    return found


def _title(package: Package) -> str:
    root = package.xml("docProps/core.xml")
    return "" if root is None else next((node.text or "" for node in _all(root, "title")), "").strip()
