"""Who may have taken over from whom, by the reforms of the government: hints for joining series."""

from __future__ import annotations

import pytest

from domain.successions import Reporter, hints, successions, successors_of


def reporter(key: int, name: str, first: int, last: int, region: str = "411500") -> Reporter:
    return Reporter(key, name, region, first, last)


def test_every_change_has_its_years_and_its_source() -> None:
    for one in successions():
        assert 2008 <= one.first < one.last
        assert one.source
        assert one.en
        assert "{p}" in one.predecessor
        assert "{p}" in one.successor


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("信阳市环境保护局", "信阳市生态环境局"),
        ("信阳市工商行政管理局", "信阳市市场监督管理局"),
        ("信阳市国家税务局", "国家税务总局信阳市税务局"),
        ("信阳市扶贫开发办公室", "信阳市乡村振兴局"),
        ("信阳市乡村振兴局", "信阳市农业农村局"),
        ("信阳市卫生和计划生育委员会", "信阳市卫生健康委员会"),
    ],
)
def test_names_that_may_follow(old: str, new: str) -> None:
    assert new in [name for name, _ in successors_of(old)]


def test_a_body_that_no_reform_touched_has_no_successor() -> None:
    assert list(successors_of("信阳市财政局")) == []


CASES = [
    # predecessor's years, successor's years, hint
    ((2014, 2018), (2019, 2024), True),
    ((2014, 2018), (2018, 2024), True),
    ((2014, 2022), (2019, 2024), False),  # both went on reporting
    ((2008, 2012), (2019, 2024), False),  # long gone before the reform
    ((2014, 2018), (2014, 2018), False),  # nobody came after
]


@pytest.mark.parametrize(("old", "new", "hint"), CASES)
def test_the_years_must_fit(old: tuple[int, int], new: tuple[int, int], hint: bool) -> None:
    agencies = [reporter(1, "信阳市环境保护局", *old), reporter(2, "信阳市生态环境局", *new)]
    assert [(a.key, b.key) for a, b, _ in hints(agencies)] == ([(1, 2)] if hint else [])


def test_only_within_one_division() -> None:
    agencies = [reporter(1, "信阳市环境保护局", 2014, 2018), reporter(2, "信阳市生态环境局", 2019, 2024, "411600")]
    assert list(hints(agencies)) == []


def test_several_predecessors_of_one() -> None:
    agencies = [
        reporter(1, "信阳市工商行政管理局", 2014, 2017),
        reporter(2, "信阳市质量技术监督局", 2014, 2018),
        reporter(3, "信阳市市场监督管理局", 2019, 2024),
    ]
    assert [(a.key, b.key, change.relation) for a, b, change in hints(agencies)] == [(1, 3, "merged"), (2, 3, "merged")]


def test_a_body_may_be_absorbed_by_one_that_was_there_before() -> None:
    agencies = [reporter(1, "信阳市乡村振兴局", 2021, 2023), reporter(2, "信阳市农业农村局", 2019, 2024)]
    assert [change.relation for *_, change in hints(agencies)] == ["absorbed"]
