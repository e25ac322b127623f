"""Tables written down as text, for tests of readers: one row a line, cells parted by ``|``.

``<`` joins the cell to its left, ``^`` to the one above; a cell is (text, row, column, rowspan, colspan).
"""

from extract.document import Table

Written = list[tuple[str, int, int, int, int]]

APPLICATIONS = """
（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）|<|申请人情况|<|<|<
^|<|自然人|法人或其他组织|<|总计
^|<|^|商业企业|其他|^
一、本年新收政府信息公开申请数量|<|12|3||15
二、上年结转政府信息公开申请数量|<|0|0|0|
三、本年度办理结果|（一）予以公开|1||2|3
^|（二）部分公开|||0|
四、结转下年度继续办理|<||||
"""

DISPUTES = """
行政复议|<|<|<|<|行政诉讼|<
结果维持|结果纠正|其他结果|尚未审结|总计|未经复议直接起诉|复议后起诉
1|0||/|1|—|
"""

EMPTY = """
规章||
||
件||
"""

LINES = """
本年制发件数|第一行/第二行|现行有效件数
1,234|12件|0.0000
"""

TABLES = {"applications": APPLICATIONS, "disputes": DISPUTES, "empty": EMPTY, "lines": LINES}


def rows_of(drawing: str) -> list[list[str]]:
    return [
        [cell.strip().replace("/第", "\n第") for cell in line.split("|")] for line in drawing.strip("\n").split("\n")
    ]


def cells_of(drawing: str) -> Written:
    """The cells of a drawing with their spans, in reading order."""
    grid = rows_of(drawing)
    found = []
    for row, line in enumerate(grid):
        for column, text in enumerate(line):
            if text in ("<", "^"):
                continue
            colspan = rowspan = 1
            while column + colspan < len(line) and line[column + colspan] == "<":
                colspan += 1
            while row + rowspan < len(grid) and grid[row + rowspan][column] == "^":
                rowspan += 1
            found.append((text, row, column, rowspan, colspan))
    return found


def cells_in(table: Table) -> Written:
    return [(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for row in table.rows for cell in row]
