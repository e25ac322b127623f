"""Pages in the markups seen in the wild, each with what it holds."""

import pytest

from extract.document import Document, Paragraph, Picture, Table
from extract.formats import open_document


def opened(markup: str) -> Document:
    return open_document(markup.encode())


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


CELLS = [
    ("<td>1</td><td>2</td>", ["1", "2"]),
    ("<td>1<td>2", ["1", "2"]),
    ("<td>&nbsp;</td><td>　</td>", ["", ""]),
    ("<td><p>1</p></td><td><p><span>1</span><span>2</span></p></td>", ["1", "12"]),
    ("<td>本年新<br>制作数量</td><td>a<p>b</p>c</td>", ["本年新\n制作数量", "a\nb\nc"]),
    ("<td>1,234</td><td> +7 \n 件</td>", ["1,234", "+7 件"]),
    ("<td>a<!-- no --></td><td>b<script>no</script><style>no</style></td>", ["a", "b"]),
    ("<td>a<span style='display: none'>9</span></td><td hidden>8</td><td>c</td>", ["a", "c"]),
    ("<td>a<![if !supportEmptyParas]>b<![endif]></td><td>c<!--[if gte mso 9]><p>no</p><![endif]--></td>", ["ab", "c"]),
    ("<td>a<o:p></o:p></td><td><input value='5'></td>", ["a", "5"]),
    ("<td>5<sup>1</sup></td><td>10<sup>4</sup>m<sup>2</sup></td>", ["5¹", "10⁴m2"]),
    ("<td><p>5<span style='vertical-align:super'>[<b>1</b>2]</span>件</p></td><td><sup>5</sup></td>", ["5[¹²]件", "5"]),
    ("<td><del>7</del>69</td><td><span style='text-decoration: line-through'>7<b>8</b></span> 9</td>", ["69", "9"]),
]


@pytest.mark.parametrize(("markup", "expected"), CELLS)
def test_the_text_of_cells(markup, expected):
    document = opened(f"<table><tr>{markup}</tr><tr><td>x</td><td>y</td></tr></table>")
    assert texts(document.tables[0])[0] == expected


def test_a_tag_for_struck_text_that_nobody_closed_takes_nothing_away():
    document = opened("<p>旧<s>无</s>文</p><s><table><tr><td>a<td>1<tr><td>b<td>2</table>" + "<p>正文</p>" * 30)
    assert texts(document.tables[0]) == [["a", "1"], ["b", "2"]]
    assert document.text.startswith("旧文")
    assert document.text.count("正文") == 30


SPANS = [
    ("<tr><td colspan=65534>t<tr><td>a<td>b", [("t", 0, 0, 1, 2), ("a", 1, 0, 1, 1), ("b", 1, 1, 1, 1)]),
    ("<tr><td rowspan='2%'>t<td>u<tr><td>a", [("t", 0, 0, 2, 1), ("u", 0, 1, 1, 1), ("a", 1, 1, 1, 1)]),
    ("<tr><td rowspan=900>t<td>u<tr><td>a", [("t", 0, 0, 2, 1), ("u", 0, 1, 1, 1), ("a", 1, 1, 1, 1)]),
    ("<tr><td rowspan=0>t<td>u<tr><td>a", [("t", 0, 0, 2, 1), ("u", 0, 1, 1, 1), ("a", 1, 1, 1, 1)]),
    ("<tr><td colspan=x>t<td>u<tr><td>a", [("t", 0, 0, 1, 1), ("u", 0, 1, 1, 1), ("a", 1, 0, 1, 1)]),
    (
        "<tbody><tr><td rowspan=9>t<td>u</tbody><tbody><tr><td>a<td>b",
        [("t", 0, 0, 1, 1), ("u", 0, 1, 1, 1), ("a", 1, 0, 1, 1), ("b", 1, 1, 1, 1)],
    ),
    (
        "<tfoot><tr><td>f<td>g</tfoot><tr><td>a<td>b</tr><thead><tr><th>h<th>i",
        [("h", 0, 0), ("i", 0, 1), ("a", 1, 0), ("b", 1, 1), ("f", 2, 0), ("g", 2, 1)],
    ),
]


@pytest.mark.parametrize(("markup", "expected"), SPANS)
def test_spans_on_the_grid(markup, expected):
    table = opened(f"<table>{markup}</table>").tables[0]
    found = [(c.text, c.row, c.column, c.rowspan, c.colspan) for row in table.rows for c in row]
    assert [f[: len(e)] for f, e in zip(found, expected, strict=True)] == expected


def test_places_count_tables_rows_and_cells_as_written():
    document = opened(
        "<table><tr><td>x<table><tr><td>a<td>b<tr><td>c<td>d</table></table><table><tr><td>e<td>f</table>"
    )
    places = [
        (c.text, c.place.table, c.place.row, c.place.cell) for t in document.tables for row in t.rows for c in row
    ]
    assert places == [("a", 2, 1, 1), ("b", 2, 1, 2), ("c", 2, 2, 1), ("d", 2, 2, 2), ("e", 3, 1, 1), ("f", 3, 1, 2)]


def test_an_article_inside_a_layout_table():
    document = opened(
        "<table><tr><td><a>菜单</a></td><td><h1>某局报告</h1><p>一、总体情况<br>第二行</p>"
        "<table><tr><td>规章</td><td>1</td></tr></table><p>二、其他</p></td></tr></table>"
    )
    shown = [b.text if isinstance(b, Paragraph) else texts(b) for b in document.blocks if not hasattr(b, "source")]
    assert shown == ["某局报告", "一、总体情况", "第二行", [["规章", "1"]], "二、其他"]
    assert document.blocks[0].heading


@pytest.mark.parametrize(
    "markup",
    [
        "<p>round it<table><tr><td>a<td>b</table>",
        "</body></html><table><tr><td>a<td>b</table>",
        "<div>" * 320 + "<table><tr><td>a<td>b</table>",
        "<div>" * 5000 + "<table><tr><td>a<td>b</table>",
        "<!-- never closed <table><tr><td>a<td>b</table>",
        "<textarea><table><tr><td>a<td>b</table></textarea>",
        "<script type='text/html'><table><tr><td>a<td>b</table></script>",
        "<iframe srcdoc='<table><tr><td>a<td>b</table>'></iframe>",
        '<script>window._CONFIG={SID:"1",DETAIL:{"title":"t","content":"<table><tr><td>a<td>b<\\/table>"}}</script>',
        "<div style='display:none'><table><tr><td>a<td>b</table></div>",
    ],
)
def test_no_table_is_lost(markup):
    assert [texts(t) for t in opened(f"<html><body>{markup}").tables] == [[["a", "b"]]]


def test_tags_of_the_page():
    document = opened(
        '<meta name="ARTICLETITLE" content=" 某局报告 "><meta name="SiteIDCode" content="3203000040"><title>t</title>'
        '<link rel="canonical" href="http://a.cn/1.html"><div>当前位置：<a>首页</a> &gt; <a>政务公开</a></div>'
        "<table><tr><td>索 引 号：</td><td>X/1</td></tr></table>"
        "<ul><li>发布机构：某局</li><li>发布日期: 2022-01-02</li></ul>"
    )
    assert document.tags == {
        "articletitle": "某局报告",
        "siteidcode": "3203000040",
        "title": "t",
        "canonical": "http://a.cn/1.html",
        "breadcrumb": "首页 > 政务公开",
        "索引号": "X/1",
        "发布机构": "某局",
        "发布日期": "2022-01-02",
    }


DRAWN = [
    "<div class='table'><div class='tr'><span>规章</span><span>1</span></div>"
    "<div class='tr'><span>文件</span><span></span></div></div>",
    "<div role=table><div role=rowgroup class=tbody><div role=row><p>规章</p><p>1</p></div>"
    "<div><p>文件</p><p></p></div></div></div>",
    "<div class=grid-table><ul><li>规章</li><li>1</li></ul><ul><li>文件</li><li> </li></ul></div>",
    "<div style='display:grid;grid-template-columns:2fr 1fr'><b>规章</b><b>1</b><b>文件</b><b></b></div>",
    "<div style='display:grid;grid-template-columns:repeat(2,1fr)'><p>规章</p><p>1</p><p>文件</p><p></p></div>",
]


@pytest.mark.parametrize("markup", DRAWN)
def test_tables_drawn_without_table_elements(markup):
    assert [texts(t) for t in opened(markup).tables] == [[["规章", "1"], ["文件", ""]]]


def test_a_drawn_grid_with_a_cell_over_two_columns():
    table = opened(
        "<div class=table><div class=tr><span style='grid-column: span 2'>标题</span></div>"
        "<div class=tr><span>a</span><span>b</span></div><div class=tr><span>c</span><span>d</span></div></div>"
    ).tables[0]
    assert [(c.text, c.column, c.colspan) for row in table.rows for c in row][:2] == [("标题", 0, 2), ("a", 0, 1)]


def test_menus_of_lists_are_no_tables():
    assert not opened("<div class='nav-table'><ul><li><a>首页</a><ul><li>x</li></ul></li></ul>正文</div>").tables


MENU = "<ul>" + "".join(f"<li><a href=#>{word}</a></li>" for word in ("首页", "要闻", "政务公开", "办事")) + "</ul>"
FOOTER = "<div><p>主办：某市人民政府办公室 版权所有</p><p>网站标识码：4115000001 豫ICP备05000000号</p></div>"
FIGURES = "<table><tr><td>信息内容</td><td>本年制发件数</td></tr><tr><td>规章</td><td>1</td></tr></table>"
BODY = f"<p>一、总体情况</p><p>本年度工作。</p><p>二、主动公开情况</p>{FIGURES}<p>三、其他</p><p>无</p>"
READ = [
    "一、总体情况",
    "本年度工作。",
    "二、主动公开情况",
    [["信息内容", "本年制发件数"], ["规章", "1"]],
    "三、其他",
    "无",
]
PORTALS = {
    "known container": f"<h1>某局报告</h1><div class=TRS_Editor>{BODY}</div>",
    "unknown container": f"<div><h1>某局报告</h1><div class=x>{BODY}</div></div>",
    "title without a heading": f"<div class=t>某局报告</div><div id=zoom>{BODY}</div>",
    "sections in boxes of their own": "<h1>某局报告</h1><div>"
    + BODY.replace("<p>二", "</div><div><p>二").replace("<p>三", "</div><div><p>三")
    + "</div>",
    "layout table": f"<table><tr><td>{MENU}</td><td><h1>某局报告</h1><div id=zoom>{BODY}</div></table>",
    "container used twice": f"<h1>某局报告</h1><div class=TRS_Editor>{BODY}</div><p class=TRS_Editor><a>相关</a>",
}


@pytest.mark.parametrize("name", PORTALS)
def test_the_article_without_menu_and_footer(name):
    document = opened(f"<html><body>{MENU}{PORTALS[name]}{FOOTER}</body></html>")
    shown = [
        b.text if isinstance(b, Paragraph) else texts(b) for b in document.blocks if isinstance(b, Paragraph | Table)
    ]
    assert shown == ["某局报告", *READ]


def test_a_large_table_outside_the_container_is_kept():
    big = "<table>" + "<tr><td>规章</td><td>1</td><td>2</td></tr>" * 5 + "</table>"
    document = opened(f"<div class=TRS_Editor>{BODY}</div>{MENU}{big}")
    assert [len(t.rows) for t in document.tables] == [2, 5]


def test_a_report_of_pictures_keeps_them():
    document = opened(f"{MENU}<div class='article-content'><p>说明</p><img src='a.jpg'><img src='b.jpg'></div>{FOOTER}")
    assert [b.source for b in document.blocks if isinstance(b, Picture)] == ["a.jpg", "b.jpg"]
    assert document.text == "说明"


STRIPS = [
    (
        "<span>发布时间：2022-01-20</span><span>来源：某局</span><span>浏览次数：12</span>",
        {"发布时间": "2022-01-20", "来源": "某局"},
    ),
    ("<td>[发布机构]：某局</td><td>【索 引 号】：X1</td>", {"发布机构": "某局", "索引号": "X1"}),
    ("<p>名　　称：某局报告 | 公开日期: 2022年1月2日 </p>", {"名称": "某局报告", "公开日期": "2022年1月2日"}),
    ("<p>数据来源：统计局</p>", {}),
    ("<p>当前所在位置：<a>首页</a> / <a>公开</a> / 年报</p>", {"breadcrumb": "首页 > 公开 > 年报"}),
    ("<ul><li>您当前的位置：</li><li><a>首页</a></li><li>&gt;</li><li>年报</li></ul>", {"breadcrumb": "首页 > 年报"}),
]


@pytest.mark.parametrize(("markup", "tags"), STRIPS)
def test_strips_of_metadata(markup, tags):
    wrapped = f"<table><tr>{markup}</tr></table>" if markup.startswith("<td") else f"<div>{markup}</div>"
    assert opened(wrapped).tags == tags


OPEN_TABLES = [
    "<TABLE><TR><TD>规章<TD>1<TR><TD>行政许可<TD>2\n<P>三、申请<TABLE><TR><TD>a<TD>3<TR><TD>b<TD>4\n<P>六、其他<P>无",
    "<TABLE><TR><TD><P>规章<TD><P>1<TR><TD><P>行政许可<TD><P>2<P>三、申请<TABLE><TR><TD>a<TD>3<TR><TD>b<TD>4<P>六、其他<P>无",
]


@pytest.mark.parametrize("markup", OPEN_TABLES)
def test_what_follows_a_table_that_is_never_closed_is_not_in_its_last_cell(markup):
    document = opened(f"<html><body>{markup}")
    assert [texts(table) for table in document.tables] == [
        [["规章", "1"], ["行政许可", "2"]],
        [["a", "3"], ["b", "4"]],
    ]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["三、申请", "六、其他", "无"]
