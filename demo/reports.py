"""The reports that the agencies publish: figures as printed, and the faults of real life in a few of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from zlib import crc32

from demo import figures
from demo.figures import Facts, Tables, Value
from demo.places import Agency, Portal
from demo.statistics import statistics

CLAUSE_TABLE = "proactive_disclosure"
DETAIL_ONLY_BLANK = ("new_received", "carried_in", "concluded_total", "carried_out")

FAULTS = {
    "sum_wrong": "办理结果总计比各项之和多一件",
    "blank_totals": "明细行的总计栏空白",
    "blank_zeros": "零写作空白",
    "text_differs": "正文的复议、诉讼件数与表格不符",
    "carry_broken": "上年结转数与上一年度报告的结转下年数不符",
    "old_form": "2021年及以后仍用2019年格式",
    "hybrid": "第（一）项用2019年的栏目，其余用2021年格式",
    "header_words_lost": "混用格式，且第（一）项表头缺字",
    "amount_in_yuan": "金额以元计",
    "signed_words": "增减写作“增2”“减1”",
    "empty_template": "表格只有空模板",
    "pictures": "表格是图片",
}


@dataclass
class Report:
    """A report as published. ``tables`` is what a perfect reader finds: ``None`` where the cell is blank.

    ``written`` overrides how single cells are written. ``said`` holds the counts the narrative gives.
    ``carrier``: ``html``, ``docx`` (only attached), ``both`` (page and attachment) or ``txt``. ``style`` names
    the markup. The portal that publishes it sets ``url`` and ``attachment`` (absolute addresses).
    """

    agency: Agency
    year: int
    form: str | None
    title: str
    published: date
    tables: Tables
    style: str
    carrier: str = "html"
    faults: tuple[str, ...] = ()
    written: dict[tuple[str, str, str], str] = field(default_factory=dict)
    said: dict[str, int] = field(default_factory=dict)
    clause_forms: dict[str, str] = field(default_factory=dict)
    url: str = ""
    attachment: str | None = None
    also_at: list[str] = field(default_factory=list)
    edition: int = 1

    @property
    def number(self) -> int:
        """A stable number of its own, for addresses and for choices that should not change between runs."""
        return crc32(f"{self.agency.name}/{self.year}".encode())

    def value(self, table: str, row: str, column: str) -> Value:
        """A figure as a perfect reader finds it."""
        return self.tables.get(table, {}).get(row, {}).get(column)


HTML_STYLES = ("clean", "word", "centred", "layout", "clauses", "cut", "unclosed", "misaligned")


def _form(agency: Agency, year: int) -> str | None:
    return "2019" if agency.faults.get(year) == "old_form" else figures.form_of(year)


def _tables(agency: Agency, facts: Facts, form: str | None, rng: random.Random) -> Tables:
    if form is None:
        return {}
    if form == "2014":
        return {"statistics": statistics(facts, agency.size, rng)}
    disclosure = figures.disclosure_2019(facts) if form == "2019" else figures.disclosure_2021(facts)
    return {
        "proactive_disclosure": disclosure,
        "applications": figures.applications(facts, form),
        "disputes": {stage: dict(cells) for stage, cells in facts.disputes.items()},
    }


def _title(agency: Agency, year: int) -> str:
    odd = agency.titles.get(year)
    if odd == "broken":
        return f"{agency.subject}\n{year}年政府信息公开工作年度报告"
    if odd == "short":
        return f"{agency.name.removeprefix(agency.place)}{year}年政府信息公开工作年度报告"
    if odd == "year_only":
        return f"{year}年度"
    choice = crc32(f"title/{agency.name}/{year}".encode()) % 12
    if choice == 0:
        return f"{year}年{agency.subject}政府信息公开工作年度报告"
    if choice == 1:
        return f"{agency.subject}{year}年度政府信息公开工作报告"
    if choice == 2:
        return f"{agency.subject}关于{year}年政府信息公开工作的年度报告"
    if choice == 3:
        return f"{agency.subject} {year}年政府信息公开年度报告"
    return f"{agency.subject}{year}年政府信息公开工作年度报告"


def _said(form: str | None, facts: Facts) -> dict[str, int]:
    """The counts of the narrative; the annex of 2014 counts concluded disputes only, and so does its text."""
    row = facts.applications
    stages = facts.disputes
    litigation = [stages["litigation_direct"], stages["litigation_after_reconsideration"]]
    pending = 0 if form in ("2019", "2021") else 1
    return {
        "received": row["new_received"]["total"],
        "carried_in": row["carried_in"]["total"],
        "concluded": row["concluded_total"]["total"],
        "carried_out": row["carried_out"]["total"],
        "granted": row["granted"]["total"],
        "reconsiderations": stages["reconsideration"]["total"] - pending * stages["reconsideration"]["pending"],
        "litigations": sum(stage["total"] - pending * stage["pending"] for stage in litigation),
    }


def _blank(report: Report, keep: tuple[str, ...] = (), only_column: str | None = None, zeros: bool = False) -> None:
    for table, rows in report.tables.items():
        for row, cells in rows.items():
            for column, value in cells.items():
                meant = only_column in (None, column) and row not in keep and (not zeros or value == 0)
                if meant and (only_column is None or table == "applications"):
                    cells[column] = None


def _make_faulty(report: Report, fault: str, facts: Facts) -> None:
    """Bring a fault of real life into a report, keeping ``tables`` what is printed."""
    applications = report.tables.get("applications", {})
    if fault == "sum_wrong":
        applications["concluded_total"]["total"] = facts.applications["concluded_total"]["total"] + 1
    elif fault == "blank_totals":
        _blank(report, keep=DETAIL_ONLY_BLANK, only_column="total")
    elif fault == "blank_zeros":
        _blank(report, zeros=True)
    elif fault == "text_differs":
        report.said["reconsiderations"] += 3
        report.said["litigations"] += 2
    elif fault == "carry_broken":
        for row in ("carried_in", "granted", "concluded_total"):
            for column in ("natural_person", "total"):
                applications[row][column] = facts.applications[row][column] + 2
        report.said |= {code: report.said[code] + 2 for code in ("carried_in", "concluded", "granted")}
    elif fault in ("hybrid", "header_words_lost"):
        report.clause_forms = {"clause_1": "2019"}
        old = figures.disclosure_2019(facts)
        report.tables[CLAUSE_TABLE] |= {code: old[code] for code in ("rules", "normative_documents")}
    elif fault == "amount_in_yuan":
        _write_in_yuan(report)
    elif fault == "signed_words":
        _write_signs_as_words(report)
    elif fault == "empty_template":
        _blank(report)


def _write_in_yuan(report: Report) -> None:
    row = "administrative_fees" if report.form == "2021" else "government_procurement"
    yuan = 251_000 + report.number % 977 * 100
    report.tables[CLAUSE_TABLE][row]["amount"] = figures.plain(Decimal(yuan).scaleb(-4))
    report.written[CLAUSE_TABLE, row, "amount"] = f"{yuan}元"


def _write_signs_as_words(report: Report) -> None:
    for place, change in zip(("administrative_licensing", "administrative_penalty"), (2, -1), strict=True):
        report.tables[CLAUSE_TABLE][place]["items_change"] = change
        report.written[CLAUSE_TABLE, place, "items_change"] = f"{'增' if change > 0 else '减'}{abs(change)}"


def report_of(agency: Agency, facts: Facts, seed: int) -> Report:
    """The report of one agency for one year."""
    year, fault = facts.year, agency.faults.get(facts.year)
    rng = random.Random(f"{seed}/{agency.name}/{year}/report")  # noqa: S311 - invented figures
    form = _form(agency, year)
    spring = date(year + 1, 3, 10) if agency.kind == "gov" else date(year + 1, 1, 8)
    report = Report(
        agency=agency,
        year=year,
        form=form,
        title=_title(agency, year),
        published=agency.late.get(year, spring + timedelta(days=rng.randint(0, 20))),
        tables=_tables(agency, facts, form, rng),
        style=rng.choice(HTML_STYLES),
        carrier=agency.carriers.get(year, "html"),
        faults=(fault,) if fault else (),
        said=_said(form, facts),
    )
    if fault:
        _make_faulty(report, fault, facts)
    return report


def reports_of(portal: Portal, seed: int) -> list[Report]:
    """Every report that a portal publishes, agency by agency, oldest first."""
    found = []
    for agency in portal.agencies:
        facts = figures.history(agency, seed)
        found += [report_of(agency, facts[year], seed) for year in agency.years]
    return found


def corrected(report: Report) -> Report:
    """The same report after a silent replacement: one more application was received and granted."""
    tables = {table: {row: dict(cells) for row, cells in rows.items()} for table, rows in report.tables.items()}
    applications = tables["applications"]
    for row in ("new_received", "granted", "concluded_total"):
        for column in ("natural_person", "total"):
            before = applications[row][column]
            assert isinstance(before, int)
            applications[row][column] = before + 1
    said = {code: n + (code in ("received", "granted", "concluded")) for code, n in report.said.items()}
    return replace(report, tables=tables, said=said, edition=2)
