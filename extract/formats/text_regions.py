"""Which lines of a text may be a table held together by blanks: where it begins, where it ends, where it is cut.

A heading of a section or a clause, alone on its line, cuts: under it a table with other columns begins.
"""

from __future__ import annotations

import re

from domain.vocabulary import is_head, is_heading, is_label, is_piece
from extract.formats.text_fields import fields_of, is_figure
from extract.formats.text_tables import Line

_LONGEST_PIECE = 44
_LONGEST_LINE = 1000
_MOST_BLANK_LINES = 6
_MOST_HEADING_LINES = 4
_FEWEST_HEADS = 2
_SENTENCE = re.compile(r"[。；;！？]")
_CLAUSE = re.compile(r"第[一二三四五六七八九十]{1,3}条")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]")
_PAGE_NUMBER = re.compile(r"[-—–\s]*(?:第\s*)?\d{1,3}(?:\s*页)?[-—–\s]*")


def has_columns(line: Line) -> bool:
    """Whether a line has fields that stand apart, and is no sentence."""
    text = line.text
    if len(text) > _LONGEST_LINE or "。" in text or len(fields_of(text, wide=False)) < 2:
        return False
    return _has_figures(line) or not is_label(text)


def begins(lines: list[Line], at: int) -> bool:
    """Whether a table held by blanks begins here: fields apart, or the first lines of a label above them."""
    here = at
    while here < len(lines) and here - at < _MOST_HEADING_LINES and not cuts(lines[here]):
        text = lines[here].text.strip()
        if has_columns(lines[here]):
            return True
        if not text or not is_piece(text):
            return False
        here += 1
    return False


def region(lines: list[Line], at: int) -> tuple[int, bool]:
    """Where what begins with line ``at`` ends, behind its last line with columns or the rest of a label.

    And whether it is a table: without a line of several fields and a figure it is none, nor is one that begins inside.
    """
    end = _end(lines, at)
    return end, any(has_columns(line) and _has_figures(line) for line in lines[at:end])


def _end(lines: list[Line], at: int) -> int:
    end = here = at + 1
    blank = 0
    figured = _has_figures(lines[at])
    while here < len(lines) and not cuts(lines[here]):
        text = lines[here].text.strip()
        if "\f" in lines[here].text:
            blank = 0
        blank = 0 if text else blank + 1
        if blank > _MOST_BLANK_LINES or (text and (not _may_belong(lines[here]) or _heads_another(lines, here))):
            break
        if figured and _is_head_line(lines[here]):
            return _top_of_block(lines, here, at)
        figured = figured or _has_figures(lines[here])
        if text and not _is_page_number(lines, here) and (_belongs(lines, here) or end == here):
            end = here + 1
        here += 1
    return end


def _belongs(lines: list[Line], at: int) -> bool:
    text = lines[at].text.strip()
    return has_columns(lines[at]) or is_figure(text) or is_label(text)


def _has_figures(line: Line) -> bool:
    return any(is_figure(field.text) for field in fields_of(line.text, wide=False))


def _is_head_line(line: Line) -> bool:
    """Whether a line heads columns: below figures, another table begins there, or the same once more."""
    fields = fields_of(line.text, wide=False)
    heads = sum(1 for field in fields if is_head(field.text))
    return heads > 0 and len(fields) > 1 and not any(is_figure(field.text) for field in fields)


def _top_of_block(lines: list[Line], at: int, first: int) -> int:
    """The first of the lines that stand right above one another down to this one, without figures."""
    top = at
    while top - 1 > first and lines[top - 1].text.strip() and not _has_figures(lines[top - 1]):
        top -= 1
    return top if top - 1 > first and not lines[top - 1].text.strip() else at


def _heads_another(lines: list[Line], at: int) -> bool:
    """Whether a label alone on its line stands over heads of columns, below which another table has its figures."""
    if not is_label(lines[at].text.strip()):
        return False
    below = next((line for line in lines[at + 1 : at + 1 + _MOST_BLANK_LINES] if line.text.strip()), None)
    fields = fields_of(below.text, wide=False) if below else []
    return len(fields) >= _FEWEST_HEADS and not any(is_figure(field.text) for field in fields)


def cuts(line: Line) -> bool:
    """Whether a table ends before this line whatever it holds."""
    text = line.text.strip()
    return bool(text) and len(fields_of(text, wide=False)) == 1 and (is_heading(text) or bool(_CLAUSE.match(text)))


def _may_belong(line: Line) -> bool:
    text = line.text.strip()
    return has_columns(line) or (len(text) <= _LONGEST_PIECE and not _SENTENCE.search(text))


def _is_page_number(lines: list[Line], at: int) -> bool:
    """Whether a lone number is the last of its page."""
    if not _PAGE_NUMBER.fullmatch(lines[at].text.strip()):
        return False
    rest = (line.text for line in lines[at + 1 : at + 1 + _MOST_BLANK_LINES])
    return next((("\f" in text) for text in rest if text.strip() or "\f" in text), True)
