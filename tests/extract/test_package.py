"""ZIP, RAR, 7z, gzip: the report is found, the others are named, bombs are refused."""

import gzip

import pytest

from extract.document import Picture, UnreadableDocumentError
from extract.formats import open_document
from tests.extract.docx_files import cell, docx, paragraph, table
from tests.extract.package_files import rar, zipped

REPORT = "某局2021年政府信息公开工作年度报告"
PAGE = f"<p>{REPORT}</p><table><tr><td>规章</td><td>1</td></tr><tr><td>文件</td><td>2</td></tr></table>".encode()
NOTE = "附件清单".encode()
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def libarchive_is_installed() -> bool:
    try:
        import libarchive  # noqa: F401
    except (ImportError, OSError, AttributeError, TypeError):
        return False
    return True


PACKAGES = [
    ("zip", zipped({"readme.txt": NOTE, "a/report.htm": PAGE}), "a/report.htm"),
    ("zip with names in GBK", zipped({"说明.txt": NOTE, "报告.htm": PAGE}, "gbk"), None),
    ("zip in zip", zipped({"readme.txt": NOTE, "in.zip": zipped({"r.htm": PAGE})}), "in.zip/r.htm"),
    ("docx in zip", zipped({"r.docx": docx(paragraph(REPORT) + table([cell("规章"), cell("1")]))}), "r.docx"),
    ("gzip", gzip.compress(PAGE), "content"),
    ("zip with litter", zipped({"__MACOSX/._r.htm": PAGE + PAGE, ".DS_Store": b"x", "r.htm": PAGE}), "r.htm"),
    (
        "named report among larger files",
        zipped({"财政决算.htm": PAGE.replace(REPORT.encode(), b"x") * 3, f"{REPORT}.htm": PAGE}),
        f"{REPORT}.htm",
    ),
]


@pytest.mark.parametrize(("data", "part"), [p[1:] for p in PACKAGES], ids=[p[0] for p in PACKAGES])
def test_the_report_in_a_package(data, part):
    document = open_document(data)
    assert REPORT in document.text
    assert document.tables[0].rows[0][0].text == "规章"
    if part:
        assert document.tables[0].rows[0][0].place.part == part


def test_names_in_gbk_are_read():
    document = open_document(zipped({"年度报告.htm": PAGE}, "gbk"))
    assert document.tags["member"].startswith("年度报告.htm")


@pytest.mark.skipif(not libarchive_is_installed(), reason="needs the C library libarchive")
def test_rar():
    document = open_document(rar({"note.txt": NOTE, "report.htm": PAGE}))
    assert REPORT in document.text
    assert document.media_type == "application/vnd.rar"


@pytest.mark.parametrize("head", [b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c"])
def test_broken_archives_say_why(head):
    with pytest.raises(UnreadableDocumentError, match="archive"):
        open_document(head + b"\x01" * 300)


def test_members_not_read_are_named():
    document = open_document(zipped({"r.htm": PAGE, "b.exe": b"MZ\x00\x01" * 50, "note.txt": NOTE}))
    named = {p.place.part for p in document.problems if p.code == "package.member" and p.place}
    assert named == {"b.exe", "note.txt"}


def test_a_package_of_pictures_gives_them_in_the_order_of_their_names():
    document = open_document(zipped({f"{n}.png": PNG + bytes([n]) for n in (10, 2, 1)}))
    assert [block.source for block in document.blocks if isinstance(block, Picture)] == ["1.png", "2.png", "10.png"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped({}), "no file"),
        (zipped({"a.bin": b"\x00\x01\x02" * 100}), "a.bin"),
        (zipped({"a.htm": b"<p>" + b" " * (70 << 20)}), "unpacks"),
        (gzip.compress(b" " * (70 << 20)), "unpacks"),
        (b"PK\x03\x04" + b"\x00" * 100, "damaged"),
    ],
    ids=["empty", "nothing readable", "zip bomb", "gzip bomb", "broken"],
)
def test_what_cannot_be_read_says_why(data, reason):
    with pytest.raises(UnreadableDocumentError, match=reason):
        open_document(data)


def test_packages_nested_without_end_are_refused():
    data = PAGE
    for _ in range(6):
        data = zipped({"in.zip": data})
    with pytest.raises(UnreadableDocumentError, match="nested"):
        open_document(data)
