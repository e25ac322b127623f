"""The rules of a picture: walls of cells against strokes of characters, tables' sides against grains beside them."""

from __future__ import annotations

import pytest

from extract.layout.page import Rule

np = pytest.importorskip("numpy")
pytest.importorskip("cv2", reason="the optional recogniser (gongkai[ocr]) is not installed")

from extract.ocr.rules import find_rules  # noqa: E402
from extract.ocr.runs import outside  # noqa: E402
from extract.ocr.walls import is_written, walls, without_overhang  # noqa: E402

UNIT = 200 / 72  # pixels a point


def table() -> np.ndarray:
    """The ink of a table of six rows and three columns, 45 pixels a row."""
    ink = np.zeros((800, 1200), np.uint8)
    for y in range(100, 371, 45):
        ink[y : y + 2, 100:1001] = 255
    for x in (100, 400, 700, 1000):
        ink[100:372, x : x + 2] = 255
    return ink


def upright(ink: np.ndarray) -> set[int]:
    rules, _ = find_rules(ink, UNIT)
    return {round((r.x0 + r.x1) / 2) for r in rules if r.bottom - r.top > r.x1 - r.x0}


def test_a_wall_in_one_row_only_parts_its_cell() -> None:
    ink = table()
    ink[145:190, 550:552] = 255
    assert {x for x in upright(ink) if 500 < x < 600} != set()


@pytest.mark.parametrize("broken", [False, True])
def test_the_stroke_of_a_character_is_no_wall(broken: bool) -> None:
    ink = table()
    ink[147:188, 550:552] = 255
    if broken:
        ink[150:186:2, 550:552] = 0
        ink[186:189, 550:552] = 0
        ink[154:166, 550:552] = 0
    else:
        for y in range(150, 186, 3):
            ink[y : y + 2, 540:562] = 255
    assert {x for x in upright(ink) if 500 < x < 600} == set()


def written(ink: np.ndarray, x: int, top: int, bottom: int) -> None:
    """Characters beside an upright stroke at ``x``."""
    strokes = np.random.RandomState(top).rand(bottom - top, 4) < 0.4
    for left in (x - 6, x + 4):
        ink[top:bottom, left : left + 4] = 255 * strokes


LONG = 40 * UNIT


def test_characters_below_each_other_are_no_wall_however_many_they_are() -> None:
    ink = table()
    rule, wall = Rule(550, 390, 552, 540), Rule(400, 100, 402, 372)
    ink[390:540, 550:552] = 255
    assert walls(ink, [], [rule, wall], UNIT, LONG) == [rule, wall]
    written(ink, 550, 390, 540)
    assert walls(ink, [], [rule, wall], UNIT, LONG) == [wall]


def test_a_wall_ends_where_the_characters_above_it_begin() -> None:
    ink = table()
    ink[147:372, 550:552] = 255
    level = [Rule(100, y, 1001, y + 2) for y in range(100, 371, 45)][3:]
    whole = Rule(550, 147, 552, 372)
    assert walls(ink, level, [whole], UNIT, LONG) == [whole]
    written(ink, 550, 150, 230)
    assert walls(ink, level, [whole], UNIT, LONG) == [whole._replace(top=236)]


def test_a_double_wall_is_not_made_of_characters() -> None:
    ink = table()
    for x in (546, 550, 554):
        ink[100:372, x : x + 2] = 255
    assert walls(ink, [], [Rule(550, 100, 552, 372)], UNIT, LONG) == [Rule(550, 100, 552, 372)]


def test_the_strokes_of_characters_that_fill_a_cell_are_not_its_lower_side() -> None:
    ink = table()
    for x in (460, 520):
        ink[100:372, x : x + 2] = 255
    ink[212:214, 461:520] = 255  # 结果 from side to side
    ink[198:226, 466:516] |= (255 * (np.random.RandomState(1).rand(28, 50) < 0.35)).astype(np.uint8)
    rules, _ = find_rules(ink, UNIT)
    assert not [rule for rule in rules if 205 < rule.top < 220 and rule.x1 - rule.x0 > rule.bottom - rule.top]


def test_grains_beside_a_table_are_not_its_side() -> None:
    ink = table()
    ink[190:192, 1001:1045] = 255
    rules, _ = find_rules(ink, UNIT)
    assert max(r.x1 for r in rules) < 1010


def test_an_open_side_stays_open() -> None:
    ink = table()
    ink[100:372, 1000:1002] = 0
    ink[[100, 145, 190, 235, 280, 325, 370], 995:1003] = 255
    rules, _ = find_rules(ink, UNIT)
    level = [r for r in rules if r.x1 - r.x0 > r.bottom - r.top]
    assert all(abs(r.x1 - 1002) < 6 for r in level)
    assert isinstance(level[0], Rule)


def test_a_line_between_rows_that_ran_into_a_character_ends_with_the_others() -> None:
    level = [Rule(162, y, 540, y + 2) for y in range(0, 180, 20)] + [Rule(143, 185, 540, 187), Rule(112, 200, 540, 202)]
    found = without_overhang(level, [], 1.0, 40.0)
    assert [rule.x0 for rule in found] == [162.0] * 10 + [112]
    assert {rule.x1 for rule in found} == {540}


@pytest.mark.parametrize(("thick", "kept"), [(1, 0), (2, 1)])
def test_specks_that_lie_in_one_line_are_no_text_and_a_dash_is(thick: int, kept: int) -> None:
    ink = np.zeros((80, 200), np.uint8)
    ink[32:50, 20:30] = 255
    if thick == 1:
        ink[40, [100, 104, 108, 112]] = 255
    else:
        ink[40 : 40 + thick, 100:112] = 255
    assert len(outside(ink, 2.0, 18.0) or []) == 1 + kept


def test_lines_among_grains_beside_a_table_are_not_its_own_however_many_they_are() -> None:
    ink = table()
    level = [Rule(100, y, 1150, y + 2) for y in range(100, 371, 45)]
    sides = [Rule(x, 100, x + 2, 372) for x in (100, 1000)]
    for y in range(100, 371, 45):
        ink[y : y + 2, 1001:1150] = 255
    assert {r.x1 for r in without_overhang(level, sides, UNIT, LONG, ink)} == {1150}
    ink[:400, 1004:1200] |= (255 * (np.random.RandomState(1).rand(400, 196) < 0.3)).astype(np.uint8)
    assert {r.x1 for r in without_overhang(level, sides, UNIT, LONG, ink)} == {1002}


def test_a_line_among_strokes_is_made_of_them_and_one_in_paper_is_drawn() -> None:
    ink = table()
    rule = Rule(450, 120, 850, 122)
    ink[120:122, 450:850] = 255
    assert not is_written(ink, rule, UNIT)
    beside = (255 * (np.random.RandomState(2).rand(400, 4) < 0.4)).astype(np.uint8)
    ink[114:118, 450:850], ink[124:128, 450:850] = beside.T, beside.T
    assert is_written(ink, rule, UNIT)
