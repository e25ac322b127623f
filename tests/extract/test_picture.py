"""Scans and pictures: pages drawn with digits and ruled lines, made worse in the ways that scans are."""

from __future__ import annotations

import contextlib
import io
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Picture, Table, UnreadableDocumentError
from extract.formats import pdf, picture
from extract.ocr import missing
from extract.patience import reading_while

np = pytest.importorskip("numpy")
cv2 = pytest.importorskip("cv2", reason="the optional recogniser (gongkai[ocr]) is not installed")
Image = pytest.importorskip("PIL.Image")

needs_recogniser = pytest.mark.skipif(bool(missing()), reason="the optional recogniser (gongkai[ocr]) is not installed")

DPI = 200
ROWS, COLUMNS = 9, 6


def figures(seed: int) -> list[list[str]]:
    rnd = random.Random(seed)
    return [
        [rnd.choice(["0", "0", "0", "1", "7", "12", "38", "204", "1690", ""]) for _ in range(COLUMNS)]
        for _ in range(ROWS)
    ]


def page(rows: list[list[str]], *, thickness: int = 2) -> np.ndarray:
    """An A4 page of a ruled table of figures, grey 255 for paper."""
    image = np.full((2338, 1654, 3), 255, np.uint8)
    left, top, width, height = 150, 300, 220, 64
    for r in range(ROWS + 1):
        cv2.line(image, (left, top + r * height), (left + COLUMNS * width, top + r * height), (0, 0, 0), thickness)
    for c in range(COLUMNS + 1):
        cv2.line(image, (left + c * width, top), (left + c * width, top + ROWS * height), (0, 0, 0), thickness)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            (w, h), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 2)
            at = (left + c * width + (width - w) // 2, top + r * height + (height + h) // 2)
            cv2.putText(image, text, at, cv2.FONT_HERSHEY_SIMPLEX, 1.0, (0, 0, 0), 2, cv2.LINE_AA)
    return image


def turned(image: np.ndarray, angle: float) -> np.ndarray:
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return cv2.warpAffine(image, matrix, (width, height), borderValue=(255, 255, 255))


def noisy(image: np.ndarray) -> np.ndarray:
    grains = np.random.RandomState(1).normal(0, 14, image.shape)
    return (image.astype(np.float32) + grains).clip(0, 255).astype(np.uint8)


def stamped(image: np.ndarray) -> np.ndarray:
    over = image.copy()
    cv2.circle(over, (900, 600), 160, (225, 30, 40), 7)
    return np.minimum(image, over)


def dashed(image: np.ndarray) -> np.ndarray:
    """Without every other few pixels of its rules (those of ``page``), so that no line is drawn through."""
    found = image.copy()
    for y in range(300, 300 + ROWS * 64 + 1, 64):
        for x in range(150, 150 + COLUMNS * 220 + 4, 14):
            found[y - 3 : y + 4, x : x + 7] = 255
    for x in range(150, 150 + COLUMNS * 220 + 1, 220):
        for y in range(300, 300 + ROWS * 64 + 4, 14):
            found[y : y + 7, x - 3 : x + 4] = 255
    return found


def aslant(image: np.ndarray) -> np.ndarray:
    """Photographed from below, so that its upper edge is shorter."""
    height, width = image.shape[:2]
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    seen = corners + np.float32([[60, 0], [-60, 0], [0, 0], [0, 0]])
    return cv2.warpPerspective(
        image, cv2.getPerspectiveTransform(corners, seen), (width, height), borderValue=(255, 255, 255)
    )


def curled(image: np.ndarray) -> np.ndarray:
    """A page of a book: its lines lie deepest in the middle."""
    height, width = image.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    return cv2.remap(image, xs, ys - 30 * np.sin(np.pi * xs / width), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def dithered(image: np.ndarray) -> np.ndarray:
    """Grey paper as a telefax makes it of black and white dots."""
    grey = Image.fromarray((image * 0.9).astype(np.uint8)).convert("L")
    return np.asarray(grey.convert("1").convert("RGB"))


DAMAGE = {
    "by night": lambda image: np.asarray(255 - image * 0.9, np.uint8),
    "aslant": aslant,
    "curled": curled,
    "dithered": dithered,
    "clean": lambda image: image,
    "thin rules": lambda image: image,
    "dashed": dashed,
    "dashed, 150 dpi": lambda image: cv2.resize(dashed(image), None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA),
    "skew right": lambda image: turned(image, -1.7),
    "skew left": lambda image: turned(image, 2.0),
    "noise": noisy,
    "blur": lambda image: cv2.GaussianBlur(image, (0, 0), 1.2),
    "stamp": stamped,
    "grey paper": lambda image: (image * 0.8).astype(np.uint8),
    "150 dpi": lambda image: cv2.resize(image, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA),
}


def encoded(image: np.ndarray, format: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, format, **options)
    return buffer.getvalue()


def read_figures(table: Table) -> list[list[str]]:
    return [[cell.text if not cell.unreadable else "?" for cell in row] for row in table.rows]


@needs_recogniser
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_ruled_table_is_read_cell_by_cell(damage: str) -> None:
    rows = figures(len(damage))
    image = DAMAGE[damage](page(rows, thickness=1 if damage == "thin rules" else 2))
    document = picture.read(encoded(image, "JPEG", quality=70))
    assert document.media_type == "image/jpeg"
    assert [read_figures(table) for table in document.tables] == [rows]


@needs_recogniser
def test_two_pages_on_one_sheet_are_read_one_after_the_other_with_places_on_the_sheet() -> None:
    left, right = figures(5), figures(6)
    document = picture.read(encoded(np.hstack([page(left), page(right)])))
    assert [read_figures(table) for table in document.tables] == [left + right]  # a table that goes on
    first, last = document.tables[0].rows[0][0].place, document.tables[0].rows[-1][0].place
    assert (first.page, last.page) == (1, 1)
    assert first.bbox is not None
    assert last.bbox is not None
    assert first.bbox[2] < last.bbox[0]


DISPUTES = Path(__file__).parents[2] / "demo" / "files" / "W0218079610644.png"  # with labels, which tell the way up


def in_words(table: Table) -> list[list[str]]:
    return [["".join(cell.text.split()) for cell in row] for row in table.rows]


@needs_recogniser
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_picture_that_lies_on_its_side_is_read_and_its_places_are_where_the_cells_are(quarters: int) -> None:
    upright = np.asarray(Image.open(DISPUTES).convert("RGB"))
    lying = np.ascontiguousarray(np.rot90(upright, quarters))
    wanted = picture.read(encoded(upright, dpi=(150, 150))).tables[0]
    table = picture.read(encoded(lying, dpi=(150, 150))).tables[0]
    assert in_words(table) == in_words(wanted)
    here, there = table.rows[-1][0].place.bbox, wanted.rows[-1][0].place.bbox
    assert here is not None
    assert there is not None
    width, height = upright.shape[1] * 72 / 150, upright.shape[0] * 72 / 150
    x0, top, x1, bottom = there
    on_side = {
        1: (top, width - x1, bottom, width - x0),
        2: (width - x1, height - bottom, width - x0, height - top),
        3: (height - bottom, x0, height - top, x1),
    }
    assert here == pytest.approx(on_side[quarters], abs=2)


@needs_recogniser
@pytest.mark.parametrize("size", [0.7, 1.6])
def test_the_size_of_the_type_tells_the_resolution_where_the_file_does_not(size: float) -> None:
    upright = np.asarray(Image.open(DISPUTES).convert("RGB"))
    other = cv2.resize(upright, None, fx=size, fy=size, interpolation=cv2.INTER_AREA if size < 1 else cv2.INTER_CUBIC)
    assert (
        in_words(picture.read(encoded(other)).tables[0])[-1] == in_words(picture.read(encoded(upright)).tables[0])[-1]
    )


@needs_recogniser
def test_pages_for_which_no_time_is_left_are_named() -> None:
    frames = [Image.fromarray(page(figures(n))) for n in (1, 2, 3)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "PDF", save_all=True, append_images=frames[1:], resolution=DPI)
    answers = iter([True, False, False])
    with reading_while(lambda: next(answers)):
        document = pdf.read(buffer.getvalue())
    assert len(document.tables) == 1
    assert [(p.code, p.message[-4:]) for p in document.problems] == [("pages.time", "2, 3")]


@needs_recogniser
def test_a_scanned_pdf_has_its_table_with_places_in_points() -> None:
    rows = figures(1)
    document = pdf.read(encoded(page(rows), "PDF", resolution=DPI))
    assert [read_figures(table) for table in document.tables] == [rows]
    place = document.tables[0].rows[0][0].place
    assert place.page == 1
    assert place.bbox is not None
    left, top, _, _ = place.bbox
    assert (left, top) == (pytest.approx(150 * 72 / DPI, abs=2), pytest.approx(300 * 72 / DPI, abs=2))


@needs_recogniser
def test_cells_tell_how_sure_they_are_and_blank_ones_are_sure() -> None:
    rows = figures(3)
    cells = [cell for row in picture.read(encoded(page(rows))).tables[0].rows for cell in row]
    assert all(0 < cell.confidence <= 1 for cell in cells)
    assert all(cell.confidence == 1 and not cell.unreadable for cell in cells if not cell.text)
    assert any(cell.confidence < 1 for cell in cells)


@needs_recogniser
def test_a_smudge_is_unreadable_and_not_blank() -> None:
    rows = figures(4)
    rows[2][3] = ""
    image = page(rows)
    rnd = np.random.RandomState(2)
    box = image[300 + 2 * 64 + 8 : 300 + 3 * 64 - 8, 150 + 3 * 220 + 60 : 150 + 4 * 220 - 60]
    box[:] = np.where(rnd.random(box.shape[:2])[..., None] < 0.5, 40, 230)
    cell = picture.read(encoded(image)).tables[0].rows[2][3]
    assert cell.unreadable or cell.confidence < 0.95


def test_without_the_recogniser_pictures_stay_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "missing", lambda: ["onnxruntime"])
    monkeypatch.setattr(pdf, "missing", lambda: ["onnxruntime"])
    image = np.full((400, 300, 3), 255, np.uint8)
    for document in (picture.read(encoded(image)), pdf.read(encoded(image, "PDF"))):
        assert [type(block) for block in document.blocks] == [Picture]
        assert [problem.code for problem in document.problems] == ["ocr.missing"]
        assert "gongkai[ocr]" in document.problems[0].message


@pytest.mark.parametrize("size", [(40_000, 40_000), (1, 100_000_000)])
def test_a_picture_that_says_it_is_huge_is_refused(size: tuple[int, int]) -> None:
    header = bytearray(encoded(np.zeros((4, 4, 3), np.uint8)))
    header[16:24] = size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big")
    import zlib

    header[29:33] = zlib.crc32(bytes(header[12:29])).to_bytes(4, "big")
    with pytest.raises(UnreadableDocumentError):
        picture.read(bytes(header))


@needs_recogniser
@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (900, 3), (30_000, 200), (200, 30_000)])
def test_odd_shapes_do_no_harm(shape: tuple[int, int]) -> None:
    image = np.full((*shape, 3), 255, np.uint8)
    image[::7, ::11] = 0
    assert picture.read(encoded(image)).media_type == "image/png"


@needs_recogniser
@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"]), st.integers(0, 2**32))
def test_damaged_pictures_are_read_or_refused(format: str, seed: int) -> None:
    rnd = random.Random(seed)
    body = bytearray(encoded(page(figures(1))[250:450, 100:500], format))
    if rnd.random() < 0.4:
        body = body[: rnd.randrange(4, len(body))]
    for _ in range(rnd.choice([1, 5, 60])):
        body[rnd.randrange(4, len(body))] = rnd.randrange(256)
    with contextlib.suppress(UnreadableDocumentError):
        picture.read(bytes(body))
