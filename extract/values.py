"""What a cell of a table says: its number, or why it has none.

The rules, from the cells that real reports hold: a blank is never 0; a dash is a dash; a word where a number
belongs is ``text`` and gives no number (``无`` too: agencies write it for none and for not applicable). What can
be read in two ways gives no number and a fault, except a number split by a space or a line break, which is
joined and still reported.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from domain.registry import Kind
from extract.report import Status, Value

WAN = 4  # 万元 as a power of ten of yuan: the unit in which money is kept


@dataclass(frozen=True, slots=True)
class CellValue:
    """A cell's value and status; ``fault`` is the code of a problem and ``reason`` its words, where there is one."""

    value: Value
    status: Status
    fault: str | None = None
    reason: str = ""


_BLANK = CellValue(None, "blank")
_DASH = CellValue(None, "dash")

RAISED_BY = 6  # half points: higher than figures are moved to stand in the middle of their line
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_DASHES = frozenset("-—–―─−﹣－‐‑‒/／\\|*＊…·~～")
_FOOTNOTE = re.compile(
    r"(?<=[\d０-９])(?:[¹²³⁰-⁹①-⑳*＊※]+|[\[［〔(（](?:注\d*|\d{1,2}|[①-⑳*]|[¹²³⁰-⁹]{1,2})[\]］〕)）]|注\d*)+\s*$"
)
_MARKS = re.compile("[①-⓿❶-➓²³¹⁰-₟½-¾⅐-↏㈠-㉃㊀-㊿]")
_COUNT_UNIT = re.compile(r"\(?(?:人次|[件条项次个人篇份起宗例部笔家名])\)?$")
_PREFIX = re.compile(r"^(?:[='`]|共计?|计)(?=\d)")  # a spreadsheet's mark of text or of a formula, a word of counting
_MONEY_UNIT = re.compile(r"(亿元|亿|千万元|百万元|十万元|万元整?|万|千元|百元|元整?|圆)$")
_MONEY_POWER = {"亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4, "千": 3, "百": 2, "": 0}
_PLAIN = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?")
# Only blanks made for it part thousands; where any other stands, ``250 146`` may be two figures.
_SPACED_THOUSANDS = re.compile(r"\d{1,3}(?:[\u2009\u202f]\d{3})+")
_SIGN = re.compile(r"^(\+|-|↑|↓|新?增加?(?:了)?|减少?(?:了)?|上升|下降)[:：]?(?=[\d.])")
_SIGN_AFTER = re.compile(r"^([\d.,]+)\(?(增加?|减少?|↑|↓)\)?$")
_NEGATIVE = frozenset(("-", "↓", "减", "减少", "减了", "减少了", "下降"))
_NO_CHANGE = frozenset(("无变化", "没有变化", "未变化", "不变", "无增减", "持平", "与上年持平", "未增减", "±0"))
_MOST_DIGITS = 15
_WORDS = ("无", "见", "详", "略", "同")
_ABOUT = re.compile(
    r"(?:约|近|超|超过|逾|不足|大约)\s*[\d０-９][\d０-９,，.]*\s*[余多]?[件条项次]?$|[\d０-９]+\s*[余多左右]{1,2}[件条项次]?$"
)
_LONGEST_WORD = 8
_LONGEST = 120


def _text(raw: str) -> CellValue:
    return CellValue(None, "text", "value.text", f"a number is expected, the cell says {_quoted(raw)}")


def _fault(code: str, reason: str) -> CellValue:
    return CellValue(None, "text", code, reason)


def _quoted(raw: str) -> str:
    flat = " ".join(raw[:200].split())
    return f"“{flat[:40]}…”" if len(flat) > 40 else f"“{flat}”"


def looks_like_value(text: str) -> bool:
    """Whether a cell's text alone shows that it is a value: a number in any dress, a dash, 无变化."""
    return read(text, "signed").status in ("number", "dash") or read(text, "money").status == "number"


def is_word_for_figure(text: str) -> bool:
    """Whether a text is written in place of a number: 无, 详见附表, 同上, or a number that is not exact, 约3."""
    return len(text) <= _LONGEST_WORD and (text.startswith(_WORDS) or bool(_ABOUT.match(text)))


def read(raw: str, kind: Kind = "count", power: int = WAN) -> CellValue:
    """Read a cell of a ``kind`` of column. ``power`` is the unit of a money column as a power of ten of yuan.

    Counts and signed changes give int, money gives exact Decimal in 万元.
    """
    if len(raw) <= _LONGEST:
        return _read(raw, kind, power)
    return _text(raw) if raw.strip() else _BLANK


def plain_count(raw: str) -> int | None:
    """The number of a cell that holds digits and nothing else, as most do; None for any other."""
    return int(raw) if raw.isdigit() and raw.isascii() and len(raw) <= _MOST_DIGITS else None


@lru_cache(maxsize=1 << 13)
def _read(raw: str, kind: Kind, power: int) -> CellValue:
    if kind != "money" and (count := plain_count(raw)) is not None:
        return CellValue(count, "number")
    text = raw.translate(_INVISIBLE).strip()
    if not text:
        return _BLANK
    if all(char in _DASHES or char.isspace() for char in text):
        return _DASH
    text = _FOOTNOTE.sub("", text)
    if _MARKS.search(text):
        return _fault("value.mark", f"{_quoted(raw)} may be a number or a note's mark")
    if _SPACED_THOUSANDS.fullmatch(text):
        text = "".join(text.split())
    text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-").replace("—", "-").strip()
    if kind == "signed" and "".join(text.split()) in _NO_CHANGE:
        return CellValue(0, "number")
    text, split = _joined(text)
    result = _money(text, raw, power) if kind == "money" else _count(text, raw, kind)
    if split and result.status == "number":
        return CellValue(result.value, "number", "value.split", f"{_quoted(raw)} is taken as one number, {text}")
    return result


def raised(text: str) -> str:
    """Text that stands above its line, its digits as superscripts: the mark of a note is no digit of its figure."""
    return text.translate(_RAISED)


def _joined(text: str) -> tuple[str, bool]:
    """The text without inner spaces, and whether a number was broken by one."""
    if not any(char.isspace() for char in text):
        return text, False
    parts = text.split()
    broken = any(a[-1].isdigit() and b[0].isdigit() for a, b in pairwise(parts))
    return "".join(parts), broken


def _number(text: str) -> Decimal | str:
    """An unsigned decimal, or what is wrong with it."""
    if "," in text:
        if not _THOUSANDS.fullmatch(text):
            return "value.thousands" if _PLAIN.fullmatch(text.replace(",", "")) else "value.text"
        text = text.replace(",", "")
    elif not _PLAIN.fullmatch(text):
        return "value.text"
    if len(text) > _MOST_DIGITS + 8 or len(text.split(".")[0]) > _MOST_DIGITS:
        return "value.range"
    return Decimal(text.rstrip(".") or "0")


def _refused(code: str, raw: str) -> CellValue:
    if code == "value.thousands":
        return _fault(code, f"the separators in {_quoted(raw)} do not part thousands")
    if code == "value.range":
        return _fault(code, f"{_quoted(raw)} has more digits than a figure of a report can have")
    return _text(raw)


def _count(text: str, raw: str, kind: Kind) -> CellValue:
    text = _PREFIX.sub("", _COUNT_UNIT.sub("", text.rstrip("。,;"))).rstrip("。")
    negative = False
    sign = _SIGN.match(text)
    if sign:
        negative = sign[1] in _NEGATIVE
        text = text[sign.end() :]
    elif kind == "signed" and (after := _SIGN_AFTER.match(text)):
        negative, text = after[2] in _NEGATIVE, after[1]
    number = _number(text)
    if isinstance(number, str):
        return _refused(number, raw)
    if number != number.to_integral_value():
        return _fault("value.fraction", f"a count cannot be {_quoted(raw)}")
    value = -int(number) if negative else int(number)
    if kind == "count" and sign and value:
        code = "value.negative" if value < 0 else "value.sign"
        return _fault(code, f"a count with a sign: {_quoted(raw)}")
    return CellValue(value, "number")


def _money(text: str, raw: str, power: int) -> CellValue:
    text = text.removeprefix("人民币").lstrip("¥￥").removesuffix("。")
    unit = _MONEY_UNIT.search(text)
    if unit:
        power = _MONEY_POWER[unit[1].removesuffix("整").removesuffix("元").removesuffix("圆")]
        text = text[: unit.start()]
    if text.startswith("-"):
        return _fault("value.negative", f"an amount cannot be negative: {_quoted(raw)}")
    number = _number(text)
    if isinstance(number, str):
        return _refused(number, raw)
    return CellValue(exact(number.scaleb(power - WAN)), "number")


def exact(number: Decimal) -> Decimal:
    """The same amount without trailing zeros and without an exponent: 25.1000 and 2.51E1 both give 25.1."""
    plain = number.normalize()
    return plain.quantize(Decimal(1)) if plain.as_tuple().exponent > 0 else plain  # type: ignore[operator]
