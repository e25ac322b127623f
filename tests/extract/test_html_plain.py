"""Tables read from the source are those that the parser would have found; in capitals it alone reads them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Document
from extract.formats import open_document
from extract.formats.html_plain import PlainTable, take_out

ROWS = "<tr><td>规章</td><td>1</td></tr>"
PLAIN = [
    ROWS,
    f"<tbody>{ROWS}</tbody>",
    f"<colgroup><col width=5><col></colgroup>\n<thead>{ROWS}</thead>\n{ROWS}",
    "<tr height=9><td rowspan='2' class=x>a</td><th colspan=2>&nbsp;b&lt;</th></tr><tr></tr>",
    "<tr><td><p><span style='font-family:\"宋体\"'>本年<br>新</span><o:p></o:p></p></td><td><b>1</b>2</td></tr>",
    "<tr><td>a<!-- 7 --></td><td><![if !supportEmptyParas]>b<![endif]></td></tr>",
]
NOT_PLAIN = [
    "<tr><td>a<td>b</tr>",
    "<tr><td>a</td><td>b</td>",
    "<tr><td>a</td><td>b<td></tr>",
    "<tr><td>a</td>x<td>b</td></tr>",
    "<caption>表</caption>" + ROWS,
    "<tr><td><a href=x>a</a></td><td>b</td></tr>",
    "<tr><td><img src=x></td><td>b</td></tr>",
    "<tr><td style='display:none'>a</td><td>b</td></tr>",
    "<tr><td hidden>a</td><td>b</td></tr>",
    "<tr><td class='y x'>a</td><td>b</td></tr>",
    "<tr><td>1<sup>2</sup></td><td>b</td></tr>",
    "<tr><td>1<span style='vertical-align:super'>2</span></td><td>b</td></tr>",
    "<tr><td><span style='text-decoration:line-through'>2</span></td><td>b</td></tr>",
    "<tr><td title='>'>a</td><td>b</td></tr>",
    "<tr><td title=it's>a</td><td title=it's>b</td></tr>",
    "<tr><td>5 > 3</td><td>b</td></tr>",
    "<tr><td>a\\n</td><td>b</td></tr>",
    "<tr><td>only</td></tr><tr><td>one column</td></tr>",
    "<tr><td>" + "文" * 301 + "</td><td>b</td></tr>",
    "<div>" + ROWS + "</div>",
]


def blocks(markup: str) -> Document:
    return open_document(
        f"<html><style>.x {{display: none}}</style><body><p>一</p>{markup}<p>二</p></body></html>".encode()
    )


@pytest.mark.parametrize("rows", PLAIN)
def test_tables_without_fault_are_taken_out(rows):
    tables: dict[str, PlainTable] = {}
    rest = take_out(f"<div><table border=1>{rows}</table></div>".encode(), tables)
    assert len(tables) == 1
    assert b"<td" not in rest


@pytest.mark.parametrize("rows", NOT_PLAIN)
def test_other_tables_are_left_to_the_parser(rows):
    page = f"<style>.x {{display:none}}</style><div><table border=1>{rows}</table></div>".encode()
    tables: dict[str, PlainTable] = {}
    assert take_out(page, tables) == page
    assert not tables


@pytest.mark.parametrize("rows", PLAIN + NOT_PLAIN)
def test_both_ways_give_the_same(rows):
    assert blocks(f"<table>{rows}</table>") == blocks(f"<TABLE>{rows}</TABLE>")


def test_what_stands_around_a_table_decides_as_before():
    hidden = f"<div style='display:none'><table>{ROWS}</table></div>"
    assert [p.code for p in blocks(hidden + f"<table>{ROWS}</table>").problems] == ["html.hidden"]
    assert not blocks(f"<!-- <table>{ROWS}</table> -->").tables
    assert len(blocks(f"<textarea><table>{ROWS}</table></textarea>").tables) == 1
    assert len(blocks(f"<table>{ROWS}</table><textarea><table>{ROWS}</table></textarea>").tables) == 2
    outer = f"<table><tr><td>a</td><td><table>{ROWS}</table></td></tr></table>"
    assert [table.place.table for table in blocks(outer).tables] == [2]


TAGS = "tr /tr td /td th /th tbody /tbody thead /thead tfoot /tfoot p /p div /div br br/ span /span b /b i em/ o:p/ col"
PIECES = st.sampled_from(
    [f"<{tag}>" for tag in (*TAGS.split(), "colgroup", "/colgroup", "table", "/table", "td colspan=2", "td rowspan=3")]
    + ["<tr><td>1</td><td>2</td></tr>", "<td>3</td>", "<!-- -->", "<!--x-->", "<![if !x]>", "<![endif]>", "<", ">"]
    + ["&nbsp;", "&lt;", "&amp;nbsp;", "&#0;", "零", "4", '"', "'", "\\", *"\x00\x01\x0b\u2028\u3000\ufdd0"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=25), st.lists(PIECES, max_size=25))
def test_no_markup_makes_a_difference(pieces, others):
    def page(opening: str, closing: str) -> Document:
        rows = "".join((ROWS, *pieces, ROWS, *others, ROWS))
        return blocks(f"{opening} border=1>{rows}{closing}")

    assert page("<table", "</table>") == page("<TABLE", "</TABLE>")
