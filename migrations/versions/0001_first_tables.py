"""first tables.

Revision: 0001, after , 2026-11-22
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agencies",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=True),
        sa.Column("region", sa.String(length=120), nullable=True),
        sa.Column("level", sa.String(length=12), nullable=True),
        sa.Column("scope", sa.String(length=12), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_agencies")),
        sa.UniqueConstraint("name", "region_code", name=op.f("uq_agencies_name_region_code")),
    )
    op.create_index(op.f("ix_agencies_name"), "agencies", ["name"], unique=False)
    op.create_index(op.f("ix_agencies_region_code"), "agencies", ["region_code"], unique=False)

    op.create_table(
        "portals",
        sa.Column("portal", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=True),
        sa.Column("start_url", sa.Text(), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("platform_found", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("last_crawl", db.types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("portal", name=op.f("pk_portals")),
    )
    op.create_table(
        "regions",
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("parent_code", sa.String(length=6), nullable=True),
        sa.Column("valid_from", sa.Integer(), nullable=True),
        sa.Column("valid_to", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("region_code", name=op.f("pk_regions")),
    )
    op.create_table(
        "agency_names",
        sa.Column("agency_name_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.agency_id"], name=op.f("fk_agency_names_agency_id_agencies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("agency_name_id", name=op.f("pk_agency_names")),
        sa.UniqueConstraint("agency_id", "name", name=op.f("uq_agency_names_agency_id_name")),
    )
    op.create_index("ix_agency_names_name", "agency_names", ["name"], unique=False)

    op.create_table(
        "crawl_runs",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("portal", sa.String(length=80), nullable=False),
        sa.Column("started", db.types.UtcDateTime(), nullable=False),
        sa.Column("finished", db.types.UtcDateTime(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("platform", sa.String(length=40), nullable=True),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("reports_seen", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["portal"], ["portals.portal"], name=op.f("fk_crawl_runs_portal_portals")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_crawl_runs")),
    )
    op.create_index(op.f("ix_crawl_runs_portal"), "crawl_runs", ["portal"], unique=False)

    op.create_table(
        "documents",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("portal", sa.String(length=80), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("parent_url", sa.Text(), nullable=True),
        sa.Column("link_text", sa.Text(), nullable=True),
        sa.Column("column_name", sa.Text(), nullable=True),
        sa.Column("breadcrumb", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("fetched", db.types.UtcDateTime(), nullable=False),
        sa.Column("last_seen", db.types.UtcDateTime(), nullable=False),
        sa.Column("gone", db.types.UtcDateTime(), nullable=True),
        sa.Column("warc_file", sa.Text(), nullable=False),
        sa.Column("warc_offset", sa.BigInteger(), nullable=False),
        sa.Column("read_by", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("agency", sa.String(length=160), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("figures", sa.Integer(), nullable=True),
        sa.Column("uncertain", sa.Integer(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["portal"], ["portals.portal"], name=op.f("fk_documents_portal_portals")),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_documents_report_id_reports"),
            ondelete="SET NULL",
            use_alter=True,
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_documents")),
        sa.UniqueConstraint("url", "sha256", name=op.f("uq_documents_url_sha256")),
    )
    op.create_index(op.f("ix_documents_parent_url"), "documents", ["parent_url"], unique=False)
    op.create_index(op.f("ix_documents_portal"), "documents", ["portal"], unique=False)
    op.create_index(op.f("ix_documents_report_id"), "documents", ["report_id"], unique=False)
    op.create_index(op.f("ix_documents_sha256"), "documents", ["sha256"], unique=False)
    op.create_index("ix_documents_todo", "documents", ["role", "read_by"], unique=False)

    op.create_table(
        "reports",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(length=160), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=True),
        sa.Column("scope", sa.String(length=12), nullable=True),
        sa.Column("level", sa.String(length=12), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("portal", sa.String(length=80), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Integer(), nullable=False),
        sa.Column("blanks", sa.Integer(), nullable=False),
        sa.Column("failed_checks", sa.Integer(), nullable=False),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.agency_id"], name=op.f("fk_reports_agency_id_agencies")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.document_id"], name=op.f("fk_reports_document_id_documents")
        ),
        sa.ForeignKeyConstraint(["portal"], ["portals.portal"], name=op.f("fk_reports_portal_portals")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_reports")),
        sa.UniqueConstraint("agency_id", "year", name=op.f("uq_reports_agency_id_year")),
    )
    op.create_index(op.f("ix_reports_agency_id"), "reports", ["agency_id"], unique=False)
    op.create_index(op.f("ix_reports_document_id"), "reports", ["document_id"], unique=False)
    op.create_index(op.f("ix_reports_form"), "reports", ["form"], unique=False)
    op.create_index(op.f("ix_reports_portal"), "reports", ["portal"], unique=False)
    op.create_index(op.f("ix_reports_region_code"), "reports", ["region_code"], unique=False)
    op.create_index(op.f("ix_reports_year"), "reports", ["year"], unique=False)

    op.create_table(
        "applications",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.String(length=60), nullable=False),
        sa.Column("natural_person", sa.BigInteger(), nullable=True),
        sa.Column("business", sa.BigInteger(), nullable=True),
        sa.Column("research_institution", sa.BigInteger(), nullable=True),
        sa.Column("public_interest", sa.BigInteger(), nullable=True),
        sa.Column("legal_service", sa.BigInteger(), nullable=True),
        sa.Column("other_organisation", sa.BigInteger(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_applications_report_id_reports"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report_id", "row", name=op.f("pk_applications")),
    )
    op.create_table(
        "checks",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("left", db.types.ExactDecimal(length=40), nullable=True),
        sa.Column("right", db.types.ExactDecimal(length=40), nullable=True),
        sa.Column("cause", sa.String(length=12), nullable=True),
        sa.Column("cells", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_checks_report_id_reports"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("check_id", name=op.f("pk_checks")),
    )
    op.create_index(op.f("ix_checks_report_id"), "checks", ["report_id"], unique=False)
    op.create_index("ix_checks_rule_status", "checks", ["rule", "status"], unique=False)

    op.create_table(
        "disputes",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("upheld", sa.BigInteger(), nullable=True),
        sa.Column("corrected", sa.BigInteger(), nullable=True),
        sa.Column("other_result", sa.BigInteger(), nullable=True),
        sa.Column("pending", sa.BigInteger(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_disputes_report_id_reports"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report_id", "stage", name=op.f("pk_disputes")),
    )
    op.create_table(
        "proactive_disclosure",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.String(length=60), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=True),
        sa.Column("published", sa.BigInteger(), nullable=True),
        sa.Column("public_total", sa.BigInteger(), nullable=True),
        sa.Column("issued", sa.BigInteger(), nullable=True),
        sa.Column("repealed", sa.BigInteger(), nullable=True),
        sa.Column("in_force", sa.BigInteger(), nullable=True),
        sa.Column("items_last_year", sa.BigInteger(), nullable=True),
        sa.Column("items_change", sa.BigInteger(), nullable=True),
        sa.Column("decisions", sa.BigInteger(), nullable=True),
        sa.Column("projects", sa.BigInteger(), nullable=True),
        sa.Column("amount", db.types.ExactDecimal(length=40), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_proactive_disclosure_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "row", name=op.f("pk_proactive_disclosure")),
    )
    op.create_table(
        "problems",
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.document_id"], name=op.f("fk_problems_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_problems_report_id_reports"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("problem_id", name=op.f("pk_problems")),
    )
    op.create_index(op.f("ix_problems_code"), "problems", ["code"], unique=False)
    op.create_index(op.f("ix_problems_document_id"), "problems", ["document_id"], unique=False)
    op.create_index(op.f("ix_problems_report_id"), "problems", ["report_id"], unique=False)

    op.create_table(
        "report_versions",
        sa.Column("report_version_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("loaded", db.types.UtcDateTime(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("texts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("changes", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.document_id"], name=op.f("fk_report_versions_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_report_versions_report_id_reports"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report_version_id", name=op.f("pk_report_versions")),
        sa.UniqueConstraint("report_id", "document_id", name=op.f("uq_report_versions_report_id_document_id")),
        sa.UniqueConstraint("report_id", "version", name=op.f("uq_report_versions_report_id_version")),
    )
    op.create_index(op.f("ix_report_versions_document_id"), "report_versions", ["document_id"], unique=False)

    op.create_table(
        "sections",
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_sections_report_id_reports"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("section_id", name=op.f("pk_sections")),
    )
    op.create_index(op.f("ix_sections_report_id"), "sections", ["report_id"], unique=False)

    op.create_table(
        "statistics_2014",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("disclosed", sa.BigInteger(), nullable=True),
        sa.Column("disclosed_normative_documents", sa.BigInteger(), nullable=True),
        sa.Column("normative_documents_issued", sa.BigInteger(), nullable=True),
        sa.Column("disclosed_gazette", sa.BigInteger(), nullable=True),
        sa.Column("disclosed_website", sa.BigInteger(), nullable=True),
        sa.Column("disclosed_weibo", sa.BigInteger(), nullable=True),
        sa.Column("disclosed_wechat", sa.BigInteger(), nullable=True),
        sa.Column("disclosed_other", sa.BigInteger(), nullable=True),
        sa.Column("responses", sa.BigInteger(), nullable=True),
        sa.Column("press_conferences", sa.BigInteger(), nullable=True),
        sa.Column("press_conferences_leader", sa.BigInteger(), nullable=True),
        sa.Column("online_interviews", sa.BigInteger(), nullable=True),
        sa.Column("online_interviews_leader", sa.BigInteger(), nullable=True),
        sa.Column("policy_interpretations", sa.BigInteger(), nullable=True),
        sa.Column("social_media_responses", sa.BigInteger(), nullable=True),
        sa.Column("other_responses", sa.BigInteger(), nullable=True),
        sa.Column("applications_received", sa.BigInteger(), nullable=True),
        sa.Column("applications_in_person", sa.BigInteger(), nullable=True),
        sa.Column("applications_fax", sa.BigInteger(), nullable=True),
        sa.Column("applications_online", sa.BigInteger(), nullable=True),
        sa.Column("applications_letter", sa.BigInteger(), nullable=True),
        sa.Column("applications_concluded", sa.BigInteger(), nullable=True),
        sa.Column("concluded_on_time", sa.BigInteger(), nullable=True),
        sa.Column("concluded_extended", sa.BigInteger(), nullable=True),
        sa.Column("replies", sa.BigInteger(), nullable=True),
        sa.Column("replies_already_public", sa.BigInteger(), nullable=True),
        sa.Column("replies_granted", sa.BigInteger(), nullable=True),
        sa.Column("replies_partly_granted", sa.BigInteger(), nullable=True),
        sa.Column("replies_denied", sa.BigInteger(), nullable=True),
        sa.Column("denied_state_secret", sa.BigInteger(), nullable=True),
        sa.Column("denied_trade_secret", sa.BigInteger(), nullable=True),
        sa.Column("denied_personal_privacy", sa.BigInteger(), nullable=True),
        sa.Column("denied_security_stability", sa.BigInteger(), nullable=True),
        sa.Column("denied_not_government_information", sa.BigInteger(), nullable=True),
        sa.Column("denied_other_legal_ground", sa.BigInteger(), nullable=True),
        sa.Column("replies_not_competent", sa.BigInteger(), nullable=True),
        sa.Column("replies_nonexistent", sa.BigInteger(), nullable=True),
        sa.Column("replies_asked_to_amend", sa.BigInteger(), nullable=True),
        sa.Column("replies_other_channel", sa.BigInteger(), nullable=True),
        sa.Column("reconsiderations", sa.BigInteger(), nullable=True),
        sa.Column("reconsiderations_upheld", sa.BigInteger(), nullable=True),
        sa.Column("reconsiderations_corrected", sa.BigInteger(), nullable=True),
        sa.Column("reconsiderations_other", sa.BigInteger(), nullable=True),
        sa.Column("litigations", sa.BigInteger(), nullable=True),
        sa.Column("litigations_upheld", sa.BigInteger(), nullable=True),
        sa.Column("litigations_corrected", sa.BigInteger(), nullable=True),
        sa.Column("litigations_other", sa.BigInteger(), nullable=True),
        sa.Column("complaints", sa.BigInteger(), nullable=True),
        sa.Column("fees_collected", db.types.ExactDecimal(length=40), nullable=True),
        sa.Column("fees_collected_fen", sa.BigInteger(), nullable=True),
        sa.Column("disclosure_offices", sa.BigInteger(), nullable=True),
        sa.Column("reading_points", sa.BigInteger(), nullable=True),
        sa.Column("staff", sa.BigInteger(), nullable=True),
        sa.Column("staff_full_time", sa.BigInteger(), nullable=True),
        sa.Column("staff_part_time", sa.BigInteger(), nullable=True),
        sa.Column("funding", db.types.ExactDecimal(length=40), nullable=True),
        sa.Column("funding_fen", sa.BigInteger(), nullable=True),
        sa.Column("meetings", sa.BigInteger(), nullable=True),
        sa.Column("training_sessions", sa.BigInteger(), nullable=True),
        sa.Column("trained_people", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_statistics_2014_report_id_reports"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_statistics_2014")),
    )
    # Documents and reports name each other: SQLite takes that inline, the others want it afterwards.
    if op.get_context().dialect.name != "sqlite":
        op.create_foreign_key(
            op.f("fk_documents_report_id_reports"),
            "documents",
            "reports",
            ["report_id"],
            ["report_id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:
    if op.get_context().dialect.name != "sqlite":
        op.drop_constraint(op.f("fk_documents_report_id_reports"), "documents", type_="foreignkey")
    op.drop_table("statistics_2014")
    op.drop_index(op.f("ix_sections_report_id"), table_name="sections")
    op.drop_table("sections")
    op.drop_index(op.f("ix_report_versions_document_id"), table_name="report_versions")
    op.drop_table("report_versions")
    op.drop_index(op.f("ix_problems_report_id"), table_name="problems")
    op.drop_index(op.f("ix_problems_document_id"), table_name="problems")
    op.drop_index(op.f("ix_problems_code"), table_name="problems")
    op.drop_table("problems")
    op.drop_table("proactive_disclosure")
    op.drop_table("disputes")
    op.drop_index("ix_checks_rule_status", table_name="checks")
    op.drop_index(op.f("ix_checks_report_id"), table_name="checks")
    op.drop_table("checks")
    op.drop_table("applications")
    op.drop_index(op.f("ix_reports_year"), table_name="reports")
    op.drop_index(op.f("ix_reports_region_code"), table_name="reports")
    op.drop_index(op.f("ix_reports_portal"), table_name="reports")
    op.drop_index(op.f("ix_reports_form"), table_name="reports")
    op.drop_index(op.f("ix_reports_document_id"), table_name="reports")
    op.drop_index(op.f("ix_reports_agency_id"), table_name="reports")
    op.drop_table("reports")
    op.drop_index("ix_documents_todo", table_name="documents")
    op.drop_index(op.f("ix_documents_sha256"), table_name="documents")
    op.drop_index(op.f("ix_documents_report_id"), table_name="documents")
    op.drop_index(op.f("ix_documents_portal"), table_name="documents")
    op.drop_index(op.f("ix_documents_parent_url"), table_name="documents")
    op.drop_table("documents")
    op.drop_index(op.f("ix_crawl_runs_portal"), table_name="crawl_runs")
    op.drop_table("crawl_runs")
    op.drop_index("ix_agency_names_name", table_name="agency_names")
    op.drop_table("agency_names")
    op.drop_table("regions")
    op.drop_table("portals")
    op.drop_index(op.f("ix_agencies_region_code"), table_name="agencies")
    op.drop_index(op.f("ix_agencies_name"), table_name="agencies")
    op.drop_table("agencies")
