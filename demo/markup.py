"""Articles as HTML, in the markups that portals are seen to use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

from demo.article import Article, Grid, Slot

BLANK = "&nbsp;"
FONT = "font-family:仿宋_GB2312;font-size:16.0pt;mso-hansi-font-family:宋体"


def _plain(text: str) -> str:
    return escape(text) if text else ""


def _word(text: str) -> str:
    """A paragraph and spans in every cell; a number of two digits and more is split over two spans."""
    inner = escape(text) or "<o:p>&nbsp;</o:p>"
    if text.isdigit() and len(text) > 2:
        inner = f"{text[:1]}</span><span lang=EN-US style='{FONT}'>{text[1:]}"
    style = "margin:0cm;text-align:center;line-height:15.0pt;mso-pagination:widow-orphan"
    return f"<p class=MsoNormal align=center style='{style}'><span lang=EN-US style='{FONT}'>{inner}</span></p>"


def _centred(text: str) -> str:
    return f'<p align="center">{escape(text) or BLANK}</p>'


def _split(text: str) -> str:
    """Head words broken as by hand: 商业企业 over two lines, 规章 with spaces, numbers padded."""
    if len(text) == 4 and text.endswith(("企业", "机构")):
        return f"{text[:2]}<br/>{text[2:]}"
    if len(text) == 2 and not text.isdigit():
        return f"{text[0]}&nbsp;&nbsp;&nbsp;{text[1]}"
    if "本年" in text and len(text) > 5:
        return f"{escape(text[:3])}<br>{escape(text[3:])}"
    return escape(text) or BLANK


@dataclass(frozen=True)
class Style:
    """A way to mark up an article; ``cell`` wraps the words of a cell."""

    cell: Callable[[str], str]
    table: str = '<table border="1" cellspacing="0" cellpadding="0">'
    heads: bool = False
    paragraph: str = "<p>{}</p>"
    wrap: str = "{}"
    separate_blocks: bool = False
    cut: bool = False
    unclosed: bool = False
    misaligned: bool = False


STYLES = {
    "clean": Style(_plain, table='<table class="gk-table">', heads=True),
    "word": Style(
        _word,
        table="<table class=MsoNormalTable border=0 cellspacing=0 cellpadding=0 style='border-collapse:collapse;"
        "mso-yfti-tbllook:1184;mso-padding-alt:0cm 5.4pt 0cm 5.4pt'>",
        paragraph=f"<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'>"
        f"<span style='{FONT}'>{{}}<o:p></o:p></span></p>",
    ),
    "centred": Style(_split, table='<table align="center" border="1" cellspacing="1">'),
    "layout": Style(
        _plain,
        wrap='<table width="980" border="0" align="center"><tr><td width="20">&nbsp;</td>'
        "<td class='bt_content'>{}</td></tr></table>",
    ),
    "clauses": Style(_centred, separate_blocks=True),
    "cut": Style(_plain, cut=True),
    "unclosed": Style(_centred, unclosed=True, paragraph="<p>　　{}<br/>"),
    "misaligned": Style(_centred, table='<table align="center" border="1" cellspacing="1">', misaligned=True),
}


def _cell(slot: Slot, style: Style) -> str:
    tag = "th" if slot.head and style.heads else "td"
    spans = f' colspan="{slot.colspan}"' if slot.colspan > 1 else ""
    spans += f' rowspan="{slot.rowspan}"' if slot.rowspan > 1 else ""
    return f"<{tag}{spans}>{style.cell(slot.text)}</{tag}>"


def _table(grid: Grid, style: Style) -> str:
    rows = "\n".join("<tr>" + "".join(_cell(slot, style) for slot in row) + "</tr>" for row in grid)
    return f"{style.table}<tbody>\n{rows}\n</tbody></table>"


def _misaligned(grid: Grid) -> Grid:
    """Heads and figures on different grid columns, as a phantom fifth column leaves them."""
    if sum(slot.colspan for slot in grid[0]) != 4:
        return grid
    shifted = [[replace(slot, colspan=5) for slot in grid[0]]]
    for number, row in enumerate(grid[1:]):
        wide = min(2 if number % 2 == 0 else 1, len(row) - 1)
        shifted.append([replace(slot, colspan=slot.colspan + (i == wide)) for i, slot in enumerate(row)])
    return shifted


def _cut(blocks: list[Grid]) -> list[Grid]:
    """One table as two, as a page break leaves it: between clauses, or in the middle of a long block."""
    if len(blocks) > 1:
        middle = len(blocks) // 2
        return [_joined(blocks[:middle]), _joined(blocks[middle:])]
    grid = blocks[0]
    if len(grid) < 12:
        return [grid]
    crossing = {at: _crossing(grid, at) for at in range(len(grid) // 4, len(grid) - 2)}
    at = min(crossing, key=lambda row: (len(crossing[row]), abs(row - len(grid) // 2)))
    before = [[replace(s, rowspan=min(s.rowspan, at - n)) for s in row] for n, row in enumerate(grid[:at])]
    return [before, [[*crossing[at], *grid[at]], *grid[at + 1 :]]]


def _crossing(grid: Grid, at: int) -> list[Slot]:
    """What continues below a cut: empty cells for the spans that reach over it."""
    reaching = ((slot, n + slot.rowspan - at) for n, row in enumerate(grid[:at]) for slot in row)
    return [replace(slot, text="", rowspan=left) for slot, left in reaching if left > 0]


def _joined(blocks: list[Grid]) -> Grid:
    return [row for block in blocks for row in block]


def _tables(blocks: list[Grid], style: Style) -> str:
    if style.misaligned:
        blocks = [_misaligned(block) for block in blocks]
    if style.cut:
        blocks = _cut(blocks)
    elif not style.separate_blocks:
        blocks = [_joined(blocks)]
    opened = "<p>" if style.unclosed else ""
    return "\n".join(opened + _table(block, style) for block in blocks)


def article_html(article: Article, style_name: str, title_tag: str = "") -> str:
    """The article's inner HTML. ``title_tag`` repeats the title above the text, as many pages do."""
    style = STYLES[style_name]
    pieces = []
    if title_tag:
        shown = "<br/>".join(escape(line) for line in article.title.split("\n"))
        pieces.append(f"<{title_tag} style='text-align:center'><strong>{shown}</strong></{title_tag}>")
    pieces += [style.paragraph.format(escape(text)) for text in article.lead]
    for part in article.parts:
        pieces.append(style.paragraph.format(f"<strong>{escape(part.heading)}</strong>"))
        pieces += [style.paragraph.format(escape(text)) for text in part.paragraphs]
        pieces += [_tables(blocks, style) for blocks in part.tables]
        pieces += [f'<p align="center"><img src="{escape(name)}" width="640"/></p>' for name in part.pictures]
        pieces += [style.paragraph.format(escape(text)) for text in part.after]
    if article.signature:
        pieces += [f'<p style="text-align:right">{escape(line)}</p>' for line in article.signature]
    return style.wrap.format("\n".join(pieces))
