"""Figures of another time than the report's own year: last year's table below a caption that says so, 上年 beside 本年.

Such a table is left out, and such lines and columns of a table are; each is a problem with its place. A section's
heading that names another year may be a slip of the pen: then the figures stay, with a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from domain.title_text import arabic_years
from extract.document import Block, Cell, Document, Paragraph, Problem, Table

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年(?!\s*\d{1,2}\s*月)")
_LAST_YEAR = re.compile(r"上一?年(?!结转|度?结转|度?比|项目)|去年(?!比)")
_PERIOD = re.compile(r"(20\d\d)年1月(?:1日)?[至到—–~～-]+(?:(20\d\d)年)?12月")
# Figures of less than a year, or of nobody.
_OF_A_PART = re.compile(r"[上下]半年|第?[一二三四1-4]季度|样[表例]|示例|范例|填[写报]说明|模板")
_OTHERS = re.compile(r"汇总|下属|所属(?:单位|部门|机构)|各(?:乡镇|镇|街道|部门|单位|县|区|科室)")
_OF_OWN = re.compile(r"本年|今年|当年")
_TITLE = re.compile(r"年度报告|年报|公开工作报告")
_SECTION = re.compile(r"\s*(?:第?[一二三四五六七八九十]\s*(?:部分)?[、.．,，:：\s]|[1-7]\s*[、.．])")
_UNIT = re.compile(r"\s*[(（]?(?:计量)?单位\s*[:：]")
_LONGEST_CAPTION = 45
_MARK = re.compile(r"(20\d\d)\s*年?度?(?:数据?|件数|情况)?")
_OWN_WORDS = frozenset(("本年", "本年度", "今年", "当年", "本期", "本年数"))
_OTHER_WORDS = frozenset(
    ("上年", "上年度", "上一年", "上一年度", "去年", "上年同期", "去年同期", "同期", "上期", "上年数")
)
_COMPARED = re.compile(
    r"(?=.*(?:[增减比]|变化))(?:同比|环比|与?上年相?比|较上年|比去年|较去年)?(?:增减|增长|增加|变化)?"
    r"(?:情况|[数量率值]|幅度?|[（(]?[%％][)）]?)*"
)
_LONGEST_MARK = 12
_MOST_CELLS = 20_000  # of a table; the largest of a report has some hundred


def without_other_years(document: Document, year: int | None, *, within_tables: bool = True) -> Document:
    """The document without the figures of other years; the same one if none are told apart.

    ``within_tables``: their lines and columns are looked at too; no need where all that they hold was understood.
    """
    if year is None:
        return document
    problems: list[Problem] = []
    blocks: list[Block] = []
    changed = False
    for at, block in enumerate(document.blocks):
        kept: Block | None = block
        if isinstance(block, Table):
            captions = list(_captions(document.blocks, at))
            problems += [_of_others(text, block) for text in captions if _OTHERS.search(text)]
            caption = next((text for text in captions if _says_other_year(text, year)), None)
            if caption is not None and _is_left(block, caption, year, problems):
                kept = None
            elif within_tables:
                kept = _without_other_lines(block, year, problems)
            changed |= kept is not block
        if kept is not None:
            blocks.append(kept)
    if not problems:
        return document
    return replace(document, blocks=blocks if changed else document.blocks, problems=[*document.problems, *problems])


def _is_left(table: Table, caption: str, year: int, problems: list[Problem]) -> bool:
    """Whether a table below a caption of another year is left out: a section's heading may be a slip of the pen."""
    said = " ".join(caption.split())
    if _SECTION.match(caption):
        message = f"“{said}” stands above figures of a report of {year}: they were read all the same"
        problems.append(Problem("table.other_year", message, table.place))
        return False
    problems.append(
        Problem(
            "table.other_year",
            f"a table of another year, of a part of one, or a sample was left out: “{said}”",
            table.place,
        )
    )
    return True


def _of_others(caption: str, table: Table) -> Problem:
    said = " ".join(caption.split())
    return Problem("table.of_others", f"“{said}” stands above figures: they may be other bodies' too", table.place)


def _captions(blocks: Sequence[Block], at: int) -> Iterator[str]:
    """The lines that may tell what a table is of: the one above it, past one of units, and its first row."""
    table = blocks[at]
    for before in blocks[at - 1 : at - 3 if at > 2 else None : -1] if at else ():
        if not isinstance(before, Paragraph) or len(before.text) > _LONGEST_CAPTION:
            break
        if not _UNIT.match(before.text):
            yield before.text
            break
    if isinstance(table, Table) and table.rows and len(table.rows) > 1:
        filled = [cell.text for cell in table.rows[0] if cell.text.strip()]
        if len(filled) == 1 and len(filled[0]) <= _LONGEST_CAPTION:
            yield filled[0]


def _says_other_year(caption: str, year: int) -> bool:
    caption = arabic_years(caption)
    if _TITLE.search(caption):
        return False
    if _OF_A_PART.search(caption):
        return True
    if _OF_OWN.search(caption):
        return False
    if period := _PERIOD.search(caption):
        return int(period[1]) < year and int(period[2] or period[1]) < year
    years = {int(found) for found in _YEAR.findall(caption)}
    if years:
        return year not in years and max(years) < year
    return bool(_LAST_YEAR.search(caption))


# -- lines and columns of a table ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Mark:
    """A cell that tells the year of its line or column: ``own`` the report's, else another or a comparison."""

    cell: Cell
    own: bool
    compared: bool = False


def _mark(cell: Cell, year: int) -> _Mark | None:
    said = _told(cell.text)
    if said is None:
        return None
    return _Mark(cell, said in ("own", year), said == "compared")


@lru_cache(maxsize=1 << 12)
def _told(text: str) -> int | str | None:
    """The year that a text is, ``own``, ``other`` or ``compared`` where it says so in words; else None."""
    if text.isdigit() or len(text) > 2 * _LONGEST_MARK:
        return None
    text = "".join(text.split())
    if not 2 <= len(text) <= _LONGEST_MARK:
        return None
    if text in _OWN_WORDS:
        return "own"
    if text in _OTHER_WORDS:
        return "other"
    if found := _MARK.fullmatch(text):
        return int(found[1])
    return "compared" if _COMPARED.fullmatch(text) else None


def _without_other_lines(table: Table, year: int, problems: list[Problem]) -> Table:
    """The table without lines and columns marked as another year's, where others are marked as the report's own."""
    if table.flat or sum(map(len, table.rows)) > _MOST_CELLS:
        return table
    marks = [[mark for cell in row if (mark := _mark(cell, year))] for row in table.rows]
    gone: set[int] = set()
    moved: dict[int, list[Cell]] = {}
    for at, row in enumerate(marks):
        if _tells(row):
            _drop_columns(table, marks, at, gone)
    _drop_lines(table, [mark for row in marks if not _tells(row) for mark in row], gone, moved)
    if not gone:
        return table
    rows = [[c for c in moved.get(at, []) + row if id(c) not in gone] for at, row in enumerate(table.rows)]
    first = next(cell for row in table.rows for cell in row if id(cell) in gone)
    message = f"figures of another year stand beside those of {year} and were left out"
    problems.append(Problem("table.other_year", message, first.place))
    return Table([row for row in rows if row], table.place)


def _tells(marks: Sequence[_Mark]) -> bool:
    """Whether marks tell the report's own year from another."""
    return any(mark.own for mark in marks) and any(not mark.own and not mark.compared for mark in marks)


def _drop_columns(table: Table, marks: Sequence[Sequence[_Mark]], at: int, gone: set[int]) -> None:
    """Columns below the marks of a row, until other marks, or a cell across them, begin something new."""
    others = [mark.cell for mark in marks[at] if not mark.own]
    dropped = {n for cell in others for n in range(cell.column, cell.column + cell.colspan)}
    gone.update(id(mark.cell) for mark in marks[at])
    for below in range(at + 1, len(table.rows)):
        spans = [(c, set(range(c.column, c.column + c.colspan))) for c in table.rows[below]]
        if _tells(marks[below]) or any(not span <= dropped and span & dropped for _, span in spans):
            return
        gone.update(id(cell) for cell, span in spans if span <= dropped)


def _drop_lines(table: Table, marks: Sequence[_Mark], gone: set[int], moved: dict[int, list[Cell]]) -> None:
    """Lines beside the marks that stand below one another in a column; labels over several lines stay."""
    by_column: dict[int, list[_Mark]] = {}
    for mark in marks:
        by_column.setdefault(mark.cell.column, []).append(mark)
    for column, below in by_column.items():
        if not _tells(below):
            continue
        for mark in below:
            gone.add(id(mark.cell))
            top = mark.cell.row
            for row in () if mark.own else range(top, min(top + mark.cell.rowspan, len(table.rows))):
                _drop_line(table, row, column, gone, moved)


def _drop_line(table: Table, at: int, column: int, gone: set[int], moved: dict[int, list[Cell]]) -> None:
    """The cells of a line from a column on; those before it go on with the next line if they reach down to it."""
    for cell in moved.get(at, []) + table.rows[at]:
        if cell.column >= column:
            gone.add(id(cell))
        elif id(cell) not in gone:
            gone.add(id(cell))
            if cell.rowspan > 1 and at + 1 < len(table.rows):
                lower = replace(cell, row=at + 1, rowspan=cell.rowspan - 1)
                moved.setdefault(at + 1, []).append(lower)
