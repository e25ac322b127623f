"""A story of the document (main text, text boxes) as marked paragraphs: what a reader sees, mark by mark."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extract.formats.word97.pieces import Piece
from extract.formats.word97.properties import (
    PLAIN,
    CharacterProperties,
    ParagraphProperties,
    Runs,
    character_properties,
    paragraph_properties,
)
from extract.values import raised

_BLANK = "\0"
_PARAGRAPH_END = re.compile("[\r\x07\x0c]")
_FIELD = re.compile("[\x13\x14\x15]")
_STRUCTURE = frozenset("\r\x07\x0c")
_ANCHOR = re.compile("[\x01\x08]")
_CONTROLS: dict[int, str | None] = dict.fromkeys(range(32)) | {
    0x09: "\t",
    0x0A: "\n",
    0x0B: "\n",
    0x0E: "\n",
    0x1E: "-",
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a picture stands: ``inline`` with its byte offset in the Data stream, or floating at a position."""

    position: int
    inline: int | None


@dataclass(slots=True)
class Mark:
    """A paragraph's visible text, the character that ends it, and what its properties say."""

    text: str
    end: str
    properties: ParagraphProperties
    anchors: list[Anchor]
    deleted: bool


class Text:
    """The text of a document with its properties, to be read story by story."""

    def __init__(self, stream: bytes, data: bytes, pieces: list[Piece], paragraphs: Runs, characters: Runs) -> None:
        """``stream`` and ``data`` are the WordDocument and Data streams."""
        self._stream, self._data, self._pieces = stream, data, pieces
        self._paragraphs, self._characters = paragraphs, characters
        self._starts = [piece.start for piece in pieces]
        self._character_properties = lru_cache(maxsize=4096)(character_properties)
        self.missing = 0
        """Characters that the piece table promises and the stream does not hold."""

    def marks(self, start: int, end: int) -> Iterator[Mark]:
        """The paragraphs of the characters from start to end (a story), with their marks."""
        text, special = self._characters_of(start, end)
        visible = list(text)
        _hide_fields(text, visible)
        deleted = set()
        anchors: dict[int, Anchor] = {}
        for first, last, properties in special:
            for at in range(first, last):
                char = text[at]
                if properties.deleted and char in _STRUCTURE:
                    deleted.add(at)
                elif properties.unseen and char not in _STRUCTURE:
                    visible[at] = _BLANK
                elif properties.symbol and char in "(\x28":
                    visible[at] = properties.symbol
                elif properties.raised and at and visible[at - 1].isdigit():
                    visible[at] = raised(visible[at])
                elif properties.picture is not None and char == "\x01":
                    anchors[at] = Anchor(start + at, properties.picture)
        yield from self._paragraphs_of(start, "".join(visible), deleted, anchors)

    def _paragraphs_of(self, start: int, text: str, deleted: set[int], anchors: dict[int, Anchor]) -> Iterator[Mark]:
        begin, carried = 0, ""
        pictures: list[Anchor] = []
        ends = [match.start() for match in _PARAGRAPH_END.finditer(text)]
        if not ends or ends[-1] != len(text) - 1:
            ends.append(len(text))
        for at in ends:
            raw = text[begin:at]
            for match in _ANCHOR.finditer(raw):
                found = anchors.get(begin + match.start())
                if match.group() == "\x08":
                    found = Anchor(start + begin + match.start(), None)
                if found is not None:
                    pictures.append(found)
            line = carried + raw.translate(_CONTROLS)
            begin = at + 1
            if at == len(text):
                if line.strip() or pictures:
                    yield Mark(line, "", ParagraphProperties(), pictures, False)
                return
            properties = self._properties_at(start + at)
            if at in deleted and text[at] == "\r" and not (properties.cell_end or properties.row_end):
                carried = line
                continue
            yield Mark(line, text[at], properties, pictures, at in deleted)
            carried, pictures = "", []

    def _properties_at(self, position: int) -> ParagraphProperties:
        index = bisect_right(self._starts, position) - 1
        piece = self._pieces[index]
        papx = self._paragraphs.at(piece.offset + (position - piece.start) * piece.width)
        return paragraph_properties(papx, piece.modifier, self._data)

    def _characters_of(self, start: int, end: int) -> tuple[str, list[tuple[int, int, CharacterProperties]]]:
        parts: list[str] = []
        special: list[tuple[int, int, CharacterProperties]] = []
        length = 0
        for piece in self._pieces:
            first, last = max(start, piece.start), min(end, piece.end)
            if first >= last:
                continue
            offset = piece.offset + (first - piece.start) * piece.width
            cut = Piece(first, last, offset, piece.width)
            text = cut.text(self._stream)
            self.missing += last - first - len(text)
            text = text.ljust(last - first, _BLANK)
            parts.append(text)
            special.extend(self._special_in(cut, piece.modifier, length))
            length += len(text)
        return "".join(parts), special

    def _special_in(self, piece: Piece, modifier: bytes, base: int) -> Iterator[tuple[int, int, CharacterProperties]]:
        if modifier:
            properties = self._character_properties(modifier)
            if properties is not PLAIN:
                yield base, base + piece.end - piece.start, properties
        end = piece.offset + (piece.end - piece.start) * piece.width
        for first, last, chpx in self._characters.between(piece.offset, end):
            properties = self._character_properties(chpx)
            if properties is not PLAIN:
                yield (
                    base + (first - piece.offset) // piece.width,
                    base + (last - piece.offset) // piece.width,
                    properties,
                )


def _hide_fields(text: str, visible: list[str]) -> None:
    """Blank the instructions of fields, keep their results: begin, instruction, separator, result, end.

    A begin without an end is a broken file: only the mark itself is hidden, and no text is lost.
    """
    open_fields: list[tuple[int, int]] = []
    for match in _FIELD.finditer(text):
        at, char = match.start(), match.group()
        visible[at] = _BLANK
        if char == "\x13":
            open_fields.append((at, -1))
        elif char == "\x14" and open_fields and open_fields[-1][1] < 0:
            open_fields[-1] = (open_fields[-1][0], at)
        elif char == "\x15" and open_fields:
            begin, separator = open_fields.pop()
            instruction = range(begin, at if separator < 0 else separator)
            if "\x07" not in text[begin : instruction.stop]:
                for hidden in instruction:
                    if text[hidden] not in _STRUCTURE:
                        visible[hidden] = _BLANK
