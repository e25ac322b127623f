"""What the benchmarks read: the demo portals' reports, saved as files."""

from __future__ import annotations

import re
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.server import DemoPortals

_FONT = 'font-family:仿宋_GB2312;mso-hansi-font-family:宋体;mso-bidi-font-family:"Times New Roman"'
_BORDER = (
    "border-top:none;border-left:none;border-bottom:solid windowtext 1.0pt;border-right:solid windowtext 1.0pt;"
    "mso-border-top-alt:solid windowtext .5pt;mso-border-left-alt:solid windowtext .5pt;"
    "mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt;height:19.85pt"
)
_PLAIN_CELL = re.compile(r"<t[dh]((?: (?:col|row)span=\"\d+\")*)>([^<]*)</t[dh]>")
_PLAIN_PARAGRAPH = re.compile(r"<p>([^<]+)</p>")
_RUN = re.compile(r"[!-~]+|[^!-~]+")
_SMALLEST_WORD_PAGE = 100_000


@contextmanager
def html_reports(copies: int = 1) -> Iterator[tuple[Path, int]]:
    """A folder with every demo report that is an HTML page with tables, ``copies`` times, and how many files."""
    with _saved(_pages(), copies) as saved:
        yield saved


@contextmanager
def word_reports(copies: int = 1) -> Iterator[tuple[Path, int]]:
    """The same reports as Word saves pages, 100-200 KB each: those whose cells were plain enough to be dressed."""
    dressed = (_as_word_saves(page.decode()) for page in _pages() if _is_utf8(page))
    with _saved([page.encode() for page in dressed if len(page) > _SMALLEST_WORD_PAGE], copies) as saved:
        yield saved


@contextmanager
def _saved(pages: list[bytes], copies: int) -> Iterator[tuple[Path, int]]:
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as name:
        folder = Path(name)
        for copy in range(copies):
            for number, body in enumerate(pages):
                (folder / f"{copy:02d}-{number:04d}.html").write_bytes(body)
        yield folder, copies * len(pages)


def _pages() -> list[bytes]:
    """The demo's reports that are HTML pages with tables."""
    pages = []
    with DemoPortals() as demo:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": demo.proxy}))
        for report in demo.truth:
            if report.carrier in ("html", "both") and report.tables and "pictures" not in report.faults:
                with opener.open(report.url, timeout=30) as answer:
                    body = answer.read()
                if b"<table" in body.lower():
                    pages.append(body)
    return pages


def _is_utf8(page: bytes) -> bool:
    try:
        page.decode()
    except UnicodeDecodeError:
        return False
    return True


def _as_word_saves(page: str) -> str:
    """A page whose cells and paragraphs carry Word's borders, fonts and a span for every run of one script."""
    page = _PLAIN_CELL.sub(lambda m: f"<td width=66{m[1]} style='width:49.65pt;{_BORDER}'>{_dressed(m[2])}</td>", page)
    return _PLAIN_PARAGRAPH.sub(lambda m: _dressed(m[1]), page)


def _dressed(text: str) -> str:
    runs = [f"<span{' lang=EN-US' if run.isascii() else ''} style='{_FONT}'>{run}</span>" for run in _RUN.findall(text)]
    empty = "<span lang=EN-US><o:p>&nbsp;</o:p></span>"
    style = "text-align:center;line-height:15.0pt;mso-pagination:widow-orphan"
    return f"<p class=MsoNormal align=center style='{style}'>{''.join(runs) or empty}</p>"
