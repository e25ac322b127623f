"""Made-up reports: known figures laid out as tables in the many ways that real reports are.

Everything hangs on one ``random.Random``; the same seed gives the same report. ``Made.figures`` holds what a
right reading gives (``None`` for blanks and dashes), ``Made.document`` the neutral document.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from domain.registry import registry
from extract.document import Block, Cell, Document, Paragraph, Place, Table

Key = tuple[str, str, str]
Raw = tuple[str, int, int]  # text, rowspan, colspan
Rows = list[list[Raw]]

TRADITIONAL = str.maketrans(
    "开机关务请数属国规范许处罚强制发废现总计业会织诉讼复议维结纠审费项条对",
    "開機關務請數屬國規範許處罰強製發廢現總計業會織訴訟復議維結糾審費項條對",
)


@dataclass
class Noise:
    """What is done to labels, cells and spans; all off is the official layout."""

    label: bool = False
    dress: bool = False
    blanks: bool = False
    phantom: bool = False
    long_spans: bool = False
    lost_groups: bool = False
    clauses_apart: bool = False
    cut: str = ""  # "", "bare", "repeated"
    disputes: str = "wide"  # wide, stages, results, apart
    flat: str = ""  # "", "rows", "stream", "paragraphs"
    strangers: bool = False
    hybrid: bool = False
    one_table: bool = False


@dataclass
class Made:
    form: str
    figures: dict[Key, int | Decimal | None]
    document: Document
    noise: Noise = field(default_factory=Noise)


class Maker:
    def __init__(self, seed: int, noise: Noise, form: str | None = None) -> None:
        self.random = random.Random(seed)
        self.noise = noise
        self.form = form or self.random.choice(["2019", "2021"])
        self.figures: dict[Key, int | Decimal | None] = {}

    def report(self) -> Made:
        blocks: list[Block] = [Paragraph("某某市某某局2022年政府信息公开工作年度报告", heading=True)]
        tables = self._tables()
        for title, rows in tables:
            blocks.append(Paragraph(title))
            if self.noise.strangers and self.random.random() < 0.7:
                blocks.append(self.table(self.stranger()))
                blocks.append(Paragraph("全年共收到申请12件，其中自然人8件。"))
            blocks += self.blocks(rows)
        blocks.append(Paragraph("五、存在的主要问题及改进情况"))
        return Made(self.form, self.figures, Document("text/html", blocks), self.noise)

    def _tables(self) -> list[tuple[str, Rows]]:
        if self.form == "2014":
            return [("政府信息公开情况统计表", self.statistics())]
        parts = [
            *(("二、主动公开政府信息情况", rows) for rows in self.proactive()),
            *(("三、收到和处理政府信息公开申请情况", rows) for rows in self.applications()),
            *(("四、政府信息公开行政复议、行政诉讼情况", rows) for rows in self.disputes()),
        ]
        if self.noise.one_table:
            rows: Rows = []
            for title, part in parts:
                rows += [[(title, 1, 15)], *part]
            return [("附表", rows)]
        return parts

    # Words and values.

    def label(self, text: str, heading: bool = False) -> str:
        if not self.noise.label or self.random.random() < 0.5:
            return text
        changes: list[Callable[[str], str]] = [
            lambda t: t.translate(TRADITIONAL),
            lambda t: t.replace("（", "(").replace("）", ")").replace("“", '"').replace("”", '"'),
            lambda t: t[: len(t) // 2] + self.random.choice(["\n", " ", "\u3000", "\xa0"]) + t[len(t) // 2 :],
            lambda t: t.replace("1.", "1、").replace("2.", "（2）").replace("3.", "③").replace("4.", "4．"),
            lambda t: t.replace("、行政机关不再处理其政府信息公开申请", ""),
            lambda t: t.replace("（区分处理的，只计这一情形，不计其他情形）", ""),
            lambda t: t.replace("（一）", "㈠").replace("（二）", "2、").replace("一、", "1."),
            lambda t: t + ("：" if not heading else ""),
            lambda t: " " + t + " ",
            lambda t: t.replace("其他", "其它") if len(t) < 6 else t,
        ]
        for change in self.random.sample(changes, 2):
            text = change(text)
        return text

    def number(self) -> int:
        return self.random.choice(
            [0, 0, self.random.randrange(10), self.random.randrange(300), self.random.randrange(9000)]
        )

    def value(self, key: Key, signed: bool = False) -> str:
        """Make up a figure for a cell of the form; the text that shows it."""
        if self.noise.blanks and self.random.random() < 0.15:
            self.figures[key] = None
            return self.random.choice(["", "\xa0", "—", "/", " "])
        number = self.number()
        if signed:
            number = self.random.choice([0, number, -number])
            self.figures[key] = number
            if number == 0:
                return self.random.choice(["0", "无变化"]) if self.noise.dress else "0"
            plain = [f"{number:+d}"]
            dressed = [f"增{number}", f"增加{number}"] if number > 0 else [f"减{-number}", f"减少{-number}"]
            return self.random.choice(plain + dressed if self.noise.dress else plain)
        self.figures[key] = number
        return self.dressed(number)

    def dressed(self, number: int) -> str:
        if not self.noise.dress:
            return str(number)
        wide = str(number).translate({ord("0") + n: ord("０") + n for n in range(10)})
        return self.random.choice(
            [str(number), f"{number:,}", f"{number}件", wide, f" {number} ", f"{number}.0", f"\xa0{number}"]
        )

    def money(self, key: Key) -> tuple[str, str]:
        """An amount and the unit its header names."""
        number = Decimal(self.random.randrange(10_000_000)) / 100
        unit = self.random.choice(["万元", "元"]) if self.noise.dress else "万元"
        self.figures[key] = number if unit == "万元" else number / 10000
        text = f"{number:,}" if self.noise.dress and self.random.random() < 0.5 else f"{number}"
        if self.noise.dress and self.random.random() < 0.5:
            text += unit
        return text, unit

    # Tables.

    def proactive(self) -> list[Rows]:
        table = registry().tables["proactive_disclosure"]
        clauses: list[Rows] = []
        for code, group in table.groups.items():
            form = self.form
            if self.noise.hybrid and code == "clause_1":
                form = "2019" if form == "2021" else "2021"
            rows = [row for row in table.rows.values() if row.group == code and form in row.forms]
            if form not in group.forms or not rows:
                continue
            columns = rows[0].columns[form]
            heads = [table.columns[c].labels_by_form.get(form, table.columns[c].label) for c in columns]
            span = 3 // len(columns)
            body: Rows = []
            for row in rows:
                cells: list[Raw] = []
                for n, column in enumerate(columns):
                    key = (table.code, row.code, column)
                    if table.columns[column].kind == "money":
                        text, unit = self.money(key)
                        heads[n] = heads[n].replace("万元", unit) if "万元" in heads[n] else f"{heads[n]}（{unit}）"
                    else:
                        text = self.value(key, table.columns[column].kind == "signed")
                    cells.append((text, 1, span))
                body.append([(self.label(row.labels_by_form.get(form, row.label)), 1, 1), *cells, *self.phantom()])
            head: list[Raw] = [("信息内容", 1, 1), *((self.label(h), 1, span) for h in heads), *self.phantom()]
            clauses.append([[(self.label(group.label, True), 1, 4), *self.phantom()], head, *body])
        return clauses if self.noise.clauses_apart else [[row for clause in clauses for row in clause]]

    def phantom(self) -> list[Raw]:
        return [("", 1, 1)] if self.noise.phantom else []

    def applications(self) -> list[Rows]:
        table = registry().tables["applications"]
        columns = list(table.columns.values())
        inner = [c for c in columns if c.group]
        header: Rows = [
            [
                ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
                ("申请人情况", 1, 7),
                *self.phantom(),
            ],
            [
                (self.label("自然人"), 2, 1),
                (self.label("法人或其他组织"), 1, 5),
                (self.label("总计"), 2, 1),
                *self.phantom(),
            ],
            [*((self.label(c.label), 1, 1) for c in inner), *self.phantom()],
        ]
        rows = [row for row in table.rows.values() if self.form in row.forms]
        body: Rows = []
        outcome = [row for row in rows if row.group]
        for row in rows:
            cells: list[Raw] = [(self.value((table.code, row.code, c.code)), 1, 1) for c in columns]
            labels: list[Raw] = []
            if row is outcome[0]:
                extra = 2 if self.noise.long_spans else 0
                labels.append((self.label(table.groups["outcome"].label, True), len(outcome) + extra, 1))
            group = table.groups[row.group] if row.group and row.group != "outcome" else None
            kin = [r for r in rows if r.group == row.group]
            if group and kin[0] is row and not (self.noise.lost_groups and self.random.random() < 0.3):
                extra = self.random.choice([0, 1]) if self.noise.long_spans else 0
                labels.append((self.label(group.label, True), len(kin) + extra, 1))
            labels.append((self.label(row.label), 1, 1 if group else 2 if row.group else 3))
            body.append([*labels, *cells, *self.phantom()])
        if not self.noise.cut:
            return [header + body]
        at = self.random.randrange(3, len(body) - 1)
        return [header + body[:at], (header if self.noise.cut == "repeated" else []) + body[at:]]

    def disputes(self) -> list[Rows]:
        table = registry().tables["disputes"]
        results = [self.label(c.label) for c in table.columns.values()]
        stages = list(table.rows.values())
        texts = {(r.code, c): self.value((table.code, r.code, c)) for r in stages for c in table.columns}
        if self.noise.disputes == "wide":
            head: Rows = [
                [("行政复议", 1, 5), ("行政诉讼", 1, 10), *self.phantom()],
                [*((r, 2, 1) for r in results), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5), *self.phantom()],
                [*((r, 1, 1) for r in results + results), *self.phantom()],
            ]
            return [[*head, [*((texts[r.code, c], 1, 1) for r in stages for c in table.columns), *self.phantom()]]]
        if self.noise.disputes == "stages":
            rows: Rows = [[("类型", 1, 2), *((r, 1, 1) for r in results)]]
            for n, stage in enumerate(stages):
                lead: list[Raw] = [(stage.label, 1, 2)] if n == 0 else [(stage.label, 1, 1)]
                if n == 1:
                    lead.insert(0, ("行政诉讼", 2, 1))
                rows.append([*lead, *((texts[stage.code, c], 1, 1) for c in table.columns)])
            return [rows]
        if self.noise.disputes == "results":
            rows = [
                [("结果", 2, 1), ("行政复议", 2, 1), ("行政诉讼", 1, 2)],
                [("未经复议直接起诉", 1, 1), ("复议后起诉", 1, 1)],
            ]
            for label, c in zip(results, table.columns, strict=True):
                rows.append([(label, 1, 1), *((texts[s.code, c], 1, 1) for s in stages)])
            return [rows]
        first: Rows = [
            [("行政复议", 1, 5)],
            [(r, 1, 1) for r in results],
            [(texts["reconsideration", c], 1, 1) for c in table.columns],
        ]
        second: Rows = [
            [("行政诉讼", 1, 10)],
            [("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
            [(r, 1, 1) for r in results + results],
            [(texts[s.code, c], 1, 1) for s in stages[1:] for c in table.columns],
        ]
        return [first, second]

    def statistics(self) -> Rows:
        table = registry().tables["statistics"]
        numbered = self.random.random() < 0.4
        lead: list[Raw] = [("代码", 1, 1)] if numbered else []
        rows: Rows = [
            [*lead, ("统计指标", 1, 1), ("单位", 1, 1), (self.random.choice(["统计数", "数量", "2016年度"]), 1, 1)]
        ]
        group: str | None = None
        count = 0
        for row in table.rows.values():
            if self.noise.cut and not row.parent and self.random.random() < 0.1:
                continue
            path = []
            node = row.group
            while node and node != group and node not in _above(group):
                path.append(node)
                node = table.groups[node].group
            for code in reversed(path):
                rows.append(
                    [
                        *([("", 1, 1)] if numbered else []),
                        (self.label(table.groups[code].label, True), 1, 1),
                        ("", 1, 1),
                        ("", 1, 1),
                    ]
                )
            group = row.group
            key = (table.code, row.code, "value")
            unit = row.unit
            if row.kind == "money":
                text, unit = self.money(key)
            else:
                text = self.value(key)
            count += 1
            rows.append(
                [*([(str(count), 1, 1)] if numbered else []), (self.label(row.label), 1, 1), (unit, 1, 1), (text, 1, 1)]
            )
        return rows

    def stranger(self) -> Rows:
        """A table that is none of the forms."""
        return self.random.choice(
            [
                [[("类别", 1, 1), ("数量", 1, 1)], [("公文类", 1, 1), ("15", 1, 1)], [("规划类", 1, 1), ("3", 1, 1)]],
                [
                    [("序号", 1, 1), ("文件名称", 1, 1), ("文号", 1, 1)],
                    [("1", 1, 1), ("关于某事的通知", 1, 1), ("某府〔2021〕3号", 1, 1)],
                ],
                [[("上一篇：某局2020年年报", 1, 1), ("下一篇：无", 1, 1)]],
                [
                    [("姓名", 1, 1), ("职务", 1, 1), ("电话", 1, 1)],
                    [("张三", 1, 1), ("局长", 1, 1), ("88881234", 1, 1)],
                ],
            ]
        )

    # Into the neutral document.

    def blocks(self, rows: Rows) -> list[Block]:
        if self.noise.flat == "paragraphs":
            return [Paragraph(text) for row in rows for text, _, _ in row if text.strip()]
        return [self.table(rows)]

    def table(self, rows: Rows) -> Table:
        if self.noise.flat:
            return flat_table(rows, stream=self.noise.flat == "stream")
        return grid_table(rows)


def _above(group: str | None) -> list[str]:
    found = []
    table = registry().tables["statistics"]
    while group:
        found.append(group)
        group = table.groups[group].group
    return found


def grid_table(rows: Rows) -> Table:
    """Put cells on the grid as HTML does: each in the first free column of its row."""
    taken: set[tuple[int, int]] = set()
    found = []
    for y, row in enumerate(rows):
        cells = []
        x = 0
        for n, (text, rowspan, colspan) in enumerate(row):
            while (y, x) in taken:
                x += 1
            rowspan = min(rowspan, len(rows) - y)
            taken |= {(y + dy, x + dx) for dy in range(rowspan) for dx in range(colspan)}
            cells.append(Cell(text, y, x, rowspan, colspan, Place(table=1, row=y + 1, cell=n + 1)))
            x += colspan
        found.append(cells)
    return Table(found)


def flat_table(rows: Rows, stream: bool) -> Table:
    """As a Word-to-text converter leaves it: continued cells as blanks, spans lost; ``stream``: row ends lost too."""
    grid = grid_table(rows)
    covered: dict[int, list[tuple[int, str]]] = {}
    for row in grid.rows:
        for cell in row:
            for y in range(cell.row, cell.row + cell.rowspan):
                covered.setdefault(y, []).append((cell.column, cell.text if y == cell.row else ""))
    lines = [[text for _, text in sorted(covered[y], key=lambda entry: entry[0])] for y in sorted(covered)]
    if stream:
        lines = [[text for line in lines for text in line]]
    cells = [
        [Cell(text, y, x, place=Place(line=100 * y + x)) for x, text in enumerate(line)] for y, line in enumerate(lines)
    ]
    return Table(cells, flat=True)


def make(seed: int, noise: Noise | None = None, form: str | None = None) -> Made:
    return Maker(seed, noise or Noise(), form).report()
