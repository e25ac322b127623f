"""DOCX: what a reader of the document sees is what is read."""

import pytest

from extract.document import Document, Paragraph, Picture, Table, UnreadableDocumentError
from extract.formats import open_document
from tests.extract.docx_files import RELATIONS, STRICT, TRANSITIONAL, cell, docx, paragraph, table

BOX = "<w:txbxContent>" + paragraph("框内") + "</w:txbxContent>"

TEXTS = [
    ("<w:r><w:t>一、</w:t></w:r><w:r><w:t>总体</w:t></w:r>", ["一、总体"]),
    ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", ["a b", "c"]),
    ("<w:r><w:t>1</w:t></w:r><w:del><w:r><w:delText>9</w:delText></w:r></w:del>", ["1"]),
    ("<w:del><w:r><w:t>9</w:t></w:r></w:del><w:ins><w:r><w:t>2</w:t></w:r></w:ins>", ["2"]),
    ("<w:moveFrom><w:r><w:t>9</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>3</w:t></w:r></w:moveTo>", ["3"]),
    ("<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>", ["链接"]),
    ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple><w:r><w:t>4</w:t></w:r></w:fldSimple>", ["4"]),
    ("<w:sdt><w:sdtPr><w:t>no</w:t></w:sdtPr><w:sdtContent><w:r><w:t>5</w:t></w:r></w:sdtContent></w:sdt>", ["5"]),
    ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r><w:r><w:t>6</w:t></w:r>", ["6"]),
    ("<w:r><w:rPr><w:strike/></w:rPr><w:t>9</w:t></w:r><w:r><w:rPr><w:dstrike/></w:rPr><w:t>8</w:t></w:r>", []),
    ('<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>9</w:t></w:r>', ["9"]),
    ('<w:r><w:t>5</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>[12]</w:t></w:r>', ["5[¹²]"]),
    ('<w:r><w:t>5</w:t></w:r><w:r><w:rPr><w:position w:val="10"/></w:rPr><w:t>1</w:t></w:r>', ["5¹"]),
    ('<w:r><w:t>5</w:t></w:r><w:r><w:rPr><w:position w:val="2"/></w:rPr><w:t>1</w:t></w:r>', ["51"]),
    ('<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>5</w:t></w:r>', ["5"]),
    (f"<w:r><w:t>旁</w:t><w:pict><v:shape>{BOX}</v:shape></w:pict></w:r>", ["旁", "框内"]),
    (
        f"<w:r><mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent></w:r>",
        ["框内"],
    ),
    ("<w:r><w:t>10</w:t><w:noBreakHyphen/><w:t>11</w:t></w:r>", ["10-11"]),
]


@pytest.mark.parametrize("namespace", [TRANSITIONAL, STRICT])
@pytest.mark.parametrize(("runs", "expected"), TEXTS)
def test_the_text_of_paragraphs(runs, expected, namespace):
    document = open_document(docx(f"<w:p>{runs}</w:p>", namespace))
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == expected


def shape(found: Table) -> list[tuple[str, int, int, int, int]]:
    return [(c.text, c.row, c.column, c.rowspan, c.colspan) for row in found.rows for c in row]


RESTART, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
TWO = '<w:gridSpan w:val="2"/>'

TABLES = [
    ([[cell("a"), cell("b")]], [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1)]),
    ([[cell("t", TWO)], [cell("a"), cell("b")]], [("t", 0, 0, 1, 2), ("a", 1, 0, 1, 1), ("b", 1, 1, 1, 1)]),
    (
        [[cell("t", RESTART), cell("1")], [cell("", GOES_ON), cell("2")], [cell("u", RESTART), cell("3")]],
        [("t", 0, 0, 2, 1), ("1", 0, 1, 1, 1), ("2", 1, 1, 1, 1), ("u", 2, 0, 1, 1), ("3", 2, 1, 1, 1)],
    ),
    ([[cell("a", GOES_ON), cell("1")]], [("a", 0, 0, 1, 1), ("1", 0, 1, 1, 1)]),
    (
        [[cell("t", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")], [cell("a"), cell("b")]],
        [("t", 0, 0, 1, 2), ("a", 1, 0, 1, 1), ("b", 1, 1, 1, 1)],
    ),
    (
        [[cell("t", '<w:gridSpan w:val="99999"/>')], [cell("a"), cell("b")]],
        [("t", 0, 0, 1, 2), ("a", 1, 0, 1, 1), ("b", 1, 1, 1, 1)],
    ),
]


@pytest.mark.parametrize(("rows", "expected"), TABLES)
def test_merged_cells(rows, expected):
    assert shape(open_document(docx(table(*rows))).tables[0]) == expected


def test_rows_left_out_at_their_beginning_and_deleted_rows():
    body = (
        "<w:tbl><w:tr>"
        + cell("a")
        + cell("b")
        + '</w:tr><w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
        + cell("c")
        + "</w:tr><w:tr><w:trPr><w:del/></w:trPr>"
        + cell("x")
        + cell("y")
        + "</w:tr></w:tbl>"
    )
    assert shape(open_document(docx(body)).tables[0]) == [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1), ("c", 1, 1, 1, 1)]


def test_a_table_in_a_table_and_one_in_a_content_control():
    inner = table([cell("规章"), cell("1")], [cell("文件"), cell("2")])
    body = f"<w:tbl><w:tr><w:tc>{paragraph('前')}{inner}{paragraph('后')}</w:tc></w:tr></w:tbl>"
    document = open_document(docx(body + f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"))
    kinds = [
        b.text if isinstance(b, Paragraph) else b.place.table for b in document.blocks if not isinstance(b, Picture)
    ]
    assert kinds == ["前", 2, "后", 3]


def test_headings_pictures_and_title():
    styles = (
        f'<w:styles xmlns:w="{TRANSITIONAL}"><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>'
    )
    relations = f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Target="media/a.png"/></Relationships>'
    document: Document = open_document(
        docx(
            paragraph("标题", '<w:pPr><w:pStyle w:val="1"/></w:pPr>') + '<w:p><w:r><a:blip r:embed="r1"/></w:r></w:p>',
            word__styles_dot_xml=styles,
            word___rels__document_dot_xml_dot_rels=relations,
            word__media__a_dot_png=b"png",
            docProps__core_dot_xml='<c xmlns:dc="d"><dc:title>某局报告</dc:title></c>',
        )
    )
    title, picture = document.blocks
    assert isinstance(title, Paragraph)
    assert title.heading
    assert isinstance(picture, Picture)
    assert (picture.source, picture.data) == ("word/media/a.png", b"png")
    assert document.tags == {"title": "某局报告"}


def test_broken_xml_is_read_as_far_as_it_goes_and_says_so():
    data = docx(paragraph("一") + "</w:body></w:document><w:p>" + paragraph("二"))
    document = open_document(data)
    assert document.text.startswith("一")
    assert [p.code for p in document.problems] == ["docx.damaged"]


def test_entities_are_refused():
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="w"><w:body/></w:document>'
    )
    with pytest.raises(UnreadableDocumentError, match="document type"):
        open_document(_with_main(bomb))


def test_a_part_that_unpacks_to_gigabytes_is_refused():
    with pytest.raises(UnreadableDocumentError, match="unpacks"):
        open_document(_with_main(b" " * (70 << 20)))


def _with_main(content: bytes | str) -> bytes:
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", content)
    return buffer.getvalue()
