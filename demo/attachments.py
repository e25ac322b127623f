"""Articles as attached files: a minimal DOCX, plain text as converters leave it, and a picture."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from demo.article import Article, Grid

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats"
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEMBERS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="{TYPES}-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{DOCX_TYPE}.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
}


def _paragraph(text: str, properties: str = "") -> str:
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p>{properties}<w:r>{runs}</w:r></w:p>"


def _grid_rows(grid: Grid) -> list[list[tuple[str, int, str]]]:
    """Each row as (text, columns spanned, vertical merge) with the continued cells of row spans put back."""
    open_spans: dict[int, tuple[int, int]] = {}
    rows = []
    for slots in grid:
        row: list[tuple[str, int, str]] = []
        column, todo = 0, list(slots)
        while todo or column in open_spans:
            if column in open_spans:
                left, width = open_spans.pop(column)
                row.append(("", width, "<w:vMerge/>"))
                if left > 1:
                    open_spans[column] = (left - 1, width)
                # The span continues below: it must not be met again in this row.
                column += width
                continue
            slot = todo.pop(0)
            row.append((slot.text, slot.colspan, '<w:vMerge w:val="restart"/>' if slot.rowspan > 1 else ""))
            if slot.rowspan > 1:
                open_spans[column] = (slot.rowspan - 1, slot.colspan)
            column += slot.colspan
        rows.append(row)
    return rows


def _table(grid: Grid) -> str:
    width = sum(slot.colspan for slot in grid[0])
    columns = "".join('<w:gridCol w:w="900"/>' for _ in range(width))
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{edges}</w:tblBorders></w:tblPr>'
    rows = []
    for row in _grid_rows(grid):
        cells = "".join(
            f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merge}</w:tcPr>{_paragraph(text)}</w:tc>'
            for text, span, merge in row
        )
        rows.append(f"<w:tr>{cells}</w:tr>")
    return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>{_paragraph('')}"


def docx(article: Article) -> bytes:
    """The article as a DOCX file, byte for byte the same each time."""
    body = [_paragraph(article.title, '<w:pPr><w:jc w:val="center"/></w:pPr>'), *map(_paragraph, article.lead)]
    for part in article.parts:
        body += [_paragraph(part.heading), *map(_paragraph, part.paragraphs)]
        body += [_table([row for block in blocks for row in block]) for blocks in part.tables]
        body += map(_paragraph, part.after)
    body += map(_paragraph, article.signature or ())
    document = f'<w:document xmlns:w="{NAMESPACE}"><w:body>{"".join(body)}<w:sectPr/></w:body></w:document>'
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name, content in {**MEMBERS, "word/document.xml": document}.items():
            file.writestr(ZipInfo(name), HEADER + content)
    return packed.getvalue()


def plain_text(article: Article) -> bytes:
    """One cell a line with a leading tab, rows parted by blank lines: how a Word-to-text converter leaves it."""
    lines = [*article.title.split("\n"), "", *article.lead]
    for part in article.parts:
        lines += ["", part.heading, *part.paragraphs]
        for blocks in part.tables:
            for row in (row for block in blocks for row in block):
                lines += [*(f"\t{slot.text}" for slot in row), ""]
        lines += part.after
    return "\r\n".join([*lines, *(article.signature or ())]).encode()


def picture(name: str) -> bytes:
    """A table as a picture. It was made from the figures of the report that shows it, see ``files/README.md``."""
    return (Path(__file__).parent / "files" / name).read_bytes()
