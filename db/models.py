"""The tables. Those of figures are made from the registry of forms, so a column is named once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import Column

from db.types import ExactDecimal, UtcDateTime
from domain.registry import registry

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all models, with a naming convention so that migrations can name every constraint."""

    metadata = MetaData(naming_convention=NAMING)


class Region(Base):
    """A division of GB/T 2260, with the years it was valid."""

    __tablename__ = "regions"

    region_code: Mapped[str] = mapped_column(String(6), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    full_name: Mapped[str] = mapped_column(String(120))
    level: Mapped[str] = mapped_column(String(12))
    parent_code: Mapped[str | None] = mapped_column(String(6))
    valid_from: Mapped[int | None] = mapped_column(Integer)
    valid_to: Mapped[int | None] = mapped_column(Integer)


class Portal(Base):
    """A portal of the portal file."""

    __tablename__ = "portals"

    portal: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    region_code: Mapped[str | None] = mapped_column(String(6))
    start_url: Mapped[str] = mapped_column(Text)
    platform: Mapped[str] = mapped_column(String(40))
    platform_found: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), default="never")
    reason: Mapped[str | None] = mapped_column(Text)
    last_crawl: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Agency(Base):
    """A publisher of reports. ``name`` is the newest; reports keep the name they were published under."""

    __tablename__ = "agencies"
    __table_args__ = (UniqueConstraint("name", "region_code"),)

    agency_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(160), index=True)
    region_code: Mapped[str | None] = mapped_column(String(6), index=True)
    region: Mapped[str | None] = mapped_column(String(120))
    level: Mapped[str | None] = mapped_column(String(12))
    scope: Mapped[str | None] = mapped_column(String(12))
    kind: Mapped[str | None] = mapped_column(String(40))
    first_year: Mapped[int | None] = mapped_column(Integer)
    last_year: Mapped[int | None] = mapped_column(Integer)


class AgencyName(Base):
    """A name that an agency published under, with the first and last report year it is seen on.

    Agencies are renamed and merged; whoever reports under any of these names in the region is that agency.
    """

    __tablename__ = "agency_names"
    __table_args__ = (UniqueConstraint("agency_id", "name"), Index("ix_agency_names_name", "name"))

    agency_name_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.agency_id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(160))
    first_year: Mapped[int | None] = mapped_column(Integer)
    last_year: Mapped[int | None] = mapped_column(Integer)


class Document(Base):
    """One version of the body at one address, as archived: what was fetched, when, and where its bytes are.

    The second half says what reading it gave: ``read_by`` the version of the reader, ``kind`` and ``reason``,
    its ``title``, the ``agency`` and ``year`` it speaks of, how many ``figures`` were read and how many of its
    cells are ``uncertain``, and the report it belongs to, whether that report's figures come from here or not.
    """

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("url", "sha256"), Index("ix_documents_todo", "role", "read_by"))

    document_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    portal: Mapped[str | None] = mapped_column(ForeignKey("portals.portal"), index=True)
    url: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(12))
    parent_url: Mapped[str | None] = mapped_column(Text, index=True)
    link_text: Mapped[str | None] = mapped_column(Text)
    column_name: Mapped[str | None] = mapped_column(Text)
    breadcrumb: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, default=1)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    bytes: Mapped[int] = mapped_column(BigInteger)
    http_status: Mapped[int] = mapped_column(Integer)
    media_type: Mapped[str | None] = mapped_column(String(120))
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(Text)
    fetched: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen: Mapped[datetime] = mapped_column(UtcDateTime)
    gone: Mapped[datetime | None] = mapped_column(UtcDateTime)
    warc_file: Mapped[str] = mapped_column(Text)
    warc_offset: Mapped[int] = mapped_column(BigInteger)
    read_by: Mapped[str | None] = mapped_column(String(40))
    kind: Mapped[str | None] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    agency: Mapped[str | None] = mapped_column(String(160))
    year: Mapped[int | None] = mapped_column(Integer)
    published: Mapped[date | None] = mapped_column(Date)
    figures: Mapped[int | None] = mapped_column(Integer)
    uncertain: Mapped[int | None] = mapped_column(Integer)
    report_id: Mapped[int | None] = mapped_column(
        ForeignKey("reports.report_id", use_alter=True, ondelete="SET NULL"), index=True
    )


class Report(Base):
    """The report of one agency for one year, as its current version has it."""

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("agency_id", "year"),)

    report_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.agency_id"), index=True)
    agency: Mapped[str] = mapped_column(String(160))
    region_code: Mapped[str | None] = mapped_column(String(6), index=True)
    year: Mapped[int] = mapped_column(Integer, index=True)
    form: Mapped[str | None] = mapped_column(String(4), index=True)
    scope: Mapped[str | None] = mapped_column(String(12))
    level: Mapped[str | None] = mapped_column(String(12))
    title: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    portal: Mapped[str | None] = mapped_column(ForeignKey("portals.portal"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.document_id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    published: Mapped[date | None] = mapped_column(Date)
    late: Mapped[bool | None] = mapped_column(Boolean)
    version: Mapped[int] = mapped_column(Integer, default=1)
    figures: Mapped[int] = mapped_column(Integer, default=0)
    blanks: Mapped[int] = mapped_column(Integer, default=0)
    failed_checks: Mapped[int] = mapped_column(Integer, default=0)
    problems: Mapped[int] = mapped_column(Integer, default=0)
    gone: Mapped[date | None] = mapped_column(Date)


class ReportVersion(Base):
    """Every body that gives a report: its document, and what changed against the version before.

    ``figures`` (``{table: {row: {column: value}}}``, money as text) and ``texts`` (heading: digest of its text)
    are kept only where a report has more than one version. ``changes`` is a list of objects with ``what``
    (figure, title, published, section), where, ``before`` and ``after``.
    """

    __tablename__ = "report_versions"
    __table_args__ = (UniqueConstraint("report_id", "version"), UniqueConstraint("report_id", "document_id"))

    report_version_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column(Integer)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.document_id"), index=True)
    loaded: Mapped[datetime] = mapped_column(UtcDateTime)
    title: Mapped[str | None] = mapped_column(Text)
    published: Mapped[date | None] = mapped_column(Date)
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    texts: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    changes: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))


class Section(Base):
    """A section of a report's text."""

    __tablename__ = "sections"

    section_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    number: Mapped[int | None] = mapped_column(Integer)
    heading: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)


class Check(Base):
    """A rule applied to a report, with both sides, the operands (``cells``) and where these stand (``place``)."""

    __tablename__ = "checks"
    __table_args__ = (Index("ix_checks_rule_status", "rule", "status"),)

    check_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id", ondelete="CASCADE"), index=True)
    rule: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))
    status: Mapped[str] = mapped_column(String(12))
    left: Mapped[Any | None] = mapped_column(ExactDecimal)
    right: Mapped[Any | None] = mapped_column(ExactDecimal)
    cause: Mapped[str | None] = mapped_column(String(12))
    cells: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)


class ProblemRow(Base):
    """A problem met while reading a document, with its place."""

    __tablename__ = "problems"

    problem_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.document_id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.report_id", ondelete="SET NULL"), index=True)
    code: Mapped[str] = mapped_column(String(60), index=True)
    message: Mapped[str] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)


class CrawlRun(Base):
    """One crawl of one portal."""

    __tablename__ = "crawl_runs"

    run_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    portal: Mapped[str] = mapped_column(ForeignKey("portals.portal"), index=True)
    started: Mapped[datetime] = mapped_column(UtcDateTime)
    finished: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(Text)
    platform: Mapped[str | None] = mapped_column(String(40))
    requests: Mapped[int] = mapped_column(Integer, default=0)
    pages: Mapped[int] = mapped_column(Integer, default=0)
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    seconds: Mapped[float | None] = mapped_column(Float)
    reports_seen: Mapped[int] = mapped_column(Integer, default=0)
    new: Mapped[int] = mapped_column(Integer, default=0)
    changed: Mapped[int] = mapped_column(Integer, default=0)
    unchanged: Mapped[int] = mapped_column(Integer, default=0)
    gone: Mapped[int] = mapped_column(Integer, default=0)
    failed: Mapped[int] = mapped_column(Integer, default=0)


def _figure_columns(table: str) -> list[Column[Any]]:
    """A column per column code; money has its exact text in 万元 and, to sort and sum by, its integer in 分."""
    columns: list[Column[Any]] = []
    for column in registry().tables[table].columns.values():
        if column.kind == "money":
            columns += [Column(column.code, ExactDecimal), Column(f"{column.code}_fen", BigInteger)]
        else:
            columns.append(Column(column.code, BigInteger))
    return columns


def _figures(class_name: str, table: str, key: str) -> type[Base]:
    """A model with a row per report and row code (``key`` names that column) and the evidence of its cells.

    ``place`` gives the cells' places, ``raw`` as JSON what was written where that is more than the number.
    """
    db_table = registry().tables[table].db_table
    attributes: dict[str, Any] = {
        "__tablename__": db_table,
        "__doc__": registry().tables[table].en,
        "report_id": Column(Integer, ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True),
        key: Column(String(60), primary_key=True),
    }
    attributes |= {column.name: column for column in _figure_columns(table)}
    attributes |= {"place": Column(Text), "raw": Column(Text)}
    return type(class_name, (Base,), attributes)


def _statistics() -> type[Base]:
    """The 2014 form: a row per report, a column per line of the form."""
    table = registry().tables["statistics"]
    attributes: dict[str, Any] = {
        "__tablename__": table.db_table,
        "__doc__": table.en,
        "report_id": Column(Integer, ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True),
    }
    for row in table.rows.values():
        if row.kind == "money":
            attributes[row.code] = Column(ExactDecimal)
            attributes[f"{row.code}_fen"] = Column(f"{row.code}_fen", BigInteger)
        else:
            attributes[row.code] = Column(BigInteger)
    attributes |= {"place": Column(Text), "raw": Column(Text)}
    return type("Statistics2014", (Base,), attributes)


ProactiveDisclosure = _figures("ProactiveDisclosure", "proactive_disclosure", "row")
Applications = _figures("Applications", "applications", "row")
Disputes = _figures("Disputes", "disputes", "stage")
Statistics2014 = _statistics()
