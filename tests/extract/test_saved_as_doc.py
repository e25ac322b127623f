r"""What else hides behind the name .doc: RTF, web archives, Word 2003 XML, HTML."""

import pytest

from extract.document import Document, Paragraph, Picture
from extract.formats import open_document
from tests.extract.package_files import mhtml


def shown(document: Document) -> list[object]:
    return [
        b.text if isinstance(b, Paragraph) else [[c.text for c in row] for row in b.rows]
        for b in document.blocks
        if not isinstance(b, Picture)
    ]


def rtf(body: str, head: str = r"\rtf1\ansi\ansicpg936") -> bytes:
    return ("{" + head + r"{\fonttbl{\f0\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fcharset0 Times;}}" + body + "}").encode(
        "gbk"
    )


RTF = [
    (r"\f0 \'d5\'fe\'b8\'ae\par b\par", ["政府", "b"]),
    (r"\f1 \'d5\'fe\par", ["政"]),
    (r"\uc1\u25919?\u24220?\par", ["政府"]),
    (r"\uc2\u25919\'d5\'fe\uc0\u24220 x\par", ["政府x"]),
    ("政府\\par", ["政府"]),
    (r"a{\*\unknown no}{\v hidden}{\deleted gone}b{\field{\*\fldinst PAGE}{\fldrslt 3}}\par", ["ab3"]),
    (r"5{\super [12]}\'bc\'fe\par", ["5[¹²]件"]),
    (r"5{\up8 1}{\up2 6}\par", ["5¹6"]),
    (r"5\super\par 5\nosupersub 6\par", ["5", "56"]),
    (r"{\strike 7}{\striked1 8}\strike0 69\par", ["69"]),
    (r"a\tab b\line c\par", ["a b", "c"]),
    (r"a\{b\}\\c\~d\_e\par", [r"a{b}\c d-e"]),
    (r"{\*\shppict{\pict\pngblip 89504e47}}x\par", ["x"]),
    (
        r"\trowd\cellx1000\cellx2000\pard\intbl a\cell b\cell\row"
        r"\trowd\cellx1000\cellx2000\pard\intbl c\par d\cell \cell\row\pard end\par",
        [[["a", "b"], ["c\nd", ""]], "end"],
    ),
]


@pytest.mark.parametrize(("body", "expected"), RTF)
def test_rtf(body, expected):
    assert shown(open_document(rtf(body), "a.doc")) == expected


def test_rtf_cells_merged_across_and_down():
    table = open_document(
        rtf(
            r"\trowd\clvmgf\cellx1000\clmgf\cellx2000\clmrg\cellx3000\pard\intbl t\cell u\cell\cell\row"
            r"\trowd\clvmrg\cellx1000\cellx2010\cellx3000\pard\intbl\cell 1\cell 2\cell\row"
        )
    ).tables[0]
    found = [(c.text, c.row, c.column, c.rowspan, c.colspan) for row in table.rows for c in row]
    assert found == [("t", 0, 0, 2, 1), ("u", 0, 1, 1, 2), ("1", 1, 1, 1, 1), ("2", 1, 2, 1, 1)]


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_web_archives(charset):
    page = '<p>规章</p><img src="report.files/1.png"><table><tr><td>一</td><td>1</td></tr></table>'
    document = open_document(mhtml(page.encode(charset), charset, b"picture"), "a.doc", "application/msword")
    assert shown(document) == ["规章", [["一", "1"]]]
    assert [b.data for b in document.blocks if isinstance(b, Picture)] == [b"picture"]


def test_word_2003_xml():
    source = """<?xml version="1.0"?><?mso-application progid="Word.Document"?>
    <w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:wx="x" xmlns:aml="a"><w:body>
    <wx:sect><w:p><w:r><w:t>规章</w:t></w:r></w:p><w:tbl>
    <w:tr><w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>一</w:t></w:r></w:p></w:tc>
    <w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>
    <w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc><w:tc><w:p>
    <aml:annotation w:type="Word.Insertion"><aml:content>
    <w:r><w:t>2</w:t></w:r></aml:content></aml:annotation></w:p></w:tc></w:tr></w:tbl></wx:sect></w:body></w:wordDocument>"""
    document = open_document(source.encode(), "a.doc")
    assert shown(document) == ["规章", [["一", "1"], ["2"]]]
    assert document.tables[0].rows[0][0].rowspan == 2


def test_html_saved_as_doc():
    document = open_document(
        "<html xmlns:w='urn'><body><p class=MsoNormal>规章</p></body></html>".encode("gbk"), "a.doc"
    )
    assert (document.media_type, shown(document)) == ("text/html", ["规章"])
