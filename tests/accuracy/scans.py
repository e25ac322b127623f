"""Pages as a scanner, a copier or a telephone leaves them."""

from __future__ import annotations

import io
from random import Random
from typing import Any

from tests.accuracy.styles import Style


def _style(name: str, form: str | None = None, **how: Any) -> Style:
    return Style(name, how={"size": 18} | how, form=form)


STYLES = (
    _style("official, 150 dpi clean", dpi=150),
    _style("200 dpi skewed, noisy", dpi=200, skew=0.7, noise=12, blur=0.4, quality=70),
    _style("150 dpi blurred, stamped", dpi=150, blur=0.6, stamp=True, quality=60),
    _style("2014, 200 dpi", "2014", dpi=200, skew=-0.5, noise=8),
)


def scan(pdf: bytes, style: Style, rng: Random) -> bytes:
    """The pages of a PDF as pictures in a PDF."""
    import numpy as np
    import pypdfium2
    from PIL import Image, ImageDraw, ImageFilter

    how = style.how
    dpi = how.get("dpi", 200)
    pages = []
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=dpi / 72).to_pil().convert("RGB")
        if how.get("stamp"):
            pen = ImageDraw.Draw(image, "RGBA")
            x, y, r = image.width * 0.6, image.height * 0.5, dpi * 0.8
            pen.ellipse((x - r, y - r, x + r, y + r), outline=(220, 20, 20, 150), width=dpi // 25)
        if how.get("skew"):
            image = image.rotate(how["skew"] * rng.choice((1, -1)), Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
        if how.get("blur"):
            image = image.filter(ImageFilter.GaussianBlur(how["blur"]))
        if how.get("noise"):
            grain = np.random.default_rng(rng.randint(0, 9999)).normal(0, how["noise"], (image.height, image.width, 1))
            image = Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype("uint8"))
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=how.get("quality", 85), dpi=(dpi, dpi))
        pages.append(Image.open(stream))
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return out.getvalue()
