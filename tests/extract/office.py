"""Documents of known tables, made with python-docx and openpyxl and converted by LibreOffice where it is installed."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.extract.grids import cells_of, rows_of

SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


def docx(*parts: str, nested: str = "") -> bytes:
    """A DOCX of paragraphs and tables: a part with a ``|`` is a drawn table; ``nested`` goes into its last cell."""
    from docx import Document

    document = Document()
    for part in parts:
        if "|" not in part:
            document.add_paragraph(part)
            continue
        rows = rows_of(part)
        table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for text, row, column, rowspan, colspan in cells_of(part):
            cell = table.cell(row, column)
            if rowspan > 1 or colspan > 1:
                cell = cell.merge(table.cell(row + rowspan - 1, column + colspan - 1))
            cell.text = text
        if nested:
            inner = rows_of(nested)
            within = table.cell(len(rows) - 1, len(rows[0]) - 1).add_table(len(inner), len(inner[0]))
            for text, row, column, _, _ in cells_of(nested):
                within.cell(row, column).text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def convert(data: bytes, source: str, target: str, folder: Path) -> bytes:
    """The same document in another format, by LibreOffice with a profile of its own."""
    (folder / f"made.{source}").write_bytes(data)
    command = [str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run(
        [*command, target, "--outdir", str(folder / "out"), str(folder / f"made.{source}")],
        check=True,
        timeout=120,
        capture_output=True,
    )
    return (folder / "out" / f"made.{target.split(':')[0]}").read_bytes()
