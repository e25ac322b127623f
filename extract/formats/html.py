r"""HTML pages: one pass over the tree of lxml into paragraphs, tables and pictures, then the article is cut out.

Conventions: blanks (also ``&nbsp;`` and full-width ones) run together to one space; ``<br>`` and block ends are
``\n`` in a cell and a new paragraph outside one. A table that holds tables is layout: rows of it that look like
data stay a table, all else becomes paragraphs and the inner tables, in document order. What the page hides is left
out, unless it shows no table of many cells and hides one, and so is what is struck through.
"""

from __future__ import annotations

import re

from lxml import etree

from domain.encoding import decode
from extract.document import Document, Problem, UnreadableDocumentError
from extract.formats.html_article import choose_article, is_large
from extract.formats.html_cells import MARKS, settle_marks
from extract.formats.html_hidden import may_hide
from extract.formats.html_plain import PlainTable, take_out
from extract.formats.html_tags import page_tags, strip_tags
from extract.formats.html_unclosed import close_tables
from extract.formats.html_walk import Walk
from extract.formats.sniff import MEDIA_TYPES

_DECORATION = re.compile(
    rb"</?(?:div|span|font|b|i|u|em|strong|section|center|blockquote|small|big)(?:\s[^<>]*)?>", re.I
)
_MAX_TAGS = 800_000  # a large report has some ten thousand
_MARK_STYLES = (b"super", b"through")
_END_TAG = re.compile(rb"</(?:html|body)\s*>", re.I)


def read(data: bytes) -> Document:
    """Read a page in any charset. Raises :class:`UnreadableDocumentError` where there is no element in it."""
    text, charset = decode(data)
    document = _read(data if _is_utf8_throughout(data, text, charset) else _encoded(text))
    document.charset = charset
    return document


def read_text(text: str) -> Document:
    """Read a page already decoded."""
    return _read(_encoded(text))


def _read(page: bytes) -> Document:
    """Read a page in UTF-8."""
    _forbid_floods(page)
    tables: dict[str, PlainTable] = {}
    source = take_out(page, tables)
    root = _parsed(source)
    if root is None:
        raise UnreadableDocumentError("HTML page: there is nothing in it")
    walk = Walk(root, parse, tables, may_hide=may_hide(source))
    if walk.hidden_tables and not any(is_large(block) for block in walk.blocks):
        walk = Walk(root, parse, tables, show_hidden=True)
        walk.problems.append(Problem("html.hidden", "the only large tables of the page are hidden; they were read"))
    tags = page_tags(root)
    for key, value in strip_tags(walk.blocks, walk.links).items():
        tags.setdefault(key, value)
    for key, value in walk.embedded_tags.items():
        tags.setdefault(key, value)
    return Document(MEDIA_TYPES["html"], choose_article(walk), tags, walk.problems)


def parse(text: str, tables: dict[str, PlainTable]) -> etree._Element | None:
    """The tree of a page: nothing after ``</html>`` is lost, nesting of any depth is read, nothing is fetched.

    Its plain tables are added to ``tables``.
    """
    return _parsed(take_out(_encoded(text), tables))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _is_utf8_throughout(data: bytes, text: str, charset: str) -> bool:
    """Whether encoding ``text``, which was decoded from ``data``, would give ``data`` again."""
    return charset == "utf-8" and data[-1:].isascii() and data[:1].isascii() and "\ufffd" not in text


def _forbid_floods(source: bytes) -> None:
    if len(source) > _MAX_TAGS and source.count(b"<") > _MAX_TAGS:
        raise UnreadableDocumentError(f"HTML page: more than {_MAX_TAGS} tags")


def _parsed(source: bytes) -> etree._Element | None:
    source = source.replace(b"\x00", b"")
    if b"<!--" in source:
        source = _close_comments(source)
    source = _END_TAG.sub(b"", source)
    if not source or source.isspace():
        return None
    _forbid_floods(source)
    root, whole = _tree(source)
    if not whole:
        root, whole = _tree(_DECORATION.sub(b" ", source))
    if not whole:
        raise UnreadableDocumentError("HTML page: its elements are nested more than 2048 deep")
    if root is not None and sum(1 for _ in root.iter("table")) > source.count(b"</table") + source.count(b"</TABLE"):
        close_tables(root)
    if root is not None and (next(root.iter(*MARKS), None) is not None or any(mark in source for mark in _MARK_STYLES)):
        settle_marks(root)
    return root


def _tree(source: bytes) -> tuple[etree._Element | None, bool]:
    """The tree and whether the parser came to the end: it gives up on elements nested 2048 deep."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True, recover=True
    )
    try:
        root: etree._Element | None = etree.fromstring(source, parser)
    except etree.XMLSyntaxError:
        root = None
    if source.count(b"<") < 2048:
        return root, True
    return root, not any(e.type_name == "ERR_RESOURCE_LIMIT" for e in parser.error_log.filter_from_fatals())


def _close_comments(source: bytes) -> bytes:
    """An unclosed comment would swallow the rest of the page: its opening is taken out."""
    last = source.rfind(b"<!--")
    if source.find(b"-->", last) < 0 and source.find(b"--!>", last) < 0:
        return source[:last] + source[last + 4 :]
    return source
