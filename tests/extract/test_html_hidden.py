"""What a page hides is not read, in all the ways that pages hide; what it shows after all is."""

import time

import pytest

from extract.formats import open_document

GONE = [
    "<span style='display:none'>7</span>",
    "<span style='color:red; DISPLAY : none !important'>7</span>",
    "<span hidden>7</span>",
    "<span style='visibility: hidden'>7</span>",
    "<span style='opacity:0'>7</span>",
    "<span style='font-size:0px'>7</span>",
    "<span style='font-size: 0'>7</span>",
    "<span style='mso-hide:all'>7</span>",
    "<span class='a'>7</span>",
    "<span class='x b y'>7</span>",
    "<i class='c'>7</i>",
    "<b><span class='d'>7</span></b>",
    "<span id='e'>7</span>",
    "<span class='g'>7</span>",
]
SHOWN = [
    "<span style='display:inline'>7</span>",
    "<span style='font-size:0.9em'>7</span>",
    "<span style='font-size:0'><b style='font-size:12px'>7</b></span>",
    "<span style='opacity:0.5'>7</span>",
    "<span style='overflow:hidden'>7</span>",
    "<span class='a' style='display:inline'>7</span>",
    "<span class='a now'>7</span>",
    "<b class='c'>7</b>",
    "<span class='d'>7</span>",
    "<span class='f'>7</span>",
    "<span class='h'>7</span>",
    "<span class='k'>7</span>",
]
SHEET = """<style><!-- @charset "utf-8";
.a, .b { color: red; display: none; }  /* .k{display:none} */
.a.now { display: inline }
i.c, table b .d{display:none!important}
#e{display:none}
@media print { .f { display: none } .f{color:red} }
@media screen { .g { display: none } }
.h:hover, .h>b { display: none }
@media (max-width:700px){.k{display:none}}
--></style>"""


def cell(markup: str) -> str:
    rows = f"<tr><td>件{markup}5</td><td>x</td></tr>" + "<tr><td>1</td><td>2</td></tr>" * 6
    return open_document(f"{SHEET}<table>{rows}</table>".encode()).tables[0].rows[0][0].text


@pytest.mark.parametrize("markup", GONE)
def test_what_is_hidden_is_not_read(markup: str) -> None:
    assert cell(markup) == "件5"


@pytest.mark.parametrize("markup", SHOWN)
def test_what_is_shown_is_read(markup: str) -> None:
    assert cell(markup) == "件75"


@pytest.mark.parametrize("style", ["<style>.tab{display:none}</style>", ""])
def test_a_report_in_a_hidden_box_is_read_where_the_page_shows_no_large_table(style: str) -> None:
    hidden = "class=tab" if style else "style='display:none'"
    large = "<table>" + "<tr><td>规章</td><td>1</td></tr>" * 10 + "</table>"
    page = f"{style}<table><tr><td>索引号</td><td>1</td></tr></table><div {hidden}>{large}</div>"
    document = open_document(page.encode())
    assert [len(table.rows) for table in document.tables] == [10]
    assert "html.hidden" in {problem.code for problem in document.problems}


@pytest.mark.parametrize(
    "sheet",
    [
        "{" * 100_000,
        "a" * 150_000 + "display:none",
        ".a{display:none}" * 10_000,
        "".join(f".c{n}{{display:none}}" for n in range(5000)),
        ("x " * 900 + ".a{display:none}") * 80,
    ],
    ids=["braces", "no rule", "one rule often", "many rules", "deep selectors"],
)
def test_hostile_style_sheets_cost_little(sheet: str) -> None:
    body = "<div class='a c1'>" * 300 + "<p class=a>1</p>" * 5000
    start = time.monotonic()
    open_document(f"<style>{sheet}</style>{body}".encode())
    assert time.monotonic() - start < 5
