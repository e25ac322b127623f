"""Figures of an agency through the years, that obey every rule of the forms within a report and between years.

What happened (:class:`Facts`) does not depend on the form; the same facts are printed on whichever form a
report uses. Magnitudes follow real reports: a city of a few million receives some hundred applications a year,
a department a few dozen, a town often none.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from decimal import Decimal

from demo.places import Agency
from domain.registry import registry

Value = int | Decimal | None
Tables = dict[str, dict[str, dict[str, Value]]]

FIRST_YEAR, LAST_YEAR = 2012, 2025
SHARES = {
    "natural_person": 0.86,
    "business": 0.10,
    "research_institution": 0.004,
    "public_interest": 0.003,
    "legal_service": 0.02,
    "other_organisation": 0.013,
}
OUTCOMES = {
    "granted": 44,
    "partly_granted": 9,
    "denied_state_secret": 0.4,
    "denied_prohibited_by_law": 0.8,
    "denied_security_stability": 0.5,
    "denied_third_party": 1.6,
    "denied_internal_affairs": 1.1,
    "denied_deliberative": 1.5,
    "denied_enforcement_file": 1.4,
    "denied_administrative_query": 1.2,
    "unavailable_not_held": 24,
    "unavailable_must_be_created": 2.2,
    "unavailable_unclear": 1.6,
    "rejected_petition": 4.5,
    "rejected_repeated": 1.7,
    "rejected_publication": 0.3,
    "rejected_excessive": 0.3,
    "rejected_reconfirmation": 0.4,
    "other_not_corrected": 1.2,
    "other_fee_unpaid": 0.2,
    "other_remaining": 2.1,
}
MERGED_2019 = ("other_not_corrected", "other_fee_unpaid", "other_remaining")
STAGES = {"reconsideration": 0.055, "litigation_direct": 0.012, "litigation_after_reconsideration": 0.015}
DECISIONS = {
    "administrative_licensing": 9.0,
    "other_public_services": 3.0,
    "administrative_penalty": 4.0,
    "administrative_compulsion": 0.4,
}


@dataclass(frozen=True)
class Documents:
    """Rules or normative documents of a year: counts."""

    issued: int
    repealed: int
    in_force: int


@dataclass(frozen=True)
class Facts:
    """What happened in a year. ``applications`` is row → column → count with all totals; money is in 万元."""

    year: int
    rules: Documents
    normative_documents: Documents
    items: dict[str, tuple[int, int]]
    decisions: dict[str, int]
    fees: Decimal
    projects: int
    procurement: Decimal
    applications: dict[str, dict[str, int]]
    disputes: dict[str, dict[str, int]]


def count(rng: random.Random, mean: float) -> int:
    """A random count of things that happen independently, ``mean`` times a year on average."""
    if mean > 40:
        return max(0, round(rng.gauss(mean, math.sqrt(mean) * 1.5)))
    limit, product, found = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        found += 1
    return found


def _documents(rng: random.Random, mean: float, before: int) -> Documents:
    issued = count(rng, mean)
    repealed = min(before, count(rng, mean * 0.8))
    return Documents(issued, repealed, before + issued - repealed)


def _total(cells: dict[str, int]) -> dict[str, int]:
    return {**cells, "total": sum(cells.values())}


def _applications(rng: random.Random, size: float, carried_in: dict[str, int]) -> dict[str, dict[str, int]]:
    new = {column: count(rng, size * share) for column, share in SHARES.items()}
    carried_out, results = {}, {code: dict.fromkeys(SHARES, 0) for code in OUTCOMES}
    for column in SHARES:
        at_hand = new[column] + carried_in[column]
        carried_out[column] = min(at_hand, count(rng, at_hand * 0.06))
        drawn = rng.choices(list(OUTCOMES), list(OUTCOMES.values()), k=at_hand - carried_out[column])
        for code in drawn:
            results[code][column] += 1
    concluded = {column: sum(row[column] for row in results.values()) for column in SHARES}
    rows = {"new_received": new, "carried_in": carried_in, **results}
    rows |= {"concluded_total": concluded, "carried_out": carried_out}
    return {code: _total(cells) for code, cells in rows.items()}


def _disputes(rng: random.Random, received: int) -> dict[str, dict[str, int]]:
    rows = {}
    for stage, rate in STAGES.items():
        cases = rng.choices(
            ["upheld", "corrected", "other_result", "pending"], [60, 9, 19, 12], k=count(rng, received * rate)
        )
        rows[stage] = _total({code: cases.count(code) for code in ("upheld", "corrected", "other_result", "pending")})
    return rows


def history(agency: Agency, seed: int) -> dict[int, Facts]:
    """The facts of every year, reported or not, so that gaps in the reports leave the series consistent."""
    rng = random.Random(f"{seed}/{agency.name}")  # noqa: S311 - invented figures, not secrets
    makes_rules = agency.kind == "gov" and agency.level != "county"
    rules, normative = (rng.randint(8, 30) if makes_rules else 0), rng.randint(0, 4) + agency.size // 8
    items = {code: rng.randint(0, 6) * (agency.size > 0) * 3 for code in (*DECISIONS, "administrative_fees")}
    busy = {code: rng.choice([0, 0.4, 1, 3]) for code in DECISIONS}
    charges = rng.random() < 0.4
    carried = dict.fromkeys(SHARES, 0) | {"natural_person": count(rng, agency.size * 0.05)}
    found = {}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        size = agency.size * (0.55 + 0.05 * (year - FIRST_YEAR)) * rng.uniform(0.85, 1.15)
        a = _documents(rng, 1.2 if makes_rules else 0, rules)
        b = _documents(rng, 0.3 + agency.size / 90, normative)
        change = {code: max(-items[code], rng.choice([0, 0, 0, 1, 2, -1])) for code in items}
        facts = Facts(
            year=year,
            rules=a,
            normative_documents=b,
            items={code: (items[code], change[code]) for code in items},
            decisions={code: count(rng, agency.size * mean * busy[code]) for code, mean in DECISIONS.items()},
            fees=Decimal(rng.randint(1, 900_000) * (1 + agency.size)).scaleb(-4) if charges else Decimal(0),
            projects=(projects := count(rng, 1 + agency.size / 20)),
            procurement=Decimal(projects * rng.randint(20_000, 900_000)).scaleb(-4),
            applications=(applications := _applications(rng, size, carried)),
            disputes=_disputes(rng, applications["new_received"]["total"]),
        )
        rules, normative = a.in_force, b.in_force
        items = {code: last + change[code] for code, last in items.items()}
        carried = {column: applications["carried_out"][column] for column in SHARES}
        found[year] = facts
    return found


def plain(amount: Decimal) -> Decimal:
    """Money without trailing zeros after the point, as people write it."""
    short = amount.normalize()
    return short if int(short.as_tuple().exponent) <= 0 else short.quantize(Decimal(1))


def disclosure_2021(facts: Facts) -> dict[str, dict[str, Value]]:
    """二、 on the 2021 form."""
    rows: dict[str, dict[str, Value]] = {
        code: {"issued": papers.issued, "repealed": papers.repealed, "in_force": papers.in_force}
        for code, papers in (("rules", facts.rules), ("normative_documents", facts.normative_documents))
    }
    for code in ("administrative_licensing", "administrative_penalty", "administrative_compulsion"):
        rows[code] = {"decisions": facts.decisions[code]}
    rows["administrative_fees"] = {"amount": plain(facts.fees)}
    return rows


def disclosure_2019(facts: Facts) -> dict[str, dict[str, Value]]:
    """二、 on the 2019 form: what is in force is what is open to the public."""
    rows: dict[str, dict[str, Value]] = {
        code: {"made": papers.issued, "published": papers.issued, "public_total": papers.in_force}
        for code, papers in (("rules", facts.rules), ("normative_documents", facts.normative_documents))
    }
    for code, (last, change) in facts.items.items():
        rows[code] = {"items_last_year": last, "items_change": change}
        if code in facts.decisions:
            rows[code]["decisions"] = facts.decisions[code]
    rows["government_procurement"] = {"projects": facts.projects, "amount": plain(facts.procurement)}
    return rows


def applications(facts: Facts, form: str) -> dict[str, dict[str, Value]]:
    """三、 on the 2019 or 2021 form; the older one has 其他处理 in one line."""
    rows = {code: dict(cells) for code, cells in facts.applications.items()}
    if form == "2019":
        merged = [rows.pop(code) for code in MERGED_2019]
        rows["other"] = {column: sum(row[column] for row in merged) for column in merged[0]}
    return {code: dict(rows[code]) for code, row in registry().tables["applications"].rows.items() if form in row.forms}


def form_of(year: int) -> str | None:
    """The form prescribed for a year; none before 2014."""
    for form in registry().forms.values():
        if form.years[0] <= year <= (form.years[1] or year):
            return form.code
    return None
