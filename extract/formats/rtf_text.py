"""RTF as a stream of text and marks: groups, character sets, destinations and hidden runs are dealt with here."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.values import RAISED_BY, raised

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|\\",
    re.DOTALL,
)
# Destinations whose text is not part of the document as shown.
_UNSEEN = """
    colortbl stylesheet info header headerl headerr headerf footer footerl footerr footerf footnote annotation fldinst
    listtable listoverridetable revtbl rsidtbl generator themedata colorschememapping datastore latentstyles xmlnstbl
    mmathPr pgdsctbl private nonshppict objdata objclass bkmkstart bkmkend sp datafield filetbl wgrffmtfilter
    atnid atnauthor atntime atndate atnref atnicn atnparent docvar userprops template nesttableprops do falt panose
"""
_SKIPPED = frozenset(_UNSEEN.split())
_SHOWN_STARRED = frozenset(("shppict", "shpinst", "shptxt", "nesttableprops"))
_CODE_PAGES = {
    134: "gb18030", 136: "big5hkscs", 128: "cp932", 129: "cp949", 0: "cp1252", 238: "cp1250", 204: "cp1251"
}  # fmt: skip
_SIGNS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "softline": "\n", "page": "\n",
}  # fmt: skip
# All other words only dress the text; nine of ten words are such.
_SHAPING = "par sect pard intbl outlinelevel trowd trleft clmgf clmrg clvmgf clvmrg cellx cell nestcell nestrow row"
_MARKS = frozenset(_SHAPING.split())
_ACTING = _MARKS | _SKIPPED | set(_SIGNS) | {
    "fonttbl", "f", "fcharset", "ansicpg", "uc", "u", "v", "deleted", "plain", "pict", "bin", "strike", "striked",
    "super", "sub", "nosupersub", "up"
}  # fmt: skip
_DEPTH = 2000


@dataclass(frozen=True, slots=True)
class Mark:
    """A control word that shapes the document: its name and number (None where there is none)."""

    name: str
    number: int | None


@dataclass(frozen=True, slots=True)
class _State:
    skipped: bool = False
    hidden: bool = False
    deleted: bool = False
    struck: bool = False
    raised: bool = False
    picture: bool = False
    font: int = 0
    skip_after_unicode: int = 1


def events(data: bytes) -> Iterator[str | Mark]:
    """The text shown, in pieces, and the marks between them. Broken input ends the stream; nothing is raised."""
    return _Stream(data).run()


class _Stream:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.state = _State()
        self.stack: list[_State] = []
        self.charset = "gb18030"
        self.fonts: dict[int, str] = {}
        self.pending = bytearray()
        self.to_skip = 0
        self.in_fonts = 0
        self.star = False
        self.opened = False
        self._high = 0
        self.behind_a_digit = False

    def run(self) -> Iterator[str | Mark]:
        at = 0
        while at < len(self.data):
            token = _TOKEN.match(self.data, at)
            if token is None:
                break
            at = token.end()
            if token["hex"]:
                self._byte(int(token["hex"], 16))
                continue
            if token["text"] is not None:
                self._plain(token["text"])
                continue
            word = token["word"]
            if word and not self.star and word.decode("ascii") not in _ACTING:
                self.opened = False
                continue
            yield from self._flush()
            if token["brace"]:
                self._brace(token["brace"] == b"{")
            elif word:
                number = int(token["number"]) if token["number"] else None
                if word == b"bin":
                    at += max(0, number or 0)
                else:
                    yield from self._word(word.decode("ascii"), number)
            elif token["sign"]:
                yield from self._sign(token["sign"])
        yield from self._flush()

    def _silent(self) -> bool:
        state = self.state
        return state.skipped or state.hidden or state.struck or state.deleted or state.picture

    def _byte(self, code: int) -> None:
        self.opened = False
        if self.to_skip:
            self.to_skip -= 1
        elif not self._silent():
            self.pending.append(code)

    def _plain(self, raw: bytes) -> None:
        """Bytes written as they are; the trail byte of a character whose lead byte was escaped may be among them."""
        self.opened = False
        skip = min(self.to_skip, len(raw))
        self.to_skip -= skip
        if not self._silent():
            self.pending += raw[skip:]

    def _flush(self) -> Iterator[str]:
        if self.pending:
            raw = bytes(self.pending)
            self.pending.clear()
            charset = self.fonts.get(self.state.font, self.charset)
            if charset == "cp1252" and self.charset != "cp1252" and max(raw) > 0x7F:
                charset = self.charset
            text = raw.decode(charset, "replace")
            yield raised(text) if self.state.raised and self.behind_a_digit else text
            self.behind_a_digit = text.rstrip()[-1:].isdigit() or (self.state.raised and self.behind_a_digit)

    def _brace(self, opens: bool) -> None:
        if opens:
            if len(self.stack) < _DEPTH:
                self.stack.append(self.state)
            self.opened = True
            self.star = False
        elif self.stack:
            self.state = self.stack.pop()
            if self.in_fonts and len(self.stack) < self.in_fonts:
                self.in_fonts = 0

    def _sign(self, sign: bytes) -> Iterator[str]:
        if sign == b"*":
            self.star = self.opened
            return
        if not self._silent():
            if sign in b"\\{}":
                yield sign.decode("ascii")
            elif sign == b"~":
                yield " "
            elif sign == b"_":
                yield "-"
            elif sign in b"\r\n":
                yield "\n"

    def _word(self, word: str, number: int | None) -> Iterator[str | Mark]:
        starts_group, self.opened = self.opened, False
        if word in _MARKS:
            self.behind_a_digit = False
        starred, self.star = self.star, False
        if word in _SKIPPED or (starred and word not in _SHOWN_STARRED):
            if starts_group or starred:
                self.state = replace(self.state, skipped=True)
        elif word == "fonttbl":
            self.state = replace(self.state, skipped=True)
            self.in_fonts = len(self.stack)
        elif word == "f" and number is not None:
            self.state = replace(self.state, font=number)
        elif word == "fcharset" and number is not None:
            if self.in_fonts and number in _CODE_PAGES:
                self.fonts[self.state.font] = _CODE_PAGES[number]
        elif word == "ansicpg" and number:
            self.charset = _codec(number)
        elif word == "uc" and number is not None:
            self.state = replace(self.state, skip_after_unicode=min(max(number, 0), 8))
        elif word == "u" and number is not None:
            self.to_skip = self.state.skip_after_unicode
            if not self._silent():
                yield from self._unicode(number)
        elif word == "v":
            self.state = replace(self.state, hidden=number != 0)
        elif word in ("strike", "striked"):
            self.state = replace(self.state, struck=number != 0)
        elif word in ("super", "nosupersub", "sub"):
            self.state = replace(self.state, raised=word == "super" and number != 0)
        elif word == "up":
            self.state = replace(self.state, raised=number is not None and number >= RAISED_BY)
        elif word == "deleted":
            self.state = replace(self.state, deleted=number != 0)
        elif word == "plain":
            self.state = replace(self.state, hidden=False, deleted=False, struck=False, raised=False, font=0)
        elif word == "pict":
            self.state = replace(self.state, picture=True)
            yield Mark("pict", None)
        elif not self._silent():
            sign = _SIGNS.get(word)
            if sign:
                yield sign
            elif word in _MARKS:
                yield Mark(word, number)

    def _unicode(self, number: int) -> Iterator[str]:
        code = number & 0xFFFF
        if 0xDC00 <= code <= 0xDFFF and self._high:
            yield chr(0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00)
            self._high = 0
        elif 0xD800 <= code <= 0xDBFF:
            self._high = code
        elif not 0xDC00 <= code <= 0xDFFF:
            yield chr(code)


def _codec(code_page: int) -> str:
    if code_page in (936, 54936, 20936):
        return "gb18030"
    name = "utf-8" if code_page == 65001 else f"cp{code_page}"
    try:
        codecs.lookup(name)
    except LookupError:
        return "gb18030"
    return name
