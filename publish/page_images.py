"""Pictures of a document's pages for the explain page, as ``data:`` addresses."""

from __future__ import annotations

import base64
import io

from publish.explain import PageImage

MOST_PAGES = 40
SCALE = 1.5
POINTS_PER_INCH = 72
PICTURE_DPI = 200.0


def page_images(data: bytes, media_type: str) -> list[PageImage]:
    """The pages of a PDF or the picture itself; nothing for other types or what cannot be rendered."""
    if media_type == "application/pdf":
        return _pdf(data)
    if media_type.startswith("image/"):
        return _picture(data)
    return []


def _pdf(data: bytes) -> list[PageImage]:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return []
    pages = []
    for number in range(min(len(pdf), MOST_PAGES)):
        page = pdf[number]
        width, height = page.get_size()
        picture = page.render(scale=min(SCALE, 2000 / max(width, height, 1))).to_pil()
        pages.append(PageImage(number + 1, width, height, _jpeg(picture)))
    return pages


def _picture(data: bytes) -> list[PageImage]:
    from PIL import Image, UnidentifiedImageError

    try:
        picture = Image.open(io.BytesIO(data))
        dpi = float(picture.info.get("dpi", (PICTURE_DPI,))[0]) or PICTURE_DPI
        width, height = (size * POINTS_PER_INCH / dpi for size in picture.size)
        picture.thumbnail((2000, 2000))
        return [PageImage(1, width, height, _jpeg(picture.convert("RGB")))]
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return []


def _jpeg(picture: object) -> str:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=70)  # type: ignore[attr-defined]
    return "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()
