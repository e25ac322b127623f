"""Reading a file never raises; damaged tables give nulls and problems, not other figures."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extract.reader
from extract.document import Cell, Document, Table
from extract.reader import read
from extract.recognition import recognise
from extract.report import Context
from tests.extract.generator import Made, Noise, make


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.html", "a.txt", "a.pdf", "a.docx", "a.doc", "a", ""]))
def test_any_bytes_give_a_reading(data: bytes, name: str) -> None:
    reading = read(data, Context(source=name))
    assert reading.kind in ("report", "not_report", "unreadable")
    assert reading.kind == "report" or reading.problems
    assert len(reading.sha256) == 64


def html(made: Made) -> bytes:
    parts = ["<html><body>"]
    for block in made.document.blocks:
        if isinstance(block, Table):
            parts.append("<table border=1>")
            for row in block.rows:
                cells = (f'<td rowspan="{c.rowspan}" colspan="{c.colspan}"><p>{c.text}</p></td>' for c in row)
                parts.append(f"<tr>{''.join(cells)}</tr>")
            parts.append("</table>")
        else:
            parts.append(f"<p>{getattr(block, 'text', '')}</p>")
    return "".join([*parts, "</body></html>"]).encode()


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
def test_a_page_gives_the_figures_of_its_tables(form: str) -> None:
    for seed in range(5):
        made = make(seed, Noise(blanks=True), form)
        reading = read(html(made), Context(source="report.html"))
        assert reading.form == form
        assert {(c.table, c.row, c.column): c.value for c in reading.cells} == made.figures


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_page_gives_a_reading(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(html(make(seed, Noise(), "2021")))
    for _ in range(chance.randrange(1, 30)):
        at = chance.randrange(len(data))
        if chance.random() < 0.5:
            data[at] = chance.randrange(256)
        else:
            del data[at : at + chance.randrange(40)]
    reading = read(bytes(data), Context(source="report.html"))
    assert not any("fault of this program" in problem.message for problem in reading.problems)


def test_a_fault_of_the_program_is_a_reason_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(document: Document) -> None:
        raise ZeroDivisionError("unforeseen")

    monkeypatch.setattr(extract.reader, "recognise", broken)
    reading = read(b"<p>text</p>", Context(source="a.html"))
    assert reading.kind == "unreadable"
    assert "ZeroDivisionError: unforeseen" in reading.problems[0].message


def damage(document: Document, how: str, chance: random.Random) -> None:
    table = chance.choice([block for block in document.blocks if isinstance(block, Table)])
    row = chance.choice([row for row in table.rows if row])
    if how == "a label lost":
        row[0].text = ""
    elif how == "a label garbled":
        middle = len(row[0].text) // 2
        row[0].text = row[0].text[:middle] + "某" + row[0].text[middle + 1 :]
    elif how == "a row lost":
        table.rows.remove(row)
    elif how == "a row twice":
        table.rows.insert(chance.randrange(len(table.rows)), row)
    elif how == "a figure lost":
        row.pop()
    elif how == "a foreign number":
        row.append(Cell("77", row[0].row, row[-1].column + row[-1].colspan))


@pytest.mark.parametrize(
    "how", ["a label lost", "a label garbled", "a row lost", "a row twice", "a figure lost", "a foreign number"]
)
@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
def test_a_damaged_table_gives_no_wrong_figure_in_silence(how: str, form: str) -> None:
    for seed in range(25):
        made = make(seed, Noise(), form)
        damage(made.document, how, random.Random(seed))
        found = recognise(made.document)
        wrong = [
            c for c in found.cells if c.value is not None and made.figures.get((c.table, c.row, c.column)) != c.value
        ]
        assert not wrong or found.problems, f"seed {seed}: {wrong[:3]}"
