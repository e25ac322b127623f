"""Reports whose tables are pictures: where the pictures come from, when they are read, and what is said if not."""

from __future__ import annotations

import base64
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from demo.attachments import picture
from extract import pictured
from extract.ocr import missing
from extract.reader import read
from extract.report import Context, Reading
from gongkai.saved_page import PicturesBeside

needs_recogniser = pytest.mark.skipif(bool(missing()), reason="the optional recogniser (gongkai[ocr]) is not installed")

NAME = "W0218079610644.png"  # the table of disputes
DATA = picture(NAME)
PAGE = "https://www.qingxi.example/zwgk/nb/t1.html"
ADDRESS = f"https://www.qingxi.example/zwgk/nb/{NAME}"
TITLE = "青溪市环境保护局2022年政府信息公开工作年度报告"
TEXT = "本局依法公开环境信息，按时答复申请，接受社会监督。" * 20


def page(source: str = NAME, table: str = "") -> bytes:
    heads = ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
    said = "".join(f"<p>{head}</p><p>{TEXT}</p>" for head in heads)
    last = "四、政府信息公开行政复议、行政诉讼情况"
    return f"<title>{TITLE}</title><h1>{TITLE}</h1>{said}<p>{last}</p><img src='{source}'>{table}".encode()


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


INLINE = f"data:image/png;base64,{base64.b64encode(DATA).decode()}"


@needs_recogniser
@pytest.mark.parametrize(
    ("source", "pictures"),
    [
        pytest.param(NAME, {ADDRESS: DATA}, id="by its absolute address"),
        pytest.param("https://img.qingxi.example/x/" + NAME, {ADDRESS: DATA}, id="moved, by its name"),
        pytest.param(INLINE, {}, id="in the page itself"),
    ],
)
def test_a_table_in_a_picture_is_read_in_its_place(source: str, pictures: dict[str, bytes]) -> None:
    reading = read(page(source), Context(source=PAGE, url=PAGE), pictures)
    disputes = reading.tables["disputes"]
    assert len([cell for cell in reading.cells if cell.value is not None]) == 15
    assert all(check.status == "pass" for check in reading.checks if check.rule.startswith("disputes."))
    assert disputes["reconsideration"]["total"] is not None
    places = {cell.place.part for cell in reading.cells}
    assert len(places) == 1
    assert all(cell.place.page == 1 and cell.place.bbox and cell.confidence <= 1 for cell in reading.cells)
    if pictures and source == NAME:
        assert places == {ADDRESS}


@needs_recogniser
def test_a_saved_page_finds_its_pictures_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(page(f"./report_files/{NAME}"))
    (tmp_path / "report_files").mkdir()
    (tmp_path / "report_files" / NAME).write_bytes(DATA)
    reading = read(file.read_bytes(), Context(source=str(file)), PicturesBeside(file))
    assert len(reading.tables["disputes"]) == 3


@pytest.mark.parametrize("address", ["../secret.png", "/etc/passwd", "a\x00.png", ""])
def test_nothing_but_what_lies_beside_a_page_is_opened(tmp_path: Path, address: str) -> None:
    (tmp_path / "secret.png").write_bytes(DATA)
    (tmp_path / "in").mkdir()
    assert PicturesBeside(tmp_path / "in" / "a.html").get(address) is None


def test_a_picture_that_nobody_has_is_named() -> None:
    reading = read(page(), Context(source=PAGE, url=PAGE))
    missed = [problem.place.part for problem in reading.problems if problem.code == "picture.missing" and problem.place]
    assert missed == [ADDRESS]


def test_without_the_recogniser_the_reading_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictured, "missing", lambda: ["onnxruntime"])
    reading = read(page(), Context(source=PAGE, url=PAGE), {ADDRESS: DATA})
    assert (reading.kind, reading.cells) == ("report", [])
    assert "ocr.missing" in codes(reading)


@pytest.mark.parametrize("bad", [b"", b"no picture", DATA[:500]])
def test_a_damaged_picture_costs_itself_only(bad: bytes) -> None:
    reading = read(page(), Context(source=PAGE, url=PAGE), {ADDRESS: bad})
    assert (reading.kind, reading.cells) == ("report", [])
    assert {"picture.unreadable", "picture.missing", "ocr.missing", "picture.empty"} & set(codes(reading))


@pytest.mark.parametrize(
    "source", ["data:", "data:,", "data:image/png;base64,@@@", "http://[", "data:image/png;base64"]
)
def test_odd_addresses_do_no_harm(source: str) -> None:
    assert read(page(source), Context(source=PAGE, url=PAGE)).kind == "report"


@pytest.mark.skipif(bool(missing()), reason="sizes are told by a package of the recogniser (gongkai[ocr])")
def test_icons_are_passed_over() -> None:
    from PIL import Image

    icon = BytesIO()
    Image.new("RGB", (120, 40)).save(icon, "PNG")
    reading = read(page(), Context(source=PAGE, url=PAGE), {ADDRESS: icon.getvalue()})
    assert not [code for code in codes(reading) if code.startswith(("picture", "ocr"))]


@needs_recogniser
def test_pictures_within_a_package_are_read() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(NAME, DATA)
    reading = read(packed.getvalue(), Context(source="年报.zip", link_text=TITLE))
    assert len(reading.tables["disputes"]) == 3
    assert {cell.place.part for cell in reading.cells} == {NAME}


@pytest.mark.parametrize(("source", "named"), [("../images/icon_print.png", 0), ("logo.png", 0), ("W020220.jpg", 1)])
def test_what_is_named_as_an_icon_is_not_missed(source: str, named: int) -> None:
    assert codes(read(page(source), Context(source=PAGE, url=PAGE))).count("picture.missing") == named
