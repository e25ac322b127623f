"""Who published a report: an agency keeps its identity while its name, and the code of its region, change."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Agency, AgencyName, Report
from domain.agency_kinds import agency_kind
from extract.report import Reading


def agency_of(session: Session, reading: Reading, portal: str | None) -> Agency:
    """The agency that a report names, made if it is new. ``reading.agency`` must be known.

    The same name in the same region is the same agency. Where the reading could not tell the region, the
    name must have been seen on the same portal: 审计局 alone is the name of three thousand agencies.
    """
    name = reading.agency or ""
    known = select(Agency).join(AgencyName, AgencyName.agency_id == Agency.agency_id).where(AgencyName.name == name)
    if reading.region_code is not None:
        found = session.scalars(known.where(Agency.region_code == reading.region_code)).first()
        found = found or _on_portal(session, name, portal, without_region=True)
    else:
        found = _on_portal(session, name, portal, without_region=False)
    if found is None:
        found = Agency(name=name, region_code=reading.region_code, region=reading.region)
        session.add(found)
        session.flush()
    if found.region_code is None:
        found.region_code, found.region = reading.region_code, reading.region
    return found


def note_report(session: Session, agency: Agency, reading: Reading) -> None:
    """Carry a report's name, year, level and scope over to its agency; the newest report decides."""
    year, name = reading.year, reading.agency
    if year is None or name is None:
        return
    spoken = session.scalars(
        select(AgencyName).where(AgencyName.agency_id == agency.agency_id, AgencyName.name == name)
    ).first()
    if spoken is None:
        spoken = AgencyName(agency_id=agency.agency_id, name=name)
        session.add(spoken)
    spoken.first_year = min(year, spoken.first_year or year)
    spoken.last_year = max(year, spoken.last_year or year)
    if agency.last_year is None or year >= agency.last_year:
        agency.name, agency.kind = name, agency_kind(name)
        agency.level = reading.level or agency.level
        agency.scope = reading.scope or agency.scope
        agency.region = reading.region or agency.region
    agency.first_year = min(year, agency.first_year or year)
    agency.last_year = max(year, agency.last_year or year)
    session.flush()


def forget_report(session: Session, agency_id: int) -> None:
    """Take back what a report that turned out to be none had told of its agency; drop an agency left with none."""
    agency = session.get_one(Agency, agency_id)
    reports = session.execute(
        select(Report.agency, Report.year).where(Report.agency_id == agency_id).order_by(Report.year)
    ).all()
    if not reports:
        session.delete(agency)
        session.flush()
        return
    years: dict[str, list[int]] = {}
    for name, year in reports:
        years.setdefault(name, []).append(year)
    for spoken in session.scalars(select(AgencyName).where(AgencyName.agency_id == agency_id)):
        if spoken.name in years:
            spoken.first_year, spoken.last_year = years[spoken.name][0], years[spoken.name][-1]
        else:
            session.delete(spoken)
    agency.name, agency.first_year, agency.last_year = reports[-1][0], reports[0][1], reports[-1][1]
    agency.kind = agency_kind(agency.name)
    session.flush()


def _on_portal(session: Session, name: str, portal: str | None, *, without_region: bool) -> Agency | None:
    """The agency of that name with reports on that portal, if there is just one."""
    if portal is None:
        return None
    query = (
        select(Agency)
        .join(AgencyName, AgencyName.agency_id == Agency.agency_id)
        .where(AgencyName.name == name)
        .where(select(Report.report_id).where(Report.agency_id == Agency.agency_id, Report.portal == portal).exists())
    )
    if without_region:
        query = query.where(Agency.region_code.is_(None))
    found = session.scalars(query.limit(2)).all()
    return found[0] if len(found) == 1 else None
