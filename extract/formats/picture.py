"""Pictures (JPEG, PNG, TIFF, BMP, GIF, WebP) to the neutral document, where a recogniser is installed."""

from __future__ import annotations

import importlib
import io
import re
import warnings
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from extract.document import Document, Picture, Place, Problem, UnreadableDocumentError
from extract.formats.layout import PageLayout, blocks
from extract.ocr import HOW, missing
from extract.patience import time_left

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "GIF", "WEBP")
MOST_FRAMES = 24
MOST_PIXELS = 80_000_000  # a picture that says it is larger is not decoded
_AT_MOST = f"; no more than {MOST_PIXELS // 1_000_000} million are read"
KEPT_PIXELS = 24_000_000  # what is recognised is scaled down to this
PAGE_WIDTH = 8.27  # inches: a picture that does not tell its resolution is taken for an A4 page


def read(data: bytes) -> Document:
    """The document of a picture file. Raises :class:`UnreadableDocumentError` for what cannot be decoded.

    Without the optional recogniser the pictures stay pictures, and a problem says how to install it.
    """
    document = Document(_media_type(data))
    if missing():
        document.blocks.append(Picture("picture", Place(page=1), data))
        document.problems.append(not_installed())
        return document
    unread: list[int] = []
    layouts = pages(data, unread=unread)
    if unread:
        document.problems.append(late(unread))
    document.blocks += blocks(layouts)
    if len({layout.number for layout in layouts} | {*unread}) >= MOST_FRAMES:
        document.problems.append(Problem("pages.limit", f"no more than {MOST_FRAMES} pictures of a file are read"))
    if not document.blocks:
        document.blocks.append(Picture("picture", Place(page=1), data))
        document.problems.append(Problem("picture.empty", "no text was recognised in the picture", Place(page=1)))
    return document


def pages(data: bytes, first: int = 1, unread: list[int] | None = None) -> list[PageLayout]:
    """The words and rules of every frame of a picture file, numbered from ``first``. Needs the recogniser.

    Several pictures of one report are read as one document by joining their pages before ``blocks``. Frames for
    which no time is left are named in ``unread``.
    """
    found: list[PageLayout] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sizes are checked here, and odd metadata does not matter
        for number, (frame, dpi, told) in enumerate(_frames(data), first):
            if time_left():
                found += recognised(frame, number, dpi, told=told)
            elif unread is not None:
                unread.append(number)
    return found


def late(unread: list[int]) -> Problem:
    """The problem of pages that there was no time to read."""
    numbers = ", ".join(map(str, unread))
    return Problem("pages.time", f"reading pictures took too long; not read: page {numbers}")


def recognised(image: NDArray[np.uint8], number: int, dpi: float, *, told: bool = True) -> list[PageLayout]:
    """The words and rules of a page given as pixels, or of the two on a sheet. Needs the recogniser.

    ``told`` false says that the resolution is a guess.
    """
    page = importlib.import_module("extract.ocr.page")  # imported late: start-up must not load the models' libraries
    layouts: list[PageLayout] = page.read_picture(image, number, dpi, told=told)
    return layouts


def not_installed() -> Problem:
    """The problem of a document with pictures where the recogniser is not installed."""
    return Problem("ocr.missing", f"pictures were not read ({', '.join(missing())} not installed); {HOW}")


def _media_type(data: bytes) -> str:
    for magic, name in (
        (b"\xff\xd8", "jpeg"),
        (b"\x89PNG", "png"),
        (b"II*\0", "tiff"),
        (b"MM\0*", "tiff"),
        (b"BM", "bmp"),
        (b"GIF8", "gif"),
        (b"RIFF", "webp"),
    ):
        if data.startswith(magic):
            return f"image/{name}"
    raise UnreadableDocumentError("the picture is of no known format")


def _frames(data: bytes) -> Iterator[tuple[NDArray[np.uint8], float, bool]]:
    from PIL import Image, ImageOps, ImageSequence

    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            _bounded(picture.size)
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                if number == MOST_FRAMES:
                    return
                _bounded(frame.size)
                yield _pixels(ImageOps.exif_transpose(frame))
    except UnreadableDocumentError:
        raise
    except Image.DecompressionBombError as error:  # it opens no picture of so many
        raise UnreadableDocumentError(_too_large(re.search(r"(\d+) pixels", str(error)))) from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise UnreadableDocumentError(f"the picture is damaged: {error}") from error
    except Exception as error:  # decoders raise what they like on hostile bytes
        raise UnreadableDocumentError(f"the picture cannot be decoded: {type(error).__name__}: {error}") from error


def _bounded(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise UnreadableDocumentError(f"the picture is too large: {size[0]} by {size[1]} pixels{_AT_MOST}")


def _too_large(told: re.Match[str] | None) -> str:
    size = f": {int(told[1]) / 1e6:,.0f} million pixels" if told else ""
    return f"the picture is too large{size}{_AT_MOST}"


def resolution(size: tuple[int, int], info: Mapping[Any, Any]) -> tuple[float, bool]:
    """The resolution of a picture of that size in dots an inch, and whether the file tells it."""
    width, height = size
    try:
        told = float(info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError):
        told = 0.0
    if 90 < told <= 1200 and 5 < width / told < 17:
        return told, True
    return width / PAGE_WIDTH if width <= height else width / (PAGE_WIDTH * min(width / height, 1.42)), False


def _pixels(frame: Any) -> tuple[NDArray[np.uint8], float, bool]:
    """The frame in RGB on white, its resolution, and whether the file tells that."""
    import numpy as np
    from PIL import Image

    dpi, told = resolution(frame.size, frame.info)
    scale = (KEPT_PIXELS / (frame.size[0] * frame.size[1])) ** 0.5
    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        frame = frame.convert("RGBA")
        paper = Image.new("RGBA", frame.size, (255, 255, 255, 255))
        frame = Image.alpha_composite(paper, frame)
    frame = frame.convert("RGB")
    if scale < 1:
        size = (max(round(frame.size[0] * scale), 1), max(round(frame.size[1] * scale), 1))
        frame, dpi = frame.resize(size, Image.Resampling.BOX), dpi * scale
    return np.asarray(frame, dtype=np.uint8), dpi, told
