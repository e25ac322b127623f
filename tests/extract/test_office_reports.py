"""Whole made-up reports through the office formats: the figures recognised are those of the neutral document."""

import random
import subprocess
from pathlib import Path

import pytest

from extract.document import Document, Paragraph
from extract.formats import open_document
from extract.recognition import recognise
from tests.extract.generator import Key, Noise, make
from tests.extract.ofd_writer import OfdStyle
from tests.extract.office import SOFFICE, needs_soffice
from tests.extract.rendered import as_docx, as_ofd, as_xlsx

STYLES = [
    OfdStyle(),
    OfdStyle("cells", "steps"),
    OfdStyle("filled", "scaled"),
    OfdStyle(hold="unit"),
    OfdStyle(turned=True),
]


def report(seed: int) -> Document:
    """A report with labels and figures written in many ways, on any of the three forms."""
    chance = random.Random(seed)
    noise = Noise(
        label=chance.random() < 0.5,
        dress=chance.random() < 0.5,
        blanks=chance.random() < 0.5,
        clauses_apart=chance.random() < 0.2,
        disputes=chance.choice(["wide", "stages", "results", "apart"]),
        hybrid=chance.random() < 0.2,
    )
    document = make(seed, noise, chance.choice(["2014", "2019", "2021"])).document
    document.blocks.insert(0, Paragraph("某市2021年政府信息公开工作年度报告"))
    return document


def figures(document: Document) -> dict[Key, object]:
    return {(cell.table, cell.row, cell.column): cell.value for cell in recognise(document).cells}


@pytest.mark.parametrize("seed", range(12))
def test_an_ofd_gives_every_figure(seed: int) -> None:
    document = report(seed)
    assert figures(open_document(as_ofd(document, STYLES[seed % len(STYLES)]))) == figures(document)


@pytest.mark.parametrize("seed", range(12))
def test_a_workbook_gives_every_figure(seed: int) -> None:
    document = report(seed)
    assert figures(open_document(as_xlsx(document, gap=seed % 2))) == figures(document)


@needs_soffice
@pytest.mark.parametrize(("target", "source", "write"), [("doc", "docx", as_docx), ("xls", "xlsx", as_xlsx)])
def test_a_converted_document_gives_every_figure(target: str, source: str, write: object, tmp_path: Path) -> None:
    assert callable(write)
    reports = {f"report{seed}": report(seed) for seed in range(20, 28)}
    for name, document in reports.items():
        (tmp_path / f"{name}.{source}").write_bytes(write(document))
    command = [str(SOFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    files = [str(tmp_path / f"{name}.{source}") for name in reports]
    subprocess.run([*command, target, "--outdir", str(tmp_path), *files], check=True, timeout=180, capture_output=True)
    for name, document in reports.items():
        read = open_document((tmp_path / f"{name}.{target}").read_bytes())
        assert figures(read) == figures(document), name
