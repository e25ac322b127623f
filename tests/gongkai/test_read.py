"""``gongkai read`` as scripts use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extract.reader import read
from extract.report import Context
from gongkai.cli import main

ROOT = Path(__file__).parents[2]

REPORT = """<html><head><title>某市民政局2022年政府信息公开工作年度报告</title></head><body>
<h1>某市民政局2022年政府信息公开工作年度报告</h1>
<p>一、总体情况</p><p>2022年，本机关认真贯彻《中华人民共和国政府信息公开条例》，全年主动公开信息120条。</p>
<p>二、主动公开政府信息情况</p>
<table><tr><td colspan="4">第二十条第（一）项</td></tr>
<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
<tr><td>规章</td><td>1</td><td>&nbsp;</td><td>7</td></tr>
<tr><td>行政规范性文件</td><td>2</td><td>0</td><td>9</td></tr>
<tr><td colspan="4">第二十条第（八）项</td></tr>
<tr><td>信息内容</td><td colspan="3">本年收费金额（单位：万元）</td></tr>
<tr><td>行政事业性收费</td><td colspan="3">0.10</td></tr></table>
<p>三、收到和处理政府信息公开申请情况</p><p>四、政府信息公开行政复议、行政诉讼情况</p>
<p>五、存在的主要问题及改进情况</p><p>一是公开不够及时。</p><p>六、其他需要报告的事项</p><p>无。</p></body></html>"""


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b/second.html", "a/first.html", "c/deep/third.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(REPORT, encoding="utf-8")
    (tmp_path / "b" / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "b" / "empty.html").write_bytes(b"")
    return tmp_path


def test_a_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "a" / "first.html"
    assert main(["read", str(path)]) == 0
    (found,) = lines(capsys.readouterr().out)
    assert found["source"] == str(path)
    assert (found["kind"], found["form"], found["year"]) == ("report", "2021", 2022)
    assert list(found["tables"]) == ["proactive_disclosure", "applications", "disputes", "statistics"]
    assert found["tables"]["proactive_disclosure"]["rules"] == {"issued": 1, "repealed": None, "in_force": 7}
    assert "cells" not in found


def test_money_is_printed_from_its_exact_decimal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["read", str(folder / "a")])
    assert '"administrative_fees": {"amount": 0.1}' in capsys.readouterr().out


def test_a_folder_is_every_file_below_it_in_order_and_failures_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(folder), "--jobs", "2"]) == 1
    printed = capsys.readouterr()
    names = [Path(found["source"]).name for found in lines(printed.out)]
    assert names == ["first.html", "broken.pdf", "empty.html", "second.html", "third.html"]
    unreadable = [found for found in lines(printed.out) if found["kind"] == "unreadable"]
    assert [Path(found["source"]).name for found in unreadable] == ["broken.pdf", "empty.html"]
    for found in unreadable:
        (problem,) = found["problems"]
        assert f"{found['source']}: {problem['message']}" in printed.err


def test_cells_show_their_evidence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["read", "--cells", str(folder / "a" / "first.html")])
    cells = lines(capsys.readouterr().out)[0]["cells"]
    assert cells[1] == {
        "table": "proactive_disclosure",
        "row": "rules",
        "column": "repealed",
        "value": None,
        "raw": cells[1]["raw"],
        "status": "blank",
        "confidence": 1.0,
        "place": {"table": 1, "row": 3, "cell": 3},
    }
    assert cells[1]["raw"].strip() == ""


def test_a_missing_file_is_named_and_the_rest_is_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(folder / "nowhere.html"), str(folder / "a" / "first.html")]) == 1
    printed = capsys.readouterr()
    assert [found["kind"] for found in lines(printed.out)] == ["unreadable", "report"]
    assert "nowhere.html" in printed.err


def test_an_empty_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(tmp_path)]) == 1
    assert "no file" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["read"], ["read", "x", "--jobs", "0"], ["read", "x", "--jobs", "many"]])
def test_wrong_usage(words: list[str]) -> None:
    assert main(words) == 2


def test_it_starts_without_what_it_does_not_need(folder: Path) -> None:
    heavy = ("scrapy", "twisted", "sqlalchemy", "datasette", "pyarrow", "pandas", "numpy", "cv2", "onnxruntime", "bs4")
    script = (
        "import sys; from gongkai.cli import main; "
        "main(['read', sys.argv[1]]); print(*sorted(sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, str(folder / "a" / "first.html")]
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60)
    assert not set(ran.stderr.split()) & set(heavy)


class Unasked(dict[str, bytes]):
    def __len__(self) -> int:
        raise AssertionError("to list the folder for every file makes a large folder slow")


def test_the_folder_of_a_report_that_shows_no_picture_is_not_listed() -> None:
    assert read(REPORT.encode(), Context(source="page.html"), Unasked()).kind == "report"
