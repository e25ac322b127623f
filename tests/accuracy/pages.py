"""A report as a sequence of paragraphs and tables, before any format: what every renderer takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.accuracy.beside import last_year, turned, with_lines, with_units
from tests.accuracy.facts import Facts
from tests.accuracy.layout import Box, Grid, Shape, applications, disputes, proactive, statistics, width
from tests.accuracy.wording import INTRO, OTHERS, OVERVIEW, PROBLEMS, Pen, sentences

HEADINGS = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
)  # fmt: skip
OTHER_HEADINGS = (
    "一、总体情况", "二、主动公开情况", "三、收到和处理申请情况", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "五、存在问题及改进措施", "六、其他事项",
)  # fmt: skip


@dataclass
class Page:
    """``parts`` are headings (``h``), paragraphs (``p``) and grids, in order."""

    title: str
    facts: Facts
    parts: list[tuple[str, str | Grid]] = field(default_factory=list)
    pen: Pen = field(default_factory=lambda: Pen(Random(0)))

    @property
    def grids(self) -> list[Grid]:
        return [part for _, part in self.parts if not isinstance(part, str)]


def title_of(facts: Facts, rng: Random) -> str:
    name, year = facts.agency.printed, facts.year
    return rng.choice((
        f"{name}{year}年政府信息公开工作年度报告", f"{name}{year}年政府信息公开工作年度报告", f"{year}年{name}政府信息公开工作年度报告",
        f"{name}{year}年度政府信息公开工作报告", f"{name}关于{year}年度政府信息公开工作的年度报告", f"{name} {year}年政府信息公开年度报告",
    ))  # fmt: skip


def odd_title(facts: Facts, kind: str, rng: Random) -> str:
    """Titles as sites really print them. ``\\n`` breaks the line; "" is no title at all."""
    agency, year = facts.agency, facts.year
    report = "政府信息公开工作年度报告"
    kind_of_place = (
        agency.region.name[-1] if agency.short != agency.printed and agency.region.name[-1] in "市县区" else ""
    )
    return {
        "short": f"{agency.short}{year}年{report}",
        "of the place": f"{kind_of_place if '局' in agency.short or '委' in agency.short else ''}{agency.short}{year}年度政府信息公开工作报告",
        "broken": f"{agency.printed}\n{year}年{report}",
        "spaced": f"{agency.printed} {' '.join(str(year))} 年 政 府 信 息 公 开 工 作 年 度 报 告",
        "no 年": f"{agency.printed}{year}政府信息公开年度报告",
        "year first": f"{year}年度{agency.short}{report}",
        "about": f"关于{agency.printed}{year}年{report}",
        "marks": f"【年报】{agency.short}_{year}年_{report}",
        "none": "",
    }[kind]


def _contact(facts: Facts) -> Grid:
    rows = (("联系人", "张三"), ("联系电话", "0376-6366123"), ("办公时间", "8:30-17:30"), ("邮编", "464000"))
    return [[Box(a), Box(b)] for a, b in rows]


def _annual(facts: Facts) -> Grid:
    head = ["公开渠道", f"{facts.year - 1}年", f"{facts.year}年", "总计"]
    return [
        [Box(h) for h in head],
        *([Box(n), Box("12"), Box("34"), Box("46")] for n in ("政府网站", "政务微博", "政务微信", "其他")),
    ]


def _cut(grid: Grid, rng: Random, headed: bool, head_rows: int) -> list[Grid]:
    """One grid in two, at a row that no span crosses (spans over it are shared out)."""
    at = rng.randint(head_rows + 4, len(grid) - 4)
    first, second = [list(row) for row in grid[:at]], [list(row) for row in grid[at:]]
    carried: list[Box] = []
    for y, row in enumerate(first):
        for i, box in enumerate(row):
            if y + box.rs > at:
                rest = box.rs - (at - y)
                row[i] = Box(box.text, box.cs, at - y, box.key, box.head)
                carried.append(Box(box.text if headed else "", box.cs, rest, None, box.head))
    second[0] = carried + second[0]
    return [first, (grid[:head_rows] if headed else []) + second]


def make_page(facts: Facts, shape: Shape, pen: Pen) -> Page:
    page = Page(title_of(facts, pen.rng), facts, pen=pen)
    if facts.form == "2014":
        return _page_2014(page, shape, pen)
    words = sentences(facts, pen)
    heads = OTHER_HEADINGS if pen.labels == "reworded" else HEADINGS
    big = applications(facts, shape, pen)
    first, last = proactive(facts, shape, pen), disputes(facts, shape, pen)
    if shape.phantom:
        for grid in (*first, big, *last):
            for row in grid:
                row.extend(Box() for _ in range(shape.phantom))
    if shape.joined:
        wide = max(width(g) for g in (*first, big, *last))
        rows: Grid = []
        for heading, grids in ((heads[1], first), (heads[2], [big]), (heads[3], last)):
            rows.append([Box(heading, cs=wide, head=True)])
            rows += [row for grid in grids for row in grid]
        tables: list[list[Grid]] = [[rows], [], []]
    else:
        head_rows = 3 + (shape.words == "split") + (shape.note == "row") - {"three": 0, "two": 1, "one": 2}[shape.head]
        big = _remade(big, facts, shape, pen)
        tables = [first, _cut(big, pen.rng, shape.cut == "headed", head_rows) if shape.cut else [big], last]
    page.parts.append(("p", INTRO.format(**words)))
    if shape.foreign:
        page.parts.append(("t", _contact(facts)))
    for number, heading in enumerate(heads):
        if shape.headings and not (shape.joined and 1 <= number <= 3):
            page.parts.append(("h", heading))
        if number == 0:
            page.parts += [("p", text.format(**words)) for text in OVERVIEW]
            if shape.foreign:
                page.parts.append(("t", _annual(facts)))
        elif 1 <= number <= 3:
            page.parts += [("t", grid) for grid in tables[number - 1]]
            if number == 2 and shape.applications == "last year's table":
                old = [("p", f"附：{facts.year - 1}年度收到和处理政府信息公开申请情况"), ("t", last_year(big, pen.rng))]
                page.parts[-1:] = [*old, ("p", f"{facts.year}年度："), page.parts[-1]] if pen.rng.random() < 0.5 else [
                    page.parts[-1], *old,
                ]  # fmt: skip
        else:
            page.parts.append(
                ("p", PROBLEMS.format(**words) if number == 4 else pen.rng.choice(OTHERS).format(**words))
            )
    return page


def _remade(grid: Grid, facts: Facts, shape: Shape, pen: Pen) -> Grid:
    """The table of applications as an agency has remade it."""
    if shape.applications == "turned":
        return turned(grid)
    if shape.applications == "units":
        return with_units(grid)
    return with_lines(grid, facts.year, pen.rng) if shape.applications == "last year's lines" else grid


def _page_2014(page: Page, shape: Shape, pen: Pen) -> Page:
    words = sentences(page.facts, pen)
    for heading in (
        "一、概述",
        "二、主动公开政府信息情况",
        "三、依申请公开政府信息办理情况",
        "四、行政复议、行政诉讼情况",
        "五、存在问题和改进措施",
    ):
        page.parts += [
            ("h", heading),
            ("p", PROBLEMS.format(**words) if "问题" in heading else OVERVIEW[0].format(**words)),
        ]
    page.parts += [("p", "附表"), ("h", "政府信息公开情况统计表"), ("p", f"（{page.facts.year}年度）")]
    page.parts += [("p", f"填报单位（盖章）：{page.facts.agency.printed}")]
    page.parts += [("t", grid) for grid in statistics(page.facts, shape, pen)]
    page.parts += [("p", "单位负责人：李四　审核人：王五　填报人：赵六"), ("p", "联系电话：6366123　填报日期：1月12日")]
    return page
