"""OFD documents: text by position, ruled tables, whatever way a program draws them."""

import io
import zipfile
from pathlib import Path

import pytest

from extract.document import Document, Picture, UnreadableDocumentError
from extract.formats import ofd as reader
from extract.formats import open_document
from tests.extract.damage import damaged, survives
from tests.extract.grids import APPLICATIONS, DISPUTES, TABLES, Written, cells_in, cells_of
from tests.extract.ofd_writer import OfdStyle, ofd

WILD = Path(__file__).parents[3] / "shared" / "samples" / "wild"
needs_wild = pytest.mark.skipif(not WILD.is_dir(), reason="the real documents of ../shared/samples/wild are not here")

TITLE = "某市2021年政府信息公开工作年度报告"
STYLES = {
    "long rules, repeated steps": OfdStyle(),
    "a frame a cell, a step a character": OfdStyle("cells", "steps"),
    "filled rules, text enlarged by a matrix": OfdStyle("filled", "scaled"),
    "in a template": OfdStyle(hold="template"),
    "in a composite unit": OfdStyle(hold="unit"),
    "upper-case names, another namespace": OfdStyle(upper=True, namespace="http://www.ofdspec.org"),
    "turned on its side": OfdStyle(turned=True),
}


def unbroken(cells: Written) -> Written:
    """Lines of a cell joined: where a narrow cell breaks its text is the writer's choice."""
    return [(text.replace("\n", ""), *rest) for text, *rest in cells]


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("drawing", TABLES.values(), ids=TABLES)
def test_every_cell_stands_at_its_place_with_its_spans(style: OfdStyle, drawing: str) -> None:
    document = reader.read(ofd([TITLE, "一、总体情况", drawing], style))
    assert document.text.splitlines() == [TITLE, "一、总体情况"]
    (table,) = document.tables
    assert unbroken(cells_in(table)) == unbroken(cells_of(drawing))
    assert document.problems == []
    assert document.tags == {"title": "年度报告"}


def test_a_cell_knows_its_page_and_box_in_points() -> None:
    document = reader.read(ofd([TITLE, DISPUTES]))
    place = document.tables[0].rows[2][0].place
    assert (place.page, place.table, place.row, place.cell) == (1, 1, 3, 1)
    assert place.bbox is not None
    left, top, right, bottom = (value * 25.4 / 72 for value in place.bbox)
    assert left == pytest.approx(20, abs=1)
    assert right > left
    assert (top, bottom) == pytest.approx((20 + 8 + 2 + 2 * 8, 20 + 8 + 2 + 3 * 8), abs=1)


def test_a_table_goes_on_over_the_page_break() -> None:
    rows = "\n".join(f"第{n}项|{n}|{n * 2}" for n in range(1, 41))
    (table,) = reader.read(ofd([TITLE, rows], bottom=150)).tables
    assert [row[1].text for row in table.rows] == [str(n) for n in range(1, 41)]


def test_a_page_break_does_not_join_figures_to_the_head_above() -> None:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    head = ["|".join([*results, "行政诉讼", *["<"] * 9]), "|".join([*["^"] * 5, *results, *results])]
    figures = [["227", "0", "", "—", "12"] * 3, ["5"] * 15]
    drawing = "\n".join([*head, *("|".join(row) for row in figures)])
    (table,) = reader.read(ofd([TITLE, drawing], bottom=54)).tables
    assert table.rows[2][0].place.page == 2
    assert [[cell.text for cell in row] for row in table.rows[2:]] == figures


def test_a_page_that_is_a_picture_gives_the_picture_and_says_so() -> None:
    document = reader.read(
        _with_page('<o:ImageObject ID="5" Boundary="10 10 190 270" CTM="190 0 0 270 0 0" ResourceID="7"/>')
    )
    (picture,) = document.blocks
    assert isinstance(picture, Picture)
    assert picture.data == b"\xff\xd8\xff picture"
    assert picture.source == "doc_0/res/scan.jpg"
    assert [problem.code for problem in document.problems] == ["page.picture"]


def test_letters_drawn_as_outlines_are_not_passed_over_in_silence() -> None:
    curve = "<o:AbbreviatedData>M 0 0 Q 1 1 2 2 C</o:AbbreviatedData>"
    path = f'<o:PathObject ID="5" Boundary="10 10 9 9">{curve}</o:PathObject>'
    assert [problem.code for problem in reader.read(_with_page(path)).problems] == ["page.outlines"]


MEDIA = """<o:MultiMedias><o:MultiMedia ID="7" Type="Image"><o:MediaFile>scan.jpg</o:MediaFile></o:MultiMedia>
</o:MultiMedias><o:CompositeGraphicUnits><o:CompositeGraphicUnit ID="x"><o:Content>
<o:CompositeObject Boundary="0 0 9 9" ResourceID="x"/><o:CompositeObject Boundary="0 0 9 9" ResourceID="x"/>
<o:CompositeObject Boundary="0 0 9 9" ResourceID="x"/><o:CompositeObject Boundary="0 0 9 9" ResourceID="x"/>
</o:Content></o:CompositeGraphicUnit></o:CompositeGraphicUnits>"""


def _with_page(objects: str) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(ofd(["甲"])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            text = source.read(name).decode()
            if "Pages/" in name:
                start, end = text.index("<o:PageBlock>") + 13, text.index("</o:PageBlock>")
                text = text[:start] + objects + text[end:]
            if name.endswith("Res.xml"):
                text = text.replace("</o:Res>", f"{MEDIA}</o:Res>")
            archive.writestr(name, text)
        archive.writestr("Doc_0/Res/scan.jpg", b"\xff\xd8\xff picture")
    return out.getvalue()


@needs_wild
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("030-chineseDir.ofd", "你好"),
        ("042-namespace_no_std.ofd", ""),
        ("032-helloworld_with_pageblock.ofd", "你好呀，OFD Reader&Writer！"),
        ("018-hello-integrity.ofd", "拿来主义"),
    ],
)
def test_real_documents_give_their_text(name: str, text: str) -> None:
    document = reader.read((WILD / name).read_bytes())
    assert document.text.strip()
    assert text in document.text


@needs_wild
def test_no_real_document_crashes_or_hangs_the_reader() -> None:
    for path in sorted(WILD.glob("*.ofd")):
        document = survives(reader.read, path.read_bytes())
        assert document is not None, path.name
        assert document.blocks or document.problems, path.name


def test_the_type_is_found_from_the_bytes() -> None:
    assert open_document(ofd([TITLE]), name="report.doc").media_type == "application/ofd"


def test_damaged_containers_are_read_or_refused() -> None:
    data = ofd([TITLE, APPLICATIONS], OfdStyle(hold="template"))
    for seed in range(150):
        survives(reader.read, damaged(data, seed))


def test_damaged_pages_are_read_or_refused() -> None:
    data = ofd([TITLE, APPLICATIONS], OfdStyle(hold="unit"))
    for seed in range(150):
        survives(reader.read, _inner_damage(data, seed))


def _inner_damage(data: bytes, seed: int) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    names = source.namelist()
    with zipfile.ZipFile(out, "w") as archive:
        for index, name in enumerate(names):
            body = source.read(name)
            archive.writestr(name, damaged(body, seed) if index == seed % len(names) else body)
    return out.getvalue()


def _text_object(attributes: str, code: str) -> str:
    return f'<o:TextObject ID="1" {attributes}><o:TextCode {code}</o:TextCode></o:TextObject>'


HOSTILE = {
    "a unit that holds itself": '<o:CompositeObject ID="1" Boundary="0 0 9 9" ResourceID="x"/>' * 50,
    "endless repeats": _text_object('Boundary="0 0 9 9" Size="3"', 'X="1" Y="1" DeltaX="g 99999999999 1">12'),
    "numbers without end": _text_object(
        'Boundary="1e400 nan 9 9" Size="1e300" CTM="1 nan 0 inf 0 0"', 'X="1e308" Y="-1e308">甲'
    ),
    "deep nesting": "<o:PageBlock>" * 200 + "</o:PageBlock>" * 200,
    "too many characters": _text_object('Boundary="0 0 200 9" Size="3"', f'X="1" Y="3" DeltaX="1">{"甲" * 300_000}')
    * 3,
    "too many scattered characters": "".join(
        _text_object(f'Boundary="{n * 7 % 200} {n * 11 % 290} 9 9" Size="3"', 'X="0" Y="3">12') for n in range(30_000)
    ),
    "many lines": '<o:PathObject ID="1" Boundary="0 0 200 200"><o:AbbreviatedData>'
    + " ".join(f"M 0 {n % 200} L 200 {n % 199}" for n in range(40_000))
    + "</o:AbbreviatedData></o:PathObject>",
}


@pytest.mark.parametrize("objects", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_are_bounded(objects: str) -> None:
    document = survives(reader.read, _with_page(objects))
    assert document is None or isinstance(document, Document)


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;"}">' for n in range(9)
    )
    source = ofd(["甲"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as members, zipfile.ZipFile(out, "w") as archive:
        for name in members.namelist():
            text = members.read(name).decode()
            if "Pages/" in name:
                text = text.replace("<o:Page ", bomb + "]><o:Page ", 1).replace("甲", "&a8;")
            archive.writestr(name, text)
    survives(reader.read, out.getvalue())


def test_a_zip_bomb_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", b" " * 80_000_000)
    with pytest.raises(UnreadableDocumentError, match="too much"):
        reader.read(out.getvalue())


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"<html>"])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocumentError):
        reader.read(data)
