"""The walk over an HTML tree: what it holds as blocks, and the regions (containers) that they stand in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from extract.document import Block, Cell, Paragraph, Picture, Place, Problem, places_of_row
from extract.formats.grid import data_runs, place_on_grid
from extract.formats.html_cells import (
    BLOCKS,
    DEEPEST,
    MARK,
    RUNS,
    SKIPPED,
    all_text,
    cells_with_tables,
    typed_text,
    written_cells,
)
from extract.formats.html_divs import drawn_rows
from extract.formats.html_embedded import embedded_html
from extract.formats.html_hidden import hidden_elements
from extract.formats.html_plain import NUMBER, PlainTable

_REGIONS = frozenset(["body", "div", "td", "section", "article", "main", "ul", "form", "center", "dd"])
_CELLS = frozenset(("td", "th"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

Parse = Callable[[str, dict[str, PlainTable]], "etree._Element | None"]


@dataclass(slots=True)
class Region:
    """A container element and the blocks (by index, end excluded) that came out of it."""

    element: etree._Element
    start: int
    end: int
    depth: int


class Walk:
    """One pass over a page. ``blocks``, ``links`` (characters of link text in each block) and ``regions``."""

    def __init__(
        self,
        root: etree._Element,
        parse: Parse,
        plain_tables: dict[str, PlainTable],
        may_hide: bool = True,
        show_hidden: bool = False,
    ) -> None:
        self.blocks: list[Block] = []
        self.links: list[int] = []
        self.regions: list[Region] = []
        self.problems: list[Problem] = []
        self.embedded_tags: dict[str, str] = {}
        self.tables = 0
        self.hidden_tables = False
        self._parse = parse
        self._plain_tables = plain_tables
        self._paragraphs = 0
        self._table_count = 0
        self._table_depth = 0
        self._embedding = 0
        self._parts: list[str] = []
        self._link_chars = 0
        self._hidden: set[etree._Element] = set()
        self._holders: set[etree._Element] = set()
        self._may_hide = may_hide
        self._show_hidden = show_hidden
        self._enter(root)

    def _enter(self, root: etree._Element) -> None:
        outer = self._hidden
        self._hidden = set() if self._show_hidden or not self._may_hide else hidden_elements(root)
        self._holders.update(cells_with_tables(root))
        self._flow(root)
        self._flush()
        self._hidden = outer

    # -- text outside tables ---------------------------------------------------------------------------------

    def _flow(self, top: etree._Element) -> None:
        """Walk below ``top``; an explicit stack, as pages nest deeper than Python recurses."""
        stack = [(top, iter(top), self._open(top))]
        parts = self._parts
        while stack:
            element, children, region = stack[-1]
            for child in children:
                if child.tag in RUNS and not self._hidden:  # most elements of a page that Word saved
                    if child.text:
                        parts.append(child.text)
                    if len(child):
                        stack.append((child, iter(child), None))
                        break
                elif not self._is_leaf(child):
                    inner = self._open(child)
                    if len(child):
                        stack.append((child, iter(child), inner))
                        break
                    self._close(child, inner)
                if child.tail:
                    parts.append(child.tail)
            else:
                stack.pop()
                self._close(element, region)
                if stack and element.tail:
                    parts.append(element.tail)

    def _open(self, element: etree._Element) -> Region | None:
        tag = element.tag
        region = None
        if tag in BLOCKS:
            self._flush()
        if tag in _REGIONS:
            region = Region(element, len(self.blocks), 0, len(self.regions))
            self.regions.append(region)
        if element.text:
            self._parts.append(element.text)
            if tag == "a":
                self._link_chars += len(element.text)
        return region

    def _close(self, element: etree._Element, region: Region | None) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._flush(heading=tag in _HEADINGS)
        if region is not None:
            region.end = len(self.blocks)

    def _is_leaf(self, element: etree._Element) -> bool:
        """Deal with an element whose children are not walked here; False for all others."""
        tag = element.tag
        if tag in SKIPPED:
            return True
        if self._hidden and element in self._hidden:
            self._note_hidden(element)
            return True
        if deal := _DEALT_WITH.get(tag):
            deal(self, element)
            return True
        if len(element) and (rows := drawn_rows(element)):
            self._flush()
            self._table_count += 1
            self._lay_out(rows, [len(rows)] * len(rows), Place(table=self._table_count))
            return True
        return False

    def _break(self, _: etree._Element) -> None:
        self._parts.append(MARK)

    def _typed(self, field: etree._Element) -> None:
        self._parts.append(typed_text(field))

    def _flush(self, heading: bool = False) -> None:
        """End the paragraph at hand; one with line breaks becomes several, a heading stays whole."""
        parts = self._parts
        if not parts:
            return
        text = "".join(parts)
        parts.clear()
        links, self._link_chars = self._link_chars, 0
        if text.isspace():
            return
        lines = [line for raw in text.split(MARK) if (line := " ".join(raw.split()))]
        for line in ["\n".join(lines)] if heading and lines else lines:
            self._paragraphs += 1
            self._add(Paragraph(line, Place(line=self._paragraphs), heading), min(links, len(line)))
            links = max(0, links - len(line))

    def _add(self, block: Block, links: int = 0) -> None:
        self.blocks.append(block)
        self.links.append(links)

    # -- what is neither text nor table ----------------------------------------------------------------------

    def _picture(self, element: etree._Element) -> None:
        for name in ("data-original", "data-src", "src"):
            source = (element.get(name) or "").strip()
            if source:
                self._flush()
                self._add(Picture(source, Place(line=self._paragraphs + 1)))
                return

    def _note_hidden(self, element: etree._Element) -> None:
        if element.tag == "table" or element.find(".//table") is not None:
            self.hidden_tables = True
            self.problems.append(Problem("html.hidden", "a table hidden from the page's readers was left out"))

    def _embed(self, element: etree._Element) -> None:
        """A page inside the page: textarea, iframe srcdoc, template script, the JSON that a script shows later."""
        source = embedded_html(element, self.embedded_tags)
        if not source or self._embedding > 2:
            return
        root = self._parse(source, self._plain_tables)
        if root is None:
            return
        self._flush()
        start = len(self.blocks)
        self._embedding += 1
        self._enter(root)
        self._embedding -= 1
        self.regions.append(Region(element, start, len(self.blocks), len(self.regions)))

    # -- tables ----------------------------------------------------------------------------------------------

    def _table(self, table: etree._Element) -> None:
        self._flush()
        self._table_count += 1
        place = Place(table=self._table_count)
        if plain := self._plain_tables.get(table.get(NUMBER) or ""):
            self._lay_out_plain(plain, place)
            return
        if self._table_depth >= DEEPEST:
            self._parts.extend(all_text(table))
            self._flush()
            return
        self._table_depth += 1
        rows, ends, loose = self._rows(table)
        for part in loose:
            self._parts.append(part)
        self._flush()
        self._lay_out(rows, ends, place)
        self._table_depth -= 1

    def _rows(self, table: etree._Element) -> tuple[list[list[etree._Element]], list[int], list[str]]:
        """The cells row by row (head, bodies, foot in their shown order), each row's group end, and stray text."""
        groups: dict[str, list[list[list[etree._Element]]]] = {"thead": [], "tbody": [], "tfoot": []}
        loose: list[str] = []
        self._collect_rows(table, groups, loose)
        rows: list[list[etree._Element]] = []
        ends: list[int] = []
        for kind in ("thead", "tbody", "tfoot"):
            for group in groups[kind]:
                rows.extend(group)
                ends.extend([len(rows)] * len(group))
        return rows, ends, loose

    def _collect_rows(
        self, parent: etree._Element, groups: dict[str, list[list[list[etree._Element]]]], loose: list[str]
    ) -> None:
        if parent.text:
            loose.append(parent.text)
        open_group: list[list[etree._Element]] | None = None
        for child in parent:
            tag = child.tag
            if child in self._hidden or tag in SKIPPED or tag in ("script", "colgroup", "col"):
                pass
            elif tag in groups:
                if child.text:
                    loose.append(child.text)
                groups[tag].append([self._cells(row, loose) for row in child if self._is_row(row, loose)])
                open_group = None
            elif self._is_row(child, loose):
                if open_group is None:
                    open_group = []
                    groups["tbody"].append(open_group)
                open_group.append(self._cells(child, loose))
            if child.tail:
                loose.append(child.tail)

    def _is_row(self, element: etree._Element, loose: list[str]) -> bool:
        if element in self._hidden or element.tag in SKIPPED or element.tag == "script":
            return False
        if element.tag in ("tr", "td", "th"):
            return True
        if not self._is_leaf(element):
            self._flow(element)  # a caption, or what does not belong in a table: it stands before it
        self._flush()
        return False

    def _cells(self, row: etree._Element, loose: list[str]) -> list[etree._Element]:
        if row.tag != "tr":
            return [row]
        if row.text:
            loose.append(row.text)
        cells = []
        for child in row:
            if child.tag in _CELLS:
                if child not in self._hidden:
                    cells.append(child)
            elif self._is_row(child, loose):
                cells.extend(self._cells(child, loose))
            if child.tail:
                loose.append(child.tail)
        return cells

    def _lay_out(self, rows: list[list[etree._Element]], ends: list[int], place: Place) -> None:
        """The rows as a table, if all of them are data; else only runs of two and more that are, the rest walked.

        A cell that holds a table or prose is no data, nor is a row of a single cell among such rows, nor a table
        of one column.
        """
        pictures: list[list[Picture]] = [[] for _ in rows]
        written = [self._written(row, place.table, r + 1, pictures[r]) for r, row in enumerate(rows)]
        data_rows = [row for row in written if row is not None]
        if len(data_rows) == len(rows) and any(len(row) > 1 for row in rows):
            self._emit(data_rows, ends, place, pictures)
            return
        for start, end, data in data_runs([row is not None and len(row) > 1 for row in written]):
            if data:
                group_ends = [min(e, end) - start for e in ends[start:end]]
                data_rows = [row for row in written[start:end] if row is not None]
                self._emit(data_rows, group_ends, place, pictures[start:end])
            else:
                for row in rows[start:end]:
                    self._walk_cells(row)

    def _lay_out_plain(self, plain: PlainTable, place: Place) -> None:
        written = []
        for number, row in enumerate(plain.rows, 1):
            places = places_of_row(place.table, number, len(row))
            written.append(
                [Cell(text, 0, 0, down, across, at) for at, (text, down, across) in zip(places, row, strict=False)]
            )
        self._emit(written, plain.ends, place, [])

    def _emit(self, written: list[list[Cell]], ends: list[int], place: Place, pictures: list[list[Picture]]) -> None:
        if any(cell.text for row in written for cell in row):
            self.tables += 1
            self._add(place_on_grid(written, place, ends))
        for found in pictures:
            for picture in found:
                self._add(picture)

    def _walk_cells(self, cells: list[etree._Element]) -> None:
        for cell in cells:
            self._flow(cell)
            self._flush()

    def _written(
        self, row: list[etree._Element], table: int | None, number: int, pictures: list[Picture]
    ) -> list[Cell] | None:
        """The cells of a row; None for a row of layout: one of its cells holds a table or prose."""
        if self._holders and not self._holders.isdisjoint(row):
            return None
        return written_cells(row, places_of_row(table, number, len(row)), self._hidden, pictures)


_DEALT_WITH: dict[str, Callable[[Walk, etree._Element], None]] = {
    "br": Walk._break,
    "table": Walk._table,
    "img": Walk._picture,
    "input": Walk._typed,
    **dict.fromkeys(("textarea", "iframe", "script"), Walk._embed),
}
