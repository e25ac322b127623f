"""Pages as a scanner, a copier or a telephone leaves them, and tables as pictures on a page of the web."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, fields
from html import escape
from random import Random
from typing import TYPE_CHECKING, Any

from tests.accuracy.cameras import Camera, Screen, photographed, screen_file, screen_html
from tests.accuracy.pages import Page
from tests.accuracy.printed import Print, typeset
from tests.accuracy.styles import Style

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image as Picture

    Pixels = NDArray[np.float32]


@dataclass(frozen=True)
class Scan:
    """What happens between the printer and the file; the defaults are a clean scan."""

    dpi: int = 200
    skew: float = 0.0  # degrees, either way
    turn: int = 0  # degrees, a page laid down sideways or upside down
    blur: float = 0.0
    noise: float = 0.0  # grey levels
    salt: float = 0.0  # share of pixels black or white
    paper: int = 255
    uneven: float = 0.0  # share by which the light falls off towards a corner
    edge: bool = False  # the dark edge of a copier's lid
    stamps: int = 0  # red seals over the tables
    copied: bool = False  # black and white, as from a copier
    quality: int = 85
    spread: bool = False  # two pages on one sheet
    faint: float = 0.0  # how far ink is bleached
    kind: str = "pdf"  # pdf, fax (one bit a pixel, in a PDF), tiff, png


def _style(name: str, form: str | None = None, shape: dict[str, Any] | None = None, **how: Any) -> Style:
    return Style(name, shape or {}, how={"size": 18} | how, form=form)


POOR: dict[str, Any] = {"skew": 0.7, "noise": 12, "blur": 0.4, "quality": 70}
WORD = (
    _style("official, 150 dpi clean", dpi=150),
    _style("200 dpi skewed, noisy", **POOR),
    _style("150 dpi blurred, stamped", dpi=150, blur=0.6, stamps=1, quality=60),
    _style("2014, 200 dpi", "2014", skew=-0.5, noise=8),
)
STYLES = (
    _style("official, 200 dpi"),
    _style("official, 150 dpi", dpi=150),
    _style("official, 300 dpi", dpi=300, noise=5),
    _style("2014, 150 dpi", "2014", dpi=150, noise=6),
    _style("skew 3", skew=3.0, quality=70),
    _style("skew 2, 150 dpi", dpi=150, skew=2.0, blur=0.5, quality=75),
    _style("noise, 150 dpi", dpi=150, noise=15, quality=70),
    _style("salt", salt=0.01, dpi=200),
    _style("jpeg 30", dpi=150, quality=30),
    _style("copied, 200 dpi", copied=True, skew=0.5, noise=10, blur=0.6, kind="fax"),
    _style("copied, 150 dpi", dpi=150, copied=True, noise=8, blur=0.5, kind="fax"),
    _style("grey uneven paper", paper=205, uneven=0.4, noise=6),
    _style("photographed", paper=215, uneven=0.5, noise=8, blur=0.8, skew=1.5, dpi=180, edge=True),
    _style("dark edge", edge=True, skew=-1.0, noise=5),
    _style("stamps", stamps=4, dpi=150, quality=70),
    _style("stamps, 200 dpi noisy", stamps=4, **POOR),
    _style("dashed, 150 dpi", dpi=150, rules="dashed", noise=6),
    _style("dashed, 200 dpi", rules="dashed", skew=0.8, noise=6),
    _style("dotted, 150 dpi", dpi=150, rules="dotted", blur=0.4),
    _style("grey dashed, 150 dpi", dpi=150, rules="grey dashed", noise=4),
    _style("double, 150 dpi", dpi=150, rules="double", noise=6),
    _style("thin, 150 dpi", dpi=150, rules="thin", blur=0.5, noise=4),
    _style("light rules", rules="light", noise=6),
    _style("thick, shaded heads", rules="thick", shaded=True, noise=6, dpi=150),
    _style("a border a cell, noisy", rules="separate", noise=12, skew=0.6),
    _style("a border a cell, 150 dpi", rules="separate", dpi=150),
    _style("rows ruled only", rules="rows", dpi=150),
    _style("borderless", rules="none", dpi=200),
    _style("borderless, 150 dpi noisy", rules="none", dpi=150, noise=8),
    _style("landscape", landscape=True, dpi=150, points=10.5, noise=5),
    _style("turned 90", turn=90, noise=5),
    _style("turned 180", turn=180, noise=5, dpi=150),
    _style("turned 270, 2014", "2014", turn=270, noise=5),
    _style("two pages a sheet", spread=True, dpi=200, noise=4),
    _style("faint", faint=0.5, noise=6),
    _style("large type", points=12, dpi=150, noise=6),
    _style("small type", points=7.5, dpi=200, noise=4),
    _style("hei, 150 dpi", font="hei", dpi=150, noise=6),
    _style("ming, 150 dpi", font="ming", dpi=150, noise=6),
    _style("kai, 150 dpi", font="kai", dpi=150, noise=6),
    _style("zenhei, jpeg 40", font="zenhei", quality=40, dpi=150),
    _style("clause tables, 150 dpi", shape={"clauses": "own", "disputes": "two"}, dpi=150, noise=6),
    _style("cut, 150 dpi", shape={"cut": "headed"}, dpi=150, noise=6),
    _style("tiff", kind="tiff", noise=5),
    Style("mixed blanks, 150 dpi", pen={"zero": "mixed", "totals": False}, how={"dpi": 150, "noise": 6}),
    Style("mixed, 200 dpi", mixed=True, how=POOR),
)
PICTURES = (
    _style("official, 150 dpi", tall=True, dpi=150),
    _style("110 dpi", tall=True, dpi=110),
    _style("96 dpi, 10.5 pt", tall=True, dpi=96, points=10.5, font="hei"),
    _style("jpeg, 130 dpi, stamped", tall=True, dpi=130, stamps=2, quality=60),
    _style("dashed, 130 dpi", tall=True, dpi=130, rules="dashed"),
    _style("2014, 120 dpi", "2014", tall=True, dpi=120),
)


def _of(kind: type[Any], style: Style) -> Any:
    known = {field.name for field in fields(kind)}
    return kind(**{name: value for name, value in style.how.items() if name in known})


def printed(style: Style, rng: Random) -> tuple[bytes, Page]:
    page = style.page(rng)
    return typeset(page, _of(Print, style), rng), page


def on_screen(style: Style, rng: Random) -> tuple[bytes, Page]:
    page = style.page(rng)
    return screen_html(page, _of(Screen, style)), page


def screen(pdf: bytes, style: Style, page: Page) -> bytes:
    return screen_file(pdf, _of(Screen, style), page.title)


def _sheets(pdf: bytes, how: Scan, tall: bool) -> list[Picture]:
    import pypdfium2
    from PIL import Image, ImageOps

    found = [page.render(scale=how.dpi / 72).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(pdf)]
    if tall:
        boxes = [ImageOps.invert(sheet.convert("L")).getbbox() for sheet in found]
        return [
            sheet.crop((max(box[0] - 4, 0), max(box[1] - 4, 0), box[2] + 4, box[3] + 4))
            for sheet, box in zip(found, boxes, strict=True)
            if box
        ]
    if not how.spread:
        return found
    pairs = []
    for left, right in zip(found[::2], [*found[1::2], None], strict=False):
        pair = Image.new("RGB", (2 * left.width, left.height), (255, 255, 255))
        pair.paste(left, (0, 0))
        if right is not None:
            pair.paste(right, (left.width, 0))
        pairs.append(pair)
    return pairs


def _stamped(sheet: Picture, how: Scan, rng: Random) -> Picture:
    from PIL import Image, ImageChops, ImageDraw, ImageFont

    over = Image.new("RGB", sheet.size, (255, 255, 255))
    pen = ImageDraw.Draw(over)
    for _ in range(how.stamps):
        x, y = rng.uniform(0.2, 0.8) * sheet.width, rng.uniform(0.15, 0.85) * sheet.height
        r, ink = how.dpi * 0.8, (rng.randint(200, 235), rng.randint(30, 90), rng.randint(30, 90))
        pen.ellipse((x - r, y - r, x + r, y + r), outline=ink, width=how.dpi // 25)
        star = ImageFont.truetype("DejaVuSans.ttf", how.dpi // 2)
        pen.text((x, y), "★", ink, star, anchor="mm")
    return ImageChops.multiply(sheet, over)


def _worn(pixels: Pixels, how: Scan, rng: Random) -> Pixels:
    """Bleached ink, paper, light, grain: what copiers and cameras do to grey levels."""
    import numpy as np

    chance = np.random.default_rng(rng.randint(0, 9999))
    height, width = pixels.shape[:2]
    pixels = 255 - (255 - pixels) * (1 - how.faint)
    pixels = pixels * (how.paper / 255)
    if how.uneven:
        light = 1 - how.uneven * np.add.outer(np.linspace(0, 0.5, height), np.linspace(0, 0.5, width))
        pixels = pixels * light[:, :, None]
    if how.edge:
        side = width // 40
        pixels[:, :side] *= 0.25
        pixels[: side // 2] *= 0.3
    if how.noise:
        pixels = pixels + chance.normal(0, how.noise, (height, width, 1))
    if how.copied:
        pixels = np.where(pixels.mean(axis=2, keepdims=True) > 150, 255.0, 0.0).repeat(3, axis=2)
    if how.salt:
        grains = chance.random((height, width))
        pixels[grains < how.salt / 2] = 0
        pixels[grains > 1 - how.salt / 2] = 255
    return np.asarray(np.clip(pixels, 0, 255), np.float32)


def scanned(sheet: Picture, how: Scan, rng: Random) -> Picture:
    """One sheet as it comes out of the scanner."""
    import numpy as np
    from PIL import Image, ImageFilter

    if how.stamps:
        sheet = _stamped(sheet, how, rng)
    if how.skew:
        angle = how.skew * rng.choice((1, -1))
        sheet = sheet.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    if how.blur:
        sheet = sheet.filter(ImageFilter.GaussianBlur(how.blur))
    worn = Image.fromarray(_worn(np.asarray(sheet, np.float32).copy(), how, rng).astype("uint8"))
    return worn.rotate(how.turn, expand=True) if how.turn else worn


def _jpeg(sheet: Picture, how: Scan) -> Picture:
    from PIL import Image

    stream = io.BytesIO()
    sheet.save(stream, "JPEG", quality=how.quality, dpi=(how.dpi, how.dpi))
    return Image.open(stream)


def scan(pdf: bytes, style: Style, rng: Random) -> bytes:
    """The pages of a PDF as pictures in a PDF or a TIFF."""
    how: Scan = _of(Scan, style)
    camera: Camera = _of(Camera, style)
    sheets = _sheets(pdf, how, tall=False)
    if camera != Camera():
        sheets = [photographed(sheet, camera, rng) for sheet in sheets]
    sheets = [scanned(sheet, how, rng) for sheet in sheets]
    out = io.BytesIO()
    if how.kind == "tiff":
        sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], dpi=(how.dpi, how.dpi), compression="jpeg")
        return out.getvalue()
    pages = [sheet.convert("1") if how.kind == "fax" else _jpeg(sheet, how) for sheet in sheets]
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=how.dpi)
    return out.getvalue()


def picture_page(pdf: bytes, style: Style, page: Page, rng: Random) -> bytes:
    """A page of the web whose tables are pictures."""
    how: Scan = _of(Scan, style)
    pictures = iter([scanned(sheet, how, rng) for sheet in _sheets(pdf, how, tall=True)])
    said = [f"<h1>{escape(page.title)}</h1>"]
    for _, part in page.parts:
        if isinstance(part, str):
            said.append(f"<p>{escape(part)}</p>")
            continue
        stream = io.BytesIO()
        next(pictures).save(stream, "JPEG" if how.quality < 85 else "PNG", quality=how.quality)
        said.append(f"<p><img src='data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}'></p>")
    body = "".join(said)
    return f"<html><meta charset=utf-8><title>{escape(page.title)}</title><body>{body}</body></html>".encode()
