"""OpenDocument: what is written in a text or a spreadsheet, zipped or flat, and what is only hidden in it."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile

import pytest

from extract.document import Document, Paragraph, Picture, UnreadableDocumentError
from extract.formats import open_document
from extract.reader import read
from extract.report import Context
from tests.extract.grids import TABLES, cells_of
from tests.extract.test_doubtful import APPLICATIONS, OWN, TITLE

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("draw", "drawing"),
    )
)
STYLES = """<office:automatic-styles>
<style:style style:name="Unseen"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Struck"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="Raised"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="Hid"><style:table-properties table:display="false"/></style:style>
</office:automatic-styles>"""


def content(body: str, kind: str = "text") -> str:
    inner = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return f"<office:document-content {SPACES}>{STYLES}{inner}</office:document-content>"


def odt(body: str, kind: str = "text", flat: bool = False, **members: bytes) -> bytes:
    if flat:
        return f"<?xml version='1.0'?>{content(body, kind)}".replace("document-content", "document").encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", content(body, kind))
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return packed.getvalue()


def table(drawing: str) -> str:
    """A drawn table (see ``tests.extract.grids``), covered cells written as such."""
    found = cells_of(drawing)
    covered = {(r + i, c + j) for _, r, c, rs, cs in found for i in range(rs) for j in range(cs)}
    starts = {(r, c): (text, rs, cs) for text, r, c, rs, cs in found}
    rows = []
    for row in range(max(r for r, _ in covered) + 1):
        cells = ""
        for column in range(max(c for _, c in covered) + 1):
            if (row, column) in starts:
                text, rs, cs = starts[row, column]
                spans = f'table:number-rows-spanned="{rs}" table:number-columns-spanned="{cs}"'
                cells += f"<table:table-cell {spans}><text:p>{text}</text:p></table:table-cell>"
            else:
                cells += "<table:covered-table-cell/>"
        rows.append(f"<table:table-row>{cells}</table:table-row>")
    return f"<table:table table:name='t'><table:table-column/>{''.join(rows)}</table:table>"


def words(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("drawing", ["applications", "disputes", "empty"])
@pytest.mark.parametrize("flat", [False, True])
def test_a_table_is_read_as_drawn(drawing: str, flat: bool) -> None:
    document = open_document(odt(table(TABLES[drawing]), flat=flat))
    assert document.media_type == "application/vnd.oasis.opendocument.text"
    assert [
        (c.text, c.row, c.column, c.rowspan, c.colspan) for row in document.tables[0].rows for c in row
    ] == cells_of(TABLES[drawing])


@pytest.mark.parametrize("kind", ["text", "spreadsheet"])
@pytest.mark.parametrize("flat", [False, True])
def test_a_report_is_read(kind: str, flat: bool) -> None:
    line = "<text:p>{}</text:p>" if kind == "text" else "{}"
    parts = [TITLE, "一、总体情况", "我局认真贯彻条例。"]
    if kind == "text":
        body = "".join(line.format(part) for part in parts) + table(APPLICATIONS)
    else:
        body = table("\n".join(f"{part}" + "|" * 9 for part in parts) + APPLICATIONS)
    found = read(odt(body, kind, flat), Context())
    assert (found.kind, found.year, found.agency) == ("report", 2023, "青河县水利局")
    assert {name: list(found.tables["applications"][name].values()) for name in OWN} == OWN


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("1<text:s text:c='3'/>2<text:tab/>3<text:line-break/>4", ["1 2 3", "4"]),
        ("1<text:span text:style-name='Unseen'>2</text:span>3", ["13"]),
        ("1<text:span text:style-name='Struck'>2</text:span>3", ["13"]),
        ("12<text:span text:style-name='Raised'>3</text:span>", ["12³"]),
        ("1<text:note><text:note-citation>1</text:note-citation><text:note-body>b</text:note-body></text:note>", ["1"]),
        ("1<office:annotation><text:p>why?</text:p></office:annotation>2", ["12"]),
        ("1<draw:frame><draw:text-box><text:p>2</text:p></draw:text-box></draw:frame>", ["1", "2"]),
        ("1<text:ruby><text:ruby-base>2</text:ruby-base><text:ruby-text>x</text:ruby-text></text:ruby>", ["12"]),
    ],
)
def test_words_are_those_that_readers_see(paragraph: str, expected: list[str]) -> None:
    deleted = "<text:tracked-changes><text:p>9</text:p></text:tracked-changes>"
    assert words(open_document(odt(f"{deleted}<text:p>{paragraph}</text:p>"))) == expected


def test_hidden_sheets_rows_and_columns_are_left_out() -> None:
    cell = "<table:table-cell office:value-type='float' office:value='{0}'><text:p>{0}</text:p></table:table-cell>"
    row = "<table:table-row{1}><table:table-cell><text:p>{0}</text:p></table:table-cell>{2}</table:table-row>"
    lines = row.format("规章", "", cell.format(7) + cell.format(1)) + row.format("行政许可", "", "" + cell.format(2))
    gone = row.format("行政处罚", " table:visibility='collapse'", cell.format(8) + cell.format(8))
    columns = "<table:table-column/><table:table-column table:visibility='collapse'/><table:table-column/>"
    shown = f"<table:table table:name='a'>{columns}{lines}{gone}</table:table>"
    hidden = f"<table:table table:name='b' table:style-name='Hid'>{lines}</table:table>"
    document = open_document(odt(shown + hidden, "spreadsheet"))
    assert [[c.text for c in r] for t in document.tables for r in t.rows] == [["规章", "1"], ["行政许可", ""]]
    assert [problem.code for problem in document.problems] == ["sheet.hidden"]


def test_pictures_come_with_their_bytes() -> None:
    image = "<text:p><draw:frame><draw:image xlink:href='Pictures/1.png'/></draw:frame></text:p>"
    body = image.replace("<draw:image ", "<draw:image xmlns:xlink='http://www.w3.org/1999/xlink' ")
    document = open_document(odt(body, Pictures__1__png=b"", **{"Pictures/1.png": b"png"}))
    assert [(p.source, p.data) for p in document.blocks if isinstance(p, Picture)] == [("Pictures/1.png", b"png")]


HUGE = "table:number-columns-repeated='1000000000' table:number-rows-repeated='1000000000'"


@pytest.mark.parametrize("kind", ["text", "spreadsheet"])
@pytest.mark.parametrize(
    "body",
    [
        f"<table:table><table:table-row {HUGE}><table:table-cell {HUGE}><text:p>1</text:p></table:table-cell>"
        "</table:table-row></table:table>" * 50,
        "<table:table><table:table-row><table:table-cell table:number-columns-spanned='999999999'"
        " table:number-rows-spanned='999999999'><text:p>1</text:p></table:table-cell></table:table-row></table:table>",
        "<text:section>" * 3000 + "<text:p>1</text:p>" + "</text:section>" * 3000,
        "<text:p>" + "<text:span>" * 3000 + "1" + "</text:span>" * 3000 + "</text:p>",
        "<text:p>1<text:s text:c='999999999'/>2</text:p>",
        "<table:table><table:table-row><table:table-cell>" * 2000,
    ],
    ids=["repeats", "spans", "sections", "spans of text", "blanks", "tables in tables, never closed"],
)
def test_bombs_cost_little(kind: str, body: str) -> None:
    start = time.monotonic()
    with contextlib.suppress(UnreadableDocumentError):
        open_document(odt(body, kind))
    assert time.monotonic() - start < 10
