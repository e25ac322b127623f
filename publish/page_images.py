"""Pictures of a document's pages for the explain page, as ``data:`` addresses."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping

from extract.formats.picture import FORMATS, MOST_PIXELS, resolution
from publish.explain import PageImage

MOST_PAGES = 40
SCALE = 1.5
POINTS_PER_INCH = 72


def page_images(data: bytes, media_type: str) -> list[PageImage]:
    """The pages of a PDF or of a picture file; nothing for other types or what cannot be rendered."""
    if media_type == "application/pdf":
        return _pdf(data)
    if media_type.startswith("image/"):
        return _picture(data, None)
    return []


def picture_images(pictures: Mapping[str, bytes]) -> list[PageImage]:
    """The pictures of a document by the name that places in them have as ``part``."""
    return [page for name, data in pictures.items() for page in _picture(data, name)][:MOST_PAGES]


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


def _picture(data: bytes, part: str | None) -> list[PageImage]:
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    found: list[PageImage] = []
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.size[0] * picture.size[1] > MOST_PIXELS:
                return []
            for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                if number > MOST_PAGES:
                    break
                dpi, _ = resolution(frame.size, frame.info)
                upright = ImageOps.exif_transpose(frame).convert("RGB")
                width, height = (size * POINTS_PER_INCH / dpi for size in upright.size)
                upright.thumbnail((2000, 2000))
                found.append(PageImage(number, width, height, _jpeg(upright), part))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return found
    return found


def _jpeg(picture: object) -> str:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=70)  # type: ignore[attr-defined]
    return "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()
