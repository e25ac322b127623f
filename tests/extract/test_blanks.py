"""Figures that a source moved by a cell beside blanks: no structure tells so, their sums do."""

import pytest

from extract.reader import read
from extract.report import Context, Reading
from tests.extract.test_line_sums import CARRIED, HEAD, RECEIVED, line

CLOSED = "<tr><td>三、本年度办理结果</td><td>（七）总计</td>{}</tr><tr><td colspan=2>四、结转下年度继续办理</td>{}</tr>"


def page(received: list[str], concluded: list[str]) -> Reading:
    cells = "".join(f"<td>{text}</td>" for text in concluded)
    end = CLOSED.format(cells, "<td></td>" * 7)
    rows = f"{line(RECEIVED, *received)}{line(CARRIED, *[''] * 7)}{end}"
    return read(
        f"<title>甲市水利局2022年政府信息公开工作年度报告</title><table>{HEAD}{rows}</table>".encode(), Context()
    )


WHOLE = ["3", "2", "", "1", "", "", "6"]


@pytest.mark.parametrize(
    ("received", "doubted"),
    [
        (WHOLE, False),
        (["3", "2", "1", "", "", "", "6"], True),  # a blank lost, another at the end of the parts
        (["3", "", "2", "", "1", "", "6"], True),
        (["3", "2", "", "1", "", "6", ""], True),  # the total stands beside its column
        ([""] * 7, True),
    ],
)
def test_figures_beside_blanks_must_add_up_by_themselves(received: list[str], doubted: bool) -> None:
    found = page(received, WHOLE)
    assert ("sum.with_blanks" in {problem.code for problem in found.problems}) == doubted


def test_totals_left_out_throughout_are_no_doubt() -> None:
    found = page([*WHOLE[:-1], ""], [*WHOLE[:-1], ""])
    assert "sum.with_blanks" not in {problem.code for problem in found.problems}
