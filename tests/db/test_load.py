"""Loading: all of a report or nothing of it, once or ten times, in whatever order its documents come."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

import db.load
from db.engine import writing
from db.load import mark_gone
from db.models import (
    Agency,
    AgencyName,
    Applications,
    Base,
    Check,
    Document,
    ProactiveDisclosure,
    ProblemRow,
    Report,
    ReportVersion,
    Section,
    Statistics2014,
)
from domain.registry import registry
from extract.document import Place, Problem
from extract.report import CellReading
from extract.report import Check as ReportCheck
from tests.db.archive_of_tests import Story, TestArchive, no_report, reading

STORY = Story()


def everything(archive: TestArchive) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, without the moments of loading and the numbers of rows."""
    skipped = {"check_id", "section_id", "problem_id", "report_version_id", "loaded"}
    with archive.engine.connect() as connection:
        return {
            table.name: sorted(
                map(str, connection.execute(select(*(c for c in table.c if c.name not in skipped)))),
            )
            for table in Base.metadata.sorted_tables
        }


def counts(archive: TestArchive) -> dict[str, int]:
    return {table: len(rows) for table, rows in everything(archive).items()}


def test_a_report_is_stored_with_all_that_hangs_on_it(archive: TestArchive) -> None:
    outcome = archive.tell(STORY)
    assert outcome.action == "new"
    with writing(archive.engine) as session:
        report = session.get_one(Report, outcome.report_id)
        assert (report.agency, report.year, report.form, report.scope) == ("青溪市环境保护局", 2021, "2021", "agency")
        assert report.url == "https://www.qingxi.example/青溪市环境保护局/2021.html"
        assert (report.figures, report.blanks, report.failed_checks, report.late) == (200, 0, 0, False)
        received = session.execute(select(Applications.__table__).where(text("row = 'new_received'"))).mappings().one()
        assert (received["natural_person"], received["total"]) == (40, 40)
        assert (received["place"], received["raw"]) == ("table 2 row 3 cells 4-10", None)
        fees = (
            session.execute(select(ProactiveDisclosure.__table__).where(text("row = 'administrative_fees'")))
            .mappings()
            .one()
        )
        assert (fees["amount"], fees["amount_fen"]) == (Decimal("0.35"), 350_000)
        assert [s.heading for s in session.scalars(select(Section))] == ["总体情况", "其他需要报告的事项"]
        check = session.scalars(select(Check)).one()
        assert (check.rule, check.left, check.right, check.status) == ("applications.balance", 43, 43, "pass")
        assert check.place == (
            "new_received.total-carried_in.total: table 2 rows 3-4 cell 10; "
            "concluded_total.total-carried_out.total: table 2 rows 27-28 cell 10"
        )


def test_a_check_of_the_text_tells_where_the_table_has_the_figure(archive: TestArchive) -> None:
    told = ReportCheck("narrative.reconsiderations", "", "fail", 9, 4, "source", ("reconsideration.total",))
    archive.load(archive.document(PAGE), reading(STORY, checks=[told]))
    check = archive.ask(lambda s: s.scalars(select(Check)).one())
    assert (check.left, check.right, check.cells) == (9, 4, "reconsideration.total")
    assert check.place == "reconsideration.total: table 3 row 3 cell 8"


def test_no_two_tables_name_a_cell_alike() -> None:
    names = [f"{row.code}.{c}" for t in registry().tables.values() for row in t.rows.values() for c in t.columns]
    assert len(set(names)) == len(names)


def test_the_2014_form_is_one_row(archive: TestArchive) -> None:
    archive.tell(Story(form="2014", year=2016, published=date(2017, 3, 1)))
    row = archive.ask(lambda session: session.execute(select(Statistics2014.__table__)).mappings().one())
    assert (row["applications_received"], row["complaints"], row["funding"]) == (40, 0, Decimal(0))
    assert row["place"] == "table 4 rows 3-60 cell 4"


def test_loading_again_changes_nothing(archive: TestArchive) -> None:
    for story in (STORY, replace(STORY, year=2022, carried_in=5), replace(STORY, year=2018, form="2014")):
        archive.tell(story)
    before = everything(archive)
    for story in (STORY, replace(STORY, year=2022, carried_in=5), replace(STORY, year=2018, form="2014")):
        assert archive.tell(story).action == "unchanged"
    assert everything(archive) == before


@pytest.mark.parametrize("step", ["_store_sections", "_store_checks", "_store_problems", "check_between_years"])
def test_an_error_in_the_middle_leaves_nothing_half(
    archive: TestArchive, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    archive.tell(replace(STORY, year=2020))
    document = archive.document("https://www.qingxi.example/a.html")
    before = everything(archive)

    def fail(*_: Any) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(db.load, step, fail)
    with pytest.raises(RuntimeError, match="power"):
        archive.load(document, reading(STORY))
    assert everything(archive) == before


def test_one_bad_report_of_a_batch_leaves_the_others(archive: TestArchive) -> None:
    first, bad, last = (archive.document(f"https://www.qingxi.example/{n}.html") for n in range(3))
    with writing(archive.engine) as session:
        for document, made in ((first, STORY), (bad, None), (last, replace(STORY, year=2022))):
            try:
                with session.begin_nested():
                    held = session.get_one(Document, document)
                    db.load.load(session, held, reading(made or STORY), "1")
                    if made is None:
                        session.execute(text("INSERT INTO reports (report_id) VALUES (NULL)"))
            except SQLAlchemyError:
                continue
    assert archive.ask(lambda session: session.scalar(select(func.count(Report.report_id)))) == 2
    assert archive.ask(lambda session: session.get_one(Document, bad).read_by) is None


@pytest.mark.parametrize(
    ("value", "raw", "status", "stored", "held"),
    [
        (12, "12件", "number", 12, '{"natural_person": {"raw": "12件"}}'),
        (None, "", "blank", None, None),
        (None, "—", "dash", None, '{"natural_person": {"raw": "—", "status": "dash"}}'),
        (None, "详见附表", "text", None, '{"natural_person": {"raw": "详见附表", "status": "text"}}'),
        (2**70, str(2**70), "number", None, None),
    ],
)
def test_a_blank_is_never_zero_and_what_was_written_is_kept(
    archive: TestArchive, value: Any, raw: str, status: Any, stored: Any, held: str | None
) -> None:
    made = reading(STORY)
    at = next(i for i, c in enumerate(made.cells) if (c.row, c.column) == ("granted", "natural_person"))
    made.cells[at] = CellReading("applications", "granted", "natural_person", value, raw, status, made.cells[at].place)
    archive.load(archive.document("https://www.qingxi.example/a.html"), made)
    row = archive.ask(
        lambda s: s.execute(select(Applications.__table__).where(text("row = 'granted'"))).mappings().one()
    )
    assert (row["natural_person"], row["raw"]) == (stored, held)


def test_figures_that_no_column_holds_become_problems(archive: TestArchive) -> None:
    made = reading(STORY)
    made.cells.append(CellReading("applications", "no_such_row", "total", 1, "1", "number", Place(table=9)))
    made.cells.append(made.cells[0])
    made.cells[1].value = 2**70
    archive.load(archive.document("https://www.qingxi.example/a.html"), made)
    codes = archive.ask(lambda s: sorted(s.scalars(select(ProblemRow.code))))
    assert codes == ["figure.too_large", "figure.twice", "figure.unknown"]


@pytest.mark.parametrize(
    ("made", "kind", "reason"),
    [
        (no_report(), "not_report", "a guide, not a report"),
        (no_report("unreadable", "the file is encrypted"), "unreadable", "the file is encrypted"),
    ],
)
def test_what_is_no_report_says_why(archive: TestArchive, made: Any, kind: str, reason: str) -> None:
    number = archive.document("https://www.qingxi.example/guide.html")
    assert archive.load(number, made).action == kind
    document = archive.ask(lambda s: s.get_one(Document, number))
    assert (document.kind, document.reason, document.read_by, document.report_id) == (kind, reason, "test-1", None)


@pytest.mark.parametrize("missing", ["agency", "year"])
def test_a_report_of_nobody_knows_whom_is_a_problem(archive: TestArchive, missing: str) -> None:
    number = archive.document("https://www.qingxi.example/a.html")
    assert archive.load(number, reading(STORY, **{missing: None})).action == "incomplete"
    assert archive.ask(lambda s: s.scalars(select(ProblemRow.code)).all()) == [f"{missing}.unknown"]
    assert counts(archive)["reports"] == 0


@pytest.mark.parametrize(
    ("scope", "published", "late"),
    [
        ("agency", date(2022, 1, 31), False),
        ("agency", date(2022, 2, 1), True),
        ("jurisdiction", date(2022, 3, 31), False),
        ("jurisdiction", date(2022, 4, 1), True),
        ("agency", None, None),
        (None, date(2022, 1, 31), False),
        (None, date(2022, 2, 15), None),
        (None, date(2022, 4, 1), True),
    ],
)
def test_late_is_after_the_deadline_of_its_scope(
    archive: TestArchive, scope: Any, published: date | None, late: bool | None
) -> None:
    archive.tell(replace(STORY, scope=scope, published=published))
    assert archive.ask(lambda s: s.scalars(select(Report.late)).one()) is late


# --- several documents of one report -------------------------------------------------------------------------


def test_a_changed_body_is_a_new_version_with_its_changes(archive: TestArchive) -> None:
    archive.tell(STORY)
    moved = replace(STORY, received=41, carried_out=6, text="改过的话。", published=date(2022, 2, 2))
    assert archive.tell(moved, body="2").action == "changed"
    report = archive.ask(lambda s: s.scalars(select(Report)).one())
    assert (report.version, report.late) == (2, True)
    changes = archive.ask(lambda s: s.scalars(select(ReportVersion.changes).where(ReportVersion.version == 2)).one())
    assert {"what": "figure", "cell": "applications.new_received.total", "before": 40, "after": 41} in changes
    assert {"what": "published", "before": "2022-01-20", "after": "2022-02-02"} in changes
    assert {"what": "section", "heading": "总体情况", "before": True, "after": True} in changes
    assert len(changes) == 6
    assert archive.ask(lambda s: s.scalar(text("SELECT total FROM applications WHERE row = 'new_received'"))) == 41


def test_an_old_body_read_later_stays_the_old_version(archive: TestArchive) -> None:
    old = archive.document("https://www.qingxi.example/a.html", "1")
    new = archive.document("https://www.qingxi.example/a.html", "2")
    archive.load(new, reading(replace(STORY, received=41, carried_out=6)))
    assert archive.load(old, reading(STORY)).action == "other_copy"
    report = archive.ask(lambda s: s.scalars(select(Report)).one())
    assert (report.document_id, report.version) == (new, 2)


PAGE, FILE = "https://www.qingxi.example/a.html", "https://www.qingxi.example/a.docx"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_page_attachment_and_copy_are_one_report_in_any_order(archive: TestArchive, order: tuple[int, ...]) -> None:
    page = reading(STORY)
    page.cells = page.cells[:50]
    steps = [
        (archive.document(PAGE), page),
        (archive.document(FILE, role="attachment", parent_url=PAGE), reading(STORY)),
        (archive.document("https://www.other.example/copy.html", portal="other"), page),
    ]
    for n in order:
        archive.load(*steps[n])
    report = archive.ask(lambda s: s.scalars(select(Report)).one())
    assert (report.url, report.figures) == (FILE, 200)
    linked = archive.ask(lambda s: s.scalar(select(func.count()).where(Document.report_id == report.report_id)))
    assert linked == 3
    assert archive.ask(lambda s: sorted(s.scalars(select(ReportVersion.version)))) == [1, 2, 3]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_copy_may_tell_the_day_that_the_best_document_does_not(archive: TestArchive, order: tuple[int, ...]) -> None:
    dated = reading(replace(STORY, published=date(2022, 2, 2)))
    dated.cells = dated.cells[:50]
    steps = [(archive.document(PAGE), dated), (archive.document(FILE), reading(replace(STORY, published=None)))]
    for n in order:
        archive.load(*steps[n])
    report = archive.ask(lambda s: s.scalars(select(Report)).one())
    assert (report.url, report.published, report.late) == (FILE, date(2022, 2, 2), True)


def test_versions_do_not_depend_on_the_order_of_loading(archive: TestArchive, tmp_path) -> None:
    def told(order: list[int]) -> list[Any]:
        from db.engine import open_database

        other = TestArchive(open_database(tmp_path / "-".join(map(str, order))))
        stories = [STORY, replace(STORY, granted=19), replace(STORY, title="更正：青溪市环境保护局2021年年度报告")]
        urls = [PAGE, FILE, "https://www.qingxi.example/corrected.html"]
        numbers = [other.document(url) for url in urls]
        for n in order:
            other.load(numbers[n], reading(stories[n]))
        with other.engine.connect() as connection:
            query = (
                "SELECT v.version, url, changes FROM report_versions v JOIN documents USING (document_id) ORDER BY 1"
            )
            versions = connection.execute(text(query)).all()
            return [*versions, *connection.execute(text("SELECT url, version FROM reports")).all()]

    first = told([0, 1, 2])
    assert first[-1][0].endswith("corrected.html")
    assert all(told(list(order)) == first for order in list(itertools.permutations(range(3))))


def test_a_report_read_differently_by_a_new_reader_moves(archive: TestArchive) -> None:
    number = archive.document(PAGE)
    archive.load(number, reading(replace(STORY, agency="青溪市环保局", year=2020)))
    archive.load(number, reading(STORY), "test-2")
    assert archive.ask(lambda s: s.execute(select(Report.agency, Report.year)).all()) == [("青溪市环境保护局", 2021)]
    assert archive.ask(lambda s: s.scalars(select(Agency.name)).all()) == ["青溪市环境保护局"]


def test_a_report_that_turns_out_to_be_none_goes_and_its_copies_are_read_again(archive: TestArchive) -> None:
    page, copy = archive.document(PAGE), archive.document(FILE)
    archive.load(page, reading(STORY))
    archive.load(copy, reading(STORY))
    source = archive.ask(lambda s: s.scalars(select(Report.document_id)).one())
    other = copy if source == page else page
    archive.load(source, no_report(), "test-2")
    assert counts(archive)["reports"] == counts(archive)["applications"] == counts(archive)["checks"] == 0
    assert archive.ask(lambda s: s.get_one(Document, other).read_by) is None
    assert archive.load(other, reading(STORY), "test-2").action == "new"


def test_a_report_whose_page_vanished_is_marked_gone_not_deleted(archive: TestArchive) -> None:
    archive.tell(STORY)
    with writing(archive.engine) as session:
        session.scalars(select(Document)).one().gone = datetime(2025, 3, 4, tzinfo=UTC)
        assert mark_gone(session) == 1
        assert mark_gone(session) == 0
        assert session.scalars(select(Report.gone)).one() == date(2025, 3, 4)


# --- agencies ------------------------------------------------------------------------------------------------


def test_the_same_name_in_another_region_is_another_agency(archive: TestArchive) -> None:
    archive.tell(replace(STORY, agency="审计局", region_code="990100"))
    archive.tell(replace(STORY, agency="审计局", region_code="990200"), url="https://www.qingxi.example/b.html")
    assert counts(archive)["agencies"] == 2


def test_a_report_without_region_joins_its_namesake_on_the_same_portal_only(archive: TestArchive) -> None:
    archive.tell(replace(STORY, year=2020))
    archive.tell(replace(STORY, region_code=None, region=None))
    assert counts(archive)["agencies"] == 1
    archive.tell(replace(STORY, region_code=None, region=None), url="https://b.example/", portal="elsewhere")
    assert counts(archive)["agencies"] == 2


def test_an_agency_keeps_its_names_with_their_years(archive: TestArchive) -> None:
    first = archive.tell(replace(STORY, agency="青溪市环境保护局", year=2017, form=None))
    agency = archive.ask(lambda s: s.get_one(Report, first.report_id).agency_id)
    with writing(archive.engine) as session:
        session.add(AgencyName(agency_id=agency, name="青溪市生态环境局"))
    second = archive.tell(replace(STORY, agency="青溪市生态环境局", year=2021))
    held = archive.ask(lambda s: s.get_one(Agency, agency))
    assert (held.name, held.first_year, held.last_year, held.kind) == ("青溪市生态环境局", 2017, 2021, "ecology")
    assert archive.ask(lambda s: s.get_one(Report, second.report_id).agency_id) == agency
    assert archive.ask(lambda s: s.get_one(Report, first.report_id).agency) == "青溪市环境保护局"


def test_problems_keep_their_place(archive: TestArchive) -> None:
    made = reading(STORY, problems=[Problem("label.unknown", "不认得", Place(table=3, row=9), ("甲", "乙"))])
    archive.load(archive.document(PAGE), made)
    problem = archive.ask(lambda s: s.scalars(select(ProblemRow)).one())
    assert (problem.code, problem.place, problem.message) == (
        "label.unknown", "table 3, row 9", "不认得 (also read as: 甲 / 乙)",
    )  # fmt: skip
