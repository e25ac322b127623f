"""Tables without upright rules on pictures: their words where a recogniser finds them, a little beside the truth."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import pytest

from extract.document import Document
from extract.formats.layout import PageLayout, Word, blocks
from extract.recognition import Recognition, recognise

SIZE = 9.0
PITCH = 11.5  # points from one line of a label to the next
ROW = 16.0

Placed = tuple[str, float, float]  # a text, and the middle of it

APPLICATIONS = (329, 362, 394, 433, 478, 511, 530)
ROWS = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "2.没有现成信息需要另行制作",
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "（七）总计",
    "四、结转下年度继续办理",
)
CODES = (
    "new_received",
    "carried_in",
    "granted",
    "unavailable_must_be_created",
    "rejected_petition",
    "rejected_repeated",
    "rejected_publication",
    "concluded_total",
    "carried_out",
)


def word(text: str, x: float, y: float, rnd: random.Random) -> Word:
    """A word as a recogniser gives it: paper round it, its place not exact."""
    width = sum(SIZE if ord(c) > 0x2000 else SIZE / 2 for c in text)
    x, y = x + rnd.uniform(-0.4, 0.4), y + rnd.uniform(-0.4, 0.4)
    return Word(text, x - width / 2 - 2.2, y - SIZE / 2 - 1, x + width / 2 + 2.2, y + SIZE / 2 + 1, 0.99)


def read(*pages: Iterable[Placed], seed: int = 1) -> Recognition:
    rnd = random.Random(seed)
    layouts = [
        PageLayout(number, 595, 842, [word(*placed, rnd) for placed in page]) for number, page in enumerate(pages, 1)
    ]
    return recognise(Document("image/png", list(blocks(layouts))))


def values(found: Recognition, table: str) -> dict[str, list[object]]:
    rows: dict[str, list[object]] = {}
    for cell in found.cells:
        if cell.table == table:
            rows.setdefault(cell.row, []).append(cell.value)
    return rows


def down(text: str, x: float, y: float) -> list[Placed]:
    """A label on lines parted by ``/``, around a middle."""
    lines = text.split("/")
    return [(line, x, y + (n - (len(lines) - 1) / 2) * PITCH) for n, line in enumerate(lines)]


def head(beside: Sequence[Placed]) -> list[Placed]:
    """The head of applications, the labels of the two sides half a line above the lower ones between them."""
    return [
        ("申请人情况", 430, 100),
        ("法人或其他组织", 445, 116),
        *down("自然/人", 329, 124),
        *beside,
        *down("总/计", 530, 124),
    ]


APART = [
    placed
    for text, x in zip(
        ("商业企/业", "科研机/构", "社会公益/组织", "法律服务/机构", "其/他"), APPLICATIONS[1:], strict=False
    )
    for placed in down(text, x, 136)
]
TOGETHER = [("商业企科研机社会公益", 400, 136 - PITCH / 2), *APART[1:2], *APART[3:4], *APART[5:]]


def body(rows: Sequence[Sequence[str]], top: float = 160) -> list[Placed]:
    found: list[Placed] = []
    for n, (label, row) in enumerate(zip(ROWS, rows, strict=True)):
        found.append((label, 190 if label[1] == "、" else 250, top + n * ROW))
        found += [(figure, x, top + n * ROW) for figure, x in zip(row, APPLICATIONS, strict=True) if figure]
    return found


def figures(seed: int) -> list[list[str]]:
    rnd = random.Random(seed)
    return [[rnd.choice(["0", "0", "0", "3", "17", "204"]) for _ in APPLICATIONS] for _ in ROWS]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("beside", [APART, TOGETHER], ids=["apart", "taken for one word"])
def test_heads_half_a_line_apart_are_put_over_their_columns(beside: list[Placed], seed: int) -> None:
    rows = figures(seed)
    found = read([*head(beside), *body(rows), *down("三、本年度/办理结果", 85, 250)], seed=seed)
    assert values(found, "applications") == {
        code: [int(figure) for figure in row] for code, row in zip(CODES, rows, strict=True)
    }


FIVE = ("结果维/持", "结果纠/正", "其他结/果", "尚未审/结", "总/计")
DISPUTES = (75, 110, 145, 180, 208, 236, 271, 306, 341, 369, 397, 432, 467, 502, 530)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("before", [0, 1], ids=["alone", "after a page of text"])
def test_stages_that_stand_between_the_lines_of_other_heads(before: int, seed: int) -> None:
    heads = [
        ("行政复议", 138, 100),
        ("行政诉讼", 379, 100),
        ("未经复议直接起诉", 299, 115),
        ("复议后起诉", 459, 115),
    ]
    for n, x in enumerate(DISPUTES):
        heads += down(FIVE[n % 5], x, 130 if n < 5 else 138)
    text = [[("一、总体情况", 120, 80), ("（一）主动公开。全年通过网站主动公开政府信息。", 300, 100)]]
    rows = [(str(n + seed), x, 165) for n, x in enumerate(DISPUTES)]
    found = read(*text[:before], [*heads, *rows], seed=seed)
    assert values(found, "disputes") == {
        stage: [seed + first + n for n in range(5)]
        for stage, first in (("reconsideration", 0), ("litigation_direct", 5), ("litigation_after_reconsideration", 10))
    }
    assert not [problem for problem in found.problems if problem.code == "cell.unreadable"]


def test_figures_taken_for_one_word_are_parted_at_the_space_that_was_seen() -> None:
    rows = figures(3)
    rows[0][5:] = ["", ""]
    found = read([*head(APART), *body(rows), ("127 2623", 518, 160)])
    assert values(found, "applications")["new_received"][5:] == [127, 2623]


def test_figures_taken_for_one_without_a_space_are_not_guessed() -> None:
    rows = figures(3)
    rows[0][5:] = ["", ""]
    found = read([*head(APART), *body(rows), ("3132328", 518, 160)])
    assert set(values(found, "applications")["new_received"]) == {None}
    assert "row.misaligned" in {problem.code for problem in found.problems}


def test_a_character_of_a_label_taken_for_a_figure_makes_no_column() -> None:
    rows = figures(4)
    group = [("1", 58, 250 - PITCH / 2), ("本年度办", 85, 250 - PITCH / 2), ("理结果", 85, 250 + PITCH / 2)]
    found = read([*head(APART), *body(rows), *group])
    assert list(values(found, "applications").values()) == [[int(figure) for figure in row] for row in rows]


def test_a_column_of_short_labels_beside_each_other_is_that_of_the_long_ones_over_both() -> None:
    rows = [["0"] * 7 for _ in ROWS]
    made = body(rows)
    made[-8] = ("四、结转", 215, made[-8][2])  # stands left of
    made[5 * 8] = ("2.重复申请", 270, made[5 * 8][2])  # and this right of the middle of the others
    found = read([*head(APART), *made, *down("（五）不/予处理", 120, 240)])
    assert values(found, "applications")["unavailable_must_be_created"] == [0] * 7


@pytest.mark.parametrize(
    ("first", "second", "paragraphs"),
    [
        ("阿勒泰地区行政公署办公室关于二〇二五年度政府信息公开工作的年度报", "告", 1),
        ("阿勒泰地区行政公署办公室关于二〇二五年度政府信息公开工作的情况。", "附件", 2),
    ],
)
def test_the_rest_of_a_long_title_stands_in_the_middle_below_it(first: str, second: str, paragraphs: int) -> None:
    rnd = random.Random(1)
    layout = PageLayout(1, 595, 842, [word(first, 297, 80, rnd), word(second, 297, 96, rnd)])
    assert len(blocks([layout])) == paragraphs
