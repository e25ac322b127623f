"""``gongkai explain`` where the report is pictures: the pictures are in the page, the figures linked to them."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

import pytest

from demo.attachments import picture
from extract.formats import open_document
from extract.ocr import missing
from extract.pictured import pictures_by_name
from gongkai.cli import main
from gongkai.workers import FOR_PICTURES, patience
from tests.extract.test_pictured import ADDRESS, DATA, INLINE, NAME, PAGE, page

needs_recogniser = pytest.mark.skipif(bool(missing()), reason="the optional recogniser (gongkai[ocr]) is not installed")


def explained(file: Path) -> str:
    out = file.with_suffix(".explained.html")
    assert main(["explain", str(file), "--out", str(out)]) == 0
    return out.read_text(encoding="utf-8")


@needs_recogniser
@pytest.mark.parametrize("inline", [False, True])
def test_a_page_whose_tables_are_pictures_shows_them(tmp_path: Path, inline: bool) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(page(INLINE if inline else NAME))
    if not inline:
        (tmp_path / NAME).write_bytes(DATA)
    shown = explained(file)
    assert "data:image/" in shown
    assert "disputes" in shown
    assert "src='http" not in shown
    assert 'src="http' not in shown


@needs_recogniser
def test_a_picture_file_and_a_scanned_pdf_are_shown_as_pages(tmp_path: Path) -> None:
    from PIL import Image

    pdf = BytesIO()
    Image.open(BytesIO(picture(NAME))).convert("RGB").save(pdf, "PDF", resolution=150)
    for name, data in ((NAME, DATA), ("scan.pdf", pdf.getvalue())):
        (tmp_path / name).write_bytes(data)
        assert "data:image/" in explained(tmp_path / name)


@pytest.mark.parametrize(
    ("source", "given", "name"),
    [
        pytest.param(NAME, {ADDRESS: DATA}, ADDRESS, id="by its address"),
        pytest.param(f"other/{NAME}", {ADDRESS: DATA}, f"https://www.qingxi.example/zwgk/nb/other/{NAME}", id="moved"),
        pytest.param(INLINE, {}, "picture 1", id="in the page"),
    ],
)
def test_pictures_bear_the_names_that_places_have(source: str, given: dict[str, bytes], name: str) -> None:
    assert pictures_by_name(open_document(page(source), PAGE), PAGE, given) == {name: DATA}


def test_a_picture_that_nobody_has_bears_no_name() -> None:
    assert pictures_by_name(open_document(page(), PAGE), PAGE, {}) == {}


def test_a_picture_shown_twice_is_named_once() -> None:
    twice = page(NAME, f"<img src='{NAME}'>")
    assert list(pictures_by_name(open_document(twice, PAGE), PAGE, {ADDRESS: base64.b64decode("AAAA")})) == [ADDRESS]


def test_patience_ends_before_the_time_of_the_input(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("gongkai.workers.time.monotonic", lambda: now[0])
    may_read = patience(60)
    assert FOR_PICTURES < 1
    assert may_read()
    now[0] += 60 * FOR_PICTURES - 0.1
    assert may_read()
    now[0] += 0.2
    assert not may_read()
