"""Pages as a telephone leaves them: photographed askew and curled in bad light, or as one long picture of a screen."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from html import escape
from random import Random
from typing import TYPE_CHECKING, Any

from tests.accuracy.pages import Page
from tests.accuracy.styles import Style

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image as Picture

    Pixels = NDArray[np.float32]


@dataclass(frozen=True)
class Camera:
    """What happens between a sheet and the file of a telephone; the defaults are a flat-bed scanner."""

    keystone: float = 0.0  # share of the width by which one edge is shorter than the one across
    curl: float = 0.0  # share of the height by which the middle of every line lies lower than its ends
    shadow: float = 0.0  # share of the light that a hand or the telephone takes from a part of the sheet
    tint: tuple[int, int, int] = (255, 255, 255)  # of old or cheap paper
    dither: bool = False  # black and white by error diffusion, as a telefax makes greys
    table: int = 0  # grey level of the table that the sheet lies on; 0: the sheet fills the picture
    seal: bool = False  # a solid red seal with text over figures


def photographed(sheet: Picture, how: Camera, rng: Random) -> Picture:
    """A flat sheet as the camera sees it."""
    import cv2
    import numpy as np
    from PIL import Image

    pixels = np.asarray(sheet.convert("RGB"), np.float32)
    if how.seal:
        pixels = _sealed(pixels, rng)
    pixels = pixels * (np.array(how.tint, np.float32) / 255)
    height, width = pixels.shape[:2]
    if how.curl:
        ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
        bow = how.curl * height * np.sin(np.pi * xs / width) * rng.choice((1, -1))
        pixels = cv2.remap(pixels, xs, ys - bow, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if how.keystone or how.table:
        pixels = _in_perspective(pixels, how, rng)
    if how.shadow:
        pixels = _shaded(pixels, how.shadow, rng)
    found = Image.fromarray(np.clip(pixels, 0, 255).astype("uint8"))
    return found.convert("L").convert("1").convert("RGB") if how.dither else found


def _sealed(pixels: Pixels, rng: Random) -> Pixels:
    """A seal's red lies over the figures: light where there is paper, dark where there is ink."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    over = np.full_like(pixels, 255)
    for _ in range(3):
        x, y = rng.randint(width // 4, width * 3 // 4), rng.randint(height // 4, height * 3 // 4)
        cv2.circle(over, (x, y), width // 12, (215, 60, 60), width // 120)
        cv2.circle(over, (x, y), width // 16, (235, 120, 115), -1)
    return np.asarray(np.minimum(pixels, over), np.float32)


def _in_perspective(pixels: Pixels, how: Camera, rng: Random) -> Pixels:
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    side = round(0.04 * width) if how.table else 0
    near = how.keystone * width / 2
    corners = [[0, 0], [width, 0], [width, height], [0, height]]
    edge = rng.randrange(4)
    seen = [[x + side, y + side] for x, y in corners]
    for corner, inwards in ((edge, 1), ((edge + 1) % 4, -1)):  # along the edge that is further off
        if edge % 2 == 0:
            seen[corner][0] += near * (inwards if edge == 0 else -inwards)
        else:
            seen[corner][1] += near * (inwards if edge == 1 else -inwards)
    matrix = cv2.getPerspectiveTransform(np.array(corners, np.float32), np.array(seen, np.float32))
    size = (width + 2 * side, height + 2 * side)
    grey = how.table or 255
    return np.asarray(
        cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_AREA, borderValue=(grey, grey, grey)), np.float32
    )


def _shaded(pixels: Pixels, share: float, rng: Random) -> Pixels:
    """The soft shadow of a hand over a corner, and of the telephone over a band."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    light = np.ones((height, width), np.float32)
    centre = (rng.randint(0, width), rng.randint(height // 2, height))
    cv2.ellipse(light, centre, (width // 3, height // 5), rng.uniform(0, 90), 0, 360, 1 - share, -1)
    light[: rng.randint(height // 6, height // 3)] *= 1 - share / 2
    light = cv2.GaussianBlur(light, (0, 0), width / 60)
    return pixels * light[:, :, None]


@dataclass(frozen=True)
class Screen:
    """One long picture of a telephone's screen, or several of its parts."""

    width: int = 1080  # pixels
    points: float = 6.5  # of the tables, on a screen of 270 points
    rules: str = "0.5pt solid #999"
    font: str = "'Noto Sans CJK SC'"
    dark: bool = False
    pieces: int = 1  # pictures that it is cut into, wherever that is
    shown: float = 1.0  # share of the page that the picture holds
    kind: str = "png"


WIDE, TALL = 270, 4200  # points of the sheet that a screen is printed on


def screen_html(page: Page, how: Screen) -> bytes:
    """The page as an app lays it out for a narrow screen."""
    from tests.accuracy.printed import table_html

    paper, ink = ("#191919", "#d5d5d5") if how.dark else ("#fff", "#222")
    rules = how.rules if not how.dark else how.rules.replace("#999", "#555")
    style = (
        f"@page {{ size: {WIDE}pt {TALL}pt; margin: 0 }} html {{ background: {paper} }} "
        f"body {{ font: 12pt/1.6 {how.font}; margin: 0; padding: 10pt 8pt; background: {paper}; color: {ink};"
        "-webkit-print-color-adjust: exact } h1 { font-size: 16pt } .by { font-size: 9pt; color: #8a8a8a }"
        f"table {{ border-collapse: collapse; width: 100%; font-size: {how.points}pt; line-height: 1.3 }} "
        f"td {{ border: {rules}; padding: 1.5pt 1pt; text-align: center }}"
    )
    said = [f"<h1>{escape(page.title)}</h1><p class=by>{escape(page.facts.agency.printed)}　昨天 17:30</p>"]
    for _, part in page.parts:
        said.append(f"<p>{escape(part)}</p>" if isinstance(part, str) else table_html(part))
    return f"<!DOCTYPE html><meta charset=utf-8><style>{style}</style>{''.join(said)}".encode()


def screenshots(pdf: bytes, how: Screen) -> list[Picture]:
    """The pictures of what was printed on one endless sheet."""
    import pypdfium2
    from PIL import Image, ImageChops

    sheets = [page.render(scale=how.width / WIDE).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(pdf)]
    sheet = sheets[0]
    box = ImageChops.difference(sheet, Image.new("RGB", sheet.size, sheet.getpixel((1, sheet.height - 1)))).getbbox()
    bottom = min((box[3] if box else sheet.height) + 60, sheet.height)
    sheet = sheet.crop((0, 0, sheet.width, round(bottom * how.shown)))
    step = -(-sheet.height // how.pieces)
    return [sheet.crop((0, y, sheet.width, min(y + step, sheet.height))) for y in range(0, sheet.height, step)]


def screen_file(pdf: bytes, how: Screen, title: str) -> bytes:
    """The picture's file, or a page of the web with the pictures one below the other."""
    files = []
    for picture in screenshots(pdf, how):
        stream = io.BytesIO()
        picture.save(stream, "JPEG" if how.kind == "jpeg" else "PNG", quality=80)
        files.append(stream.getvalue())
    if len(files) == 1:
        return files[0]
    shown = "".join(f"<p><img src='data:image/png;base64,{base64.b64encode(file).decode()}'></p>" for file in files)
    return f"<html><meta charset=utf-8><title>{escape(title)}</title><body><h1>{escape(title)}</h1>{shown}".encode()


def _style(name: str, form: str | None = None, **how: Any) -> Style:
    return Style(name, how={"size": 18} | how, form=form)


PHOTOS = (
    _style("official, flat", dpi=200),
    _style("keystone 3%", keystone=0.03, dpi=180, quality=70),
    _style("keystone 8%", keystone=0.08, dpi=200, quality=70),
    _style("curled 0.5%", curl=0.005, dpi=200, quality=70),
    _style("curled 1.5%", curl=0.015, dpi=200, quality=70),
    _style("in a shadow", shadow=0.5, dpi=180, noise=5),
    _style("yellow paper", tint=(222, 200, 150), dpi=180, noise=5),
    _style("on a table, keystone 4%", table=90, keystone=0.04, dpi=200, noise=4, quality=75),
    _style("telephone", table=70, keystone=0.03, curl=0.004, shadow=0.35, tint=(235, 225, 205), dpi=200, noise=6, blur=0.6, skew=1.0),
    _style("fax, 150 dpi", dpi=150, dither=True, noise=4, paper=235, kind="fax"),
    _style("fax, 200 dpi", dpi=200, dither=True, noise=4, paper=235, kind="fax"),
    _style("solid seals, 150 dpi", dpi=150, seal=True, quality=70),
    _style("solid seals", dpi=200, seal=True, noise=6, quality=70),
    _style("very faint", faint=0.75, dpi=200, noise=3),
    _style("jpeg 15", dpi=150, quality=15),
    _style("turned 90, 150 dpi", dpi=150, turn=90, noise=4),
    _style("keystone, borderless", keystone=0.03, rules="none", dpi=200),
    _style("2014, keystone 3%", "2014", keystone=0.03, dpi=180, noise=5),
)  # fmt: skip
SCREENS = (
    _style("official, long picture"),
    _style("dark", dark=True),
    Style("large letters", how={"points": 7.5}),
    _style("no rules", rules="0"),
    _style("750 px wide", width=750, points=8),
    _style("jpeg", kind="jpeg"),
    _style("dark, jpeg, 828 px", dark=True, width=828, points=7.5, kind="jpeg"),
    _style("2014", "2014"),
    _style("three pictures", pieces=3),
    _style("ten pictures", pieces=10),
    _style("half of it", shown=0.75),
)
