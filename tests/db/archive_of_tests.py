"""Small archives made by hand: documents as a crawl leaves them, readings as a reader gives them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.engine import writing
from db.load import Outcome, load
from db.models import Document, Portal
from domain.registry import Row, registry
from extract.document import Place, Problem
from extract.report import CellReading, Check, Reading, Section, Value

FETCHED = datetime(2025, 2, 3, 4, 5, tzinfo=UTC)
READER = "test-1"
OUTCOMES = ("granted", "unavailable_not_held", "denied_third_party")


@dataclass(frozen=True)
class Story:
    """What an invented report tells; everything else on its form is 0, or blank where ``blanks`` names it."""

    agency: str = "青溪市环境保护局"
    year: int = 2021
    form: str | None = "2021"
    region_code: str | None = "990100"
    region: str | None = "某省青溪市"
    scope: Any = "agency"
    level: Any = "prefecture"
    published: date | None = date(2022, 1, 20)
    title: str | None = None
    received: int = 40
    carried_in: int = 3
    carried_out: int = 5
    granted: int = 20
    not_held: int = 8
    reconsiderations: int = 4
    corrected: int = 1
    lawsuits: int = 2
    in_force: int = 12
    issued: int = 2
    repealed: int = 1
    fees: Decimal = Decimal("0.35")
    text: str = "本局公开环保信息，接受社会监督。"
    changed: dict[tuple[str, str, str], Value] = field(default_factory=dict)

    @property
    def full_title(self) -> str:
        return self.title or f"{self.agency}{self.year}年政府信息公开工作年度报告"


def figure(story: Story, table: str, row: str, column: str) -> Value:
    """The figure of a cell in the story, so that all of the form's rules hold."""
    if (table, row, column) in story.changed:
        return story.changed[table, row, column]
    concluded = story.received + story.carried_in - story.carried_out
    rows = {
        "new_received": story.received,
        "carried_in": story.carried_in,
        "carried_out": story.carried_out,
        "concluded_total": concluded,
        "granted": story.granted,
        "unavailable_not_held": story.not_held,
        "denied_third_party": concluded - story.granted - story.not_held,
    }
    facts: dict[tuple[str, str, str], Value] = {
        ("disputes", "reconsideration", "total"): story.reconsiderations,
        ("disputes", "reconsideration", "corrected"): story.corrected,
        ("disputes", "reconsideration", "upheld"): story.reconsiderations - story.corrected,
        ("disputes", "litigation_direct", "total"): story.lawsuits,
        ("disputes", "litigation_direct", "upheld"): story.lawsuits,
        ("proactive_disclosure", "normative_documents", "in_force"): story.in_force,
        ("proactive_disclosure", "normative_documents", "issued"): story.issued,
        ("proactive_disclosure", "normative_documents", "repealed"): story.repealed,
        ("statistics", "applications_received", "value"): story.received,
        ("statistics", "applications_online", "value"): story.received,
        ("statistics", "applications_concluded", "value"): concluded,
        ("statistics", "replies_granted", "value"): story.granted,
        ("statistics", "reconsiderations", "value"): story.reconsiderations,
    }
    if table == "applications":
        return rows.get(row, 0) if column in ("total", "natural_person") else 0
    line: Row = registry().tables[table].rows[row]
    money = (registry().tables[table].columns[column].kind if column != "value" else line.kind) == "money"
    if money:
        return story.fees if row == "administrative_fees" else Decimal(0)
    return facts.get((table, row, column), 0)


def cells(story: Story) -> Iterator[CellReading]:
    for n, table in enumerate(registry().tables.values(), start=1):
        for y, row in enumerate(table.rows.values(), start=3):
            for x, column in enumerate(row.columns.get(story.form or "", ()), start=4):
                value = figure(story, table.code, row.code, column)
                place = Place(table=n, row=y, cell=x)
                yield CellReading(
                    table.code, row.code, column, value, "" if value is None else str(value),
                    "blank" if value is None else "number", place,
                )  # fmt: skip


def reading(story: Story, **changes: Any) -> Reading:
    """A reading of the story. ``changes`` are set on it last."""
    made = Reading(
        source="https://www.qingxi.example/report.html", sha256="", media_type="text/html", kind="report",
        form=story.form, title=story.full_title, agency=story.agency, region_code=story.region_code,
        region=story.region, year=story.year, published=story.published, scope=story.scope, level=story.level,
    )  # fmt: skip
    made.cells = list(cells(story))
    made.sections = [Section(1, "总体情况", story.text), Section(6, "其他需要报告的事项", "无。")]
    made.checks = [balance(made)] if story.form in ("2019", "2021") else []
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def balance(made: Reading) -> Check:
    held = {cell.row: cell.value for cell in made.cells if (cell.table, cell.column) == ("applications", "total")}
    names = ("new_received", "carried_in", "concluded_total", "carried_out")
    operands = tuple(f"{name}.total" for name in names)
    values = [held.get(name) for name in names]
    if any(value is None for value in values):
        return Check("applications.balance", "total", "not_checked", None, None, cells=operands)
    left, right = (values[0] or 0) + (values[1] or 0), (values[2] or 0) + (values[3] or 0)
    status = "pass" if left == right else "fail"
    return Check("applications.balance", "total", status, left, right, "source" if left != right else None, operands)


def no_report(kind: Any = "not_report", why: str = "a guide, not a report") -> Reading:
    return Reading("x", "", "text/html", kind, problems=[Problem(f"{kind}.guide", why)])


class TestArchive:
    """A working database that documents and their readings are put into."""

    __test__ = False

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def portal(self, portal: str = "qingxi", **more: Any) -> None:
        with writing(self.engine) as session:
            if session.get(Portal, portal) is None:
                given = {"name": "青溪市人民政府", "region_code": "990100", "state": "ok", **more}
                session.add(Portal(portal=portal, start_url="https://x.example/", platform="auto", **given))

    def document(self, url: str, body: str = "1", **more: Any) -> int:
        """A fetched body; the same address with another ``body`` is its next version."""
        self.portal(more.setdefault("portal", "qingxi"))
        sha256 = hashlib.sha256(f"{url} {body}".encode()).hexdigest()
        with writing(self.engine) as session:
            held = session.query(Document).filter_by(url=url)
            if (same := held.filter_by(sha256=sha256).first()) is not None:
                return same.document_id
            given = {"role": "article", "version": held.count() + 1, "bytes": 1000, "http_status": 200, **more}
            made = Document(
                url=url, sha256=sha256, fetched=FETCHED, last_seen=FETCHED, warc_file="a.warc.gz", warc_offset=0,
                **given,
            )  # fmt: skip
            session.add(made)
            session.flush()
            return made.document_id

    def load(self, document_id: int, made: Reading, read_by: str = READER) -> Outcome:
        with writing(self.engine) as session, session.begin_nested():
            return load(session, session.get_one(Document, document_id), made, read_by)

    def tell(self, story: Story, url: str | None = None, body: str = "1", **more: Any) -> Outcome:
        """A story, fetched, read and loaded."""
        address = url or f"https://www.qingxi.example/{story.agency}/{story.year}.html"
        return self.load(self.document(address, body, **more), reading(story))

    def ask(self, question: Callable[[Session], Any]) -> Any:
        with Session(self.engine) as session:
            return question(session)
