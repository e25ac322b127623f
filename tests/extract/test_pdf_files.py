"""Files attached to a PDF are read as members of a package are; streams that unpack without end are refused."""

from __future__ import annotations

import io
import zlib

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.document import UnreadableDocumentError
from extract.formats import open_document, pdf
from tests.extract.drawn import FONT, draw, label_rows
from tests.extract.package_files import zipped

REPORT = "某局2021年政府信息公开工作年度报告"
PAGE = f"<p>{REPORT}</p><table><tr><td>规章</td><td>1</td></tr><tr><td>文件</td><td>2</td></tr></table>".encode()


def cover(text: str = "请用阅读器打开本文件包") -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont(FONT, 12)
    canvas.drawString(100, 700, text)
    canvas.save()
    return buffer.getvalue()


def with_files(data: bytes, files: dict[str, bytes]) -> bytes:
    book = pypdfium2.PdfDocument(data)
    for name, content in files.items():
        book.new_attachment(name).set_data(content)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("files", "part"),
    [
        ({"r.htm": PAGE}, "r.htm"),
        ({"说明.txt": "说明".encode(), "年度报告.htm": PAGE}, "年度报告.htm"),
        ({"r.zip": zipped({"in/r.htm": PAGE})}, "r.zip/in/r.htm"),
        ({"r.pdf": with_files(cover(), {"r.htm": PAGE})}, "r.pdf/r.htm"),
    ],
)
def test_the_report_among_the_files_of_a_portfolio(files: dict[str, bytes], part: str) -> None:
    document = open_document(with_files(cover(), files))
    assert REPORT in document.text
    assert document.tables[0].rows[0][0].place.part == part
    assert document.media_type == "application/pdf"
    assert {"package.member"} == {problem.code for problem in document.problems}


def test_a_report_stays_whatever_is_attached_to_it() -> None:
    own = draw(label_rows(6), before=[REPORT])
    document = open_document(with_files(own, {"r.htm": PAGE}))
    assert [block.place.part for block in document.blocks] == [None, None]
    assert [(problem.code, problem.place.part) for problem in document.problems if problem.place] == [
        ("package.member", "r.htm")
    ]


def test_attached_files_that_are_no_report_leave_the_pages_alone() -> None:
    document = open_document(with_files(cover("目录"), {"a.bin": bytes(range(256)), "b.txt": "清单".encode()}))
    assert document.text == "目录"
    assert [problem.code for problem in document.problems] == ["package.member"] * 2


def test_files_attached_to_attached_files_end_somewhere() -> None:
    data = PAGE
    for _ in range(8):
        data = with_files(cover(), {"r.pdf": data} if data is not PAGE else {"r.htm": data})
    assert REPORT not in open_document(data).text


def test_a_stream_that_unpacks_without_end_is_refused() -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b"\0" * (1 << 24)) for _ in range(20)) + packer.flush()
    data = with_files(cover(), {"r.htm": b"\0" * 400})
    end = data.rindex(b"endstream") + len(b"endstream")
    data = data[:end] + b"\nendobj\n99 0 obj\n<</Filter/FlateDecode>>\nstream\n" + bomb + b"\nendstream" + data[end:]
    with pytest.raises(UnreadableDocumentError, match="unpacks"):
        pdf.read(data)
    with pytest.raises(UnreadableDocumentError, match="twice"):
        pdf.read(cover().replace(b"/FlateDecode", b"/FlateDecode /FlateDecode"))
