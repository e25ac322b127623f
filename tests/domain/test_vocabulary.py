"""The words of the forms, for whatever must cut texts or put them together."""

import pytest

from domain.vocabulary import heads_in


@pytest.mark.parametrize(
    ("text", "columns", "heads"),
    [
        ("商业企科研机社会公益", 3, ("商业企", "科研机", "社会公益")),
        ("业构组织", 3, ("业", "构", "组织")),
        ("自然 商业企", 2, ("自然", "商业企")),
        ("总结果维", 2, ("总", "结果维")),  # where stages stand side by side
        ("本年制发件数本年废止件数", 2, ("本年制发件数", "本年废止件数")),
        ("商业企科研机社会公益", 2, ()),
        ("法人或其他组织", 3, ()),
        ("行政复议", 2, ()),
        ("科研机商业企", 2, ()),  # in no form
        ("总计", 1, ()),
        ("", 2, ()),
    ],
)
def test_heads_of_columns_beside_each_other_that_were_taken_for_one_word(
    text: str, columns: int, heads: tuple[str, ...]
) -> None:
    assert heads_in(text, columns) == heads
