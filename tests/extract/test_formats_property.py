"""What must hold of any page: no text lost or doubled, no cell off the grid; and of any bytes: no crash."""

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Document, Paragraph, Table, UnreadableDocumentError
from extract.formats import open_document
from extract.formats.html import parse
from extract.formats.html_plain import PlainTable
from extract.formats.html_walk import Walk
from extract.formats.sniff import NAMES, sniff
from tests.extract.docx_files import cell, docx, paragraph, table
from tests.extract.package_files import mhtml, rar, zipped

WORDS = st.text(alphabet="政府信息公开规章件数总计0123456789abc", min_size=1, max_size=8)
SPANS = st.sampled_from(
    ["", "", "", ' colspan="2"', ' rowspan="3"', ' rowspan="2%"', ' colspan="70000"', ' rowspan="0"']
)


def opened_or_refused(data: bytes) -> Document | None:
    """The document, or None where a reader refused it; an error that no reader foresaw is a failure."""
    try:
        return open_document(data)
    except UnreadableDocumentError as error:
        if re.search(r"damaged, \w+: ", str(error)):
            raise
        return None


class Numbered:
    """Markup whose every text is unique, so that each can be looked for."""

    def __init__(self, draw):
        self.draw = draw
        self.texts: list[str] = []

    def text(self) -> str:
        self.texts.append(f"〖{len(self.texts)}{self.draw(WORDS)}〗")
        return self.texts[-1]

    def flow(self, depth: int) -> str:
        parts = []
        for _ in range(self.draw(st.integers(0, 4))):
            kind = self.draw(st.sampled_from(["text", "p", "div", "br", "inline", "table", "ul", "h2", "comment"]))
            if kind == "text":
                parts.append(self.text())
            elif kind == "br":
                parts.append("<br>")
            elif kind == "comment":
                parts.append("<!-- x --><script>var x='<table>'</script><style>p{}</style>")
            elif kind in ("p", "h2"):
                parts.append(f"<{kind}>{self.inline(0)}</{kind}>")
            elif kind == "inline":
                parts.append(self.inline(0))
            elif kind == "ul":
                parts.append(f"<ul><li>{self.inline(0)}</li><li>{self.inline(0)}</li></ul>")
            elif depth < 3:
                parts.append(self.table(depth + 1) if kind == "table" else f"<div>{self.flow(depth + 1)}</div>")
        return "".join(parts)

    def inline(self, depth: int) -> str:
        kind = self.draw(st.sampled_from(["text", "span", "br", "b", "o:p"])) if depth < 3 else "text"
        if kind == "text":
            return self.text()
        if kind == "br":
            return self.text() + "<br/>" + self.text()
        return f"{self.text()}<{kind}>{self.inline(depth + 1)}</{kind}>{self.text()}"

    def table(self, depth: int) -> str:
        rows = []
        for _ in range(self.draw(st.integers(1, 4))):
            cells = [
                f"<td{self.draw(SPANS)}>{self.flow(depth + 1) if self.draw(st.booleans()) else self.text()}</td>"
                for _ in range(self.draw(st.integers(1, 4)))
            ]
            rows.append(f"<tr>{''.join(cells)}</tr>")
        return f"<table>{''.join(rows)}</table>"


@st.composite
def pages(draw) -> tuple[str, list[str]]:
    made = Numbered(draw)
    return f"<html><body>{made.flow(0)}</body></html>", made.texts


def all_text(document: Document) -> str:
    parts = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            parts.append(block.text)
        elif isinstance(block, Table):
            parts.extend(c.text for row in block.rows for c in row)
    return "\n".join(parts)


def check_grid(found: Table) -> None:
    """Cells start in their row, in order, and no span leaves the table."""
    width = max((c.column + c.colspan for row in found.rows for c in row), default=0)
    assert width <= 1000
    for r, row in enumerate(found.rows):
        columns = [c.column for c in row]
        assert columns == sorted(set(columns))
        for c in row:
            assert c.row == r
            assert c.rowspan >= 1
            assert c.colspan >= 1
            assert c.row + c.rowspan <= len(found.rows)


@settings(max_examples=300, deadline=None)
@given(pages())
def test_every_text_of_a_page_appears_exactly_once(page):
    markup, texts = page
    tables: dict[str, PlainTable] = {}
    root = parse(markup, tables)
    assert root is not None
    document = Document("text/html", Walk(root, parse, tables).blocks)  # before the article is cut out
    shown = all_text(document)
    assert [shown.count(text) for text in texts] == [1] * len(texts)
    for found in document.tables:
        check_grid(found)


@st.composite
def merged_tables(draw) -> list[list[str]]:
    def one() -> str:
        span = draw(st.sampled_from(["", '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="900000"/>']))
        down = draw(st.sampled_from(["", "", '<w:vMerge w:val="restart"/>', "<w:vMerge/>"]))
        return cell(draw(WORDS), span + down)

    return [[one() for _ in range(draw(st.integers(0, 4)))] for _ in range(draw(st.integers(1, 5)))]


@settings(max_examples=100, deadline=None)
@given(merged_tables())
def test_tables_of_docx_stay_on_their_grid(rows):
    for found in open_document(docx(table(*rows) + paragraph("x"))).tables:
        check_grid(found)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="规章 总计|\t\n0123-+│─　。:", max_size=30), max_size=12))
def test_no_character_of_a_text_file_is_lost(lines):
    source = "\n".join(lines)
    document = opened_or_refused(source.encode())
    if document is None:
        assert not source.strip()
        return
    kept = all_text(document)
    for char in "规章总计0123。":
        assert kept.count(char) == source.count(char)


PAGE = "<p>一、总体情况</p><table><tr><td rowspan=2>规章</td><td>1</td></tr><tr><td>&nbsp;</td></tr></table>" * 8
SEEDS = {
    "html": PAGE.encode(),
    "html in gbk": PAGE.encode("gbk"),
    "text": "规章 | 0 | 1 |\n文件 | 2 | |\n\t一\n\t二\n\n\t三\n总计      1      2\n其中      3      4\n".encode() * 4,
    "docx": docx(paragraph("总体情况") + table([cell("规章"), cell("1")], [cell("文件"), cell("2")]) * 3),
    "rtf": rb"{\rtf1\ansicpg936{\fonttbl{\f0\fcharset134 x;}}"
    + rb"\trowd\cellx100\cellx200\intbl a\cell \'d5\'fe\cell\row\pard x\par" * 3
    + b"}",
    "mhtml": mhtml(PAGE.encode(), "utf-8", b"png"),
    "wordxml": b'<?xml version="1.0"?><w:wordDocument xmlns:w="w"><w:body>'
    + b"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>" * 3
    + b"</w:body></w:wordDocument>",
    "zip": zipped({"a.htm": PAGE.encode(), "b.txt": b"x"}),
    "rar": rar({"a.htm": PAGE.encode()}),
}


def mutated(data: bytes, chance: random.Random, other: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        how, at = chance.randrange(5), chance.randrange(len(changed) + 1)
        if how == 0 and changed:
            changed[min(at, len(changed) - 1)] ^= 1 << chance.randrange(8)
        elif how == 1:
            del changed[at : at + chance.randint(1, 200)]
        elif how == 2:
            changed[at:at] = changed[at : at + chance.randint(1, 200)] * chance.randint(1, 4)
        elif how == 3:
            start = chance.randrange(len(other))
            changed[at:at] = other[start : start + chance.randint(1, 100)]
        elif len(changed) > 8:
            del changed[max(8, at) :]
    return bytes(changed)


@pytest.mark.parametrize("name", SEEDS)
def test_damaged_files_are_read_or_refused_and_never_crash(name):
    chance = random.Random(name)  # the same files in every run
    seeds = list(SEEDS.values())
    for _ in range(120):
        data = mutated(SEEDS[name], chance, chance.choice(seeds))
        assert sniff(data) in NAMES
        started = time.process_time()
        document = opened_or_refused(data)
        for found in document.tables if document else ():
            check_grid(found)
        assert time.process_time() - started < 10


HOSTILE = {
    "spans over and over": "<table>" + "<tr><td rowspan=65534 colspan=65534>x<td colspan=1000>y" * 300 + "</table>",
    "tables in tables": "<table><tr><td>" * 400 + "x",
    "tables in tables with cells beside": "<table><tr><td>a<td>" * 200 + "x",
    "elements nested deep": "<b><i><div>" * 30000,
    "unclosed comments": "<!-- " * 50000 + "x",
    "one long line of pipes": "|" * 500_000,
    "one long rule": "-" * 500_000 + "x\n" + "+-" * 100_000,
    "aligned blanks": ("a" + "  " * 200 + "b\n") * 2000,
    "aligned rows of figures": "规章    1    2\n" * 500,
    "tabs": "\t" * 300_000,
    "many lines": "规章\n" * 100_000,
    "a million tags": "<p>" * 1_000_000,
    "a million lines": "规章\n" * 1_000_000,
    "attributes": "<p " + "a=1 " * 100_000 + ">x",
    "a script without end": "<script>DETAIL = {" + '"a":{' * 50_000,
    "iframes in iframes": "<iframe srcdoc='<p>" * 5000,
    "crumbs": "<p>当前位置：" + " > " * 50_000,
    "keys": "<p>来源：" * 20_000,
    "many paragraphs": "<p>一、x" * 60_000,
    "many divs that look like tables": "<div class=table>" * 1500 + "x",
    "groups in groups": "{\\rtf1 " + "{\\b " * 200_000,
    "rtf cells": "{\\rtf1 " + "\\trowd\\cellx1\\intbl a\\cell\\row" * 20_000 + "}",
    "rtf hex": "{\\rtf1 " + "\\'d5" * 200_000 + "}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_takes_bounded_time(name):
    started = time.process_time()
    document = opened_or_refused(HOSTILE[name].encode())
    for found in document.tables if document else ():
        check_grid(found)
    assert time.process_time() - started < 20
