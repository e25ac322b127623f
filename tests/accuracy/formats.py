"""The formats: what styles each is tested in, and how its documents are made (some by LibreOffice, in one go)."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.accuracy import cameras, office_styles, packages, printed, producer_styles, scans, styles
from tests.accuracy.converters import chromium, pdftotext, soffice
from tests.accuracy.pages import Page
from tests.accuracy.styles import Style

Draw = Callable[[Style, Random], tuple[bytes, Page]]


@dataclass(frozen=True)
class Format:
    """``draw`` makes a file of the first of ``stages``; each further one is made from it by LibreOffice or others."""

    suffix: str
    draw: Draw
    styles: tuple[Style, ...]
    usual: int = 1
    stages: tuple[str, ...] = ()  # suffixes on the way: ("docx", "pdf")
    needs: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()

    def available(self) -> bool:
        tools = all(shutil.which(tool) for tool in self.needs)
        return tools and all(importlib.util.find_spec(module) for module in self.modules)


@dataclass(frozen=True)
class Case:
    """One document: everything about it follows from these three."""

    format: str
    style: Style
    seed: int

    @property
    def file_name(self) -> str:
        return f"{self.seed:08x}.{FORMATS[self.format].suffix}"

    def draw(self) -> tuple[bytes, Page]:
        return FORMATS[self.format].draw(self.style, Random(self.seed))

    def page(self) -> Page:
        """The page with what is expected of it; drawing fills in both."""
        return self.draw()[1]


_word, _book, _ofd = office_styles.docx_document, office_styles.xlsx_document, office_styles.ofd_document
SOFFICE = ("soffice",)
OCR = ("rapidocr", "cv2")
FORMATS = {
    "html": Format("html", styles.html_document, styles.HTML, 3),
    "txt": Format("txt", styles.txt_document, styles.TXT, 2),
    "docx": Format("docx", _word, office_styles.DOCX, 2),
    "xlsx": Format("xlsx", _book, office_styles.XLSX, 2),
    "ofd": Format("ofd", _ofd, office_styles.OFD),
    "zip": Format("zip", packages.document, packages.STYLES),
    "doc": Format("doc", _word, office_styles.DOC, 1, ("docx", "doc"), SOFFICE),
    "wps": Format("wps", _word, office_styles.FEW, 1, ("docx", "doc", "wps"), SOFFICE),
    "rtf": Format("rtf", _word, office_styles.FEW, 1, ("docx", "rtf"), SOFFICE),
    "odt": Format("odt", _word, office_styles.FEW, 1, ("docx", "odt"), SOFFICE),
    "ods": Format("ods", _book, office_styles.XLSX, 1, ("xlsx", "ods"), SOFFICE),
    "xls": Format("xls", _book, office_styles.XLSX, 1, ("xlsx", "xls"), SOFFICE),
    "pdf": Format("pdf", _word, office_styles.PDF, 1, ("docx", "pdf"), SOFFICE),
    "pdf from html": Format("pdf", styles.html_document, office_styles.PRINTED, 1, ("html", "print"), ("chromium",)),
    "printed pdf": Format("pdf", printed.document, printed.STYLES, 1, ("html", "print"), ("chromium",)),
    "drawn pdf": Format("pdf", producer_styles.document, producer_styles.STYLES),
    "html by libreoffice": Format("html", _word, office_styles.FEW, 1, ("docx", "html"), SOFFICE),
    "txt by libreoffice": Format("txt", _word, office_styles.FEW, 1, ("docx", "txt:Text (encoded):UTF8"), SOFFICE),
    "txt by pdftotext": Format("txt", _word, office_styles.FEW, 1, ("docx", "pdf", "layout"), ("soffice", "pdftotext")),
    "scan of word": Format("pdf", _word, scans.WORD, 1, ("docx", "pdf", "scan"), SOFFICE, OCR),
    "scan": Format("pdf", scans.printed, scans.STYLES, 1, ("html", "print", "scan"), ("chromium",), OCR),
    "photo": Format("pdf", scans.printed, cameras.PHOTOS, 1, ("html", "print", "scan"), ("chromium",), OCR),
    "screenshot": Format("png", scans.on_screen, cameras.SCREENS, 1, ("html", "print", "screen"), ("chromium",), OCR),
    "pictures": Format("html", scans.printed, scans.PICTURES, 1, ("html", "print", "picture page"), ("chromium",), OCR),
}


def build(wanted: Sequence[Case], folder: Path) -> list[tuple[Case, bytes]]:
    """The bytes of every case, in order."""
    made: dict[Case, bytes] = {case: case.draw()[0] for case in wanted}
    for name in dict.fromkeys(case.format for case in wanted):
        mine = [case for case in wanted if case.format == name]
        first, *stages = FORMATS[name].stages or ("",)
        suffix = first
        for stage in stages:
            work = folder / f"{name}-{suffix}".replace(" ", "-")
            work.mkdir(exist_ok=True)
            files = [work / f"{case.seed:08x}.{suffix}" for case in mine]
            for case, file in zip(mine, files, strict=True):
                file.write_bytes(made[case])
            targets, suffix = _convert(stage, files, mine, work)
            made |= {
                case: target.read_bytes() if target.exists() else b""
                for case, target in zip(mine, targets, strict=True)
            }
    return [(case, made[case]) for case in wanted]


def _convert(stage: str, files: list[Path], mine: Sequence[Case], work: Path) -> tuple[list[Path], str]:
    suffix = {"print": "pdf", "layout": "txt", "scan": "pdf", "picture page": "html", "screen": "png"}.get(
        stage, stage.split(":")[0]
    )
    out = work / "out"
    out.mkdir(exist_ok=True)
    targets = [out / f"{file.stem}.{suffix}" for file in files]
    for file, target, case in zip(files, targets, mine, strict=True):
        if stage == "print":
            chromium(file, target)
        elif stage == "layout":
            pdftotext(file, target)
        elif stage == "wps":
            target.write_bytes(file.read_bytes())
        elif stage == "scan":
            target.write_bytes(scans.scan(file.read_bytes(), case.style, Random(case.seed)))
        elif stage == "screen":
            target.write_bytes(scans.screen(file.read_bytes(), case.style, case.page()))
        elif stage == "picture page":
            target.write_bytes(scans.picture_page(file.read_bytes(), case.style, case.page(), Random(case.seed)))
    if stage not in ("print", "layout", "wps", "scan", "screen", "picture page"):
        soffice(files, stage, out)
    return targets, suffix
