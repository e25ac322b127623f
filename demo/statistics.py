"""The statistics annex of 2014-2018, made of the same facts as the later forms, with all its sums right."""

from __future__ import annotations

import random
from decimal import Decimal

from demo.figures import Facts, Value, count

DENIED = {
    "denied_state_secret": ("denied_state_secret",),
    "denied_trade_secret": ("denied_third_party",),
    "denied_personal_privacy": (),
    "denied_security_stability": ("denied_security_stability",),
    "denied_not_government_information": ("denied_internal_affairs", "denied_deliberative", "denied_enforcement_file"),
    "denied_other_legal_ground": ("denied_prohibited_by_law", "denied_administrative_query"),
}
REPLIES = {
    "replies_already_public": ("rejected_publication", "rejected_repeated"),
    "replies_granted": ("granted",),
    "replies_partly_granted": ("partly_granted",),
    "replies_not_competent": ("rejected_petition", "rejected_excessive"),
    "replies_nonexistent": ("unavailable_not_held", "unavailable_must_be_created"),
    "replies_asked_to_amend": ("unavailable_unclear", "other_not_corrected"),
    "replies_other_channel": ("rejected_reconfirmation", "other_fee_unpaid", "other_remaining"),
}
LITIGATION = ("litigation_direct", "litigation_after_reconsideration")


def _split(rng: random.Random, whole: int, parts: dict[str, float]) -> dict[str, Value]:
    drawn = rng.choices(list(parts), list(parts.values()), k=whole)
    return {code: drawn.count(code) for code in parts}


def _applications(facts: Facts, rng: random.Random) -> dict[str, Value]:
    total = {code: cells["total"] for code, cells in facts.applications.items()}
    received, concluded = total["new_received"], total["concluded_total"]
    rows: dict[str, Value] = {"applications_received": received}
    channels = {"in_person": 9, "fax": 1, "online": 70, "letter": 20}
    rows |= _split(rng, received, {f"applications_{code}": share for code, share in channels.items()})
    rows["applications_concluded"] = concluded
    rows |= _split(rng, concluded, {"concluded_on_time": 95, "concluded_extended": 5})
    rows["replies"] = concluded
    rows |= {code: sum(total[kind] for kind in kinds) for code, kinds in REPLIES.items()}
    denied = {code: sum(total[ground] for ground in grounds) for code, grounds in DENIED.items()}
    return {**rows, "replies_denied": sum(denied.values()), **denied}


def _disputes(facts: Facts) -> dict[str, Value]:
    rows: dict[str, Value] = {}
    for code, stages in (("reconsiderations", ("reconsideration",)), ("litigations", LITIGATION)):
        results = {
            f"{code}_{short}": sum(facts.disputes[stage][result] for stage in stages)
            for short, result in (("upheld", "upheld"), ("corrected", "corrected"), ("other", "other_result"))
        }
        rows |= {code: sum(results.values()), **results}
    return rows


def statistics(facts: Facts, size: int, rng: random.Random) -> dict[str, dict[str, Value]]:
    """``{row: {"value": figure}}`` for every row of the annex; counts, and money in 万元."""
    channels = {code: count(rng, 3 + size * factor) for code, factor in CHANNELS.items()}
    full, part = count(rng, 1 + size / 60), count(rng, 2 + size / 20)
    rows: dict[str, Value] = {
        "disclosed": sum(channels.values()),
        "disclosed_normative_documents": facts.normative_documents.issued,
        "normative_documents_issued": facts.normative_documents.issued,
        **channels,
        "responses": (responses := count(rng, size / 30)),
        "press_conferences": (conferences := count(rng, size / 50)),
        "press_conferences_leader": conferences // 2,
        "online_interviews": (interviews := count(rng, size / 70)),
        "online_interviews_leader": interviews // 2,
        "policy_interpretations": count(rng, 1 + size / 15),
        "social_media_responses": responses // 2,
        "other_responses": responses // 3,
        **_applications(facts, rng),
        **_disputes(facts),
        "complaints": count(rng, size / 300),
        "fees_collected": Decimal(count(rng, size / 40)).scaleb(-2).normalize() + 0,
        "disclosure_offices": 1 + size // 40,
        "reading_points": 1 + size // 50,
        "staff": full + part,
        "staff_full_time": full,
        "staff_part_time": part,
        "funding": Decimal(count(rng, size / 8)).scaleb(-1).normalize() + 0,
        "meetings": count(rng, 2),
        "training_sessions": count(rng, 1.5),
        "trained_people": count(rng, 20 + size / 5),
    }
    return {code: {"value": value} for code, value in rows.items()}


CHANNELS = {
    "disclosed_gazette": 0.4,
    "disclosed_website": 12,
    "disclosed_weibo": 2,
    "disclosed_wechat": 5,
    "disclosed_other": 1.5,
}
